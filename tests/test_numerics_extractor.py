"""Feature extractors in floating point: non-expansive to rounding, with sharp constants, and equal to a loop and to the enclosures."""
import functools
import itertools
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from differences import assert_slope, line

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.record import code_of
from proofs_numeric.mathematics import extractors as enclosed
from proofs_numeric.mathematics import wavelets
from proofs_numeric.mathematics.signals import Signal
from proofs_numeric.numerics import extractor as ex
from proofs_numeric.numerics.extractor import Extractor, Layer, admissibility, features, repaired
from proofs_numeric.numerics.frames import Frame, from_spectra, gabor, gaussian, learned, random, stages, wavelet
from proofs_numeric.numerics.nonlinearities import IDENTITY, LOGISTIC, MODULUS, RELU, TANH, Nonlinearity
from proofs_numeric.numerics.poolings import Averaging, Decimation, Dilation, MaxPooling

pytestmark = pytest.mark.xdist_group("numerics_extractor")           # one process: what is compiled serves several tests
EPS = {np.dtype(t): np.finfo(t).eps for t in (np.float32, np.float64)}
BLUR, SKEW = np.array([0.25, 0.5, 0.25]), np.array([0.7, -0.4, 0.2, 0.5])
NONLINEARITIES = (IDENTITY, MODULUS, RELU, TANH, LOGISTIC, TANH.scaled(gain=1.7, unit=0.3))
SQUARE = np.outer(SKEW[:3], BLUR)
POOLED = [((32,), pooling) for pooling in (
    partial(Averaging, SKEW, 2.0), partial(Decimation, 2), partial(Decimation, 2, BLUR), partial(Decimation, 4, SKEW),
    partial(MaxPooling, 2), partial(MaxPooling, 5, 2), partial(MaxPooling, 2, 4))] + [((8, 12), pooling) for pooling in (
        partial(Averaging, SQUARE), partial(Decimation, 2, SQUARE), partial(MaxPooling, 3, 2))]


def signal(seed, *shape, dtype=np.float64, real=True):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape) if real else rng.normal(size=shape) + 1j * rng.normal(size=shape)
    return x.astype(dtype if real else np.result_type(dtype, np.complex64))


def run(extractor, x):
    """The features as NumPy arrays: small operations on them are not compiled."""
    return [np.asarray(f) for f in extractor(x)]


def norm(features, batch=0):
    """The norm of a family of features, for each signal of a batch."""
    return np.sqrt(sum((abs(f.astype(complex)) ** 2).sum(tuple(range(batch, f.ndim))) for f in features))


def windows_2d():
    return gabor(gaussian((8, 12), 1.8), (4, 6), one_sided=True)


def mixed():
    """Three layers: wavelets, random filters, learned ones; three non-linearities and poolings."""
    layers = [Layer(wavelet(wavelets.meyer((32,), 3)), MODULUS, Decimation(2, BLUR)),
              Layer(random(1, 16, 3, taps=5), TANH, Averaging(SKEW, 2.0)),
              Layer(learned(signal(2, 2, 3), signal(3, 5), 16), RELU.scaled(2.0), MaxPooling(3, 2))]
    return repaired(layers, gaussian(8, 2.0))


def complex_at_first():
    """Complex signals until the modulus."""
    layers = [Layer(gabor(gaussian(32, 2.5), 4), MODULUS, Decimation(2, BLUR)), Layer(random(1, 16, 3, taps=5), TANH, Averaging(SKEW, 2.0))]
    return repaired(layers, gaussian(16, 2.0), real=False)


def complex_throughout():
    """Complex signals stay complex: the non-linearities act on the two parts."""
    layers = [Layer(random(4, 16, 2, real=False), RELU, MaxPooling(2)), Layer(random(5, 8, 2, taps=3), LOGISTIC.scaled(9.0))]
    return repaired(layers, random(6, 8, 1, real=False), real=False)


def image():
    first = windows_2d()
    return repaired([Layer(first, MODULUS, Decimation(2, SQUARE)), Layer(random(7, (4, 6), 2), TANH, MaxPooling(2))],
                    learned(np.ones((1, 1, 1)), np.full((2, 2), 0.25), (2, 3)))


NETWORKS = {"wavelet, random, learned": mixed, "Gabor, random on complex signals": complex_at_first,
            "random on complex signals": complex_throughout, "Gabor, random on images": image}


@functools.cache
def network(name):
    return NETWORKS[name]()


def rounding(extractor, dtype):
    """Relative error of all features, in units of the norm of x: for each layer two transforms and a pooling with a third, 4 EPS for
    each of their stages, and 16 EPS for products and the non-linearity; the frame may exceed 1 by its own rounding errors."""
    eps = EPS[np.dtype(dtype)]
    slack = sum(c.slack for c in extractor.constants) * eps / EPS[np.dtype(float)]
    return sum(eps * (12 * stages(g) + 16) for g in extractor.grids) + slack


# -- the theorem: non-expansive
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", NETWORKS)
def test_an_admissible_extractor_does_not_increase_distances(name, dtype, seed=11):
    extractor = network(name)
    assert max(float(c.combined) - c.slack for c in extractor.constants) <= 1
    f, other = (signal(seed + k, 12, *extractor.grids[0], dtype=dtype, real=extractor.real) for k in range(2))
    h = f + np.logspace(-6, 1, 12, dtype=dtype).reshape(-1, *[1] * (f.ndim - 1)) * other
    h[-1] = 0
    got = norm([a - b for a, b in zip(run(extractor, f), run(extractor, h))], 1)
    distance, budget = norm([f - h], 1), rounding(extractor, dtype) * (norm([f], 1) + norm([h], 1))
    assert (got <= float(extractor.lipschitz_bound) * distance + budget).all(), (name, seed, got / distance)
    assert float(extractor.lipschitz_bound) <= 1 + sum(c.slack for c in extractor.constants)


@pytest.mark.parametrize("name", ["Gabor, random on complex signals", "Gabor, random on images"])
def test_gradients_are_right_and_gradient_ascent_does_not_find_an_expanding_pair(name, seed=5):
    extractor = network(name)

    def ratio(pair):
        moved = [a - b for a, b in zip(features(extractor, pair[0]), features(extractor, pair[1]))]
        return extractor.norm(moved) / jnp.linalg.norm(pair[0] - pair[1])
    climb = jax.jit(jax.vmap(jax.value_and_grad(ratio)))
    first = pairs = signal(seed, 4, 2, *extractor.grids[0], real=extractor.real)
    found = []
    for _ in range(8):
        values, slopes = map(np.asarray, climb(pairs))
        found.append((values, slopes))
        budget = rounding(extractor, float) * np.array([np.linalg.norm(p) * 2 / np.linalg.norm(p[0] - p[1]) for p in pairs])
        assert np.isfinite(slopes).all() and (values <= 1 + budget).all(), (name, seed, values)
        slopes = np.conj(slopes)
        pairs = pairs + 0.3 * np.stack([s * np.linalg.norm(p) / np.linalg.norm(s) for s, p in zip(slopes, pairs)])
    assert (found[-1][0] > found[0][0]).all(), (name, seed, found[0][0], found[-1][0])                   # the ascent did ascend

    way = signal(seed + 1, *first.shape[1:], real=extractor.real)
    error = rounding(extractor, float) * 2 * np.linalg.norm(first[0]) / np.linalg.norm(first[0, 0] - first[0, 1])
    assert_slope(np.real(found[0][1][0] * way).sum(), climb(line(first[0], way))[0], error, f"{name}, seed {seed}")
    silent = first.copy()
    silent[0, 0] = silent[1, 1] = silent[2:, 0] = 0                      # every modulus of one of the two vanishes
    assert np.isfinite(climb(silent)[1]).all()


# -- sharp constants
@pytest.mark.parametrize("M", NONLINEARITIES, ids=repr)
def test_lipschitz_constants_of_nonlinearities_are_never_exceeded_and_are_reached(M, seed=3):
    z, w = signal(seed, 2, 4000, real=False) * np.logspace(-4, 3, 4000)
    w[::2] = z[::2] * (1 + 1e-3 * signal(seed + 1, 2000, real=False))
    t = 1e-3 * M.unit                                   # (M(t) - M(0)) / t >= L (1 - (t/unit)^2 / 3): the series of tanh alternates
    values = np.asarray(jax.jit(M.__call__)(np.concatenate([z, w, [t, 0]])))
    got, size = abs(values[:4000] - values[4000:8000]), abs(z - w)
    assert (got <= M.lipschitz * size + 8 * EPS[np.dtype(float)] * M.lipschitz * (abs(z) + abs(w))).all(), (M, seed, (got / size).max())
    assert M.lipschitz * (1 - 1e-6 / 3 - 8 * EPS[np.dtype(float)]) <= (values[-2].real - values[-1].real) / t and values[-1] == 0


@functools.partial(jax.jit, static_argnums=(2, 3))
def spectrum(pooling, x, d, half):
    return pooling.spectrum(x, d, half)


def pooled(pooling, x, d):
    return np.fft.ifftn(spectrum(pooling, x, d, False), axes=tuple(range(-d, 0)))


def worst_signal(pooling, grid):
    """A signal whose distance to 0 a pooling multiplies by its Lipschitz constant."""
    taps = getattr(pooling, "taps", None)
    if taps is None:
        return np.eye(1, int(np.prod(grid))).reshape(grid)
    stride = getattr(pooling, "stride", 1)
    response = np.zeros(grid)
    for index in np.ndindex(*taps.shape):
        response[tuple((i - n // 2) % m for i, n, m in zip(index, taps.shape, grid))] = taps[index]
    response = np.fft.fftn(response)
    aliases = [np.arange(m) % (m // stride) for m in grid]
    best = max(itertools.product(*(range(m // stride) for m in grid)), key=lambda k: (abs(
        response[np.ix_(*(a == i for a, i in zip(aliases, k)))]) ** 2).sum())
    mask = np.zeros(grid)
    mask[np.ix_(*(a == i for a, i in zip(aliases, best)))] = 1
    return np.fft.ifftn(response.conj() * mask)


@pytest.mark.parametrize("grid, build", POOLED)
def test_lipschitz_constants_of_poolings_are_never_exceeded_and_are_reached(grid, build, seed=8):
    pooling = build()
    R, d = float(pooling.lipschitz(grid)), len(grid)
    budget = EPS[np.dtype(float)] * (16 * stages(grid) + 16)
    x, y = signal(seed, 2, 200, *grid, real=False)
    y[::2] = x[::2] + 1e-2 * y[::2]
    moved = np.linalg.norm((pooled(pooling, x, d) - pooled(pooling, y, d)).reshape(200, -1), axis=1)
    size, level = (np.linalg.norm(v.reshape(200, -1), axis=1) for v in (x - y, abs(x) + abs(y)))
    assert (moved <= R * (size + budget * level)).all(), (seed, (moved / size).max(), R)
    worst = np.zeros_like(x)                                             # in a batch of the same shape: one program
    worst[0] = worst_signal(pooling, grid)
    reached = np.linalg.norm(pooled(pooling, worst, d)) / np.linalg.norm(worst)
    assert abs(reached / R - 1) <= budget, (reached, R)


def test_frame_bounds_are_the_extreme_squared_singular_values():
    """Of the matrix of all convolutions, on complex signals and on real ones."""
    for frame in (random(2, 12, 3, real=False), gabor(gaussian(12, 1.5), 3), wavelet(wavelets.morlet(12, 2)), windows_2d()):
        d, n = frame.dim, int(np.prod(frame.grid))
        basis = np.fft.fftn(np.eye(n).reshape(n, *frame.grid), axes=tuple(range(-d, 0)))
        filters = np.concatenate([frame.output[None], frame.atoms])
        matrix = np.fft.ifftn(basis[:, None] * filters, axes=tuple(range(-d, 0))).reshape(n, -1).T
        for real, operator in ((False, matrix), (True, np.concatenate([matrix.real, matrix.imag]))):
            values = np.linalg.eigvalsh(operator.conj().T @ operator)
            lower, upper = map(float, frame.bounds(real))
            # Eigenvalues are computed to a few EPS times the largest, for each of n columns.
            assert abs(upper - values[-1]) <= 8 * n * EPS[np.dtype(float)] * upper
            assert abs(lower - values[0]) <= 8 * n * EPS[np.dtype(float)] * upper


def test_gaussian_is_periodic():
    k, m = np.fft.fftfreq(8)[:, None] * 8, np.arange(-20, 21)
    values = np.exp(-0.5 * ((k + 8 * m) / 4) ** 2).sum(1)
    # 41 additions here and fewer there, of exponentials with arguments up to 41^2 / 2 that matter below 40 only, and a division
    assert (abs(np.asarray(gaussian(8, 4.0)) - values / values[0]) <= (2 * 41 + 2 * 40) * EPS[np.dtype(float)]).all()


@pytest.mark.parametrize("real", [False, True])
def test_a_tight_frame_has_a_constant_sum_and_coarse_frames_keep_the_bounds(real):
    frame = gabor(gaussian(32, 2.0), 4, one_sided=real)
    slack = 8 * (len(frame.atoms) + 4) * EPS[np.dtype(float)]
    assert max(abs(float(b) - 1) for b in frame.tight(real).bounds(real)) <= slack
    lower, upper = frame.bounds(real)
    coarse = frame.coarse(2).bounds(real)
    assert lower * (1 - slack) <= coarse[0] and coarse[1] <= upper * (1 + slack)
    one, two = gabor(gaussian((8, 12), 1.8), (4, 3), one_sided=True), gabor(gaussian((8, 12), 1.8), (4, 3))
    assert np.allclose(one.energy(real=True), two.energy(real=True), rtol=slack, atol=0)


# -- admissibility and repair
@pytest.mark.parametrize("seed", range(3))
def test_repaired_networks_are_admissible_and_admissible_ones_stay(seed):
    rng = np.random.default_rng(seed)
    layers = [Layer(random(seed, 32, 3).scaled(rng.lognormal(0, 1.5)), NONLINEARITIES[rng.integers(6)], P)
              for P in (Averaging(SKEW), Dilation(1.5), Averaging(BLUR))]
    extractor = repaired(layers, 1.5 * gaussian(32, 3.0))
    for before, after in zip(admissibility(layers, 1.5 * gaussian(32, 3.0)), extractor.constants):
        assert after.combined <= 1, (seed, before, after)
        assert before.combined <= 1 or after.combined >= 1 - 4 * after.slack, (seed, before, after)     # divided by no more than needed
    again = repaired(extractor.layers, extractor.output)
    assert all(np.array_equal(a.frame.atoms, b.frame.atoms) for a, b in zip(again.layers, extractor.layers))


def test_one_sided_wavelets_are_admissible_for_real_signals_only():
    frame = wavelet(wavelets.meyer((32,), 3))
    assert Extractor([Layer(frame)], frame).lipschitz_bound <= 1
    with pytest.raises(ValueError, match=r"layer 1 is not admissible on complex signals: upper frame bound B = (1\.99|2)"):
        Extractor([Layer(frame)], frame, real=False)


def test_a_network_that_is_not_admissible_says_which_layer_and_by_how_much():
    first, bad = good(), Layer(random(1, 16, 2).scaled(0.5), RELU.scaled(3.0), Averaging([1.0, 1.0]))
    with pytest.raises(ValueError, match=r"layer 2 is not admissible.*B = 0\.25,.*L = 3 .*R = 2 .* = 9 > 1.*repaired.*by 3,"):
        Extractor([first, bad], gaussian(16, 2.0))
    with pytest.raises(ValueError, match=r"the output atom is not admissible"):
        Extractor([first], 2 * gaussian(16, 2.0))
    loud = Layer(random(1, 16, 2).scaled(2.0), LOGISTIC)                 # B L^2 R^2 = 1/4, and the output atom sees B = 4
    with pytest.raises(ValueError, match=r"layer 1 is not admissible.*B = 4,.*L = 0\.25 .*R = 1 .* = 4 > 1"):
        Extractor([loud], gaussian(16, 2.0))
    free = Extractor([first, bad], gaussian(16, 2.0), admissible=False)
    assert 1 < free.lipschitz_bound <= 3 * (1 + sum(c.slack for c in free.constants))


def test_the_lipschitz_bound_is_reached_by_linear_layers_that_agree():
    atoms = np.zeros((1, 16))
    atoms[0, 3] = 0.8
    chi = np.zeros(16)
    chi[3] = 0.6
    extractor = Extractor([Layer(from_spectra(atoms, chi), IDENTITY.scaled(gain=0.9))] * 3, chi, real=False)
    tone = np.exp(2j * np.pi * 3 * np.arange(16) / 16)
    gain = 0.9**2 * 0.64
    exact = np.sqrt(0.36 * (1 + gain + gain**2 + gain**3))
    budget = rounding(extractor, float)
    assert abs(float(extractor.lipschitz_bound) / exact - 1) <= budget
    assert abs(float(extractor.norm(extractor(tone))) / 4 / exact - 1) <= budget


# -- what is computed: a loop, and the enclosures
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


# -- translations
def test_deeper_features_move_less_under_translation_and_a_slow_tone_reaches_the_bound(seed=6):
    spacing = 0.125
    layers = [Layer(random(k, 32, 2).scaled(0.9), M, P) for k, (M, P) in enumerate(
        [(MODULUS, Dilation(2.0)), (TANH, Averaging(BLUR, 1.5)), (RELU, Decimation(2, BLUR))])]
    extractor = repaired(layers, gaussian(16, 2.0))
    x = signal(seed, 32)
    for steps, n in itertools.product((2, -4, 10), range(4)):
        t = steps * spacing
        C = float(extractor.translation_bound(n, t, spacing))
        before, after = run(extractor, x)[n], run(extractor, np.roll(x, steps))[n]
        moved = np.linalg.norm(after - before)
        budget = 2 * rounding(extractor, float) * np.linalg.norm(x)
        assert moved <= C * np.linalg.norm(x) + budget, (n, t, seed, moved, C)
        shift = round(t / np.prod([p.pooling.stretch for p in layers[:n]]) / extractor.spacings(spacing)[n])
        assert np.linalg.norm(after - np.roll(before, shift, -1)) <= budget, (n, t, seed)

    ones, slow = np.ones((1, 32)), np.zeros(32)
    slow[1] = slow[-1] = 1
    tone = np.cos(2 * np.pi * np.arange(32) / 32)
    linear = Extractor([Layer(from_spectra(ones), IDENTITY, Dilation(3.0))] * 2, slow)
    moved = np.linalg.norm(run(linear, np.roll(tone, 1))[2] - run(linear, tone)[2])
    allowed = float(linear.translation_bound(2, spacing, spacing)) * np.linalg.norm(tone)
    angle = np.pi / 32
    # The chord over the arc. The difference of two features is 2 sin(angle) times their size.
    assert abs(moved / allowed - np.sin(angle) / angle) <= 2 * rounding(linear, float) / angle


def test_translation_bound_of_images(seed=2):
    extractor = repaired([Layer(windows_2d(), MODULUS, Decimation(2, SQUARE))], gaussian((4, 6), 1.0))
    x = signal(seed, 8, 12)
    for steps in ((2, 0), (2, 4), (-2, 2)):
        for n in range(2):
            moved = np.linalg.norm(run(extractor, np.roll(x, steps, (0, 1)))[n] - run(extractor, x)[n])
            assert moved <= float(extractor.translation_bound(n, steps)) * np.linalg.norm(x), (steps, n, seed)


# -- use: derivatives, batches, precision, compilation
def test_frames_can_be_learned_and_stay_admissible(seed=1):
    kernels, chi = signal(seed, 2, 3), signal(seed + 1, 3)
    x = signal(seed + 2, 5, 16)

    def loss(parameters):
        frame = learned(*parameters, 16)
        extractor = repaired([Layer(frame, RELU)], frame)
        return -sum((f**2).sum() for f in extractor(x))
    step = jax.jit(jax.value_and_grad(loss))
    parameters, values = (kernels, chi), []
    for _ in range(4):
        value, slopes = step(parameters)
        values.append(float(value))
        parameters = jax.tree.map(lambda p, g: p - 3e-3 * g, parameters, slopes)
    frame = learned(*parameters, 16)
    error = rounding(repaired([Layer(frame, RELU)], frame), float)
    assert values[-1] < values[0] and -values[-1] <= (x**2).sum() * (1 + error) ** 2, values


@pytest.mark.parametrize("name", NETWORKS)
def test_single_precision_stays_single_and_agrees(name, seed=13):
    extractor = network(name)
    x = signal(seed, 12, *extractor.grids[0], dtype=np.float32, real=extractor.real)
    single, double = run(extractor, x), run(extractor, x.astype(np.result_type(x.dtype, np.float64)))
    assert all(a.real.dtype == np.float32 and b.real.dtype == np.float64 for a, b in zip(single, double))
    error = norm([a - b for a, b in zip(single, double)])
    assert error <= rounding(extractor, np.float32) * np.linalg.norm(x), (name, seed, error)


def test_without_double_precision_everything_is_single():
    with jax.enable_x64(False):
        layers = [Layer(random(0, 16, 2), TANH, Decimation(2, BLUR)), Layer(gabor(gaussian(8, 1.0), 2), MODULUS)]
        extractor = repaired(layers, gaussian(8, 1.0))
        assert extractor.output.output.dtype == np.float32 and extractor.constants[0].slack > 1e-6
        assert all(f.real.dtype == np.float32 for f in extractor(np.ones(16)))


def test_batches_vmap_and_single_signals_agree_and_are_compiled_once(seed=17):
    def build():
        return repaired([Layer(random(1, 16, 3, taps=5), MODULUS, Decimation(2, BLUR))], gaussian(8, 2.0))
    extractor = build()
    x = signal(seed, 2, 3, 16)
    together, alone, mapped = run(extractor, x), run(extractor, x[1, 2]), map(np.asarray, jax.jit(jax.vmap(extractor))(x))
    assert [f.shape for f in alone] == [(p, *g) for p, g in zip(extractor.paths, extractor.grids)]
    for a, b, c in zip(together, mapped, alone):
        assert np.linalg.norm(a - b) <= rounding(extractor, float) * np.linalg.norm(x)
        assert np.linalg.norm(a[1, 2] - c) <= rounding(extractor, float) * np.linalg.norm(x)
    sizes = norm(together, 2)
    assert np.allclose(extractor.norm(extractor(x)), sizes, rtol=rounding(extractor, float), atol=0)
    assert not jax.jit(jax.grad(lambda x: extractor.norm((x,))))(np.zeros((1, 16))).any()            # a subgradient
    before = ex._compiled._cache_size()
    build()(2 * x)                                                       # another extractor of the same shapes
    assert ex._compiled._cache_size() == before
    assert jax.tree.structure(jax.tree.map(lambda a: a, extractor)) == jax.tree.structure(extractor)


def test_the_numerics_do_not_import_the_engine():
    """`engine.enclosure` turns double precision on; those who use the numerics decide that for themselves."""
    found: dict[str, str] = {}
    for path in Path(ex.__file__).parent.rglob("*.py"):
        code_of(path, seen=found)
    assert {"proofs_numeric/mathematics/littlewood_paley.py", "proofs_numeric/numerics/scattering/transform.py"} < set(found)
    assert not [name for name in found if name.startswith("proofs_numeric/engine")]


# -- bad input
def good(*arguments) -> Layer:
    return Layer(random(0, 16, 2), *arguments)


BAD = {
    "frame on another grid": (lambda: Extractor([good(), Layer(random(0, 8, 2))], np.ones(8)), r"layer 2 has a frame on the grid \(8,\)"),
    "output on another grid": (lambda: Extractor([good()], gaussian(8, 1.0)), r"output has the grid \(8,\)"),
    "not a layer": (lambda: Extractor([good().frame], gaussian(16, 1.0)), r"layers\[0\] = Frame\(2 real"),
    "M(0) is not 0": (lambda: Extractor([good(Nonlinearity("cos", jnp.cos, 1.0))], good().frame), "layer 1: .*cos maps 0 to 1"),
    "M without a constant": (lambda: Extractor([good(Nonlinearity("id", abs, np.inf))], good().frame), "constant inf"),
    "stride": (lambda: Extractor([good(RELU, Decimation(3))], good().frame), r"layers\[0\].pooling.stride = 3 does not divide"),
    "stride 0": (lambda: Extractor([good(RELU, Decimation(0))], good().frame), r"stride = 0 does not divide"),
    "window": (lambda: Extractor([good(RELU, MaxPooling(17, 2))], good().frame), r"window = 17 on the grid"),
    "window 0": (lambda: Extractor([good(RELU, MaxPooling(0, 2))], good().frame), r"window = 0 on the grid"),
    "dilation": (lambda: Extractor([good(RELU, Dilation(0.5))], good().frame), r"factor = 0.5: give a finite dilation"),
    "long taps": (lambda: Extractor([good(RELU, Averaging(np.ones(17)))], good().frame), r"taps has shape \(17,\)"),
    "taps of an image": (lambda: Extractor([good(RELU, Averaging(SQUARE))], good().frame), r"taps has shape \(3, 3\), 2 axes"),
    "complex taps": (lambda: Extractor([good(RELU, Averaging(1j * np.ones(2)))], good().frame), "taps is complex"),
    "taps are NaN": (lambda: Averaging([np.nan, 1]), r"taps\[0\] = nan"),
    "signal too short": (lambda: Extractor([], np.ones(16))(np.ones(15)), r"x has shape \(15,\), the extractor works on the grid \(16,\)"),
    "signal of the wrong dimension": (lambda: image()(np.ones(12)), r"x has shape \(12,\), 1 axes"),
    "NaN": (lambda: Extractor([], gaussian(4, 1.0))([1, np.nan, 2, 3]), r"x\[1\] = nan"),
    "infinity": (lambda: Extractor([], gaussian(4, 1.0))([1, 2, np.inf, 3]), r"x\[2\] = inf"),
    "half precision": (lambda: Extractor([], gaussian(4, 1.0))(np.ones(4, np.float16)), "x has type float16: convert it to float32"),
    "complex signal": (lambda: Extractor([], gaussian(4, 1.0))(1j * np.ones(4)), "take x.real, or build it with real=False"),
    "a missing layer": (lambda: Extractor([], np.ones(4)).translation_bound(1, 1.0), "n = 1: this extractor has features 0 to 0"),
    "spacing": (lambda: Extractor([], gaussian(4, 1.0)).spacings(0.0), "spacing = 0.0"),
    "atoms and output": (lambda: from_spectra(np.ones((2, 8)), np.ones(9)), r"atoms have shape \(2, 8\) and output \(9,\)"),
    "no atoms": (lambda: from_spectra(np.ones((0, 8))), r"atoms is empty"),
    "atoms are infinite": (lambda: wavelet(SimpleNamespace(psi=np.full((1, 4), np.inf), phi=np.ones(4))), r"atoms\[0, 0\] = inf"),
    "lattice": (lambda: gabor(gaussian(16, 1.0), 5), r"step = 5 does not divide the grid \(16,\)"),
    "lattice of one point": (lambda: gabor(gaussian(16, 1.0), 16), "leaves the output atom only"),
    "window is not real": (lambda: gabor(np.arange(16.0), 4, one_sided=True), "the window is not real in space"),
    "width": (lambda: gaussian(16, -1.0), r"width = -1.0: give a positive"),
    "grid": (lambda: gaussian((16, 0), 1.0), r"grid = \(16, 0\)"),
    "long kernels": (lambda: learned(np.ones((2, 9)), np.ones(3), 8), r"kernels has shape \(2, 9\), longer than the grid"),
    "no random atoms": (lambda: random(0, 8, 0), "atoms = 0"),
    "no frame": (lambda: from_spectra(np.eye(8)[:2]).tight(), "misses a frequency"),
    "coarse grid": (lambda: random(0, 9, 1).coarse(2), r"stride = 2 does not divide the grid \(9,\)"),
    "gain": (lambda: RELU.scaled(gain=0.0), "gain = 0.0"),
    "unit": (lambda: TANH.scaled(unit=np.nan), "unit = nan"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_with_its_value_and_the_remedy(name):
    build, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        build()


def test_frames_print_what_they_are():
    assert repr(random(0, (4, 6), 3)) == "Frame(3 real atoms on Z/4 x Z/6, real output atom)"
    assert repr(TANH.scaled(2.0)) == "tanh(gain=2)" and isinstance(good().frame, Frame)
