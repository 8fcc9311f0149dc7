"""The machine-checked proofs: what they state is locked, what they rest on is listed, and the prover accepts them.

Without the prover the statements are still compared with their locks, and sources and manifest with the record. The prover is asked where
it is installed and something changed since it accepted the proofs on this machine; the summary of the run says whether it was. With
REQUIRE_FORMAL=1 it is asked in any case, its absence is an error, and false variants of every theorem are tried as well.
"""
import dataclasses
import importlib
import json
import os
import re
from pathlib import Path

import pytest
from docutils import nodes

from proofs_formal import audit, manifest, prover, record, sources, vocabulary
from theorems.language import catalogue

THOROUGH = bool(os.environ.get("REQUIRE_FORMAL"))
# Names the states, see `record.state`, that were accepted on this machine.
ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / ".cache" / "proofs"
WHY_NOT = prover.unavailable()


@pytest.mark.parametrize("file", sources.files())
def test_a_proof_file_contains_nothing_that_replaces_a_proof(file):
    assert not sources.unclean(file)


def two_families(tmp_path, monkeypatch, theorem):
    """Files A.v and B.v in two folders, and a manifest in the folder of A that lists `theorem`."""
    for family, file in (("one", "A"), ("two", "B")):
        (tmp_path / family).mkdir()
        (tmp_path / family / f"{file}.v").write_text("Lemma a : True. Proof. by []. Qed.\n")
    entry = {"says": "", "paper": "", "gap": "", "axioms": [], "witness": "A.a", "false": []}
    (tmp_path / "one" / "manifest.json").write_text(json.dumps({theorem: entry}))
    monkeypatch.setattr(sources, "HERE", tmp_path)
    for cached in (sources.paths, manifest.theorems):
        monkeypatch.setattr(*cached_in(cached))


def cached_in(function):
    """What `monkeypatch.setattr` needs to put a fresh copy in the place of a cached function."""
    module = importlib.import_module(function.__module__)
    return module, function.__name__, function.__wrapped__


def test_a_theorem_is_listed_in_the_folder_of_its_file(tmp_path, monkeypatch):
    two_families(tmp_path, monkeypatch, "A.a")
    assert manifest.theorems()["A.a"].family == "one"


def test_a_theorem_listed_in_another_family_than_its_file_is_an_error(tmp_path, monkeypatch):
    two_families(tmp_path, monkeypatch, "B.a")
    with pytest.raises(ValueError, match=r"B\.a is listed in one/manifest\.json, its file is in two"):
        manifest.theorems()


def test_two_files_of_one_name_are_an_error(tmp_path, monkeypatch):
    """The prover would take one for the other."""
    two_families(tmp_path, monkeypatch, "A.a")
    (tmp_path / "two" / "A.v").write_text("")
    with pytest.raises(ValueError, match=r"one/A\.v, two/A\.v"):
        sources.paths()


@pytest.mark.parametrize("text", [
    "Axiom a : False.", "Lemma a : b. Proof. Admitted.", "Variable a : False.", "Section S. End S. Hypothesis a : False.",
    'Definition s := "(*". Axiom a : False. (* *)', "Lemma a : b. Proof b. Lemma c : d. Proof. by []. Qed.", "Lemma a : b. by []. Qed.",
    "Definition a : b. Proof. exact c. Defined.", "From Companion Require Export Network.", "Require Import Companion.Network."])
def test_what_replaces_a_proof_or_hides_a_statement_is_found(monkeypatch, text):
    monkeypatch.setattr(sources, "source", lambda file: text + "\n")
    assert sources.unclean("any")


@pytest.mark.parametrize("file", sources.files())
def test_definitions_and_statements_are_as_they_were_reviewed(file):
    then = json.loads(record.LOCK.read_text()).get(file)
    assert record.locks()[file] == then, (
        f"a definition, a premise or a statement of {file}.v changed: compare it with the publication, then run "
        "`python -m proofs_formal --lock`")


def test_the_lock_notices_a_weaker_statement_and_ignores_comments_and_proofs():
    text = "(* a (* nested *) comment *) Lemma a (x : R) : x^* = y^*. (* x *) Proof. by []. Qed."
    assert sources.interface(text) == "Lemma a (x : R) : x^* = y^*."
    assert sources.interface(text.replace("by []", "exact: b")) == sources.interface(text)
    assert sources.interface(text.replace("x^*", "x")) != sources.interface(text)


@pytest.mark.parametrize("name", manifest.theorems())
def test_a_listed_theorem_is_stated_outside_of_sections_and_has_a_witness_and_two_false_variants(name):
    entry = manifest.theorems()[name]
    for mentioned in (name, entry.witness):
        assert sources.passage(mentioned)
    for stated in (name, entry.witness):
        assert not any(d.startswith("Hypothes") for d in sources.setting(stated)), "a premise would not be in the statement itself"
    assert set(entry.axioms) <= set(manifest.CLASSICAL)
    assert len({manifest.edited(entry, v) for v in entry.false}) >= 2


def test_an_edit_of_anything_but_the_statement_is_no_false_variant():
    entry = manifest.theorems()["Transport.weak_duality"]
    for replace, by in [("Proof. by move=> cpl fgc;", "Proof. by move=> fgc;"), ("Theorem weak_duality ", "Theorem weaker_duality "),
                        ("cpl_ge0 : forall x y, 0 <= pi x y;", "cpl_ge0 : forall x y, 0 < pi x y;"), ("Proof", "")]:
        with pytest.raises(LookupError):
            manifest.edited(entry, {"replace": replace, "by": by})


COUNTERPARTS = [(slug, clause, f) for slug, clauses in manifest.counterparts().items() for clause, found in clauses.items() for f in found]


def test_counterparts_are_clauses_and_listed_theorems_and_say_how_strong_they_are():
    for slug, clause, f in COUNTERPARTS:
        assert clause in {c.name for c in catalogue.load(slug).conclusions}, (slug, clause)
        assert f["theorem"] in manifest.theorems() and f["gap"] and f["strength"] in manifest.STRENGTHS, (slug, clause)


@pytest.fixture
def site(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    return lambda name: importlib.import_module(name)


@pytest.mark.parametrize("place", COUNTERPARTS, ids=[f"{s}-{c}-{f['theorem']}" for s, c, f in COUNTERPARTS])
def test_the_badge_and_the_formal_statement_say_how_strong_a_counterpart_is(site, place):
    slug, clause, counterpart = place
    result = site("library").find(slug)
    lines = [e for e in result.evidence(next(c for c in result.theorem.conclusions if c.name == clause)) if e.grade == "machine-checked"]
    says = manifest.theorems()[counterpart["theorem"]].says.rstrip(".")
    assert [says in e.scope and counterpart["strength"] in e.scope for e in lines].count(True) == 1
    entry = manifest.theorems()[counterpart["theorem"]]
    opened = site("proofs").details_of(entry, [nodes.Text(counterpart["gap"])], counterpart["strength"])
    assert counterpart["strength"] in opened[0].astext() and counterpart["gap"] in opened[-2].astext()


def test_every_family_with_listed_theorems_has_a_page_of_its_name(site):
    """The page is a document with one directive; an unknown family would be left out of the table of all theorems."""
    families, pages = site("proofs").FAMILIES, ROOT / "docs" / "formal"
    with_theorems = {e.family for e in manifest.theorems().values()}
    assert with_theorems == {p.parent.name for p in sources.paths().values()} == {p.stem for p in pages.glob("*.md")} <= set(families)
    for family in with_theorems:
        text = (pages / f"{family}.md").read_text()
        assert text.startswith(f"# {families[family]}: formal statements\n") and f"{{formal-family}} {family}\n" in text


def test_every_conclusion_has_a_counterpart_or_is_named_among_those_that_have_none(site):
    without = [c.name for slug in catalogue.slugs() for c in catalogue.load(slug).conclusions
               if c.name not in manifest.counterparts().get(slug, {})]
    kinds = site("proofs").strengths()
    assert kinds[""] == len(without) > 0 and sum(kinds.values()) == sum(len(catalogue.load(slug).conclusions) for slug in catalogue.slugs())


# -- what is shown with a statement
def test_the_parts_of_a_text_are_told_apart():
    text = ("Definition d (X Y : finType) x y {n : nat} : R := \\sum_(i < n | P i) \\sum_j f i j * [ffun k : 'I_N => g k] x"
            " + Num.max 2%:R (h y). Lemma l m (q : path (s (b t)) m) : exists2 w, [set cost c u | u in A w] &"
            " forall v, if m is p.+1 then p else (shift o r : S) v.")
    assert vocabulary.bound(text) == set("XYxynijkmqwuvp")
    assert vocabulary._words(text) - vocabulary.bound(text) - vocabulary.KEYWORDS == {
        *"dlRPfNghsbtcAorS", "finType", "nat", "Num.max", "path", "cost", "shift"}


def test_parts_of_a_record_stand_for_it_and_names_are_those_of_the_nearest_file():
    assert vocabulary.resolve("phi", "Fourier") == "Fourier.bank" == vocabulary.resolve("wavelets", "TranslationInvariance")
    assert vocabulary.resolve("prob", "Breiman") == "Breiman.prob"
    assert vocabulary.resolve("prob", "WassersteinLine") == "WassersteinMetric.prob"
    assert vocabulary.resolve("normsq", "Transport") is None


def missing(name, shown):
    """The definitions of ours that occur in what is shown of a theorem, itself or with it, and are not shown."""
    own = name.split(".")[0]                       # a file that it does not require may hold the same text
    files = (own, *sources.required(own))
    present = {part for file in files for part in vocabulary.defined(file).values() if sources.passage(part) in shown}
    return {used for part in (name, *present) if sources.passage(part) in shown for used in vocabulary.uses(part)} - present


@pytest.mark.parametrize("name", manifest.theorems())
def test_a_formal_statement_shows_every_definition_that_it_uses_and_explains_the_rest(site, name):
    assert not vocabulary.unexplained(name)
    entry = manifest.theorems()[name]
    shown = site("proofs").formal_text(entry)
    assert shown.endswith(sources.passage(name))
    assert not missing(name, shown)
    explained = site("proofs").notions(entry).astext()
    assert "a finite set" in explained or "finType" not in shown


@pytest.mark.parametrize("family", sorted({e.family for e in manifest.theorems().values()}))
def test_the_page_of_a_family_shows_every_definition_that_its_statements_use_once_and_in_order(site, family):
    entries = site("proofs").listed(family)
    order = site("proofs").definitions(entries)
    assert len(order) == len(set(order))
    for k, name in enumerate(order):
        assert vocabulary.uses(name) <= set(order[:k])
    assert all(vocabulary.uses(e.name) <= set(order) for e in entries)


def test_a_definition_that_is_not_shown_is_noticed(site, monkeypatch):
    name = "Network.layerwise"
    closure = vocabulary.closure(name)
    for left_out in closure:
        monkeypatch.setattr(vocabulary, "closure", lambda n: tuple(d for d in closure if d != left_out))
        assert left_out in missing(name, site("proofs").formal_text(manifest.theorems()[name]))


def test_the_record_is_about_the_theorems_as_they_are():
    old = [name for name in manifest.theorems() if not record.current(name)]
    assert not old, f"not machine-checked since they changed: {old}. Run `python -m proofs_formal` where the prover is installed."
    for name, found in record.load()["theorems"].items():
        entry = manifest.theorems()[name]
        assert found["axioms"] == sorted(entry.axioms) and found["refused"] == len(entry.false)


def edit_source(monkeypatch, file, replace, by):
    old = sources.source
    assert old(file).count(replace) == 1
    monkeypatch.setattr(sources, "source", lambda f: old(f).replace(replace, by) if f == file else old(f))


def edit_entry(monkeypatch, name, **fields):
    entries = manifest.theorems()
    monkeypatch.setattr(manifest, "theorems", lambda: entries | {name: dataclasses.replace(entries[name], **fields)})


@pytest.mark.parametrize("file, replace, by, name", [
    ("Transport", "Proof. by move=> cpl fgc;", "Proof. by move=> cpl fgd;", "Transport.weak_duality"),
    ("LinearProgramming", "exact: lp_strong", "exact: lp_stronh", "Duality.kantorovich_rubinstein"),                   # required
    ("TransportWitness", "Ltac evaluate := ", "Ltac evaluate := idtac; ", "Transport.weak_duality"),                   # its witness
    ("FourierWitness", "Lemma haar_real", "Lemma haar_rael", "TranslationInvariance.features_covariant")])             # required by it
def test_a_changed_proof_is_not_current_nor_what_needs_it(monkeypatch, file, replace, by, name):
    edit_source(monkeypatch, file, replace, by)
    assert not record.current(name)
    assert record.current("Network.layerwise"), "it needs none of these files"


@pytest.mark.parametrize("field", ["axioms", "witness", "false"])
def test_a_changed_entry_of_the_manifest_is_not_current(monkeypatch, field):
    entry = manifest.theorems()["Transport.weak_duality"]
    first, *others = entry.false
    changed = {"axioms": manifest.CLASSICAL, "witness": "TransportWitness.gluing_instance",
               "false": (first | {"by": first["by"] + " "}, *others)}
    edit_entry(monkeypatch, entry.name, **{field: changed[field]})
    assert not record.current(entry.name) and record.current("Transport.gluing")


def test_a_check_of_what_changed_keeps_only_what_is_current_under_the_same_prover(monkeypatch):
    versions = record.load()["versions"]
    monkeypatch.setattr(prover, "versions", lambda: versions)
    assert record.kept() == record.load()["theorems"]
    edit_source(monkeypatch, "LinearProgramming", "exact: lp_strong", "exact: lp_stronh")
    lost = {n.split(".")[0] for n in record.load()["theorems"].keys() - record.kept().keys()}
    assert {"LinearProgramming", "Duality", "TotalVariation"} <= lost and not lost & {"Transport", "Network"}
    assert lost == {e.file for e in manifest.theorems().values()
                    if "LinearProgramming" in sources.needed(e.file) | sources.needed(e.witness.split(".")[0])}
    monkeypatch.setattr(prover, "versions", lambda: versions | {"coq": "8.17.0"})
    assert record.kept() == {}


def test_a_changed_comment_or_sentence_is_still_current(monkeypatch):
    edit_source(monkeypatch, "Transport", "(* Soundness of a certificate", "(* The soundness, (* as one says, *) of a certificate")
    edit_entry(monkeypatch, "Transport.weak_duality", gap="Another gap.")
    assert all(map(record.current, manifest.theorems()))


def test_the_site_shows_what_is_recorded_and_only_while_it_is_current(site, monkeypatch):
    name = "Transport.weak_duality"

    def shown():
        return " ".join(node.astext() for node in site("proofs").facts(manifest.theorems()[name]))
    then = record.load()
    found = then["theorems"][name] | {"refused": 41, "axioms": ["some_axiom"]}
    monkeypatch.setattr(record, "load", lambda: then | {"theorems": then["theorems"] | {name: found}})
    assert "41 false variants" in shown() and "some_axiom" in shown()
    edit_entry(monkeypatch, name, false=manifest.theorems()[name].false[:2])
    assert shown() == "not checked since it changed"


@pytest.mark.formal
def test_the_prover_accepts_every_theorem_on_the_axioms_that_are_listed_and_no_false_variant(tmp_path):
    if WHY_NOT and THOROUGH:
        pytest.fail(f"REQUIRE_FORMAL is set, but {WHY_NOT}. To install the prover: {prover.INSTALL}")
    if WHY_NOT:
        pytest.skip(f"machine-checked proofs were NOT checked again here: {WHY_NOT}. To install the prover: {prover.INSTALL}")
    accepted = ACCEPTED / record.state()
    if accepted.exists() and not THOROUGH:
        pytest.skip("machine-checked proofs: nothing changed since they were checked on this machine; REQUIRE_FORMAL=1 checks them again")
    problems, theorems = audit.check(tmp_path, None if THOROUGH else ())
    assert not problems, "\n".join(problems)
    if THOROUGH:
        assert theorems == record.load()["theorems"] and record.hashes() == record.load()["sources"]
    ACCEPTED.mkdir(parents=True, exist_ok=True)
    accepted.touch()


only_thorough = pytest.mark.skipif(bool(WHY_NOT) or not THOROUGH, reason="asks the prover about broken proofs: only with REQUIRE_FORMAL=1")


@pytest.fixture
def small(monkeypatch):
    """An audit of weak duality alone."""
    name = "Transport.weak_duality"
    entry = manifest.theorems()[name]
    monkeypatch.setattr(sources, "files", lambda: ("Transport", "TransportWitness"))
    monkeypatch.setattr(manifest, "theorems", lambda: {name: entry})
    return entry


@pytest.mark.formal
@only_thorough
@pytest.mark.parametrize("file, replace, by, complaint", [
    ("Transport", "Proof. by move=> cpl fgc; rewrite (dual_coupling f g cpl);", "Proof. by", "Transport.v does not compile"),
    ("Transport", "dual mu nu f g <= cost c pi.\nProof.", "dual mu nu f g <= 2%:R * cost c pi.\nProof.", "Transport.v does not compile"),
    ("Transport", "Proof. by move=> cpl fgc; rewrite (dual_coupling f g cpl); exact: (cost_le cpl fgc). Qed.", "Proof. Admitted.",
     "Transport.weak_duality rests on ['weak_duality']"),
    ("TransportWitness", "Proof. exact: weak_duality pi_coupling fg_le. Qed.", "Proof. Admitted.",
     "the witness TransportWitness.weak_duality_instance rests on ['weak_duality_instance']"),
    ("Transport", "Theorem weak_duality", "Theorem a : true. Proof. by []. Qed.\n\nTheorem weak_duality",
     "does not state what statements.lock says")])
def test_the_audit_notices_a_broken_proof(tmp_path, monkeypatch, small, file, replace, by, complaint):
    edit_source(monkeypatch, file, replace, by)
    problems, _ = audit.check(tmp_path, ())
    assert any(complaint in p for p in problems)


@pytest.mark.formal
@only_thorough
def test_the_audit_notices_a_variant_that_is_true_or_makes_no_sense(tmp_path, monkeypatch, small):
    statement = "  dual mu nu f g <= cost c pi.\nProof."
    true, senseless = ({"replace": statement, "by": statement.replace("dual mu nu f g", by), "why": "of the test"}
                       for by in ("(dual mu nu f g)", "dual mu nu f"))
    edit_entry(monkeypatch, small.name, false=(*small.false, true, senseless))
    problems, theorems = audit.check(tmp_path)
    assert len(problems) == 2 and "it compiles" in problems[0] and "outside of the proof" in problems[1]
    assert theorems[small.name]["refused"] == len(small.false)


@pytest.mark.formal
@only_thorough
def test_the_prover_knows_of_no_definition_that_is_not_shown(tmp_path):
    """What the prover writes of statements and definitions, with all types and no notation, names no definition of ours but shown ones."""
    assert not prover.build(tmp_path)
    parts = sorted({part for name in manifest.theorems() for part in (name, *vocabulary.closure(name))})
    notations = {p for p in parts if re.match(r"(?:Local )?Notation\b", sources.passage(p))}
    asked = [p for p in parts if p not in notations]
    own = {d for file in sources.files() for d in vocabulary.defined(file).values()}
    command = {p: "Check @" if p in manifest.theorems() else "Print " for p in asked}
    body = "".join(f'Goal True. idtac "@@{p}". Abort.\n{command[p]}Companion.{p}.\n' for p in asked)
    (tmp_path / "Names.v").write_text(f"From mathcomp Require all_ssreflect.\nFrom Companion Require {' '.join(sources.files())}.\n"
                                      f"Set Printing All.\nSet Printing Width 10000.\n{body}")
    result = prover.compile_file(tmp_path, "Names", tmp_path)
    assert not result.returncode, result.stderr
    answers = dict(part.split("\n", 1) for part in result.stdout.split("@@")[1:])
    assert answers.keys() == set(asked)
    found = {p: {f"{m[1]}.{m[2]}" for m in re.finditer(r"\b([A-Z]\w*)\.([\w']+)", answers[p])} & own - {p} for p in asked}
    assert sum(map(len, found.values())) > 200
    assert not {p: more for p in asked if (more := found[p] - set(vocabulary.closure(p)))}
