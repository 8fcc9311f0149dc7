"""Feature extractors of Wiatowski and Bölcskei on a cyclic grid: module-sequences of any depth.

Layer k convolves with the atoms of a semi-discrete frame, applies a pointwise non-linearity M_k, a pooling map P_k and a
unitary dilation by S_k (see `signals`). Output atom chi_n belongs to the frame of layer n + 1, whose upper frame bound
counts it.
"""
import functools
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax.numpy.fft import fftfreq

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, modulus
from proofs_numeric.mathematics.signals import Signal, convolve

# Identity, modulus, rectifier, hyperbolic tangent, shifted logistic function; the last three act on real and imaginary part.
# The sharp Lipschitz constants: |M z - M w| <= l |z - w| on each part gives the same l for the complex number.
ACTIVATIONS = ("identity", "modulus", "relu", "tanh", "logistic")
SHARP = (1.0, 1.0, 1.0, 1.0, 0.25)
# Claimed Lipschitz constants are larger than the sharp ones by this part, and frames smaller: a hypothesis that is met with
# equality could be neither confirmed nor refuted in floating point.
MARGIN = 1e-12


@functools.partial(jax.tree_util.register_dataclass, meta_fields=(), data_fields=(
    "atoms", "outputs", "mixture", "gain", "unit", "averages", "dilations"))
@dataclass(frozen=True)
class Modules:
    """A module-sequence of depth d on a grid of N points; all arrays are floats taken as exact.

    atoms (d + 1, A, N) complex: DFTs of the atoms of each frame, the output atom excepted. Layer d + 1 is never applied.
    outputs (d + 1, N): DFTs of chi_0 ... chi_d.
    mixture (d + 1, 5): convex weights of ACTIVATIONS; a convex combination of maps is Lipschitz with the mean constant.
    gain (d + 1): M_k is multiplied by this. unit (d + 1): M_k(z) = unit * M(z / unit), the amplitude where tanh bends.
    averages (d + 1, N): DFT of the averaging filter that is P_k; ones for sub-sampling.
    dilations (d + 1): the pooling factors S_k >= 1.
    """

    atoms: jax.Array
    outputs: jax.Array
    mixture: jax.Array
    gain: jax.Array
    unit: jax.Array
    averages: jax.Array
    dilations: jax.Array


def frame_energy(atoms, outputs):
    """(d + 1, N): sum over the atoms of a layer, output atom included, of |spectrum|^2; its maximum is the frame bound."""
    return (atoms.real**2 + atoms.imag**2).sum(-2) + outputs**2


def frame_bounds(modules: Modules):
    """(d + 1): the upper frame bounds B_1 ... B_{d+1}, as floats."""
    return frame_energy(modules.atoms, modules.outputs).max(-1)


def activation_lipschitz(mixture, gain):
    """The sharp mean Lipschitz constant of a mixture, per layer."""
    return gain * (mixture * jnp.array(SHARP)).sum(-1)


def pool_lipschitz(averages):
    """The sharp Lipschitz constant of P_k, the largest modulus of its DFT; at most the l^1 norm that the paper states."""
    return jnp.abs(averages).max(-1)


def frequencies(modules: Modules, spacing):
    """(d + 1, N): frequency of each DFT bin at the output of layer n = 0 ... d, in cycles per unit length."""
    n = modules.outputs.shape[-1]
    strides = jnp.concatenate([jnp.ones(1), jnp.cumprod(modules.dilations[:-1])])
    return fftfreq(n, spacing)[None] * strides[:, None]


def activate(modules: Modules, k: int, x: Ball) -> Ball:
    """M_k x, for layer k = 1 ... d + 1."""
    w, gain, unit = modules.mixture[k - 1], modules.gain[k - 1], modules.unit[k - 1]
    z = x.center

    def parts(f):
        return f(z.real) + 1j * f(z.imag)
    y = gain * (w[0] * z + w[1] * modulus(z) + w[2] * parts(lambda r: jnp.maximum(r, 0.0))
                + unit * (w[3] * parts(lambda r: jnp.tanh(r / unit)) + w[4] * parts(lambda r: 0.5 * jnp.tanh(0.5 * r / unit))))
    # Every term is at most gain * |z| and is computed to a few roundings.
    rounding = 32 * EPS * gain * x.size
    return _like(x, y, activation_lipschitz(w, gain) * (1 + 16 * EPS) * x.radius + rounding)


def pool(modules: Modules, k: int, x: Ball) -> Ball:
    """P_k x, for layer k = 1 ... d + 1; the dilation is not applied."""
    average = modules.averages[k - 1]
    y = convolve(x, average[None], jnp.abs(average).max() ** 2)
    return _like(x, y.center.reshape(x.center.shape), y.radius)


def _like(x: Ball, center, radius) -> Ball:
    return Signal(center, radius, x.spacing) if isinstance(x, Signal) else Ball(center, radius)


def cascade(modules: Modules, activate=activate, pool=pool):
    """The function (n, x) -> Phi^n(x): the family (U[q] x) * chi_n over the paths q of length n, as an array (A^n, N) on the
    grid of layer n. Layers that were computed for the same x are not computed again.

    Raises ValueError if the modules have no output layer n.
    """
    depth = modules.outputs.shape[0] - 1
    bounds = frame_bounds(modules)
    known: dict[int, tuple] = {}                # id(x) -> (x, [(U-layer, spacing), ...]); x is kept so that its id stays taken

    def features(n: int, x: Signal) -> Signal:
        if not 0 <= n <= depth:
            raise ValueError(f"n = {n}: the module-sequence has output layers 0 to {depth}; ask for one of them")
        _, layers = known.setdefault(id(x), (x, [(Ball(x.center[None], x.radius), x.spacing)]))
        while len(layers) <= n:
            k, (u, spacing) = len(layers), layers[-1]
            u = pool(modules, k, activate(modules, k, convolve(u, modules.atoms[k - 1], bounds[k - 1])))
            layers.append((u, spacing / modules.dilations[k - 1]))
        u, spacing = layers[n]
        out = convolve(u, modules.outputs[n][None], bounds[n])
        return Signal(out.center, out.radius, spacing)
    return features


def random_modules(rng, depth: int, atoms: int, samples: int) -> dict:
    """Free parameters for `admissible_modules`: any values are allowed. NumPy, for `Model.draw`."""
    d = depth + 1
    return dict(atoms=rng.normal(size=(2, d, atoms, samples)), outputs=rng.normal(size=(d, samples)),
                width=rng.normal(size=d), mixture=rng.normal(size=(d, len(ACTIVATIONS))) * rng.choice([0.3, 1, 4]),
                gain=rng.normal(size=d), unit=rng.normal(size=d), average=rng.normal(size=d), dilations=rng.normal(size=d))


def admissible_modules(theta: dict, spacing: float, excess=0.0) -> Modules:
    """Modules that satisfy max(B_k, B_k L_k^2 R_k^2) <= 1 strictly; frames are multiplied by 1 + excess in a control.

    Output atoms decay, chi(w) = O(1/w^2), so that sup |chi(w)||w| is finite uniformly in the grid.
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
    # A three-tap average with nonnegative weights, between no averaging and a box: R_k = 1 is its sharp constant.
    share = jax.nn.sigmoid(theta["average"])[:, None]
    averages = 1 - share + share * (1 + 2 * jnp.cos(2 * jnp.pi * fftfreq(n)))[None] / 3
    largest = jnp.maximum(1.0, activation_lipschitz(mixture, gain) * pool_lipschitz(averages))
    size = frame_energy(atoms, outputs).max(-1)
    scale = (1 - 4 * MARGIN) / (jnp.sqrt(jnp.where(size > 0, size, 1.0)) * largest) * (1 + excess)
    return Modules(atoms * scale[:, None, None], outputs * scale[:, None], mixture, gain, unit, averages, dilations)


def vocabulary(modules: Modules, spacing: float) -> dict:
    """Meaning of the operators that the theorems on feature extractors share."""
    depth = modules.outputs.shape[0] - 1
    bounds, atoms = frame_bounds(modules), modules.atoms.shape[-2]
    lipschitz = activation_lipschitz(modules.mixture, modules.gain)
    pools = pool_lipschitz(modules.averages)
    omega = frequencies(modules, spacing)
    return dict(
        N=depth, Omega=jnp.arange(modules.outputs.shape[-1]), Norm=lambda x: Ball.of(x).norm(),
        FrameBound=lambda k: Interval.around(bounds[k - 1], 8 * EPS * (atoms + 1) * bounds[k - 1]),
        Lipschitz=lambda k: (1 + MARGIN) * lipschitz[k - 1],
        PoolLipschitz=lambda k: (1 + MARGIN) * pools[k - 1],
        Pooling=lambda k: modules.dilations[k - 1], Output=lambda n, w: modules.outputs[n][w], Frequency=lambda n, w: omega[n, w],
        Activate=lambda k, x: activate(modules, k, x), Pool=lambda k, x: pool(modules, k, x),
        Features=cascade(modules))
