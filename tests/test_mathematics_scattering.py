"""The scattering transform, convolution and translation of signals against sums in ball arithmetic."""
import itertools
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from balls import exactly
from flint import acb, arb, ctx

from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.mathematics import frames, scattering, signals, wavelets


@pytest.fixture
def precise():
    before, ctx.prec = ctx.prec, 120
    yield
    ctx.prec = before


def separation(ball, exact):
    return frames.norm(exactly(ball.center) - exact)


def bank_of(samples, complex_valued=True):
    rng = np.random.default_rng(samples)
    psi = rng.normal(size=(2, samples)) + 1j * complex_valued * rng.normal(size=(2, samples))
    return wavelets.Bank(psi, rng.normal(size=samples))


def direct(x, spectra):
    """Convolutions by the Fourier sums, spelled out: (1/N) sum_k spectrum[k] x^[k] exp(2 pi i k n / N)."""
    n = len(x)
    turn = [[acb(arb(2 * j * k) / n).exp_pi_i() for j in range(n)] for k in range(n)]
    hat = [sum((v * turn[k][j].conjugate() for j, v in enumerate(x)), acb(0)) for k in range(n)]
    return np.array([[sum((s[k] * hat[k] * turn[k][j] for k in range(n)), acb(0)) / n for j in range(n)] for s in spectra], object)


@pytest.mark.parametrize("samples", [5, 8])
def test_analysis_in_balls_is_the_convolution_theorem_and_contains_that_in_floats(samples, precise):
    bank, rng = bank_of(samples), np.random.default_rng(0)
    x = rng.normal(size=(2, samples)) + 1j * rng.normal(size=(2, samples))
    spectra = exactly(np.concatenate([bank.phi[None] + 0j, bank.psi]))
    exact = np.stack([direct(row, spectra) for row in exactly(x)])
    found = frames.analyse(spectra, exactly(x))
    assert found.shape == (2, 3, samples) and all(a.is_finite() and a.overlaps(b) for a, b in zip(found.ravel(), exact.ravel()))
    assert frames.norm(found - exact) < 1e-25
    smooth, waves = scattering.analyse(bank, Ball.of(x))
    assert separation(smooth, exact[:, 0]) <= arb(float(smooth.radius)) and smooth.radius < 1e-10
    assert waves.center.shape == (4, samples) and separation(waves, exact[:, 1:].reshape(4, samples)) <= arb(float(waves.radius))


def test_analysis_passes_an_error_on_with_the_norm_of_the_bank():
    bank, n = bank_of(8), 8
    k = int(np.argmax(np.abs(bank.phi) ** 2 + (np.abs(bank.psi) ** 2).sum(0)))
    wave = np.exp(2j * np.pi * k * np.arange(n) / n) / np.sqrt(n)                             # what the bank amplifies most
    parts = scattering.analyse(bank, Ball(jnp.array(wave[None]), jnp.float64(0.5)))
    amplified = np.sqrt(sum(np.linalg.norm(p.center) ** 2 for p in parts))
    assert np.isclose(amplified, np.sqrt(float(wavelets.frame_bound(bank))), rtol=1e-13)
    assert all(0.5 * amplified <= p.radius <= 0.5 * amplified * (1 + 1e-10) for p in parts)
    squares = [[Fraction(float(v.real)) ** 2 + Fraction(float(v.imag)) ** 2 for v in row + 0j] for row in (bank.phi, *bank.psi)]
    for part in scattering.analyse(bank, Ball(jnp.zeros((1, n)), jnp.float64(0.5))):           # nothing but the error: no rounding helps
        assert 4 * Fraction(float(part.radius)) ** 2 >= max(map(sum, zip(*squares)))


def test_budgets_cover_transforms_as_inaccurate_as_they_may_be(monkeypatch):
    """Every transform misses by its whole budget, in the worst direction: along the wave that is amplified most."""
    n, size = 16, 100.0
    wave = size * np.exp(2j * np.pi * 3 * np.arange(n) / n) / np.sqrt(n)
    flat = np.ones((1, n))
    budget = signals.fourier_budget(n)
    assert budget == 4 * EPS * 4 and signals.fourier_budget(1) == 4 * EPS and signals.fourier_budget(17) == budget

    def inaccurate(f):
        return lambda x, axes=None, axis=-1: f(jnp.asarray(x)) * (1 + budget)
    for module in (signals, scattering):
        monkeypatch.setattr(module, "fftn", inaccurate(jnp.fft.fft))
        monkeypatch.setattr(module, "ifftn", inaccurate(jnp.fft.ifft))
    for name, f in (("fft", jnp.fft.fft), ("ifft", jnp.fft.ifft)):
        monkeypatch.setattr(signals, name, inaccurate(f))
    with jax.disable_jit():
        y = signals.convolve(Ball.of(wave[None]), flat, 1.0)
        smooth, _ = scattering.analyse(wavelets.Bank(np.zeros((1, n)), np.ones(n)), Ball.of(wave[None]))
        moved = scattering.translate(jnp.array([0.5]), Ball.of(wave))
        shifted = signals.translate(0.5, signals.Signal(jnp.array(wave), jnp.float64(0), Interval.of(1.0)))
    half = size * np.exp(2j * np.pi * 3 * (np.arange(n) - 0.5) / n) / np.sqrt(n)
    for found, right in ((y, wave[None]), (smooth, wave[None]), (moved, half), (shifted, half)):
        missed = np.linalg.norm(found.center - right)
        assert 1.9 * budget * size < missed <= found.radius <= 2.6 * missed


def test_the_modulus_of_balls_and_floats_and_the_imaginary_part():
    z = np.array([3 + 4j, -5, 0, 8 - 6j])
    assert scattering.absolute(Ball(jnp.array(z), jnp.float64(0.25))).center.tolist() == [5, 5, 0, 10]
    assert 0.25 <= scattering.absolute(Ball(jnp.array(z), jnp.float64(0.25))).radius < 0.25 + 64 * EPS
    assert [float(x.mid()) for x in frames.modulus(exactly(z))] == [5, 5, 0, 10]
    assert [float(x.mid()) for x in frames.imaginary(exactly(z))] == [4, 0, 0, -6]
    assert frames.norm(exactly(np.array([[3, 0], [4j, 12]]))).contains(13) and frames.norm(np.array([0, 0], object)) == 0
    many = np.random.default_rng(0).normal(size=200) + 1j * np.random.default_rng(1).normal(size=200)
    found = scattering.absolute(Ball.of(many))
    before, ctx.prec = ctx.prec, 120
    assert frames.norm(exactly(found.center) - frames.modulus(exactly(many))) <= arb(float(found.radius))
    ctx.prec = before


def test_layers_of_the_scattering_transform_contain_those_in_balls(precise):
    bank, x = bank_of(6), np.random.default_rng(2).normal(size=6)
    spectra = exactly(np.concatenate([bank.phi[None] + 0j, bank.psi]))
    outputs, propagated = scattering.scatter(bank, Ball.of(x), 2)
    exact_outputs, exact_propagated = frames.scatter(spectra, exactly(x), 2)
    assert [u.center.shape for u in propagated] == [(1, 6), (2, 6), (4, 6)] == [np.shape(u) for u in exact_propagated]
    assert [s.center.shape for s in outputs] == [(1, 6), (2, 6)] == [np.shape(s) for s in exact_outputs]
    for found, exact in zip([*outputs, *propagated], [*exact_outputs, *exact_propagated]):
        assert separation(found, exact) <= arb(float(found.radius)) and found.radius < 1e-9
    second = direct(frames.modulus(direct(exactly(x), spectra)[2]), spectra)                    # the path (2, 1)
    assert separation(Ball.of(propagated[2].center[2]), frames.modulus(second[1])) < 1e-12
    joined = scattering.join(outputs)
    assert joined.center.shape == (18,) and np.isclose(joined.radius, np.hypot(*(s.radius for s in outputs)))
    assert scattering.join([Ball(jnp.ones(1), 3.0), Ball(jnp.ones(2), 4.0)]).radius >= 5.0
    with pytest.raises(ValueError, match=r"x has shape \(5,\), the bank is given on the grid \(6,\)"):
        scattering.scatter(bank, Ball.of(np.ones(5)), 1)


@pytest.mark.parametrize("grid", [(7,), (8,), (3, 4)])
def test_translation_moves_a_signal_along_its_grid_and_waves_between_the_points(grid):
    rng = np.random.default_rng(0)
    x = rng.normal(size=grid)
    c = jnp.array([3.0, -1.0][:len(grid)])
    found = scattering.translate(c, Ball(jnp.array(x), jnp.float64(0.5)))
    assert np.array_equal(found.center, np.roll(x, [3, -1][:len(grid)], tuple(range(len(grid))))) and found.radius == 0.5
    k = np.array([1, -1][:len(grid)])
    at = np.stack(np.meshgrid(*map(np.arange, grid), indexing="ij"), -1)

    def wave(points):
        return np.exp(2j * np.pi * (points / np.array(grid)) @ k)
    c = np.array([0.3, 1.75][:len(grid)])
    found = scattering.translate(jnp.array(c), Ball.of(wave(at)))
    assert np.linalg.norm(found.center - wave(at - c)) <= found.radius < 1e-11


def test_translation_of_a_signal_with_a_spacing():
    n, rng = 12, np.random.default_rng(0)
    x = rng.normal(size=(2, n))
    quarter = Interval.of(Fraction(1, 4))
    found = signals.translate(0.75, signals.Signal(jnp.array(x), jnp.float64(0.5), quarter))
    assert np.array_equal(found.center, np.roll(x, 3, -1)) and found.radius == 0.5 and found.spacing is quarter
    wave = np.exp(2j * np.pi * 5 * np.arange(n) / n)
    found = signals.translate(0.3, signals.Signal(jnp.array(wave), jnp.float64(0), quarter))
    exact = np.exp(2j * np.pi * 5 * (np.arange(n) - 0.3 / 0.25) / n)
    assert np.linalg.norm(found.center - exact) <= found.radius < 1e-12
    blurred = Interval(jnp.float64(0.24), jnp.float64(0.26))                                    # the spacing itself is uncertain
    found = signals.translate(0.3, signals.Signal(jnp.array(wave), jnp.float64(0), blurred))
    for s in (0.24, 0.25, 0.26):
        assert np.linalg.norm(found.center - np.exp(2j * np.pi * 5 * (np.arange(n) - 0.3 / s) / n)) <= found.radius
    nyquist = np.exp(-1j * np.pi * np.arange(n))                                                # needs half of what is allowed
    found = signals.translate(0.3, signals.Signal(jnp.array(nyquist), jnp.float64(0), blurred))
    missed = max(np.linalg.norm(found.center - np.exp(-1j * np.pi * (np.arange(n) - 0.3 / s))) for s in (0.24, 0.26))
    assert missed <= found.radius <= 4.2 * missed


@pytest.mark.parametrize("steps", [0.3, 1e3 + 0.3, 1e7 + 0.3, -1e9 + 0.7])
def test_a_long_translation_is_known_as_well_as_its_angle(steps, precise):
    """A wave and its exact phase: the angle 2 pi k steps / N is rounded, relatively."""
    n, k = 12, 5
    wave = np.exp(2j * np.pi * k * np.arange(n) / n)
    exact = [acb(2 * k * (arb(j) - arb(steps)) / n).exp_pi_i() for j in range(n)]
    for found in (signals.translate(steps, signals.Signal(jnp.array(wave), jnp.float64(0), Interval.of(1.0))),
                  scattering.translate(jnp.array([steps]), Ball.of(wave))):
        missed = separation(found, np.array(exact, object))
        assert missed <= arb(float(found.radius)) and found.radius <= 1e-12 + 64 * EPS * abs(steps) * np.sqrt(n)


@pytest.mark.parametrize("grid", [(6,), (2, 3)])
def test_convolution_is_that_of_the_sums_and_passes_errors_on(grid, precise):
    rng, size = np.random.default_rng(0), int(np.prod(grid))
    x, spectra = rng.normal(size=(2, *grid)), rng.normal(size=(3, *grid)) + 1j * rng.normal(size=(3, *grid))
    bound = (np.abs(spectra) ** 2).sum(0).max()
    found = signals.convolve(Ball.of(x), spectra, bound)
    assert found.center.shape == (6, *grid)
    axes = tuple(range(-len(grid), 0))
    kernels = np.fft.ifftn(spectra, axes=axes)
    at = [*itertools.product(*map(range, grid))]
    for r, f in itertools.product(range(2), range(3)):
        exact = [sum(x[r][m] * kernels[f][tuple((a - b) % g for a, b, g in zip(n, m, grid))] for m in at) for n in at]
        assert np.linalg.norm(np.ravel(found.center[3 * r + f]) - exact) < 1e-13
    if len(grid) == 1:
        exact = np.concatenate([direct(row, exactly(spectra)) for row in exactly(x)])
        assert separation(found, exact) <= arb(float(found.radius)) and found.radius < 1e-11
    assert np.isclose(signals.convolve(Ball(jnp.array(x), jnp.float64(2)), spectra, 9.0).radius, 6.0) and size == 6
