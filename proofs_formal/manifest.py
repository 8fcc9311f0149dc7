"""The listed theorems and the clauses of which they are counterparts, as the `manifest.json` in the folder of each family says."""
import functools
import json
import re
from dataclasses import dataclass

from proofs_formal import sources

# The axioms that mathcomp-analysis adds to the prover's own logic, and uses in its real numbers.
CLASSICAL = ("propositional_extensionality", "functional_extensionality_dep", "constructive_indefinite_description")
# What a theorem is to the clause of which it is a counterpart. The same statement: in the finite world of the page the clause is the
# theorem, written down for the real or the complex numbers. A special case: the same under a restriction, which the gap names. A lemma
# of it: from the theorem to the clause there is a step that is not formal.
STRENGTHS = ("the same statement", "a special case", "a lemma of it")


@dataclass(frozen=True)
class Entry:
    """A listed theorem. name: File.theorem; witness: a name of the same form.

    says, paper, gap: one sentence each, with mathematics in `$...$`. axioms: what `Print Assumptions` may name. false: edits of the file
    (replace, by, why) under which the statement is false. counterparts: the clauses (result, clause) of which it is a counterpart,
    with its strength, one of STRENGTHS, and the gap between the two.
    """

    name: str
    says: str
    paper: str
    gap: str
    axioms: tuple[str, ...]
    witness: str
    false: tuple[dict[str, str], ...]
    counterparts: tuple[dict[str, str], ...]

    @property
    def file(self) -> str:
        return self.name.split(".")[0]

    @property
    def family(self) -> str:
        """The folder of its file."""
        return sources.family(self.file)

    @property
    def audited(self) -> str:
        """Hash of what the audit acts upon: all but the sentences for readers."""
        return sources.digest(json.dumps([self.name, self.axioms, self.witness, [(v["replace"], v["by"]) for v in self.false]]))


@functools.cache
def theorems() -> dict[str, Entry]:
    """The listed theorems, family by family, each in the order of its manifest."""
    found: dict[str, Entry] = {}
    for path in sorted(sources.HERE.glob("*/manifest.json")):
        for name, e in json.loads(path.read_text()).items():
            found[name] = Entry(name, e["says"], e["paper"], e["gap"], tuple(e["axioms"]), e["witness"], tuple(e["false"]),
                                tuple(e.get("counterparts", ())))
            if sources.paths()[found[name].file].parent != path.parent:
                raise ValueError(f"{name} is listed in {path.relative_to(sources.HERE)}, its file is in {found[name].family}")
    return found


@functools.cache
def counterparts() -> dict[str, dict[str, list[dict[str, str]]]]:
    """slug -> clause -> the listed theorems that correspond to it, the strongest first: theorem, strength and gap."""
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for e in theorems().values():
        for c in e.counterparts:
            own = {"theorem": e.name, "strength": c["strength"], "gap": c["gap"]}
            found.setdefault(c["result"], {}).setdefault(c["clause"], []).append(own)
    return {slug: {clause: sorted(several, key=lambda f: STRENGTHS.index(f["strength"])) for clause, several in clauses.items()}
            for slug, clauses in found.items()}


def edited(entry: Entry, variant: dict[str, str]) -> tuple[str, int]:
    """(the file with the false variant in it, offset of the end of the false statement).

    Raises LookupError if the edit is anything but an edit of the statement: a changed proof would fail for a reason of its own.
    """
    text, start, end = sources.place(entry.name)
    if text.count(variant["replace"]) != 1:
        raise LookupError(f"{entry.name}: the text to replace occurs {text.count(variant['replace'])} times: {variant['replace']}")
    wrong = text.replace(variant["replace"], variant["by"])
    same_name = re.match(sources.header(entry.name.split(".")[1]), wrong[start:])
    if not (wrong.startswith(text[:start]) and wrong.endswith(text[end:]) and same_name):
        raise LookupError(f"{entry.name}: the edit reaches beyond the statement: {variant['by']}")
    return wrong, len(wrong) - len(text) + end
