"""The scattering transform of batches of signals in one and two dimensions, compiled once per shape, on CPU and GPU.

    U[()] x = x,   U[p, l] x = | U[p] x * psi_l |,   S[p] x = U[p] x * phi        (cyclic convolutions)

How it is computed. Let u be real with M samples in a period and Fourier coefficients u^. The samples of u * psi at M' points
are one inverse FFT of length M' of u^ psi^, folded modulo M'. The modulus does not see the phase factor of a shift in
frequency, so the band of psi may begin anywhere: M' has to resolve the width of the band, not its highest frequency.
Spectra are those of real signals, half a spectrum each, and every FFT serves all paths with the same M'. Averages need few
frequencies and few points: they are products with small matrices.

Errors. The samples of u * psi are exact but for filter values below alias/5 of the largest, which are left out. What M' decides
is aliasing of the modulus, which is not band-limited even if u * psi is. For white Gaussian noise u the power spectrum of
|u * psi| is known in closed form: E|a||b| = pi/4 F(-1/2, -1/2; 1; |r|^2) for jointly normal complex a, b of variance 1 and
correlation r. M' is the smallest length at which the part of that spectrum that folds onto, or is cut from, what the next
filters see is at most alias^2. So `alias` is the root mean square error of one layer relative to that layer, on noise. It is no
bound for all signals: coefficients that change sign periodically have moduli with corners, |sin|, and alias more.
"""
import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from scipy.special import hyp2f1

from proofs_numeric.numerics.checks import array
from proofs_numeric.numerics.filters import Bank, bounds, frequencies, reflect, square, support

Array = Any
Path = tuple[int, ...]
Grid = tuple[int, ...]


CHUNK = 2**20                   # coefficients in one FFT of the last layer: about what stays in the cache of a processor
PART = 2**19                    # coefficients of the signals that a CPU treats at a time, if not of two signals: see Scattering._apply


# -- the modulus
@jax.custom_jvp
def modulus(z: Array) -> Array:
    """|z| elementwise; the derivative at z = 0 is taken to be 0. Squares below the smallest normal number count as 0."""
    return jnp.sqrt(square(z)) if jnp.iscomplexobj(z) else jnp.abs(z)


@modulus.defjvp
def _modulus_jvp(primals, tangents):
    (z,), (t,) = primals, tangents
    size = modulus(z)
    if not jnp.iscomplexobj(z):
        return size, jnp.sign(z) * t
    scale = jnp.where(size > 0, 1 / jnp.where(size > 0, size, 1), 0)
    return size, (z.real * scale) * t.real + (z.imag * scale) * t.imag          # what is kept for going back: z/|z| only


# -- how many samples a modulus needs
def _lengths(grid: Grid) -> list[Grid]:
    """Lengths for sub-sampling, ascending: even numbers 2^a 3^b 5^c in about 8 steps an octave, the grid itself last."""
    n = max(grid)
    smooth = sorted({2**a * 3**b * 5**c for a in range(1, n.bit_length()) for b in range(2) for c in range(2)
                     if 2**a * 3**b * 5**c < n and 3**b * 5**c <= 2 ** a * 4})
    return [tuple(min(_smooth(-(-g * m // n)), g) for g in grid) for m in smooth] + [grid]


def _smooth(n: int) -> int:
    """The smallest even 2^a 3^b 5^c >= n."""
    m = max(2, n + n % 2)
    while True:
        rest = m
        for p in (2, 3, 5):
            while rest % p == 0:
                rest //= p
        if rest == 1:
            return m
        m += 2


def _modulus_spectrum(band: np.ndarray, real: bool) -> np.ndarray:
    """(8w,) or (4w, 4w'), in the order of an FFT: the power spectrum, of sum 1, of |w * psi| for white Gaussian noise w.

    band: (*w), the values of psi^ on its band; frequencies are those of a function on the line or plane, before any sampling.
    real: w * psi is real, for which E|a||b| = 2/pi (sqrt(1 - r^2) + r arcsin r).
    """
    covariance = np.fft.ifftn(square(band), [(8 if band.ndim == 1 else 4) * n for n in band.shape], range(band.ndim))
    ratio = np.clip(abs(covariance) / max(abs(covariance.flat[0]), 1e-300), 0, 1)
    moment = (2 / np.pi * (np.sqrt(1 - ratio**2) + ratio * np.arcsin(ratio)) if real else
              np.pi / 4 * hyp2f1(-0.5, -0.5, 1, ratio**2))
    return np.maximum(np.fft.fftn(moment).real, 0) / moment.size


def _folded(power: np.ndarray, length: Grid) -> np.ndarray:
    """(*length): what a power spectrum, over any number of frequencies, becomes by sampling."""
    for axis, m in enumerate(length):
        n = power.shape[axis]
        rows = np.moveaxis(np.fft.fftshift(power, axis), axis, 0)               # frequencies ascending from -(n // 2)
        before = -(n // 2) % m
        rows = np.pad(rows, [(before, -(before + n) % m)] + [(0, 0)] * (power.ndim - 1))
        power = np.moveaxis(rows.reshape(-1, m, *rows.shape[1:]).sum(0), 0, axis)
    return power


def _error(power: np.ndarray, seen: np.ndarray, length: Grid) -> float:
    """Expected square of the error of what `seen` (*grid) sees of a modulus, between samples at `length` and on the grid.

    Frequencies |k| < M/2 get what is folded onto them, and lack what the grid folds onto them; others are cut.
    """
    grid = seen.shape
    if length == grid:
        return 0.0
    fine = _folded(power, grid)
    k = frequencies(grid)
    kept = (2 * abs(k) < np.array(length)).all(-1)
    coarse = _folded(power, length)[tuple(np.moveaxis(k, -1, 0) % np.reshape(length, (-1, *[1] * len(grid))))]
    if any(n % m for n, m in zip(grid, length)):                # no point of one grid is one of the other: errors add
        index = tuple(np.moveaxis(k, -1, 0))
        inside = (2 * abs(k) < np.array(power.shape)).all(-1)
        own = np.where(inside, power[tuple(np.where(inside, i, 0) for i in index)], 0)
        return float((seen * np.where(kept, coarse + fine - 2 * own, fine)).sum())
    return float((seen * np.where(kept, coarse - fine, fine)).sum())


def _restricted(spectrum: np.ndarray, length: Grid) -> np.ndarray:
    """The values at the frequencies |k| < M/2 of a coarser grid, in the order of its FFT; the Nyquist bin is 0 there."""
    for axis, m in enumerate(length):
        n = spectrum.shape[axis]
        if m == n:
            continue
        k = frequencies((m,))[:, 0]
        spectrum = np.take(spectrum, k % n, axis)
        spectrum[(slice(None),) * axis + (2 * abs(k) >= m,)] = 0
    return spectrum


# -- the plan: what is computed in which order, made of NumPy arrays and whole numbers only
@dataclass(frozen=True, eq=False)
class _Piece:
    """Wavelet coefficients of some nodes of one group by one wavelet: a window of their spectrum from `start` times `filter`, folded."""

    group: int
    nodes: tuple[tuple[int, int], ...]          # runs [a, b) of nodes of the parent group
    start: Grid
    filter: int                                 # index into the constants


@dataclass(frozen=True, eq=False)
class _Group:
    """Nodes of one layer with the same number of samples: one FFT."""

    length: Grid
    paths: tuple[Path, ...]
    pieces: tuple[_Piece, ...] = ()
    window: tuple[tuple[int, int], ...] = ()    # per axis [lo, hi): the frequencies that the children read
    wanted: tuple[tuple[int, int], ...] = ()    # runs of nodes that are put out
    average: tuple[Any, ...] = ()               # how they are averaged
    carrier: int | None = None                  # constant that moves the lowest frequency of the window to 0


@dataclass(eq=False)
class _Plan:
    layers: list[list[_Group]] = field(default_factory=list)
    constants: list[np.ndarray] = field(default_factory=list)
    order: np.ndarray = field(default_factory=lambda: np.zeros(0, int))

    def constant(self, x: np.ndarray) -> int:
        self.constants.append(x)
        return len(self.constants) - 1


def _runs(positions: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Increasing whole numbers as runs [a, b)."""
    runs: list[tuple[int, int]] = []
    for p in positions:
        if runs and runs[-1][1] == p:
            runs[-1] = (runs[-1][0], p + 1)
        else:
            runs.append((p, p + 1))
    return tuple(runs)


def _rows(x, runs, axis: int):
    """The rows of an axis given by runs."""
    parts = [jax.lax.slice_in_dim(x, a, b, axis=axis) for a, b in runs]
    return parts[0] if len(parts) == 1 else jnp.concatenate(parts, axis)


def decreasing(banks: Sequence[Bank], order: int) -> list[Path]:
    """The paths of length up to `order` along which the octave of the wavelet increases."""
    paths: list[Path] = [()]
    layer: list[Path] = [()]
    for m in range(order):
        scales = banks[m].scales
        layer = [(*p, l) for p in layer for l in range(len(scales)) if not p or scales[l] > banks[m - 1].scales[p[-1]]]
        paths += layer
    return paths


class Scattering:
    """S x for x (..., N) or (..., N, N'): (..., paths, samples) or (..., paths, samples, samples').

    bank: filters.Bank, or one for each order (the last serves all further orders).
    order: 0 to 3. paths: "decreasing" (the octave increases along the path), "all", or a list of tuples of wavelet indices.
    average: False gives the list of all U[p] x, each with `lengths[i]` samples, instead of S.
    oversampling: S is kept every 2^(J - oversampling) samples; J or more gives all samples.
    alias: 0 for no sub-sampling at all before the end, the exact mode, else see the module.
    field: "real", or "complex" for complex signals. There one half of the spectrum does not determine the other: to L wavelets
        that are not two-sided come their reflections psi[-k], with indices L to 2L - 1, and all of these are divided by sqrt(2)
        at the first order, so that the energy has the same bounds. Orders 1 and up start from real moduli.

    Filters are cast to the type of x; x may be float32, float64 or complex. Works under jit and vmap and with reverse-mode
    derivatives (grad, vjp, jacrev), where the modulus has derivative 0 at 0; not with jvp. With B <= 1 for all
    banks, alias = 0 and full sampling: ||Sx - Sy|| <= ||x - y|| to rounding.

    paths, lengths: the paths put out, in order, and the number of samples at which each U is computed.
    grid, samples: of the signal, and of S.
    alias_bound: of the root of the summed mean squares of the errors of all U (and so, sampled finely, of all S) against the exact
        mode, as a part of the root mean square of x, in the mean over white noise x; deeper layers count as if fed with noise.
    Raises ValueError on bad input.
    """

    def __init__(self, bank: Bank | Sequence[Bank], order: int = 2, paths: str | Sequence[Path] = "decreasing", *,
                 average: bool = True, oversampling: int = 0, alias: float = 1e-2, field: str = "real"):
        banks = [bank] if isinstance(bank, Bank) else list(bank)
        if order not in (0, 1, 2, 3):
            raise ValueError(f"order = {order}: choose 0, 1, 2 or 3.")
        if field not in ("real", "complex"):
            raise ValueError(f'field = {field!r}: choose "real" or "complex".')
        if not (np.isfinite(alias) and 0 <= alias < 1):
            raise ValueError(f"alias = {alias}: give a number in [0, 1); 0 computes all at full resolution.")
        if oversampling != int(oversampling) or oversampling < 0:
            raise ValueError(f"oversampling = {oversampling}: give a whole number, 0 or more.")
        if not banks or any(b.grid != banks[0].grid for b in banks):
            raise ValueError(f"bank has the grids {[b.grid for b in banks]}: give banks on one grid.")
        banks = (banks + [banks[-1]] * order)[:max(order, 1)]
        self.grid: Grid = banks[0].grid
        self.order, self.average, self.alias, self.field = order, average, float(alias), field
        self.phi = banks[0].phi
        stride = 2 ** max(banks[0].octaves - int(oversampling), 0)
        self.samples: Grid = tuple(-(-n // stride) for n in self.grid)
        self.reflected = field == "complex" and order > 0 and not banks[0].two_sided
        if self.reflected:
            first = banks[0]
            pair = np.concatenate([first.psi, reflect(first.psi, len(self.grid))]) / math.sqrt(2)
            banks[0] = Bank(pair, first.phi, first.scales * 2, first.octaves)
        self.banks = tuple(banks)
        self.paths = self._wanted(paths)
        self._cache: dict[Any, list[Array]] = {}
        self._plan, self.alias_bound, self.lengths = self._make()

    def __repr__(self) -> str:
        return (f"Scattering({self.field} signals on {self.grid}, order {self.order}, {len(self.paths)} paths, S on {self.samples}, "
                f"alias={self.alias:g})")

    def _wanted(self, paths) -> tuple[Path, ...]:
        if isinstance(paths, str):
            if paths == "decreasing":
                return tuple(decreasing(self.banks, self.order))
            if paths == "all":
                return tuple(p for m in range(self.order + 1)
                             for p in itertools.product(*(range(len(b.psi)) for b in self.banks[:m])))
            raise ValueError(f'paths = {paths!r}: choose "decreasing", "all", or give a list of tuples of wavelet indices.')
        chosen = tuple(tuple(map(int, p)) for p in paths)
        for p in chosen:
            if len(p) > self.order or any(not 0 <= l < len(b.psi) for l, b in zip(p, self.banks)):
                raise ValueError(f"paths contains {p}: paths have at most {self.order} wavelet indices, below "
                                 f"{[len(b.psi) for b in self.banks]} for each order.")
        if not chosen or len(set(chosen)) < len(chosen):
            raise ValueError(f"paths has {len(chosen)} entries, {len(set(chosen))} different ones: give each path once.")
        return chosen

    # -- planning
    def _make(self) -> tuple[_Plan, float, tuple[Grid, ...]]:
        plan = _Plan()
        needed = {p[:m] for p in self.paths for m in range(len(p) + 1)} | {()}
        wanted = set(self.paths)
        tables = [self._lengths_needed(m, {p for p in needed if len(p) == m + 1}, needed) for m in range(self.order)]
        d = len(self.grid)
        layer = [_Group(self.grid, ((),))]
        produced: list[Path] = []
        length_of: dict[Path, Grid] = {(): self.grid}
        for m in range(self.order + 1):
            children: dict[Grid, list[tuple[Path, ...]]] = {}
            pieces: dict[Grid, list[_Piece]] = {}
            for g, group in enumerate(layer):
                read = []
                for l in range(len(self.banks[m].psi)) if m < self.order else ():
                    nodes = [i for i, p in enumerate(group.paths) if (*p, l) in needed]
                    if nodes:
                        read.append((l, nodes, *self._windowed(m, l, group.length)))
                lo = [min((start[a] for *_, start in read), default=0) for a in range(d)]
                hi = [max((start[a] + psi.shape[a] for *_, psi, start in read), default=1) for a in range(d)]
                for l, nodes, psi, start in read:
                    length = tuple(min(a, b) for a, b in zip(tables[m][0][l], group.length))
                    # a multiple of the length that is to be folded, inside of what others read if possible
                    size = [-(-w // n) * n for w, n in zip(psi.shape, length)]
                    begin = tuple(max(min(s, h - z), s + w - z, b) for s, h, z, w, b in zip(start, hi, size, psi.shape, lo))
                    psi = np.pad(psi, [(s - b, z - w - s + b) for s, b, z, w in zip(start, begin, size, psi.shape)])
                    hi = [max(h, b + z) for h, b, z in zip(hi, begin, size)]
                    constant = plan.constant(psi * math.prod(length) / math.prod(group.length))
                    pieces.setdefault(length, []).append(_Piece(g, _runs(nodes), begin, constant))
                    children.setdefault(length, []).append(tuple((*group.paths[i], l) for i in nodes))
                out = [i for i, p in enumerate(group.paths) if p in wanted]
                produced += [group.paths[i] for i in out]
                carrier = None
                if read and m > 0 and d == 2 and all(h - b <= n for h, b, n in zip(hi, lo, group.length)):
                    first, second = (np.exp(-2j * np.pi * (b * np.arange(n) % n) / n) for b, n in zip(lo, group.length))
                    carrier = plan.constant(np.outer(first, second))
                average = self._averaging(plan, group.length, bool(read) and carrier is None, m) if out and self.average else ()
                window = tuple(zip(lo, hi)) if read else ()
                layer[g] = _Group(group.length, group.paths, group.pieces, window, _runs(out), average, carrier)
            plan.layers.append(layer)
            layer = []
            for length in sorted(children, reverse=True):
                paths = tuple(p for part in children[length] for p in part)
                length_of.update(dict.fromkeys(paths, length))
                layer.append(_Group(length, paths, tuple(pieces[length])))
        position = {p: i for i, p in enumerate(produced)}
        plan.order = np.array([position[p] for p in self.paths])
        return plan, self._bound([e for _, e in tables]), tuple(length_of[p] for p in self.paths)

    def _lengths_needed(self, m: int, nodes: set[Path], needed: set[Path]) -> tuple[dict[int, Grid], float]:
        """For each wavelet of layer m the number of samples at which its modulus is taken; the largest expected error."""
        followed: dict[int, set[int]] = {}
        for p in nodes:
            followed.setdefault(p[-1], set())
        for p in needed:
            if len(p) == m + 2:
                followed[p[-2]].add(p[-1])
        if not self.alias:
            return dict.fromkeys(followed, self.grid), 0.0
        candidates = [c for c in _lengths(self.grid) if all(n <= k for n, k in zip(self.samples, c))] or [self.grid]
        table: dict[int, Grid] = {}
        worst = 0.0
        for l, children in followed.items():
            seen = square(self.phi)
            if children:
                psi = square(self.banks[m + 1].psi[sorted(children)]).sum(0)
                seen = seen + 0.5 * (psi + reflect(psi, psi.ndim))
            band, _ = self._windowed(m, l, self.grid)
            power = _modulus_spectrum(band, self.banks[m].two_sided)
            lo, hi = 0, len(candidates) - 1
            while lo < hi:                                      # the error decreases with the length, but for little bumps
                mid = (lo + hi) // 2
                if _error(power, seen, candidates[mid]) <= self.alias**2:
                    hi = mid
                else:
                    lo = mid + 1
            table[l] = candidates[lo]
            worst = max(worst, _error(power, seen, candidates[lo]))
        return table, math.sqrt(worst)

    def _windowed(self, m: int, l: int, length: Grid) -> tuple[np.ndarray, Grid]:
        """(values of psi_l on its band, where the band starts) on the frequencies of signals with `length` samples."""
        psi = _restricted(self.banks[m].psi[l], length)
        if (m > 0 or self.field == "real") and self.banks[m].centres[l][-1] < 0:
            psi = np.conj(reflect(psi, psi.ndim))               # |u * psi| is that of the conjugate wavelet if u is real
        size = abs(psi)
        box = list(support(size > self._drop * size.max()))
        for axis, n in enumerate(psi.shape):                    # without a gap, cut where the wavelet is smallest
            if box[axis][1] == n:
                profile = size.max(tuple(a for a in range(psi.ndim) if a != axis))
                lo = int(np.argmin(profile + np.roll(profile, 1)))
                box[axis] = (lo - n if lo >= (n + 1) // 2 else lo, n)
        index = np.ix_(*(np.arange(lo, lo + w) % n for (lo, w), n in zip(box, length)))
        return psi[index], tuple(lo for lo, _ in box)

    @property
    def _drop(self) -> float:
        return self.alias / 5

    def _averaging(self, plan: _Plan, length: Grid, has_spectrum: bool, m: int) -> tuple[Any, ...]:
        """How averages by phi are computed from samples at `length` points, or from the half spectrum of them.

        ("points", matrices) or ("spectrum", filter, bins, multiples): see _averages.
        """
        phi = _restricted(self.phi, length)
        tiny = 1e-5 * self.alias                                # bins are cheap here
        if m == 0 and self.field == "complex":
            return ("full", plan.constant(phi / math.prod(length)))
        if not has_spectrum and math.prod(length) <= 2**18:
            factors = self._factors(phi, length)
            if factors is not None:
                return ("points", tuple(tuple(plan.constant(a) for a in pair) for pair in factors))
        box = support(abs(phi) > tiny * abs(phi).max())
        half = tuple(min(max(-lo, lo + w - 1), n // 2) for (lo, w), n in zip(box, length))
        if len(length) == 1 and (half[0] + 1) * self.samples[0] <= 2**17:
            k = np.arange(half[0] + 1)
            twice = np.where((k == 0) | (2 * k == length[0]), 1, 2)
            wave = (phi[k] * twice / length[0])[:, None] * np.exp(2j * np.pi * np.outer(k, np.arange(self.samples[0])) / self.samples[0])
            return ("bins", plan.constant(wave.real.copy()), plan.constant(-wave.imag))
        # an inverse real FFT at a multiple of the output grid that holds all bins, then every multiple-th point
        multiple = tuple(-(-min(2 * h + 1, n) // s) for h, n, s in zip(half, length, self.samples))
        full = tuple(c * s for c, s in zip(multiple, self.samples))
        rows = tuple(min(f, n) for f, n in zip(full, length))
        fine = _restricted(phi, rows)
        kept = fine[..., :rows[-1] // 2 + 1] * (math.prod(full) / math.prod(length))
        if 2 * (kept.shape[-1] - 1) == rows[-1] < full[-1]:     # the Nyquist bin stands for itself, but has now a mirror image
            kept[..., -1] /= 2
        return ("bank", plan.constant(kept), rows, full, multiple)

    def _factors(self, phi: np.ndarray, length: Grid):
        """Matrices, or a few pairs of them, that take samples to averages; None if phi is far from separable or they are large."""
        def matrix(values, n, s):
            k = frequencies((n,))[:, 0]                         # (1/n) sum_k values[k] e^(2 pi i k (i/s - j/n))
            return np.fft.fft(values * np.exp(2j * np.pi * (np.outer(np.arange(s), k) % s) / s)).real / n
        if len(length) == 1:
            return [(matrix(phi, length[0], self.samples[0]),)] if length[0] * self.samples[0] <= 2**20 else None
        tolerance = max(1e-14, 1e-4 * self.alias)
        even = reflect(phi.T, 1).T
        if max(abs(phi.imag).max(), abs(phi - even).max()) > tolerance * abs(phi).max():
            return None
        left, values, right = np.linalg.svd(phi.real)
        rank = int((values > tolerance * values[0]).sum())
        if rank > 3:
            return None
        return [(matrix(left[:, r] * values[r], length[0], self.samples[0]), matrix(right[r], length[1], self.samples[1]))
                for r in range(rank)]

    def _bound(self, errors: list[float]) -> float:
        """See alias_bound. Errors of a layer pass through all that follow, which is sqrt(B)-Lipschitz in every layer.

        To the aliasing of the moduli, in the mean over noise, comes for all signals what is left out of the filters: at most the
        largest over frequencies of the root of their energy there.
        """
        total, gain = 0.0, 1.0
        for bank, error in itertools.zip_longest(self.banks, errors, fillvalue=0.0):
            assert isinstance(bank, Bank)
            lost = square(bank.phi) * (abs(bank.phi) <= 1e-5 * self.alias * abs(bank.phi).max())
            for psi in bank.psi:
                lost = lost + square(psi) * (abs(psi) <= self._drop * abs(psi).max())
            size = math.sqrt(max(bounds(bank)[1], 1.0))
            total += gain * (math.sqrt(np.max(lost)) + error * size)
            gain *= size
            total *= size
        return total if self.alias else 0.0

    # -- computing
    def _constants(self, dtype) -> list[Array]:
        key = jnp.dtype(dtype)
        if key not in self._cache:
            kinds = {False: key, True: jnp.result_type(key, jnp.complex64)}
            with jax.ensure_compile_time_eval():
                self._cache[key] = [jnp.asarray(c, kinds[np.iscomplexobj(c)]) for c in self._plan.constants]
        return self._cache[key]

    def __call__(self, x: Array) -> Array:
        """The transform of x, over its last one or two axes."""
        d = len(self.grid)
        x = array("x", x, at_least=d)
        if x.shape[x.ndim - d:] != self.grid:
            short = any(a < b for a, b in zip(x.shape[x.ndim - d:], self.grid))
            raise ValueError(f"x has shape {x.shape}, the filters are given on the grid {self.grid}: "
                             + ("x is shorter; " if short else "") + "sample both on one grid, or pad x.")
        if jnp.iscomplexobj(x) and self.field == "real":
            raise ValueError(f'x has dtype {x.dtype}, the transform is for real signals: make it with field="complex".')
        if self.field == "complex" and not jnp.iscomplexobj(x):
            x = x.astype(jnp.result_type(x.dtype, jnp.complex64))
        return self._apply(self._constants(x.real.dtype), x)

    @functools.partial(jax.jit, static_argnums=0)
    def _apply(self, constants, x):
        """The transform of x (..., *grid), on a CPU of a few signals at a time.

        Intermediate arrays of a few signals stay in the cache, and are so small that the allocator reuses its memory. For a whole batch
        the system provides new pages in every call, which took a third of the time.
        """
        lead = x.shape[:x.ndim - len(self.grid)]
        x = x.reshape(-1, 1, *self.grid)
        most = max(2, PART // sum(len(g.paths) * math.prod(g.length) for layer in self._plan.layers for g in layer))
        size = max((k for k in range(1, most + 1) if len(x) % k == 0), default=1) if jax.default_backend() == "cpu" else len(x)
        if size >= len(x):
            out = self._signals(constants, x)
        else:
            out = jax.lax.map(functools.partial(self._signals, constants), x.reshape(-1, size, *x.shape[1:]))
            out = jax.tree.map(lambda y: y.reshape(-1, *y.shape[2:]), out)
        return jax.tree.map(lambda y: y.reshape(*lead, *y.shape[1:]), out)

    def _signals(self, constants, x):
        """S (batch, paths, *samples) of x (batch, 1, *grid), or the list of U (batch, *length)."""
        d = len(self.grid)
        layer = [x]
        averages: list[Array] = []
        moduli: list[Array] = []
        for m, groups in enumerate(self._plan.layers):
            if m == self.order and m > 0 and self.average:
                break                                           # done part by part, from the layer before
            spectra: list[Array] = []
            for group, u in zip(groups, layer):
                real = not jnp.iscomplexobj(u)
                spectrum = None
                if group.carrier is not None:                   # mirroring half spectra in two dimensions costs more than it saves
                    (lo, hi), (left, right) = group.window
                    spectra.append(jnp.fft.fftn(u * constants[group.carrier], axes=(-2, -1))[:, :, :hi - lo, :right - left])
                elif group.window:
                    spectrum = (jnp.fft.rfftn if real else jnp.fft.fftn)(u, axes=tuple(range(-d, 0)))
                    spectra.append(_extended(spectrum, group.length, group.window, real))
                else:
                    spectra.append(None)
                if group.wanted and self.average:
                    chosen = u if spectrum is None or group.average[0] == "points" else spectrum
                    averages.append(self._averages(constants, _rows(chosen, group.wanted, 1), group, spectrum is not None))
                elif group.wanted:
                    moduli += [u[:, i] for a, b in group.wanted for i in range(a, b)]
            if m == self.order - 1 and self.average:
                averages += [self._averages(constants, u, group, False) for group in self._plan.layers[m + 1]
                             for u in self._moduli(constants, group, groups, spectra)]
            elif m < self.order:
                layer = [jnp.concatenate(self._moduli(constants, group, groups, spectra), 1) for group in self._plan.layers[m + 1]]
        if not self.average:
            return [moduli[i] for i in self._plan.order]
        out = jnp.concatenate(averages, 1)
        if (self._plan.order != np.arange(len(self._plan.order))).any():
            out = out[:, self._plan.order]
        return out

    def _moduli(self, constants, group: _Group, parents, spectra) -> list[Array]:
        """|u * psi| for all nodes of a group, at its points, in parts of at most CHUNK numbers or one piece."""
        parts: list[list[Array]] = [[]]
        size = 0
        bins: dict[_Piece, Array] = {}
        for g, parent in enumerate(parents):
            mine = [piece for piece in group.pieces if piece.group == g]
            plan = tuple((p.nodes, tuple(s - lo for (lo, _), s in zip(parent.window, p.start))) for p in mine)
            if mine:
                psis = tuple(constants[p.filter] for p in mine)
                bins.update(zip(mine, _coefficients(plan, group.length, spectra[g], psis)))
        for piece in group.pieces:
            z = bins[piece]
            if parts[-1] and size + z.size > CHUNK:
                parts.append([])
                size = 0
            parts[-1].append(z)
            size += z.size
        axes = tuple(range(-len(self.grid), 0))
        return [modulus(jnp.fft.ifftn(jnp.concatenate(part, 1), axes=axes)) for part in parts]

    def _averages(self, constants, u, group: _Group, is_spectrum: bool) -> Array:
        """Averages by phi at the points of the output, from samples or from the half spectrum of samples."""
        d = len(self.grid)
        kind, *details = group.average
        exact = jax.lax.Precision.HIGHEST
        if kind == "points":
            if d == 1:
                return jnp.einsum("bpn,sn->bps", u, constants[details[0][0][0]], precision=exact)
            return sum(jnp.einsum("bpnt,sn->bpst", jnp.einsum("bpnm,tm->bpnt", u, constants[b], precision=exact), constants[a],
                                  precision=exact) for a, b in details[0])
        axes = tuple(range(-d, 0))
        if kind == "full":
            u = u if is_spectrum else jnp.fft.fftn(u, axes=axes)
            u = _fold_centred(u * constants[details[0]], self.samples)
            return jnp.fft.ifftn(u, axes=axes) * math.prod(self.samples)
        if not is_spectrum:
            u = jnp.fft.rfftn(u, axes=axes)
        if kind == "bins":
            u = u[..., :constants[details[0]].shape[0]]
            return sum(jnp.einsum("bpk,ks->bps", part, constants[c], precision=exact) for part, c in zip((u.real, u.imag), details))
        phi, rows, full, multiple = constants[details[0]], *details[1:]
        if d == 2 and rows[0] < u.shape[2]:                     # frequencies below rows/2 of the first axis
            u = jnp.concatenate([u[:, :, :(rows[0] + 1) // 2], u[:, :, u.shape[2] - rows[0] // 2:]], 2)
        u = u[..., :phi.shape[-1]] * phi
        if d == 2 and rows[0] < full[0]:
            low, high = u[:, :, :(rows[0] + 1) // 2], u[:, :, (rows[0] + 1) // 2:]
            if rows[0] % 2 == 0:                                # here too the frequency -n/2 gets its mirror image
                mirrored = high[:, :, :1] / 2
                low, high = jnp.concatenate([low, mirrored], 2), high.at[:, :, :1].set(mirrored)
            gap = jnp.zeros((*u.shape[:2], full[0] - low.shape[2] - high.shape[2], u.shape[3]), u.dtype)
            u = jnp.concatenate([low, gap, high], 2)
        y = jnp.fft.irfftn(u, full, axes=axes)
        return y[(..., *(slice(None, None, c) for c in multiple))]


# -- spectra
def _extended(spectrum, length: Grid, window, real: bool):
    """The Fourier coefficients at the frequencies of a window, lo <= k < hi on each axis, from an FFT or the half of a real one."""
    lo, hi = window[-1]
    n = length[-1]
    parts, k = [], lo
    while k < hi:
        r = k % n
        if r <= n // 2 or not real:
            stop = min(n // 2 + 1 if real else n, r + hi - k)
            parts.append(spectrum[..., r:stop])
        else:
            stop = min(n, r + hi - k)
            mirrored = jnp.conj(spectrum[..., n - stop + 1:n - r + 1][..., ::-1])
            if len(length) == 2:
                mirrored = jnp.concatenate([mirrored[:, :, :1], mirrored[:, :, :0:-1]], 2)
            parts.append(mirrored)
        k += stop - r
    spectrum = parts[0] if len(parts) == 1 else jnp.concatenate(parts, -1)
    if len(length) == 2:
        (lo, hi), n = window[0], length[0]
        parts, k = [], lo
        while k < hi:
            r = k % n
            stop = min(n, r + hi - k)
            parts.append(spectrum[:, :, r:stop])
            k += stop - r
        spectrum = parts[0] if len(parts) == 1 else jnp.concatenate(parts, 2)
    return spectrum


def _times(u, psi):
    """u psi for complex u: for real psi two products a number, where XLA would make psi complex and take four."""
    return u * psi if jnp.iscomplexobj(psi) else jax.lax.complex(u.real * psi, u.imag * psi)


def _blocks(plan, length: Grid, psis):
    """(piece, its first row, nodes a to z, where its window begins, values of psi) for every block of `length` frequencies."""
    for i, ((nodes, offset), psi) in enumerate(zip(plan, psis)):
        for block in itertools.product(*(range(0, w, m) for w, m in zip(psi.shape, length))):
            p = psi
            for axis, (b, m) in enumerate(zip(block, length)):
                p = jax.lax.slice_in_dim(p, b, b + m, axis=axis)
            row = 0
            for a, z in nodes:
                yield i, row, a, z, tuple(o + b for o, b in zip(offset, block)), p
                row += z - a


@functools.partial(jax.custom_vjp, nondiff_argnums=(0, 1))
def _coefficients(plan, length: Grid, spectrum, psis):
    """For each wavelet: psi times its window of the spectrum, folded modulo `length`: the bins of u * psi at `length` points.

    plan: for each wavelet (runs of nodes, offset of the window in the spectrum).
    The transpose repeats the bins over the window and adds the windows in place. What JAX derives from the slices, a full spectrum
    padded with zeros for each of them, made gradients twice as slow.
    """
    out: list[dict[int, Array]] = [{} for _ in plan]
    for i, row, a, z, begin, p in _blocks(plan, length, psis):
        u = jax.lax.slice(spectrum, (0, a, *begin), (spectrum.shape[0], z, *(b + m for b, m in zip(begin, length))))
        u = _times(u, p)
        out[i][row] = out[i][row] + u if row in out[i] else u
    return [jnp.concatenate(list(rows.values()), 1) for rows in out]


def _coefficients_forward(plan, length, spectrum, psis):
    return _coefficients(plan, length, spectrum, psis), (spectrum[:0], psis)    # of the spectrum its shape and type are needed


def _coefficients_backward(plan, length, saved, slopes):
    empty, psis = saved
    total = jnp.zeros((slopes[0].shape[0], *empty.shape[1:]), empty.dtype)
    for (nodes, offset), psi, slope in zip(plan, psis, slopes):
        row = 0
        for a, z in nodes:
            part = slope[:, row:row + z - a]
            for axis, (w, m) in enumerate(zip(psi.shape, length), 2):
                part = jnp.concatenate([part] * (w // m), axis)
            part, at = _times(part, psi), (0, a, *offset)
            total = jax.lax.dynamic_update_slice(total, jax.lax.dynamic_slice(total, at, part.shape) + part, at)
            row += z - a
    return total, tuple(jnp.zeros_like(p) for p in psis)        # filters are constants


_coefficients.defvjp(_coefficients_forward, _coefficients_backward)


def _fold_centred(z, samples: Grid):
    """Bins in the order of an FFT, modulo a number of samples that divides or does not divide their number."""
    for axis, m in enumerate(samples, 2):
        n = z.shape[axis]
        if n % m == 0:
            z = z.reshape(*z.shape[:axis], n // m, m, *z.shape[axis + 1:]).sum(axis)
        else:
            lo = -(n // 2) - (-(n // 2)) % m
            head = -lo - n // 2
            z = jnp.roll(z, n // 2, axis)                       # frequencies ascending from -(n // 2)
            z = _fold_axis(jnp.pad(z, [(head if a == axis else 0, 0) for a in range(z.ndim)]), m, axis)
    return z


def _fold_axis(z, m: int, axis: int):
    full = -(-z.shape[axis] // m) * m
    z = jnp.pad(z, [(0, full - z.shape[axis] if a == axis else 0) for a in range(z.ndim)])
    return z.reshape(*z.shape[:axis], full // m, m, *z.shape[axis + 1:]).sum(axis)
