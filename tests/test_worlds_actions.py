"""Groups that act on positions and letters: tables, floating words against rational ones, and what the switches break."""
import itertools
from fractions import Fraction

import numpy as np
import pytest

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.mathematics import actions
from proofs_numeric.scattering.group_invariant_scattering import IDEMPOTENTS, LEFT, WORLD, mean
from proofs_numeric.worlds import actions as world
from proofs_numeric.worlds.actions import Size

TURNED = "shifts and quarter turns of a 3 x 3 grid"


@pytest.mark.parametrize("act", [actions.on_itself(), actions.on_itself("right"), actions.shifts(5), actions.turned_grid(3),
                                 actions.swap()])
def test_rows_form_a_group_and_letters_follow(act):
    rows = {tuple(p): tuple(l) for p, l in zip(act.positions.tolist(), act.letters.tolist())}
    assert len(rows) == len(act.positions)
    for (p, l), (q, k) in itertools.product(rows.items(), repeat=2):
        assert rows[tuple(p[x] for x in q)] == tuple(l[x] for x in k)


def test_left_and_right_translations_commute_and_differ():
    left, right = actions.on_itself("left").positions, actions.on_itself("right").positions
    assert all((a[b] == b[a]).all() for a in left for b in right) and {*map(tuple, left)} != {*map(tuple, right)}


def test_paths_move_letter_by_letter_and_stabilisers_are_counted():
    act = actions.turned_grid(3)
    every = [w for m in range(3) for w in itertools.product(range(2), repeat=m)]
    paths = act.paths(3)
    for g in (0, 9, 20, 35):
        assert [every[k] for k in paths[g]] == [tuple(act.letters[g][list(w)]) if w else () for w in every]
    assert (act.stabiliser_orbits() == 9).all() and act.orbits().all()
    assert actions.swap().stabiliser_orbits().tolist() == [[1, 1], [1, 1]]


@pytest.fixture(scope="module")
def both():
    """The permutations with two of the rational letters, in both arithmetics."""
    f, h = np.array([3, 1, 4, 1, 5, 9], object), np.array([2, 7, 1, 8, 2, 8], object)
    weight = np.array([1, 2, 1, 1, Fraction(1, 2), 1], object)
    letters, act = IDEMPOTENTS[:2], actions.on_itself("left", 2)
    exact = WORLD.exact(dict(action=act, average=mean(6), letters=letters, f=f, h=h, depth=3, weight=weight))
    floats = {k: np.asarray(v, float) for k, v in dict(average=mean(6), letters=np.array(letters), f=f, h=h, weight=weight).items()}
    return WORLD.meaning(Size("S3 on itself", 3), floats, None), exact


WORDS = {
    "Norm": lambda m: [m["Norm"](m["f"] - m["h"])],
    "Energy": lambda m: [m["Energy"](m["f"])],
    "At": lambda m: [m["At"](m["f"], x) for x in m["X"]],
    "Act": lambda m: [m["Act"](g, m["f"]) for g in m["G"]],
    "Moved": lambda m: [m["Output"](m["Moved"](g, p), m["f"]) for g in m["G"] for p in m["P"]],
    "Conjugated": lambda m: [m["Conjugated"](g, m["Letter"](1)) for g in m["G"]],
    "OrbitSize": lambda m: [m["OrbitSize"](x) for x in m["X"]],
    "StabiliserOrbitSize": lambda m: [m["StabiliserOrbitSize"](lam, x) for lam in m["Lambda"] for x in m["X"]],
    "Weight": lambda m: [m["Weight"](x) for x in m["X"]],
    "Letter": lambda m: [m["Letter"](lam) for lam in m["Lambda"]],
    "Gram": lambda m: [m["Gram"](m["A"])],
    "Output": lambda m: [m["Output"](p, m["f"]) for p in m["P"]],
    "OrbitMean": lambda m: [m["OrbitMean"](p, m["f"]) for p in m["P"]],
    "Outputs": lambda m: [m["Outputs"](k, m["f"]) for k in (1, 2, 3)],
    "LayerOf": lambda m: [m["LayerOf"](k, m["f"]) for k in range(4)],
}


def encloses(found, exact):
    if isinstance(found, Ball):
        return np.linalg.norm(np.ravel(found.center) - np.ravel(exact).astype(float)) <= float(found.radius) + 1e-300
    if isinstance(found, Interval):
        return float(found.lo) <= float(exact) <= float(found.hi)
    return float(found) == float(exact)


def test_every_word_encloses_its_rational_twin(both):
    floats, exact = both
    assert WORLD.parts[0].floating.operators() == WORDS.keys()
    for word, values in WORDS.items():
        found, right = values(floats), values(exact)
        assert len(found) == len(right) and all(map(encloses, found, right)), word


def test_the_convolutions_are_those_of_the_definition():
    s, kernel = actions.permutations(), [Fraction(1, 3), Fraction(-1, 3), *[Fraction(k, 6) for k in (1, -1, -1, 1)]]
    index = {tuple(p): k for k, p in enumerate(s)}
    f = [3, 1, 4, 1, 5, 9]
    direct = [sum(f[k] * kernel[index[tuple(np.argsort(h)[g])]] for k, h in enumerate(s)) for g in s]
    assert (IDEMPOTENTS[1] @ np.array(f, object) == direct).all()
    assert LEFT.letters.shape == (6, 3)


def test_energies_on_the_permutations_are_the_fractions_computed_by_hand():
    f = np.array([3, 1, 4, 1, 5, 9], object)
    m = WORLD.exact(dict(action=LEFT, average=mean(6), letters=IDEMPOTENTS, f=f, h=f, depth=4, weight=np.array([1] * 6, object)))
    assert [m["Energy"](m["LayerOf"](k, m["f"])) for k in range(5)] == [133, Fraction(269, 6), Fraction(134, 27), Fraction(242, 243),
                                                                        Fraction(398, 2187)]


def unitary(i):
    return abs(sum(np.asarray(w).T @ np.asarray(w) for w in (i["average"], *i["letters"])) - np.eye(len(i["weight"]))).max() < 1e-12


def equivariant(size, i):
    act, letters = world.ACTIONS[size.group], np.asarray(i["letters"])
    return all(abs(letters[l2][np.ix_(p, p)] - letters[l]).max() < 1e-12
               for p, moved in zip(act.positions, act.letters) for l, l2 in enumerate(moved))


@pytest.mark.parametrize("size", [Size("S3 on itself", 3), Size(TURNED, 2)])
def test_random_letters_go_with_the_group_and_each_switch_breaks_one_hypothesis(size):
    theta = WORLD.draw_free(size, np.random.default_rng(0))

    def broken(*loose):
        i = WORLD.build_free(size, theta | dict(loose=np.array(loose)))
        n = len(i["weight"])
        return {name for name, kept in (("unitary", unitary(i)), ("equivariant", equivariant(size, i)),
                                        ("pointwise", (i["weight"] == 1).all()),
                                        ("mean", abs(i["average"] - 1 / n).max() < 1e-12)) if not kept}
    assert broken(0.9, 0.9, 0.9, 0.9) == set()
    assert broken(0.1, 0.9, 0.9, 0.9) == {"mean"} and broken(0.9, 0.1, 0.9, 0.9) == {"equivariant"}
    assert broken(0.9, 0.9, 0.1, 0.9) == {"unitary"} and broken(0.9, 0.9, 0.9, 0.1) == {"pointwise"}
