"""Filter banks and their certified twins against sums in ball or rational arithmetic."""
import itertools
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
from balls import exactly
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_numeric.engine.enclosure import EPS
from proofs_numeric.mathematics import frames, wavelets
from proofs_numeric.mathematics import littlewood_paley as lp

SETTINGS = dict(deadline=None, derandomize=True, database=None)


def dyadic(x):
    """A ball without radius as a Fraction."""
    mantissa, exponent = (int(k) for k in x.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


def ends(ball):
    return dyadic(ball.mid()) - dyadic(ball.rad()), dyadic(ball.mid()) + dyadic(ball.rad())


# -- covers
@settings(max_examples=40, **SETTINGS)
@given(low=st.fractions(-4, 4, max_denominator=9), length=st.fractions(Fraction(1, 99), 3, max_denominator=99), pieces=st.integers(1, 40))
def test_each_ball_of_a_cover_contains_its_part_of_the_interval_and_little_more(low, length, pieces):
    width = length / pieces
    found = [ends(b) for b in frames.cover(low, low + length, pieces)]
    assert len(found) == pieces
    for k, (a, b) in enumerate(found):
        assert a <= low + k * width and low + (k + 1) * width <= b and b - a <= width * (1 + Fraction(1, 10**8)) + 10 * Fraction(EPS)


@pytest.mark.parametrize("octaves, pieces", [(0, 1), (0, 3), (1, 4), (2, 60), (3, 7)])
def test_the_dyadic_cover_leaves_no_gap_in_the_spectrum_and_refines_towards_zero(octaves, pieces):
    found = sorted(ends(b) for b in frames.dyadic_cover(octaves, pieces))
    assert len(found) == 2 * (octaves + 1) * pieces
    assert found[0][0] <= -1 and found[-1][1] >= 1
    assert all(b[0] <= a[1] for a, b in itertools.pairwise(found))
    assert min(b - a for a, b in found) <= Fraction(2, pieces * 2**octaves)


def test_a_number_as_a_ball_contains_it():
    for x in (Fraction(1, 3), 7, "0.3", Fraction(-22, 7)):
        a, b = ends(frames.ball(x))
        assert a <= Fraction(x) <= b and b - a <= 8 * Fraction(EPS) * abs(Fraction(x))


# -- the certified filters are those that are sampled
BANKS = {"morlet": (wavelets.morlet, frames.Morlet), "meyer": (lambda n, scales: wavelets.meyer((n,), scales), frames.Meyer)}


@pytest.mark.parametrize("samples, scales", [(8, 2), (15, 2), (32, 3), (33, 1)])
@pytest.mark.parametrize("name", BANKS)
def test_certified_filters_agree_with_the_sampled_ones_on_a_grid(name, samples, scales):
    """In modulus, and squared: |psi^|^2 is a sum of terms at most 2, each known to 16 EPS and shrunk by 16 (L + 4) EPS."""
    sampled, certified = (bank(samples, scales) for bank in (BANKS[name][0], lambda n, s: BANKS[name][1](s, Fraction(1))))
    floats = np.concatenate([sampled.phi[None], sampled.psi])
    balls = frames.sampled(certified, samples)
    assert balls.shape == floats.shape == (scales + 1, samples)
    budget = 4 * (16 + 16 * (scales + 4)) * EPS
    for x, y in zip(balls.ravel(), floats.ravel().tolist()):
        assert abs(x * x - y**2) <= budget, (name, samples)


def test_the_certified_morlet_wavelet_has_the_sign_of_its_frequency_and_the_sampled_one_is_its_modulus():
    bank = frames.Morlet(2, Fraction(1))
    for w in (Fraction(1, 8), Fraction(3, 8), Fraction(1)):
        for j in (0, 1):
            assert bank.band(j, frames.ball(w)) > 0 > bank.band(j, frames.ball(-w))
        assert abs(bank.band(1, frames.ball(w / 2)) - bank.band(0, frames.ball(w))) < 1e-14           # a dilate
    assert (wavelets.morlet(32, 2).psi >= 0).all()


@pytest.mark.parametrize("bank", [frames.Morlet(2, Fraction(3, 4)), frames.Meyer(2, Fraction(3, 4))], ids=["morlet", "meyer"])
@settings(max_examples=25, **SETTINGS)
@given(w=st.fractions(-1, 1, max_denominator=40), width=st.sampled_from([0.0, 1e-3, 0.1]))
def test_a_filter_at_a_ball_contains_its_values_at_the_numbers_of_the_ball_times_the_margin(bank, w, width):
    whole = frames.ball(w) + arb(0, width)
    one = type(bank)(bank.scales, Fraction(1))
    for s in (-1, 0, 1):
        at = frames.ball(w + s * Fraction(width) * Fraction(99, 100))
        for f, g in [(bank.low, one.low)] + [(lambda x, j=j: bank.band(j, x), lambda x, j=j: one.band(j, x)) for j in range(2)]:
            value = g(at) * Fraction(3, 4).numerator / 4
            assert f(whole).is_finite() and f(whole).contains(value.mid()) and (width or abs(f(whole) - value) < 1e-6)


def test_meyer_filters_telescope_at_every_frequency():
    """phi^2 + (psi(w)^2 + psi(-w)^2) / 2 summed is the square of the margin."""
    bank = frames.Meyer(3, Fraction(1, 2))
    for k in range(-12, 13):
        w = frames.ball(Fraction(k, 12))
        total = bank.low(w) ** 2 + sum(((bank.band(j, w) ** 2 + bank.band(j, -w) ** 2) / 2 for j in range(3)), arb(0))
        assert total.contains(arb(1) / 4) and total.rad() < 1e-10
    assert bank.band(0, frames.ball(Fraction(-1, 2))) == 0 and bank.band(1, frames.ball(Fraction(1))) == 0
    assert bank.low(frames.ball(Fraction(1, 16))) == arb(1) / 2 and bank.low(frames.ball(Fraction(1, 4))) == 0


def test_the_fall_of_balls_is_that_of_floats():
    for x in (0.5, 1.0, 1.1, 1.5, 1.9, 2.0, 3.0):
        assert abs(frames._fall(arb(x)) - float(lp.fall(np.log2(x)))) < 1e-14
    for x in (arb(-1, 2), arb(0), arb(-1)):
        assert not frames._root(x) < 0 and frames._root(x).contains(0)
    assert frames._root(arb(4, 1)).contains(arb(3).sqrt()) and frames._root(arb(4, 1)).contains(arb(5).sqrt())
    assert frames._root(arb(4, 1)).rad() < 0.3


# -- energies of banks
@pytest.mark.parametrize("grid", [(8,), (7,), (4, 3), (4, 6)])
def test_the_littlewood_paley_sum_is_the_energy_of_real_signals(grid):
    rng = np.random.default_rng(1)
    phi = rng.normal(size=grid)
    psi = rng.normal(size=(2, *grid)) + 1j * rng.normal(size=(2, *grid))
    bank = wavelets.Bank(psi, 0.5 * (phi + lp.reflect(phi, len(grid))))
    x = rng.normal(size=grid)
    hat, axes = np.fft.fftn(x), tuple(range(len(grid)))
    energy = sum(np.linalg.norm(np.fft.ifftn(h * hat, axes=axes)) ** 2 for h in (bank.phi, *bank.psi))
    assert np.isclose(energy, (lp.littlewood_paley(bank) * np.abs(hat) ** 2).sum() / x.size, rtol=1e-13)
    assert np.isclose(wavelets.frame_bound(bank), (bank.phi**2 + (np.abs(psi) ** 2).sum(0)).max())
    assert bank.grid == grid and np.array_equal((bank * 2.0).psi, 2 * psi) and np.array_equal((bank * 2.0).phi, 2 * bank.phi)


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_frequencies_are_centred_and_reflection_negates_them(n):
    k = lp.frequencies((n,))[:, 0]
    assert sorted(k) == list(range(-(n // 2), n - n // 2)) and (k % n == np.arange(n)).all()
    assert np.array_equal(lp.reflect(k, 1) % n, -k % n)
    both = lp.frequencies((n, 3))
    assert both.shape == (n, 3, 2) and np.array_equal(both[:, 0, 0], k) and both[0, :, 1].tolist() == [0, 1, -1]
    assert np.array_equal(lp.reflect(both[..., 1], 2), -both[..., 1])


def test_the_ramp_and_the_fall_in_rational_arithmetic():
    steps = [Fraction(k, 16) for k in range(17)]
    ramp = [u**4 * (35 - 84 * u + 70 * u**2 - 20 * u**3) for u in steps]
    assert ramp[0] == 0 and ramp[-1] == 1 and all(a + b == 1 for a, b in zip(ramp, ramp[::-1]))
    assert np.allclose(lp.ramp(np.array([float(u) for u in steps])), [float(r) for r in ramp], rtol=0, atol=64 * EPS)
    assert lp.ramp(-3.0) == 0 and lp.ramp(7.0) == 1
    u = np.linspace(-0.5, 1.5, 41)
    assert np.allclose(lp.fall(u) + lp.fall(1 - u), 1, atol=4 * EPS, rtol=0) and (np.diff(lp.fall(u)) <= 0).all()
    assert (lp.fall(u[u <= 0]) == 1).all() and (lp.fall(u[u >= 1]) == 0).all() and abs(float(lp.fall(0.5)) - 0.5) < 4 * EPS


@pytest.mark.parametrize("octaves", [1.0, 0.5])
def test_the_low_pass_window_is_one_below_and_zero_from_the_cut_on(octaves):
    cut = 12.0
    size = np.array([0.0, cut * 2**-octaves, cut * 2 ** (-octaves / 2), cut, 2 * cut])
    assert np.allclose(lp.low_pass(size, cut, octaves), [1, 1, 0.5, 0, 0], atol=8 * EPS, rtol=0)
    assert lp.low_pass(size, cut, octaves)[-2:].tolist() == [0, 0]


@pytest.mark.parametrize("grid, orientations", [((9,), 1), ((8, 6), 1), ((8, 6), 3), ((7, 7), 4)])
def test_windows_and_their_reflections_add_up_to_one_off_the_origin(grid, orientations):
    k = lp.frequencies(grid)
    windows = lp.halves(k, orientations)
    assert windows.shape == (orientations, *grid) and (windows >= 0).all()
    total = windows.sum(0) + lp.halves(-k, orientations).sum(0)
    assert windows[0][(1,) + (0,) * (len(grid) - 1)] == 1
    assert np.allclose(total[(k != 0).any(-1)], 1, atol=1e-14, rtol=0)


def test_at_the_nyquist_frequency_a_filter_is_the_quadratic_mean_of_both_sides():
    def squares(k):
        return (k[..., 0] + 10.0) ** 2
    assert np.allclose(lp.sampled(squares, (4,)), [10, 11, np.sqrt((12**2 + 8**2) / 2), 9])
    assert np.allclose(lp.sampled(squares, (3,)), [10, 11, 9])
    both = lp.sampled(lambda k: (k[..., 0] + 2.0 * k[..., 1] + 10) ** 2, (2, 2))
    assert np.isclose(both[1, 1] ** 2, np.mean([(s + 2 * t + 10) ** 2 for s in (-1, 1) for t in (-1, 1)]))
    assert np.isclose(both[1, 0] ** 2, np.mean([(s + 10) ** 2 for s in (-1, 1)]))
    assert lp.sampled(lambda k: -1.0 + 0 * k[..., 0], (3,)).max() == 0


def rational(x):
    return [Fraction(float(v)) for v in np.ravel(x)]


def exact_energy(bank):
    """LP without rounding, on the line."""
    n = bank.phi.shape[0]
    square = [[a * a + b * b for a, b in zip(rational(np.real(p)), rational(np.imag(p)))] for p in (bank.phi, *bank.psi)]
    return [square[0][k] + sum(p[k] + p[-k % n] for p in square[1:]) / 2 for k in range(n)]


NAMED = {"meyer": (wavelets.meyer((32,), 3), 1), "meyer, cut": (wavelets.meyer((32,), 2, cut=8.0), 1), "odd": (wavelets.meyer((33,), 4), 1),
         "dilates": (wavelets.meyer((32,), 3, cut=8.0, dilates=True), None), "heat": (wavelets.heat(32, 3), 1),
         "wide": (wavelets.heat(16, 2, 5.0), 1), "morlet": (wavelets.morlet(32, 3), None), "one scale": (wavelets.morlet(8, 1), None)}


@pytest.mark.parametrize("name", NAMED)
def test_the_energy_of_a_bank_is_at_most_one_without_rounding_and_barely_below_where_it_is_one(name):
    """`inside` shrinks by more than the rounding of the filters, and not by four times that."""
    bank, value = NAMED[name]
    energy = exact_energy(bank)
    assert max(energy) <= 1 and max(float(e) for e in energy) > 1 - 4 * 16 * (len(bank.psi) + 4) * EPS
    if value:
        assert min(energy) > 1 - 4 * 16 * (len(bank.psi) + 4) * Fraction(EPS)


def test_rounding_may_lift_a_bank_above_one_before_it_is_shrunk():
    bank = wavelets.meyer((64,), 5)
    raw = bank * (1 / (1 - 16 * 9 * EPS))
    assert max(exact_energy(raw)) > 1 and np.array_equal(wavelets.inside(raw).phi, raw.phi * (1 - 16 * 9 * EPS))


def test_meyer_banks_have_the_supports_and_dilates_that_they_claim():
    bank = wavelets.meyer((64,), 3)
    k = lp.frequencies((64,))[:, 0]
    assert (bank.phi[np.abs(k) >= 8] == 0).all() and (bank.phi[np.abs(k) <= 4] > 1 - 1e-13).all()
    assert (bank.psi[:, (k <= 0) & (k > -32)] == 0).all()
    assert (bank.psi[1, (k <= 8) | (k >= 32)] == 0).all() and bank.psi[1, 16] > 1.41
    alike = wavelets.meyer((64,), 3, cut=16.0, dilates=True)
    for j in range(2):
        assert np.allclose(alike.psi[j, 2 * np.arange(1, 16)], alike.psi[j + 1, np.arange(1, 16)], atol=1e-14)
    energy = lp.littlewood_paley(alike)
    assert np.allclose(energy[np.abs(k) <= 16], 1, atol=1e-12) and energy[32] < 1e-12
    larger = wavelets.meyer((64,), 4)
    assert np.allclose(bank.psi, larger.psi[:3], atol=1e-13)                                    # banks are nested
    plane = wavelets.meyer((12, 8), 2, orientations=3)
    assert plane.psi.shape == (6, 12, 8) and np.allclose(lp.littlewood_paley(plane), 1, atol=1e-12)


def test_heat_kernels_are_positive_and_their_squares_double():
    bank, n = wavelets.heat(24, 2, 0.5), 24
    k = np.arange(n)
    assert np.allclose(bank.phi, np.exp(-4 * 0.5 * (1 - np.cos(2 * np.pi * k / n))), atol=1e-13) and (np.fft.ifft(bank.phi).real > 0).all()


def test_morlet_filters_are_the_printed_formulas():
    bank, n = wavelets.morlet(16, 2), 16

    def g(x, width=wavelets.MORLET_WIDTH):
        return np.exp(-((x / width) ** 2) / 2)
    for k in range(-7, 8):
        w = 2 * k / n
        for j in range(2):
            right = wavelets.MORLET_GAIN * abs(g(2**j * w - wavelets.MORLET_CENTRE) - g(wavelets.MORLET_CENTRE) * g(2**j * w))
            assert np.isclose(bank.psi[j, k], right, atol=1e-14)
        assert np.isclose(bank.phi[k], g(4 * w, wavelets.MORLET_LOW), atol=1e-14)
    energy = lp.littlewood_paley(wavelets.morlet(256, 3))
    assert 0.38 < energy.min() and energy.max() <= 1


@pytest.mark.parametrize("flat", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("zero", [False, True])
def test_any_filters_become_a_bank_of_energy_at_most_one(flat, zero):
    rng = np.random.default_rng(0)
    psi, phi = (rng.normal(size=(3, 12)) + 1j * rng.normal(size=(3, 12))) * (not zero), rng.normal(size=12) * (not zero)
    bank = wavelets.normalised(jnp.array(psi), jnp.array(phi), flat)
    energy = exact_energy(bank)
    assert max(energy) <= 1 and (zero or max(energy) > 1 - 1e-11) and (not zero or max(energy) == 0)
    if not zero:
        even = 0.5 * (phi + np.roll(phi[::-1], 1))
        raw = lp.littlewood_paley(wavelets.Bank(psi, even))
        scale = flat * raw + (1 - flat) * raw.max()
        assert np.allclose(bank.phi, even / np.sqrt(scale), atol=1e-12) and np.allclose(bank.psi, psi / np.sqrt(scale), atol=1e-12)


def test_a_transform_at_one_precision_is_not_taken_for_one_at_another():
    """Once in a lower and once in a higher precision, in either order, in one process."""
    old = ctx.prec
    try:
        for precision, width in ((53, 1e-10), (200, 1e-50), (53, 1e-10)):
            ctx.prec = precision
            spectra, x = exactly(np.ones((1, 12)) + 0j), exactly(np.arange(12.0)[None] + 0j)
            assert frames.norm(frames.analyse(spectra, x)[0, 0] - x[0]) < width
    finally:
        ctx.prec = old
