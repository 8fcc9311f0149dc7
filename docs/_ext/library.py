"""What the site shows: each theorem joined with its record and the verdicts that follow. No model is imported, nor JAX."""

import functools
import hashlib
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sympy
from parts import prose as prose
from sympy.printing.pretty.pretty_symbology import pretty_symbol

from proofs_formal import manifest
from proofs_formal import record as formal
from proofs_numeric.engine import audit
from proofs_numeric.engine import record as records
from theorems.language import catalogue
from theorems.language.statement import Clause, Role, Theorem

ROOT = Path(__file__).resolve().parent.parent.parent
BADNESS = ("HOLDS", "UNDECIDED", "REFUTED", "UNVERIFIED")


@dataclass(frozen=True)
class Proof:
    """A machine-checked theorem as the counterpart of a clause. strength: the same statement, or less. gap: how the two differ."""

    entry: manifest.Entry
    strength: str
    gap: str

    @property
    def current(self) -> bool:
        """Whether the prover accepted the theorem as it is stated now."""
        return formal.current(self.entry.name)

    @property
    def says(self) -> str:
        """Of which strength it is, and the theorem in words, without the full stop."""
        return f"{self.strength}: {self.entry.says.rstrip('.')}"

    @property
    def trust(self) -> str:
        """What one has to believe."""
        kernel = f"the kernel of Coq {formal.load()['versions']['coq']}"
        logic = " and three axioms of classical logic: constructive indefinite description, functional and propositional extensionality"
        return kernel + (logic if self.entry.axioms else ", without axioms")


@dataclass(frozen=True)
class Result:
    """A theorem and its record. `faults`: why the page carries a banner; empty when all is well."""

    slug: str
    tag: str
    theorem: Theorem
    record: dict[str, Any] | None
    faults: tuple[str, ...]

    @property
    def page(self) -> str:
        """The document of the result."""
        return self.place.page

    @property
    def place(self) -> catalogue.Place:
        """Where its parts lie."""
        return catalogue.place(self.slug)

    @functools.cached_property
    def _verdicts(self) -> dict[str, str]:
        return {c.name: audit.verdict(self.theorem, self.record, c.name) for c in self.theorem.conclusions} if self.record else {}

    def verdict(self, clause: Clause) -> str:
        """The verdict on a conclusion; UNVERIFIED without a record."""
        return self._verdicts[clause.name] if self.record else "UNVERIFIED"

    @property
    def overall(self) -> str:
        """The worst verdict on a conclusion."""
        return max((self.verdict(c) for c in self.theorem.conclusions), key=BADNESS.index)

    def evidence(self, clause: Clause) -> list[audit.Evidence]:
        """The lines of evidence for a conclusion, the machine-checked counterparts last."""
        numeric = audit.evidence(self.theorem, self.record, clause) if self.record else []
        return numeric + [
            audit.Evidence("machine-checked", p.says, p.trust, "HOLDS") for p in self.proofs(clause) if p.current
        ]

    def proofs(self, clause: Clause) -> tuple["Proof", ...]:
        """The machine-checked counterparts of a conclusion."""
        found = manifest.counterparts().get(self.slug, {}).get(clause.name, [])
        return tuple(Proof(manifest.theorems()[f["theorem"]], f["strength"], f["gap"]) for f in found)

    def power(self, clause: Clause) -> tuple[audit.Power, ...]:
        """How small a mistake in a conclusion would have been noticed, at each place of its formula."""
        return audit.power(self.theorem, self.record, clause) if self.record else ()

    def kind(self, clause: Clause) -> str:
        """instance, analogue or illustration."""
        return self.record["clauses"][clause.name]["kind"] if self.record else ""

    def gap(self, clause: Clause) -> str:
        """How the checked clause differs from the published one."""
        return self.record["clauses"][clause.name]["gap"] if self.record else ""

    @property
    def grades(self) -> dict[str, int]:
        """Grade of evidence -> for how many conclusions there is such, in the order of their first occurrence."""
        own = [dict.fromkeys(e.grade for e in self.evidence(c)) for c in self.theorem.conclusions]
        return {g: sum(g in grades for grades in own) for g in dict.fromkeys(g for grades in own for g in grades)}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the conclusions."""
        return tuple(dict.fromkeys(self.kind(c) for c in self.theorem.conclusions if self.kind(c)))

    @property
    def clean(self) -> bool:
        """Whether the fidelity of the statement to its source was confirmed."""
        return self.theorem.source.fidelity.name != "MEMORY"

    @property
    def own(self) -> tuple[Clause, ...]:
        """The conclusions that are statements of this site.

        A conclusion is the source's only if the record calls it a special case of the published statement (kind instance) and that
        statement was confirmed. An analogue is a statement of our own, and so is what rests on memory or has no record.
        """
        return tuple(c for c in self.theorem.conclusions if not self.clean or self.kind(c) != "instance")

    @property
    def origin(self) -> str:
        """Whose the conclusions are, in a few words."""
        if not self.own:
            return "special case"
        if len(self.own) < len(self.theorem.conclusions):
            return "special case, with additions of our own"
        return "analogue of our own" if self.clean and self.kinds == ("analogue",) else "statement of our own"

    def samples(self, clause: Clause) -> dict[str, int]:
        """How the random instances of a conclusion were decided: how many it applies to, of these hold, equal, undecided, refuted.

        `open`: those that stayed undecided after a second opinion, where the model has one.
        """
        s = self.record["samples"][clause.name] if self.record else {}
        found = {k: s.get(k, 0) for k in ("count", "applicable", "holds", "equal", "undecided", "refuted")}
        return found | {"open": found["undecided"]}


STALE = ROOT / ".cache" / "stale.json"  # slug -> [hash of all that `records.stale` reads, what it said]


@functools.cache
def _code() -> str:
    """A hash of the code from which fingerprints are made, and of what reads it."""
    files = sorted(p for folder in ("theorems", "proofs_numeric") for p in (ROOT / folder).rglob("*.py"))
    parts = [sys.version, sympy.__version__, *(f"{p.relative_to(ROOT)}\n{p.read_text()}" for p in files)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _stale(record, theorem: Theorem, slug: str, known: dict[str, list]) -> str | None:
    """`records.stale`, from `known` if nothing that it reads has changed: following what a model reaches takes a third of a build."""
    key = f"{_code()} {record['digest']}"
    if known.get(slug, [""])[0] != key:
        known[slug] = [key, records.stale(record, theorem, slug)]
    return known[slug][1]


def _load(slug: str, tag: str, known: dict[str, list]) -> Result:
    theorem = catalogue.load(slug)
    try:
        record = records.read(slug)
    except records.RecordError as error:
        return Result(slug, tag, theorem, None, (str(error),))
    faults = [_stale(record, theorem, slug, known)]
    faults += [
        f"{p.check}{f' of {p.clause}' if p.clause else ''}: {p.verdict}: {p.message}" for p in audit.problems(theorem, record)
    ]
    return Result(slug, tag, theorem, record, tuple(f for f in faults if f))


@functools.cache
def results() -> tuple[Result, ...]:
    """All results in the order of their tags. Raises LookupError when theorems/ and theorems/tags disagree."""
    slugs = catalogue.slugs()
    tags = {slug: tag for tag, slug in catalogue.tags().items()}
    before = STALE.read_text() if STALE.exists() else "{}"
    known: dict[str, list] = json.loads(before)
    found = tuple(_load(slug, tags[slug], known) for slug in slugs)
    if (after := json.dumps(known)) != before:
        STALE.parent.mkdir(exist_ok=True)
        STALE.write_text(after)
    return found


def find(name: str) -> Result | None:
    """The result with this tag or slug."""
    return next((r for r in results() if name in (r.tag, r.slug)), None)


def used_by(result: Result) -> tuple[Result, ...]:
    """The results whose proofs use this one."""
    return tuple(r for r in results() if result.slug in r.theorem.uses)


def tally(of: tuple[Result, ...] | None = None) -> dict[str, int]:
    """Counts over these results (over all, if none are given), from the records: what the pages about all results say in numbers."""
    of = results() if of is None else of
    conclusions = [(r, c) for r in of for c in r.theorem.conclusions]
    needed = [(r, h.name) for r in of for h in r.theorem.hypotheses if h.role is Role.NEEDED]
    samples = [r.samples(c) for r, c in conclusions]
    verdicts = [r.verdict(c) for r, c in conclusions]
    return {
        "results": len(of),
        "conclusions": len(conclusions),
        "own": sum(c in r.own for r, c in conclusions),
        "published": sum(c not in r.own for r, c in conclusions),
        "formal": sum(any(p.current for p in r.proofs(c)) for r, c in conclusions),
        "needed": len(needed),
        "dropped": sum(
            any(x["shown"] and x["drops"] == name for x in r.record["controls"]) for r, name in needed if r.record
        ),
        "memory": sum(not r.clean for r in of),
        "faulty": sum(bool(r.faults) for r in of),
        **{k: sum(s[k] for s in samples) for k in ("applicable", "equal", "open")},
        **{v: verdicts.count(v) for v in BADNESS},
    }


# -- numbers for the reader
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(x) -> str:
    """A number with up to four digits: `0.2607`, `3.1×10⁻¹⁴`, `∞`, `–`."""
    if x is None:
        return "–"
    if isinstance(x, str):
        return {"inf": "∞", "-inf": "−∞", "nan": "undefined"}.get(x, x)
    if abs(x) < 1e-200:                  # a zero that was widened by the smallest numbers there are
        return "0"
    if 1e-3 <= abs(x) < 1e5:
        return f"{x:.4g}".replace("-", "−")
    mantissa, exponent = f"{x:.2e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".").replace("-", "−")
    return f"{mantissa}×10{str(int(exponent)).translate(SUPERSCRIPT)}"


def plain(phrase: str) -> str:
    """A phrase without mathematics, for figures and titles: `the worst law on $k$ points`, `$\\Sigma_1$` as Σ₁."""
    def text(match):
        return re.sub(r"\\?([A-Za-z]+(?:_\w+)?)", lambda name: pretty_symbol(name.group(1)), match.group(1))
    return re.sub(r"\$([^$]*)\$", text, phrase)


def words(name: str) -> str:
    """A clause's name as words."""
    return name.replace("_", " ")
