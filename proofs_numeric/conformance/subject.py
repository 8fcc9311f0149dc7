"""What a function can claim to be, and where its violations are looked for.

A subject is one file of the folder `subjects`: it says how the function is called, which clauses of the catalogue speak about it, what the
function means in their formulas, and from which space the instances come. Nothing else has to be changed to add one.
"""
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from theorems.language import catalogue

Data = dict[str, Any]             # name in the formula -> lists of numbers, or an expression in the functions of `plain`
Parameters = dict[str, Any]
FOLDER = Path(__file__).resolve().parent / "subjects"


class Space(Protocol):
    """Where instances come from. All of them are lists of round numbers, or short expressions: a reader can type them."""

    def named(self, parameters: Parameters) -> Iterator[tuple[str, Data]]:
        """The instances at which such functions are known to fail, with a name each; there is at least one."""
    def drawn(self, rng: np.random.Generator, parameters: Parameters) -> Data:
        """A random instance."""
    def moved(self, rng: np.random.Generator, data: Data, size: float, parameters: Parameters) -> Data:
        """A neighbour of an instance, at a distance of about `size` times its own size."""
    def simpler(self, data: Data) -> Iterator[Data]:
        """Instances that are shorter or rounder, the boldest first."""


@dataclass(frozen=True)
class Asked:
    """One clause, asked of a function.

    clause: (tag, name) in the catalogue. meaning(f, parameters, data, size): the meaning of every name in the relation for one instance;
    `size` is that of the budget of a value, or 0. number: the function of `plain` that computes what is compared, from f, the parameters
    and the data, without this project: lhs / rhs for an inequality, |lhs - rhs| / scale for an equality, lhs - rhs for lhs > rhs.
    when(parameters): why the clause says nothing there, or an empty text.
    """

    tag: str
    clause: str
    meaning: Callable[..., dict[str, Any]]
    number: Callable[..., float]
    space: Space
    when: Callable[[Parameters], str] = lambda parameters: ""

    def statement(self):
        """The clause. Raises LookupError when the theorem has none of this name."""
        found = [c for c in catalogue.load(catalogue.tags()[self.tag]).clauses if c.name == self.clause]
        if not found:
            raise LookupError(f"{self.tag} has no clause {self.clause!r}")
        return found[0]


@dataclass(frozen=True)
class Parameter:
    """default: None where the caller must give it. check(name, value) returns the value or raises ValueError. words: what it is."""

    default: Any
    check: Callable[[str, Any], Any]
    words: str
    required: bool = False


@dataclass(frozen=True)
class Subject:
    """name: of the file. title: what the function claims to be. call: how it is called and what it returns, for a reader.

    arguments: the names of its arguments. budget: the rounding of a value that is granted without being asked, in machine epsilons of
    `unit`. asked: the clauses. parameters: what they depend on. infinite: whether infinity is a value.
    """

    name: str
    title: str
    call: str
    arguments: tuple[str, ...]
    budget: float
    unit: str
    asked: tuple[Asked, ...]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    infinite: bool = False

    def completed(self, given: Mapping[str, Any]) -> Parameters:
        """All parameters, checked. Raises ValueError for one that is unknown, missing or wrong."""
        if unknown := sorted(given.keys() - self.parameters.keys()):
            known = "; ".join(f"{k}: {p.words}" for k, p in self.parameters.items()) or "none"
            raise ValueError(f"{self.name} has no parameter {unknown[0]!r}; it has {known}.")
        if missing := [k for k, p in self.parameters.items() if p.required and k not in given]:
            raise ValueError(f"{self.name} needs the parameter {missing[0]!r}: {self.parameters[missing[0]].words}.")
        return {k: p.check(k, given[k]) if k in given else p.default for k, p in self.parameters.items()}


def names() -> list[str]:
    """The subjects there are."""
    return sorted(p.stem for p in FOLDER.glob("[a-z]*.py"))


def load(name: str) -> Subject:
    """The subject of this name. Raises ValueError, with all names, if there is none."""
    if name not in names():
        raise ValueError(f"subject = {name!r}: choose one of {', '.join(names())}; python -m proofs_numeric.conformance --list explains "
                         "them.")
    return importlib.import_module(f"proofs_numeric.conformance.subjects.{name}").SUBJECT


def choice(*allowed: str) -> Callable[[str, Any], Any]:
    """A check that a parameter is one of these words."""
    def check(name, value):
        if value not in allowed:
            raise ValueError(f"{name} = {value!r}: choose {' or '.join(map(repr, allowed))}.")
        return value
    return check
