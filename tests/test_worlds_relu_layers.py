"""The world of random ReLU layers: words enclose their exact twins; samples meet every hypothesis; what is broken is seen."""
from fractions import Fraction

import flint
import numpy as np
import pytest
from sympy import Symbol

from proofs_numeric.worlds.relu_layers import GAUSSIAN, HALF, ROWS, Size, layer

LAWS = {
    "Gaussian moments": GAUSSIAN,
    "signs": dict(points=[(HALF / 2, [a, b]) for a in (1, -1) for b in (1, -1)]),
    "a moved square on a circle": dict(points=[(Fraction(1, 4), [1, 2]), (Fraction(1, 4), [-1, 0])], circles=[(HALF, 3)]),
    "with a bias": dict(circles=[(HALF, 1), (HALF, 2)], bias=Fraction(1, 4)),
}
PAIR = dict(x=[3, 1], y=[-1, 2], u=[4, 3], v=[5, 0], w=[0, 5])
NONE, INDICES = ("TotalChance", "LeastChance", "Lopsided", "Uneven"), ((1, 1), (1, 2), (2, 2))
PAIRS = ("LayerDistance", "LayerInner", "AbsoluteGap", "RowFourth", "Cosine", "Psi", "OutputCosine")


def inside(interval, exact):
    """Whether an interval holds an exact number or meets a ball, and is narrow."""
    low, high = float(interval.lo), float(interval.hi)
    if not isinstance(exact, flint.arb):
        return Fraction(low) <= exact <= Fraction(high) and high - low <= 1e-9 * max(1, abs(high))
    return flint.arb(low) - exact <= 1e-45 and exact - flint.arb(high) <= 1e-45 and high - low <= 1e-9 * max(1, abs(high))


@pytest.mark.parametrize("law", LAWS)
def test_every_word_encloses_its_exact_twin(law):
    exact, floating = (ROWS.exact(layer("", **LAWS[law], **PAIR).instance),
                       ROWS.meaning(Size(2), layer("", True, **LAWS[law], **PAIR).instance, None))
    calls = [*((name,) for name in NONE), *(("Second", *at) for at in INDICES), *((name, "x", "y") for name in PAIRS),
             *((name, "u", "w") for name in PAIRS), *((name, p) for name in ("FourthAlong", "Norm", "Energy") for p in "xyuvw")]
    for name, *args in calls:
        one, two = (known[name](*(known[a] if isinstance(a, str) else a for a in args)) for known in (floating, exact))
        assert inside(one, two), (name, args, one, two)
    assert {name for name, *_ in calls} | {"Same"} == {name for part in ROWS.parts for name in part.floating.operators()}


def test_the_law_of_a_gaussian_row_by_simulation():
    """What the two circles give is what Gaussian rows give, in higher dimension as well."""
    known = ROWS.meaning(Size(2), layer("", True, **GAUSSIAN, **PAIR).instance, None)
    g = np.random.default_rng(0).normal(size=(400_000, 4))
    a, c = g @ [3, 1, 0, 0], g @ [-1, 2, 0, 0]
    for name, value in (("LayerDistance", (np.maximum(a, 0) - np.maximum(c, 0)) ** 2), ("LayerInner", np.maximum(a, 0) * np.maximum(c, 0)),
                        ("AbsoluteGap", (np.abs(a) - np.abs(c)) ** 2), ("RowFourth", (np.maximum(a, 0) - np.maximum(c, 0)) ** 4)):
        error = value.std() / len(value) ** 0.5
        assert abs(float(known[name](known["x"], known["y"]).mid) - value.mean()) < 5 * error, name


@pytest.mark.parametrize("broken, words", [
    (dict(points=[(1, [1, 1])]), {"Lopsided": 1, "Uneven": 1}),
    (dict(points=[(HALF, [1, 1]), (HALF, [-1, -1])]), {"Lopsided": 0, "Uneven": 1}),
    (dict(circles=[(1, 1)]), {"Lopsided": 0, "Uneven": 0, "TotalChance": 1}),
    (dict(circles=[(2, 1)], points=[(-1, [0, 0])]), {"TotalChance": 1, "LeastChance": -1, "Uneven": 0})])
def test_words_of_the_law(broken, words):
    """In both arithmetics; exactly in rational numbers."""
    exact, floating = (ROWS.exact(layer("", **broken, **PAIR).instance),
                       ROWS.meaning(Size(2), layer("", True, **broken, **PAIR).instance, None))
    for name, value in words.items():
        assert exact[name]() == value and inside(floating[name](), Fraction(value)), name


def test_on_a_line_the_only_rotation_is_a_reflection():
    signs = ROWS.exact(layer("", points=[(HALF, [1]), (HALF, [-1])], x=[1], y=[-2]).instance)
    assert signs["Uneven"]() == signs["Lopsided"]() == 0
    assert str(Symbol("b")) in signs and signs["LayerInner"](signs["x"], signs["y"]) == 0
