"""The types in which a published result is stated."""
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sympy as sp
from sympy import Eq, Expr, Float, Ge, Gt, Le, Lt, Ne, Symbol

from theorems.language.operators import Operator, ranges
from theorems.language.typeset import typeset

Relation = Eq | Ne | Le | Lt | Ge | Gt


class Fidelity(StrEnum):
    """How far the statement was confirmed against its source."""

    PRIMARY = "read in the source"
    TRANSCRIPTION = "read in a transcription of the source"
    QUOTED = "read in a third party's quotation"
    MEMORY = "locator from memory, unconfirmed"


class Role(StrEnum):
    """What a clause is for. Hypotheses are needed, domain or technical."""

    NEEDED = "needed"             # a control refutes a conclusion when it is dropped
    DOMAIN = "domain"             # without it the conclusion has no meaning
    TECHNICAL = "technical"       # not necessary; `why` says why it is there
    CONCLUSION = "conclusion"


@dataclass(frozen=True)
class Source:
    """Where the result was published. `key` is in docs/references.bib, `locator` names theorem and equation."""

    key: str
    locator: str
    fidelity: Fidelity
    note: str = ""                # where it was read, what is unconfirmed
    number: str = ""              # "Theorem 2.12", as an author would cite it


@dataclass(frozen=True)
class Clause:
    """A named relation, for all index variables `forall` = ((x, X), ...) that satisfy `where`.

    needs: names of the hypotheses that a conclusion uses; None means all of them.
    used: of a hypothesis, the index variables and domains over which the proofs use it, in the form of `forall`. What is printed
        must reach at least as far, see `narrower`. None: nobody has said it yet, which a test refuses.
    scale: what an equality is relative to when both of its sides may vanish.
    why: of a technical hypothesis, why it is not necessary; of any clause, one sentence for the page.
    label: the clause in a few words, for headings and tables; the name without underscores if empty.
    part_of: the shared condition of which a hypothesis is a part, "$d$ is a metric"; consecutive parts are shown together.
    """

    name: str
    relation: Any                 # a SymPy relation; Theorem checks it
    forall: tuple = ()
    where: Any = None
    scale: Expr | None = None
    needs: tuple[str, ...] | None = None
    used: tuple | None = None
    role: Role = Role.NEEDED
    why: str = ""
    label: str = ""
    part_of: str = ""

    @property
    def words(self) -> str:
        """The label, or the name as words."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True)
class Step:
    """A step of the proof that SymPy verifies: the tactic `by` proves the relation `claim`.

    settles: name of the conclusion that this step alone establishes, for all parameters; "" if it is only part of a proof.
    """

    name: str
    claim: Any
    by: Any                       # a tactic of theorems.language.tactics
    text: str = ""                # one sentence: what the step is for
    settles: str = ""


@dataclass(frozen=True)
class Theorem:
    """A published result.

    tag: permanent, four characters, listed in theorems/tags.
    names: symbol -> LaTeX, where SymPy's own is not wanted.
    glossary: symbol -> phrase; operators bring their own phrase.
    uses: slugs of the results that its proof uses.
    headline: name of the main conclusion, the first one if empty.
    aliases: other names under which people look for the result, "earth mover".
    Raises TypeError or ValueError, naming tag and clause, when a clause is not a relation, contains a floating-point
    number or an undeclared symbol, or needs a hypothesis that is not there.
    """

    tag: str
    title: str
    source: Source
    hypotheses: tuple[Clause, ...]
    conclusions: tuple[Clause, ...]
    glossary: Mapping[Symbol, str]
    names: Mapping[Symbol, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    uses: tuple[str, ...] = ()
    headline: str = ""
    aliases: tuple[str, ...] = ()

    def __post_init__(self):
        names = [c.name for c in self.clauses]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.tag}: two clauses share a name: {sorted(names)}. Rename one of them.")
        known = {h.name for h in self.hypotheses}
        for c in self.clauses:
            self._check(c)
        for c in self.conclusions:
            if unknown := set(c.needs or ()) - known:
                raise ValueError(f"{self.tag}/{c.name}: needs {sorted(unknown)}, which are not among the hypotheses "
                                 f"{sorted(known)}.")
        for h in self.hypotheses:
            if h.role is Role.TECHNICAL and not h.why:
                raise ValueError(f"{self.tag}/{h.name}: a technical hypothesis says in `why` why it is not necessary.")

    def _check(self, c: Clause):
        where = f"{self.tag}/{c.name}"
        if not isinstance(c.relation, Relation):
            raise TypeError(f"{where}: not a relation but {c.relation!r}. SymPy decides some relations when they are "
                            "constructed; write it inside `with evaluate(False)`, with Number operators and "
                            "extended_real symbols.")
        if c.relation.atoms(Float):
            raise ValueError(f"{where}: floating-point constant {c.relation.atoms(Float)}; use Rational.")
        declared = set(self.glossary) | {v for v, *_ in c.forall}
        if undeclared := sorted(map(str, free_symbols(c) - declared)):
            raise ValueError(f"{where}: undeclared symbols {undeclared}; say in the glossary what they mean.")

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Hypotheses, then conclusions."""
        return self.hypotheses + self.conclusions

    @property
    def main(self) -> Clause:
        """The main conclusion. Raises LookupError when `headline` names none."""
        wanted = self.headline or self.conclusions[0].name
        for c in self.conclusions:
            if c.name == wanted:
                return c
        raise LookupError(f"{self.tag}: the headline {wanted!r} is not among the conclusions.")

    def role(self, clause: Clause) -> Role:
        """The clause's role; a member of `conclusions` is a conclusion."""
        return Role.CONCLUSION if clause in self.conclusions else clause.role

    def needs(self, clause: Clause) -> tuple[str, ...]:
        """Names of the hypotheses that a conclusion uses."""
        return tuple(h.name for h in self.hypotheses) if clause.needs is None else clause.needs

    def typeset(self, expr) -> str:
        """LaTeX of a term in this theorem's names."""
        return typeset(expr, self.names)

    def latex(self, clause: Clause) -> str:
        """LaTeX of a clause with its quantifiers."""
        text = self.typeset(clause.relation)
        if clause.forall:
            text += rf"\quad \forall\, {ranges(clause.forall, self.typeset)}"
        if clause.where is not None:
            text += rf",\ {self.typeset(clause.where)}"
        return text

    def vocabulary(self) -> tuple[type[Operator], ...]:
        """The operators that occur, in the order of their first occurrence; for the glossary."""
        seen: dict[type[Operator], None] = {}
        for c in self.clauses:
            for part in parts(c):
                for e in sp.preorder_traversal(part):
                    if isinstance(e, Operator):
                        seen.setdefault(type(e))
        return tuple(seen)


def narrower(clause: Clause) -> list[str]:
    """Where the printed quantifiers of a hypothesis reach less far than its use in the proofs; [] if they suffice.

    An index variable that the proof lets run must be printed, over the same domain: the same symbol or tuple, or a range of
    integers that contains the one used. Symbols in the ends of a range count as integers >= 0.
    """
    printed = {x: domain for x, *domain in clause.forall}
    if clause.used is None:
        return [f"{clause.name}: `used` does not say over what the proof uses it; () if over nothing"]
    found = []
    for x, *domain in clause.used:
        if x not in printed:
            found.append(f"{clause.name}: the proof uses it for all {x} in {domain}, the page prints it for one {x}")
        elif not _contains(printed[x], domain):
            found.append(f"{clause.name}: the proof uses it for {x} in {domain}, the page prints it for {x} in {printed[x]}")
    return found


def _contains(outer, inner) -> bool:
    if len(outer) == len(inner) == 2:
        ends = [sp.expand(end) for end in (inner[0] - outer[0], outer[1] - inner[1])]
        ends = [end.subs({s: sp.Symbol(s.name, integer=True, nonnegative=True) for s in end.free_symbols}) for end in ends]
        return all(end.is_nonnegative for end in ends)
    if all(len(d) == 1 and isinstance(d[0], (tuple, sp.Tuple)) for d in (outer, inner)):
        return set(inner[0]) <= set(outer[0])
    return list(outer) == list(inner)


def parts(clause: Clause) -> tuple:
    """Everything of a clause that is a SymPy expression: relation, condition, scale, domains."""
    found = [clause.relation, *(d for _, *domain in clause.forall for d in domain)]
    found += [e for e in (clause.where, clause.scale) if e is not None]
    return tuple(sp.Tuple(*e) if isinstance(e, tuple) else sp.sympify(e) for e in found)


def free_symbols(clause: Clause) -> set[Symbol]:
    """Symbols of a clause that no binder inside it binds."""
    return set().union(*(e.free_symbols for e in parts(clause)))
