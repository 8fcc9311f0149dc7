"""Values that keep what was computed of them.

A term such as the scattering transform of a signal is mentioned by several clauses. What a signal keeps is found by the name of what was
computed of it; what arithmetic makes of a signal is another value, which keeps nothing.
"""
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from proofs_numeric.engine.enclosure import Ball


class Keeping:
    """A value with a memory by name. The memory is no part of the value: copies and results do not have it."""

    @functools.cached_property
    def _kept(self) -> dict[str, Any]:
        return {}


@functools.partial(jax.tree_util.register_dataclass, data_fields=("center", "radius"), meta_fields=())
@dataclass(frozen=True)
class Signal(Keeping, Ball):
    """A signal known up to a ball."""


class ExactSignal(Keeping, np.ndarray):
    """An object array of exact numbers."""

    @classmethod
    def of(cls, x) -> "ExactSignal":
        """The same numbers, with a memory of their own."""
        return np.array(x, object).view(cls)


def kept(x: Any, name: str, compute: Callable[[Any], Any]) -> Any:
    """compute(x), the first time; afterwards what was found, if x is a value that keeps."""
    if not isinstance(x, Keeping):
        return compute(x)
    if name not in x._kept:
        x._kept[name] = compute(x)
    return x._kept[name]
