"""Finite groups that permute positions and the letters of a scattering transform, as tables. NumPy.

A group element is a row: `positions[g, x]` is where g moves x, `letters[g, l]` what letter it makes of l. Products are not needed.
"""
import itertools
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Action:
    """positions (G, n) and letters (G, L): rows are permutations."""

    positions: np.ndarray
    letters: np.ndarray

    @property
    def inverses(self) -> np.ndarray:
        """(G, n): (g.f)[x] = f[inverses[g, x]]."""
        return np.argsort(self.positions, 1)

    def paths(self, depth: int) -> np.ndarray:
        """(G, P): the action on all paths of fewer than `depth` letters, shorter ones first, the last letter running fastest."""
        count, tables, start = self.letters.shape[1], [], 0
        for m in range(depth):
            words = np.array([*itertools.product(range(count), repeat=m)], int).reshape(count**m, m)
            places = count ** np.arange(m)[::-1]
            tables.append(start + (self.letters[:, words] * places).sum(-1))
            start += count**m
        return np.concatenate(tables, 1)

    def orbits(self) -> np.ndarray:
        """(n, n): whether two positions are in one orbit."""
        return (self.positions[:, :, None] == np.arange(self.positions.shape[1])).any(0)

    def stabiliser_orbits(self) -> np.ndarray:
        """(L, n): the size of the orbit of each position under what fixes a letter."""
        fixed = self.letters == np.arange(self.letters.shape[1])
        return np.array([(self.positions[fixed[:, l], :, None] == np.arange(self.positions.shape[1])).any(0).sum(1)
                         for l in range(self.letters.shape[1])])


def permutations() -> np.ndarray:
    """(6, 3): the permutations of three things in lexicographic order."""
    return np.array([*itertools.permutations(range(3))])


def on_itself(side: str = "left", letters: int = 1) -> Action:
    """The group of `permutations` on itself by left translations x -> g x, or by right ones x -> x g^-1; letters stay."""
    s = permutations()
    index = {tuple(p): k for k, p in enumerate(s)}
    inverse = np.argsort(s, 1)
    table = [[index[tuple(g[x]) if side == "left" else tuple(x[gi])] for x in s] for g, gi in zip(s, inverse)]
    return Action(np.array(table), np.tile(np.arange(letters), (6, 1)))


def shifts(n: int, letters: int = 1) -> Action:
    """The shifts of Z/n; letters stay."""
    return Action((np.arange(n)[:, None] + np.arange(n)) % n, np.tile(np.arange(letters), (n, 1)))


def turned_grid(n: int) -> Action:
    """Shifts and quarter turns (a, b) -> (-b, a) of Z/n x Z/n; a quarter turn exchanges two letters."""
    a, b = np.divmod(np.arange(n * n), n)
    rows, swaps = [], []
    for turn in range(4):
        for s, t in itertools.product(range(n), repeat=2):
            rows.append((a + s) % n * n + (b + t) % n)
            swaps.append([turn % 2, 1 - turn % 2])
        a, b = -b, a
    return Action(np.array(rows), np.array(swaps))


def swap() -> Action:
    """Two positions and two letters, exchanged together."""
    return Action(np.array([[0, 1], [1, 0]]), np.array([[0, 1], [1, 0]]))
