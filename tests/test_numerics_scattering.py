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
from scattering_banks import EPS, PARSEVAL, SEED, bank, noise, norm, parseval_slack, two_sided

from proofs_numeric.engine.enclosure import Ball  # turns on 64 bits
from proofs_numeric.mathematics import scattering as enclosed
from proofs_numeric.mathematics import wavelets
from proofs_numeric.numerics import filters
from proofs_numeric.numerics.filters import Bank, bounds, gabor, meyer, parseval, reflect, spline
from proofs_numeric.numerics.scattering import Scattering, modulus
from proofs_numeric.numerics.scattering import transform as module
from proofs_numeric.numerics.scattering.sampling import modulus_spectrum

pytestmark = pytest.mark.xdist_group("numerics_scattering")          # one process: what is compiled serves several tests


def budget(transform: Scattering, dtype=np.float64) -> float:
    """Rounding of S relative to the norm of x: two FFTs, a product and a modulus for each layer and the average, 4 eps a stage."""
    stages = 2 * math.log2(2 * math.prod(transform.grid)) + 4
    size = math.sqrt(max(1.0, *(bounds(b)[1] for b in transform.banks)))
    return 4 * EPS[np.dtype(dtype)] * stages * (transform.order + 1) * size ** (transform.order + 1)


def exact(name, order=2, paths="all", field="real", average=True) -> Scattering:
    return Scattering(bank(name), order, paths, alias=0.0, oversampling=99, field=field, average=average)


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


def test_second_derivatives_are_right_in_every_combination_of_the_modes():
    """Against central differences of the gradient, for a function that is not homogeneous."""
    transform, x = Scattering(bank("gabor"), 2), noise(32)

    def f(x):
        return (transform(x) ** 3).sum()
    slope = jax.jit(jax.grad(f))
    forward, reverse = jax.jit(jax.hessian(f))(x), jax.jit(jax.jacrev(slope))(x)
    v = noise(32, seed=SEED + 1)
    weight = np.asarray(jax.jit(jax.jvp, static_argnums=0)(f, (x,), (v,))[1])
    rounding = 64 * budget(transform) * norm(x) ** 3
    assert abs(weight - np.asarray(slope(x)) @ v) <= rounding
    assert abs(np.asarray(forward) - np.asarray(reverse)).max() <= rounding
    values = np.stack([np.asarray(slope(p)) for p in line(x, v)])
    for k in range(32):
        assert_slope((np.asarray(forward) @ v)[k], values[:, k], rounding, f"entry {k}")
    assert np.asarray(jax.jit(jax.jacfwd(jax.vmap(transform)))(x[None])).shape == (1, len(transform.paths), *transform.samples, 1, 32)


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
