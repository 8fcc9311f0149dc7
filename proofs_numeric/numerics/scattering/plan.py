"""What is computed in which order, made of NumPy arrays and whole numbers only."""
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from proofs_numeric.numerics.filters import Bank

Array = Any
Path = tuple[int, ...]
Grid = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be computed: see `Scattering`. banks: one for each order; phi: the average; samples: of S."""

    banks: tuple[Bank, ...]
    phi: np.ndarray
    order: int
    paths: tuple[Path, ...]
    samples: Grid
    average: bool
    alias: float
    field: str

    @property
    def grid(self) -> Grid:
        return self.banks[0].grid

    @functools.cached_property
    def two_sided(self) -> tuple[bool, ...]:
        return self._of_banks(lambda bank: bank.two_sided)

    @functools.cached_property
    def centres(self) -> tuple[np.ndarray, ...]:
        return self._of_banks(lambda bank: bank.centres)

    def _of_banks(self, f: Callable) -> tuple:
        """f of each bank, once for one that serves several orders."""
        found: list[Any] = []
        for m, bank in enumerate(self.banks):
            found.append(found[-1] if m and bank is self.banks[m - 1] else f(bank))
        return tuple(found)

    @property
    def drop(self) -> float:
        """Filter values below this part of the largest are left out."""
        return self.alias / 5


@dataclass(frozen=True, eq=False)
class Piece:
    """Wavelet coefficients of some nodes of one group by one wavelet: a window of their spectrum from `start` times `filter`, folded."""

    group: int
    nodes: tuple[tuple[int, int], ...]          # runs [a, b) of nodes of the parent group
    start: Grid
    filter: int                                 # index into the constants


@dataclass(frozen=True, eq=False)
class Group:
    """Nodes of one layer with the same number of samples: one FFT."""

    length: Grid
    paths: tuple[Path, ...]
    pieces: tuple[Piece, ...] = ()
    window: tuple[tuple[int, int], ...] = ()    # per axis [lo, hi): the frequencies that the children read
    wanted: tuple[tuple[int, int], ...] = ()    # runs of nodes that are put out
    average: tuple[Any, ...] = ()               # how they are averaged
    carrier: int | None = None                  # constant that moves the lowest frequency of the window to 0


@dataclass(eq=False)
class Plan:
    """What is computed, layer by layer.

    constants: filters, carriers and averages. order: where each path that is wanted is among those that are put out.
    lengths: of the paths wanted, the number of samples of U. errors: of each layer, the largest expected aliasing.
    """

    layers: list[list[Group]] = field(default_factory=list)
    constants: list[np.ndarray] = field(default_factory=list)
    order: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    lengths: tuple[Grid, ...] = ()
    errors: tuple[float, ...] = ()

    def constant(self, x: np.ndarray) -> int:
        """Keeps an array; its index."""
        self.constants.append(x)
        return len(self.constants) - 1


def runs(positions: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Increasing whole numbers as runs [a, b)."""
    found: list[tuple[int, int]] = []
    for p in positions:
        if found and found[-1][1] == p:
            found[-1] = (found[-1][0], p + 1)
        else:
            found.append((p, p + 1))
    return tuple(found)
