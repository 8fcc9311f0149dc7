"""What all worlds have in common.

A world is one finite space that many theorems are checked on, as a sum of parts: laws, a metric, an exponent, functions, claims. Each
part says how its share of an instance is drawn and built, which hypotheses it can break, what its words mean, and what it is when nothing
but what is printed is known of it. A model picks the parts that its theorem speaks of, adds words that only its theorem has as one more
part, and states what is about that theorem: anchors, extremals, controls, certificates, faults.
"""
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Arithmetic, Case, Free, Model


class Words:
    """What the words of one part mean on one instance.

    A method whose name begins with a capital is an operator of the vocabulary; `values` gives the symbols and domains. What several
    operators share is a cached property, so that nothing is computed, nor asked from a solver, that no formula mentions.

    part: the part of the world. size: as in `Model`, None in exact arithmetic. instance: all of it. ask: as in `Model.meaning`; None
    outside floating point. known: name -> meaning of the words of all parts, to be used when an operator is called.
    """

    def __init__(self, part: Any, size: Any, instance: Mapping[str, Any], ask: Any, known: Mapping[str, Any]):
        self.part, self.size, self.instance, self.ask, self.known = part, size, instance, ask, known

    def values(self) -> dict[str, Any]:
        """Symbols and domains."""
        return {}

    @classmethod
    def operators(cls) -> frozenset[str]:
        """The names of the operators."""
        return frozenset(name for name in dir(cls) if name[0].isupper())


class Part:
    """One part of a world. Subclasses are frozen dataclasses whose fields are what a model chooses, such as names.

    floating, exact, extended: what the words mean in float64 enclosures, in rational arithmetic, and for float64 instances in ball
        arithmetic with hundreds of digits; None where the part has no such twin.
    knobs: the hypotheses that `build` can break.
    frees: what is arbitrary in the free family, a phrase for the page.
    """

    floating: ClassVar[type[Words]] = Words
    exact: ClassVar[type[Words] | None] = None
    extended: ClassVar[type[Words] | None] = None
    knobs: ClassVar[tuple[str, ...]] = ()
    frees: ClassVar[str] = ""

    def draw(self, size, rng) -> dict[str, Any]:
        """Parameters, arrays of floats by name. NumPy."""
        return {}

    def build(self, size, theta, knobs, built) -> dict[str, Any]:
        """The share of the instance. `built` is what the parts before this one gave. `knobs.get(h, 0.0)` breaks h and no other. JAX."""
        return {}

    def draw_free(self, size, rng) -> dict[str, Any]:
        """Parameters of the free family."""
        return {}

    def build_free(self, size, theta, built) -> dict[str, Any]:
        """The share of an instance of the free family, which guarantees nothing that the page does not print."""
        return {}

    def shown(self, instance) -> dict[str, str]:
        """How the page prints this share of a named instance: LaTeX of an input -> LaTeX of its value, see `in_latex`."""
        return {}

    def named(self, given, exact: bool) -> dict[str, Any]:
        """The share of a named instance: what of `given` is this part's own, in float64 arrays or in exact numbers."""
        return {}

    def as_exact(self, instance) -> dict[str, Any]:
        """The share of a float64 instance as the exact numbers that it stands for."""
        return {}


@dataclass(frozen=True)
class World:
    """space: one sentence for the page. sizes: as in `Model`. parts: in the order in which they are built.

    edges: named instances that every model on this world is tried on.
    Raises TypeError when two parts have one word, or a word has a meaning in only one of the arithmetics of its part.
    """

    space: str
    sizes: tuple
    parts: tuple[Part, ...]
    edges: tuple[Case, ...] = ()

    def __post_init__(self):
        owner: dict[str, Part] = {}
        for part in self.parts:
            for word in part.floating.operators():
                if word in owner:
                    raise TypeError(f"{word} is a word of {type(owner[word]).__name__} and of {type(part).__name__}; one of them goes.")
                owner[word] = part
            for twin in (part.exact, part.extended):
                if twin is not None and (one := twin.operators() ^ part.floating.operators()):
                    raise TypeError(f"{sorted(one)} have a meaning in only one of {part.floating.__name__} and {twin.__name__}.")

    def and_part(self, part: Part) -> "World":
        """The world with one more part, such as the words that only one theorem has."""
        return replace(self, parts=(*self.parts, part))

    # -- instances
    def draw(self, size, rng):
        """As `Model.draw`."""
        return _merged(part.draw(size, rng) for part in self.parts)

    def build(self, size, theta, knobs):
        """As `Model.build`."""
        built: dict[str, Any] = {}
        for part in self.parts:
            built |= part.build(size, theta, knobs, built)
        return built

    def draw_free(self, size, rng):
        """As `Free.draw`."""
        return _merged(part.draw_free(size, rng) for part in self.parts)

    def build_free(self, size, theta):
        """As `Free.build`."""
        built: dict[str, Any] = {}
        for part in self.parts:
            built |= part.build_free(size, theta, built)
        return built

    def named(self, name, size, given, **k) -> Case:
        """A named instance out of what is `given`; in rational arithmetic where it has no size. The rest is as in `Case`."""
        instance = _merged(part.named(given, size is None) for part in self.parts)
        return Case(name, size, instance, Arithmetic.RATIONAL if size is None else Arithmetic.FLOAT, **k)

    def as_exact(self, instance):
        """What `exact` takes, from a float64 instance."""
        return _merged(part.as_exact(instance) for part in self.parts)

    # -- meanings
    def _meaning(self, arithmetic, size, instance, ask):
        known: dict[str, Any] = {}
        for part in self.parts:
            twin = getattr(part, arithmetic)
            if twin is None:
                raise TypeError(f"{type(part).__name__} has no {arithmetic} twin.")
            words = twin(part, size, instance, ask, known)
            own = words.values() | {name: getattr(words, name) for name in twin.operators()}
            if twice := known.keys() & own.keys():
                raise TypeError(f"{sorted(twice)} have a meaning in {type(part).__name__} and in a part before it; one of them goes.")
            known |= own
        return known

    def meaning(self, size, instance, ask):
        """As `Model.meaning`."""
        return self._meaning("floating", size, instance, ask)

    def exact(self, instance):
        """As `Model.exact`."""
        return self._meaning("exact", None, instance, None)

    def extended(self, size, instance):
        """As `Model.extended`."""
        return self._meaning("extended", size, instance, None)

    def shown(self, instance) -> dict[str, str]:
        """As `Model.shown`."""
        return _merged(part.shown(instance) for part in self.parts)

    def has(self, arithmetic: str) -> bool:
        """Whether every part has a twin in this arithmetic, "exact" or "extended"."""
        return all(getattr(part, arithmetic) is not None for part in self.parts)

    # -- the model
    def model(self, **given: Any) -> Model:
        """A model on this world. Named edges come after the world's, free families after the world's own."""
        frees = ", ".join(part.frees for part in self.parts if part.frees)
        own: dict[str, Any] = dict(space=self.space, sizes=self.sizes, draw=self.draw, build=self.build, meaning=self.meaning,
                                   exact=self.exact if self.has("exact") else None,
                                   extended=self.extended if self.has("extended") else None, shown=self.shown)
        own["edges"] = (*self.edges, *given.pop("edges", ()))
        own["free"] = (*((Free("any arrays", frees, self.draw_free, self.build_free),) if frees else ()), *given.pop("free", ()))
        own["knobs"] = given.pop("knobs", tuple(dict.fromkeys(k for part in self.parts for k in part.knobs)))
        return Model(**own | given)


def in_latex(x) -> str:
    """A number, or several in parentheses: fractions exactly, floats with four significant digits."""
    if isinstance(x, np.ndarray) and x.ndim == 0:
        x = x.item()
    if isinstance(x, (list, tuple, np.ndarray)):
        return in_latex(x[0]) if len(x) == 1 else "(" + r",\ ".join(map(in_latex, x)) + ")"
    return f"{float(x):.4g}" if isinstance(x, (float, np.floating)) else sp.latex(sp.sympify(x))


def _merged(shares) -> dict[str, Any]:
    """One dictionary; two parts that give one name are an error, not an overwriting."""
    out: dict[str, Any] = {}
    for share in shares:
        if twice := out.keys() & share.keys():
            raise TypeError(f"two parts of a world give {sorted(twice)}; names are unique.")
        out |= share
    return out
