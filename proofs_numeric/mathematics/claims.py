"""What is claimed of a feature extractor: frame bounds and Lipschitz constants, which may be false, and maps that may be altered.

Also the signals over which a clause on M_k or P_k runs.
"""
import functools
from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp

from proofs_numeric.engine.enclosure import EPS, Array, Ball, Interval, largest, once
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.extractors import MARGIN, Modules
from proofs_numeric.mathematics.signals import Signal


@functools.partial(jax.tree_util.register_dataclass, meta_fields=(), data_fields=(
    "bounds", "lipschitz", "pool_lipschitz", "activation", "pool", "activation_at_zero", "pool_at_zero"))
@dataclass(frozen=True)
class Claims:
    """What is said about a module-sequence, true or not, and how its maps differ from those of `Modules`: one row per layer.

    bounds, lipschitz, pool_lipschitz (d + 1): the claimed B_k, L_k, R_k.
    activation, pool (d + 1, *grid): M_k and P_k are multiplied by these functions of position.
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
    one, zero = jnp.ones((d, *grid)), jnp.zeros(d, complex)
    return Claims(ex.frame_bounds(modules) * (1 + 64 * EPS) + 1e-30, (1 + MARGIN) * ex.activation_lipschitz(modules.mixture, modules.gain),
                  (1 + MARGIN) * ex.pool_lipschitz(modules.averages), one, one, zero, zero)


def maps(claims: Claims):
    """The functions (modules, k, x) -> M_k x and P_k x that go with `claims`. M_k acts on coarser grids too, sample by sample."""
    def activation(modules, k, x):
        window = claims.activation[k - 1]
        step = window.shape[-1] // x.center.shape[-1]
        return affine(ex.activate(modules, k, x), window[(slice(None, None, step),) * window.ndim], claims.activation_at_zero[k - 1])

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


def computed(x) -> Interval:
    """A modulus of a complex number, known to its rounding."""
    return Interval.around(x, 4 * EPS * x)
