"""Filter banks in floating point: energies, published filters, frame bounds."""
import math

import numpy as np
import pytest
from scattering_banks import MAKE, PARSEVAL, bank, norm, parseval_slack

from proofs_numeric.mathematics import wavelets
from proofs_numeric.mathematics.littlewood_paley import fall, ramp
from proofs_numeric.numerics import filters
from proofs_numeric.numerics.filters import bounds, contraction, gabor, meyer, parseval, reflect, spline


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
