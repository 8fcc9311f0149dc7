"""Real points, generated points and where they move, with a plan between them and a critic that is a maximum of cones.

The critic is f(u) = max_k phi_k - s |u - c_k|. With s = 1, tips at the real points and a plan that sends to each generated point the mass
of the real point whose cone is largest there, critic and plan are optimal, by complementary slackness.
"""
import functools
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.engine.model import Case
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.radicals import square_root
from proofs_numeric.worlds.activations import balls, distances
from proofs_numeric.worlds.couplings import UNKNOWN
from proofs_numeric.worlds.measures import normalising
from proofs_numeric.worlds.world import Part, Words, World, in_latex

PRECISION = 200                  # bits of extended arithmetic


class Size(NamedTuple):
    n: int                       # real points, and as many generated ones


class Cones(NamedTuple):
    """A critic: heights (K,) and tips (K, d) of its cones, and their slope."""

    heights: Any
    tips: Any
    slope: Any


# -- floating point
@dataclass(frozen=True)
class Spot(Named):
    """A point, by the name of the family and its number in it."""

    index: Any = field(compare=False)


class Profile(NamedTuple):
    """What a critic is on m points: values, a bound of their rounding, how far the largest cone is above the others, gradients (m, d)."""

    values: Any
    rounding: Any
    gaps: Any
    gradients: Any


def profile(f: Cones, points) -> Profile:
    """A distance rounds by (d + 3) EPS, its product and the difference once more each. At a tip gradient and gap are 0."""
    d = distances(points, f.tips)
    cones = f.heights - f.slope * d
    rounding = 2 * (points.shape[1] + 5) * EPS * (jnp.abs(f.heights).max() + jnp.abs(f.slope) * d.max())
    second, first = jnp.sort(cones, 1)[:, -2:].T
    k = jnp.argmax(cones, 1)
    length = d[jnp.arange(len(points)), k]
    away = (points - f.tips[k]) / jnp.where(length > 0, length, 1.0)[:, None]
    return Profile(cones.max(1), rounding, jnp.minimum(first - second, jnp.abs(f.slope) * length), -f.slope * away)


class CriticWords(Words):
    """Laws are marginals of the plan, with its mass."""

    def values(self):
        i = self.instance
        plan = i["plan"]
        laws = {"P": (i["x"], plan.sum(1)), "Q": (i["y"], plan.sum(0)), "Q_moved": (i["moved"], plan.sum(0))}
        self.laws = {name: Named(name, law) for name, law in laws.items()}
        return self.laws | {"f": Named("f", Cones(i["heights"], i["tips"], i["slope"])), "I": jnp.arange(len(i["x"])),
                            "J": jnp.arange(len(i["y"]))}

    def RealPoint(self, i):
        return Spot("x", self.instance["x"][i], i)

    def FakePoint(self, j):
        return Spot("y", self.instance["y"][j], j)

    def MovedPoint(self, j):
        return Spot("moved", self.instance["moved"][j], j)

    def PlanMass(self, i, j):
        return self.instance["plan"][i, j]

    def Weight(self, law, j):
        return Interval.around(law.value[1][j], 2 * len(self.instance["x"]) * EPS * jnp.abs(self.instance["plan"]).sum())

    def Norm(self, x):
        return Ball.of(x).norm()

    def Inner(self, u, v):
        u, v = Ball.of(u), Ball.of(v)
        a, b = u.size, v.size
        return Interval.around((u.center * v.center).sum(), 1.01 * (a * v.radius + b * u.radius + u.radius * v.radius)
                               + 2 * (len(u.center) + 1) * EPS * a * b)

    @functools.cached_property
    def _on(self):
        """name of the points -> Profile of the critic on them; traced once."""
        f = self.known["f"].value
        return {name: profile(f, self.instance[name]) for name in ("x", "y", "moved")}

    def At(self, f, point):
        on, k = self._on[point.name], point.index
        return Interval.around(on.values[k], on.rounding)

    def Integral(self, f, law):
        values, rounding, *_ = self._on[{"P": "x", "Q": "y", "Q_moved": "moved"}[law.name]]
        w = law.value[1]
        return Interval.around((values * w).sum(), (rounding + 4 * len(w) * EPS * jnp.abs(values).max()) * jnp.abs(w).sum())

    def LipNorm(self, f):
        return jnp.abs(f.value.slope)

    def KinkGap(self, f, point):
        on, k = self._on[point.name], point.index
        return Interval.around(on.gaps[k], 2 * on.rounding)

    def Gradient(self, f, point):
        """Known where one cone is certainly the largest and its tip is elsewhere."""
        on, k = self._on[point.name], point.index
        known = on.gaps[k] > 4 * on.rounding
        return Ball(on.gradients[k], jnp.where(known, 2 * (on.gradients.shape[1] + 6) * EPS * jnp.abs(f.value.slope), UNKNOWN))

    @functools.cached_property
    def _solved(self):
        """name of the generated law -> W_1 to the real one: one question for both."""
        x, a = self.laws["P"].value
        places = [self.laws[name].value for name in ("Q", "Q_moved")]
        targets, b = jnp.stack([points for points, _ in places]), places[0][1]
        problems = jax.vmap(lambda y: transport.posed(a, b, distances(x, y), (x.shape[1] + 3) * EPS))(targets)
        answers = self.ask(transport.simplex, problems.a, problems.b, problems.C)
        found = jax.vmap(transport.resolved)(problems, answers)
        slack = 2 * (normalising(a) + normalising(b)) * jnp.where(jnp.isfinite(found.hi), found.hi, 0.0)
        return {name: Interval(found.lo[k], found.hi[k]).widened(slack[k]) for k, name in enumerate(("Q", "Q_moved"))}

    def Wasserstein(self, p, P, Q):
        """p = 1, from the real law."""
        return self._solved[Q.name]


# -- exact
class ExactCriticWords(Words):
    """Where the distances that occur are rational: on the line, and between chosen points."""

    root: Any = staticmethod(square_root)

    def values(self):
        i = self.instance
        plan = np.array(i["plan"], object)
        laws = {"P": (i["x"], plan.sum(1)), "Q": (i["y"], plan.sum(0)), "Q_moved": (i["moved"], plan.sum(0))}
        self.laws = {name: Named(name, law) for name, law in laws.items()}
        return self.laws | {"f": Named("f", Cones(i["heights"], i["tips"], i["slope"])), "I": range(len(i["x"])), "J": range(len(i["y"]))}

    def RealPoint(self, i):
        return np.array(self.instance["x"][i], object)

    def FakePoint(self, j):
        return np.array(self.instance["y"][j], object)

    def MovedPoint(self, j):
        return np.array(self.instance["moved"][j], object)

    def PlanMass(self, i, j):
        return self.instance["plan"][i][j]

    def Weight(self, law, j):
        return law.value[1][j]

    def Norm(self, x):
        return self.root(sum(v * v for v in np.ravel(x)))

    def Inner(self, u, v):
        return sum(a * b for a, b in zip(np.ravel(u), np.ravel(v)))

    def _cones(self, f, point):
        return [h - f.value.slope * self.Norm(np.array(point, object) - np.array(c, object)) for h, c in zip(f.value.heights, f.value.tips)]

    def At(self, f, point):
        return max(self._cones(f, point))

    def Integral(self, f, law):
        return sum(self.At(f, point) * w for point, w in zip(*law.value))

    def LipNorm(self, f):
        return abs(f.value.slope)

    def _largest(self, f, point):
        """(numbers of the cones from the highest to the lowest, their heights)"""
        values = self._cones(f, point)
        return sorted(range(len(values)), key=values.__getitem__, reverse=True), values

    def KinkGap(self, f, point):
        (first, *rest), values = self._largest(f, point)
        away = abs(f.value.slope) * self.Norm(point - np.array(f.value.tips[first], object))
        return min([away, *(values[first] - values[k] for k in rest[:1])])

    def Gradient(self, f, point):
        """0 at a tip, where there is none."""
        away = point - np.array(f.value.tips[self._largest(f, point)[0][0]], object)
        return -f.value.slope * away / (self.Norm(away) or 1)

    def Wasserstein(self, p, P, Q):
        (x, a), (y, b) = unnamed(P), unnamed(Q)
        return transport.certify(a, b, [[self.Norm(np.array(u, object) - np.array(v, object)) for v in y] for u in x]).value


class ExtendedCriticWords(ExactCriticWords):
    """The floats in ball arithmetic; the plan as rationals, of mass 1."""

    root: Any = staticmethod(lambda square: square.nonnegative_part().sqrt())

    def __init__(self, part, size, instance, ask, known):
        flint.ctx.prec = PRECISION
        exact = part.as_exact(instance)
        points = {name: list(balls(exact[name])) for name in ("x", "y", "moved", "tips")}
        super().__init__(part, size, exact | points | dict(heights=list(balls(exact["heights"])), slope=transport.arb(exact["slope"])), ask,
                         known)

    def Integral(self, f, law):
        return sum((self.At(f, point) * transport.arb(w) for point, w in zip(*law.value)), flint.arb(0))

    def At(self, f, point):
        return functools.reduce(lambda a, b: a.max(b), self._cones(f, point))

    def Gradient(self, f, point):
        raise ArithmeticError("which cone is largest is decided in floating point")

    KinkGap = Gradient

    def Wasserstein(self, p, P, Q):
        (x, a), (y, b) = unnamed(P), unnamed(Q)
        return transport.enclosed(list(a), list(b), [[self.Norm(u - v) for v in y] for u in x]).value


@dataclass(frozen=True)
class Critics(Part):
    """Points, plan and critic. The knob halves the slope of the critic, which is optimal otherwise."""

    floating, exact, extended = CriticWords, ExactCriticWords, ExtendedCriticWords
    knobs = ("optimal_critic",)
    frees = "critics of any slope, with cones anywhere; plans that send mass of any sign and sum from anywhere"

    def draw(self, size, rng):
        """Each generated point near a real one. It moves far, or near to the next one: short moves make both bounds equalities."""
        x = 2 * rng.normal(size=(size.n, 2))
        y, noise = x + 0.5 * rng.normal(size=(size.n, 2)), rng.normal(size=(size.n, 2))
        move = 4 * noise if rng.uniform() < 0.25 else np.roll(y, 1, 0) - y + 0.5 * noise
        return dict(x=x, y=y, heights=0.3 * rng.normal(size=size.n), move=move, logits=rng.normal(size=size.n))

    def _planned(self, theta, weights):
        """(heights that are those of the critic at its tips, the plan that it tells)"""
        to_tips, to_fakes = distances(theta["x"], theta["x"]), distances(theta["y"], theta["x"])
        heights = (theta["heights"] - to_tips).max(1)
        return heights, weights * jax.nn.one_hot((heights - to_fakes).argmax(1), len(heights)).T

    def build(self, size, theta, knobs, built):
        heights, plan = self._planned(theta, ms.probabilities(theta["logits"]))
        return dict(x=theta["x"], y=theta["y"], moved=theta["y"] + theta["move"], tips=theta["x"], heights=heights, plan=plan,
                    slope=1 - 0.5 * knobs.get("optimal_critic", 0.0))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(weights=ms.draw_weights(1, size.n, rng), switch=ms.switches(4, rng), slope=rng.normal(),
                                           tips=rng.normal(size=(size.n, 2)), raised=rng.normal(size=size.n))

    def build_free(self, size, theta, built):
        """Each of these with a chance: another slope, cones elsewhere, other heights, the plan of another generated point."""
        steep, elsewhere, raised, mistaken = theta["switch"] > 0
        heights, plan = self._planned(theta, ms.weights(theta["weights"])[0])
        tips = theta["x"] + jnp.where(elsewhere, theta["tips"], 0.0)
        return dict(x=theta["x"], y=theta["y"], moved=theta["y"] + theta["move"], tips=tips,
                    heights=heights + jnp.where(raised, theta["raised"], 0.0), plan=jnp.where(mistaken, jnp.roll(plan, 1, 0), plan),
                    slope=jnp.where(steep, jnp.exp(theta["slope"]), 1.0))

    def named(self, given, exact):
        """Points as rows, the plan as a matrix; tips are the real points and the slope is 1 by default. Rational."""
        points = {name: [[Fraction(v) for v in row] for row in given[name]] for name in ("x", "y", "moved")}
        tips = [[Fraction(v) for v in row] for row in given["tips"]] if "tips" in given else points["x"]
        numbers = dict(plan=[[Fraction(v) for v in row] for row in given["plan"]], heights=[Fraction(v) for v in given["heights"]],
                       slope=Fraction(given.get("slope", 1)), tips=tips)
        share = points | numbers
        return share if exact else {name: np.array(value, float) for name, value in share.items()}

    def as_exact(self, instance):
        plan = transport.normalised(np.asarray(instance["plan"]).ravel())
        n = len(instance["y"])
        return {name: [transport.rationals(row) for row in instance[name]] for name in ("x", "y", "moved", "tips")} | dict(
            plan=[plan[k:k + n] for k in range(0, len(plan), n)], heights=transport.rationals(instance["heights"]),
            slope=Fraction(float(instance["slope"])))

    def shown(self, instance):
        """The points, and the cones of the critic."""
        def points(rows):
            return r",\ ".join(in_latex(list(row)) for row in rows)
        return {"x": points(instance["x"]), "y": points(instance["y"]), "y'": points(instance["moved"]),
                r"\text{heights of the cones at } x": in_latex(instance["heights"])}


# -- the world
class CriticWorld(World):
    """Named instances are rational."""

    def rational(self, name, x, y, moved, plan, heights, about="", **given: Any) -> Case:
        """In rational arithmetic; `facts` and `reach` are those of `Case`, `tips` and `slope` those of `Critics.named`."""
        own = {k: given.pop(k) for k in ("facts", "reach") if k in given}
        return self.named(name, None, dict(x=x, y=y, moved=moved, plan=plan, heights=heights) | given, about=about, **own)


CRITICS = CriticWorld(
    space="n real and n generated points in the plane, with a plan between them and a critic that is the largest of n cones; the "
          "float64 coordinates, heights and masses are the instance.",
    sizes=(Size(5), Size(6)), parts=(Critics(),))
