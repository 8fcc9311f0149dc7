"""Random signals and their scattering: floating words against rational ones, mixtures of orbits, what the switches break."""
from fractions import Fraction

import numpy as np
import pytest
from test_worlds_banks import floating

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.mathematics import taps
from proofs_numeric.mathematics.transport import simplex
from proofs_numeric.scattering.expected_scattering import FIRST, SECOND, WORLD, case, turned
from proofs_numeric.worlds.exact_banks import Rational
from proofs_numeric.worlds.processes import Size

SIZE = Size(4, 2, 2, 2)
X, Y = turned([3, -1, 4, 1], [1, 0, 0, 2]), turned([2, 7, -1, 8], [0, 1, 1, 0])
CHANCES = [Fraction(n, 32) for n in (1, 2, 3, 4, 5, 6, 7, 4)]
WORDS = {
    "Norm": lambda m: [m["Norm"](m["X"])],
    "Imag": lambda m: [m["Imag"](m["X"])],
    "MeanEnergy": lambda m: [m["MeanEnergy"](m["X"] - m["Y"]), m["MeanEnergy"](m["ScatteredProcess"](2, 2, m["X"]))],
    "Realisation": lambda m: [m["Realisation"](m["X"], k) for k in m["Sample"]],
    "Stepped": lambda m: [m["Stepped"](m["Realisation"](m["X"], 0))],
    "Chance": lambda m: [m["Chance"](m["X"], m["Stepped"](m["Realisation"](m["X"], k))) for k in m["Sample"]],
    "SquaredTransport": lambda m: [m["SquaredTransport"](m["X"], m["Y"])],
    "ScatteredProcess": lambda m: [m["ScatteredProcess"](2, n, m["X"]) for n in (1, 2)],
    "LastProcess": lambda m: [m["LastProcess"](2, 2, m["X"])],
    "ExpectedScattering": lambda m: [m["ExpectedScattering"](2, n, m["X"]) for n in (1, 2)],
    "CentredProcess": lambda m: [m["CentredProcess"](2, 2, m["X"])],
    "ExpectedPath": lambda m: [m["ExpectedPath"](p, m["X"]) for p in m["P"]],
    "ExpectedOutput": lambda m: [m["ExpectedOutput"](2, p, m["X"], u) for p in m["P"] for u in m["G"]],
}


def encloses(found, exact):
    if isinstance(found, Ball):
        return np.linalg.norm(np.ravel(found.center) - np.ravel(exact).astype(float)) <= float(found.radius) + 1e-300
    if not isinstance(found, Interval):
        return np.array_equal(np.asarray(found), np.asarray(exact, float))
    square = getattr(exact, "squares", None)
    if square:
        return Fraction(float(found.lo)) ** 2 <= square[0] <= Fraction(float(found.hi)) ** 2
    return Fraction(float(found.lo)) <= exact <= Fraction(float(found.hi))


@pytest.mark.parametrize("bank", [taps.haar(4, 2), taps.haar(4, 2) * Fraction(1, 2)], ids=["Haar", "half of it"])
def test_every_word_encloses_its_rational_twin(bank):
    def ask(solver, *arrays):
        assert solver is simplex
        return solver(*map(np.asarray, arrays))
    shared = dict(linear=np.zeros(2), eta=np.zeros(1))
    floats = WORLD.meaning(SIZE, dict(bank=floating(bank), X=X.astype(complex), Y=Y.astype(complex),
                                      chances=np.array(CHANCES, float)) | shared, ask)
    exact = WORLD.exact(dict(bank=Rational((bank,)), X=X, Y=Y, chances=CHANCES, depth=2, linear=(0, 0), eta=0))
    assert WORLD.parts[1].floating.operators() == WORDS.keys()
    for word, values in WORDS.items():
        found, right = values(floats), values(exact)
        assert len(found) == len(right) and all(map(encloses, found, right)), word


def test_the_three_terms_of_a_mixture_are_the_fractions_computed_by_hand():
    i = case("", taps.haar(8, 3), turned(FIRST, SECOND), depth=4).instance
    m = WORLD.exact(i)
    found = [m["Energy"](m["ExpectedScattering"](3, 4, m["X"])), m["MeanEnergy"](m["CentredProcess"](3, 4, m["X"])),
             m["MeanEnergy"](m["LastProcess"](3, 4, m["X"]))]
    assert found == [Fraction(429, 512), Fraction(117, 8192), Fraction(187, 8192)] and sum(found) == Fraction(7, 8)


def test_a_random_law_is_a_mixture_of_orbits_and_each_switch_breaks_one_hypothesis():
    theta = WORLD.draw_free(SIZE, np.random.default_rng(0))

    def broken(*strange):
        i = WORLD.build_free(SIZE, theta | dict(strange=np.array(strange), loose=np.array([0.9] * 4)))
        law = {tuple(row): p for row, p in zip(np.asarray(i["X"]).tolist(), np.asarray(i["chances"]).tolist())}
        stationary = all(abs(p - law[(row[-1], *row[:-1])]) < 1e-15 for row, p in law.items())
        return {name for name, kept in (("stationary", stationary), ("real", not np.imag(i["X"]).any())) if not kept}
    assert broken(0.9, 0.9) == set() and broken(0.1, 0.9) == {"stationary"} and broken(0.9, 0.1) == {"real"}
