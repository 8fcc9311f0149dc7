"""A model: a space in which every operator of one theorem has a meaning, with everything that could refute the theorem there."""
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from theorems.language import catalogue


class Kind(StrEnum):
    """How the checked statement relates to the published one."""

    INSTANCE = "instance"              # a literal special case
    ANALOGUE = "analogue"              # a statement of our own on a finite space, with its own proof on the page
    ILLUSTRATION = "illustration"      # a trend; no explicit constant is claimed


class Arithmetic(StrEnum):
    """In which arithmetic a case is judged; the grade of the evidence follows from it."""

    FLOAT = "float64 interval arithmetic"
    RATIONAL = "rational arithmetic (Fraction)"
    BALL = "ball arithmetic (python-flint)"
    EXTENDED = "ball arithmetic with hundreds of digits (python-flint)"


@dataclass(frozen=True)
class Case:
    """A named instance.

    size: a static configuration of the model; None for instances judged through `Model.exact`.
    instance: what `Model.build` would return, or what `Model.exact` takes.
    facts: relations that must HOLD besides the clauses (closed forms: an anchor catches a wrongly implemented operator).
    reach: conclusion -> the score (log of lhs/rhs) that this instance must reach; for extremals.
    about: one sentence for the page.
    """

    name: str
    size: Any
    instance: Any
    arithmetic: Arithmetic = Arithmetic.FLOAT
    facts: tuple = ()
    reach: Mapping[str, float] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True)
class Example:
    """The worked example of the page: the main conclusion on one instance, with terms that a reader compares it with.

    case: an instance that every hypothesis of the main conclusion holds on, better without size: then its numbers are exact.
    beside: phrase -> term, such as the trivial bound. The symbols and operators are those of the theorem.
    """

    case: Case
    beside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Control:
    """Without hypothesis `drops`, the conclusions `refutes` fail.

    Demanded: `drops` is REFUTED, each of `refutes` is REFUTED, every other hypothesis HOLDS (but those in `also`, which
    cannot be kept when `drops` goes), and no conclusion that does not need `drops` is refuted. The instance is `case`;
    else samples with the knob `drops` turned are searched, then gradient ascent with that knob turned.
    """

    drops: str
    refutes: tuple[str, ...]
    case: Case | None = None
    also: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class Free:
    """A family of instances for the search that knows only what is printed.

    Whatever the formulas mention is arbitrary in it: phases, signs, supports, values outside the intended range, maps that meet
    a hypothesis for one index and not for all. Nothing is enforced that the page does not print, and nothing that it prints
    either: the search keeps an instance for a conclusion when every hypothesis that the conclusion needs HOLDS on it.
    So the family must meet the hypotheses often enough, without guaranteeing more than they say.

    name: a slug. frees: what is arbitrary, a phrase for the page, e.g. "phases and signs of the filters".
    draw, build: as in Model, `build` without knobs: (size, theta) -> instance. size: one of `Model.sizes`; None: the first.
    """

    name: str
    frees: str
    draw: Callable
    build: Callable
    size: Any = None


@dataclass(frozen=True)
class Fault:
    """A deliberate mistake that the checks must catch: the harness is tested with it.

    restate: conclusion or hypothesis name -> function of its relation, returning a wrong relation.
    reinterpret: operator name -> function (right meaning, whole meaning) -> wrong meaning.
    """

    name: str
    restate: Mapping[str, Callable] = field(default_factory=dict)
    reinterpret: Mapping[str, Callable] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Model:
    """How the operators of one theorem are interpreted, and on what.

    space: one sentence: which finite world this is, and what in it is exact.
    kind, gap: how the checked statement differs from the published one; `gap` is one honest sentence for the page.
    sizes: static configurations (NamedTuples), smallest first; one compiled program each. The search attacks `sizes[0]`.
    draw: (size, rng) -> theta, a pytree of float arrays. NumPy.
    build: (size, theta, knobs) -> instance that satisfies every hypothesis by construction, for every theta. JAX, smooth.
        `knobs[h]` is 0.0, or 1.0 to break hypothesis h and no other.
    meaning: (size, instance, ask) -> {name of a symbol, domain or operator: value, array or tuple, function}. JAX.
        `ask(solver, *arrays)` poses a question that is answered on the host, see `proofs_numeric.engine.oracle`.
    exact: (instance) -> the same names in exact arithmetic, for `certificates` and for controls and extremals without size.
    edges: named instances that every run includes (equal inputs, Diracs, constants, ...).
    anchors, extremals, certificates: see Case. `real()` loads instances made from data that ships in packages.
    free: families of the search that knows only what is printed, at least one.
    extended: (size, instance) -> the same names as `meaning` in extended arithmetic (flint.arb, Fraction), for a second opinion on
        float64 instances that enclosures leave open. refined: size -> a larger size with a finer quadrature on which the same
        instance is judged again in float64, where that is the remedy instead.
    notes: clause -> (kind, gap), where one clause differs from the model's own.
    example: the worked example of the page. shown: (instance) -> {LaTeX of an input: LaTeX of its value}, how its instance is printed.
    approximate: whether enclosures hold more than rounding errors, such as those of a quadrature. The search then
        climbs with budgets; it would else end where they are large.
    """

    space: str
    kind: Kind
    gap: str
    sizes: tuple
    draw: Callable
    build: Callable
    meaning: Callable
    knobs: tuple[str, ...] = ()
    exact: Callable | None = None
    edges: tuple[Case, ...] = ()
    anchors: tuple[Case, ...] = ()
    extremals: tuple[Case, ...] = ()
    controls: tuple[Control, ...] = ()
    certificates: tuple[Case, ...] = ()
    real: Callable[[], tuple[Case, ...]] = tuple
    faults: tuple[Fault, ...] = ()
    free: tuple[Free, ...] = ()
    extended: Callable | None = None
    refined: Callable | None = None
    notes: Mapping[str, tuple[Kind, str]] = field(default_factory=dict)
    example: Example | None = None
    shown: Callable[[Any], Mapping[str, str]] | None = None
    approximate: bool = False


def load(slug: str) -> Model:
    """The model of a result. Raises LookupError for an unknown slug."""
    return importlib.import_module(catalogue.place(slug).model_module).MODEL
