"""Laws on finitely many heights, on vertical lines in the plane."""
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import EPS, Interval, root
from proofs_numeric.engine.model import Arithmetic, Case, Control, Fault, Free, Kind, Model
from proofs_numeric.mathematics import divergences as dv
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from theorems.vocabulary.analysis import Log
from theorems.vocabulary.measures import JS, TV, Line
from theorems.vocabulary.transport import Wasserstein


class Size(NamedTuple):
    m: int                       # heights of each law


NEAREST, FARTHEST = 2.0**-20, 2.0**20    # of the two lines; between them squares neither overflow nor lose the shift
TALLEST = 8.0


def draw(size, rng):
    same = rng.uniform() < 0.25
    Z, Y = (dict(heights=rng.uniform(size=size.m), logits=rng.normal(size=size.m) * rng.choice([0, 1, 4])) for _ in range(2))
    return dict(Z=Z, Y=Z if same else Y, theta=rng.normal() * 10.0 ** rng.integers(-6, 3), eta=rng.normal())


def build(size, theta, knobs):
    def position(x):
        return jnp.where(x < 0, -1.0, 1.0) * jnp.clip(jnp.abs(x), NEAREST, FARTHEST)

    def law(x):
        return dict(heights=jnp.clip(x["heights"], -TALLEST, TALLEST), weights=ms.probabilities(x["logits"]))
    return dict(Z=law(theta["Z"]), Y=law(theta["Y"]), theta=position(theta["theta"]) * (1 - knobs["apart"]),
                eta=jnp.clip(theta["eta"], -FARTHEST, FARTHEST))


def _loose_draw(size, rng):
    return dict(theta=rng.normal() * 10.0 ** rng.integers(-6, 3), eta=rng.normal(), heights=rng.normal(size=(2, size.m)),
                switch=ms.switches(3, rng), weights=ms.draw_weights(2, size.m, rng))


def _loose_build(size, theta):
    """Any position, 0 included, any weights; heights may coincide, and be the same on both lines."""
    together, one_place, same = theta["switch"] > 0
    heights = jnp.clip(theta["heights"], -TALLEST, TALLEST)
    heights = jnp.where(one_place, heights.at[:, 1].set(heights[:, 0]), heights)
    Z, Y = (dict(heights=h, weights=w) for h, w in zip(jnp.where(same, heights[:1], heights), ms.weights(theta["weights"])))
    return dict(Z=Z, Y=Y, theta=jnp.where(together, 0.0, jnp.clip(theta["theta"], -FARTHEST, FARTHEST)),
                eta=jnp.clip(theta["eta"], -FARTHEST, FARTHEST))


class Heights(NamedTuple):
    """Masses (m) at heights (m) of a line."""

    heights: jax.Array
    weights: jax.Array


def line(t, Z: Heights) -> dv.Law:
    """The law of (t, z), z drawn from Z."""
    return dv.Law(jnp.stack([jnp.broadcast_to(jnp.asarray(t, float), Z.heights.shape), Z.heights], 1), Z.weights)


def distances(P: dv.Law, Q: dv.Law):
    """Euclidean distances (m, m) between the points; differences, squares, sum and root are rounded once each: 4 EPS."""
    d = P.points[:, None] - Q.points[None]
    return root((d * d).sum(-1))


def is_law(P: dv.Law):
    """Whether the weights are >= 0 and of mass 1 but for rounding."""
    return (P.weights >= 0).all() & (jnp.abs(P.weights.sum() - 1) <= 4 * len(P.weights) * EPS)


def meaning(size, i, ask):
    Z, Y = Heights(**i["Z"]), Heights(**i["Y"])

    def wasserstein(p, P, Q):
        return transport.least_cost(P.weights, Q.weights, distances(P, Q), ask, 4 * EPS)    # p = 1: costs are distances

    def of_laws(divergence):
        def value(P, Q):
            return transport.unless(is_law(P) & is_law(Q), divergence(P, Q))
        return value
    return {"theta": i["theta"], "eta": i["eta"], "Z": Z, "Y": Y, "H": jnp.arange(size.m), "Weight": lambda law, z: law.weights[z],
            "Line": line, "Mixture": dv.mixture, "Wasserstein": wasserstein, "KL": of_laws(dv.kl), "JS": of_laws(dv.js),
            "TV": of_laws(dv.tv), "Log": en.log}


def _exact_operators(i, position):
    """Meanings that rational and extended arithmetic share; laws are point -> mass. position: of a line, as a Fraction."""
    def line(t, law):
        return dv.exact_masses([(position(t), h) for h in law[0]], law[1])
    return {"Z": i["Z"], "Y": i["Y"], "H": tuple(range(len(i["Z"][1]))), "oo": sp.oo, "Weight": lambda law, z: law[1][z], "Line": line,
            "Mixture": dv.exact_mixture, "TV": dv.exact_tv}


def exact(i):
    """The same for rational positions, heights and weights whose differences have rational Euclidean length.

    i: theta, eta, and Z, Y as pairs (heights, weights). W_1 is certified by a rational flow and potentials of equal value,
    divergences are combinations of logarithms of primes, infinity follows from the supports.
    """
    def wasserstein(p, P, Q):
        cost = [[length(a - c, b - d) for c, d in Q] for a, b in P]
        return transport.certify(list(P.values()), list(Q.values()), cost).value
    return _exact_operators(i, Fraction) | {"theta": i["theta"], "eta": i["eta"], "Wasserstein": wasserstein, "KL": dv.exact_kl,
                                            "JS": dv.exact_js, "Log": dv.Logs.log}


def extended(size, i):
    """The floats as rationals, weights normalised; lengths are square roots and divergences logarithms in ball arithmetic."""
    flint.ctx.prec = 400
    laws = {name: ([Fraction(float(h)) for h in i[name]["heights"]], transport.normalised(i[name]["weights"])) for name in "ZY"}

    def wasserstein(p, P, Q):
        cost = [[transport.arb((a - c) ** 2 + (b - d) ** 2).sqrt() for c, d in Q] for a, b in P]
        return transport.enclosed(list(P.values()), list(Q.values()), cost).value

    def kl(P, Q):
        if set(P) - set(Q):
            return sp.oo
        return sum((transport.arb(w) * transport.arb(w / Q[x]).log() for x, w in P.items()), flint.arb(0))

    def js(P, Q):
        M = dv.exact_mixture(P, Q)
        return (kl(P, M) + kl(Q, M)) / 2
    return _exact_operators(laws, lambda t: Fraction(float(t))) | {      # positions are floats: nothing is rounded
        "theta": flint.arb(float(i["theta"])), "eta": flint.arb(float(i["eta"])), "Wasserstein": wasserstein, "KL": kl, "JS": js,
        "Log": lambda x: transport.arb(x).log()}


def length(x: Fraction, y: Fraction) -> Fraction:
    """The Euclidean length of (x, y). Raises ValueError when it is irrational."""
    square = x * x + y * y
    found = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    if found**2 != square:
        raise ValueError(f"({x}, {y}) has the irrational length sqrt({square}); choose Pythagorean heights.")
    return found


def _case(name, theta, Z, Y=None, eta=0.5, about="", **more):
    def law(pairs):
        heights, weights = np.array(pairs, float).T
        return dict(heights=heights, weights=weights / weights.sum())
    return Case(name, Size(len(Z)), dict(Z=law(Z), Y=law(Y or Z), theta=np.float64(theta), eta=np.float64(eta)), about=about,
                **more)


def _pythagorean(theta, Z, Y, about=""):
    """Heights among 0, 11/60, 91/60, whose differences complete 1 to rational right triangles: 60² + 11² = 61², ..."""
    heights = [Fraction(k, 60) for k in (0, 11, 91)]

    def law(weights):
        return heights, [Fraction(w, sum(weights)) for w in weights]
    return Case(f"shift {theta}, weights {Z} and {Y}", None, dict(theta=Fraction(theta), eta=Fraction(0), Z=law(Z), Y=law(Y)),
                Arithmetic.RATIONAL, about=about or f"shift {theta}, rational heights, weights proportional to {Z}, {Y}")


def _shifted_up(k, m):
    """The uniform law on m heights of one line against itself shifted up by k places: no jump."""
    Zs, Ys, one = sp.Symbol("Z"), sp.Symbol("Y"), Line(0, sp.Symbol("Z"))
    up = Line(0, Ys)
    share = sp.Rational(min(k, m), m)
    return _case(f"shifted up by {k} of {m} places", 1.0, [(j / m, 1) for j in range(m)], [((j + k) / m, 1) for j in range(m)],
                 facts=(sp.Eq(Wasserstein(1, Line(0, Zs), up), sp.Rational(k, m)), sp.Eq(TV(one, up), share),
                        sp.Eq(JS(one, up), share * Log(2))),
                 about=f"uniform laws on one line: W₁ = {k}/{m}, total variation {share}, JS = {share} log 2")


SIZES = (Size(3), Size(8))
EIGHT = [(j / 8, 1) for j in range(8)]

MODEL = Model(
    space="Laws on m heights with arbitrary weights, on vertical lines in the plane; supports are compared exactly.",
    kind=Kind.ANALOGUE,
    gap="Heights are m weighted atoms instead of the uniform law on [0, 1]; values and proofs are the same for every law of "
        "heights.",
    notes={c: (Kind.ANALOGUE, "A statement of this page, not of the source; laws on m heights.")
           for c in ("mixture", "two_positions", "other_heights_below", "other_heights_above")},
    sizes=SIZES, draw=draw, build=build, meaning=meaning, exact=exact, knobs=("apart",),
    controls=(
        Control("apart", ("jensen_shannon", "kullback_leibler", "kullback_leibler_reversed", "total_variation", "mixture"),
                about="both laws on the same line, θ = 0"),),
    edges=(_case("same line", 0.0, EIGHT), _case("lines almost together", NEAREST, EIGHT),
           _case("far to the left", -FARTHEST, EIGHT),
           _case("one height, three times", 0.5, [(0.25, 1)] * 3),
           _case("a height without mass", -1.5, [(0, 1), (0.5, 0), (1, 2)]),
           _case("other heights far above", 1.0, [(0, 1), (1, 1), (2, 1)], [(6, 1), (7, 1), (8, 1)])),
    anchors=(_shifted_up(3, 8), _shifted_up(8, 8), _shifted_up(1, 3)),
    extremals=(_case("the same heights on both lines", 4.0, [(0, 1), (0.5, 1), (1, 1)], eta=1.0,
                     reach={"other_heights_above": -1e-12, "other_heights_below": -1e-12}),
               _case("other heights on the same line", 0.0, [(0, 1), (0.5, 1), (1, 1)], [(0, 1), (2, 1), (5, 3)],
                     reach={"other_heights_above": -1e-12})),
    certificates=(_pythagorean(1, (1, 1, 1), (1, 1, 1)), _pythagorean(-1, (1, 2, 3), (3, 1, 2)),
                  _pythagorean(1, (0, 1, 1), (1, 0, 0)), _pythagorean(-1, (2, 5, 5), (2, 5, 5))),
    free=(Free("any arrays", "positions, 0 included; heights, which may coincide; weights of any sign and mass",
               _loose_draw, _loose_build),),
    extended=extended,
    faults=(
        Fault("Jensen-Shannon without the factor one half", reinterpret={"JS": lambda right, m: lambda P, Q: right(P, Q) * 2}),
        Fault("a huge finite number for infinity", reinterpret={"KL": lambda right, m: lambda P, Q: Interval.of(1e300)}),
        Fault("total variation as a norm", reinterpret={"TV": lambda right, m: lambda P, Q: right(P, Q) * 2}),
        Fault("squared cost", reinterpret={"Wasserstein": lambda right, m: lambda p, P, Q: right(p, P, Q) ** 2}),
        Fault("heights forgotten", restate={"other_heights_above": lambda r: r.func(r.lhs, r.rhs.args[0])})))
