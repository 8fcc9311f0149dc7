"""The world of one layer: every word encloses its rational twin, in the plane its definition; every switch breaks its hypothesis alone."""
import itertools
from fractions import Fraction

import numpy as np
import pytest
from flint import arb

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.extractors.layer_constants import WORLD
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.layers import CLAIMS, Size, scalar

LINE, PLANE = Size(6, 3, 4), Size(4, 2, 3, 2)
U, V = np.array([[3, -1, 4, 1, -5, 9], [2, 7, -1, 8, 2, -8]], object)
PHI = np.array([Fraction(1, 4), Fraction(1, 2), Fraction(-1, 8), 0, 0, Fraction(1, 8)], object)


def both(weights=(1, 0, 0, Fraction(1, 2))):
    claims = dict(zip(CLAIMS, (2, Fraction(1, 2), 3, 1, -1)))
    floats = {k: np.float64(v) for k, v in claims.items()} | dict(
        u=U.astype(complex), v=V.astype(complex), phi=PHI.astype(float), weights=np.array([*map(float, weights)]))
    return WORLD.meaning(LINE, floats, None), WORLD.exact(dict(u=U, v=V, phi=PHI, weights=weights, grid=LINE) | claims)


WORDS = {
    "Norm": lambda m: [m["Norm"](m["u"])],
    "Energy": lambda m: [m["Energy"](m["u"])],
    "At": lambda m: [m["At"](m["phi"], x) for x in m["G"]],
    "Scalar": lambda m: [m["Scalar"](a) for a in m["A"][:6]],
    "Parts": lambda m: [m["Parts"](m["u"])],
    "Modulus": lambda m: [m["Modulus"](m["v"])],
    "Gain": lambda m: [m["Gain"](m["phi"], w) for w in m["Omega"]],
    "LookAlike": lambda m: [m["LookAlike"](m["phi"], j, w) for j in m["Q"] for w in m["Omega"]],
    "Smoothed": lambda m: [m["Smoothed"](m["phi"], m["u"])],
    "Strided": lambda m: [m["Strided"](m["phi"], m["u"])],
    "Polyphase": lambda m: [m["Polyphase"](m["phi"], r) for r in m["Q"]],
    "AbsoluteMass": lambda m: [m["AbsoluteMass"](m["phi"])],
    "MaxPool": lambda m: [m["MaxPool"](m["u"])],
}


def encloses(found, exact):
    if isinstance(found, Ball):
        gap = np.ravel(found.center) - np.ravel(exact).astype(float)
        return np.linalg.norm(gap) <= float(found.radius) + 1e-300
    if not isinstance(found, Interval):
        return float(found) == float(exact)
    square = exact.squares[0] if isinstance(exact, Radical) else None
    lo, hi = Fraction(float(found.lo)), Fraction(float(found.hi))
    if square is not None:
        return (lo <= 0 or lo * lo <= square) and square <= hi * hi
    return bool(arb(float(found.lo)) <= exact <= arb(float(found.hi))) if isinstance(exact, arb) else lo <= exact <= hi


def test_every_word_encloses_its_rational_twin():
    floats, exact = both()
    assert WORLD.parts[0].floating.operators() == WORDS.keys()
    assert [floats[name] for name in ("q", "C")] == [exact["q"], exact["C"]] == [3, 2]
    for word, values in WORDS.items():
        found, right = values(floats), values(exact)
        assert len(found) == len(right) and all(map(encloses, found, right)), word


@pytest.mark.parametrize("size", [PLANE, Size(6, 3, 5, 2), Size(12, 4, 3)])
def test_words_are_their_definitions_in_any_dimension(size):
    i = WORLD.build(size, WORLD.draw(size, np.random.default_rng(2)), {})
    m = WORLD.meaning(size, i, None)
    n, s, d = size.N, size.stride, size.dim
    phi, u = np.asarray(i["phi"]), np.asarray(i["u"])
    grid, spectrum = [*itertools.product(range(n), repeat=d)], np.fft.fftn(phi)
    smooth = {x: sum(phi[y] * u[tuple((a - b) % n for a, b in zip(x, y))] for y in grid) for x in grid}
    assert np.allclose(m["Smoothed"](m["phi"], m["u"]).center, np.reshape([smooth[x] for x in grid], u.shape), atol=1e-12)
    kept = [smooth[tuple(s * np.array(x))] for x in itertools.product(range(n // s), repeat=d)]
    assert np.allclose(np.ravel(m["Strided"](m["phi"], m["u"]).center), kept, atol=1e-12)
    largest = [max(abs(u[tuple((s * a + o) % n for a, o in zip(x, offset))]) for offset in itertools.product(range(size.window), repeat=d))
               for x in itertools.product(range(n // s), repeat=d)]
    assert np.allclose(np.ravel(m["MaxPool"](m["u"]).center), largest)
    phases = sorted(float(m["Polyphase"](m["phi"], r).lo) for r in m["Q"])
    assert np.allclose(phases, sorted(phi[tuple(slice(r, None, s) for r in x)].sum() for x in itertools.product(range(s), repeat=d)))
    for w in (0, 1, len(grid) - 1):
        alike = sorted(float(m["LookAlike"](m["phi"], j, w).lo) for j in m["Q"])
        k = np.unravel_index(w, (n,) * d)
        there = [abs(spectrum[tuple((a + b * n // s) % n for a, b in zip(k, x))]) for x in itertools.product(range(s), repeat=d)]
        assert np.allclose(alike, sorted(there), atol=1e-12)


def test_the_random_family_meets_the_hypotheses_and_each_switch_breaks_one():
    size, rng = LINE, np.random.default_rng(0)
    theta = WORLD.draw_free(size, rng)

    def broken(*loose):
        i = WORLD.build_free(size, theta | dict(loose=np.array(loose)))
        values = np.linspace(-3, 3, 61)
        slope = np.abs(np.diff(np.asarray(scalar(i["weights"], values)))).max() / 0.1
        return {name for name, bad in (("nonnegative", i["phi"].min() < 0), ("mass", abs(i["phi"].sum() - 1) > 1e-9),
                                       ("lipschitz", slope > i["ell"]), ("divisor", i["c"] <= 0)) if bad}
    assert broken(0.9, 0.9, 0.9, 0.9, 0.9) == set()
    assert broken(0.9, 0.4, 0.9, 0.9, 0.9) == {"mass"} and broken(0.1, 0.1, 0.9, 0.9, 0.9) == {"nonnegative"}
    assert broken(0.9, 0.9, 0.9, 0.25, 0.9) == {"lipschitz"} and broken(0.9, 0.9, 0.9, 0.9, 0.1) == {"divisor"}
