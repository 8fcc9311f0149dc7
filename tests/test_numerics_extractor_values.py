"""What a feature extractor computes: that of a loop, and inside of the enclosures."""
from dataclasses import replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from extractor_networks import BLUR, EPS, SKEW, SQUARE, rounding, run, signal

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.mathematics import extractors as enclosed
from proofs_numeric.mathematics.signals import Signal
from proofs_numeric.numerics.extractor import Extractor, Layer
from proofs_numeric.numerics.frames import from_spectra, random
from proofs_numeric.numerics.nonlinearities import IDENTITY, LOGISTIC, MODULUS, RELU, TANH
from proofs_numeric.numerics.poolings import Averaging, Decimation, Dilation, MaxPooling

pytestmark = pytest.mark.xdist_group("numerics_extractor_values")           # one process: what is compiled serves several tests


def dft(n, sign):
    k = np.arange(n)
    return np.exp(sign * 2j * np.pi * np.outer(k, k) / n)


def loop_convolve(x, spectrum):
    """Cyclic convolution by explicit sums in space; the impulse response by explicit sums over frequencies."""
    h = spectrum.astype(complex)
    for axis, n in enumerate(x.shape):
        h = np.moveaxis(np.tensordot(dft(n, 1) / n, h, (1, axis)), 0, axis)
    out = np.zeros(x.shape, complex)
    for m in np.ndindex(*x.shape):
        for i in np.ndindex(*x.shape):
            out[m] += x[i] * h[tuple((a - b) % n for a, b, n in zip(m, i, x.shape))]
    return out


def loop_nonlinearity(M, z):
    part = {"relu": lambda t: np.maximum(t, 0), "tanh": lambda t: np.tanh(t / M.unit) * M.unit, "identity": lambda t: t,
            "logistic": lambda t: M.unit * (1 / (1 + np.exp(-t / M.unit)) - 0.5)}
    return M.gain * (abs(z) if M.name == "modulus" else part[M.name](z.real) + 1j * part[M.name](z.imag))


def loop_pool(p, x):
    d = x.ndim
    if isinstance(p, MaxPooling):
        out = np.zeros([n // p.step for n in x.shape], complex)
        for m in np.ndindex(*out.shape):
            box = [x[tuple((a * p.step + j) % n for a, j, n in zip(m, o, x.shape))] for o in np.ndindex(*(p.window,) * d)]
            out[m] = max(z.real for z in box) + 1j * max(z.imag for z in box)
        return out
    taps, y = getattr(p, "taps", None), x
    if taps is not None:
        weights = np.ndenumerate(np.asarray(taps))
        y = sum(w * np.roll(x, [i - n // 2 for i, n in zip(index, taps.shape)], tuple(range(d))) for index, w in weights)
    if isinstance(p, Decimation):
        y = p.stride ** (d / 2) * y[tuple(slice(None, None, p.stride) for _ in range(d))]
    return y


TRIALS = (
    ((8,), MODULUS, partial(Decimation, 2, BLUR), True, "cccc"), ((8,), RELU, partial(Averaging, SKEW, 2.0), True, "rrrr"),
    ((8,), TANH, partial(MaxPooling, 3, 2), False, "rcrc"), ((8,), LOGISTIC.scaled(3.0, 0.5), partial(Decimation, 4, SKEW), True, "rrcr"),
    ((8,), IDENTITY, partial(MaxPooling, 2, 4), True, "crrr"), ((8,), MODULUS, partial(Averaging, BLUR), False, "ccrr"),
    ((8,), TANH, partial(MaxPooling, 5, 2), True, "rcrr"), ((4, 6), MODULUS, partial(Decimation, 2, SQUARE), True, "ccrr"),
    ((4, 6), TANH, partial(MaxPooling, 3, 2), False, "cccc"), ((4, 6), RELU, partial(Averaging, SQUARE), True, "rrrr"))


@pytest.mark.parametrize("grid, M, build, real, kinds", TRIALS)
def test_features_equal_those_of_a_loop(grid, M, build, real, kinds, seed=21):
    """kinds: whether atoms and output of the two layers are real or complex filters; half and whole spectra take all turns."""
    P = build()
    coarse = P.coarse(grid)
    kind = [k == "r" for k in kinds]
    frames = [random(seed + k, g, 2, real=kind[k]) for k, g in enumerate((grid, grid, coarse, coarse))]
    first, second = (replace(frames[k], output=frames[k + 1].output, real_output=kind[k + 1]) for k in (0, 2))
    layers = [Layer(first, M, P), Layer(second, RELU)]
    extractor = Extractor(layers, random(seed, coarse, 1), real, admissible=False)
    x = signal(seed, *grid, real=real)
    rows, budget = [x.astype(complex)], rounding(extractor, float) * max(1.0, M.lipschitz * float(P.lipschitz(grid)))
    for n, (frame, got) in enumerate(zip(extractor.frames, run(extractor, x))):
        want = np.array([loop_convolve(u, np.asarray(frame.output)) for u in rows])
        error = np.linalg.norm(got - want)
        assert got.shape == want.shape and error <= 2 * budget * np.linalg.norm(x), (seed, n, error, budget)
        if n < 2:
            rows = [loop_pool(layers[n].pooling, loop_nonlinearity(layers[n].nonlinearity, loop_convolve(u, np.asarray(g))))
                    for u in rows for g in frame.atoms]


ENCLOSED = {"relu": RELU, "modulus": MODULUS, "tanh": TANH.scaled(0.9, 0.7), "logistic": LOGISTIC.scaled(0.9, 0.7)}


@pytest.mark.parametrize("grid", [(16,), (4, 6)], ids=["1-D, decimated", "2-D, dilated"])
def test_features_lie_in_the_enclosures(grid, seed=4):
    rng = np.random.default_rng(seed)
    d = len(grid)
    atoms = (rng.normal(size=(3, 2, *grid)) + 1j * rng.normal(size=(3, 2, *grid))) / 4
    chi = rng.normal(size=(3, *grid)) / 4
    f = Signal(jnp.asarray(signal(seed, *grid, real=False)), jnp.float64(0), Interval.of(1.0))
    taps = np.zeros((3,) * d)
    taps[(1,) * d] = taps[(2,) + (1,) * (d - 1)] = 0.5                   # (x_n + x_{n-1}) / 2 along the first axis
    pool = Decimation(2, taps)
    decimators = np.broadcast_to((1 + np.exp(-2j * np.pi * np.fft.fftfreq(grid[0]))).reshape(-1, *[1] * (d - 1)) / 2, (3, *grid))

    @jax.jit
    def enclose(modules):
        if d == 1:
            return enclosed.decimating(modules, decimators, 2)(f)
        outputs = enclosed.outputs(modules, enclosed.propagation(modules))
        return [outputs(n, f) for n in range(3)]
    frames = [from_spectra(a, c) for a, c in zip(atoms, chi)]
    for name in (("relu", "tanh"), ("modulus", "logistic")):
        Ms = [ENCLOSED[n] for n in name]
        modules = replace(enclosed.designed_modules(atoms, chi, (3, 2, *grid)),
                          mixture=np.eye(5)[[enclosed.ACTIVATIONS.index(n) for n in (*name, "identity")]],
                          gain=np.array([*(M.gain for M in Ms), 1.0]), unit=np.array([*(M.unit for M in Ms), 1.0]))
        if d == 1:
            coarse = [g.coarse(2**k) for k, g in enumerate(frames)]
            strided = Extractor([Layer(g, M, pool) for g, M in zip(coarse, Ms)], coarse[2], real=False, admissible=False)
            found, ball = np.concatenate([np.ravel(g) for g in run(strided, f.center)]), enclose(modules)
            assert np.linalg.norm(found - np.asarray(ball.center)) <= float(ball.radius), (name, seed)
        else:
            plain = Extractor([Layer(g, M, Dilation(2.0)) for g, M in zip(frames, Ms)], frames[2], real=False, admissible=False)
            for n, (got, ball) in enumerate(zip(run(plain, f.center), enclose(modules))):
                assert np.linalg.norm(got - np.asarray(ball.center)) <= float(ball.radius), (name, n, seed)
                assert plain.spacings()[n] == float(ball.spacing.mid)


def test_constants_are_those_of_the_enclosed_mathematics(seed=4):
    rng = np.random.default_rng(seed)
    atoms, chi = rng.normal(size=(3, 2, 16)) + 1j * rng.normal(size=(3, 2, 16)), rng.normal(size=(3, 16))
    blur = np.fft.fft(np.roll(np.pad(BLUR, (0, 13)), -1))[None]
    mixtures, gains = (np.array(x) for x in zip(*((np.eye(5)[enclosed.ACTIVATIONS.index(name)], M.gain) for name, M in ENCLOSED.items())))

    @jax.jit
    def theirs():
        decimated = jnp.sqrt((enclosed.folded(blur, 2) ** 2).sum(1))
        return (enclosed.frame_bounds(enclosed.designed_modules(atoms, chi, (3, 2, 16))), enclosed.activation_lipschitz(mixtures, gains),
                jnp.concatenate([enclosed.peak(decimated), enclosed.pool_lipschitz(blur)]))
    frames = [from_spectra(a, c).bounds()[1] for a, c in zip(atoms, chi)]
    pools = [float(pool.lipschitz((16,))) for pool in (Decimation(2, BLUR), Averaging(BLUR))]
    for ours, expected, roundings in zip((frames, [M.lipschitz for M in ENCLOSED.values()], pools), theirs(), (8, 4, 32)):
        assert (abs(np.array(ours) - expected) <= roundings * EPS[np.dtype(float)] * np.asarray(expected)).all(), (ours, expected, seed)
