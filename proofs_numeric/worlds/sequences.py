"""Module-sequences on cyclic grids, and what is claimed of them: frames, non-linearities, pooling.

The parts that theorems on deep feature extractors share. `Network` is a module-sequence with claimed frame bounds and Lipschitz
constants; `Probes` are the signals over which a clause about one of its maps runs. What a theorem feeds into the network is a part of
its own. A signal is an array with the distance between two of its samples, see `signals`.
"""
import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import Ball, Interval, modulus
from proofs_numeric.engine.interpret import VMAPPED
from proofs_numeric.mathematics import claims as cl
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.extractors import Modules
from proofs_numeric.mathematics.scattering import join
from proofs_numeric.mathematics.signals import Signal
from proofs_numeric.worlds.world import Part, Words
from theorems.vocabulary import extractors as words
from theorems.vocabulary.analysis import Norm


class Size(NamedTuple):
    samples: int                 # in each direction
    depth: int
    atoms: int                   # per layer, the output atom not counted
    dim: int = 1                 # 2 for images


EIGHT = 8.0                      # by how much filters are larger than the hypothesis says, when a knob is turned
STEEP = 64.0                     # by how much a map is steeper than claimed, when a knob is turned
OFFSET = cl.SMALL * (1 + 1j)     # what a map adds, when a knob is turned: beside more a probe of this size would be rounded too much
SLACK = 1e-6                     # of claims in the free family: more than the rounding of a small impulse beside a constant that a map adds
INSIDE = 1 - 8 * ex.MARGIN       # of the filters of named instances: strictly inside the hypotheses
PERIODS = (2, 4, 16)             # of the functions that maps are multiplied by, in samples


def signal(x):
    """Real and imaginary part, (2, ...), as complex numbers."""
    return x[0] + 1j * x[1]


def sampled(x, spacing) -> Signal:
    """An array, taken as exact, on the grid of this spacing."""
    return Signal(x + 0j, jnp.float64(0), Interval.of(spacing))


# -- the network
class NetworkWords(Words):
    """In floating point: filters are DFTs given as floats, transforms and non-linearities are computed with a rounding budget."""

    @functools.cached_property
    def modules(self) -> Modules:
        return self.instance["modules"]

    @functools.cached_property
    def claims(self) -> cl.Claims:
        return self.instance["claims"]

    @functools.cached_property
    def maps(self):
        return cl.maps(self.claims)

    @functools.cached_property
    def layers(self):
        """The function signal -> all its layers and features."""
        return ex.remembered(lambda x: ex.layers(self.modules, x, *self.maps), *self.part.inputs(self.known))

    @functools.cached_property
    def moduli(self):
        """(d + 1, A, frequencies): of the DFTs of the atoms; the root has rounded."""
        return modulus(self.modules.atoms).reshape(*self.modules.atoms.shape[:2], -1)

    @functools.cached_property
    def frequencies(self):
        return ex.frequencies(self.modules, self.part.distance(self.modules.outputs.shape[-1]))

    def values(self):
        d, a, *grid = self.modules.atoms.shape
        return {"N": d - 1, "Omega": jnp.arange(int(np.prod(grid))), "Lambda": jnp.arange(a), VMAPPED: ("k",),
                "0": sampled(jnp.zeros(grid), self.part.distance(grid[-1]))}

    def Norm(self, x):
        return Ball.of(x).norm()

    # -- what is claimed
    def FrameBound(self, k):
        return self.claims.bounds[k - 1]

    def Lipschitz(self, k):
        return self.claims.lipschitz[k - 1]

    def PoolLipschitz(self, k):
        return self.claims.pool_lipschitz[k - 1]

    # -- what is there
    def Pooling(self, k):
        return self.modules.dilations[k - 1]

    def OutputAtom(self, k, w):
        return self.modules.outputs.reshape(self.modules.depth + 1, -1)[k - 1, w]

    def Output(self, n, w):
        return self.OutputAtom(n + 1, w)

    def Response(self, k, lam, w):
        return cl.computed(self.moduli[k - 1, lam, w])

    def Frequency(self, n, w):
        return self.frequencies[n, w]

    def Activate(self, k, x):
        return self.maps[0](self.modules, k, x)

    def Pool(self, k, x):
        return self.maps[1](self.modules, k, x)

    # -- what it does to a signal
    def Propagate(self, n, x):
        return self.layers(x).signals(n)

    def Features(self, n, x):
        return self.layers(x).features(n)

    def Extractor(self, x):
        return join([*self.layers(x).outputs])


def _nothing(known):
    return ()


@dataclass(frozen=True)
class Network(Part):
    """A module-sequence and what is claimed of it, see `Modules` and `Claims`.

    spacing: distance of two samples of the input; None if they fill a circle of length 1.
    decaying: whether output atoms decay in frequency; else frames may be close to Parseval frames.
    inputs: from the meanings of all words, the signals that the formulas pass on, where one program for all of them pays.
    """

    spacing: float | None = 1.0
    decaying: bool = False
    inputs: Callable[[Any], tuple] = _nothing

    floating = NetworkWords
    knobs = ("frames", "admissible", "activation_lipschitz", "pooling_lipschitz", "activation_at_zero", "pooling_at_zero")
    frees = ("functions of position in the maps of one layer, claimed frame bounds and Lipschitz constants, gains of filters and maps "
             "layer by layer, constants that the maps add")

    def distance(self, samples: int) -> float:
        """Of two samples of the input."""
        return 1 / samples if self.spacing is None else self.spacing

    def draw(self, size, rng):
        flat = {} if self.decaying else dict(flat=rng.normal(size=()))
        return dict(modules=ex.random_modules(rng, size.depth, size.atoms, size.samples)) | flat

    def _modules(self, size, theta, steepness):
        flat = 0.0 if self.decaying else jax.nn.sigmoid(steepness * theta["flat"])
        return ex.admissible_modules(theta["modules"], self.distance(size.samples), flat=flat)

    def build(self, size, theta, knobs, built):
        """Filters, maps and claims that meet all hypotheses strictly."""
        def turned(name, factor):
            return 1 + (factor - 1) * knobs.get(name, 0.0)
        modules = self._modules(size, theta, 1)
        claims = cl.honest(modules)
        claims = replace(claims, bounds=claims.bounds * turned("admissible", EIGHT**2),
                         activation=claims.activation * turned("activation_lipschitz", STEEP),
                         pool=claims.pool * turned("pooling_lipschitz", STEEP),
                         activation_at_zero=claims.activation_at_zero + knobs.get("activation_at_zero", 0.0) * OFFSET,
                         pool_at_zero=claims.pool_at_zero + knobs.get("pooling_at_zero", 0.0) * OFFSET)
        return dict(modules=_scaled(modules, turned("frames", EIGHT) * turned("admissible", EIGHT)), claims=claims)

    def draw_free(self, size, rng):
        """Each claim is broken now and then, and in some layers only."""
        d = size.depth + 1
        claimed = dict(wide=sometimes(rng, d, 1, 8), hidden=sometimes(rng, d, 1, 8), bound=sometimes(rng, d, -1, 1, 1 / 12),
                       lipschitz=sometimes(rng, d, -1, 1, 1 / 12), pool_lipschitz=sometimes(rng, d, -1, 1, 1 / 12),
                       activation=sometimes(rng, d, -30, 30), pool=sometimes(rng, d, -30, 30),
                       activation_at_zero=sometimes(rng, d, -1, 3) - 1, pool_at_zero=sometimes(rng, d, -1, 3) - 1)
        return self.draw(size, rng) | dict(claims=claimed, windows=np.stack([_windows(rng, size), _windows(rng, size)]))

    def build_free(self, size, theta, built):
        """An admissible network, and then filters that are larger, which their frame bound says (`wide`) or does not say (`hidden`);

        claims that are too small or negative; maps that are multiplied by numbers and, in one layer, by functions of position, and that
        add constants. A search moves neither the functions nor the constants: a hypothesis that is an equality would never hold again.
        """
        claimed = theta["claims"]
        window, pool = jax.lax.stop_gradient(theta["windows"])
        modules = _scaled(self._modules(size, theta, 4), (1 - 4 * SLACK) * claimed["wide"])
        # An average behind a function of position need not attain the product of their constants: there P_k is that function alone.
        modules = replace(modules, averages=jnp.where((pool.min(1) == 1)[:, None], modules.averages, 1.0))
        true = cl.honest(modules)
        return dict(modules=_scaled(modules, claimed["hidden"]), claims=replace(
            true, bounds=true.bounds * claimed["bound"], lipschitz=(1 + SLACK) * true.lipschitz * claimed["lipschitz"],
            pool_lipschitz=(1 + SLACK) * true.pool_lipschitz * claimed["pool_lipschitz"],
            activation=window * claimed["activation"][:, None], pool=pool * claimed["pool"][:, None],
            activation_at_zero=(0.5 + 0.5j) * jax.lax.stop_gradient(claimed["activation_at_zero"]),
            pool_at_zero=(0.5 + 0.5j) * jax.lax.stop_gradient(claimed["pool_at_zero"])))


def _scaled(modules: Modules, factor) -> Modules:
    """All filters multiplied by a number, or those of each layer by one, (d + 1)."""
    factor = jnp.broadcast_to(factor, modules.depth + 1).reshape(-1, *(1,) * (modules.outputs.ndim - 1))
    return replace(modules, atoms=factor[:, None] * modules.atoms, outputs=factor * modules.outputs)


def sometimes(rng, layers: int, low, high, share=1 / 6):
    """Ones; with the probability `share` one of them, or each with the probability 1/2, is between low and high instead. NumPy."""
    one = np.arange(layers) == rng.integers(layers)
    some = (rng.uniform() < share) & np.where(rng.uniform() < 0.5, one, rng.uniform(size=layers) < 0.5)
    return np.where(some, rng.uniform(low, high, size=layers), 1.0)


def _windows(rng, size):
    """(d + 1, N): ones; now and then, in one layer, periodic numbers between 0 and 1 whose largest is the first."""
    table = np.ones((size.depth + 1, size.samples))
    if rng.uniform() < 1 / 3:
        values = np.append(1.0, rng.choice([0.0, rng.uniform()], size=rng.choice(PERIODS) - 1))
        table[rng.integers(size.depth)] = np.resize(values, size.samples)
    return table


# -- the signals of clauses about one map
class ProbeWords(Words):
    """Arrays taken as exact. The sets of all signals are stood for by a few, see `claims.probes`."""

    def values(self):
        u, v = self.instance["u"], self.instance["v"]
        return {"u": sampled(u, 1.0), "v": sampled(v, 1.0), "U": cl.probes(u), "V": cl.partners(v)}


@dataclass(frozen=True)
class Probes(Part):
    """Two signals u and v, and the sets U and V that stand for all signals."""

    floating = ProbeWords

    def draw(self, size, rng):
        return dict(u=rng.normal(size=(2, size.samples)), v=rng.normal(size=(2, size.samples)))

    def build(self, size, theta, knobs, built):
        return dict(u=signal(theta["u"]), v=signal(theta["v"]))

    def draw_free(self, size, rng):
        return self.draw(size, rng)

    def build_free(self, size, theta, built):
        return self.build(size, theta, {}, built)


# -- named instances
def shape(size) -> tuple[int, ...]:
    """Of the atoms of a network on a grid of dimension 1 or 2."""
    return (size.depth + 1, size.atoms, *(size.samples,) * getattr(size, "dim", 1))


def column(size, heights):
    """(d + 1, 1, ...): one number per layer, for outputs on the grid."""
    return np.asarray(heights, float).reshape(-1, *(1,) * (len(shape(size)) - 2))


def network(size, atoms, outputs, activation="modulus", **settings) -> Modules:
    """Modules from DFTs that broadcast to the arrays of `size`."""
    return ex.designed_modules(atoms, outputs, shape(size), activation, **settings)


def flat(size, gains, heights, activation="modulus", **settings) -> Modules:
    """Filters whose DFT is constant: per layer, the atoms have the gain `gains` together, and the output atom the height `heights`."""
    gains, heights = (np.broadcast_to(np.asarray(x, float), size.depth + 1) for x in (gains, heights))
    return network(size, column(size, gains)[:, None] / np.sqrt(size.atoms), column(size, heights), activation, **settings)


def passing(size):
    """Filters of constant gain, the modulus and no pooling map: non-negative signals pass the maps unchanged. For `PASSED`."""
    return flat(size, 0.5, 0.25)


_u = sp.Symbol("u", extended_real=True)
with sp.evaluate(False):
    # Of a positive constant u in the network `passing`, with one atom per layer.
    PASSED = (sp.Eq(words.OutputAtom(1, 0), sp.Rational(1, 4)), sp.Eq(words.Response(1, 0, 0), sp.Rational(1, 2)),
              sp.Eq(Norm(words.Activate(1, _u)), Norm(_u)), sp.Eq(Norm(words.Pool(1, _u)), Norm(_u)),
              sp.Eq(Norm(words.Features(1, _u)), Norm(_u) / 8))


def claimed(modules: Modules, u=None, v=None, **false) -> dict:
    """The share of `Network` and `Probes`: honest claims, but for those that are `false`."""
    claims = jax.tree.map(np.asarray, cl.honest(modules))
    parts = np.random.default_rng(2).normal(size=(4, *modules.outputs.shape[1:]))
    false = {name: np.broadcast_to(x, getattr(claims, name).shape) for name, x in false.items()}
    return dict(modules=modules, claims=replace(claims, **false), u=signal(parts[:2]) if u is None else u,
                v=signal(parts[2:]) if v is None else v)
