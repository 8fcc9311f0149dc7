"""The machine-checked proofs: what they state is locked, what they rest on is listed, and the prover accepts them.

Where no prover is installed the statements are still compared with their locks; that proofs were not checked again is said in the
summary of the run. With REQUIRE_FORMAL=1 a missing prover is an error, and false variants of every theorem are tried as well.
"""
import json
import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from proofs_formal import audit
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.interpret import evaluate
from proofs_numeric.mathematics import transport
from theorems.language import catalogue

THOROUGH = bool(os.environ.get("REQUIRE_FORMAL"))
# Proofs that were accepted on this machine, by the same prover, are not checked again until something changes or
# REQUIRE_FORMAL is set.
ACCEPTED = Path(__file__).resolve().parent.parent / ".cache" / "proofs"
WHY_NOT = audit.unavailable()


@pytest.mark.parametrize("file", audit.files())
def test_a_proof_file_contains_nothing_that_replaces_a_proof(file):
    assert not audit.unclean(file)


@pytest.mark.parametrize("file", audit.files())
def test_definitions_and_statements_are_as_they_were_reviewed(file):
    then = json.loads(audit.LOCK.read_text()).get(file)
    assert audit.locks()[file] == then, (
        f"a definition, a premise or a statement of {file}.v changed: compare it with the publication, then run "
        "`python -m proofs_formal --lock`")


def test_the_lock_notices_a_weaker_statement_and_ignores_comments_and_proofs():
    text = "(* a (* nested *) comment *) Lemma a (x : R) : x^* = y^*. (* x *) Proof. by []. Qed."
    assert audit.interface(text) == "Lemma a (x : R) : x^* = y^*."
    assert audit.interface(text.replace("by []", "exact: b")) == audit.interface(text)
    assert audit.interface(text.replace("x^*", "x")) != audit.interface(text)


@pytest.mark.parametrize("name", audit.manifest())
def test_a_listed_theorem_is_stated_outside_of_sections_and_has_a_witness_and_two_false_variants(name):
    entry = audit.manifest()[name]
    for mentioned in (name, entry.witness, *entry.definitions):
        assert audit.passage(mentioned)
    assert not any(d.startswith("Hypothes") for d in audit.setting(name)), "a premise would not be in the printed statement"
    assert len(entry.false) >= 2 and set(entry.axioms) <= set(audit.CLASSICAL)


def test_counterparts_are_clauses_and_listed_theorems():
    for slug, clauses in audit.counterparts().items():
        names = {c.name for c in catalogue.load(slug).conclusions}
        for clause, found in clauses.items():
            assert clause in names and all(f["theorem"] in audit.manifest() and f["gap"] for f in found), (slug, clause)


def test_the_record_is_about_the_statements_as_they_are():
    old = [name for name in audit.manifest() if not audit.current(name)]
    assert not old, f"not machine-checked since they changed: {old}. Run `python -m proofs_formal` where the prover is installed."


@pytest.mark.formal
def test_the_prover_accepts_every_theorem_on_the_axioms_that_are_listed_and_no_false_variant(tmp_path):
    if WHY_NOT and THOROUGH:
        pytest.fail(f"REQUIRE_FORMAL is set, but {WHY_NOT}. To install the prover: {audit.INSTALL}")
    if WHY_NOT:
        pytest.skip(f"machine-checked proofs were NOT checked again here: {WHY_NOT}. To install the prover: {audit.INSTALL}")
    accepted = ACCEPTED / audit.state()
    if accepted.exists() and not THOROUGH:
        pytest.skip("machine-checked proofs: nothing changed since they were checked on this machine; REQUIRE_FORMAL=1 checks them again")
    problems, theorems = audit.check(tmp_path, variants=THOROUGH)
    assert not problems, "\n".join(problems)
    assert theorems == audit.record()["theorems"]
    ACCEPTED.mkdir(parents=True, exist_ok=True)
    accepted.touch()


@pytest.mark.formal
@pytest.mark.skipif(bool(WHY_NOT) or not THOROUGH, reason="asks the prover about broken proofs: only with REQUIRE_FORMAL=1")
@pytest.mark.parametrize("edit, complaint", [
    (("Proof. by move=> cpl fgc;", "Proof. Admitted. Lemma x : True. Proof. by move=> cpl fgc;"), "does not compile"),
    (("dual mu nu f g <= cost c pi.\nProof.", "dual mu nu f g <= 2%:R * cost c pi.\nProof."), "does not compile")])
def test_the_audit_notices_a_broken_proof(tmp_path, monkeypatch, edit, complaint):
    text = audit.source("Transport")
    assert text.count(edit[0]) == 1
    monkeypatch.setattr(audit, "files", lambda: ("Transport",))
    monkeypatch.setattr(audit, "source", lambda file: text.replace(*edit))
    problems, _ = audit.check(tmp_path, variants=False)
    assert any(complaint in p for p in problems)


@pytest.mark.formal
@pytest.mark.skipif(bool(WHY_NOT) or not THOROUGH, reason="asks the prover about broken proofs: only with REQUIRE_FORMAL=1")
def test_the_audit_notices_a_variant_that_is_true(tmp_path, monkeypatch):
    monkeypatch.setattr(audit, "files", lambda: ("Transport",))
    assert not audit.build(tmp_path)
    entry = audit.manifest()["Transport.weak_duality"]
    same = {"replace": "dual mu nu f g <= cost c pi.\nProof.", "by": "dual mu nu f g <= cost c pi + 0.\nProof.", "why": "true"}
    harmless = same | {"by": "(dual mu nu f g) <= cost c pi.\nProof."}
    assert audit.accepted(tmp_path, entry, harmless) == "it compiles"


# -- the bridge: what a program tests exactly, and what the proof then gives
A, B, C = [Fraction(1, 3), Fraction(2, 3)], [Fraction(1, 2), Fraction(1, 2)], [[0, 1], [1, 0]]


def test_the_checker_of_transport_certificates_tests_the_premises_of_certificate_sound():
    """`premises` names what the formal statement assumes: the fields of `coupling`, and the other two premises, literally."""
    statement = " ".join(audit.passage("Transport.certificate_sound").split())
    record = audit.passage("Transport.coupling")
    names = list(transport.premises(transport.certify(A, B, C), A, B, C))
    fields = [n for n in ("cpl_ge0", "cpl_fst", "cpl_snd") if f"{n} :" in record]
    assert record.count(" : forall ") == len(fields) == 3 and names[:3] == fields
    arrows = statement.split(" : ", 1)[1] if " : " in statement else statement
    assert "coupling mu nu pi -> (forall x y, f x + g y <= c x y) -> cost c pi = dual mu nu f g -> (forall pi'" in arrows
    assert names[3:] == ["f x + g y <= c x y", "cost c pi = dual mu nu f g"]


SIXTH = Fraction(1, 6)


@pytest.mark.parametrize("premise, moved, lowered", [
    ("cpl_ge0", {(0, 0): SIXTH, (0, 1): -SIXTH, (1, 0): -SIXTH, (1, 1): SIXTH}, (2 * SIXTH, 2 * SIXTH)),
    ("cpl_fst", {(0, 0): SIXTH, (1, 0): -SIXTH}, (SIXTH, SIXTH)),
    ("cpl_snd", {(1, 1): SIXTH, (1, 0): -SIXTH}, (SIXTH, SIXTH)),
    ("f x + g y <= c x y", {}, (-1, Fraction(1, 2))),
    ("cost c pi = dual mu nu f g", {}, (1, 1))])
def test_the_checker_notices_when_one_premise_fails(premise, moved, lowered):
    """Mass is moved and the potentials f are lowered so that all other premises still hold."""
    good = transport.certify(A, B, C)
    assert all(transport.premises(good, A, B, C).values())
    flow = {(i, j): good.flow.get((i, j), Fraction(0)) + moved.get((i, j), 0) for i in range(2) for j in range(2)}
    f = tuple(x - low for x, low in zip(good.f, lowered))
    cost = sum(mass * C[i][j] for (i, j), mass in flow.items())
    found = transport.premises(transport.Certificate(cost, flow, f, good.g), A, B, C)
    assert [name for name, holds in found.items() if not holds] == [premise]


def test_the_littlewood_paley_certificate_checks_the_premise_of_littlewood_paley_real():
    """The clause that is certified in ball arithmetic, evaluated on filters given in time, is `LP_real z b k <= 1` times 2."""
    clause = next(h for h in catalogue.load("scattering_nonexpansive").hypotheses if h.name == "littlewood_paley")
    assert " ".join(audit.passage("Fourier.LP_real").split()).endswith(
        r":= `|dft (phi b) k| ^+ 2 + 2%:R^-1 * \sum_l (`|dft (psi b l) k| ^+ 2 + `|dft (psi b l) (- k)| ^+ 2).")
    assert "(forall k, LP_real z b k <= B)" in audit.passage("Fourier.littlewood_paley_real")
    rng, n = np.random.default_rng(3), 6
    phi, psi = rng.normal(size=n), rng.normal(size=(2, n)) + 1j * rng.normal(size=(2, n))
    z = np.exp(2j * np.pi / n)

    def dft(x, k):
        return sum(x[j] * np.conj(z ** (k % n * j)) for j in range(n))
    for k in range(n):
        formal = abs(dft(phi, k)) ** 2 + 0.5 * sum(abs(dft(p, k)) ** 2 + abs(dft(p, -k)) ** 2 for p in psi)
        meaning = {"J": 1, "omega": k, "Bands": lambda J: (0, 1), "LowPass": lambda J, w: Interval.of(abs(dft(phi, w))),
                   "BandPass": lambda J, lam, w: Interval.of(abs(dft(psi[lam], w)))}
        found = evaluate(clause.relation.lhs, meaning, {})
        assert clause.relation.rhs == 2 and abs(float(found.mid) - 2 * formal) < 1e-9
