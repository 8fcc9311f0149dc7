"""From filters and paths to a plan: which wavelet reads which frequencies, and with how many samples each modulus is taken."""
import functools
import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from proofs_numeric.numerics import checks
from proofs_numeric.numerics.filters import Bank, bounds, reflect, square, support
from proofs_numeric.numerics.progress import Progress
from proofs_numeric.numerics.scattering import averages
from proofs_numeric.numerics.scattering.plan import Grid, Group, Path, Piece, Plan, Task, runs
from proofs_numeric.numerics.scattering.sampling import errors, lengths, modulus_spectrum, restricted


def listed(name: str, banks) -> list[Bank]:
    """One bank or a sequence of them, on one grid, as a list."""
    found = [banks] if isinstance(banks, Bank) else list(banks) if isinstance(banks, Sequence) else []
    if not found or not all(isinstance(b, Bank) for b in found):
        raise ValueError(f"{name} = {banks!r}: give a filter bank, for instance filters.meyer(64, 3), or a list of one for each order.")
    if any(b.grid != found[0].grid for b in found):
        raise ValueError(f"{name} has the grids {[b.grid for b in found]}: give banks on one grid.")
    return found


def decreasing(banks: Bank | Sequence[Bank], order: int) -> list[Path]:
    """The paths of length up to `order` along which the octave of the wavelet increases. The last bank serves all further orders."""
    banks, order = listed("banks", banks), checks.count("order", order, 0, 3)
    banks = banks + banks[-1:] * order
    paths: list[Path] = [()]
    layer: list[Path] = [()]
    for m in range(order):
        scales = banks[m].scales
        layer = [(*p, l) for p in layer for l in range(len(scales)) if not p or scales[l] > banks[m - 1].scales[p[-1]]]
        paths += layer
    return paths


def planned(task: Task) -> Plan:
    """Layer by layer, nodes with the same number of samples form a group: one FFT serves them all.

    Where this takes time, a line says how far it is: for each wavelet of an order a step for its length, and one for its pieces.
    """
    plan = Plan()
    needed = {p[:m] for p in task.paths for m in range(len(p) + 1)} | {()}
    last = {(len(p), p[-1]) for p in needed if p}
    step = Progress("planning the scattering transform", 2 * len(last) if task.alias else len(last))
    tables = [_lengths_needed(task, m, {p for p in needed if len(p) == m + 1}, needed, step) for m in range(task.order)]
    wanted = set(task.paths)
    layer = [Group(task.grid, ((),))]
    produced: list[Path] = []
    length_of: dict[Path, Grid] = {(): task.grid}
    for m in range(task.order + 1):
        children: dict[Grid, list[tuple[tuple[Path, ...], Piece]]] = {}
        for g, group in enumerate(layer):
            read = _read(task, m, group, needed)
            window = _pieces(plan, tables[m][0], g, group, read, children) if read else ()
            out = [i for i, p in enumerate(group.paths) if p in wanted]
            produced += [group.paths[i] for i in out]
            carrier = _carrier(plan, group.length, window) if m > 0 else None
            average = averages.planned(plan, task, group.length, bool(read) and carrier is None, m) if out and task.average else ()
            layer[g] = Group(group.length, group.paths, group.pieces, window, runs(out), average, carrier)
        plan.layers.append(layer)
        layer = []
        for _ in {l for k, l in last if k == m + 1}:
            step()
        for length in sorted(children, reverse=True):
            paths = tuple(p for part, _ in children[length] for p in part)
            length_of.update(dict.fromkeys(paths, length))
            layer.append(Group(length, paths, tuple(piece for _, piece in children[length])))
    position = {p: i for i, p in enumerate(produced)}
    plan.order = np.array([position[p] for p in task.paths], np.int32)
    plan.lengths = tuple(length_of[p] for p in task.paths)
    plan.errors = tuple(e for _, e in tables)
    return plan


def _read(task: Task, m: int, group: Group, needed: set[Path]) -> list[tuple[int, list[int], np.ndarray, Grid]]:
    """The wavelets by which a group of layer m goes on: (wavelet, nodes, values on its band, where the band starts)."""
    read = []
    for l in range(len(task.banks[m].psi)) if m < task.order else ():
        nodes = [i for i, p in enumerate(group.paths) if (*p, l) in needed]
        if nodes:
            read.append((l, nodes, *_windowed(task, m, l, group.length)))
    return read


def _pieces(plan: Plan, lengths: dict[int, Grid], g: int, group: Group, read, children) -> tuple[tuple[int, int], ...]:
    """Adds to `children`, by their length, the pieces that are read from group g; the window of frequencies that is read."""
    d = len(group.length)
    lo = [min(start[a] for *_, start in read) for a in range(d)]
    hi = [max(start[a] + psi.shape[a] for *_, psi, start in read) for a in range(d)]
    for l, nodes, psi, start in read:
        length = tuple(min(a, b) for a, b in zip(lengths[l], group.length))
        # a multiple of the length that is to be folded, inside of what others read if possible
        size = [-(-w // n) * n for w, n in zip(psi.shape, length)]
        begin = tuple(max(min(s, h - z), s + w - z, b) for s, h, z, w, b in zip(start, hi, size, psi.shape, lo))
        psi = np.pad(psi, [(s - b, z - w - s + b) for s, b, z, w in zip(start, begin, size, psi.shape)])
        hi = [max(h, b + z) for h, b, z in zip(hi, begin, size)]
        constant = plan.constant(psi * math.prod(length) / math.prod(group.length))
        paths = tuple((*group.paths[i], l) for i in nodes)
        children.setdefault(length, []).append((paths, Piece(g, runs(nodes), begin, constant)))
    return tuple(zip(lo, hi))


def _carrier(plan: Plan, length: Grid, window: tuple[tuple[int, int], ...]) -> int | None:
    """The constant that moves the lowest frequency of a window in the plane to 0, where the window has no more than all frequencies."""
    if len(window) != 2 or any(hi - lo > n for (lo, hi), n in zip(window, length)):
        return None
    first, second = (np.exp(-2j * np.pi * (lo * np.arange(n) % n) / n) for (lo, _), n in zip(window, length))
    return plan.constant(np.outer(first, second))


def _lengths_needed(task: Task, m: int, nodes: set[Path], needed: set[Path],
                    step: Callable[[], None]) -> tuple[dict[int, Grid], float]:
    """For each wavelet of layer m the number of samples at which its modulus is taken; the largest expected error."""
    followed: dict[int, set[int]] = {}
    for p in nodes:
        followed.setdefault(p[-1], set())
    for p in needed:
        if len(p) == m + 2:
            followed[p[-2]].add(p[-1])
    if not task.alias:
        return dict.fromkeys(followed, task.grid), 0.0
    candidates = [c for c in lengths(task.grid) if all(n <= k for n, k in zip(task.samples, c))] or [task.grid]
    table: dict[int, Grid] = {}
    worst = 0.0

    @functools.cache
    def seen_by(children: tuple[int, ...]):
        wavelets: Any = sum(square(task.banks[m + 1].psi[l]) for l in children)
        return square(task.phi) + (0.5 * (wavelets + reflect(wavelets, wavelets.ndim)) if children else 0)
    for l, children in followed.items():
        band, _ = _windowed(task, m, l, task.grid)
        error = errors(modulus_spectrum(band, task.two_sided[m]), seen_by(tuple(sorted(children))))
        lo, hi = 0, len(candidates) - 1
        while lo < hi:                                      # the error decreases with the length, but for little bumps
            mid = (lo + hi) // 2
            if error(candidates[mid]) <= task.alias**2:
                hi = mid
            else:
                lo = mid + 1
        table[l] = candidates[lo]
        worst = max(worst, error(candidates[lo]))
        step()
    return table, math.sqrt(worst)


def _windowed(task: Task, m: int, l: int, length: Grid) -> tuple[np.ndarray, Grid]:
    """(values of psi_l on its band, where the band starts) on the frequencies of signals with `length` samples."""
    psi = restricted(task.banks[m].psi[l], length)
    if (m > 0 or task.field == "real") and task.centres[m][l][-1] < 0:
        psi = np.conj(reflect(psi, psi.ndim))               # |u * psi| is that of the conjugate wavelet if u is real
    size = abs(psi)
    box = list(support(size > task.drop * size.max()))
    for axis, n in enumerate(psi.shape):                    # without a gap, cut where the wavelet is smallest
        if box[axis][1] == n:
            profile = size.max(tuple(a for a in range(psi.ndim) if a != axis))
            lo = int(np.argmin(profile + np.roll(profile, 1)))
            box[axis] = (lo - n if lo >= (n + 1) // 2 else lo, n)
    index = np.ix_(*(np.arange(lo, lo + w) % n for (lo, w), n in zip(box, length)))
    return psi[index], tuple(lo for lo, _ in box)


def alias_bound(task: Task, errors: Sequence[float]) -> float:
    """See `Scattering`. Errors of a layer pass through all that follow, which is sqrt(B)-Lipschitz in every layer.

    To the aliasing of the moduli, in the mean over noise, comes for all signals what is left out of the filters: at most the
    largest over frequencies of the root of their energy there.
    """
    total, gain = 0.0, 1.0
    for bank, aliasing in itertools.zip_longest(task.banks, errors, fillvalue=0.0):
        assert isinstance(bank, Bank)
        if not task.alias:
            break
        lost = _left_out(bank.phi, 1e-5 * task.alias)
        for psi in bank.psi:
            lost += _left_out(psi, task.drop)
        size = math.sqrt(max(bounds(bank)[1], 1.0))
        total += gain * (math.sqrt(np.max(lost)) + aliasing * size)
        gain *= size
        total *= size
    return total


def _left_out(spectrum: np.ndarray, part: float) -> np.ndarray:
    """The energy of the values below a part of the largest."""
    size = abs(spectrum)
    return np.where(size <= part * size.max(), size**2, 0)
