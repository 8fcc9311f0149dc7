"""Every sample of n draws from k points; laws with a density on the line, and unions of balls in the plane and in space."""
import functools
import itertools
import math
from fractions import Fraction
from typing import NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.model import Arithmetic, Case, Control, Fault, Free, Kind, Model
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import quantisation as qu
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.surds import Surd
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.samples import Empirical, Probability
from theorems.vocabulary.transport import Wasserstein


class Size(NamedTuple):
    k: int                       # points of the finite space
    n: int                       # draws
    bins: int                    # of the density on the line
    m: int                       # atoms


SIZES = (Size(3, 2, 2, 2), Size(3, 4, 4, 3))
SHRINK = 1 / 64


def draw(size, rng):
    return dict(edges=rng.normal(size=(size.k, size.k)), mu=rng.normal(size=size.k) * rng.choice([0, 1, 3]), p=rng.normal(),
                **_draw_densities(size, rng))


def _draw_densities(size, rng):
    return dict(bins=rng.normal(size=(3, size.bins)), atoms=rng.normal(size=(2, size.m)), balls=rng.normal(size=(2, 2, size.m)))


def _densities(theta, scale):
    """A law and atoms on the line, balls in the plane and in space, shrunk by `scale`, and the peaks before that."""
    gap, length, mass = theta["bins"]
    length, gap = jnp.exp(jnp.tanh(length)), jnp.tanh(gap) ** 2
    right = jnp.cumsum(gap + length)
    points = right[-1] * (0.5 + 0.75 * jnp.tanh(theta["atoms"][0]))
    order = jnp.argsort(points)
    rho = qu.Bins(right - length, length, ms.probabilities(mass))
    nu = qu.Points(points[order], ms.probabilities(theta["atoms"][1])[order])
    radius, shares = jnp.exp(jnp.tanh(theta["balls"][0])), ms.probabilities(theta["balls"][1])
    M = peaks(rho, radius, shares) * (1 + 64 * EPS)
    return dict(M=M, radius=radius * scale, shares=shares,
                line=dict(left=rho.left * scale, length=rho.length * scale, weights=rho.weights, points=nu.points * scale,
                          masses=nu.weights))


def build(size, theta, knobs):
    metric = ms.random_metric(theta["edges"])
    top, off = metric.max(), jnp.eye(size.k) == 0
    nearest = jnp.where(off, metric, jnp.inf).min(1)            # to stay costs as much as to go there: the triangle inequality remains
    return dict(metric=metric + knobs["reflexive"] * jnp.diag(nearest), mu=ms.probabilities(theta["mu"]), k=1.0 * size.k,
                p=1 + 2 * jax.nn.sigmoid(theta["p"]), D=top * (1 + 8 * EPS) * (1 - (1 - SHRINK) * knobs["diameter"]),
                repeated=knobs["independent"], m=1.0 * size.m, **_densities(theta, 1 - (1 - SHRINK) * knobs["density"]))


def _loose_draw(size, rng):
    return dict(metric=ms.draw_distances(size.k, rng), mu=ms.draw_weights(1, size.k, rng), p=ms.draw_exponent(rng),
                claims=rng.normal(size=4), factor=rng.normal(size=3), switch=ms.switches(7, rng), **_draw_densities(size, rng))


def _loose_build(size, theta):
    """Nothing fits: k, D, M and m are only claimed, the draws depend on each other, the laws shrink, distances are far below 0."""
    counted, small, repeated, dense, crowded, fewer, gained = theta["switch"] > 0
    metric, claims = ms.distances(theta["metric"]), jax.nn.sigmoid(theta["claims"])
    top = metric.max()
    parts = _densities(theta, jnp.where(dense, SHRINK + claims[0], 1.0))
    masses = parts["line"]["masses"]
    lone = jnp.zeros_like(masses).at[0].set(1.0)                # one atom carries everything, the others nothing
    line = parts["line"] | dict(masses=jnp.where(fewer, lone, masses))
    return dict(metric=jnp.where(gained, -4 * metric, metric), mu=ms.weights(theta["mu"])[0],
                k=jnp.where(counted, size.k + jnp.sign(theta["factor"][0]), size.k),
                p=jnp.where(gained, 2.0, ms.exponent(theta["p"], 2.0)), repeated=jnp.where(repeated, 0.5 + 0.5 * claims[1], 0.0),
                D=top * (1 + 8 * EPS) * jnp.where(small, 1.5 * claims[2], 1.0),
                m=jnp.where(crowded, 1.0, 1.0 * size.m), radius=parts["radius"], shares=parts["shares"], line=line,
                M=parts["M"] * jnp.where(dense, jnp.exp(jnp.tanh(theta["factor"])), 1.0))


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
    problems = jax.vmap(lambda sample: transport.posed(sample, mu, C, relative))(distinct)
    costs = jax.vmap(transport.resolved)(problems, ask(transport.simplex, problems.a, problems.b, problems.C))
    same = (drawn == drawn[:, :1]).all(1) * mu[drawn[:, 0]]
    chances = (1 - i["repeated"]) * mu[drawn].prod(1) + i["repeated"] * same

    # the laws on R, R^2 and R^3, in this order
    rho, nu = qu.Bins(on_line["left"], on_line["length"], on_line["weights"]), qu.Points(on_line["points"], on_line["masses"])
    positive = jnp.where(p > 0, p, 1.0)
    balls = qu.balls_cost(jnp.array([[2.0], [3.0]]), i["radius"], i["shares"], positive)
    spread = jax.tree.map(lambda x, y: jnp.concatenate([x[None], y]), qu.line_cost(rho, nu, positive), balls)
    spread = transport.unless(p > 0, spread)
    support = jnp.concatenate([(nu.weights > 0).sum()[None], (i["shares"] > 0).sum(1)])
    density, volumes = peaks(rho, i["radius"], i["shares"]), jnp.array(qu.OMEGA)

    def wasserstein(p, P, Q):
        among, k = (costs, number[P.s]) if isinstance(P, Sampled) else (spread, P.d - 1)
        return transport.rooted(Interval(among.lo[k], among.hi[k]), p)

    def known_to(x, relative):
        return Interval.of(x) * Interval(1 - relative, 1 + relative)
    return {"mu": mu, "p": p, "D": i["D"], "n": size.n, "k": i["k"], "m": i["m"], "X": jnp.arange(size.k), "Count": lambda X: 1.0 * size.k,
            "Omega": jnp.arange(len(drawn)), "Dims": jnp.arange(1, 4), "Distance": lambda x, y: i["metric"][x, y],
            "Weight": lambda mu, x: mu[x], "Draw": lambda s, j: drawn[s, j - 1],
            "Probability": lambda s: known_to(chances[s], (size.n + 4) * EPS), "Empirical": Sampled, "Wasserstein": wasserstein,
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
    return {"mu": i["mu"], "p": p, "D": Surd.of(i["D"]), "n": Surd.of(n), "k": Surd.of(i.get("k", k)), "m": Surd.of(len(points)),
            "X": tuple(range(k)), "Count": lambda X: Surd.of(len(X)), "Omega": tuple(itertools.product(range(k), repeat=n)), "Dims": (1,),
            "Distance": lambda x, y: Surd.of(i["metric"][x][y]), "Weight": lambda mu, x: Surd.of(mu[x]),
            "Draw": lambda s, j: s[j - 1], "Probability": lambda s: Surd.of(math.prod(i["mu"][x] for x in s)),
            "Empirical": lambda s: tuple(Fraction(s.count(x), n) for x in range(k)), "Wasserstein": wasserstein,
            "Continuous": lambda d: "rho", "Discrete": lambda d: "nu", "PeakDensity": lambda rho: peak,
            "DensityBound": lambda d: peak, "SupportSize": lambda nu: Surd.of(len(masses)), "BallVolume": lambda d: Surd.of(2)}


def extended(size, i):
    """The floats as rationals, weights normalised; powers and roots in ball arithmetic. For p > 0 and distances >= 0."""
    flint.ctx.prec = 400
    arb, rational = transport.arb, transport.rationals
    if not i["p"] > 0 or (i["metric"] < 0).any():
        raise ArithmeticError("only exponents > 0 and distances >= 0 are judged in extended arithmetic")
    p, mu, repeated = arb(float(i["p"])), transport.normalised(i["mu"]), Fraction(float(i["repeated"]))
    metric, M, on_line = [[arb(float(x)) for x in row] for row in i["metric"]], [*map(arb, rational(i["M"]))], i["line"]
    cost = [[x**p for x in row] for row in metric]
    bins, masses = transport.normalised(on_line["weights"]), transport.normalised(on_line["masses"])
    left, length, points = (rational(on_line[name]) for name in ("left", "length", "points"))
    radius = [[*map(arb, rational(row))] for row in i["radius"]]
    shares = [transport.normalised(row) for row in i["shares"]]
    volumes = [arb(2), flint.arb.pi(), flint.arb.pi() * 4 / 3]

    def far(d):
        """W_p^p of the law and the atoms in dimension d."""
        if d == 1:
            return qu.exact_line_cost(left, length, bins, points, masses, p, arb)
        return sum((arb(w) * r**p for w, r in zip(shares[d - 2], radius[d - 2])), arb(0)) * d / (d + p)

    def peak(d):
        heights = zip(bins, length) if d == 1 else ((w, volumes[d - 1] * r**d) for w, r in zip(shares[d - 2], radius[d - 2]))
        return functools.reduce(flint.arb.max, [arb(w) / arb(v) for w, v in heights])

    @functools.cache
    def apart(sample):
        return transport.enclosed(sample, mu, cost).value

    def chance(s):
        product = math.prod((mu[x] for x in s), start=Fraction(1))
        return arb((1 - repeated) * product + repeated * (mu[s[0]] if len(set(s)) == 1 else 0))
    supports = [sum(w > 0 for w in masses), *(sum(w > 0 for w in row) for row in shares)]
    return {"mu": mu, "p": p, "D": arb(float(i["D"])), "n": size.n, "k": arb(float(i["k"])), "m": arb(float(i["m"])),
            "X": tuple(range(size.k)), "Count": lambda X: arb(size.k), "Omega": tuple(itertools.product(range(size.k), repeat=size.n)),
            "Dims": (1, 2, 3), "Distance": lambda x, y: metric[x][y],
            "Weight": lambda mu, x: arb(mu[x]), "Draw": lambda s, j: s[j - 1], "Probability": chance,
            "Empirical": lambda s: tuple(Fraction(s.count(x), size.n) for x in range(size.k)),
            "Wasserstein": lambda p, P, Q: transport.root_of(far(P) if isinstance(P, int) else apart(P), p), "Continuous": int,
            "Discrete": int, "PeakDensity": peak, "DensityBound": lambda d: M[d - 1], "SupportSize": lambda d: arb(supports[d - 1]),
            "BallVolume": lambda d: volumes[d - 1]}


# -- instances
def _case(name, size, metric, mu, p=1.0, m=None, k=None, atoms=None, about="", **more):
    """A law mu on a metric space; on the line the uniform law of [0, 1], by default with midpoints; equal balls."""
    bins, atoms = np.full(size.bins, 1 / size.bins), atoms or {}
    on_line = dict(left=np.arange(size.bins) / size.bins, length=bins, weights=bins, points=(np.arange(size.m) + 0.5) / size.m,
                   masses=np.full(size.m, 1 / size.m))
    M = np.array([1, *(1 / size.m / v for v in qu.OMEGA[1:])]) * (1 + 64 * EPS)
    mu, metric = np.array(mu, float), np.array(metric, float)
    instance = dict(metric=metric, mu=mu / mu.sum(), p=np.float64(p), D=metric.max(), repeated=np.float64(0),
                    line=on_line | atoms, radius=np.ones((2, size.m)), shares=np.full((2, size.m), 1 / size.m), M=M,
                    m=np.float64(m or size.m), k=np.float64(k or size.k))
    return Case(name, size, instance, about=about, **more)


def _enumerated(k, n, p=1, metric=None, m=4, D=None, bins=None, value=None, name="", about="", **more):
    """All samples of n draws from the uniform law on k points, exactly; discrete metric unless given.

    On the line [0, 1] in `bins`, pairs (length, weight) from the left, with the midpoints of m equal intervals.
    """
    metric = ms.discrete(k).tolist() if metric is None else np.array(metric).tolist()
    points, bins = [Fraction(2 * j + 1, 2 * m) for j in range(m)], bins or [(Fraction(1), Fraction(1))]
    length, weights = ([*side] for side in zip(*bins))
    left = [sum(length[:j], Fraction(0)) for j in range(len(bins))]
    facts = () if value is None else (sp.Eq(MEAN, value),)
    return Case(name or f"k = {k}, n = {n}, p = {p}", None,
                dict(metric=metric, D=max(map(max, metric)) if D is None else D, mu=[Fraction(1, k)] * k, n=n, p=p,
                     line=(left, length, weights, points, [Fraction(1, m)] * m)),
                Arithmetic.RATIONAL, facts=facts,
                about=about or f"the uniform law on k = {k} points, all samples of n = {n} draws, p = {p}; the unit interval "
                               f"and m = {m} midpoints", **more)


_mu, _s, _p, _omega = sp.symbols("mu s p Omega", extended_real=True)
with sp.evaluate(False):
    MEAN = Total(Probability(_s) * Wasserstein(_p, Empirical(_s), _mu) ** _p, (_s, _omega))

MODEL = Model(
    space="Finite metric spaces with all samples enumerated; a piecewise uniform law on the line with arbitrary atoms; unions "
          "of balls in the plane and in space.",
    kind=Kind.ANALOGUE,
    gap="Statements of this page with explicit constants; the articles are named for the rates. At most 3 points and 4 draws in "
        "floating point (exactly: 4 points with 5 draws, 3 points with 6); no limit is taken.",
    notes={"lower": (Kind.ANALOGUE, "A statement of this page. On the line atoms and weights are arbitrary; in the plane and in space only "
                                    "unions of disjoint balls, of random radii and shares, with an atom of the same mass at each centre: "
                                    "there the distance is a closed form and the check an inequality between two formulas."),
           "density": (Kind.ANALOGUE, "Piecewise uniform densities only."),
           "few_atoms": (Kind.ANALOGUE, "At most 3 atoms; 4 and 5 exactly.")},
    sizes=SIZES, draw=draw, build=build, meaning=meaning, exact=exact, knobs=("reflexive", "diameter", "independent", "density"),
    controls=(
        Control("reflexive", ("upper",), about="to stay costs as much as to go to the nearest other point"),
        Control("diameter", ("upper",), about="D understated by a factor 64"),
        Control("nonnegative", ("upper",), _enumerated(2, 1, p=2, metric=[[0, -5], [-5, 0]], D=1, name="distances −5"), also=("triangle",),
                about="a fair coin, one draw, d(1,2) = −5 ≤ D = 1, p = 2: 12.5 > 0.5"),
        Control("positive_exponent", ("upper",), _case("p = -1", SIZES[0], ms.discrete(3), (1, 1, 1), p=-1.0), also=("exponent",),
                about="p = −1: to stay costs infinitely much"),
        Control("independent", ("upper",), about="one draw, repeated n times: the error does not decrease"),
        Control("cardinality", ("worst_law",), _case("three points counted as two", SIZES[0], ms.discrete(3), (1, 1, 1), k=2.0),
                about="the uniform law on three points with k = 2: √2 > 1"),
        Control("density", ("lower",), about="the laws and their atoms shrunk by a factor 64 with M unchanged, on the way to "
                                             "a Dirac measure"),
        Control("few_atoms", ("lower",), _case("three atoms where one is allowed", SIZES[1], ms.line(3), (1, 1, 1), m=1),
                about="three midpoints where one atom is allowed: 1/12 < 1/4")),
    edges=(_case("a Dirac measure", SIZES[1], ms.line(3), (0, 1, 0)), _case("uniform", SIZES[1], ms.discrete(3), (1, 1, 1)),
           _case("two ends of a line", SIZES[1], ms.line(3), (1, 0, 1), p=2.0),
           _case("all atoms in one place", SIZES[0], ms.line(3), (1, 2, 3), p=1.0, atoms=dict(points=np.full(2, 0.5))),
           _case("atoms outside", SIZES[1], ms.line(3), (1, 2, 3), p=3.0, atoms=dict(points=np.array([-1, 2, 2.5]))),
           _case("an atom without mass", SIZES[1], ms.line(3), (1, 1, 0), atoms=dict(masses=np.array([.5, 0, .5])))),
    extremals=(
        _enumerated(2, 1, m=1, reach={"upper": -1e-11, "lower": -1e-11}, name="a coin, one draw; a midpoint",
                    about="a fair coin and one draw, where the upper bound is reached; the unit interval and its midpoint, where the "
                          "lower is"),
        _case("midpoints; equal balls", SIZES[0], ms.discrete(3), (1, 1, 0), p=1.0, reach={"lower": -1e-10}),
        _case("uniform law; cost squared", SIZES[1], ms.discrete(3), (1, 1, 1), p=2.0,
              reach={"worst_law": -1e-11, "lower": -1e-10})),
    certificates=(_enumerated(2, 1, value=sp.Rational(1, 2)), _enumerated(2, 4, p=2, value=sp.Rational(3, 16)),
                  _enumerated(3, 6, value=sp.Rational(160, 729)), _enumerated(4, 5, value=sp.Rational(81, 256)),
                  _enumerated(3, 3, p=2, metric=ms.line(3), m=5),
                  _enumerated(2, 2, m=2, bins=[(Fraction(1, 4), Fraction(2, 3)), (Fraction(3, 4), Fraction(1, 3))],
                              name="two unequal bins", value=sp.Rational(1, 4),
                              about="a fair coin and two draws; mass 2/3 on [0, 1/4] and 1/3 on [1/4, 1], and two atoms at 1/4 and 3/4")),
    free=(Free("any arrays", "distances of any sign that may be one-way, vanish, or break the triangle inequality, any exponent between −3 "
                             "and 4, weights of any sign and mass, dependent draws; k, D, M and the number of atoms only claimed",
               _loose_draw, _loose_build),),
    extended=extended,
    faults=(
        Fault("constant 0.49 for one half", restate={"upper": lambda r: r.func(r.lhs, r.rhs * sp.Rational(49, 50))}),
        Fault("lower bound 2 per cent larger", restate={"lower": lambda r: r.func(r.lhs, r.rhs * sp.Rational(51, 50))}),
        Fault("rate 1/n", restate={"upper": lambda r: r.func(r.lhs, r.rhs / sp.sqrt(sp.Symbol("n", integer=True)))}),
        Fault("no root", reinterpret={"Wasserstein": lambda right, m: lambda p, P, Q: right(p, P, Q) ** p}),
        Fault("k - 2 for k - 1", restate={"worst_law": lambda r: r.func(r.lhs, sp.sqrt(sp.Symbol("k", integer=True) - 2))})))
