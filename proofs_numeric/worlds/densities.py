"""Laws with a density on the line, in the plane and in space, and laws on few atoms: which W_p between them is known in closed form."""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import quantisation as qu
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.surds import Surd
from proofs_numeric.worlds.samples import SHRINK, known_to
from proofs_numeric.worlds.world import Part, Words, in_latex


def peaks(rho: qu.Bins, radius, shares):
    """(3,): the largest density on the line, of the balls in the plane and of those in space; relative error below 16 EPS."""
    volumes = jnp.array(qu.OMEGA[1:])[:, None] * jnp.stack([radius[0] ** 2, radius[1] ** 3])
    return jnp.concatenate([qu.peak(rho)[None], (shares / volumes).max(1)])


@dataclass(frozen=True)
class InDimension:
    """rho_d or nu_d, a law that knows how far it is from the other."""

    d: Any
    words: Any

    def distance(self, p, other):
        return self.words.apart(self.d, p)


class Floating(Words):
    """A piecewise uniform law and atoms on the line; in the plane and in space disjoint balls, an atom of the same mass in each centre."""

    @functools.cached_property
    def rho(self):
        return qu.Bins(*(self.instance["line"][name] for name in ("left", "length", "weights")))

    @functools.cached_property
    def nu(self):
        return qu.Points(self.instance["line"]["points"], self.instance["line"]["masses"])

    @functools.cached_property
    def costs(self):
        """W_p^p on R, R^2 and R^3, in this order."""
        i, p = self.instance, self.known["p"]
        positive = jnp.where(p > 0, p, 1.0)
        balls = qu.balls_cost(jnp.array([[2.0], [3.0]]), i["radius"], i["shares"], positive)
        line = qu.line_cost(self.rho, self.nu, positive)
        return transport.unless(p > 0, jax.tree.map(lambda x, y: jnp.concatenate([x[None], y]), line, balls))

    def apart(self, d, p):
        return transport.rooted(jax.tree.map(lambda x: x[d - 1], self.costs), p)

    @functools.cached_property
    def heights(self):
        return peaks(self.rho, self.instance["radius"], self.instance["shares"])

    @functools.cached_property
    def supports(self):
        return jnp.concatenate([(self.nu.weights > 0).sum()[None], (self.instance["shares"] > 0).sum(1)])

    def values(self):
        return {"m": self.instance["m"], "Dims": jnp.arange(1, 4)}

    def Continuous(self, d):
        return InDimension(d, self)

    def Discrete(self, d):
        return InDimension(d, self)

    def PeakDensity(self, rho):
        return known_to(self.heights[rho.d - 1], 16 * EPS)

    def DensityBound(self, d):
        return self.instance["M"][d - 1]

    def SupportSize(self, nu):
        return 1.0 * self.supports[nu.d - 1]

    def BallVolume(self, d):
        return known_to(jnp.array(qu.OMEGA)[d - 1], 2 * EPS)


class Exact(Words):
    """On the line: bins (left, length, weights) and atoms (points, masses), rational."""

    def values(self):
        return {"m": Surd.of(len(self.instance["line"][3])), "Dims": (1,)}

    def apart(self, d, p):
        left, length, weights, points, masses = self.instance["line"]
        return Surd.of(qu.exact_line_cost(left, length, weights, points, masses, self.instance["p"])) ** (1 / p.rational())

    def Continuous(self, d):
        return InDimension(d, self)

    def Discrete(self, d):
        return InDimension(d, self)

    def PeakDensity(self, rho):
        _, length, weights, *_ = self.instance["line"]
        return Surd.of(max(w / x for w, x in zip(weights, length)))

    def DensityBound(self, d):
        return self.PeakDensity(None)

    def SupportSize(self, nu):
        return Surd.of(len(self.instance["line"][4]))

    def BallVolume(self, d):
        return Surd.of(2)


class Extended(Words):
    """The floats as rationals, weights normalised; powers and volumes in ball arithmetic."""

    def __init__(self, *given):
        super().__init__(*given)
        flint.ctx.prec = 400
        i = self.instance
        self.bins, self.masses = (transport.normalised(i["line"][name]) for name in ("weights", "masses"))
        self.left, self.length, self.points = (transport.rationals(i["line"][name]) for name in ("left", "length", "points"))
        self.radius = [[*map(transport.arb, transport.rationals(row))] for row in i["radius"]]
        self.shares = [transport.normalised(row) for row in i["shares"]]

    def values(self):
        return {"m": transport.arb(float(self.instance["m"])), "Dims": (1, 2, 3)}

    def apart(self, d, p):
        if d == 1:
            return transport.root_of(qu.exact_line_cost(self.left, self.length, self.bins, self.points, self.masses, p, transport.arb), p)
        mean = sum((transport.arb(w) * r**p for w, r in zip(self.shares[d - 2], self.radius[d - 2])), flint.arb(0))
        return transport.root_of(mean * d / (d + p), p)

    def Continuous(self, d):
        return InDimension(d, self)

    def Discrete(self, d):
        return InDimension(d, self)

    def PeakDensity(self, rho):
        d = rho.d
        balls = () if d == 1 else ((w, self.BallVolume(d) * r**d) for w, r in zip(self.shares[d - 2], self.radius[d - 2]))
        heights = zip(self.bins, self.length) if d == 1 else balls
        return functools.reduce(flint.arb.max, [transport.arb(w) / transport.arb(v) for w, v in heights])

    def DensityBound(self, d):
        return transport.arb(Fraction(float(self.instance["M"][d - 1])))

    def SupportSize(self, nu):
        return transport.arb(sum(w > 0 for w in (self.masses if nu.d == 1 else self.shares[nu.d - 2])))

    def BallVolume(self, d):
        return [flint.arb(2), flint.arb.pi(), flint.arb.pi() * 4 / 3][d - 1]


@dataclass(frozen=True)
class Densities(Part):
    """A law rho_d with density at most M_d and a law nu_d on at most m atoms for d = 1, 2, 3. The knob shrinks both, M_d unchanged."""

    floating, exact, extended = Floating, Exact, Extended
    knobs = ("density",)
    frees = "laws that shrink, M and the number of atoms only claimed"

    def draw(self, size, rng):
        return dict(bins=rng.normal(size=(3, size.bins)), atoms=rng.normal(size=(2, size.m)), balls=rng.normal(size=(2, 2, size.m)))

    def build(self, size, theta, knobs, built):
        return dict(m=1.0 * size.m, **self._laws(theta, 1 - (1 - SHRINK) * knobs.get("density", 0.0)))

    def _laws(self, theta, scale):
        """A law and atoms on the line, balls in the plane and in space, shrunk by `scale`, and the peaks before that."""
        gap, length, mass = theta["bins"]
        length, gap = jnp.exp(jnp.tanh(length)), jnp.tanh(gap) ** 2
        right = jnp.cumsum(gap + length)
        points = right[-1] * (0.5 + 0.75 * jnp.tanh(theta["atoms"][0]))
        order = jnp.argsort(points)
        rho = qu.Bins(right - length, length, ms.probabilities(mass))
        nu = qu.Points(points[order], ms.probabilities(theta["atoms"][1])[order])
        radius, shares = jnp.exp(jnp.tanh(theta["balls"][0])), ms.probabilities(theta["balls"][1])
        return dict(M=peaks(rho, radius, shares) * (1 + 64 * EPS), radius=radius * scale, shares=shares,
                    line=dict(left=rho.left * scale, length=rho.length * scale, weights=rho.weights, points=nu.points * scale,
                              masses=nu.weights))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(shrunk=rng.normal(), peak=rng.normal(size=3), doubted=ms.switches(3, rng))

    def build_free(self, size, theta, built):
        dense, crowded, fewer = theta["doubted"] > 0
        laws = self._laws(theta, jnp.where(dense, SHRINK + jax.nn.sigmoid(theta["shrunk"]), 1.0))
        lone = jnp.zeros_like(laws["line"]["masses"]).at[0].set(1.0)            # one atom carries everything, the others nothing
        return laws | dict(line=laws["line"] | dict(masses=jnp.where(fewer, lone, laws["line"]["masses"])),
                           m=jnp.where(crowded, 1.0, 1.0 * size.m), M=laws["M"] * jnp.where(dense, jnp.exp(jnp.tanh(theta["peak"])), 1.0))

    def shown(self, instance):
        """Of an exact instance: bins of the line, their masses, the atoms and their masses."""
        _, length, weights, points, masses = instance["line"]
        return {r"\text{lengths of the bins}": in_latex(length), r"\text{their masses}": in_latex(weights),
                r"\text{atoms}": in_latex(points), r"\text{masses of the atoms}": in_latex(masses)}


def unit_interval(bins: int, m: int) -> dict[str, Any]:
    """The uniform law of [0, 1] in `bins` parts and the midpoints of m equal intervals; m equal balls: in every dimension the bound."""
    part = np.full(bins, 1 / bins)
    line = dict(left=np.arange(bins) / bins, length=part, weights=part, points=(np.arange(m) + 0.5) / m, masses=np.full(m, 1 / m))
    M = np.array([1, *(1 / m / v for v in qu.OMEGA[1:])]) * (1 + 64 * EPS)
    return dict(line=line, radius=np.ones((2, m)), shares=np.full((2, m), 1 / m), M=M)
