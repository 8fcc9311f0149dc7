"""The world of auto-encoders: every word encloses its rational twin, and what is built has the sums that it claims."""
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import unnamed
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.autoencoders import Size, autoencoders
from proofs_numeric.worlds.codes import Moved

WORLD = autoencoders()


def asked(solver, *arrays):
    return [jnp.asarray(x) for x in solver(*map(np.asarray, arrays))]


def pairs(seed, p):
    """The meanings of one instance in both arithmetics; all its numbers are dyadic."""
    exact = WORLD.cloud(seed, p, 4, 3, 32).instance
    floats = {name: np.array(value, int if name == "G" else float) for name, value in exact.items()}
    return WORLD.meaning(Size(4, 3), floats, asked), WORLD.exact(exact)


def drawn(seed):
    size, rng = Size(4, 3), np.random.default_rng(seed)
    return size, WORLD.build(size, WORLD.draw(size, rng), {})


def contains(found, exact):
    """Whether the enclosure holds the exact value; of a moved matrix, whether all entries are near enough."""
    found = unnamed(found)
    if isinstance(found, Moved):
        gaps = [abs(Fraction(float(u)) - v) for u, v in zip(np.ravel(found.value), np.ravel(np.array(exact, object)), strict=True)]
        return sum(gaps) <= Fraction(float(found.by))
    if isinstance(found, Ball):
        gaps = [Fraction(float(u)) - v for u, v in zip(np.ravel(found.center), np.ravel(np.array(exact, object)), strict=True)]
        return sum(g * g for g in gaps) <= Fraction(float(found.radius)) ** 2
    if not isinstance(found, Interval):
        return float(found) == float(exact)
    lo, hi = (Fraction(float(x)) for x in (found.lo, found.hi))
    if isinstance(exact, Radical):
        (square,) = exact.squares
        return max(lo, Fraction(0)) ** 2 <= square <= hi**2
    return lo <= exact <= hi


WORDS = {
    "Weight": lambda m: [m["Weight"](m["P_X"], x) for x in range(4)] + [m["Weight"](m["Codes"](m["E"]), z) for z in range(3)],
    "Joint": lambda m: [m["Joint"](m[k], x, z) for k in "QE" for x in range(4) for z in range(3)],
    "Kernel": lambda m: [m["Kernel"](m[k], z, x) for k in "DR" for x in range(4) for z in range(3)],
    "Decoded": lambda m: [m["Decoded"](z) for z in range(3)],
    "Indicator": lambda m: [m["Indicator"](0, 0), m["Indicator"](0, 1)],
    "CostAt": lambda m: [m["CostAt"](x, y) for x in range(4) for y in range(4)],
    "Output": lambda m: [m["Output"](m["P_Z"], m[k]) for k in "DR"],
    "Codes": lambda m: [m["Codes"](m[k]) for k in "QE"],
    "TransportCost": lambda m: [m["TransportCost"](m["P_X"], m["Output"](m["P_Z"], m[k])) for k in "DR"]
    + [m["TransportCost"](m["Output"](m["P_Z"], m["R"]), m["P_X"])],
    "EncoderMinimum": lambda m: [m["EncoderMinimum"](m["P_X"], m["P_Z"])],
    "Lift": lambda m: [m["Codes"](m["Lift"](m["P_X"], m["Output"](m["P_Z"], m["D"])))],
    "Wasserstein": lambda m: [m["Wasserstein"](m["p"], m["P_X"], m["Output"](m["P_Z"], m["D"]))],
    "LatentWasserstein": lambda m: [m["LatentWasserstein"](m["p"], m["Codes"](m["E"]), m["P_Z"])],
    "ReconstructionCost": lambda m: [m["ReconstructionCost"](m["p"], m[k]) for k in "QE"],
    "LatentDistance": lambda m: [m["LatentDistance"](z, w) for z in range(3) for w in range(3)],
    "Place": lambda m: [m["Place"](x) for x in range(4)],
    "Norm": lambda m: [m["Norm"](m["Place"](x)) for x in range(4)],
    "Centre": lambda m: [m["Centre"](z) for z in range(3)],
    "Barycentre": lambda m: [m["Barycentre"](m["R"], z) for z in range(3)],
    "SquaredDistance": lambda m: [m["SquaredDistance"](x, y) for x in range(4) for y in range(4)],
    "SquaredError": lambda m: [m["SquaredError"](x, z) for x in range(4) for z in range(3)],
    "Distance": lambda m: [m["Distance"](x, y) for x in range(4) for y in range(4)],
    "Diameter": lambda m: [m["Diameter"](m["X"])],
}


@pytest.mark.parametrize("p", [1, 2])
def test_every_word_encloses_its_rational_twin(p):
    words = set().union(*(part.floating.operators() for part in WORLD.parts))
    assert words == WORDS.keys()
    for seed in range(3):
        floats, exact = pairs(seed, p)
        for word in words:
            found, right = WORDS[word](floats), WORDS[word](exact)
            assert len(found) == len(right)
            for a, b in zip(found, right):
                assert contains(a, b), (word, seed, a, b)


def test_what_is_built_is_a_coupling_and_the_rational_twin_is_one_exactly():
    for seed in range(3):
        exact = WORLD.exact(WORLD.as_exact(drawn(seed)[1]) | dict(p=1))
        Q, a, b = exact["Q"], exact["P_X"], exact["P_Z"]
        assert [sum(row) for row in Q] == a and [sum(column) for column in zip(*Q)] == b and min(map(min, Q)) >= 0
        assert [sum(row) for row in exact["E"]] == a
        lifted = exact["Lift"](a, exact["Output"](b, exact["D"]))
        assert [sum(column) for column in zip(*lifted)] == b


def test_codes_that_do_not_match_stay_unmatched():
    size, instance = drawn(0)
    far = instance | dict(Q=instance["E"])
    m = WORLD.meaning(size, far, asked)
    gaps = [m["Weight"](m["Codes"](m["Q"]), z) - m["Weight"](m["P_Z"], z) for z in range(3)]
    assert any(g.lo > 0 or g.hi < 0 for g in gaps)
    exact = WORLD.exact(WORLD.as_exact(far) | dict(p=1))
    assert [sum(row) for row in exact["Q"]] == exact["P_X"] and [sum(column) for column in zip(*exact["Q"])] != exact["P_Z"]
