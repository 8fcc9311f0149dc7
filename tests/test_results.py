"""Every result, verified again. `pytest -k <slug>` or `pytest --tag <TAG>` selects one."""
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from proofs_numeric.engine import audit
from proofs_numeric.engine import record as rec
from proofs_numeric.engine.batches import coarse
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.ledger import broken, legal
from theorems.language import catalogue
from theorems.language.statement import Role, narrower


def report(theorem, slug, problems):
    """What failed, where it is published, and how to see it again."""
    lines = [f"{theorem.tag} {theorem.title} ({theorem.source.key}, {theorem.source.locator})"]
    lines += [f"  {p.verdict} {p.clause or 'the whole result'}, {p.check}: {p.message}" for p in problems]
    return "\n".join([*lines, f"  reproduce: pytest -k {slug}"])


def demand(result, slug, *checks):
    bench, record = result
    theorem = bench.theorem
    problems = [p for p in audit.problems(theorem, record) if p.check in checks]
    assert not problems, report(theorem, slug, problems)


def test_hypotheses_hold_and_no_random_instance_refutes_a_conclusion(slug, result):
    demand(result, slug, "samples")


def test_hypothesis_finds_no_simple_counterexample(slug, result):
    """The same parameters, rounded and scaled by Hypothesis, so that a failure shrinks to round numbers."""
    bench, _ = result
    theorem, model = bench.theorem, bench.model

    @settings(max_examples=12, deadline=None, derandomize=True, database=None, print_blob=False,
              suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink])
    @given(size=st.sampled_from(range(len(model.sizes))), seed=st.integers(0, 2**32 - 1), digits=st.integers(0, 40),
           scale=st.integers(-3, 3))
    def check(size, seed, digits, scale):
        found = bench.judge(model.sizes[size], bench.build(model.sizes[size], coarse(bench.draw(model.sizes[size], seed), digits, scale)))
        for c in theorem.conclusions:
            j = found[c.name]
            bad = np.flatnonzero(legal(theorem, c, found) & ((j.verdict == Verdict.REFUTED) | broken(j)))
            if len(bad):
                k = bad[0]
                pytest.fail(f"{theorem.tag} {theorem.title} ({theorem.source.locator}), clause {c.name}: {c.relation}\n"
                            f"  {Verdict(int(j.verdict[k])).name}: lhs = {j.lhs[k]:.12g}, rhs = {j.rhs[k]:.12g}\n"
                            f"  reproduce: python -m proofs_numeric {slug} --size {size} --seed {seed} --digits {digits} "
                            f"--scale {scale} --index {k}")
    check()


def test_no_edge_case_refutes_a_conclusion(slug, result):
    demand(result, slug, "edges")


def test_what_is_printed_suffices(slug, result):
    """On instances in which whatever the formulas mention is arbitrary, a conclusion holds wherever its printed hypotheses do."""
    demand(result, slug, "free")


def test_no_hypothesis_that_is_called_technical_is_necessary(slug, result):
    demand(result, slug, "hypothesis")


def test_every_hypothesis_is_printed_at_least_as_widely_as_the_proof_uses_it(slug):
    theorem = catalogue.load(slug)
    assert [line for h in theorem.hypotheses for line in narrower(h)] == []


def test_gradient_ascent_refutes_no_conclusion(slug, result):
    demand(result, slug, "attack")


def test_dropping_a_needed_hypothesis_refutes_it_and_its_conclusions_and_nothing_else(slug, result):
    demand(result, slug, "control")


def test_anchors_agree_with_their_closed_forms(slug, result):
    demand(result, slug, "anchors")


def test_extremals_reach_the_bound(slug, result):
    demand(result, slug, "extremals")


def test_certificates_hold_without_rounding(slug, result):
    demand(result, slug, "certificates")


def test_conclusions_hold_on_real_data(slug, result):
    demand(result, slug, "real")


def test_proof_steps_are_verified_by_sympy(slug, result):
    demand(result, slug, "step")


def test_every_needed_hypothesis_has_a_control_and_every_result_two_faults(slug, result):
    theorem, model = result[0].theorem, result[0].model
    dropped = {c.drops for c in model.controls}
    assert {h.name for h in theorem.hypotheses if h.role is Role.NEEDED} <= dropped
    names = {fault.name for fault in model.faults}
    assert len(names) == len(model.faults), f"{slug}: two faults of MODEL.faults share a name, and would share a kept program"
    assert len(names) >= 2, f"{slug}: at least two deliberate faults per result; MODEL.faults has {len(names)}"


def test_record_is_current_and_agrees_with_this_run(slug, result, request, record_property):
    bench, record = result
    theorem = bench.theorem
    if request.config.getoption("--record"):
        rec.path(slug).write_text(rec.dumps(record))
    committed = rec.read(slug)
    assert (why := rec.stale(committed, theorem, slug)) is None, why
    for c in theorem.conclusions:
        now, then = audit.verdict(theorem, record, c.name), audit.verdict(theorem, committed, c.name)
        assert now == then == "HOLDS", (f"{theorem.tag} {theorem.title}, clause {c.name}: the record says {then}, this run {now}\n"
                                        + report(theorem, slug, audit.problems(theorem, record)))
    record_property("slug", slug)
    record_property("summary", audit.summary(theorem, record) | {"unnoticed": len(audit.unnoticed(theorem, record))})
