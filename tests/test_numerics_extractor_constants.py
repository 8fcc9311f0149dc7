"""Lipschitz constants and frame bounds of feature extractors: never exceeded, and reached; what is admissible, and repair."""
import functools
import itertools
from functools import partial

import jax
import numpy as np
import pytest
from extractor_networks import BLUR, EPS, SKEW, SQUARE, good, rounding, signal, windows_2d

from proofs_numeric.mathematics import wavelets
from proofs_numeric.numerics.extractor import Extractor, Layer, admissibility, repaired
from proofs_numeric.numerics.frames import from_spectra, gabor, gaussian, random, stages, wavelet
from proofs_numeric.numerics.nonlinearities import IDENTITY, LOGISTIC, MODULUS, RELU, TANH
from proofs_numeric.numerics.poolings import Averaging, Decimation, Dilation, MaxPooling

pytestmark = pytest.mark.xdist_group("numerics_extractor_constants")           # one process: what is compiled serves several tests

NONLINEARITIES = (IDENTITY, MODULUS, RELU, TANH, LOGISTIC, TANH.scaled(gain=1.7, unit=0.3))
POOLED = [((32,), pooling) for pooling in (
    partial(Averaging, SKEW, 2.0), partial(Decimation, 2), partial(Decimation, 2, BLUR), partial(Decimation, 4, SKEW),
    partial(MaxPooling, 2), partial(MaxPooling, 5, 2), partial(MaxPooling, 2, 4))] + [((8, 12), pooling) for pooling in (
        partial(Averaging, SQUARE), partial(Decimation, 2, SQUARE), partial(MaxPooling, 3, 2))]


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
