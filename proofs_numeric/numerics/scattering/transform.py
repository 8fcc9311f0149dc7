"""The transform: what a plan says, computed for batches of signals."""
import functools
import itertools
import math
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.numerics import checks, powers
from proofs_numeric.numerics.filters import Bank, reflect
from proofs_numeric.numerics.nonlinearities import absolute
from proofs_numeric.numerics.scattering import averages
from proofs_numeric.numerics.scattering.plan import Array, Grid, Group, Path, Piece, Task
from proofs_numeric.numerics.scattering.planning import alias_bound, decreasing, listed, planned
from proofs_numeric.numerics.scattering.spectra import coefficients, extended, rows

CHUNK = 2**20                   # coefficients in one FFT of the last layer: about what stays in the cache of a processor
PART = 2**19                    # coefficients of the signals that a CPU treats at a time, if not of two signals: see Scattering._apply


def modulus(z: Array) -> Array:
    """|z| elementwise, z real or complex, without underflow and overflow also where |z| is subnormal or near the largest number.

    The derivative at z = 0 is taken to be 0. NaN stays NaN, in the value and in the derivative. Raises ValueError if z is no array
    of numbers.
    """
    z = checks.array("z", z, real=False, finite=False)
    return powers.homogeneous(lambda z, _: absolute(z), (), lambda k, _: k)(z, ())


PATHS = 'choose "decreasing", "all", or give a list of tuples of wavelet indices'


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

    Filters are cast to the type of x; x may be float32, float64 or complex. Works under jit and vmap and has derivatives of all
    orders in both modes (grad, jvp, hessian); the modulus has derivative 0 at 0. With B <= 1 for all
    banks, alias = 0 and full sampling: ||Sx - Sy|| <= ||x - y|| to rounding.

    S is homogeneous, S(2^m x) = 2^m S(x) bit for bit over the whole range of the type: each signal is divided by a power of two
    before and multiplied by it after. A signal with NaN or infinity has NaN in all coefficients.
    U is nonnegative but for order 0; S is, if phi is nonnegative in time, as for `gabor`. Averages by `meyer` and `spline` take
    negative values, and so may S of orders 1 and up: log(S) may be NaN.

    paths, lengths: the paths put out, in order, and the number of samples at which each U is computed.
    grid, samples: of the signal, and of S.
    alias_bound: of the root of the summed mean squares of the errors of all U (and so, sampled finely, of all S) against the exact
        mode, as a part of the root mean square of x, in the mean over white noise x; deeper layers count as if fed with noise.
    A transform is planned when it is made; where this takes more than two seconds, a line on stderr says how far it is.
    Transforms can be copied and pickled. Raises ValueError on bad input.
    """

    def __init__(self, bank: Bank | Sequence[Bank], order: int = 2, paths: str | Sequence[Path] = "decreasing", *,
                 average: bool = True, oversampling: int = 0, alias: float = 1e-2, field: str = "real"):
        banks, order = listed("bank", bank), checks.count("order", order, 0, 3)
        average, alias = checks.flag("average", average), checks.number("alias", alias, 0, 1)
        oversampling = checks.count("oversampling", oversampling, 0)
        if not isinstance(field, str) or field not in ("real", "complex"):
            raise ValueError(f'field = {field!r}: choose "real" or "complex".')
        banks = (banks + [banks[-1]] * order)[:max(order, 1)]
        self.grid: Grid = banks[0].grid
        self.order, self.average, self.alias, self.field = order, average, alias, field
        self.phi = banks[0].phi
        stride = 2 ** max(banks[0].octaves - oversampling, 0)
        self.samples: Grid = tuple(-(-n // stride) for n in self.grid)
        self.reflected = field == "complex" and order > 0 and not banks[0].two_sided
        if self.reflected:
            first = banks[0]
            pair = np.concatenate([first.psi, reflect(first.psi, len(self.grid))]) / math.sqrt(2)
            banks[0] = Bank(pair, first.phi, first.scales * 2, first.octaves)
        self.banks = tuple(banks)
        self.paths = self._wanted(paths)
        self._cache: dict[Any, list[Array]] = {}
        task = Task(self.banks, self.phi, order, self.paths, self.samples, average, self.alias, field)
        self._plan = planned(task)
        self.lengths, self.alias_bound = self._plan.lengths, alias_bound(task, self._plan.errors)

    def __getstate__(self):
        return self.__dict__ | {"_cache": {}}

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
            raise ValueError(f"paths = {paths!r}: {PATHS}.")
        try:
            chosen = tuple(tuple(checks.count("paths", l, 0) for l in p) for p in paths)
        except (TypeError, ValueError):
            raise ValueError(f"paths = {paths!r}: {PATHS}.") from None
        for p in chosen:
            if len(p) > self.order or any(not 0 <= l < len(b.psi) for l, b in zip(p, self.banks)):
                raise ValueError(f"paths contains {p}: paths have at most {self.order} wavelet indices, below "
                                 f"{[len(b.psi) for b in self.banks]} for each order.")
        if not chosen or len(set(chosen)) < len(chosen):
            raise ValueError(f"paths has {len(chosen)} entries, {len(set(chosen))} different ones: give each path once.")
        return chosen

    def _constants(self, dtype) -> list[Array]:
        key = jnp.dtype(dtype)
        if key not in self._cache:
            kinds = {False: key, True: jnp.result_type(key, jnp.complex64)}
            with jax.ensure_compile_time_eval():
                self._cache[key] = [jnp.asarray(c, kinds[np.iscomplexobj(c)]) for c in self._plan.constants]
        return self._cache[key]

    def __call__(self, x: Array) -> Array:
        """The transform of x, over its last one or two axes.

        Raises ValueError on a wrong shape or type and, outside of `jit`, on NaN and infinity.
        """
        d = len(self.grid)
        x = checks.array("x", x, at_least=d, real=False)
        if jnp.iscomplexobj(x) and self.field == "real":
            raise ValueError(f'x has type {x.dtype}, the transform is for real signals: make it with field="complex".')
        if x.shape[x.ndim - d:] != self.grid:
            short = any(a < b for a, b in zip(x.shape[x.ndim - d:], self.grid))
            raise ValueError(f"x has shape {x.shape}, the filters are given on the grid {self.grid}: "
                             + ("x is shorter; " if short else "") + "sample both on one grid, or pad x.")
        if self.field == "complex" and not jnp.iscomplexobj(x):
            x = x.astype(jnp.result_type(x.dtype, jnp.complex64))
        return self._apply(self._constants(x.real.dtype), x)

    @functools.partial(jax.jit, static_argnums=0)
    def _apply(self, constants, x):
        """The transform of x (..., *grid), on a CPU of a few signals at a time.

        Intermediate arrays of a few signals stay in the cache, and are so small that the allocator reuses its memory. For a whole batch
        the system provides new pages in every call, which took a third of the time.
        """
        d = len(self.grid)
        lead = x.shape[:x.ndim - d]
        x = x.reshape(-1, 1, *self.grid)
        most = max(2, PART // sum(len(g.paths) * math.prod(g.length) for layer in self._plan.layers for g in layer))
        most = max((k for k in range(1, most + 1) if len(x) % k == 0), default=1) if jax.default_backend() == "cpu" else len(x)
        part = powers.homogeneous(self._signals, tuple(range(-d, 0)), lambda k, y: k.reshape(-1, *[1] * (y.ndim - 1)))
        if most >= len(x):
            out = part(x, constants)
        else:
            out = jax.lax.map(lambda x: part(x, constants), x.reshape(-1, most, *x.shape[1:]))
            out = jax.tree.map(lambda y: y.reshape(-1, *y.shape[2:]), out)
        return jax.tree.map(lambda y: y.reshape(*lead, *y.shape[1:]), out)

    def _signals(self, x, constants):
        """S (batch, paths, *samples) of x (batch, 1, *grid), or the list of U (batch, *length)."""
        d = len(self.grid)
        layer = [x]
        found: list[Array] = []
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
                    spectra.append(extended(spectrum, group.length, group.window, real))
                else:
                    spectra.append(None)
                if group.wanted and self.average:
                    chosen = u if spectrum is None or group.average[0] == "points" else spectrum
                    found.append(averages.computed(constants, rows(chosen, group.wanted, 1), group, self.samples, spectrum is not None))
                elif group.wanted:
                    moduli += [u[:, i] for a, b in group.wanted for i in range(a, b)]
            if m == self.order - 1 and self.average:
                found += [averages.computed(constants, u, group, self.samples, False) for group in self._plan.layers[m + 1]
                          for u in self._moduli(constants, group, groups, spectra)]
            elif m < self.order:
                layer = [jnp.concatenate(self._moduli(constants, group, groups, spectra), 1) for group in self._plan.layers[m + 1]]
        if not self.average:
            return [moduli[i] for i in self._plan.order]
        out = jnp.concatenate(found, 1)
        if (self._plan.order != np.arange(len(self._plan.order))).any():
            out = out[:, self._plan.order]
        return out

    def _moduli(self, constants, group: Group, parents, spectra) -> list[Array]:
        """|u * psi| for all nodes of a group, at its points, in parts of at most CHUNK numbers or one piece."""
        parts: list[list[Array]] = [[]]
        held = 0
        bins: dict[Piece, Array] = {}
        for g, parent in enumerate(parents):
            mine = [piece for piece in group.pieces if piece.group == g]
            plan = tuple((p.nodes, tuple(s - lo for (lo, _), s in zip(parent.window, p.start))) for p in mine)
            if mine:
                psis = tuple(constants[p.filter] for p in mine)
                bins.update(zip(mine, coefficients(plan, group.length, spectra[g], psis)))
        for piece in group.pieces:
            z = bins[piece]
            if parts[-1] and held + z.size > CHUNK:
                parts.append([])
                held = 0
            parts[-1].append(z)
            held += z.size
        axes = tuple(range(-len(self.grid), 0))
        return [absolute(jnp.fft.ifftn(jnp.concatenate(part, 1), axes=axes)) for part in parts]
