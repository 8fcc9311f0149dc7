"""The world of deformed signals on the circle: every word encloses what it means for the functions, on a grid 64 times as fine."""
import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from test_mathematics_commutators import directly, trapezoid

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.mathematics import commutators
from proofs_numeric.mathematics.circle import SHRUNK
from proofs_numeric.scattering.scattering_deformation_stability import WORLD
from proofs_numeric.worlds import circle

SIZE = circle.Size(64, 6, 8, 2, 3)
FINE = 4096
POINTS = np.arange(FINE) / FINE
WHOLE = np.fft.fftfreq(SIZE.N, 1 / SIZE.N).astype(int)
DEGREES = np.arange(-SIZE.degree, SIZE.degree + 1)


@pytest.fixture(scope="module", params=["built", "free"])
def world(request):
    """(instance, meaning): one that satisfies every hypothesis, and one with phases, loud filters and a signal that is not real."""
    rng = np.random.default_rng(7)
    if request.param == "built":
        instance = WORLD.build(SIZE, WORLD.draw(SIZE, rng), {})
    else:
        instance = WORLD.build_free(SIZE, WORLD.draw_free(SIZE, rng) | dict(kind=np.array([0.9, 0.1]), loose=np.array([0.25, 0.1, 0.05])))
    instance = {k: np.asarray(v) for k, v in instance.items()}
    return instance, WORLD.meaning(SIZE, jax.tree.map(jnp.asarray, instance), None)


def displaced(i, points=POINTS):
    m = 2 * np.pi * np.outer(points, np.arange(1, circle.HARMONICS + 1))
    return i["offset"] + np.cos(m) @ i["cosines"] + np.sin(m) @ i["sines"]


def polynomial(c, degrees, points):
    return np.exp(2j * np.pi * np.outer(points, degrees)) @ c


def shown(ball):
    """The function that a ball of samples stands for, on the fine grid."""
    return polynomial(np.fft.fft(np.asarray(ball.center)) / np.sqrt(SIZE.N), WHOLE, POINTS)


def distance(x, y):
    return math.sqrt(np.mean(np.abs(x - y) ** 2))


def within(ball, function):
    return distance(shown(ball), function) <= float(ball.radius) * (1 + 1e-6) + 1e-15


def test_signals_and_their_deformations_are_the_functions(world):
    i, m = world
    f = polynomial(i["c"], DEGREES, POINTS)
    assert within(m["f"], f) and m["f"].radius < 1e-11
    moved = m["Deform"](m["tau"], m["f"])
    assert within(moved, polynomial(i["c"], DEGREES, POINTS - displaced(i)))
    assert not within(moved, polynomial(i["c"], DEGREES, POINTS + displaced(i)))
    for x, function in ((m["f"], f), (moved, shown(moved))):
        norm = m["Norm"](x)
        assert norm.lo <= distance(function, 0) <= norm.hi
        assert np.allclose(np.asarray(m["Imag"](x).center), np.asarray(x.center).imag) and m["Imag"](x).radius == x.radius


def test_the_sizes_of_a_displacement_are_its_suprema(world):
    i, m = world
    tau = displaced(i)
    slope = np.abs(np.diff(displaced(i, np.arange(64 * FINE + 1) / (64 * FINE)))).max() * 64 * FINE
    for found, right in ((m["Largest"](m["tau"]), np.abs(tau).max()), (m["Slope"](m["tau"]), slope),
                         (m["Slope"](m["tau"] * 2.0), 2 * slope)):
        assert found.lo * (1 - 1e-4) <= right <= found.hi * (1 + 1e-6) and found.width < 1e-2 * found.hi


def test_filters_are_read_at_their_frequencies(world):
    i, m = world
    assert m["J"] == SIZE.scales and m["M"] == SIZE.depth and sorted(np.asarray(m["Omega"])) == [*range(-31, 32)]
    for k in (-9, -1, 0, 3, 5, 9):
        for turned, sign in ((jnp.int64(k), 1), (-Interval.of(float(k)), -1)):
            low = m["LowPass"](2, turned)
            assert low.lo <= abs(i["phi"][sign * k]) <= low.hi
            for lam in range(SIZE.scales):
                high, value = m["BandPass"](2, lam, turned), m["BandTransform"](lam, turned)
                assert high.lo <= abs(i["psi"][lam][sign * k]) <= high.hi
                assert value.center[0] == i["psi"][lam][sign * k] and value.radius == 0
    assert m["Count"](m["Bands"](2)) == len(m["Bands"](2)) == SIZE.scales


def test_the_mother_wavelet_and_its_scales_are_those_of_the_bank(world):
    i, m = world
    for w in (0.25, 0.6, 0.9, 1.3, 1.9, 2.5):
        value = m["Mother"](Interval.of(w))
        right = i["mother"] * commutators.band(np.array(w))
        # the bank is shrunk by 4e-12, which is no rounding: it is part of the definition
        assert abs(value.center[0] - right * SHRUNK) <= value.radius < 1e-11
    for lam in range(SIZE.scales):
        assert m["Scale"](lam).lo == SIZE.cut / 2**lam


def test_the_schur_constant_encloses_an_independent_quadrature(world):
    i, m = world
    for D in (0.0, 0.03, 0.12):
        found = m["Schur"]("psi", Interval.of(D))
        assert found.lo <= abs(i["mother"]) * trapezoid(directly("psi")[0], D, *directly("psi")[1:]) <= found.hi
    wide = m["Schur"]("psi", Interval(jnp.float64(0.03), jnp.float64(0.12)))
    assert wide.lo <= m["Schur"]("psi", Interval.of(0.03)).lo and wide.hi >= m["Schur"]("psi", Interval.of(0.12)).hi
    assert m["Schur"]("psi", Interval.of(0.9)).hi > 1e290


def coefficients(function):
    """Of a function on the fine grid, at the frequencies of the grid; a modulus has a kink, its aliases are below 1/FINE^2."""
    return (np.fft.fft(function) / FINE)[WHOLE]


def test_layers_of_the_scattering_transform_are_those_of_functions(world):
    """Modulus and bands on the fine grid, where what 64 samples miss of a modulus can be seen."""
    i, m = world
    layers, outputs = [[polynomial(i["c"], DEGREES, POINTS)]], []
    norms = [distance(layers[0][0], 0)]
    for _ in range(SIZE.depth):
        spectra = [coefficients(np.abs(u) if outputs else u) for u in layers[-1]]
        outputs.append([c * i["phi"] for c in spectra])
        layers.append([polynomial(c * psi, WHOLE, POINTS) for c in spectra for psi in i["psi"]])
        norms.append(math.sqrt(sum(distance(u, 0) ** 2 for u in layers[-1])))
    for n in range(1, SIZE.depth + 1):
        found = m["Scattering"](2, n, m["f"])
        right = np.concatenate([np.ravel(y) for y in outputs[:n]])
        assert np.linalg.norm(np.asarray(found.center) - right) <= found.radius + 1e-6
        paths, norm = m["Norm"](m["Paths"](2, n, m["f"])), m["Norm"](m["Propagated"](2, n - 1, m["f"]))
        assert norm.lo - 1e-6 <= norms[n - 1] <= norm.hi + 1e-6
        assert paths.lo - 1e-6 <= math.hypot(*norms[:n]) <= paths.hi + 1e-6
    f = polynomial(i["c"], DEGREES, POINTS)
    assert within(m["Smooth"](2, m["f"]), polynomial(coefficients(f) * i["phi"], WHOLE, POINTS))
    assert all(within(m["Filtered"](lam, m["f"]), polynomial(coefficients(f) * psi, WHOLE, POINTS)) for lam, psi in enumerate(i["psi"]))


def test_every_word_of_the_world_is_tried_here():
    tried = {"Norm", "Imag", "Deform", "Largest", "Slope", "Bands", "Count", "LowPass", "BandPass", "BandTransform", "Mother", "Scale",
             "Schur", "Smooth", "Filtered", "Propagated", "Paths", "Scattering"}
    assert set().union(*(part.floating.operators() for part in WORLD.parts)) == tried
