"""Deformed polynomials, their suprema and what their samples miss, against ball arithmetic and closed forms."""
import itertools
import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flint import acb, arb, ctx

from proofs_numeric.engine.enclosure import EPS
from proofs_numeric.mathematics import deformations as de
from proofs_numeric.mathematics.deformations import Displacement


@pytest.fixture(autouse=True)
def precise():
    before, ctx.prec = ctx.prec, 150
    yield
    ctx.prec = before


def displacement(offset, cosines, sines, factor=1.0):
    return Displacement(jnp.float64(offset), factor * jnp.array(cosines, float), factor * jnp.array(sines, float))


RNG = np.random.default_rng(0)
WAVES = {"generic": displacement(0.3, *RNG.normal(size=(2, 4)), 0.05), "steep": displacement(-2.5, *RNG.normal(size=(2, 4)), 1.0),
         "constant": displacement(0.7, np.zeros(4), np.zeros(4)), "one harmonic": displacement(0, [0, 0, 3], [0, 0, -4])}


def exactly(tau, x):
    """tau at the rational number x."""
    x, tau = arb(x), [arb(float(tau.offset)), *([arb(float(v)) for v in w] for w in (tau.cosines, tau.sines))]
    terms = (a * (2 * m * x).cos_pi() + b * (2 * m * x).sin_pi() for m, (a, b) in enumerate(zip(*tau[1:]), 1))
    return sum(terms, tau[0])


def polynomial(c, y):
    """sum_k c_k exp(2 pi i k y) for a real ball y."""
    degree = len(c) // 2
    return sum((acb(*map(float, (v.real, v.imag))) * acb(2 * k * y).exp_pi_i() for k, v in zip(range(-degree, degree + 1), c)), acb(0))


def distance(found, exact):
    """Euclidean distance of an array of floats and a list of balls, an upper bound."""
    parts = [acb(float(np.real(v)), float(np.imag(v))) - w for v, w in zip(np.asarray(found).ravel(), exact)]
    return math.sqrt(sum(float((p.real * p.real + p.imag * p.imag).upper()) for p in parts))


@pytest.mark.parametrize("name", WAVES)
def test_a_displacement_is_its_sum_up_to_the_rounding_that_is_claimed(name):
    tau = WAVES[name]
    for points in (np.arange(16) / 16, jnp.arange(16) / 16):
        for x, value in zip(np.asarray(points).tolist(), np.asarray(tau(points)).tolist()):
            assert abs(exactly(tau, x) - value) <= arb(float(de.rounding(tau)))
    assert float(de.rounding(tau)) < 1e-12
    double = tau * 2.0
    assert np.allclose(double(np.arange(5) / 5), 2 * tau(np.arange(5) / 5), atol=1e-13)


@pytest.mark.parametrize("name", WAVES)
def test_the_derivative_is_that_of_the_sum(name):
    tau, h = WAVES[name], arb(1) / 2**40
    slope = tau.derivative()
    points = np.arange(8) / 8
    for x, value in zip(points.tolist(), np.asarray(slope(points)).tolist()):
        quotient = (exactly(tau, arb(x) + h) - exactly(tau, arb(x) - h)) / (2 * h)
        assert abs(quotient - value) < 1e-10 and float(slope.offset) == 0
    assert de.amplitudes(displacement(9, [3, 0], [4, -2])).tolist() == [5.0, 2.0]


SUPREMA = [(displacement(0, [0, 0, 3], [0, 0, -4]), 5.0), (displacement(2, [1], [0]), 3.0), (displacement(-2, [1], [0]), 3.0),
           (displacement(0, [1, 1], [0, 0]), 2.0), (displacement(0, [0, 1, 0, 0], [0, 0, 0, 0]), 1.0), (displacement(-7, [0], [0]), 7.0),
           (displacement(0, [0, 0], [1, 0.5]), 0.75 * math.sqrt(3)), (displacement(0, [0, 0, 0], [0.3, 0, 0.4]), None),
           (displacement(0, [0], [0]), 0.0)]


@pytest.mark.parametrize("tau, value", SUPREMA)
def test_the_supremum_is_enclosed_to_a_part_in_five_hundred(tau, value):
    found = de.supremum(tau)
    fine = float(np.abs(np.asarray(tau(np.arange(4096) / 4096))).max())
    assert found.lo <= fine + 1e-13 and fine - 1e-13 <= found.hi
    assert value is None or found.lo <= value * (1 + 1e-15) and value * (1 - 1e-15) <= found.hi
    assert found.hi - found.lo <= fine / 500 + 1e-13


@pytest.mark.parametrize("harmonics", [1, 3])
def test_a_harmonic_whose_peaks_lie_between_the_grid_points_needs_all_that_is_added(harmonics):
    """cos(2 pi H (x - half a step)): the grid sees cos(pi / POINTS) of it. The sum of the amplitudes would hide that: two waves."""
    shift = math.pi / de.POINTS
    tau = displacement(0, [0] * (harmonics - 1) + [math.cos(shift)], [0] * (harmonics - 1) + [math.sin(shift)])
    assert np.isclose(float(jnp.abs(de._on_grid(tau)).max()), math.cos(shift), rtol=1e-13)
    found = de.supremum(tau)
    assert found.lo <= math.cos(shift) and found.hi >= 1
    grid = float(jnp.abs(de._on_grid(tau)).max()) * de._GRID
    assert 1 - 4 * EPS <= grid <= 1 + 16 * EPS


def test_the_grid_is_a_multiple_of_the_harmonics():
    assert len(de._on_grid(displacement(0, [1, 1, 1], [0, 0, 0]))) == 3 * de.POINTS
    assert np.isclose(de._GRID, 1 / math.cos(math.pi / de.POINTS), rtol=1e-14) and de._GRID > 1 / math.cos(math.pi / de.POINTS)


def test_the_derivative_of_the_supremum_is_that_of_the_largest_value():
    gradient = jax.grad(lambda s: de.supremum(displacement(0, [0], [1.0]) * s).hi)(jnp.float64(2))
    assert np.isclose(gradient, 1, rtol=1e-12)


# -- polynomials
C = {"generic": RNG.normal(size=7) + 1j * RNG.normal(size=7), "a wave": np.array([0, 0, 0, 0, 0, 0, 1.0]) + 0j,
     "constant": np.array([2.0 + 1j])}


@pytest.mark.parametrize("name, tau", itertools.product(C, WAVES))
def test_a_deformed_polynomial_is_in_its_ball(name, tau):
    c, tau = C[name], WAVES[tau]
    found = de.composed(jnp.array(c), tau, 16)
    exact = [polynomial(c, arb(n) / 16 - exactly(tau, n / 16)) / 4 for n in range(16)]
    assert distance(found.center, exact) <= found.radius < 1e-10
    half = de.composed(jnp.array(c), tau, 16, 0.5)
    exact = [polynomial(c, arb(n) / 16 - exactly(tau, n / 16) / 2) / 4 for n in range(16)]
    assert distance(half.center, exact) <= half.radius < 1e-10


def test_an_inexact_argument_is_paid_for_by_the_slope():
    """c = (0, 0, 1): an argument that is wrong by d moves the value by 2 pi d, and a budget that is half of it is refused."""
    c, d = jnp.array([0, 0, 1.0 + 0j]), 1e-6
    moved = abs(np.exp(2j * np.pi * d) - 1)
    budget = float(de.evaluation_budget(c, 1.0, d))
    assert moved * (1 - 1e-9) <= budget <= moved * (1 + 1e-8)
    large = jnp.array(C["generic"])
    y = jnp.array([1e6 + 1 / 3])                                       # rounding of a large angle
    exact = polynomial(C["generic"], arb(float(y[0])))
    missed = distance(de.evaluate(large, y), [exact])
    assert missed <= de.evaluation_budget(large, 1e6 + 1, 0.0)
    tau = displacement(1e6, [0.25], [0.125])
    found = de.composed(large, tau, 8)
    exact = [polynomial(C["generic"], arb(n) / 8 - exactly(tau, n / 8)) / arb(8).sqrt() for n in range(8)]
    assert distance(found.center, exact) <= found.radius


def test_a_sum_of_many_coefficients_is_within_the_budget_in_any_order():
    """At y = 0 there is no angle to round: a large coefficient first, and 400 that are each lost beside it."""
    degree, lost = 200, 2.0**-53 * (1 - 2.0**-20)
    c = np.full(2 * degree + 1, lost)
    c[degree] = 1.0
    worst, exact = 1.0, 1 + 400 * lost
    for _ in range(2 * degree):
        worst += lost
    assert 150 * EPS < exact - worst <= de.evaluation_budget(jnp.array(c), 0.0, 0.0) <= 9 * (exact - worst)


def test_samples_and_coefficients_are_inverse_and_the_norm_is_that_of_the_function():
    c = C["generic"]
    found = de.sampled(jnp.array(c), 16)
    assert np.allclose(de.coefficients(found.center, 3), c, atol=1e-13) and np.isclose(np.linalg.norm(found.center), np.linalg.norm(c))
    assert np.allclose(de.coefficients(found.center, 2), c[1:-1], atol=1e-13)
    assert distance(found.center, [polynomial(c, arb(n) / 16) / 4 for n in range(16)]) <= found.radius < 1e-12
    with pytest.raises(ValueError, match=r"degree = 8 with 16 samples: need 2 \* degree \+ 1 <= 16"):
        de.coefficients(found.center, 8)
    assert de.coefficients(found.center, 7).shape == (15,) == de.coefficients(jnp.ones(15), 7).shape          # as many as can be told apart


def test_shifted_and_turned_samples_are_in_their_ball():
    shifts, phases = RNG.normal(size=8), 3 * RNG.normal(size=8)
    found = de.scattered(jnp.array(C["generic"]), jnp.array(shifts), jnp.array(phases))
    exact = [acb(2 * arb(float(p))).exp_pi_i() * polynomial(C["generic"], arb(n) / 8 - arb(float(s))) / arb(8).sqrt()
             for n, (s, p) in enumerate(zip(shifts, phases))]
    assert distance(found.center, exact) <= found.radius < 1e-11
    far = de.scattered(jnp.array(C["generic"]), jnp.zeros(8), jnp.array(1e7 + phases))
    exact = [acb(2 * arb(float(p))).exp_pi_i() * polynomial(C["generic"], arb(n) / 8) / arb(8).sqrt() for n, p in enumerate(1e7 + phases)]
    assert distance(far.center, exact) <= far.radius < 1e-5


def missed_by_samples(g, samples, fine=512):
    """L^2 distance of g and the trigonometric polynomial through its samples, both at many points."""
    hat = np.fft.fft(g(np.arange(samples) / samples)) / samples
    k = np.rint(np.fft.fftfreq(samples) * samples)
    x = np.arange(fine) / fine
    interpolant = np.exp(2j * np.pi * np.outer(x, k)) @ hat
    return np.linalg.norm(g(x) - interpolant) / np.sqrt(fine)


def numpy_polynomial(c, y):
    degree = len(c) // 2
    return np.exp(2j * np.pi * np.multiply.outer(y, np.arange(-degree, degree + 1))) @ c


@pytest.mark.parametrize("samples", [8, 16, 32])
@pytest.mark.parametrize("strength", [0.0, 0.02, 0.1])
@pytest.mark.parametrize("turning", [None, 0.2])
def test_what_the_samples_miss_is_bounded_and_the_bound_decreases(samples, strength, turning):
    tau = displacement(0.1, [strength], [strength / 2])
    omega = None if turning is None else displacement(0.3, [0, turning], [0, 0])
    for c in (C["generic"], C["a wave"]):
        def g(x):
            turn = 1 if omega is None else np.exp(2j * np.pi * np.asarray(omega(x)))
            return turn * numpy_polynomial(c, x - np.asarray(tau(x)))
        bound = float(de.beyond(jnp.array(c), tau, samples, omega))
        assert missed_by_samples(g, samples) <= bound + 1e-12
        if samples == 32 and not turning:
            assert bound < (1e-5 if strength < 0.05 else 0.3)


def test_the_bound_of_what_is_missed_is_within_a_factor_of_an_example():
    """The wave of frequency 20 on 32 samples: its alias is -12, and the distance is sqrt(2)."""
    c = np.zeros(41, complex)
    c[-1] = 1
    bound, still = float(de.beyond(jnp.array(c), displacement(0, [0.0], [0.0]), 32)), lambda x: numpy_polynomial(c, x)
    assert np.isclose(missed_by_samples(still, 32), math.sqrt(2)) and math.sqrt(2) <= bound < 200


@pytest.mark.parametrize("height", de._HEIGHTS)
def test_the_bound_on_each_strip_is_the_printed_one_or_the_sum_of_the_norms(height, monkeypatch):
    c, tau, omega, n = C["generic"], displacement(0.5, [0.01, 0], [0, 0.02]), displacement(0, [0.1], [0]), 64
    monkeypatch.setattr(de, "_HEIGHTS", (height,))
    y = height / n
    T = 0.01 * math.sinh(2 * math.pi * y) + 0.02 * math.sinh(4 * math.pi * y)
    W = 0.1 * math.sinh(2 * math.pi * y)
    G = sum(abs(v) * math.exp(2 * math.pi * (abs(k) * (y + T) + W)) for k, v in zip(range(-3, 4), c))
    q = math.exp(-2 * math.pi * y)
    exact = min(4 * G * q ** (n / 2) / (1 - q), 2 * np.abs(c).sum())
    assert exact <= float(de.beyond(jnp.array(c), tau, n, omega)) <= exact * (1 + 1e-8)


def test_a_modulated_signal_is_enclosed_as_a_function():
    """The norm of its difference from a polynomial, as an integral over many points."""
    c, tau, omega = C["generic"], displacement(0.1, [0.02], [0.01]), displacement(0.3, [0.1], [0])
    found = de.modulated(jnp.array(c), tau, omega, 32)
    exact = [acb(2 * exactly(omega, n / 32)).exp_pi_i() * polynomial(c, arb(n) / 32 - exactly(tau, n / 32)) / arb(32).sqrt()
             for n in range(32)]
    assert distance(found.center, exact) <= found.radius
    x = np.arange(512) / 512
    g = np.exp(2j * np.pi * np.asarray(omega(x))) * numpy_polynomial(c, x - np.asarray(tau(x)))
    integral = np.linalg.norm(g - numpy_polynomial(c, x)) / np.sqrt(512)
    ball = np.linalg.norm(found.center - np.asarray(de.sampled(jnp.array(c), 32).center))
    assert abs(integral - ball) <= found.radius and float(found.radius) >= float(de.beyond(jnp.array(c), tau, 32, omega))
