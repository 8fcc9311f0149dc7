"""The fast scattering transform against its definition, against enclosures, and against what is proved of it."""
import itertools
import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from direct_scattering import scattering as direct

from proofs_numeric.engine.enclosure import Ball  # turns on 64 bits
from proofs_numeric.mathematics import scattering as enclosed
from proofs_numeric.mathematics import wavelets
from proofs_numeric.numerics import filters
from proofs_numeric.numerics.filters import Bank, bounds, contraction, gabor, meyer, parseval, reflect, spline
from proofs_numeric.numerics.scattering import Scattering, modulus

EPS = {np.dtype(np.float64): 2.0**-52, np.dtype(np.float32): 2.0**-23}
BANKS = {"meyer": meyer(32, 2), "meyer Q=3": meyer(60, 3, 3), "meyer 2-D": meyer((8, 12), 1, 1, 2), "spline": spline(32, 2),
         "spline 2-D": spline((12, 8), 2, 1), "gabor": gabor(32, 2, 2), "gabor 2-D": gabor((12, 12), 2, 1, 2)}
SEED = 20


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


def exact(bank, order=2, paths="all", field="real", average=True) -> Scattering:
    return Scattering(bank, order, paths, alias=0.0, oversampling=99, field=field, average=average)


# -- filters
@pytest.mark.parametrize("bank", [b for n, b in BANKS.items() if "gabor" not in n] + [meyer((15, 16), 2), meyer(63, 3, 4)], ids=repr)
def test_littlewood_paley_sum_is_one_at_every_frequency(bank):
    error = abs(filters.littlewood_paley(bank) - 1).max()
    assert error <= 8 * (len(bank.psi) + 4) * filters.EPS and bank.is_contraction, error


def test_meyer_agrees_with_the_enclosed_bank():
    for grid, scales, orientations in (((64,), 3, 1), ((16, 16), 2, 4)):
        ours, theirs = meyer(grid, scales, 1, orientations), wavelets.meyer(grid, scales, orientations=orientations)
        assert abs(ours.psi - theirs.psi).max() <= 1e-13 and abs(ours.phi - theirs.phi).max() <= 1e-13


@pytest.mark.parametrize("name", BANKS)
def test_frame_bounds_are_attained(name):
    bank = BANKS[name]
    energy = filters.littlewood_paley(bank)
    one = exact(bank, 0)
    for extreme, bound in zip((energy.argmin(), energy.argmax()), bounds(bank)):
        k = filters.frequencies(bank.grid).reshape(-1, len(bank.grid))[extreme]
        n = np.stack(np.meshgrid(*(np.arange(m) for m in bank.grid), indexing="ij"), -1)
        x = np.cos(2 * np.pi * (n @ (k / np.array(bank.grid))) + 0.3)
        total = norm(one(x)) ** 2 + sum(norm(np.fft.ifftn(np.fft.fftn(x) * p)) ** 2 for p in bank.psi)
        assert total == pytest.approx(bound * norm(x) ** 2, rel=1e-12, abs=1e-12 * norm(x) ** 2)


def test_a_bank_that_is_no_contraction_says_so():
    bank = gabor((64, 64), 3, 1, 8)
    assert bounds(bank)[1] > 1.007 and not bank.is_contraction and "no contraction" in repr(bank)
    assert contraction(bank).is_contraction and bounds(contraction(bank))[1] == pytest.approx(1, abs=1e-14)
    assert abs(filters.littlewood_paley(parseval(bank)) - 1).max() < 1e-13


# -- values
CASES = [("meyer", 3, "all", "real"), ("meyer", 2, "all", "complex"), ("gabor", 3, "decreasing", "real"), ("spline", 1, "all", "complex"),
         ("gabor 2-D", 2, "all", "complex"), ("spline 2-D", 2, "all", "real"), ("meyer 2-D", 3, "decreasing", "real"),
         ("meyer", 0, "all", "real"), ("meyer", 0, "all", "complex")]


@pytest.mark.parametrize("name, order, paths, field", CASES)
def test_values_are_those_of_the_definition(name, order, paths, field):
    bank = BANKS[name]
    transform = exact(bank, order, paths, field)
    x = noise(bank.grid, field)
    reference = direct(x, [b.psi for b in transform.banks], bank.phi, transform.paths)
    error = norm(np.asarray(transform(x)) - np.stack([reference[p][1] for p in transform.paths]))
    assert error <= 4 * budget(transform) * norm(x), (error, norm(x), SEED)
    moduli = exact(bank, order, paths, field, average=False)(x)
    error = norm([norm(u - reference[p][0]) for u, p in zip(moduli, transform.paths)])
    assert error <= 4 * budget(transform) * norm(x), (error, norm(x), SEED)
    coarse = Scattering(bank, order, paths, alias=0.0, field=field)
    step = tuple(slice(None, None, n // s) for n, s in zip(coarse.grid, coarse.samples))
    if all(n % s == 0 for n, s in zip(coarse.grid, coarse.samples)):
        error = norm(np.asarray(coarse(x)) - np.stack([reference[p][1] for p in transform.paths])[(slice(None), *step)])
        assert error <= 4 * budget(transform) * norm(x), (error, norm(x), SEED)


@pytest.mark.parametrize("order", [1, 3])
def test_values_lie_in_the_enclosure(order):
    bank = BANKS["meyer"]
    x = noise(bank.grid)
    same = wavelets.Bank(jnp.asarray(bank.psi), jnp.asarray(bank.phi))
    outputs, _ = enclosed.scatter(same, Ball(jnp.asarray(x), jnp.zeros(())), order + 1)
    transform = exact(bank, order)
    centre = np.concatenate([np.asarray(b.center) for b in outputs])
    radius = math.sqrt(sum(float(b.radius) ** 2 for b in outputs))
    error = norm(np.asarray(transform(x)) - centre)
    assert error <= radius + budget(transform) * norm(x), (error, radius)


def test_a_complex_signal_that_is_real_has_the_same_energy_on_both_halves():
    bank, x = BANKS["meyer"], noise(32)
    whole, half = exact(bank, 1, field="complex"), exact(bank, 1)
    a, b = np.asarray(whole(x)), np.asarray(half(x))
    L = len(bank.psi)
    assert np.allclose(a[1:L + 1], a[L + 1:], atol=1e-13) and np.allclose(a[1:L + 1] * math.sqrt(2), b[1:], atol=1e-13)


def test_paths_are_those_wanted():
    bank = BANKS["gabor"]
    everything = exact(bank, 2, "all")
    chosen = [(2, 3), (), (0,), (2, 1), (3, 0)]
    some = exact(bank, 2, chosen)
    x = noise((2, 32))
    rows = [everything.paths.index(p) for p in chosen]
    assert norm(np.asarray(some(x)) - np.asarray(everything(x))[:, rows]) <= 2 * budget(some) * norm(x)
    falling = Scattering(bank, 3).paths
    assert set(falling) == {p for p in exact(bank, 3, "all").paths
                            if all(bank.scales[a] < bank.scales[b] for a, b in itertools.pairwise(p))}


# -- what is proved of it
@pytest.mark.parametrize("field", ["real", "complex"])
@pytest.mark.parametrize("name", ["meyer", "spline 2-D", "gabor"])
def test_non_expansive_to_rounding(name, field):
    bank = contraction(BANKS[name])
    transform = exact(bank, 2, "all", field)
    x = noise((6, *bank.grid), field)
    y = x + np.array([1e-9, 1e-3, 0.1, 1, 10, 100]).reshape(6, *[1] * len(bank.grid)) * noise((6, *bank.grid), field, SEED + 1)
    apart = np.asarray(transform(x)) - np.asarray(transform(y))
    for d, a, b in zip(apart, x, y):
        assert norm(d) <= norm(a - b) + budget(transform) * (norm(a) + norm(b)), (norm(d), norm(a - b), SEED)


@pytest.mark.parametrize("field", ["real", "complex"])
@pytest.mark.parametrize("name", ["meyer", "spline 2-D", "meyer 2-D"])
def test_energy_balance(name, field):
    bank = BANKS[name]
    x = noise(bank.grid, field)
    averages = exact(bank, 1, "all", field)
    last = exact(bank, 2, [p for p in exact(bank, 2, "all", field).paths if len(p) == 2], field, average=False)
    total = norm(averages(x)) ** 2 + sum(norm(u) ** 2 for u in last(x))
    assert abs(total / norm(x) ** 2 - 1) <= 4 * budget(last), total / norm(x) ** 2


@pytest.mark.parametrize("name", ["gabor", "meyer 2-D"])
def test_translations_commute(name):
    bank = BANKS[name]
    transform = exact(bank)
    x, axes = noise(bank.grid), tuple(range(len(bank.grid)))
    shift = tuple(5 + a for a in axes)
    moved = np.roll(np.asarray(transform(x)), shift, tuple(a + 1 for a in axes))
    assert norm(np.asarray(transform(np.roll(x, shift, axes))) - moved) <= 2 * budget(transform) * norm(x)


# -- types, batches, derivatives
@pytest.mark.parametrize("alias", [0.0, 0.02])
def test_float32_is_within_its_budget_of_float64(alias):
    transform = Scattering(BANKS["gabor"], 2, "all", alias=alias)
    x = noise((3, 32)).astype(np.float32)
    single, double = transform(x), transform(x.astype(np.float64))
    assert single.dtype == jnp.float32 and double.dtype == jnp.float64
    error = norm(np.asarray(single, float) - np.asarray(double))
    assert error <= budget(transform, np.float32) * norm(x), error


def test_batches_and_vmap_agree():
    transform = Scattering(BANKS["meyer 2-D"])
    x = noise((2, 3, 8, 12))
    each = np.stack([np.asarray(transform(v)) for v in x.reshape(6, 8, 12)]).reshape(2, 3, len(transform.paths), *transform.samples)
    assert np.allclose(transform(x), each, atol=1e-13) and np.allclose(jax.vmap(transform)(jnp.asarray(x)), each, atol=1e-13)


@pytest.mark.parametrize("signal", ["zero", "constant", "impulse"])
@pytest.mark.parametrize("name", ["meyer", "spline 2-D"])
def test_derivatives_are_finite_where_moduli_vanish(name, signal):
    bank = BANKS[name]
    transform = Scattering(bank, 2)
    x = np.zeros(bank.grid) if signal == "zero" else np.ones(bank.grid)
    if signal == "impulse":
        x = np.zeros(bank.grid)
        x.flat[0] = 1
    slope = jax.grad(lambda v: jnp.abs(transform(v)).sum())(jnp.asarray(x))
    assert np.isfinite(np.asarray(slope)).all()
    assert float(jax.grad(lambda z: modulus(z + 1j * z))(0.0)) == 0.0


@pytest.mark.parametrize("alias", [0.0, 0.02])
@pytest.mark.parametrize("name", ["meyer", "gabor 2-D"])
def test_derivatives_are_difference_quotients(name, alias):
    transform = Scattering(BANKS[name], 2, alias=alias)
    x, v = jnp.asarray(noise(transform.grid)), jnp.asarray(noise(transform.grid, seed=SEED + 1))

    def energy(x):
        return (transform(x) ** 2).sum()
    h = 1e-5
    quotient = (energy(x + h * v) - energy(x - h * v)) / (2 * h)
    slope = jnp.vdot(jax.grad(energy)(x), v)
    # third derivatives are of the size of the value over h^3, at most where a modulus is small; rounding is eps / h
    assert abs(quotient - slope) <= 1e-6 * norm(x) * norm(v), (quotient, slope, SEED)


# -- sub-sampling
@pytest.mark.parametrize("alias", [0.1, 0.02])
@pytest.mark.parametrize("bank", [meyer(256, 3, 2), gabor(256, 3, 2), spline(256, 3), gabor((32, 32), 2, 1, 3)], ids=repr)
def test_sub_sampling_stays_within_its_bound_on_noise(bank, alias):
    fast, full = Scattering(bank, 2, "decreasing", alias=alias), Scattering(bank, 2, "decreasing", alias=0.0)
    x = noise((16, *bank.grid))
    apart = np.asarray(fast(x)) - np.asarray(full(x))
    error = norm(apart) / math.sqrt(math.prod(fast.samples)) / (norm(x) / math.sqrt(math.prod(bank.grid)))
    assert error <= fast.alias_bound <= 2 * (2 * alias + alias / 5 * math.sqrt(len(bank.psi))), (error, fast.alias_bound)
    assert sum(map(math.prod, fast.lengths)) < 0.95 * sum(map(math.prod, full.lengths))


# -- bad input
GOOD = BANKS["meyer"]
BAD = [
    (lambda: Scattering(GOOD, 4), "order = 4"), (lambda: Scattering(GOOD, 2, "some"), "paths = 'some'"),
    (lambda: Scattering(GOOD, 2, [(0, 7)]), r"paths contains \(0, 7\)"), (lambda: Scattering(GOOD, 2, [(0,), (0,)]), "each path once"),
    (lambda: Scattering(GOOD, alias=-1), "alias = -1"), (lambda: Scattering(GOOD, oversampling=-1), "oversampling = -1"),
    (lambda: Scattering(GOOD, field="quaternion"), "field = 'quaternion'"), (lambda: Scattering([GOOD, meyer(64, 2)]), "one grid"),
    (lambda: Scattering(GOOD)(np.zeros(30)), r"x has shape \(30,\)"), (lambda: Scattering(GOOD)(np.full(32, np.nan)), r"x\[0\] = nan"),
    (lambda: Scattering(GOOD)(np.zeros(32, complex)), "field=\"complex\""), (lambda: Scattering(GOOD)(1.0), "0 axes"),
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
