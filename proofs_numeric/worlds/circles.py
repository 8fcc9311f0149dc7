"""Families of circles in the unit disc, and of finite sets, with landmarks and with their losses on all samples of a finite law."""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import jax
import jax.numpy as jnp

from proofs_numeric.engine.enclosure import EPS, Interval, root
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.landmarks import PI
from proofs_numeric.worlds.multinomials import ExactLawWords, ExactLossWords, LossWords, Sample, ball, exact_length, in_ball, square
from proofs_numeric.worlds.shapes import at, between
from proofs_numeric.worlds.world import Part, in_latex

CORNERS = 12                     # of the regular polygon of landmarks on a circle


def distances(centres, points):
    """(members, points)"""
    return root(((centres[:, None] - points) ** 2).sum(-1))


def landmarks(centres, radii):
    """(members, CORNERS, 2)"""
    t = 2 * jnp.pi * jnp.arange(CORNERS) / CORNERS
    return centres[:, None] + radii[:, None, None] * jnp.stack([jnp.cos(t), jnp.sin(t)], 1)


class CircleWords(LossWords):
    def values(self):
        i = self.instance
        return {"C": jnp.arange(self.size.members), "d": 1, "V": i["V"], "r": i["r"], "tau": i["tau"], "delta": i["delta"],
                "epsilon": i["epsilon"]}

    @functools.cached_property
    def losses(self):
        """(members,) of the manifolds and of the landmarks, and (samples, members)."""
        i = self.instance
        N = ((landmarks(i["centres"], i["radii"])[:, :, None] - i["points"]) ** 2).sum(-1).min(1)
        mu, drawn = i["mu"], self.known["Omega"]
        slack = 32 * (len(mu) + 4) * EPS * (1 + jnp.abs(mu).sum()) * (1 + jnp.abs(i["points"]).max() + jnp.abs(i["centres"]).max()
                                                                      + i["radii"].max()) ** 2
        gaps, _ = self.gaps
        own = i["costs"] @ mu
        return (Interval.around(own, slack), Interval.around(N @ mu, slack), Interval.around(own - gaps[drawn], 2 * slack))

    def Loss(self, M):
        return at(self.losses[0], M)

    def LandmarkLoss(self, M):
        return at(self.losses[1], M)

    def TrainingLoss(self, s, M):
        return at(self.losses[2], s, M)

    def BallVolume(self, d):
        return 2.0

    def Volume(self, d, M):
        length = 2 * jnp.pi * self.instance["radii"][M]
        return Interval.around(length, 8 * EPS * jnp.abs(length))

    def Reach(self, M):
        return self.instance["radii"][M]

    def BoundarySize(self, M):
        return 0.0

    def Extent(self, M):
        c, R = self.instance["centres"][M], self.instance["radii"][M]
        return Interval.around(root((c * c).sum()) + R, 16 * EPS * (jnp.abs(c).sum() + R))

    def Spacing(self, M):
        spacing = 2 * self.instance["radii"][M] * jnp.sin(jnp.pi / (2 * CORNERS))
        return Interval.around(spacing, 16 * EPS * spacing)


def average(weights, costs):
    """The sum of costs with weights, a ball where one of them is."""
    if any(isinstance(c, flint.arb) for c in costs):
        return sum((ball(w) * (c if isinstance(c, flint.arb) else ball(c)) for w, c in zip(weights, costs)), flint.arb(0))
    return sum((w * c for w, c in zip(weights, costs)), Fraction(0))


@dataclass(frozen=True)
class Member:
    """A manifold of the family, exactly. costs, landmark_costs: at each of the points."""

    costs: tuple
    landmark_costs: tuple
    reach: Any
    volume: Any
    extent: Any
    spacing: Any
    ends: int = 0


class ExactFamilyWords(ExactLossWords):
    """Members are numbers. `bounds`, where given, has (optimism, pessimism) from below in place of sums over a family."""

    @functools.cached_property
    def gaps(self):
        i = self.instance
        return {s: [average([w - Fraction(t, i["n"]) for w, t in zip(i["mu"], s)], m.costs) for m in i["members"]]
                for s in self.known["Omega"]}

    def values(self):
        i = self.instance
        balls = {"r": ball(i["r"]), "delta": ball(i["delta"])}                   # a root and a logarithm are taken of them
        return {"C": range(len(i["members"])), "d": i["d"]} | {name: i[name] for name in ("V", "tau", "epsilon")} | balls

    def Optimism(self, C, s):
        return self.instance["bounds"][0] if self.instance["bounds"] else max(self.gaps[s], key=float)

    def Pessimism(self, C, s):
        return self.instance["bounds"][1] if self.instance["bounds"] else max((-g for g in self.gaps[s]), key=float)

    def member(self, M) -> Member:
        return self.instance["members"][M]

    def Loss(self, M):
        return average(self.instance["mu"], self.member(M).costs)

    def LandmarkLoss(self, M):
        return average(self.instance["mu"], self.member(M).landmark_costs)

    def TrainingLoss(self, s, M):
        return average([Fraction(t, self.instance["n"]) for t in s], self.member(M).costs)

    def BallVolume(self, d):
        return (1, 2)[d]

    def Volume(self, d, M):
        return self.member(M).volume

    def Reach(self, M):
        return self.member(M).reach

    def BoundarySize(self, M):
        return self.member(M).ends

    def Extent(self, M):
        return self.member(M).extent

    def Spacing(self, M):
        return self.member(M).spacing


class LumpedLawWords(ExactLawWords):
    """All samples are one class where `lumped`: the law is uniform, so that each sequence of draws has the same probability."""

    @functools.cached_property
    def lumped(self) -> tuple[int, ...]:
        """A sample of the class: the first points, once each."""
        m, n = len(self.instance["mu"]), self.instance["n"]
        return (1,) * n + (0,) * (m - n)

    def values(self):
        if not self.instance["bounds"]:
            return super().values()
        mu, n = self.instance["mu"], self.instance["n"]
        return {"mu": mu, "X": range(len(mu)), "Omega": (self.lumped,), "n": flint.arb(n)}

    def Multinomial(self, s):
        return len(self.instance["mu"]) ** self.instance["n"] if self.instance["bounds"] else super().Multinomial(s)

    def Probability(self, s):
        return Fraction(1) if self.instance["bounds"] else super().Probability(s)

    def Size(self, x):
        return Fraction(1) if self.instance["bounds"] else super().Size(x)


@dataclass(frozen=True)
class LumpedSample(Sample):
    """A law and its samples; in exact instances all samples may be one class."""

    exact = LumpedLawWords

    def named(self, given, exact):
        return super().named(given, exact) | dict(bounds=given.get("bounds"))


@dataclass(frozen=True)
class Circles(Part):
    """A finite family of circles, claims of their reach and length, a spacing, a probability of error and an accuracy."""

    floating, exact = CircleWords, ExactFamilyWords
    frees = "circles that leave the unit disc, any claim of reach, length and accuracy, any spacing"

    def draw(self, size, rng):
        return dict(centres=rng.normal(size=(size.members, 2)), radii=rng.normal(size=size.members), V=rng.normal(), tau=rng.normal(),
                    r=rng.normal(), delta=rng.normal(), epsilon=rng.normal())

    def _made(self, size, theta, built, radii, centres, claims):
        """The instance; claims: (tau, V, r) times factors."""
        tau, V, r = claims
        delta = between(0.001, 1.0, theta["delta"])
        k = V / (r * jnp.sqrt(jnp.maximum(1 - (r / (4 * tau)) ** 2, 1e-3)))
        enough = r**2 * (1 + 2 / tau) + 5 * k / jnp.sqrt(size.n) + jnp.sqrt(8 * jnp.log(2 / delta) / size.n)
        costs = (distances(centres, built["points"]) - radii[:, None]) ** 2
        return dict(centres=centres, radii=radii, costs=costs, tau=tau, V=V, r=r, delta=delta, enough=enough)

    def build(self, size, theta, knobs, built):
        radii = between(0.15, 0.9, theta["V"] + theta["tau"]) * between(0.5, 1.0, theta["radii"])
        centres = in_ball(theta["centres"]) * (1 - radii[:, None]) * (1 - 1e-9)
        tau = radii.min() * between(0.5, 1.0, theta["tau"])
        spacing = 2 * radii.max() * jnp.sin(jnp.pi / (2 * CORNERS))
        V = 2 * jnp.pi * radii.max() * (1.001 + jax.nn.sigmoid(theta["V"]))
        made = self._made(size, theta, built, radii, centres, (tau, V, between(0.0, 1.0, theta["r"]) * (4 * tau - spacing) + spacing))
        return made | dict(epsilon=made["enough"] * (1.001 + jax.nn.sigmoid(theta["epsilon"])))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(outside=ms.switches(1, rng))

    def build_free(self, size, theta, built):
        radii = between(0.1, 0.9, theta["radii"])
        centres = in_ball(theta["centres"]) * jnp.where(theta["outside"][0] > 0, 1.0, (1 - radii[:, None]) * (1 - 1e-9))
        claims = (radii.min() * jnp.exp(theta["tau"] - 1), 2 * jnp.pi * radii.max() * jnp.exp(theta["V"] + 0.5), jnp.exp(theta["r"] - 1))
        made = self._made(size, theta, built, radii, centres, claims)
        return made | dict(epsilon=made["enough"] * jnp.exp(theta["epsilon"]))

    def named(self, given, exact):
        claims = {name: Fraction(given[name]) for name in ("V", "r", "tau", "delta", "epsilon")}
        return claims | dict(d=given["d"], members=given["members"])

    def shown(self, instance):
        return {name: in_latex(instance[key]) for name, key in ((r"\tau", "tau"), ("V", "V"), ("r", "r"), (r"\delta", "delta"),
                                                                (r"\epsilon", "epsilon"))}


# -- exact members
def _least(points, chosen) -> tuple:
    return tuple(min(square([p - q for p, q in zip(x, y)]) for y in chosen) for x in points)


def finite_member(points, chosen, kept=None) -> Member:
    """A finite set with some of its points as landmarks, all by default."""
    points, chosen = ([tuple(map(Fraction, p)) for p in some] for some in (points, chosen))
    kept = chosen if kept is None else chosen[:kept]
    gaps = [exact_length([s - t for s, t in zip(p, q)]) for i, p in enumerate(chosen) for q in chosen[:i]]
    spacing = max((min((exact_length([s - t for s, t in zip(p, q)]) for q in kept), key=float) for p in chosen), key=float)
    return Member(_least(points, chosen), _least(points, kept), min(gaps, key=float) / 2 if gaps else flint.arb("inf"), len(chosen),
                  max(map(exact_length, chosen), key=float), spacing)


def circle_member(points, centre, R, turns, spacing) -> Member:
    """A circle with landmarks at unit vectors `turns`, whose spacing is claimed: the largest distance of the circle from them."""
    points, centre, R = [tuple(map(Fraction, p)) for p in points], tuple(map(Fraction, centre)), Fraction(R)
    chosen = [tuple(c + R * t for c, t in zip(centre, turn)) for turn in turns]
    off = [exact_length([p - c for p, c in zip(x, centre)]) - ball(R) for x in points]
    return Member(tuple(o * o for o in off), _least(points, chosen), R, 2 * PI * ball(R), exact_length(centre) + ball(R), spacing)
