"""What is claimed of a feature extractor: frame bounds and Lipschitz constants, which may be false, and maps that may be altered.

The models of the theorems on feature extractors share this: the meaning of their common operators, the signals over which a clause on
M_k or P_k runs, and networks of which nothing is guaranteed.
"""
import functools
import math
from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Array, Ball, Interval, largest, modulus, once
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.extractors import MARGIN, Modules
from proofs_numeric.mathematics.signals import Signal


@functools.partial(jax.tree_util.register_dataclass, meta_fields=(), data_fields=(
    "bounds", "lipschitz", "pool_lipschitz", "activation", "pool", "activation_at_zero", "pool_at_zero"))
@dataclass(frozen=True)
class Claims:
    """What is said about a module-sequence, true or not, and how its maps differ from those of `Modules`: one row per layer.

    bounds, lipschitz, pool_lipschitz (d + 1): the claimed B_k, L_k, R_k.
    activation, pool (d + 1, *grid): M_k and P_k are multiplied by these functions of position; the sides of the grid may be 1.
    activation_at_zero, pool_at_zero (d + 1) complex: constants that M_k and P_k add at every point.
    """

    bounds: Array
    lipschitz: Array
    pool_lipschitz: Array
    activation: Array
    pool: Array
    activation_at_zero: Array
    pool_at_zero: Array


def honest(modules: Modules) -> Claims:
    """Claims that are true, by a margin that floating point can see, about maps that are those of `modules`."""
    d, grid = modules.outputs.shape[0], modules.outputs.shape[1:]
    one, zero = jnp.ones((d, *(1,) * len(grid))), jnp.zeros(d, complex)
    return Claims(ex.frame_bounds(modules) * (1 + 64 * EPS) + 1e-30, (1 + MARGIN) * ex.activation_lipschitz(modules.mixture, modules.gain),
                  (1 + MARGIN) * ex.pool_lipschitz(modules.averages), one, one, zero, zero)


def maps(claims: Claims):
    """The functions (modules, k, x) -> M_k x and P_k x that go with `claims`."""
    def activation(modules, k, x):
        return affine(ex.activate(modules, k, x), claims.activation[k - 1], claims.activation_at_zero[k - 1])

    def pooling(modules, k, x):
        return affine(ex.pool(modules, k, x), claims.pool[k - 1], claims.pool_at_zero[k - 1])
    return activation, pooling


@once
def affine(x: Ball, factor, constant) -> Ball:
    """factor * x + constant at every point, for a number or a function of position and a number."""
    top = largest(jnp.abs(factor).ravel())
    y = factor * x.center + constant
    return replace(x, center=y, radius=top * (x.radius + EPS * x.size) + EPS * jnp.sqrt((y.real**2 + y.imag**2).sum()))


SMALL = 2.0**-20                 # the height of an impulse, see `probes`


def probes(*signals) -> Signal:
    """The signals u over which a clause about M_k or P_k runs, stacked: those given, a small impulse and a constant.

    Against v = 0 the last two attain Lipschitz constants. Every map of ACTIVATIONS is steepest at 0 in the first quadrant, so a mixture,
    times a function of position that is largest at the first sample, moves the impulse by its constant up to (SMALL/unit)^2 / 3 < 2e-11
    of it; an average with nonnegative weights keeps the constant signal. A claim that is too small by more than that is refuted.
    """
    grid = signals[0].shape
    impulse = jnp.zeros(grid).at[(0,) * len(grid)].set(SMALL)
    return _stacked(*signals, impulse + 0j, jnp.ones(grid, complex))


def partners(*signals) -> Signal:
    """The signals v that go with them: those given, and 0. None is among the probes: floating point cannot decide 0 <= 0."""
    return _stacked(*signals, jnp.zeros_like(signals[0]))


def _stacked(*signals) -> Signal:
    one = jnp.ones(len(signals))
    return Signal(jnp.stack(signals), 0 * one, Interval(one, one))


def vocabulary(modules: Modules, claims: Claims) -> dict:
    """Meaning of the operators that the theorems on feature extractors share."""
    atoms, samples = modules.atoms.shape[1], math.prod(modules.outputs.shape[1:])
    responses = modulus(modules.atoms).reshape(modules.depth + 1, atoms, -1)
    outputs = modules.outputs.reshape(modules.depth + 1, -1)
    activation, pooling = maps(claims)
    return dict(
        N=modules.depth, Norm=lambda x: Ball.of(x).norm(), Omega=jnp.arange(samples), Lambda=jnp.arange(atoms),
        FrameBound=lambda k: claims.bounds[k - 1], Lipschitz=lambda k: claims.lipschitz[k - 1],
        PoolLipschitz=lambda k: claims.pool_lipschitz[k - 1], Pooling=lambda k: modules.dilations[k - 1],
        OutputAtom=lambda k, w: outputs[k - 1, w], Response=lambda k, j, w: computed(responses[k - 1, j, w]),
        Activate=lambda k, x: activation(modules, k, x), Pool=lambda k, x: pooling(modules, k, x))


def computed(x) -> Interval:
    """A modulus of a complex number, known to its rounding."""
    return Interval.around(x, 4 * EPS * x)


# -- networks of which nothing is guaranteed, for `Model.free`
SLACK = 1e-6                     # of the claims there: more than the rounding of a small impulse beside a constant that a map adds


def sometimes(rng, layers: int, low, high, share=1 / 6):
    """Ones; with the probability `share` one of them, or each with the probability 1/2, is between low and high instead. NumPy."""
    one = np.arange(layers) == rng.integers(layers)
    some = (rng.uniform() < share) & np.where(rng.uniform() < 0.5, one, rng.uniform(size=layers) < 0.5)
    return np.where(some, rng.uniform(low, high, size=layers), 1.0)


def random_claims(rng, depth: int) -> dict:
    """Parameters of `free_network`, each broken now and then, and in some layers only. NumPy."""
    d = depth + 1
    return dict(wide=sometimes(rng, d, 1, 8), hidden=sometimes(rng, d, 1, 8), bound=sometimes(rng, d, -1, 1, 1 / 12),
                lipschitz=sometimes(rng, d, -1, 1, 1 / 12), pool_lipschitz=sometimes(rng, d, -1, 1, 1 / 12),
                activation=sometimes(rng, d, -30, 30), pool=sometimes(rng, d, -30, 30),
                activation_at_zero=sometimes(rng, d, -1, 3) - 1, pool_at_zero=sometimes(rng, d, -1, 3) - 1)


def free_network(theta: dict, claimed: dict, spacing: float, flat=0.0) -> tuple[Modules, Claims]:
    """Modules with claims that may be false: an admissible network, and then

    filters that are larger, which their frame bound says (`wide`) or does not say (`hidden`); claims that are too small or negative
    (`bound`, `lipschitz`, `pool_lipschitz`); maps that are multiplied, and that add a constant. A search does not move the constants:
    a hypothesis that is an equality would never hold again.
    """
    modules = ex.admissible_modules(theta, spacing, flat=flat)

    def scaled(modules, factor):
        rest = (1,) * (modules.outputs.ndim - 1)
        return replace(modules, atoms=factor.reshape(-1, 1, *rest) * modules.atoms, outputs=factor.reshape(-1, *rest) * modules.outputs)
    modules = scaled(modules, (1 - 4 * SLACK) * claimed["wide"])
    true = honest(modules)

    def column(x):
        return x.reshape(true.activation.shape)
    return scaled(modules, claimed["hidden"]), replace(
        true, bounds=true.bounds * claimed["bound"], lipschitz=(1 + SLACK) * true.lipschitz * claimed["lipschitz"],
        pool_lipschitz=(1 + SLACK) * true.pool_lipschitz * claimed["pool_lipschitz"],
        activation=column(claimed["activation"]), pool=column(claimed["pool"]),
        activation_at_zero=(0.5 + 0.5j) * jax.lax.stop_gradient(claimed["activation_at_zero"]),
        pool_at_zero=(0.5 + 0.5j) * jax.lax.stop_gradient(claimed["pool_at_zero"]))
