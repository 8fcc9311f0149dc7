"""Feature extractors of Wiatowski and Bölcskei on a cyclic grid: module-sequences of any depth.

Layer k convolves with the atoms of a semi-discrete frame, applies a pointwise non-linearity M_k, a pooling map P_k and a
unitary dilation by S_k (see `signals`). Output atom chi_n belongs to the frame of layer n + 1, whose upper frame bound
counts it. A grid is Z/N, or a product of two such groups for images.
"""
import functools
import itertools
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jax.numpy.fft import fftfreq

from proofs_numeric.engine.enclosure import EPS, Array, Ball, largest, modulus, once
from proofs_numeric.mathematics.scattering import join
from proofs_numeric.mathematics.signals import Signal, convolve

# Identity, modulus, rectifier, hyperbolic tangent, shifted logistic function; the last three act on real and imaginary part.
# The sharp Lipschitz constants: |M z - M w| <= l |z - w| on each part gives the same l for the complex number.
ACTIVATIONS = ("identity", "modulus", "relu", "tanh", "logistic")
SHARP = (1.0, 1.0, 1.0, 1.0, 0.25)
# Claimed Lipschitz constants are larger than the sharp ones by this part, and frames smaller: a hypothesis that is met with
# equality could be neither confirmed nor refuted in floating point.
MARGIN = 1e-11


@functools.partial(jax.tree_util.register_dataclass, meta_fields=(), data_fields=(
    "atoms", "outputs", "mixture", "gain", "unit", "averages", "dilations"))
@dataclass(frozen=True)
class Modules:
    """A module-sequence of depth d on a grid; all arrays are floats taken as exact.

    atoms (d + 1, A, *grid) complex: DFTs of the atoms of each frame, the output atom excepted.
    outputs (d + 1, *grid): DFTs of chi_0 ... chi_d.
    mixture (d + 1, 5): convex weights of ACTIVATIONS; a convex combination of maps is Lipschitz with the mean constant.
    gain (d + 1): M_k is multiplied by this. unit (d + 1): M_k(z) = unit * M(z / unit), the amplitude where tanh bends.
    averages (d + 1, *grid): DFT of the averaging filter that is P_k; ones for sub-sampling.
    dilations (d + 1): the pooling factors S_k >= 1.
    """

    atoms: Array
    outputs: Array
    mixture: Array
    gain: Array
    unit: Array
    averages: Array
    dilations: Array

    @property
    def depth(self) -> int:
        return self.outputs.shape[0] - 1


def peak(table):
    """The largest entry of each layer, (layers, ...) -> (layers)."""
    return largest(table.reshape(len(table), -1))


def frame_energy(atoms, outputs):
    """(d + 1, *grid): sum over the atoms of a layer, output atom included, of |spectrum|^2 (the Littlewood-Paley sum)."""
    return (atoms.real**2 + atoms.imag**2).sum(1) + outputs**2


def frame_bounds(modules: Modules):
    """(d + 1): the sharp upper frame bounds of layers 1 ... d + 1, as floats."""
    return peak(frame_energy(modules.atoms, modules.outputs))


def activation_lipschitz(mixture, gain):
    """The sharp mean Lipschitz constant of a mixture, per layer."""
    return gain * (mixture * jnp.array(SHARP)).sum(-1)


def pool_lipschitz(averages):
    """The sharp Lipschitz constant of P_k, the largest modulus of its DFT; at most the l^1 norm that the paper states."""
    return peak(jnp.abs(averages))


def frequencies(modules: Modules, spacing):
    """(d + 1, N): frequency of each DFT bin at the output of layer n = 0 ... d, in cycles per unit length; N one axis."""
    n = modules.outputs.shape[-1]
    strides = jnp.concatenate([jnp.ones(1), jnp.cumprod(modules.dilations[:-1])])
    return fftfreq(n, spacing)[None] * strides[:, None]


def activate(modules: Modules, k: int, x: Ball) -> Ball:
    """M_k x, for layer k = 1 ... d + 1."""
    return _activated(modules.mixture[k - 1], modules.gain[k - 1], modules.unit[k - 1], x)


@once
def _activated(w, gain, unit, x):
    z = x.center
    parts = jnp.stack([z.real, z.imag])                               # one call of each function: they are long programs
    bent = w[2] * jnp.maximum(parts, 0.0) + unit * (w[3] * jnp.tanh(parts / unit) + w[4] * 0.5 * jnp.tanh(0.5 * parts / unit))
    y = gain * (w[0] * z + w[1] * modulus(z) + bent[0] + 1j * bent[1])
    # Every term is at most gain * |z| and is computed to a few roundings.
    rounding = 32 * EPS * gain * x.size
    return _like(x, y, activation_lipschitz(w, gain) * (1 + 16 * EPS) * x.radius + rounding)


def pool(modules: Modules, k: int, x: Ball) -> Ball:
    """P_k x, for layer k = 1 ... d + 1; the dilation is not applied."""
    return _pooled(modules.averages[k - 1], x)


@once
def _pooled(average, x):
    y = convolve(x, average[None], largest(jnp.abs(average).ravel()) ** 2)
    return _like(x, y.center.reshape(x.center.shape), y.radius)


def _like(x: Ball, center, radius) -> Ball:
    return Signal(center, radius, x.spacing) if isinstance(x, Signal) else Ball(center, radius)


@functools.partial(jax.tree_util.register_dataclass, meta_fields=(), data_fields=("propagated", "outputs"))
@dataclass(frozen=True)
class Layers:
    """What a module-sequence of depth d makes of a signal x on *grid, for n = 0 ... d.

    propagated: U^n x, the family U[q] x over the paths q of length n, an array (A^n, *grid).
    outputs: the families (U[q] x) * chi_n, of the same shapes.
    """

    propagated: tuple[Signal, ...]
    outputs: tuple[Signal, ...]

    def signals(self, n: int) -> Signal:
        """U^n x. Raises ValueError if there is no layer n."""
        return _of_layer(self.propagated, n)

    def features(self, n: int) -> Signal:
        """Phi^n(x). Raises ValueError if there is no layer n."""
        return _of_layer(self.outputs, n)


def _of_layer(families, n):
    if not 0 <= n < len(families):
        raise ValueError(f"n = {n}: the module-sequence has layers 0 to {len(families) - 1}; ask for one of them")
    return families[n]


def layers(modules: Modules, x: Signal, activate=activate, pool=pool) -> Layers:
    """All layers and all features of x. activate, pool: functions (modules, k, signal) -> M_k or P_k of it.

    A dilation by a factor that is not positive has no meaning: the radii behind it are infinite.
    """
    bounds = frame_bounds(modules)
    u, propagated, outputs = Signal(x.center[None], x.radius, x.spacing), [], []
    for n in range(modules.depth + 1):
        out = convolve(u, modules.outputs[n][None], bounds[n])
        meant = (modules.dilations[:n] > 0).all()
        for family, y in ((propagated, u), (outputs, out)):
            family.append(Signal(y.center, jnp.where(meant, y.radius, jnp.inf), u.spacing))
        if n < modules.depth:
            y = pool(modules, n + 1, activate(modules, n + 1, convolve(u, modules.atoms[n], bounds[n])))
            u = Signal(y.center, y.radius, u.spacing / modules.dilations[n])
    return Layers(tuple(propagated), tuple(outputs))


def jointly(function, *signals) -> tuple:
    """function(x) for these signals, of one shape: one program that computes all of them is half the size of two."""
    values = jax.vmap(function)(jax.tree.map(lambda *x: jnp.stack(x), *signals))
    return tuple(jax.tree.map(lambda y, k=k: y[k], values) for k in range(len(signals)))


def remembered(function, *signals):
    """`function` of one signal, computed once for an object: jointly for `signals` when first asked, one by one for others.

    The interpreter evaluates equal terms once, so a signal that a formula mentions again is the same object. Objects are kept and
    compared by `is`; an equal signal that is another object is computed again.
    """
    kept: list[tuple] = []

    def of(x):
        if not kept and signals:
            kept.extend(zip(signals, jointly(function, *signals)))
        for signal, value in kept:
            if signal is x:
                return value
        kept.append((x, function(x)))
        return kept[-1][1]
    return of


def folded(decimators, stride: int):
    """(layers, stride^dim, *grid): |phi^(w + j N/stride)|, the frequencies that a decimation by `stride` cannot tell apart.

    Cauchy-Schwarz on each set of aliases: the square root of the largest sum over j of the squares is the operator norm of
    the average followed by stride^{dim/2} times the restriction to every stride-th sample.
    """
    grid = decimators.shape[1:]
    axes = tuple(range(1, len(grid) + 1))
    shifts = itertools.product(range(stride), repeat=len(grid))
    return jnp.stack([jnp.roll(jnp.abs(decimators), [-j * n // stride for j, n in zip(shift, grid)], axes) for shift in shifts], 1)


def fold_gain(decimators, stride: int):
    """(layers): the norm of each average followed by a decimation."""
    return peak(jnp.sqrt((folded(decimators, stride) ** 2).sum(1)))


def decimating(modules: Modules, decimators, stride: int, activate=activate):
    """The function x -> all features of the network that throws samples away.

    Its layer k convolves, applies M_k, averages with the filter of DFT decimators[k - 1] and keeps every stride-th sample
    in each direction, times stride^{dim/2}. Layer k therefore lives on a grid that is stride^{k-1} times coarser, where the
    filters are given by every stride^{k-1}-th value of their DFTs: sums over atoms and sums over aliases are among those
    of the fine grid. The stride must divide each side of the grid as often as the network is deep.
    """
    depth, dim = modules.depth, modules.outputs.ndim - 1
    bounds, gains = frame_bounds(modules), fold_gain(decimators, stride)
    tops = peak(jnp.abs(decimators))

    def every(step, table):
        return table[(..., *(slice(None, None, step),) * dim)]

    def features(x: Signal) -> Ball:
        u, found = Ball(x.center[None], x.radius), []
        for n in range(depth + 1):
            step = stride**n
            found.append(convolve(u, every(step, modules.outputs[n])[None], bounds[n]))
            if n < depth:
                y = activate(modules, n + 1, convolve(u, every(step, modules.atoms[n]), bounds[n]))
                smooth = convolve(Ball(y.center, 0.0), every(step, decimators[n])[None], tops[n] ** 2)
                kept = stride ** (dim / 2) * every(stride, smooth.center)
                # The rounding of the average is a vector of any shape: what is kept of it may grow by stride^{dim/2}.
                u = Ball(kept, gains[n] * (1 + 16 * EPS) * y.radius + stride ** (dim / 2) * (smooth.radius + 2 * EPS * smooth.size))
        return join(found)
    return features


def random_modules(rng, depth: int, atoms: int, *grid: int) -> dict:
    """Free parameters for `admissible_modules`: any values are allowed. NumPy, for `Model.draw`."""
    d = depth + 1
    return dict(atoms=rng.normal(size=(2, d, atoms, *grid)), outputs=rng.normal(size=(d, *grid)),
                width=rng.normal(size=d), mixture=rng.normal(size=(d, len(ACTIVATIONS))) * rng.choice([0.3, 1, 4]),
                gain=rng.normal(size=d), unit=rng.normal(size=d), average=rng.normal(size=d), dilations=rng.normal(size=d))


def designed_modules(atoms, outputs, shape: tuple[int, ...], activation="modulus", gain=1.0, unit=1.0, dilation=2.0) -> Modules:
    """Modules from DFTs that broadcast to shape = (depth + 1, A, *grid) and to (depth + 1, *grid), with sub-sampling as pooling."""
    d, grid = shape[0], shape[2:]
    mixture = np.eye(len(ACTIVATIONS))[ACTIVATIONS.index(activation)]
    return Modules(np.broadcast_to(atoms, shape) + 0j, np.broadcast_to(outputs, (d, *grid)) + 0.0, np.tile(mixture, (d, 1)),
                   np.full(d, gain), np.full(d, unit), np.ones((d, *grid)), np.full(d, dilation))


def three_taps(share, samples: int):
    """(layers, N): DFT of (a/3, 1 - 2a/3, a/3), a three-tap average between none (a = 0) and a box (a = 1)."""
    return 1 - share[:, None] + share[:, None] * (1 + 2 * jnp.cos(2 * jnp.pi * fftfreq(samples)))[None] / 3


def admissible_modules(theta: dict, spacing: float, excess=0.0, flat=0.0) -> Modules:
    """Modules on Z/N that satisfy max(B_k, B_k L_k^2 R_k^2) <= 1 strictly; frames are multiplied by 1 + excess in a control.

    flat, between 0 and 1: how far every frame is moved towards a Parseval frame, whose Littlewood-Paley sum is constant.
    Output atoms decay, chi(w) = O(1/w^2), so that sup |chi(w)||w| is finite uniformly in the grid, unless flat > 0.
    """
    unit = jnp.exp(2 * jnp.tanh(theta["unit"]))
    gain = jnp.exp(jnp.tanh(theta["gain"]))
    mixture = jax.nn.softmax(theta["mixture"], -1)
    dilations = 1 + 3 * jax.nn.sigmoid(theta["dilations"])
    n = theta["outputs"].shape[-1]
    strides = jnp.concatenate([jnp.ones(1), jnp.cumprod(dilations[:-1])])
    omega = fftfreq(n, spacing)[None] * strides[:, None]
    outputs = theta["outputs"] / (1 + (omega * jnp.exp(2 * jnp.tanh(theta["width"]))[:, None]) ** 2)
    atoms = theta["atoms"][0] + 1j * theta["atoms"][1]
    averages = three_taps(jax.nn.sigmoid(theta["average"]), n)       # nonnegative weights of sum 1: R_k = 1 is sharp
    top = jnp.maximum(1.0, activation_lipschitz(mixture, gain) * pool_lipschitz(averages))
    energy = frame_energy(atoms, outputs)
    size = peak(energy)
    size = jnp.where(size > 0, size, 1.0)
    level = (1 - flat) + flat * energy / size[:, None]                # of 1 at the largest, of the sum itself when flat = 1
    scale = ((1 - 4 * MARGIN) * (1 + excess) / (jnp.sqrt(size) * top))[:, None] / jnp.sqrt(jnp.maximum(level, 1e-6))
    return Modules(atoms * scale[:, None], outputs * scale, mixture, gain, unit, averages, dilations)
