"""Statements that once stood on a page and were false as printed: the search that knows only what is printed refutes each of them."""
import importlib
from dataclasses import replace

import pytest
from conftest import ROOT, bench

from proofs_numeric.engine import free
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.programs import key
from theorems.language import catalogue


def without(slug, *names, conclusions):
    """The theorem with these hypotheses deleted, and only the conclusions that are looked at."""
    theorem = catalogue.load(slug)
    kept = tuple(h for h in theorem.hypotheses if h.name not in names)
    shown = tuple(replace(c, needs=tuple(n for n in theorem.needs(c) if n not in names))
                  for c in theorem.conclusions if c.name in conclusions)
    return replace(theorem, hypotheses=kept, conclusions=shown, steps=())


FALSE = {
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
    theorem, model = restated(), importlib.import_module(f"proofs_numeric.{slug}").MODEL
    own = Bench(theorem, model, key=key(theorem, ROOT / "proofs_numeric" / f"{slug}.py"), weighing=False)
    found = [free.search(own, family, seed=0) for family in model.free]
    refuted = {c.name: sum(f["refuted"][c.name] for f in found) for c in theorem.conclusions}
    assert all(refuted.values()), f"{name}: {refuted}; the statement as it was printed is false, and the search does not see it"
    assert bench(slug).theorem.hypotheses != theorem.hypotheses
