"""Feature extractors of Wiatowski and Bölcskei on cyclic grids: module-sequences of any depth, in one or more dimensions.

    U^0 x = x,   U^k x = { P_k M_k (u * g) : u in U^{k-1} x, g an atom of layer k },   Phi^n x = { u * chi_n : u in U^n x }.

Layer k has a frame with the output atom chi_{k-1}, a non-linearity M_k with the Lipschitz constant L_k and a pooling P_k with the
constant R_k. With B_k the upper frame bound, output atom included, the module-sequence is admissible if

    max(B_k, B_k L_k^2 R_k^2) <= 1    for every k.

Then x -> (Phi^0 x, ..., Phi^N x) does not increase distances. An extractor checks this when it is built.

>>> import jax.numpy as jnp
>>> from proofs_numeric.numerics.extractor import Extractor, Layer
>>> from proofs_numeric.numerics.frames import gaussian, random
>>> from proofs_numeric.numerics.nonlinearities import RELU
>>> layer = Layer(random(0, 64, atoms=4, taps=5), RELU)
>>> extractor = Extractor([layer, layer], output=gaussian(64, 4.0))
>>> [f.shape for f in extractor(jnp.ones((10, 64)))]
[(10, 1, 64), (10, 4, 64), (10, 16, 64)]

Signals may have any size at which their Fourier transform, up to N times as large, is in the range of the type. Features are
homogeneous if the non-linearities are; the modulus of a complex number below 2^-126 (2^-1022 in double precision) is 0.

Extractors are pytrees, and can be pickled. Inside `jit`, `vmap` and `grad` only shapes are checked: to learn a frame, build the
extractor in the loss with `repaired`, which rescales frames differentiably and so keeps the network admissible at every step.
"""
import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.mathematics.littlewood_paley import square
from proofs_numeric.numerics import checks, powers
from proofs_numeric.numerics.frames import Frame, from_spectra, host, stages
from proofs_numeric.numerics.nonlinearities import MODULUS, Nonlinearity
from proofs_numeric.numerics.poolings import NO_POOLING, Pooling, first_half, transform


@checks.node("frame", "pooling")
@dataclass(frozen=True)
class Layer:
    """Convolve with the atoms of the frame, apply the non-linearity, pool. The frame's output atom reads the layer's input.

    Raises ValueError if one of the three is something else.
    """

    frame: Frame
    nonlinearity: Nonlinearity = MODULUS
    pooling: Pooling = NO_POOLING

    def __post_init__(self):
        checks.one_of("frame", self.frame, Frame, "give a frame, for instance from_spectra(atoms, output) or wavelet(bank)")
        checks.one_of("nonlinearity", self.nonlinearity, Nonlinearity, "give a Nonlinearity, for instance RELU")
        checks.one_of("pooling", self.pooling, Pooling, "give a pooling, for instance Decimation(2)")


class Constants(NamedTuple):
    """B, L and R of a layer, with max(B, B L^2 R^2), at most 1 for an admissible layer; slack: rounding errors of `combined`."""

    frame_bound: Any
    lipschitz: float
    pooling: Any
    combined: Any
    slack: float


def _stays_real(layer: Layer, real: bool) -> bool:
    """Whether the output of a layer is real, for real or complex input."""
    return not layer.nonlinearity.on_parts or real and layer.frame.real_atoms


def _reality(layers, real: bool) -> list[bool]:
    """Whether U^0, U^1, ..., U^N are real."""
    found = [real]
    for layer in layers:
        found.append(_stays_real(layer, found[-1]))
    return found


def _slack(frame: Frame) -> float:
    # |atom|^2 summed over A + 1 atoms takes A + 4 roundings, the filters are known to two; the DFT of pooling weights takes
    # 4 for each stage, and enters squared.
    return float(jnp.finfo(frame.output.dtype).eps) * (len(frame.atoms) + 8 + 8 * stages(frame.grid))


def _listed(layers) -> tuple[Layer, ...]:
    if isinstance(layers, Layer) or not isinstance(layers, Sequence):
        raise ValueError(f"layers = {layers!r}: give a list of layers.")
    for k, layer in enumerate(layers):
        checks.one_of(f"layers[{k}]", layer, Layer, "give Layer(frame, nonlinearity, pooling)")
    return tuple(layers)


def admissibility(layers: Sequence[Layer], output, real: bool = True) -> tuple[Constants, ...]:
    """The constants of layers 1 ... N and, last, of the output atom chi_N, for which L = R = 1. Differentiable.

    Frame bounds are the exact ones on the grid, on real signals wherever all signals are real. Raises ValueError on bad input.
    """
    layers, real = _listed(layers), checks.flag("real", real)
    found = []
    last = Layer(_output_frame(output))
    for layer, is_real in zip((*layers, last), _reality(layers, real)):
        bound = layer.frame.bounds(is_real)[1]
        pool = layer.pooling.lipschitz(layer.frame.grid)
        steep = (layer.nonlinearity.lipschitz * pool) ** 2
        steep, xp = host(steep)
        found.append(Constants(bound, layer.nonlinearity.lipschitz, pool, bound * xp.maximum(1.0, steep), _slack(layer.frame)))
    return tuple(found)


def repaired(layers: Sequence[Layer], output, real: bool = True) -> "Extractor":
    """The extractor whose frames are divided by sqrt(max(B, B L^2 R^2)) in the layers where this is above 1. Differentiable.

    Raises ValueError on bad input.
    """
    layers = _listed(layers)
    last = Layer(_output_frame(output))
    frames = [layer.frame.scaled(_repair(c)) for layer, c in zip((*layers, last), admissibility(layers, output, real))]
    return Extractor([replace(layer, frame=f) for layer, f in zip(layers, frames)], frames[-1], real)


def _repair(c: Constants):
    combined, xp = host(c.combined)
    return xp.where(combined > 1, (1 - c.slack) * xp.maximum(combined, 1.0) ** -0.5, 1.0)


def _output_frame(output) -> Frame:
    """A frame without atoms: the output atom of the deepest layer."""
    if isinstance(output, Frame):
        return replace(output, atoms=output.atoms[:0])
    output = checks.array("output", output, at_least=1, real=False)
    return replace(from_spectra(output[None], output), atoms=jnp.zeros((0, *output.shape)))


@checks.node("layers", "output")
@dataclass(frozen=True, eq=False)
class Extractor:
    """A module-sequence of depth N = len(layers), callable on signals (..., *grid).

    output: chi_N, the DFT of the output atom of the deepest layer, or a frame whose output atom it is.
    real: whether signals are real. One-sided wavelets are admissible for real signals only.
    admissible: raise ValueError unless the module-sequence is admissible; `lipschitz_bound` holds in any case.
    Raises ValueError if the layers do not fit together, and names the layer.
    """

    layers: Sequence[Layer]
    output: Frame
    real: bool = True
    admissible: bool = True

    def __post_init__(self):
        for name, value in (("layers", _listed(self.layers)), ("output", _output_frame(self.output)),
                            ("real", checks.flag("real", self.real)), ("admissible", checks.flag("admissible", self.admissible))):
            object.__setattr__(self, name, value)
        _check_fit(self.layers, self.output)
        if self.admissible:
            _check_admissible(self)

    @property
    def depth(self) -> int:
        return len(self.layers)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames whose output atoms are chi_0, ..., chi_N; the last one has no other atom."""
        return (*(layer.frame for layer in self.layers), self.output)

    @property
    def grids(self) -> tuple[tuple[int, ...], ...]:
        """The grids of Phi^0, ..., Phi^N."""
        return tuple(frame.grid for frame in self.frames)

    @property
    def paths(self) -> tuple[int, ...]:
        """The numbers of paths in Phi^0, ..., Phi^N."""
        return tuple(math.prod(len(frame.atoms) for frame in self.frames[:n]) for n in range(self.depth + 1))

    @property
    def constants(self) -> tuple[Constants, ...]:
        """B, L, R and max(B, B L^2 R^2) of layers 1 ... N and of the output atom."""
        return admissibility(self.layers, self.output, self.real)

    @property
    def lipschitz_bound(self):
        """A Lipschitz constant of all features together, at most 1 if the module-sequence is admissible. Differentiable.

        From the deepest layer upwards: if c^2 bounds the features from layer k on, as functions of U^k, then

            max over frequencies of |chi_{k-1}|^2 + L_k^2 R_k^2 c^2 sum |g|^2

        does so as functions of U^{k-1}. It is the best constant that frames, L and R give, and reached by linear layers
        whose worst frequencies agree.
        """
        real = _reality(self.layers, self.real)
        bound = self.output.energy().max()
        for layer, is_real in zip(self.layers[::-1], real[-2::-1]):
            steep = layer.nonlinearity.lipschitz * layer.pooling.lipschitz(layer.frame.grid)
            bound = layer.frame.energy(is_real, bound * steep**2).max()
        return bound**0.5

    def spacings(self, spacing: float = 1.0) -> tuple[float, ...]:
        """The distance of two samples in Phi^0, ..., Phi^N, for signals sampled at `spacing`. Raises ValueError unless it is positive."""
        found = [checks.positive("spacing", spacing)]
        for layer in self.layers:
            found.append(found[-1] * layer.pooling.spacing_factor)
        return tuple(found)

    def translation_bound(self, n: int, shift, spacing: float = 1.0):
        """C with ||Phi^n(T_t x) - Phi^n(x)|| <= C ||x|| for the translation by t = `shift`, a length or a vector of lengths.

        C = 2 pi |t| K / (S_1 ... S_n) times the product over k <= n of sqrt(sup sum |g|^2) L_k R_k, where K is the supremum of
        |chi_n(w)| |w| over frequencies w in cycles per unit length. The product is at most 1 for an admissible sequence.
        It holds if T_t moves whole samples at every decimation, that is if t is a multiple of the spacing times all strides.
        Raises ValueError unless 0 <= n <= N, t is finite and the spacing positive.
        """
        n, spacing = checks.count("n", n, 0, self.depth), checks.positive("spacing", spacing)
        shift = checks.array("shift", shift, (0, 1), host=True)
        if shift.ndim and len(shift) != len(self.grids[0]):
            raise ValueError(f"shift = {shift} has {len(shift)} entries for {len(self.grids[0])} axes: give one length, or one for each.")
        way = math.hypot(*map(float, np.atleast_1d(shift))) if checks.known(shift) else jnp.linalg.norm(jnp.atleast_1d(shift))
        chi, _ = host(self.frames[n].output)
        axes = [np.fft.fftfreq(m, self.spacings(spacing)[n]) for m in chi.shape]
        size = functools.reduce(np.hypot, np.meshgrid(*axes, indexing="ij"))
        bound = 2 * np.pi * way * (abs(chi) * size).max()
        real = _reality(self.layers, self.real)
        for layer, is_real in zip(self.layers[:n], real):
            atoms = replace(layer.frame, output=np.zeros(layer.frame.grid))
            steep = layer.nonlinearity.lipschitz * layer.pooling.lipschitz(layer.frame.grid)
            bound = bound * atoms.bounds(is_real)[1] ** 0.5 * steep / layer.pooling.stretch
        return bound

    def __call__(self, x) -> tuple:
        """(Phi^0 x, ..., Phi^N x) as arrays (..., paths, *grid); the last letter of a path runs fastest.

        x (..., *grid), float32 or float64, real or complex; the features have the same precision, once x is an array of JAX (which
        has no float64 while its 64-bit mode is off). Compiled once per shape.
        Raises ValueError on a wrong shape or type and, outside of `jit`, on NaN and infinity. `features` omits these checks; where
        x is NaN or infinite it returns NaN.
        """
        grid, d = self.grids[0], len(self.grids[0])
        x = checks.array("x", x, at_least=d, real=False)
        if x.shape[-d:] != grid:
            raise ValueError(f"x has shape {x.shape}, the extractor works on the grid {grid}: the last axes must be those of the grid.")
        if self.real and jnp.iscomplexobj(x):
            raise ValueError(f"x has type {x.dtype} and the extractor is for real signals: take x.real, or build it with real=False.")
        return _compiled(self, x)

    def norm(self, features):
        """The Euclidean norm of all features of a signal, (...): the norm in which an extractor does not increase distances.

        features: arrays (..., paths, *grid), such as an extractor or differences of its results give. The squares neither underflow
        nor overflow: the norm is homogeneous. NaN gives NaN. Differentiable in both modes, with derivative 0 where all features are 0.
        Raises ValueError if the features are no such arrays.
        """
        d = len(self.grids[0])
        if not isinstance(features, Sequence) or isinstance(features, str) or not features:
            raise ValueError(f"features = {features!r}: give a tuple of arrays, as the extractor returns it.")
        given = tuple(checks.array(f"features[{k}]", f, at_least=d + 1, real=False, finite=False) for k, f in enumerate(features))
        if len(leads := {f.shape[:-d - 1] for f in given}) > 1:
            raise ValueError(f"features has the batches {sorted(leads)}: give all features of the same signals.")
        return _norm(given, d)


def features(extractor: Extractor, x) -> tuple:
    """(Phi^0 x, ..., Phi^N x), unchecked: see `Extractor.__call__`, which compiles this function.

    Layers hand over DFTs. A layer costs one inverse transform for each new path and one transform, of the decimated signal
    where samples are thrown away, and one inverse transform for each feature; of half the size wherever filters and signals are real.
    """
    real = _reality(extractor.layers, extractor.real)
    if not real[0]:
        x = x.astype(jnp.result_type(x.dtype, jnp.complex64))
    d, found = len(extractor.grids[0]), []
    # Half of the spectrum is enough where signals and all filters are real.
    halves = [r and f.real_atoms and f.real_output for r, f in zip(real, extractor.frames)]
    spectrum = jnp.expand_dims(transform(x, d, halves[0]), -d - 1)
    for n, frame in enumerate(extractor.frames):
        found.append(_filtered(spectrum, frame.output, frame.grid, halves[n], real[n] and frame.real_output))
        if n < extractor.depth:
            layer = extractor.layers[n]
            y = _filtered(jnp.expand_dims(spectrum, -d - 1), frame.atoms, frame.grid, halves[n], real[n] and frame.real_atoms)
            y = layer.nonlinearity(y.reshape(*spectrum.shape[: -d - 1], -1, *frame.grid))
            spectrum = layer.pooling.spectrum(y, d, halves[n + 1])
    return tuple(found)


def _filtered(spectrum, filters, grid, half: bool, real: bool):
    """Convolutions with filters given by their full DFTs. half: the spectrum is given by half; real: the result is real."""
    axes = tuple(range(-len(grid), 0))
    filters = filters.astype(spectrum.dtype if jnp.iscomplexobj(filters) else spectrum.real.dtype)
    if real:
        product = first_half(spectrum, not half) * first_half(filters)
        return jnp.fft.irfftn(product, grid, axes=axes)
    return jnp.fft.ifftn(spectrum * filters, axes=axes)


_compiled = jax.jit(features)


def _measured(features, d: int, directed: bool):
    """The norm (..., 1, ..., 1) and, if directed, the features divided by it, 0 where it is 0; NaN stays NaN."""
    kind = jnp.result_type(*(f.real.dtype for f in features))
    features = [f.astype(jnp.result_type(f.dtype, kind)) for f in features]
    axes = tuple(range(-d - 1, 0))

    def squares(features) -> Any:
        return sum(square(f).sum(axes, keepdims=True) for f in features)

    def divided(features, size):
        return [powers.on_parts(lambda part: part / size, f) for f in features] if directed else []

    def plain(features):
        norm = jnp.sqrt(total)
        return norm, divided(features, norm)

    def scaled(features):
        k = functools.reduce(jnp.maximum, [powers.exponent(f, axes) for f in features])
        features = [powers.down(f, k) for f in features]
        total = squares(features)
        norm = jnp.where(total == 0, 0, jnp.sqrt(jnp.where(total == 0, 1, total)))
        return powers.up(norm, k), divided(features, jnp.where(norm == 0, 1, norm))
    total, far = squares(features), jnp.finfo(kind).maxexp * 0.8
    # The squares of what counts are in the range of the type, as they nearly always are: there is nothing to scale.
    return jax.lax.cond(((total > 2.0 ** (-far / 2)) & (total < 2.0**far)).all(), plain, scaled, features)


@functools.partial(jax.custom_jvp, nondiff_argnums=(1,))
def _euclidean(features, d: int):
    return _measured(features, d, False)[0].squeeze(tuple(range(-d - 1, 0)))


@_euclidean.defjvp
def _euclidean_jvp(d, primals, tangents):
    axes = tuple(range(-d - 1, 0))
    norm, features = _measured(primals[0], d, True)
    ways: Any = sum((f.real * t.real + (f.imag * t.imag if jnp.iscomplexobj(f) else 0)).sum(axes) for f, t in zip(features, tangents[0]))
    return norm.squeeze(axes), ways.astype(norm.dtype)


_norm = jax.jit(_euclidean, static_argnums=1)


@functools.cache
def _at_zero(M: Nonlinearity) -> float:
    with jax.ensure_compile_time_eval():
        return float(M(jnp.zeros(())))


def _check_fit(layers, output: Frame):
    grid = layers[0].frame.grid if layers else output.grid
    for k, layer in enumerate(layers, 1):
        if layer.frame.grid != grid:
            raise ValueError(f"layer {k} has a frame on the grid {layer.frame.grid}, and layer {k - 1} leaves the grid {grid}: build it "
                             "there, for instance with frame.coarse(stride).")
        M = layer.nonlinearity
        at_zero = _at_zero(M)
        if at_zero != 0:
            raise ValueError(f"layer {k}: the non-linearity {M!r} maps 0 to {at_zero}: subtract this constant.")
        if not (math.isfinite(M.lipschitz) and M.lipschitz >= 0):
            raise ValueError(f"layer {k}: the non-linearity {M!r} has the Lipschitz constant {M.lipschitz}: give a finite one.")
        layer.pooling.check(f"layers[{k - 1}].pooling", grid)
        grid = layer.pooling.coarse(grid)
    if output.grid != grid:
        raise ValueError(f"output has the grid {output.grid}, and the last layer leaves the grid {grid}: give chi_N there.")


def _check_admissible(extractor: Extractor):
    constants = extractor.constants
    for k, c in enumerate(constants, 1):
        if checks.known(c.combined) and not c.combined <= 1 + c.slack:
            name = f"layer {k}" if k < len(constants) else "the output atom"
            where = "" if extractor.real else " on complex signals"
            raise ValueError(
                f"{name} is not admissible{where}: upper frame bound B = {float(c.frame_bound):.6g}, Lipschitz constants "
                f"L = {c.lipschitz:.6g} of the non-linearity and R = {float(c.pooling):.6g} of the pooling, "
                f"max(B, B L^2 R^2) = {float(c.combined):.6g} > 1. Build the network with repaired(layers, output), which divides "
                f"this frame by {math.sqrt(float(c.combined)):.6g}, or pass admissible=False.")
