"""Every sample of n draws from k points; laws with a density on the line, and unions of balls in the plane and in space."""
import functools
import itertools
import math
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.model import Arithmetic, Case, Control, Fault, Kind, Model
from proofs_numeric.mathematics import quantisation as qu
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.metric_spaces import discrete, line, probabilities, random_metric
from proofs_numeric.mathematics.surds import Surd
from theorems.language.notation import Empirical, Probability, Total, Wasserstein


class Size(NamedTuple):
    k: int                       # points of the finite space
    n: int                       # draws
    bins: int                    # of the density on the line
    m: int                       # atoms


SIZES = (Size(3, 1, 2, 2), Size(3, 4, 4, 3))
SHRINK = 1 / 64


def draw(size, rng):
    return dict(edges=rng.normal(size=(size.k, size.k)), mu=rng.normal(size=size.k) * rng.choice([0, 1, 3]), p=rng.normal(),
                bins=rng.normal(size=(3, size.bins)), atoms=rng.normal(size=(2, size.m)), balls=rng.normal(size=(2, 2, size.m)))


def build(size, theta, knobs):
    metric = random_metric(theta["edges"])
    top = metric.max()
    gap, length, mass = theta["bins"]
    length, gap = jnp.exp(jnp.tanh(length)), jnp.tanh(gap) ** 2
    scale = 1 - (1 - SHRINK) * knobs["density"]
    right = jnp.cumsum(gap + length)
    points = right[-1] * (0.5 + 0.75 * jnp.tanh(theta["atoms"][0]))
    order = jnp.argsort(points)
    rho = qu.Bins(right - length, length, probabilities(mass))
    nu = qu.Points(points[order], probabilities(theta["atoms"][1])[order])
    radius, shares = jnp.exp(jnp.tanh(theta["balls"][0])), probabilities(theta["balls"][1])
    M = peaks(rho, radius, shares) * (1 + 64 * EPS)
    return dict(metric=metric + knobs["diagonal"] * top * jnp.eye(size.k), mu=probabilities(theta["mu"]),
                p=1 + 2 * jax.nn.sigmoid(theta["p"]), D=top * (1 + 8 * EPS) * (1 - (1 - SHRINK) * knobs["diameter"]),
                repeated=knobs["independent"], M=M, m=1.0 * size.m, radius=radius * scale, shares=shares,
                line=dict(left=rho.left * scale, length=rho.length * scale, weights=rho.weights, points=nu.points * scale,
                          masses=nu.weights))


def peaks(rho: qu.Bins, radius, shares):
    """(3,): the largest density on the line, of the balls in the plane and of those in space; relative error below 16 EPS."""
    volumes = jnp.array(qu.OMEGA[1:])[:, None] * jnp.stack([radius[0] ** 2, radius[1] ** 3])
    return jnp.concatenate([qu.peak(rho)[None], (shares / volumes).max(1)])


def samples(k, n):
    """All k^n samples (k^n, n) as indices of points."""
    return np.array(list(itertools.product(range(k), repeat=n)))


def empirical_measures(k, n):
    """The distinct empirical measures (L, k), and for each sample of `samples` the index of its own."""
    counts = (samples(k, n)[:, :, None] == np.arange(k)).sum(1)
    distinct, index = np.unique(counts, axis=0, return_inverse=True)
    return distinct / n, index.ravel()


class Sampled(NamedTuple):
    """The empirical measure of the sample with this number."""

    s: jax.Array


class InDimension(NamedTuple):
    """One of the laws rho_d or nu_d."""

    d: jax.Array


def meaning(size, i, ask):
    mu, p, on_line = i["mu"], i["p"], i["line"]

    # the finite space: one transport problem for each distinct empirical measure
    drawn, (distinct, number) = jnp.array(samples(size.k, size.n)), map(jnp.array, empirical_measures(size.k, size.n))
    C, relative = transport.powers(i["metric"], p)
    if size.n == 1:                                           # a Dirac measure has one coupling: nothing to search
        value, rounding = distinct @ C @ mu, relative + 4 * size.k * EPS
        costs = Interval(value * (1 - rounding), value * (1 + rounding))
    else:
        problems = distinct, jnp.broadcast_to(mu, distinct.shape), jnp.broadcast_to(C, (len(distinct), size.k, size.k))
        costs = jax.vmap(functools.partial(transport.cost, relative=relative))(*problems, ask(transport.simplex, *problems))
    repeated = (drawn == drawn[:, :1]).all(1) * mu[drawn[:, 0]]
    chances = jnp.where(i["repeated"] > 0, repeated, mu[drawn].prod(1))

    # the laws on R, R^2 and R^3, in this order
    rho, nu = qu.Bins(on_line["left"], on_line["length"], on_line["weights"]), qu.Points(on_line["points"], on_line["masses"])
    balls = qu.balls_cost(jnp.array([[2.0], [3.0]]), i["radius"], i["shares"], p)
    spread = jax.tree.map(lambda x, y: jnp.concatenate([x[None], y]), qu.line_cost(rho, nu, p), balls)
    support = jnp.concatenate([(nu.weights > 0).sum()[None], (i["shares"] > 0).sum(1)])
    density, volumes = peaks(rho, i["radius"], i["shares"]), jnp.array(qu.OMEGA)

    def wasserstein(p, P, Q):
        among, k = (costs, number[P.s]) if isinstance(P, Sampled) else (spread, P.d - 1)
        return Interval(among.lo[k], among.hi[k]) ** (1 / Interval.of(p))

    def known_to(x, relative):
        return Interval.of(x) * Interval(1 - relative, 1 + relative)
    return {"mu": mu, "p": p, "D": i["D"], "n": size.n, "k": size.k, "m": i["m"], "X": jnp.arange(size.k),
            "Omega": jnp.arange(len(drawn)), "Dims": jnp.arange(1, 4), "Distance": lambda x, y: i["metric"][x, y],
            "Weight": lambda mu, x: mu[x], "Draw": lambda s, j: drawn[s, j - 1],
            "Probability": lambda s: known_to(chances[s], size.n * EPS), "Empirical": Sampled, "Wasserstein": wasserstein,
            "Continuous": InDimension, "Discrete": InDimension,
            "PeakDensity": lambda rho: known_to(density[rho.d - 1], 16 * EPS), "DensityBound": lambda d: i["M"][d - 1],
            "SupportSize": lambda nu: 1.0 * support[nu.d - 1], "BallVolume": lambda d: known_to(volumes[d - 1], 2 * EPS)}


def exact(i):
    """Rational data, every sample enumerated, each W_p certified; numbers are `Surd`: roots are compared exactly.

    i: metric (k, k) and D, mu (k), n, p in {1, 2}; on the line, bins (left, length, weights), atoms (points, masses).
    """
    k, n, p = len(i["mu"]), i["n"], Surd.of(i["p"])
    cost = [[Fraction(x) ** i["p"] for x in row] for row in i["metric"]]
    left, length, weights, points, masses = i["line"]
    known: dict[tuple, Surd] = {}

    def wasserstein(p, P, Q):
        if P == "rho":
            return Surd.of(qu.exact_line_cost(left, length, weights, points, masses, i["p"])) ** (1 / p.rational())
        if P not in known:
            known[P] = Surd.of(transport.certify(P, Q, cost).value) ** (1 / p.rational())
        return known[P]

    peak = Surd.of(max(w / x for w, x in zip(weights, length)))
    return {"mu": i["mu"], "p": p, "D": Surd.of(i["D"]), "n": Surd.of(n), "k": Surd.of(k), "m": Surd.of(len(points)),
            "X": tuple(range(k)), "Omega": tuple(itertools.product(range(k), repeat=n)), "Dims": (1,),
            "Distance": lambda x, y: Surd.of(i["metric"][x][y]), "Weight": lambda mu, x: Surd.of(mu[x]),
            "Draw": lambda s, j: s[j - 1], "Probability": lambda s: Surd.of(math.prod(i["mu"][x] for x in s)),
            "Empirical": lambda s: tuple(Fraction(s.count(x), n) for x in range(k)), "Wasserstein": wasserstein,
            "Continuous": lambda d: "rho", "Discrete": lambda d: "nu", "PeakDensity": lambda rho: peak,
            "DensityBound": lambda d: peak, "SupportSize": lambda nu: Surd.of(len(masses)), "BallVolume": lambda d: Surd.of(2)}


# -- instances
def _case(name, size, metric, mu, p=1.0, m=None, atoms=None, about="", **more):
    """A law mu on a metric space; on the line the uniform law of [0, 1], by default with midpoints; equal balls."""
    bins, atoms = np.full(size.bins, 1 / size.bins), atoms or {}
    on_line = dict(left=np.arange(size.bins) / size.bins, length=bins, weights=bins, points=(np.arange(size.m) + 0.5) / size.m,
                   masses=np.full(size.m, 1 / size.m))
    M = np.array([1, *(1 / size.m / v for v in qu.OMEGA[1:])]) * (1 + 64 * EPS)
    mu, metric = np.array(mu, float), np.array(metric, float)
    instance = dict(metric=metric, mu=mu / mu.sum(), p=np.float64(p), D=metric.max(), repeated=np.float64(0),
                    line=on_line | atoms, radius=np.ones((2, size.m)), shares=np.full((2, size.m), 1 / size.m), M=M,
                    m=np.float64(size.m if m is None else m))
    return Case(name, size, instance, about=about, **more)


def _enumerated(k, n, p=1, metric=None, mu=None, m=4, value=None):
    """All samples of n draws from k points, exactly; uniform law and discrete metric unless given."""
    mu = mu or [Fraction(1, k)] * k
    metric = discrete(k).tolist() if metric is None else metric.tolist()
    points = [Fraction(2 * j + 1, 2 * m) for j in range(m)]
    facts = () if value is None else (sp.Eq(MEAN, value),)
    return Case(f"k = {k}, n = {n}, p = {p}", None,
                dict(metric=metric, D=max(map(max, metric)), mu=mu, n=n, p=p,
                     line=([Fraction(0)], [Fraction(1)], [Fraction(1)], points, [Fraction(1, m)] * m)),
                Arithmetic.RATIONAL, facts=facts,
                about=f"the uniform law on k = {k} points, all samples of n = {n} draws, p = {p}; "
                      f"the unit interval and m = {m} midpoints")


_mu, _s, _p, _omega = sp.symbols("mu s p Omega", extended_real=True)
with sp.evaluate(False):
    MEAN = Total(Probability(_s) * Wasserstein(_p, Empirical(_s), _mu) ** _p, (_s, _omega))

MODEL = Model(
    space="Finite metric spaces with all samples enumerated; a piecewise uniform law on the line with arbitrary atoms; unions "
          "of balls in the plane and in space.",
    kind=Kind.ANALOGUE,
    gap="Statements of our own with explicit constants; the articles are named for the rates. At most 3 points and 4 draws in "
        "floating point (4 points, 6 draws exactly); no limit is taken.",
    notes={"lower": (Kind.ANALOGUE, "On the line atoms and weights are arbitrary; in the plane and in space only unions of "
                                    "balls with an atom at each centre are checked, the laws that attain the bound."),
           "density": (Kind.ANALOGUE, "Piecewise uniform densities only."),
           "few_atoms": (Kind.ANALOGUE, "At most 3 atoms, 4 exactly.")},
    sizes=SIZES, draw=draw, build=build, meaning=meaning, exact=exact, knobs=("diagonal", "diameter", "independent", "density"),
    controls=(
        Control("diagonal", ("upper",), about="a cost that charges D for staying in place"),
        Control("diameter", ("upper",), about="D understated by a factor 64"),
        Control("independent", ("upper",), about="one draw, repeated n times: the error does not decrease"),
        Control("density", ("lower",), about="the laws and their atoms shrunk by a factor 64 with M unchanged, on the way to "
                                             "a Dirac measure"),
        Control("few_atoms", ("lower",), _case("three atoms where one is allowed", SIZES[1], line(3), (1, 1, 1), m=1),
                about="three midpoints where one atom is allowed: 1/12 < 1/4")),
    edges=(_case("a Dirac measure", SIZES[1], line(3), (0, 1, 0)), _case("uniform", SIZES[1], discrete(3), (1, 1, 1)),
           _case("two ends of a line", SIZES[1], line(3), (1, 0, 1), p=2.0),
           _case("all atoms in one place", SIZES[0], line(3), (1, 2, 3), p=1.0, atoms=dict(points=np.full(2, 0.5))),
           _case("atoms outside", SIZES[1], line(3), (1, 2, 3), p=3.0, atoms=dict(points=np.array([-1, 2, 2.5]))),
           _case("an atom without mass", SIZES[1], line(3), (1, 1, 0), atoms=dict(masses=np.array([.5, 0, .5])))),
    extremals=(
        _case("a coin, one draw; midpoints; equal balls", SIZES[0], discrete(3), (1, 1, 0), p=1.0,
              reach={"upper": -1e-11, "lower": -1e-10}),
        _case("uniform law; cost squared", SIZES[1], discrete(3), (1, 1, 1), p=2.0,
              reach={"worst_law": -1e-11, "lower": -1e-10})),
    certificates=(_enumerated(2, 1, value=sp.Rational(1, 2)), _enumerated(2, 4, p=2, value=sp.Rational(3, 16)),
                  _enumerated(3, 6, value=sp.Rational(160, 729)), _enumerated(4, 5, value=sp.Rational(81, 256)),
                  _enumerated(3, 3, p=2, metric=line(3), m=5)),
    faults=(
        Fault("constant 0.49 for one half", restate={"upper": lambda r: r.func(r.lhs, r.rhs * sp.Rational(49, 50))}),
        Fault("lower bound 2 per cent larger", restate={"lower": lambda r: r.func(r.lhs, r.rhs * sp.Rational(51, 50))}),
        Fault("rate 1/n", restate={"upper": lambda r: r.func(r.lhs, r.rhs / sp.sqrt(sp.Symbol("n", integer=True)))}),
        Fault("no root", reinterpret={"Wasserstein": lambda right, m: lambda p, P, Q: right(p, P, Q) ** p}),
        Fault("k - 2 for k - 1", restate={"worst_law": lambda r: r.func(r.lhs, sp.sqrt(sp.Symbol("k", integer=True) - 2))})))
