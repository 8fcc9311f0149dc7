"""Three probability vectors on a finite metric space with n points and an exponent p between 1 and 4."""
import functools
from fractions import Fraction
from typing import NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, total
from proofs_numeric.engine.model import Arithmetic, Case, Control, Fault, Free, Kind, Model
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.digits import digit_measure
from proofs_numeric.mathematics.radicals import Radical
from theorems.vocabulary.transport import Wasserstein


class Size(NamedTuple):
    n: int                       # points


SIZES = (Size(3), Size(8))
UNKNOWN = 1e30                   # radius of a plan of which nothing is known: it decides nothing


def draw(size, rng):
    return dict(weights=rng.normal(size=(3, size.n)) * rng.choice([0.3, 1, 3]), edges=rng.normal(size=(size.n, size.n)),
                p=rng.normal(size=()))


def build(size, theta, knobs):
    p = 1 + 3 * jax.nn.sigmoid(theta["p"])
    return dict(weights=ms.probabilities(theta["weights"]),
                D=ms.random_metric(theta["edges"], knobs["triangle"], knobs["symmetric"]),
                p=jnp.where(knobs["exponent"] > 0, 1 / p, jnp.maximum(p, 1.0)))


PAIRS = ((0, 0), (0, 1), (1, 0), (1, 2), (0, 2))                        # of mu, nu, rho: all that the formulas transport


def meaning(size, i, ask):
    D, p, weights = i["D"], i["p"], i["weights"]
    mu, nu, rho = weights
    place = {id(mu): 0, id(nu): 1, id(rho): 2}
    C, relative = transport.powers(D, p)
    sources, targets = (weights[np.array(side)] for side in zip(*PAIRS))
    # One question and one trace for all pairs.
    problems = jax.vmap(lambda a, b: transport.posed(a, b, C, relative))(sources, targets)
    plans, potentials = ask(transport.simplex, problems.a, problems.b, problems.C)
    values = jax.vmap(transport.resolved)(problems, (plans, potentials))
    distances, known = transport.rooted(values, p), problems.known.all()
    finite = known & ~problems.open_above.any()
    costs = jnp.where(finite, C, 1.0)

    def pair(a, b):
        return PAIRS.index((place[id(a)], place[id(b)]))

    def wasserstein(p, a, b):
        return Interval(distances.lo[pair(a, b)], distances.hi[pair(a, b)])

    def tv(a, b):
        """Of the laws a/|a| and b/|b|: what the masses miss is added. 0 for equal laws."""
        value, missed = total(0.5 * jnp.abs(a - b)), jnp.abs(a.sum() - 1) + jnp.abs(b.sum() - 1)
        slack = jnp.where((a == b).all(), 0.0, missed + len(a) * EPS)
        return Interval(jnp.maximum(value.lo - slack, 0.0), value.hi + slack)

    def cost(p, S):
        return transport.unless(finite, S.cost(costs, relative))

    def coupling(p, a, b):
        found = transport.plan(a, b, plans[pair(a, b)])
        return transport.Plan(found.center, jnp.where(known, found.radius, UNKNOWN))
    return dict(
        p=p, mu=mu, nu=nu, rho=rho, X=jnp.arange(size.n), Distance=lambda x, y: D[x, y], Weight=lambda a, x: a[x],
        Diameter=lambda X: D.max(), TV=tv, Norm=lambda a: Ball.of(a).norm(),
        Wasserstein=wasserstein, Coupling=coupling, Glue=transport.glue,
        Cost=cost, FirstMarginal=lambda S: S.marginal(0), SecondMarginal=lambda S: S.marginal(1))


def _exact_operators(i, solve, number):
    """Meanings that rational and extended arithmetic share. solve(a, b): (W_p, flow matrix); number: of a distance or W_p."""
    mu, nu, rho = (np.array(w, object) for w in i["weights"])

    def glue(P, Q):
        mass = [m or Fraction(1) for m in P.sum(0)]
        return P @ (Q / np.array(mass, object)[:, None])

    def wasserstein(p, a, b):
        if p != i["p"]:
            raise ValueError(f"the costs are d^p with p = {i['p']}; W_p is asked for p = {p}")
        return solve(a, b)[0]
    return dict(p=i["p"], mu=mu, nu=nu, rho=rho, X=range(len(mu)), Distance=lambda x, y: number(i["D"][x][y]), Weight=lambda a, x: a[x],
                TV=lambda a, b: sum(abs(a - b)) / 2, Wasserstein=wasserstein, Coupling=lambda p, a, b: solve(a, b)[1], Glue=glue,
                FirstMarginal=lambda S: S.sum(1), SecondMarginal=lambda S: S.sum(0))


def exact(i):
    """Rational weights and p = 1 or 2. `costs` are the rational d^p; for p = 2 distances and W_2 are square roots of rationals."""
    p, costs = i["p"], i["costs"]

    def root(x):
        return Fraction(x) if p == 1 else Radical((Fraction(x),))

    @functools.cache
    def solved(a, b):
        proof = transport.certify(a, b, costs)
        return root(proof.value), proof.matrix()

    def cost(p, S):
        value = sum((S[x, y] * costs[x][y] for x in range(len(costs)) for y in range(len(costs))), Fraction(0))
        return value if p == 1 else Radical.of(value)
    return _exact_operators(i | {"D": costs}, lambda a, b: solved(tuple(a), tuple(b)), root) | {"Cost": cost}


def extended(size, i):
    """For distances >= 0 and p > 0: the floats as rationals, weights normalised, powers in ball arithmetic."""
    flint.ctx.prec = 800
    p, D = flint.arb(float(i["p"])), [[flint.arb(float(d)) for d in row] for row in i["D"]]
    if not p > 0 or not all(d >= 0 for row in D for d in row):
        raise ArithmeticError("only distances >= 0 and exponents > 0 are judged in extended arithmetic")
    costs, rows = [[d**p for d in row] for row in D], range(size.n)

    @functools.cache
    def solved(a, b):
        found = transport.enclosed(a, b, costs)
        if found.flow is None or float(found.value.rad()) > 2.0**-300:       # then the flow is not known to be optimal
            return transport.root_of(found.value, p), np.full((size.n, size.n), flint.arb(0, float("inf")), object)
        P = np.full((size.n, size.n), Fraction(0), object)
        for cell, mass in found.flow.items():
            P[cell] = mass
        return transport.root_of(found.value, p), P

    def cost(p, S):
        return sum((transport.arb(S[x, y]) * costs[x][y] for x in rows for y in rows), flint.arb(0))
    weights = [transport.normalised(w) for w in i["weights"]]
    shared = _exact_operators(dict(p=p, D=D, weights=weights), lambda a, b: solved(tuple(a), tuple(b)), lambda d: d)
    return shared | {"Cost": cost, "Diameter": lambda X: max(max(row) for row in D), "Norm": lambda a: transport.arb((a * a).sum()).sqrt()}


def _loose_draw(size, rng):
    return dict(weights=ms.draw_weights(3, size.n, rng), D=ms.draw_distances(size.n, rng), p=ms.draw_exponent(rng))


def _loose_build(size, theta):
    return dict(weights=ms.weights(theta["weights"]), D=ms.distances(theta["D"]), p=ms.exponent(theta["p"]))


# -- instances
def case(name, weights, D, p, **k):
    """In floating point, on 3 or 8 points."""
    return Case(name, Size(len(D)), dict(weights=np.array(weights, float), D=np.array(D, float), p=np.float64(p)), **k)


def rational(name, weights, costs, p, **k):
    """In rational arithmetic, from the matrix of the costs d^p."""
    return Case(name, None, dict(weights=[[Fraction(x) for x in w] for w in weights], p=p,
                                 costs=[[Fraction(int(c)) for c in row] for row in costs]), Arithmetic.RATIONAL, **k)


def point(n, k):
    """The measure that sits in one point."""
    return [int(j == k) for j in range(n)]


def spread(n, *points):
    """Equal mass on some of n points."""
    return [Fraction(int(k in points), len(points)) for k in range(n)]


def rational_cloud(seed, p, n=6, denominator=60):
    """Different integer points of the square [-9, 9]^2, taxicab distance for p = 1, Euclidean for p = 2; weights k/60."""
    rng = np.random.default_rng(seed)
    points = np.stack(np.divmod(rng.choice(19 * 19, n, replace=False), 19)) - 9
    apart = np.abs(points[:, :, None] - points[:, None, :])
    cuts = np.sort(rng.integers(0, denominator + 1, (3, n - 1)), 1)
    masses = np.diff(cuts, axis=1, prepend=0, append=denominator)
    name = {1: "taxicab", 2: "Euclidean"}[p]
    weights = [[Fraction(int(k), denominator) for k in w] for w in masses]
    return rational(f"rational cloud {seed}, p = {p}", weights, (apart**p).sum(0), p,
                    about=f"{n} integer points of the plane, {name} distance, p = {p}, weights k/{denominator}")


def digits():
    """Three handwritten digits on the 4 x 4 grid of blocks of pixels; p = 2, where all costs are integers."""
    about = "the first three images of the digits data set as measures on 4 x 4 blocks of pixels, Euclidean distance, p = 2"
    return (rational("digits 0, 1, 2", [digit_measure(k) for k in (0, 1, 2)], ms.squared_grid(4, 4), 2, about=about),)


E, DIRACS = np.eye(3), np.eye(3, dtype=int).tolist()
LINE, EIGHT = ms.line(3), ms.line(8)
TRANSLATES = [spread(8, 0, 1, 2), spread(8, 2, 3, 4), spread(8, 5, 6, 7)]
ANY = [Fraction(1, 8), Fraction(3, 8), 0, Fraction(1, 8), 0, Fraction(1, 8), Fraction(1, 4), 0]
W, (p, mu, nu, rho) = Wasserstein, sp.symbols("p mu nu rho", extended_real=True)


MODEL = Model(
    space="Probability vectors on a finite metric space with n points; the float64 weights, divided by their sum, and the float64 "
          "distances are the instance.",
    kind=Kind.INSTANCE,
    gap="The published statement, with n = 3 and 8 points and p between 1 and 4 sampled; the theorem for measures on a Polish space "
        "is not checked.",
    sizes=SIZES, draw=draw, build=build, meaning=meaning, exact=exact, knobs=("triangle", "exponent", "symmetric"),
    edges=(
        case("three Diracs", [point(8, 0), point(8, 3), point(8, 7)], ms.star(8), 1.5, about="point masses on the leaves of a star"),
        case("equal measures", [ANY, ANY, ANY], EIGHT, 2, about="all three measures are equal, with zero weights"),
        case("zero weights, discrete metric", [spread(8, 0, 1), spread(8, 1, 2, 3), spread(8, 4)], ms.discrete(8), 3,
             about="all distances are 1"),
        case("ultrametric", [ANY, spread(8, *range(8)), spread(8, 0, 7)], ms.binary_tree(8), 1, about="leaves of a binary tree"),
        case("tree metric", [ANY[::-1], ANY, spread(8, 2, 3)], ms.star(8), 4, about="leaves of a star with different arms")),
    anchors=(
        case("three points of a line, p = 2", (E[0], (E[0] + E[2]) / 2, E[2]), LINE, 2,
             facts=(sp.Eq(W(p, mu, nu), sp.sqrt(2)), sp.Eq(W(p, mu, rho), 2)), about="half of the mass moves by 2"),
        rational("two points", ([Fraction(2, 3), Fraction(1, 3)], [Fraction(1, 4), Fraction(3, 4)], [1, 0]), [[0, 7], [7, 0]], 1,
                 facts=(sp.Eq(W(p, mu, nu), sp.Rational(35, 12)), sp.Eq(W(p, nu, rho), sp.Rational(21, 4))),
                 about="the distance times the difference of the first weights"),
        rational("discrete metric", (spread(8, 0, 1), spread(8, 1, 2, 3), ANY), ms.discrete(8), 1,
                 facts=(sp.Eq(W(p, mu, nu), sp.Rational(2, 3)),), about="the distance is the total variation"),
        rational("translates", TRANSLATES, EIGHT**2, 2, facts=(sp.Eq(W(p, mu, nu)**2, 4), sp.Eq(W(p, mu, rho)**2, 25)),
                 about="the distance is the length of the translation")),
    extremals=(
        case("collinear Diracs", E, LINE, 2, reach={"subadditive": -1e-12, "gluing": -1e-12}, about="points 0, 1, 2 of a line"),
        case("translates of one measure", TRANSLATES, EIGHT, 3, reach={"subadditive": -1e-12, "gluing": -1e-12},
             about="three translates along a line, by 2 and by 3")),
    controls=(
        Control("triangle", ("subadditive", "gluing"), about="random edge lengths that are no metric"),
        Control("triangle", ("subadditive", "gluing"), rational("long edge", DIRACS, [[0, 1, 3], [1, 0, 1], [3, 1, 0]], 1),
                about="d(1,3) = 3 but d(1,2) + d(2,3) = 2"),
        Control("exponent", ("subadditive", "gluing"), about="exponents between 1/4 and 1, with the root"),
        Control("exponent", ("subadditive", "gluing"), case("p = 1/2", (E[0], (E[0] + E[2]) / 2, E[2]), ms.discrete(3), 0.5),
                about="two points at distance 1, p = 1/2: 1 > 1/4 + 1/4"),
        Control("symmetric", ("symmetry",), about="an independent extra length in one direction"),
        Control("symmetric", ("symmetry",), rational("one way", DIRACS, [[0, 1, 1], [2, 0, 1], [1, 1, 0]], 1),
                about="d(1,2) = 1 but d(2,1) = 2"),
        Control("reflexive", ("self",), rational("staying costs 1", DIRACS, np.ones((3, 3)), 1), about="d(x,x) = 1"),
        Control("separating", ("separation",),
                rational("pseudometric", DIRACS, [[0, 0, 1], [0, 0, 1], [1, 1, 0]], 1), about="d(1,2) = 0"),
        Control("positive_exponent", ("self", "separation"),
                case("p = -1", ([.8, .1, .1], [.7, .2, .1], [0, .5, .5]), ms.discrete(3), -1), also=("exponent",),
                about="some mass must stay where it is, at the cost 0⁻¹ = ∞, so that W₋₁ = 0 between different laws"),
        Control("nonnegative", ("self",),
                rational("a gain for moving", [spread(3, 0, 1), spread(3, 1, 2), [0, 0, 1]], [[0, -1, 1], [-1, 0, 1], [1, 1, 0]], 1),
                also=("separating", "triangle"), about="d(1,2) = d(2,1) = -1: equal masses in 1 and 2 gain by changing places"),
        Control("distinct", ("separation",), rational("the same measure twice", ([1, 0, 0], [1, 0, 0], [0, 0, 1]), LINE**2, 2),
                about="two equal measures")),
    certificates=(
        *(rational_cloud(seed, p) for p in (1, 2) for seed in (1, 2)),
        rational("p = 2 on a line", TRANSLATES, EIGHT**2, 2, about="three translates on a line, p = 2, where equality holds"),
        rational("ultrametric", [ANY, spread(8, *range(8)), spread(8, 0, 7)], ms.binary_tree(8), 1, about="leaves of a binary tree, p = 1"),
        rational("one point", [[1], [1], [1]], [[0]], 1, about="a space with one point")),
    real=digits,
    free=(Free("any arrays", "weights of any sign and mass, any exponent between −3 and 4, distances of any sign that may differ from "
                             "0 on the diagonal, be one-way, vanish off it, or break the triangle inequality",
               _loose_draw, _loose_build),),
    extended=extended,
    faults=(
        Fault("no root", reinterpret={"Wasserstein": lambda right, m: lambda p, a, b: right(p, a, b) ** p}),
        Fault("plans multiplied without dividing by the middle marginal", reinterpret={
            "Glue": lambda right, m: lambda P, Q: P @ Q if isinstance(P, np.ndarray) else transport.Plan(P.center @ Q.center, P.radius)}),
        Fault("triangle inequality with a factor 1 - 1/1000", restate={
            "subadditive": lambda r: r.func(r.lhs, sp.Rational(999, 1000) * r.rhs)}),
        Fault("cost of the glued plan with exponent p - 1/10", reinterpret={
            "Cost": lambda right, m: lambda p, S: right(p, S) ** (1 - 0.1 / p) if isinstance(S, Ball) else right(p, S)})))
