"""The world of signals on Z/N: every word encloses its exact twin, every knob breaks its hypothesis and no other."""
import functools
import itertools
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
import sympy as sp
from flint import acb, arb

from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import evaluate, lift
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.model import load
from proofs_numeric.mathematics.cyclotomic import Cyclotomic, unit, vector
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds import cyclic, cyclic_maps
from theorems.language import catalogue
from theorems.language.operators import Operator
from theorems.vocabulary import convolution as c
from theorems.vocabulary import equivariance as e
from theorems.vocabulary.analysis import Norm

SIGNALS = cyclic.cyclic(cyclic.Signals(), cyclic.Root(), cyclic.Padded(), sizes=(4, 6))
MAPS = cyclic.cyclic(cyclic.Signals(), cyclic.Root(standard=True), cyclic_maps.Maps(), sizes=(4, 6))
with sp.evaluate(False):
    SIGNAL_TERMS = (
        c.Value(c.f, 1), c.Conjugate(c.f), c.Times(c.f, c.g), c.Inner(c.f, c.g), c.Convolved(c.f, c.g), c.Correlated(c.f, c.g), Norm(c.f),
        c.Largest(c.f), c.OneNorm(c.g), c.Fourier(c.f), c.Power(c.z, 3), c.PowerSum(c.z, 2, c.N), c.Tail(c.u, 1), c.Linear(c.u, c.v),
        c.Convolved(c.Fourier(c.f), c.Fourier(c.g)) / c.N)
    MAP_TERMS = (
        e.Apply(e.T, c.f), e.Shift(c.f), e.Superposed(e.T, c.f), e.Response(e.T), e.OperatorNorm(e.T), e.Frobenius(e.M), e.Commutator(e.M),
        e.MeanConjugate(e.M), e.ByKernel(c.g), e.Chord(c.N), e.CommutantDimension(2), e.Gcd(c.N, 2), e.M - e.MeanConjugate(e.M))


def number(x):
    """An exact number as a complex ball."""
    if isinstance(x, Cyclotomic):
        a, b = arb(x.a.numerator) / x.a.denominator, arb(x.b.numerator) / x.b.denominator
        return acb(a, b) if x.p == 0 else acb(a + b / 2, b * arb(3).sqrt() / 2)
    if isinstance(x, Radical):
        return acb(sum((arb(s.numerator) / s.denominator).sqrt() for s in map(Fraction, x.squares)))
    return acb(arb(Fraction(x).numerator) / Fraction(x).denominator)


def contains(found, exact) -> bool:
    """Whether an enclosure contains a number or an array."""
    if not isinstance(found, Ball):
        x = number(exact).real
        return not bool(x < arb(float(found.lo))) and not bool(x > arb(float(found.hi)))
    gaps = [number(v) - acb(complex(w).real, complex(w).imag) for v, w in zip(np.ravel(exact), np.ravel(found.center), strict=True)]
    return bool(sum((abs(g)**2 for g in gaps), arb(0)) <= arb(float(found.radius))**2 + arb("1e-30"))


def integers(rng, n):
    return [(int(a), int(b)) for a, b in rng.integers(-3, 4, (n, 2))]


def cases(space, n, count=6):
    """(float64 instance, exact instance) of the same numbers."""
    rng = np.random.default_rng(n)
    for k in range(count):
        f, g = integers(rng, n), [int(v) for v in rng.integers(-3, 4, n)]
        given = {}
        if space is SIGNALS:
            u, v = integers(rng, n), integers(rng, n)
            step = (1, n - 1, 1, 0, 2, 1)[k]
            given = dict(padded=(u, v, 2, 2))
            yield (space.case("", f, g, z=(step / n, 1.0), **given).instance,
                   space.rational("", f, g, z=unit(n)**step, **given).instance)
        else:
            A = cyclic_maps.circulant(np.array([int(v) for v in rng.integers(-3, 4, n)]))
            bend = (0, 0, 0, 1, 2, 0)[k]
            f = g if bend else f                                                    # the entries of A f are real where T is bent
            given = dict(maps=(A, bend, rng.integers(-4, 5, (n, n))))
            yield space.case("", f, g, **given).instance, space.rational("", f, g, **given).instance


@pytest.mark.parametrize("space, terms, n", [(SIGNALS, SIGNAL_TERMS, 4), (MAPS, MAP_TERMS, 4)], ids=["signals", "maps"])
def test_every_word_encloses_its_exact_twin(space, terms, n):
    words = set().union(*(part.floating.operators() for part in space.parts))
    occurring = {type(x).__name__ for t in (*SIGNAL_TERMS, *MAP_TERMS) for x in sp.preorder_traversal(t) if isinstance(x, Operator)}
    assert words <= occurring
    for floats, exact in cases(space, n):
        right, found = space.exact(exact), space.meaning(space.sizes[0], floats, None)
        for term in terms:
            enclosure = lift(evaluate(term, found, {}))
            enclosure = Interval.of(enclosure) if isinstance(enclosure, int) else enclosure
            assert contains(enclosure, evaluate(term, right, {})), term
            width = enclosure.radius if isinstance(enclosure, Ball) else (enclosure.hi - enclosure.lo) / 2
            assert float(width) < 1e-6, term


def test_exact_numbers_are_those_of_the_complex_plane():
    for n in (1, 2, 3, 4, 6):
        z, powers = unit(n), [unit(n)**k for k in range(n)]
        assert abs(complex(*map(float, (number(z).real, number(z).imag))) - np.exp(2j * np.pi / n)) < 1e-15
        assert z**n == 1 and (n == 1 or sum(powers[1:], powers[0]) == 0) and z * z.conjugate() == 1 and z.square == 1
    with pytest.raises(ValueError, match="orders are"):
        unit(5)
    with pytest.raises(ValueError, match="not in one of the fields"):
        unit(3) * unit(4)
    assert unit(2) * unit(3) == -unit(3) and vector([(1, 2), 3])[0] == 1 + 2 * unit(4)


def test_the_operator_norm_is_the_largest_singular_value():
    rng = np.random.default_rng(0)
    for A in (*rng.normal(size=(20, 5, 5)), np.zeros((3, 3)), np.ones((4, 4)), np.eye(6), 1e-150 * np.ones((2, 2))):
        found, right = cyclic_maps.spectral_norm(jnp.asarray(A + 0j)), np.linalg.norm(A, 2)
        assert found.lo <= right * (1 + 1e-12) and right * (1 - 1e-12) <= found.hi and found.hi - found.lo <= 1e-7 * right


def test_an_irrational_operator_norm_is_refused():
    shear = [[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    right = MAPS.exact(MAPS.rational("", (1, 0, 0, 0), (1, 0, 0, 0), maps=(shear, 0, None)).instance)
    with pytest.raises(ArithmeticError, match="not rational"):
        right["OperatorNorm"](right["T"])


def test_the_maps_on_the_symmetric_group_that_commute_with_left_translations_are_six_dimensional():

    group = list(itertools.permutations(range(3)))
    times = [[group.index(tuple(g[x] for x in h)) for h in group] for g in group]
    rows = []
    for g in times:
        P = np.eye(6, dtype=int)[:, g].T
        rows.append(np.kron(P, np.eye(6, dtype=int)) - np.kron(np.eye(6, dtype=int), P.T))
    assert 36 - np.linalg.matrix_rank(np.concatenate(rows)) == 6
    assert [cyclic_maps.commutant_dimension(*x) for x in ((4, 1), (6, 1), (6, 2), (6, 3), (4, 2))] == [4, 6, 12, 18, 8]


@functools.cache
def bench(slug):
    return Bench(catalogue.load(slug), load(slug))


@pytest.mark.parametrize("name", ["convolution_theorem", "equivariance_is_convolution"])
def test_each_knob_breaks_its_hypothesis_and_no_other(name):
    own = bench(name)
    size = own.model.sizes[0]
    for knob in own.model.knobs:
        found = own.judge(size, own.build(size, own.draw(size, 1), knob))
        for h in own.theorem.hypotheses:
            share = (found[h.name].verdict == Verdict.HOLDS).mean()
            assert share < 0.4 if h.name == knob else share > 0.9, (knob, h.name, share)
