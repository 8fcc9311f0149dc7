"""The world of information: informations against closed forms and against fractions, and what the part promises of its instances."""
from fractions import Fraction
from itertools import product

import flint
import jax.numpy as jnp
import numpy as np
import pytest

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.worlds.information import INFORMATION, SIZE, law

NAMES = "ynxzw"
CELLS = {c: Fraction(1 + sum(c) % 5 + 2 * c[2] * c[3], 1) for c in product(range(2), range(2), range(4), range(4), range(3))}
CLASSES = [0, 1, 1, 0]


@pytest.fixture(scope="module")
def twins():
    usual = flint.ctx.prec
    exact = law("one", CELLS, CLASSES)
    p = np.array(exact.instance["p"], float)
    classes = np.pad(np.array(exact.instance["classes"], float), ((0, 0), (0, 2)))
    yield INFORMATION.meaning(SIZE, dict(p=jnp.array(p), classes=jnp.array(classes)), None), INFORMATION.exact(exact.instance)
    flint.ctx.prec = usual


def near(enclosure, exact) -> bool:
    x = Interval.of(enclosure)
    exact = exact if isinstance(exact, flint.arb) else flint.arb(flint.fmpq(*Fraction(exact).as_integer_ratio()))
    return bool(flint.arb(float(x.lo)) <= exact) and bool(exact <= flint.arb(float(x.hi))) and float(x.width) < 1e-10


def test_every_word_encloses_its_exact_twin(twins):
    rough, exact = twins
    for a, b in product((*NAMES, "T"), repeat=2):
        assert near(rough["Info"](rough[a], rough[b]), exact["Info"](exact[a], exact[b])), (a, b)
    for words in twins:
        words["yn"] = words["Pair"](words["y"], words["n"])
    assert near(rough["CondInfo"](rough["yn"], rough["z"], rough["x"]), exact["CondInfo"](exact["yn"], exact["z"], exact["x"]))
    for a, b in product(range(4), repeat=2):
        assert near(rough["Apart"](a, b), exact["Apart"](a, b)) and int(rough["Class"](a)) == exact["Class"](a) == CLASSES[a]
    assert near(rough["Log"](2), exact["Log"](2))


def test_closed_forms():
    """Three fair bits: x is the pair of the first two, z their sum modulo 2."""
    cells = {(a, b, 2 * a + b, a ^ b, 0): Fraction(1, 4) for a, b in product((0, 1), repeat=2)}
    words = INFORMATION.exact(law("bits", cells, [0, 0, 1, 1]).instance)
    two = float(words["Info"](words["x"], words["Pair"](words["y"], words["n"])))
    assert two == pytest.approx(2 * np.log(2)) and float(words["Info"](words["z"], words["y"])) == pytest.approx(0, abs=1e-30)
    assert float(words["CondInfo"](words["z"], words["y"], words["n"])) == pytest.approx(np.log(2))
    assert float(words["Info"](words["T"], words["y"])) == pytest.approx(np.log(2)) and words["Apart"](0, 3) == 2 and words[
        "Apart"](0, 1) == 0


@pytest.mark.parametrize("seed", range(4))
def test_instances_are_chains_with_a_sufficient_code(seed):
    instance = INFORMATION.build(SIZE, INFORMATION.draw(SIZE, np.random.default_rng(seed)), {})
    words = INFORMATION.meaning(SIZE, instance, None)

    def value(word, *names):
        return float(Interval.of(words[word](*(words[n] if isinstance(n, str) else n for n in names))).mid)
    yn = words["Pair"](words["y"], words["n"])
    assert abs(value("CondInfo", yn, "z", "x")) < 1e-13 and abs(value("Info", "y", "n")) < 1e-13
    assert abs(value("Info", "z", "y") - value("Info", "x", "y")) < 1e-13
    assert abs(value("CondInfo", words["Pair"](yn, words["x"]), "w", "z")) < 1e-13
    assert value("Info", "z", "n") > 0 and value("Info", "z", "x") > value("Info", "z", "y")
