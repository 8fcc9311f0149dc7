"""Schur constants against closed forms and an independent quadrature, and every bound that they are made of."""
import functools
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_numeric.mathematics import commutators as co

ORDERS = range(4)
TRANSFORMS = {"phi": co.low, "psi": co.band}
LAST = 24.0                          # beyond it the independent quadrature only adds, and less than 1e-3


@functools.cache
def directly(name):
    """z (points), |h(z)|, |h'(z)| for 0 <= z <= LAST, each by a Gauss-Legendre rule in frequency: no transform of a grid."""
    z = np.arange(0, LAST, 1 / 64)
    nodes, weights = np.polynomial.legendre.leggauss(96)
    ends = {"phi": (0, 0.5, 1), "psi": (0.5, 1, 2)}[name]
    w = np.concatenate([a + (b - a) * (nodes + 1) / 2 for a, b in itertools.pairwise(ends)])
    mass = np.concatenate([(b - a) / 2 * weights for a, b in itertools.pairwise(ends)]) * TRANSFORMS[name](w)
    angle = 2 * np.pi * np.outer(z, w)
    even = np.cos(angle) @ mass, np.sin(angle) @ (2 * np.pi * w * mass)          # a transform on both half-lines, or on one
    if name == "phi":
        return z, 2 * np.abs(even[0]), 2 * np.abs(even[1])
    return z, np.abs(np.exp(1j * angle) @ mass), np.abs(np.exp(1j * angle) @ (2 * np.pi * w * mass))


def top(z, f, a, D):
    """The supremum of f over |w - a| <= D a: over the points z in it and its two ends, interpolated."""
    inside = f[math.ceil(a * (1 - D) / z[1]):math.floor(a * (1 + D) / z[1]) + 1]
    return max(*np.interp([a * (1 - D), a * (1 + D)], z, f), inside.max(initial=0))


def trapezoid(z, D, h, slope):
    """int |z| sup |h'| + sup |h| over the line."""
    step, points = z[1], z[:int(len(z) / (1 + D)) - 1]
    values = [a * top(z, slope, a, D) + top(z, h, a, D) for a in points]
    return 2 * step * (sum(values) - values[0] / 2 - values[-1] / 2)


@pytest.mark.parametrize("name", TRANSFORMS)
def test_the_constants_enclose_an_independent_quadrature_and_are_known_to_a_tenth(name):
    below, above = co.meyer_constants()[name]
    assert (below > 0).all() and (above <= 1.1 * below).all()
    assert (np.diff(below) > 0).all() and (np.diff(above) > 0).all()
    for k, D in enumerate(co.NODES):
        z, h, slope = directly(name)
        assert below[k] <= trapezoid(z, D, h, slope) <= above[k], D


def gaussian(order, thousandths, step, last):
    """The enclosure of int |z|^order sup |h^(order)| for h = exp(-pi z^2), from its values on a grid."""
    z = np.arange(0, last + step / 2, step)
    h = np.exp(-np.pi * z**2)
    derivatives = [h, 2 * np.pi * z * h, 2 * np.pi * np.abs(2 * np.pi * z**2 - 1) * h]
    tops = [1.0, math.sqrt(2 * np.pi / math.e), 2 * np.pi, 50.0]                       # of the moduli; decreasing beyond z = 1

    def bound(k):
        at = [lambda z: np.exp(-np.pi * z**2), lambda z: 2 * np.pi * z * np.exp(-np.pi * z**2),
              lambda z: 2 * np.pi * (2 * np.pi * z**2) * np.exp(-np.pi * z**2), lambda z: 0 * z + 50.0][k]
        return lambda z: np.where(z > 1, at(np.maximum(z, 1)), tops[k])
    bounds = [bound(order + k) for k in range(3)]
    most = (2 * np.pi * last) ** 4 * derivatives[order][-1]          # beyond `last` the function is below this over (2 pi z)^4
    return co.integral(*co.suprema(derivatives[order], 0.0, step, thousandths, *bounds), step, order, thousandths, most)


def closed_form(order, D):
    """int |z|^order sup_{|w - z| <= D |z|} |h^(order)(w)| dz for h = exp(-pi z^2)."""
    if order == 0:
        return 1 / (1 - D)                                           # |h| decreases: the supremum is h((1 - D) z)
    peak = 1 / math.sqrt(2 * math.pi)                                # where |h'| is largest

    def primitive(z):                                                # of z 2 pi z exp(-pi z^2)
        return math.erf(math.sqrt(math.pi) * z) / 2 - z * math.exp(-math.pi * z**2)
    top = 2 * math.pi * peak * math.exp(-0.5)
    a, b = peak / (1 + D), peak / (1 - D)
    return 2 * (primitive(peak) / (1 + D) ** 2 + top * (b**2 - a**2) / 2 + (0.5 - primitive(peak)) / (1 - D) ** 2)


@pytest.mark.parametrize("step, accuracy", [(1 / 8, 8.0), (1 / 64, 0.3), (1 / 512, 0.025)])
@pytest.mark.parametrize("thousandths", [0, 5, 50, 250, 510])
@pytest.mark.parametrize("order", [0, 1])
def test_of_a_gaussian_the_closed_form_is_enclosed(order, thousandths, step, accuracy):
    below, above = gaussian(order, thousandths, step, 8.0)
    assert below <= closed_form(order, thousandths / 1000) <= above
    assert above - below <= accuracy * closed_form(order, thousandths / 1000)


def window(h, i, step, D):
    """Supremum over the window of the points of the cell i, sampled also where the grid is: least and largest."""
    grid, cell = np.arange(0, 16, step), np.linspace(i * step, (i + 1) * step, 21)
    found = [h(np.array([*np.linspace(z * (1 - D), z * (1 + D), 201), *grid[abs(grid - z) <= D * z + 1e-12]])).max() for z in cell]
    return min(found), max(found)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(a=st.floats(0.1, 3), shift=st.floats(0, 4), thousandths=st.integers(0, 900), error=st.sampled_from([0.0, 0.01]))
def test_suprema_on_the_cells_enclose_those_of_a_wave(a, shift, thousandths, error):
    def h(z):
        return np.abs(np.cos(a * z - shift))
    step, grid = 0.5, np.arange(0, 6.25, 0.5)
    bounds = [lambda z, k=k: a**k + 0 * z for k in range(3)]
    off = error * np.sign(np.sin(37 * grid))                         # values that are wrong by all that they may be
    below, above = co.suprema(h(grid) + off, error, step, thousandths, *bounds)
    for i in range(len(below)):
        least, most = window(h, i, step, thousandths / 1000)
        assert below[i] <= least and most <= above[i] + 1e-15


def test_bounds_on_a_cell_are_attained():
    """A parabola between two grid points, a line where no grid point is in all windows, the height beyond the grid, the error."""
    step, grid = 0.5, np.arange(0, 4.25, 0.5)
    one, none = (lambda z: 1.0 + 0 * z), (lambda z: 0.0 * z)
    parabola = 1 - (grid - 1.25) ** 2 / 2                            # its peak 1 lies in the middle of the third cell
    assert co.suprema(parabola, 0.0, step, 0, one, one, one)[1][2] == 1.0
    below, _ = co.suprema(5 - grid, 0.0, step, 0, one, one, none)
    assert np.array_equal(below[1:], (5 - grid)[2:])                 # D = 0: no point is in the windows of a whole cell but its ends
    assert co.suprema(5 - grid, 0.25, step, 0, one, one, none)[0][3] == (5 - grid)[4] - 0.25
    assert co.suprema(5 - grid, 0.25, step, 0, one, one, none)[1][3] == (5 - grid)[3] + 0.25
    far = co.suprema(0 * grid, 0.0, step, 200, lambda z: 10.0 - z, none, none)[1]
    leaves = (grid[1:] * 1.2) > grid[-1]
    assert leaves.any() and (far[~leaves] == 0).all()
    assert np.allclose(far[leaves], 10 - np.floor(grid[:-1][leaves] * 0.8 / step) * step, rtol=1e-15)


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("name", TRANSFORMS)
def test_suprema_on_the_cells_of_a_coarse_grid_enclose_those_of_the_filters(name, order, monkeypatch):
    """Four points per unit: curvature and slope matter, and those of another order are seen."""
    monkeypatch.setattr(co, "PERIOD", 32)
    monkeypatch.setattr(co, "PER_UNIT", 4)
    z, *values = directly(name)
    h = values[order]
    for t, (below, above) in zip(co.THOUSANDTHS, co.cells(TRANSFORMS[name], order)):
        for i in range(40):
            tops = [top(z, h, a, t / 1000) for a in np.linspace(i / 4, (i + 1) / 4, 9)]
            assert below[i] <= min(tops) and max(tops) <= above[i], (t, i)
            assert t or below[i] >= min(tops) - 0.25 * co.decay(TRANSFORMS[name], order + 1)[1]


@pytest.mark.parametrize("thousandths", [0, 250])
@pytest.mark.parametrize("order", [0, 1])
def test_the_tail_of_the_integral_is_that_of_the_decay(order, thousandths):
    """h = A / (2 pi z)^4 itself: its windows reach down to (1 - D) z, and its integral beyond the cells is known."""
    last, most, d = 4.0, 7.0, thousandths / 1000
    below, above = co.integral(np.zeros(8), np.zeros(8), 0.5, order, thousandths, most)
    z = last / np.linspace(0, 1, 200001)[1:]                                                 # from infinity down to `last`
    h = z**order * most / (2 * np.pi * (1 - d) * z) ** 4
    assert below == 0.0 and math.isclose(above, 2 * abs(np.trapezoid(h, z)), rel_tol=1e-4)


def test_the_transform_may_be_as_inaccurate_as_it_is_said_to_be(monkeypatch):
    """A long period, so that translates are nothing: the whole error of the transform may sit at one point of the grid."""
    monkeypatch.setattr(co, "PERIOD", 2**14)
    monkeypatch.setattr(co, "PER_UNIT", 8)
    right, error = co._on_grid(co.low, 0)
    whole, (_, h, _) = np.fft.ifft, directly("phi")

    def inaccurate(x):
        y = whole(x)
        y[0] += 4 * co.EPS * 17 * np.linalg.norm(y)
        return y
    monkeypatch.setattr(co.np.fft, "ifft", inaccurate)
    wrong, _ = co._on_grid(co.low, 0)
    assert error / 8 < abs(wrong[0] - h[0]) <= error and abs(right[0] - h[0]) <= error


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(values=st.lists(st.integers(0, 100), min_size=1, max_size=40), data=st.data())
def test_maxima_over_windows_are_the_maxima(values, data):
    start = data.draw(st.lists(st.integers(0, len(values) - 1), min_size=1, max_size=8))
    stop = [data.draw(st.integers(s, len(values) - 1)) for s in start]
    rows = co._range_maxima(np.array(values))
    assert co._maximum(rows, np.array(start), np.array(stop)).tolist() == [max(values[a:b + 1]) for a, b in zip(start, stop)]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", TRANSFORMS)
def test_the_decay_is_bounded_by_the_total_variation_of_the_third_derivative(name, order):
    """A fourth difference is the fourth derivative averaged: what differences find is never above the integral, and near it."""
    transform, step = TRANSFORMS[name], 2.0**-10
    omega = np.arange(-2.25, 2.25, step)
    values = (2 * np.pi * omega) ** order * transform(omega)
    bent, size = np.abs(np.diff(values, 4)).sum() / step**3, np.abs(values).sum() * step
    found, height = co.decay(transform, order)
    assert bent <= found <= 1.1 * bent
    assert size * (1 - 1e-6) <= height <= 1.03 * size                # the trapezoidal rule of a function with three derivatives


@pytest.mark.parametrize("name", TRANSFORMS)
def test_the_taylor_polynomials_are_those_of_the_transform_and_pieces_meet_with_three_derivatives(name):
    transform = TRANSFORMS[name]
    pieces = co.jets(transform, 8)
    points = {-1: np.linspace(0.5, 1, 9), 0: np.linspace(1, 2, 9)}
    for k, (width, w, t) in enumerate(pieces):
        a, b = points[k // 8 - 1][[k % 8, k % 8 + 1]]
        assert width == b - a and float(w[0].lower()) <= a and b <= float(w[0].upper())
        for x in np.linspace(a, b, 5):
            assert abs(t[0].mid() - float(transform(np.array(x)))) <= t[0].rad() + 1e-15
    fine, n = co.jets(transform), co.PIECES
    outside = {0: 1.0 if name == "phi" else 0.0, -1: 0.0} | ({n - 1: 2**0.5, n: 2**0.5} if name == "psi" else {})
    for k, value in outside.items():
        t = fine[k][2]
        assert abs(t[0] - value) < 0.05 and all(t[m].contains(0) and t[m].rad() < 10 for m in (1, 2, 3))


def test_the_bound_of_the_decay_holds_for_the_filters_and_for_what_the_grid_adds():
    for name, transform in TRANSFORMS.items():
        z, *values = directly(name)
        for order, h in enumerate(values):
            assert (h <= co.beyond(co.decay(transform, order), z) + 1e-13).all()
            grid, error = co._on_grid(transform, order)
            assert len(grid) == co.PERIOD * co.PER_UNIT // 2 + 1
            assert (np.abs(grid[::co.PER_UNIT // 64][:len(z)] - h) <= error).all()


def test_translates_of_a_short_period_are_within_the_error(monkeypatch):
    """With a short period the translates matter: the grid then differs from the filter by a part of the bound that is not small."""
    monkeypatch.setattr(co, "PERIOD", 16)
    monkeypatch.setattr(co, "PER_UNIT", 64)
    for name, transform in TRANSFORMS.items():
        grid, error = co._on_grid(transform, 0)
        _, h, _ = directly(name)
        assert 1e-8 < np.abs(grid - h[:len(grid)]).max() <= error


def test_transforms_of_the_wavelets_are_the_filters_that_a_bank_samples():
    """Meyer's bank with the cut-off at N/2: phi_1^ = low(k / (N/2)), and the wavelet of the second octave is band(k / (N/4))."""
    from proofs_numeric.mathematics import wavelets
    bank, k = wavelets.meyer((64,), 3), np.arange(-31, 32)
    shrunk = 1 - 16 * 7 * 2.0**-52
    assert np.allclose(bank.phi[k], shrunk * co.low(k / 8), atol=1e-15, rtol=0)
    assert np.allclose(bank.psi[1][k] ** 2, (shrunk * co.band(k / 16)) ** 2, atol=1e-14, rtol=0)
