"""The world of weighted graphs: twins agree, each knob breaks its hypothesis and no other, spectra are enclosed."""
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.engine.interpret import evaluate, lift
from proofs_numeric.graphs.graph_fourier import GRAPHS, MODEL, PIECES
from proofs_numeric.graphs.localised_filters import GRAPHS as HOPS
from proofs_numeric.graphs.localised_filters import MODEL as HOPS_MODEL
from proofs_numeric.graphs.permutation_equivariance import GRAPHS as RENUMBERED
from proofs_numeric.graphs.permutation_equivariance import MODEL as RENUMBERED_MODEL
from proofs_numeric.mathematics import symmetric
from proofs_numeric.worlds import hops, relabelling
from proofs_numeric.worlds.graphs import Graph, Size, Spectrum, complete, components, cycle, graph, matrix, path, star
from theorems.language import catalogue
from theorems.vocabulary import hops as words
from theorems.vocabulary import relabelling as re
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.graphs import (
    Edge,
    Eigenvalue,
    Energy,
    Entry,
    Filtered,
    Gram,
    Identity,
    Inner,
    Laplacian,
    Nullity,
    Pieces,
    Spectral,
    Synthesised,
    U,
    W,
    k,
    x,
)

ONE = sp.Integer(1)
NUMBERS = (Edge(0, ONE), Entry(x, ONE), Inner(x, Laplacian(x)), Spectral(x), Eigenvalue(ONE), Eigenvalue(sp.Integer(4)), Energy(U),
           Nullity(W), Pieces(W))
VECTORS = (Laplacian(x), Filtered(x), Synthesised(x), Gram(U), Identity(k))
KNOWN = {"complete": (complete(5), (0, 5, 5, 5, 5)), "star": (star(5), (0, 1, 1, 1, 5)), "two": (PIECES, (0, 0, 2, 3, 3)),
         "bipartite": (graph(5, *((a, b) for a in (0, 1) for b in (2, 3, 4))), (0, 2, 2, 3, 5))}


@pytest.mark.parametrize("name", KNOWN)
def test_the_enclosure_of_a_word_contains_the_value_of_its_exact_twin(name):
    w, spectrum = KNOWN[name]
    given = dict(w=w, x=(3, -1, 4, 1, -5), U=[[int(a == b) for b in range(2)] for a in range(5)], h=(2, -1, 3),
                 spectrum=[Fraction(v) for v in spectrum])
    meaning = GRAPHS.meaning(Size(5, 2), GRAPHS.named("", Size(5, 2), given).instance, None)
    exact = GRAPHS.exact(GRAPHS.named("", None, given).instance)
    for term in NUMBERS:
        found, value = lift(evaluate(term, meaning, {})), evaluate(term, exact, {})
        assert Fraction(float(found.lo)) <= value <= Fraction(float(found.hi)) and found.width < 1e-9, term
    for term in VECTORS:
        found, value = lift(evaluate(term, meaning, {})), evaluate(term, exact, {})
        gap = sum((Fraction(float(c)) - v)**2 for c, v in zip(np.ravel(found.center), np.ravel(value)))
        assert gap <= Fraction(float(found.radius))**2 and found.radius < 1e-9, term
    assert lift(evaluate(Norm(x), meaning, {})).width < 1e-12


def test_every_knob_breaks_its_hypothesis_and_no_other():
    bench, size = Bench(catalogue.load("graph_fourier"), MODEL), Size(5, 2)
    for knob in (*Graph.knobs, *Spectrum.knobs):
        found = bench.judge_all(size, bench.build(size, bench.draw(size, 1), knob))[0]
        for h in bench.theorem.hypotheses:
            broken = np.asarray(found[h.name].verdict) == 3
            assert broken.all() if h.name == knob else not broken.any(), (knob, h.name)


@pytest.mark.parametrize("seed", range(5))
def test_an_approximate_eigenbasis_encloses_the_eigenvalues(seed):
    A = np.random.default_rng(seed).normal(size=(5, 5))
    A = A + A.T
    basis = symmetric.eigenbasis(A)
    assert np.abs(np.linalg.eigvalsh(A) - basis.d).max() <= basis.off < 1e-11 and basis.skew < 1e-12


def test_a_wrong_spectrum_is_refused():
    L = matrix(np.array(path(3), object)).tolist()
    assert set(symmetric.projections(L, [Fraction(v) for v in (0, 1, 3)])) == {0, 1, 3}
    with pytest.raises(ValueError, match="no eigenvalue"):
        symmetric.projections(L, [Fraction(v) for v in (0, 1, 2)])


def test_components():
    for w, count in ((path(5), 1), (cycle(6), 1), (graph(4), 4), (PIECES, 2), (graph(6, (0, 5), (5, 1), (2, 3)), 3)):
        assert components(np.array(w, float) != 0) == count


def test_the_words_of_renumbered_graphs_contain_their_exact_twins():
    w, n = KNOWN["two"][0], 5
    given = dict(w=w, x=(3, -1, 4, 1, -5), P=np.eye(n, dtype=int)[[3, 0, 4, 1, 2]].tolist(),
                 A=[[a * b + 1 for a in range(n)] for b in range(n)], h=(2, -1, 3), b=[Fraction(v, 2) for v in (1, -1, 0, 3, 5)])
    meaning = RENUMBERED.meaning(relabelling.Size(n), RENUMBERED.named("", relabelling.Size(n), given).instance, None)
    exact = RENUMBERED.exact(RENUMBERED.named("", None, given).instance)
    terms = (re.LaplacianOf(re.Conjugated(re.P, W)), re.Applied(W, re.Moved(re.P, x)), re.Net(W, x), re.Activated(x), re.Unit(W),
             re.Filter(W), re.Polynomial(W), re.After(re.A, ONE), re.Before(re.A, 0), re.Mean(re.A), re.Readout(0, x),
             re.Readout(1, x), re.Readout(2, x))
    for term in terms:
        found, value = lift(evaluate(term, meaning, {})), evaluate(term, exact, {})
        found = found if hasattr(found, "radius") else Ball((found.lo + found.hi) / 2, found.width)
        gap = sum((Fraction(float(c)) - v)**2 for c, v in zip(np.ravel(found.center), np.ravel(value)))
        assert gap <= Fraction(float(found.radius))**2 and found.radius < 1e-9, term


def test_every_knob_of_a_renumbering_breaks_its_hypothesis_and_no_other():
    bench, size = Bench(catalogue.load("permutation_equivariance"), RENUMBERED_MODEL), relabelling.Size(4)
    for knob in relabelling.Relabelling.knobs:
        found = bench.judge_all(size, bench.build(size, bench.draw(size, 1), knob))[0]
        for h in bench.theorem.hypotheses:
            broken = np.asarray(found[h.name].verdict) == 3
            assert broken.all() if h.name == knob else not broken.any(), (knob, h.name)


def test_the_words_of_localised_filters_agree_with_their_exact_twins():
    w, K, n = path(5), 2, 5
    own = dict(w=w, x=(3, -1, 4, 1, -5), K=K, t=Fraction(1, 4), Lambda=4, c=(1, 2, 3, 0), spectrum=[Fraction(0)] * n)
    exact = HOPS.exact(HOPS.named("", None, own).instance)
    floats = dict(w=np.array(w, float), x=np.array(own["x"], float), S=np.array(matrix(np.array(w, float))), c=np.array(own["c"], float),
                  t=np.float64(0.25), Lambda=np.float64(4))
    meaning = HOPS.meaning(hops.Size(n, K), floats, None)
    at = [words.Beyond(0, 2, K), words.At(0, 2, K), words.Coefficient(K), words.Geodesics(0, 2), words.BesselTail(words.K),
          words.PoissonTail(words.K)]
    matrices = words.Power(words.K), words.Poly(words.S), words.Heat(words.t)
    cells = [re.Cell(own, a, b) for own in matrices for a in (0, 1) for b in (0, 4)]
    for term in (*at, *cells, Norm(words.Chebyshev(words.K, x))):
        found, value = lift(evaluate(term, meaning, {})), evaluate(term, exact, {})
        assert float(found.lo) - 1e-15 <= float(value) <= float(found.hi) + 1e-15 and found.width < 1e-10, term


def test_every_knob_of_the_hops_breaks_its_hypothesis_and_no_other():
    bench, size = Bench(catalogue.load("localised_filters"), HOPS_MODEL), hops.Size(5, 2)
    for knob in hops.Hops.knobs:
        found = bench.judge_all(size, bench.build(size, bench.draw(size, 1), knob))[0]
        for h in bench.theorem.hypotheses:
            broken = np.asarray(found[h.name].verdict) == 3
            if h.name not in (knob, "connected"):
                assert not broken.any(), (knob, h.name)
            elif h.name == knob:
                assert broken.mean() > 0.5, knob
