"""Statements that once stood on a page and were false as printed: the search that knows only what is printed refutes each of them."""
from dataclasses import replace

import pytest
from conftest import ROOT, bench
from sympy import Eq, evaluate

from proofs_numeric.engine import free
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.model import load
from proofs_numeric.engine.programs import key
from theorems.extractors import vertical_translation_invariance as vertical
from theorems.language import catalogue
from theorems.language.statement import narrower
from theorems.scattering import scattering_deformation_stability as stability
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.extractors import Activate, Pool, Translate


def without(slug, *names, conclusions):
    """The theorem with these hypotheses deleted, and only the conclusions that are looked at."""
    theorem = catalogue.load(slug)
    kept = tuple(h for h in theorem.hypotheses if h.name not in names)
    shown = tuple(replace(c, needs=tuple(n for n in theorem.needs(c) if n not in names))
                  for c in theorem.conclusions if c.name in conclusions)
    return replace(theorem, hypotheses=kept, conclusions=shown, steps=(), headline="")


def restated(slug, relations, forall=None, conclusions=()):
    """The theorem with other relations (and quantifiers) in these hypotheses."""
    theorem = catalogue.load(slug)

    def old(h):
        return replace(h, relation=relations[h.name], forall=forall or h.forall) if h.name in relations else h
    return replace(theorem, hypotheses=tuple(map(old, theorem.hypotheses)), steps=(), headline="",
                   conclusions=tuple(c for c in theorem.conclusions if c.name in conclusions))


def dilates_in_modulus():
    from theorems.vocabulary.filter_banks import BandPass
    J, lam, omega = stability.J, stability.lam, stability.w
    with evaluate(False):
        modulus = Eq(BandPass(J, lam, omega)**2, Norm(stability.Mother(omega / stability.Scale(lam)))**2)
    return restated("scattering_deformation_stability", {"dilates": modulus}, conclusions=("commutator",))


def commutes_with_one_translation():
    k, t, u, N, U = vertical.k, vertical.t, vertical.u, vertical.N, vertical.U
    here = vertical.AnySignal(k, u)
    with evaluate(False):
        once = {f"{name}_commutes": Eq(M(k, Translate(t, here)), Translate(t, M(k, here)))
                for name, M in (("activation", Activate), ("pooling", Pool))}
    return restated("vertical_translation_invariance", once, ((k, 1, N), (u, U)), conclusions=("covariance",))


FALSE = {
    "scattering_deformation_stability-dilates-up-to-phases": ("scattering_deformation_stability", dilates_in_modulus),
    "vertical_translation_invariance-one-translation": ("vertical_translation_invariance", commutes_with_one_translation),
    "wasserstein_metric-exponents-of-any-sign": (
        "wasserstein_metric", lambda: without("wasserstein_metric", "positive_exponent", conclusions=("self", "separation"))),
    "wasserstein_sample_complexity-distances-of-any-sign": (
        "wasserstein_sample_complexity", lambda: without("wasserstein_sample_complexity", "nonnegative", conclusions=("upper",))),
    "wasserstein_sample_complexity-exponents-of-any-sign": (
        "wasserstein_sample_complexity", lambda: without("wasserstein_sample_complexity", "positive_exponent", conclusions=("upper",))),
    "kantorovich_rubinstein-points-at-distance-zero": (
        "kantorovich_rubinstein", lambda: without("kantorovich_rubinstein", "separating", conclusions=("weak",))),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_statement_that_was_false_as_printed_is_refuted_by_the_free_search(name):
    slug, restated = FALSE[name]
    theorem, model = restated(), load(slug)
    own = Bench(theorem, model, key=key(theorem, ROOT / catalogue.place(slug).model), weighing=False)
    found = [free.search(own, family, seed=0) for family in model.free]
    refuted = {c.name: sum(f["refuted"][c.name] for f in found) for c in theorem.conclusions}
    assert all(refuted.values()), f"{name}: {refuted}; the statement as it was printed is false, and the search does not see it"
    assert bench(slug).theorem.hypotheses != theorem.hypotheses


def test_a_map_that_commutes_with_one_translation_only_is_printed_more_narrowly_than_the_proof_uses_it():
    """The same mistake as it stood on the page, seen in the quantifiers alone."""
    found = [line for h in commutes_with_one_translation().hypotheses for line in narrower(h)]
    assert [line.split(":")[0] for line in found] == ["activation_commutes", "pooling_commutes"]
