"""The function under examination as the formulas need it: float arrays of NumPy go in and come out, whatever it works with itself."""
import importlib.util
import inspect
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

KINDS = ("numpy", "jax", "torch")
PRECISIONS = {"float64": np.float64, "float32": np.float32}


class NoValue(ArithmeticError):
    """The function answers an instance with an exception, with NaN or with infinity."""


class Unfit(ValueError):
    """The function cannot be what it is said to be: it takes other arguments, or returns something of another shape or type."""


@dataclass(frozen=True)
class Called:
    """f, called with arrays of this kind and precision. batch: f wants one more axis in front, and returns one.

    infinite: infinity is a value, as of divergences.
    """

    function: Callable[..., Any]
    arrays: str
    precision: str
    batch: bool = False
    infinite: bool = False

    def __call__(self, *arguments):
        """The value: a float array, or a list of them where f returns several. Raises NoValue."""
        given = [self._given(x) for x in arguments]
        try:
            found = self.function(*given)
        except Exception as error:
            raise NoValue(said(error)) from error
        return self._taken(found)

    def _given(self, x):
        if not isinstance(x, np.ndarray):
            return x
        x = np.array(x, PRECISIONS[self.precision] if x.dtype.kind == "f" else x.dtype)       # a copy: f may write into it
        if self.batch:
            x = x[None]
        if self.arrays == "jax":
            import jax.numpy as jnp
            return jnp.asarray(x)
        if self.arrays == "torch":
            import torch
            return torch.tensor(x)
        return x

    def _taken(self, found):
        if isinstance(found, (list, tuple)) and not all(isinstance(v, (int, float)) for v in found):
            return [self._taken(v) for v in found]
        if hasattr(found, "detach"):
            found = found.detach().cpu().numpy()
        value = real(found)
        if value is None:
            raise Unfit(f"the function returned {type(found).__name__} {str(found)[:60]!r}: real numbers or arrays of them are wanted.")
        if self.batch:
            if value.ndim == 0 or len(value) != 1:
                raise Unfit(f"the function returned the shape {value.shape} for a batch of one: the first axis must be that of the batch.")
            value = value[0]
        if self.infinite and not np.isnan(value).any():
            return value
        if not np.isfinite(value).all():
            count = np.count_nonzero(~np.isfinite(value))
            raise NoValue(str(value) if value.ndim == 0 else f"not finite: {count} of {value.size} values")
        return value


def real(found: Any) -> np.ndarray | None:
    """What a function returned as float64; None for complex numbers, texts, None and the like, which NumPy would convert without a word."""
    try:
        raw = np.asarray(found)
        if raw.dtype.kind in "cSUmM" or raw.dtype.kind == "O" and any(v is None for v in raw.flat):
            return None
        return raw.astype(float)
    except (TypeError, ValueError):
        return None


def said(error: BaseException) -> str:
    """The type, as a traceback has it, and the first line of an exception."""
    lines = str(error).splitlines()
    return f"{type(error).__qualname__}: {lines[0] if lines else ''}"


def fits(function: Callable[..., Any], arguments: Sequence[str], call: str) -> None:
    """Raises Unfit unless the function can be called with so many arguments; what has no signature is tried later."""
    if not callable(function):
        raise Unfit(f"{function!r} is no function: give one that is called as {call}.")
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return
    try:
        signature.bind(*arguments)
    except TypeError as error:
        raise Unfit(f"the function takes {signature}, and is to be called as {call} ({error}): wrap it in one that takes "
                    f"({', '.join(arguments)}).") from None


def kind_of_arrays(called: Called, wanted: str, probe: Callable[[Called], Any]) -> str:
    """`wanted`, or for "auto" the first kind with which the function answers a probe; NumPy's if it does with none."""
    if wanted != "auto":
        if wanted not in KINDS:
            raise ValueError(f"arrays = {wanted!r}: choose 'auto' or one of {', '.join(map(repr, KINDS))}.")
        if importlib.util.find_spec(wanted) is None:
            raise ValueError(f"arrays = {wanted!r}: {wanted} is not installed.")
        return wanted
    for kind in KINDS:
        if kind == "torch" and "torch" not in sys.modules:
            continue
        try:
            probe(replace(called, arrays=kind))
        except NoValue:
            continue
        return kind
    return KINDS[0]
