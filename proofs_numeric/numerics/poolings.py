"""Pooling maps on cyclic grids and their Lipschitz constants in the Euclidean norm.

A layer ends with a map P followed by a unitary dilation by S: f -> S^(d/2) (P f)(S .). In the continuum the dilation keeps the
norm. On a grid it either keeps the array and divides the spacing by S (`Dilation`, `Averaging`), or it keeps every S-th sample
(`Decimation`, `MaxPooling`), which loses samples and has a constant of its own. Each class has

    lipschitz(grid)           the sharp constant of what the class does to arrays
    coarse(grid)              the grid after it
    stretch                   S, by which translations of the signal are divided
    spacing_factor            new spacing / old spacing
    spectrum(y, d, half)      the DFT of the pooled signal, for y (..., *grid) with d grid axes
    check(name, grid)         raises ValueError if it does not fit the grid

Since the next layer convolves, poolings return the DFT: averages and aliases cost no transform of their own there.
half: return the frequencies 0 ... N/2 of the last axis only; for real y.
"""
import functools
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import jax
import jax.numpy as jnp

from proofs_numeric.mathematics.littlewood_paley import square
from proofs_numeric.numerics import checks
from proofs_numeric.numerics.checks import Array
from proofs_numeric.numerics.frames import on_grid


@runtime_checkable
class Pooling(Protocol):
    """What a pooling of your own must have; see above."""

    @property
    def stretch(self) -> float: ...
    @property
    def spacing_factor(self) -> float: ...
    def lipschitz(self, grid: tuple[int, ...]) -> Any: ...
    def coarse(self, grid: tuple[int, ...]) -> tuple[int, ...]: ...
    def spectrum(self, y, d: int, half: bool) -> Any: ...
    def check(self, name: str, grid: tuple[int, ...]) -> None: ...


def transform(y, d: int, half: bool):
    """The DFT over the last d axes, of the frequencies 0 ... N/2 of the last one only if `half`."""
    axes = tuple(range(-d, 0))
    return jnp.fft.rfftn(y, axes=axes) if half else jnp.fft.fftn(y, axes=axes)


def first_half(spectrum, half: bool = True):
    """The frequencies 0 ... N/2 of the last axis."""
    return spectrum[..., : spectrum.shape[-1] // 2 + 1] if half else spectrum


def fold(table, stride: int, d: int):
    """Sum over the aliases: (..., *grid) -> (..., *grid / stride), the frequencies that a decimation cannot tell apart."""
    lead, grid = table.shape[:-d], table.shape[-d:]
    split = [side for n in grid for side in (stride, n // stride)]
    return table.reshape(*lead, *split).sum(tuple(range(len(lead), len(lead) + 2 * d, 2)))


def _taps(taps):
    return checks.array("taps", taps, at_least=1)


def _check_taps(name: str, taps, grid):
    if taps.ndim != len(grid) or any(t > n for t, n in zip(taps.shape, grid)):
        raise ValueError(f"{name}.taps has shape {taps.shape} on the grid {grid}: give it as many axes, and none that is longer.")


def _check_stride(name: str, stride: int, grid):
    if any(n % stride for n in grid):
        raise ValueError(f"{name} = {stride} does not divide the grid {grid}: choose a divisor of every side, or another grid.")


def _set(x, **values):
    """Sets fields of a frozen dataclass in its constructor."""
    for key, value in values.items():
        object.__setattr__(x, key, value)


class _KeepsSamples:
    """What the unitary dilation by `factor` does where it keeps the array: the spacing is divided by the factor."""

    factor: float

    @property
    def stretch(self) -> float:
        return self.factor

    @property
    def spacing_factor(self) -> float:
        return 1 / self.factor

    def coarse(self, grid):
        return checks.sides("grid", grid)

    def check(self, name, grid):
        pass


@checks.node()
@dataclass(frozen=True)
class Dilation(_KeepsSamples):
    """P = 1 and the unitary dilation by any S >= 1: the array stays, the spacing is divided by S. Lipschitz constant 1.

    `Dilation()` is no pooling at all.
    """

    factor: float = 1.0

    def __post_init__(self):
        _set(self, factor=checks.number("factor", self.factor, 1.0))

    def lipschitz(self, grid):
        return 1.0

    def spectrum(self, y, d, half):
        return transform(y, d, half)


@checks.node("taps")
@dataclass(frozen=True)
class Averaging(_KeepsSamples):
    """Cyclic convolution with real weights, then the unitary dilation by `factor`; nothing is thrown away.

    taps: weights with one axis for each axis of the grid; entry size // 2 sits at the origin.
    Lipschitz constant: the largest modulus of the DFT of the weights on the grid, the norm of a convolution. It is at most the
    l^1 norm, with equality for nonnegative weights, where the largest modulus is their sum, at frequency 0.
    """

    taps: Array
    factor: float = 1.0

    def __post_init__(self):
        _set(self, taps=_taps(self.taps), factor=checks.number("factor", self.factor, 1.0))

    def lipschitz(self, grid):
        grid = checks.sides("grid", grid)
        self.check("pooling", grid)
        return square(on_grid(self.taps, grid)).max() ** 0.5

    def spectrum(self, y, d, half):
        response = on_grid(self.taps.astype(y.real.dtype), y.shape[-d:])
        return transform(y, d, half) * first_half(response, half)

    def check(self, name, grid):
        _check_taps(name, self.taps, grid)


@checks.node("taps")
@dataclass(frozen=True)
class Decimation:
    """Average with real weights, keep every stride-th sample in each direction, multiply by stride^(d/2).

    This is the unitary dilation by the stride, sampled on the old spacing. Without weights (taps = None) the Lipschitz constant
    is stride^(d/2), reached by a single sample. With weights phi it is

        max over k of ( sum over j of |phi^(k + j N/stride)|^2 )^(1/2),      j in {0, ..., stride - 1}^d:

    the DFT of the kept samples at k is stride^(-d/2) times the sum of phi^ x^ over the aliases of k, Cauchy-Schwarz bounds its
    square by the sum of |phi^|^2 times that of |x^|^2, and the signal with x^ = conj(phi^) on the aliases of the worst k reaches it.
    """

    stride: int
    taps: Array | None = None

    def __post_init__(self):
        _set(self, stride=checks.count("stride", self.stride), taps=None if self.taps is None else _taps(self.taps))

    @property
    def stretch(self) -> float:
        return float(self.stride)

    @property
    def spacing_factor(self) -> float:
        return 1.0

    def lipschitz(self, grid):
        grid = checks.sides("grid", grid)
        self.check("pooling", grid)
        if self.taps is None:
            return float(self.stride) ** (len(grid) / 2)
        return fold(square(on_grid(self.taps, grid)), self.stride, len(grid)).max() ** 0.5

    def coarse(self, grid):
        grid = checks.sides("grid", grid)
        _check_stride("stride", self.stride, grid)
        return tuple(n // self.stride for n in grid)

    def spectrum(self, y, d, half):
        gain = float(self.stride) ** (d / 2)
        if self.taps is None:
            return gain * transform(y[(..., *(slice(None, None, self.stride),) * d)], d, half)
        response = on_grid(self.taps.astype(y.real.dtype), y.shape[-d:])
        return first_half(fold(transform(y, d, False) * response, self.stride, d) / gain, half)

    def check(self, name, grid):
        _check_stride(f"{name}.stride", self.stride, grid)
        if self.taps is not None:
            _check_taps(name, self.taps, grid)


@checks.node()
@dataclass(frozen=True)
class MaxPooling:
    """The maximum over windows of `window` samples in each direction that start at the multiples of `stride` (default: window).

    Complex signals: the maximum of the real and of the imaginary parts. P(0) = 0, and no factor stride^(d/2).
    Lipschitz constant ceil(window / stride)^(d/2): |max a - max b| <= max |a - b| <= ||a - b|| on each window, and a sample lies in
    at most ceil(window / stride)^d of them. The sample at the origin lies in that many, so a single sample reaches it.
    """

    window: int
    stride: int | None = None

    def __post_init__(self):
        _set(self, window=checks.count("window", self.window), stride=None if self.stride is None else checks.count("stride", self.stride))

    @property
    def step(self) -> int:
        return self.window if self.stride is None else self.stride

    @property
    def stretch(self) -> float:
        return float(self.step)

    @property
    def spacing_factor(self) -> float:
        return 1.0

    def lipschitz(self, grid):
        grid = checks.sides("grid", grid)
        self.check("pooling", grid)
        return float(-(-self.window // self.step)) ** (len(grid) / 2)

    def coarse(self, grid):
        grid = checks.sides("grid", grid)
        self.check("pooling", grid)
        return tuple(n // self.step for n in grid)

    def apply(self, y, d):
        """(..., *grid) -> (..., *coarse grid), for y with d grid axes; the maximum of a window that contains NaN is NaN.

        Raises ValueError if y is no array of numbers or the grid does not fit.
        """
        d = checks.count("d", d)
        y = checks.array("y", y, at_least=d, real=False, finite=False)
        self.check("pooling", y.shape[y.ndim - d:])
        return self._maxima(y, d)

    def _maxima(self, y, d):
        if jnp.iscomplexobj(y):
            return jax.lax.complex(self._maxima(y.real, d), self._maxima(y.imag, d))
        for axis in range(y.ndim - d, y.ndim):                            # windows are boxes: one axis after the other
            y = functools.reduce(_larger, [_every(y, m, self.step, axis) for m in range(self.window)])
        return y

    def spectrum(self, y, d, half):
        return transform(self._maxima(y, d), d, half)

    def check(self, name, grid):
        if self.window > min(grid):
            raise ValueError(f"{name}.window = {self.window} on the grid {grid}: choose one between 1 and the shortest side.")
        _check_stride(f"{name}.window, also the stride," if self.stride is None else f"{name}.stride", self.step, grid)


def _every(y, start: int, step: int, axis: int):
    """The samples start, start + step, ... along an axis, cyclic."""
    picked = jax.lax.slice_in_dim(y, start % step, None, step, axis)
    return jnp.roll(picked, -(start // step), axis) if start >= step else picked


def _larger(a, b):
    """The larger one, or NaN if one is. The derivative is that of a where both are equal.

    `jnp.maximum` finds the operand for its derivative by comparing with a result that may have been rounded otherwise.
    """
    return jnp.where((b > a) | jnp.isnan(b), b, a)


NO_POOLING = Dilation()
