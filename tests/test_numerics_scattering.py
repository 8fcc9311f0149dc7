"""The fast scattering transform against its definition, against enclosures, and against what is proved of it."""
import functools
import itertools
import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from differences import assert_slope, line
from direct_scattering import scattering as direct

from proofs_numeric.engine.enclosure import Ball  # turns on 64 bits
from proofs_numeric.mathematics import scattering as enclosed
from proofs_numeric.mathematics import wavelets
from proofs_numeric.mathematics.littlewood_paley import fall, ramp
from proofs_numeric.numerics import filters
from proofs_numeric.numerics.filters import Bank, bounds, contraction, gabor, meyer, parseval, reflect, spline
from proofs_numeric.numerics.scattering import Scattering, modulus
from proofs_numeric.numerics.scattering import transform as module
from proofs_numeric.numerics.scattering.sampling import modulus_spectrum

pytestmark = pytest.mark.xdist_group("numerics_scattering")          # one process: what is compiled serves several tests
EPS = {np.dtype(np.float64): 2.0**-52, np.dtype(np.float32): 2.0**-23}
SEED = 20


def two_sided(grid=(32,), octaves=1):
    """One real wavelet, and averages that do not vanish at N/2: phi^ = prod (0.65 + 0.35 cos), |psi^|^2 = 1 - |phi^|^2."""
    phi = np.prod(0.65 + 0.35 * np.cos(2 * np.pi * filters.frequencies(grid) / np.array(grid)), -1)
    return Bank(np.sqrt(1 - phi**2)[None], phi, (0,), octaves)


def negative():
    """Wavelets on the negative half of the spectrum, with phases: no symmetry at all."""
    first = meyer(32, 2)
    return Bank(reflect(first.psi, 1) * np.exp(1j * noise(first.psi.shape)), first.phi, first.scales, first.octaves)


MAKE = {"meyer": lambda: meyer(32, 2), "meyer Q=3": lambda: meyer(60, 3, 3), "meyer 2-D": lambda: meyer((8, 12), 1, 1, 2),
        "meyer odd": lambda: meyer((15, 16), 2), "meyer Q=4": lambda: meyer(63, 3, 4), "spline": lambda: spline(32, 2),
        "spline 2-D": lambda: spline((12, 8), 2, 1), "two-sided": two_sided, "negative": negative,
        "gabor": lambda: gabor(32, 2, 2), "gabor 2-D": lambda: gabor((12, 12), 2, 1, 2), "gabor large": lambda: gabor((64, 64), 3, 1, 8)}
PARSEVAL = [name for name in MAKE if "gabor" not in name]


@functools.cache
def bank(name) -> Bank:
    return MAKE[name]()


def parseval_slack(bank) -> float:
    """How far LP may be from 1: a square, a reflection and a sum of L + 1 terms that are given by a few roundings each."""
    return 8 * (len(bank.psi) + 4) * EPS[np.dtype(float)]


def budget(transform: Scattering, dtype=np.float64) -> float:
    """Rounding of S relative to the norm of x: two FFTs, a product and a modulus for each layer and the average, 4 eps a stage."""
    stages = 2 * math.log2(2 * math.prod(transform.grid)) + 4
    size = math.sqrt(max(1.0, *(bounds(b)[1] for b in transform.banks)))
    return 4 * EPS[np.dtype(dtype)] * stages * (transform.order + 1) * size ** (transform.order + 1)


def noise(shape, field="real", seed=SEED):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    return x + 1j * rng.normal(size=shape) if field == "complex" else x


def norm(z) -> float:
    return float(np.linalg.norm(np.ravel(np.asarray(z))))


def exact(name, order=2, paths="all", field="real", average=True) -> Scattering:
    return Scattering(bank(name), order, paths, alias=0.0, oversampling=99, field=field, average=average)


# -- filters
@pytest.mark.parametrize("name", PARSEVAL)
def test_littlewood_paley_sum_is_one_at_every_frequency(name):
    error = abs(filters.littlewood_paley(bank(name)) - 1).max()
    assert error <= parseval_slack(bank(name)) and bank(name).is_contraction, error


def test_meyer_window_is_the_published_one():
    """nu(u) = u^4 (35 - 84 u + 70 u^2 - 20 u^3) = int_0^u 140 t^3 (1 - t)^3 dt, by the quadrature that is exact in degree 7."""
    nodes, weights = np.polynomial.legendre.leggauss(4)
    u = np.linspace(0, 1, 33)
    t = u[:, None] * (nodes + 1) / 2
    integral = (140 * t**3 * (1 - t) ** 3) @ weights * u / 2
    # cancellation of numbers up to 35 + 84 + 70 + 20 = 209 and a few roundings each
    assert (abs(ramp(u) - integral) <= 4 * 209 * filters.EPS).all()
    assert (ramp(np.array([-1.0, 0, 1, 3])) == [0, 0, 1, 1]).all() and (fall(np.array([-2.0, 0, 1, 2])) == [1, 1, 0, 0]).all()
    k = np.arange(17, 32)                       # between N/4 and N/2 for N = 64: phi_1 is cos(pi/2 nu(log2(|k| / 16)))
    phi = np.cos(np.pi / 2 * ramp(np.log2(k / 16)))
    assert (abs(meyer(64, 1).phi[k] - phi) <= 4 * 209 * filters.EPS).all() and (meyer(64, 1).phi[:17] == 1).all()


@pytest.mark.parametrize("grid, scales, orientations", [((64,), 3, 1), ((16, 16), 2, 4)], ids=str)
def test_meyer_is_the_enclosed_bank_before_it_is_shrunk(grid, scales, orientations):
    """Bit for bit: on these grids the units of frequency differ by powers of two."""
    ours, theirs = meyer(grid, scales, 1, orientations), wavelets.meyer(grid, scales, orientations=orientations)
    shrunk = wavelets.inside(wavelets.Bank(ours.psi, ours.phi))
    assert (shrunk.psi == theirs.psi).all() and (shrunk.phi == theirs.phi).all()


def test_spline_is_the_published_one():
    """Battle and Lemarie: |phi^(w)|^2 = h(w) = sinc(w/2)^8 / sum_l sinc(w/2 + pi l)^8, and m(w) = h(2w) / h(w), J times."""
    N, J = 64, 2
    k = np.arange(1, N // 2, 2)                                              # odd: otherwise h vanishes at a multiple of 2 pi
    w = 2 * np.pi * k / N
    shifts = np.pi * np.arange(-1000, 1001)                                  # beyond, terms are below (2^J / 1000)^8 < EPS / 1000

    def h(w):
        return 1 / (((w / 2)[:, None] / ((w / 2)[:, None] + shifts)) ** 8).sum(1)
    # 2001 additions in each h; in each factor of phi^2 an argument up to 2 pi, rounded, and the eighth power of a cosine
    allowed = (2 * len(shifts) + J * 8 * (2 * np.pi + 2)) * filters.EPS
    assert (abs(spline(N, J).phi[k] ** 2 - h(2**J * w) / h(w)) <= allowed).all()


@pytest.mark.parametrize("per_octave, scales", [(1, 3), (2, 3), (3, 2)])
def test_gabor_has_the_centres_octaves_and_energy_that_it_says(per_octave, scales):
    N = 256
    wavelets, plain = (gabor(N, scales, per_octave, corrected=corrected) for corrected in (True, False))
    first = max(1 / (1 + 2 ** (1 / per_octave)), 0.35)
    geometric = sum(2.0 ** (-q / per_octave) * first > 2.0**-scales for q in range(len(wavelets.psi)))
    for q in range(geometric):
        assert abs(plain.centres[q, 0] - N * first * 2.0 ** (-q / per_octave)) <= 0.5                # the nearest frequency
        assert wavelets.scales[q] == q // per_octave
    rounding = parseval_slack(wavelets)
    waves = 0.5 * (filters.square(wavelets.psi) + reflect(filters.square(wavelets.psi), 1)).sum(0)
    assert abs(waves.max() - 1) <= rounding and wavelets.phi[0] == wavelets.phi.max() == 1
    assert abs(wavelets.psi[:, 0]).max() <= rounding < abs(plain.psi[:, 0]).max()


@pytest.mark.parametrize("name", MAKE)
def test_frame_bounds_are_attained(name):
    filter_bank = bank(name)
    energy = filters.littlewood_paley(filter_bank)
    rounding = 4 * filters.EPS * (2 * math.log2(2 * energy.size) + 4)       # two FFTs and a product, as in `budget`
    for extreme, bound in zip((energy.argmin(), energy.argmax()), bounds(filter_bank)):
        k = filters.frequencies(filter_bank.grid).reshape(-1, len(filter_bank.grid))[extreme]
        n = np.stack(np.meshgrid(*(np.arange(m) for m in filter_bank.grid), indexing="ij"), -1)
        x = np.cos(2 * np.pi * (n @ (k / np.array(filter_bank.grid))) + 0.3)
        spectrum = np.fft.fftn(x)
        total = sum(norm(np.fft.ifftn(spectrum * p)) ** 2 for p in (filter_bank.phi, *filter_bank.psi))
        # The cosine is rounded, also in its argument of size 2 pi N: it is a pure tone to 4 pi N EPS.
        impure = 4 * np.pi * max(filter_bank.grid) * len(filter_bank.grid) * filters.EPS
        upper = bounds(filter_bank)[1]
        allowed = 2 * upper * (rounding + 2 * impure) + parseval_slack(filter_bank) * upper
        assert abs(total / norm(x) ** 2 - bound) <= allowed, (total / norm(x) ** 2, bound)


def test_a_bank_that_is_no_contraction_says_so():
    large = bank("gabor large")
    assert bounds(large)[1] > 1.007 and not large.is_contraction and "no contraction" in repr(large)
    shrunk, slack = contraction(large), parseval_slack(large)
    assert shrunk.is_contraction and abs(bounds(shrunk)[1] - 1) <= slack and "a contraction" in repr(shrunk)
    assert abs(filters.littlewood_paley(parseval(large)) - 1).max() <= slack


# -- values
CASES = [("meyer", 3, "all", "real"), ("meyer", 2, "all", "complex"), ("gabor", 3, "decreasing", "real"), ("gabor", 1, "all", "complex"),
         ("spline", 1, "all", "complex"), ("gabor 2-D", 2, "all", "complex"), ("spline 2-D", 2, "all", "real"),
         ("meyer 2-D", 2, "all", "complex"), ("meyer 2-D", 3, "decreasing", "real"), ("two-sided", 2, "all", "complex"),
         ("two-sided", 2, "all", "real"), ("negative", 2, "all", "real"),
         ("meyer", 0, "all", "real"), ("meyer", 0, "all", "complex")]
DISTANCES = np.array([1e-9, 1e-3, 0.1, 1, 10, 100])
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case)))


def shift(grid) -> tuple[int, ...]:
    return tuple(5 + axis for axis in range(len(grid)))


@functools.cache
def computed(case):
    """(x, {path: (U, S)}, exact transform, S at its samples), S and U for a batch: a signal, six at some distances, one moved."""
    name, order, paths, field = case
    grid = bank(name).grid
    one, other = noise(grid, field), noise(grid, field, SEED + 1)
    x = np.stack([one, *(one + d * other for d in DISTANCES), np.roll(one, shift(grid), range(len(grid)))])
    averages, moduli = (exact(name, order, paths, field, average) for average in (True, False))
    coarse = Scattering(bank(name), order, paths, alias=0.0, field=field)
    S, U, sampled = jax.jit(lambda x: (averages(x), moduli(x), coarse(x)))(x)
    S = np.asarray(S)
    return x, {p: (np.asarray(u), S[:, i]) for i, (p, u) in enumerate(zip(moduli.paths, U))}, averages, np.asarray(sampled)


@every_case
def test_values_are_those_of_the_definition(case):
    x, found, transform, sampled = computed(case)
    assert transform.reflected == (case[3] == "complex" and case[0] != "two-sided" and case[1] > 0)
    reference = direct(x[0], [b.psi for b in transform.banks], transform.phi, transform.paths)
    allowed = budget(transform) * norm(x[0])
    for kind in (0, 1):
        error = norm([norm(found[p][kind][0] - reference[p][kind]) for p in transform.paths])
        assert error <= allowed, ("US"[kind], error, allowed, SEED)
    step = tuple(n // s for n, s in zip(transform.grid, sampled.shape[2:]))
    assert step == (2 ** transform.banks[0].octaves,) * len(step)
    kept = np.stack([reference[p][1] for p in transform.paths])[(slice(None), *(slice(None, None, s) for s in step))]
    assert norm(sampled[0] - kept) <= allowed, (norm(sampled[0] - kept), allowed, SEED)


@pytest.mark.parametrize("grid", [(30,), (9, 10), (10, 12)], ids=str)
def test_averages_between_samples_are_those_of_the_trigonometric_polynomial(grid):
    """Where 2^J does not divide N. The frequency N/2 counts as a cosine."""
    transform, x = Scattering(two_sided(grid, 2), 1, alias=0.0), noise(grid)
    reference = direct(x, [transform.banks[0].psi], transform.phi, transform.paths)
    assert transform.samples != tuple(n / 4 for n in grid)
    for path, found in zip(transform.paths, np.asarray(transform(x))):
        expected = np.fft.fftn(reference[path][1].real.astype(float)) / math.prod(grid)
        for axis, (n, s) in enumerate(zip(grid, transform.samples)):
            k = filters.frequencies((n,))[:, 0]
            wave = np.exp(2j * np.pi * np.outer(np.arange(s), k) / s)
            wave[:, 2 * abs(k) == n] = wave[:, 2 * abs(k) == n].real
            expected = np.moveaxis(np.tensordot(wave, expected, (1, axis)), 0, axis)
        # one transform more, and sums over frequencies with at most prod N terms
        allowed = budget(transform) * norm(x) + 2 * math.prod(grid) * filters.EPS * norm(reference[path][1])
        assert norm(found - expected) <= allowed, (path, norm(found - expected), allowed)


@pytest.mark.parametrize("name, average", [("meyer", True), ("gabor 2-D", False)])
def test_a_batch_in_parts_is_the_whole(name, average, monkeypatch):
    """On a CPU a large batch is transformed a few signals at a time. A zero signal is among them."""
    grid = bank(name).grid
    x = noise((2, 3, *grid))
    x[0, 1] = 0

    def answers():
        transform = exact(name, 1, average=average)
        slope = jax.grad(lambda x: sum((y**2).sum() for y in jax.tree.leaves(transform(x))))(jnp.asarray(x))
        return transform, jax.tree.leaves(transform(x)), slope
    transform, whole, slope = answers()
    monkeypatch.setattr(module, "PART", 1)
    _, parts, again = answers()
    allowed = 2 * budget(transform) * norm(x)
    assert [y.shape for y in parts] == [y.shape for y in whole]
    assert math.hypot(*(norm(a - b) for a, b in zip(whole, parts))) <= allowed
    # 2 S'^T S x: as many stages again on the way back, and S' is no larger than the frame bounds allow
    assert norm(slope - again) <= 4 * allowed * math.prod(max(1.0, bounds(b)[1]) for b in transform.banks)


def test_values_lie_in_the_enclosure():
    x, found, transform, _ = computed(CASES[0])
    same = wavelets.Bank(jnp.asarray(bank("meyer").psi), jnp.asarray(bank("meyer").phi))
    outputs = jax.jit(lambda x: enclosed.scatter(same, Ball(x, jnp.zeros(())), transform.order + 1)[0])(x[0])
    for m, ball in enumerate(outputs):
        ours = np.stack([found[p][1][0] for p in transform.paths if len(p) == m])
        error, allowed = norm(ours - np.asarray(ball.center)), float(ball.radius) + budget(transform) * norm(x[0])
        assert error <= allowed, (m, error, allowed)


def test_a_complex_signal_that_is_real_has_the_same_energy_on_both_halves():
    x, (whole, half) = noise(32), (exact("meyer", 1, field=field) for field in ("complex", "real"))
    a, b = np.asarray(whole(x)), np.asarray(half(x))
    L = len(bank("meyer").psi)
    allowed = (budget(whole) + budget(half)) * norm(x)
    assert norm(a[1:L + 1] - a[L + 1:]) <= allowed and norm(a[1:L + 1] * math.sqrt(2) - b[1:]) <= 2 * allowed


def test_paths_are_those_wanted():
    chosen = [(2, 3), (), (0,), (2, 1), (3, 0)]
    some, x = exact("gabor", 2, chosen), noise((2, 32))
    reference = direct(x[1], [bank("gabor").psi] * 2, some.phi, chosen)
    assert some.paths == tuple(chosen)
    assert norm(np.asarray(some(x))[1] - np.stack([reference[p][1] for p in chosen])) <= budget(some) * norm(x[1])
    scales = bank("gabor").scales
    assert set(Scattering(bank("gabor"), 3).paths) == {
        p for p in exact("gabor", 3, "all").paths if all(scales[a] < scales[b] for a, b in itertools.pairwise(p))}
    assert len(exact("gabor", 3, "all").paths) == sum(len(scales) ** m for m in range(4))


# -- what is proved of it
@every_case
def test_non_expansive_to_rounding(case):
    """With Lipschitz constant sqrt(B) for each of the layers and the averages that follow, where B > 1."""
    x, found, transform, _ = computed(case)
    features = np.concatenate([S.reshape(len(x), -1) for _, S in found.values()], 1)
    gain = math.sqrt(max(1.0, bounds(bank(case[0]))[1])) ** (transform.order + 1)
    for y, other in zip(x[1:7], features[1:7]):
        moved, distance = norm(features[0] - other), norm(x[0] - y)
        assert moved <= gain * distance + budget(transform) * (norm(x[0]) + norm(y)), (moved, distance, SEED)


@pytest.mark.parametrize("case", [c for c in CASES if c[0] in PARSEVAL and c[1] > 0 and c[2] == "all"], ids=str)
def test_energy_balance(case):
    """sum over |p| < m of ||S[p] x||^2 + sum over |p| = m of ||U[p] x||^2 = ||x||^2."""
    x, found, transform, _ = computed(case)
    total = norm([norm((U if len(p) == transform.order else S)[0]) for p, (U, S) in found.items()])
    allowed = budget(transform) + transform.order * parseval_slack(bank(case[0]))
    assert abs(total / norm(x[0]) - 1) <= allowed, (total / norm(x[0]) - 1, allowed)


@every_case
def test_translations_commute(case):
    x, found, transform, _ = computed(case)
    grid = transform.grid
    error = norm([norm(S[-1] - np.roll(S[0], shift(grid), range(len(grid)))) for _, S in found.values()])
    assert error <= 2 * budget(transform) * norm(x[0]), error


# -- types, batches, derivatives
@pytest.mark.parametrize("alias", [0.0, 0.02])
def test_float32_is_within_its_budget_of_float64(alias):
    transform = Scattering(bank("gabor"), 2, alias=alias)
    x = noise((3, 32)).astype(np.float32)
    single, double = transform(x), transform(x.astype(np.float64))
    assert single.dtype == jnp.float32 and double.dtype == jnp.float64
    error = norm(np.asarray(single, float) - np.asarray(double))
    assert error <= budget(transform, np.float32) * norm(x), error


def test_batches_and_vmap_agree():
    transform = Scattering(bank("meyer 2-D"))
    x = noise((2, 3, 8, 12))
    each = np.stack([np.asarray(transform(v)) for v in x.reshape(6, 8, 12)]).reshape(2, 3, len(transform.paths), *transform.samples)
    for together in (transform(x), jax.vmap(transform)(jnp.asarray(x))):
        assert norm(np.asarray(together) - each) <= 2 * budget(transform) * norm(x)


@pytest.mark.parametrize("name, alias", [("meyer", 0.0), ("spline", 0.02), ("gabor 2-D", 0.0), ("spline 2-D", 0.02)])
def test_derivatives_are_difference_quotients_and_finite_where_moduli_vanish(name, alias):
    transform = Scattering(bank(name), 2, alias=alias)
    x, v = noise(transform.grid), noise(transform.grid, seed=SEED + 1)
    weights = noise((len(transform.paths), *transform.samples), seed=SEED + 2)
    impulse = np.zeros(transform.grid)
    impulse.flat[0] = 1
    batch = np.stack([*line(x, v), x, np.zeros_like(x), np.ones_like(x), impulse])

    def total(batch):
        values = (transform(batch) * weights).sum(tuple(range(1, weights.ndim + 1)))
        return values.sum(), values
    slopes, values = map(np.asarray, jax.jit(jax.grad(total, has_aux=True))(batch))
    assert np.isfinite(slopes).all()
    # S is positively homogeneous (Euler), and the derivative at 0 is taken to be 0
    assert abs((slopes[4] * x).sum() - values[4]) <= 2 * budget(transform) * norm(x) * norm(weights)
    assert_slope((slopes[4] * v).sum(), values[:4], 2 * budget(transform) * norm(x) * norm(weights))


def test_the_derivative_of_the_modulus_at_zero_is_zero():
    assert jax.jit(jax.vmap(jax.grad(lambda t: modulus(t + 1j * t) + modulus(t))))(np.zeros(1)) == 0


# -- sub-sampling
@pytest.mark.parametrize("real", [False, True])
def test_the_modulus_of_noise_has_the_power_spectrum_in_closed_form(real):
    """E |z_n| |z_{n+m}| / E |z|^2 for noise in a band of 9 frequencies, by averages over draws, to five standard errors."""
    band, n = np.exp(-np.linspace(-2, 2, 9) ** 2), 72
    moments = np.fft.ifft(modulus_spectrum(band, real)).real * n
    filter_at = np.zeros(n)
    filter_at[np.arange(-4, 5)] = band
    size = abs(np.fft.ifft(np.fft.fft(noise((4000, n), "real" if real else "complex")) * filter_at))
    lags = np.fft.ifft(abs(np.fft.fft(size)) ** 2).real / n / (size**2).mean()
    assert (abs(lags.mean(0) - moments) <= 5 * lags.std(0) / math.sqrt(len(lags)) + 16 * filters.EPS).all()


LONG = {"meyer": lambda: meyer(256, 3, 2), "gabor": lambda: gabor(256, 3, 2), "spline": lambda: spline(256, 3),
        "gabor 2-D": lambda: gabor((32, 32), 2, 1, 3)}


@pytest.mark.parametrize("name, alias", [("meyer", 0.1), ("gabor", 0.02), ("spline", 0.1), ("gabor 2-D", 0.02)])
def test_sub_sampling_stays_within_its_bound_on_noise(name, alias):
    filter_bank = LONG[name]()
    fast, full = (Scattering(filter_bank, 2, "decreasing", alias=alias) for alias in (alias, 0.0))
    x, terms = noise((16, *filter_bank.grid)), len(filter_bank.psi)
    error = norm(np.subtract(*jax.jit(lambda x: (fast(x), full(x)))(x)))
    error /= math.sqrt(math.prod(fast.samples)) * norm(x) / math.sqrt(math.prod(filter_bank.grid))
    assert error <= fast.alias_bound <= 2 * (2 * alias + alias / 5 * math.sqrt(terms)), (error, fast.alias_bound)
    assert sum(map(math.prod, fast.lengths)) < 0.95 * sum(map(math.prod, full.lengths))


# -- bad input
def good(*arguments, **settings) -> Scattering:
    return Scattering(bank("meyer"), *arguments, **settings)


BAD = [
    (lambda: good(4), "order = 4"), (lambda: good(2, "some"), "paths = 'some'"),
    (lambda: good(2, [(0, 7)]), r"paths contains \(0, 7\)"), (lambda: good(2, [(0,), (0,)]), "each path once"),
    (lambda: good(alias=-1), "alias = -1"), (lambda: good(oversampling=-1), "oversampling = -1"),
    (lambda: good(field="quaternion"), "field = 'quaternion'"), (lambda: Scattering([bank("meyer"), meyer(64, 2)]), "one grid"),
    (lambda: good()(np.zeros(30)), r"x has shape \(30,\)"), (lambda: good()(np.full(32, np.nan)), r"x\[0\] = nan"),
    (lambda: good()(np.zeros(32, complex)), "field=\"complex\""), (lambda: good()(1.0), "0 axes"),
    (lambda: meyer(4, 3), "shorter than the largest wavelet"), (lambda: gabor((64, 4), 3), "shorter than the largest wavelet"),
    (lambda: spline(64, 0), "scales = 0"), (lambda: meyer((8, 8, 8), 2), "more than 2 axes"),
    (lambda: Bank(np.ones((2, 8)), np.ones(9), (0, 0), 1), "psi has shape"),
    (lambda: Bank(np.ones((2, 8)), np.ones(8), (0,), 1), "scales has 1"),
    (lambda: Bank(np.ones((1, 8)), np.arange(8.0), (0,), 1), "low-pass filter must be real"),
    (lambda: Bank(np.full((1, 8), np.inf), np.ones(8), (0,), 1), "not finite"),
    (lambda: Bank(np.ones((1, 8)), np.ones(8), (3,), 2), "octaves = 2"),
    (lambda: Bank(np.ones((1, 8)), np.ones(8), (0,), 4), "shorter than the largest wavelet"),
    (lambda: parseval(Bank(np.zeros((1, 8)), (np.arange(8) == 0) + 0.0, (0,), 1)), "LP = 0.0"),
]


@pytest.mark.parametrize("call, words", BAD, ids=[w for _, w in BAD])
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_reflection_is_an_involution():
    z = noise((3, 5, 6), "complex")
    assert (reflect(reflect(z, 2), 2) == z).all() and (reflect(z, 2)[:, 1, 2] == z[:, -1, -2]).all()
