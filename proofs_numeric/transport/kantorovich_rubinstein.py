"""Two probability vectors on a finite metric space with n points, and every function on it."""
from fractions import Fraction
from typing import NamedTuple

import flint
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Interval, down, total
from proofs_numeric.engine.model import Arithmetic, Case, Control, Example, Fault, Free, Kind, Model
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.digits import digit_measure
from proofs_numeric.mathematics.radicals import Radical
from theorems.vocabulary.measures import Diameter, Integral, LipNorm
from theorems.vocabulary.transport import Wasserstein


class Size(NamedTuple):
    n: int                       # points


SIZES = (Size(3), Size(8))


def draw(size, rng):
    return dict(weights=rng.normal(size=(2, size.n)) * rng.choice([0.3, 1, 3]), edges=rng.normal(size=(size.n, size.n)),
                f=rng.normal(size=size.n))


def build(size, theta, knobs):
    return dict(weights=ms.probabilities(theta["weights"]), D=ms.random_metric(theta["edges"], knobs["triangle"]), f=theta["f"])


def steepness(f, D):
    """The largest (f(x) - f(y)) / d(x, y) over d(x, y) > 0, at least 0; one division and one subtraction of rounding."""
    return jnp.where(D > 0, (f[:, None] - f) / jnp.where(D > 0, D, 1.0), 0.0).max()


def lipschitz_supremum(a, b, D, ask):
    """sup of <a - b, g> over g(x) - g(y) <= D(x, y), for any D; the whole line where there may be no such g.

    There is none where some D(x, x) < 0 or a closed path is shorter than 0. Otherwise let S be the lengths of shortest paths,
    S(x, x) = 0. Above: g(x) - g(y) <= S(x, y), hence <a - b, g> <= <P, S> for couplings P.
    Below: any function g, here the transform of a potential. If it misses the condition by at most e for every pair, then
    h(x) = min_y g(y) + S(x, y) meets it, and g - n e <= h <= g, as shortest paths have at most n steps.
    """
    n = len(a)
    off = ~jnp.eye(n, dtype=bool)
    S = ms.closure(jnp.where(off, D, 0.0))
    closed = ms.closure(jnp.where(off, D, jnp.inf)).diagonal().min()    # the shortest path of more than 0 steps from a point to itself
    largest = jnp.abs(D).max()
    possible = (D.diagonal() >= 0).all() & ((D >= 0).all() | (closed > 4 * n * EPS * largest))
    problem = transport.posed(a, b, S, n * EPS)                         # n additions round an entry of S
    P, f = ask(transport.simplex, problem.a, problem.b, problem.C)
    g = (jnp.where(problem.a > 0, f, -jnp.inf)[:, None] - problem.C).max(0)    # the simplex gives no potential to points without mass
    g = g - g[0]                                                        # constants do not matter, and small values round less
    top = jnp.abs(g).max()
    missed = jnp.where(off, g[:, None] - g - D, 0.0).max() + 4 * EPS * (2 * top + largest)
    below = ((a - b) * g).sum() - n * missed - ((n + 8) * EPS + jnp.abs(a.sum() - 1) + jnp.abs(b.sum() - 1)) * top
    above = transport.resolved(problem, (P, f)).hi
    known = problem.known & possible
    below = jnp.where((D >= 0).all(), jnp.maximum(below, 0.0), below)   # g = 0
    return transport.unless(known, Interval(down(below), above))


def meaning(size, i, ask):
    D = i["D"]
    mu, nu = i["weights"]

    def integral(f, a):
        off_mass = jnp.abs(a.sum() - 1)
        value = (f * a).sum()
        return Interval.around(value, ((2 * size.n + 2) * EPS + 2 * off_mass) * (jnp.abs(f) * jnp.abs(a)).sum())

    def lipschitz(f):
        s = steepness(f, D)
        return Interval.around(s, 4 * EPS * s)
    return dict(mu=mu, nu=nu, f=i["f"], X=jnp.arange(size.n), Distance=lambda x, y: D[x, y], Weight=lambda a, x: a[x],
                Diameter=lambda X: D.max(), Wasserstein=lambda p, a, b: transport.wasserstein(p, a, b, D, ask),
                LipSup=lambda a, b: lipschitz_supremum(a, b, D, ask), LipNorm=lipschitz, Integral=integral)


def _paths(D):
    """Lengths of shortest paths, 0 from a point to itself, as lists of exact numbers."""
    n = len(D)
    S = [[Fraction(0) if x == y else D[x][y] for y in range(n)] for x in range(n)]
    for k in range(n):
        S = [[min(S[x][y], S[x][k] + S[k][y]) for y in range(n)] for x in range(n)]
    return S


def _exact_operators(i, wasserstein, supremum):
    """Meanings that rational and extended arithmetic share; `i` holds Fraction."""
    D, f, (mu, nu) = i["D"], np.array(i["f"], object), (np.array(w, object) for w in i["weights"])
    pairs = [(x, y) for x in range(len(D)) for y in range(len(D)) if D[x][y] > 0]
    return dict(mu=mu, nu=nu, f=f, X=range(len(D)), Distance=lambda x, y: D[x][y], Weight=lambda a, x: a[x],
                Diameter=lambda X: max(map(max, D)), Wasserstein=wasserstein, LipSup=supremum,
                LipNorm=lambda f: max([Fraction(0), *((f[x] - f[y]) / D[x][y] for x, y in pairs)]),
                Integral=lambda f, a: (f * a).sum())


def exact(i):
    """Rational distances, weights and values of f."""
    D, n = i["D"], len(i["D"])

    def supremum(a, b):
        """As `lipschitz_supremum`; the lower and the upper bound are equal rational numbers. -oo over no function."""
        S = _paths(D)
        if any(S[x][x] < 0 or D[x][x] < 0 for x in range(n)):
            return -sp.oo
        proof = transport.certify(a, b, S)
        g = np.array([min(S[x][y] - proof.g[y] for y in range(n)) for x in range(n)], object)
        if any(g[x] - g[y] > D[x][y] for x in range(n) for y in range(n)):
            raise transport.NotCertified("the transform of the potential is not 1-Lipschitz")
        if (value := ((a - b) * g).sum()) != proof.value:
            raise transport.NotCertified(f"a 1-Lipschitz function gives {value}, a coupling costs {proof.value}")
        return value

    def wasserstein(p, a, b):
        value = transport.certify(a, b, [[d**p for d in row] for row in D]).value
        return {1: lambda: value, 2: lambda: Radical((value,))}[p]()
    return _exact_operators(i, wasserstein, supremum)


def extended(size, i):
    """The floats as rationals, weights normalised; the cost enclosed by a flow and potentials.

    Where no closed path is shorter than 0, a pair of potentials below S gives a function of at least their value: the supremum
    of the duality is enclosed like the cost for S.
    """
    flint.ctx.prec = 400
    D = [[Fraction(float(d)) for d in row] for row in i["D"]]
    S = _paths(D)
    if any(S[x][x] < 0 or D[x][x] < 0 for x in range(size.n)):
        raise ArithmeticError("a closed path is shorter than 0: the supremum is over no function")

    def enclosed(a, b, C):
        return transport.enclosed(a, b, [[transport.arb(c) for c in row] for row in C]).value

    def wasserstein(p, a, b):
        if p != 1:
            raise ValueError(f"W_{p} is asked for; the statement is about W_1")
        return enclosed(a, b, D)
    f = [Fraction(float(x)) for x in i["f"]]
    return _exact_operators(dict(D=D, f=f, weights=[transport.normalised(w) for w in i["weights"]]), wasserstein,
                            lambda a, b: enclosed(a, b, S))


def _loose_draw(size, rng):
    return dict(weights=ms.draw_weights(2, size.n, rng), D=ms.draw_distances(size.n, rng), f=rng.normal(size=size.n))


def _loose_build(size, theta):
    return dict(weights=ms.weights(theta["weights"]), D=ms.distances(theta["D"]), f=theta["f"])


# -- instances
def case(name, weights, D, f, **k):
    """In floating point, on 3 or 8 points."""
    return Case(name, Size(len(D)), dict(weights=np.array(weights, float), D=np.array(D, float), f=np.array(f, float)), **k)


def rational(name, weights, D, f, **k):
    """In rational arithmetic."""
    return Case(name, None, dict(weights=[[Fraction(x) for x in w] for w in weights], f=[Fraction(int(x)) for x in f],
                                 D=[[Fraction(int(d)) for d in row] for row in D]), Arithmetic.RATIONAL, **k)


def rational_cloud(seed, n=6, denominator=60):
    """Different integer points of the square [-9, 9]^2 with the taxicab distance; weights k/60, some 0."""
    rng = np.random.default_rng(seed)
    points = np.stack(np.divmod(rng.choice(19 * 19, n, replace=False), 19)) - 9
    D = np.abs(points[:, :, None] - points[:, None, :]).sum(0)
    cuts = np.sort(rng.integers(0, denominator + 1, (2, n - 1)), 1)
    weights = np.diff(cuts, axis=1, prepend=0, append=denominator)
    return rational(f"rational cloud {seed}", [[Fraction(int(k), denominator) for k in w] for w in weights], D, rng.integers(-9, 10, n),
                    about=f"{n} integer points of the plane with the taxicab distance, weights k/{denominator}")


def digits():
    """Two handwritten digits on the 4 x 4 grid of blocks of pixels, taxicab distance; f is the row of the pixel."""
    points = np.argwhere(np.ones((4, 4)))
    D = np.abs(points[:, None] - points).sum(-1)
    return tuple(rational(f"digits {j}, {k}", (digit_measure(j), digit_measure(k)), D, points[:, 0],
                          about=f"images {j} and {k} of the digits data set as measures on 4 x 4 blocks of pixels, taxicab distance")
                 for j, k in ((0, 1), (3, 8), (4, 9)))


E = np.eye(3)
LINE, EIGHT = ms.line(3), ms.line(8)
HALF, SIXTH, UNIFORM = [.5, .5, 0, 0, 0, 0, 0, 0], [0, 0, 0, .25, .25, .25, .25, 0], [.125] * 8
W, (mu, nu, f, X) = Wasserstein, sp.symbols("mu nu f X", extended_real=True)
LONG = [[0, 1, 3], [1, 0, 1], [3, 1, 0]]
UNIT = np.ones((3, 3), int)


def shown(i):
    """The instance of the worked example, two points."""
    (mu, nu), f = ([sp.latex(sp.Rational(x)) for x in v] for v in i["weights"]), [sp.latex(sp.Rational(x)) for x in i["f"]]
    return {r"X": r"\{1, 2\}", "d(1,2) = d(2,1)": str(i["D"][0][1]),
            **{rf"{name} = ({name}\{{1\}}, {name}\{{2\}})": f"({', '.join(v)})" for name, v in ((r"\mu", mu), (r"\nu", nu))},
            "(f(1), f(2))": f"({', '.join(f)})"}


with sp.evaluate(False):
    EXAMPLE = Example(
        rational("half the mass moves", ([Fraction(3, 4), Fraction(1, 4)], [Fraction(1, 4), Fraction(3, 4)]), [[0, 3], [3, 0]], [0, -3]),
        beside={"what the critic $f$ sees": Integral(f, mu) - Integral(f, nu), "its Lipschitz constant": LipNorm(f),
                "what the critic $-f$ sees": Integral(f, nu) - Integral(f, mu),
                "the trivial bound: all mass moves by the largest distance": Diameter(X)})


MODEL = Model(
    space="Probability vectors on a finite metric space with n points and all functions on it; the float64 weights, divided by "
          "their sum, the distances and f are the instance.",
    kind=Kind.INSTANCE,
    gap="The published statement for measures with finite support, with n = 3 and 8 points sampled: a function on the support extends "
        "with the same Lipschitz constant. For measures on a Polish space nothing is checked.",
    sizes=SIZES, draw=draw, build=build, meaning=meaning, exact=exact, knobs=("triangle",),
    edges=(
        case("equal measures", (UNIFORM, UNIFORM), EIGHT, range(8), about="both measures are equal"),
        case("constant function", (HALF, UNIFORM), EIGHT, np.ones(8), about="f is constant"),
        case("zero weights, discrete metric", (HALF, SIXTH), ms.discrete(8), HALF, about="disjoint supports, all distances are 1"),
        case("ultrametric", (HALF, UNIFORM), ms.binary_tree(8), np.arange(8) ** 2, about="leaves of a binary tree"),
        case("tree metric", (SIXTH, UNIFORM), ms.star(8), np.arange(8), about="leaves of a star with different arms"),
        case("one-way distances", (E[0], (E[1] + E[2]) / 2), [[0, 1, 2], [3, 0, 1], [2, 3, 0]], [1, 0, -1],
             about="d(x,y) and d(y,x) differ; the duality does not use symmetry"),
        rational("distances below 0", ([1, 0, 0], [0, Fraction(1, 2), Fraction(1, 2)]), [[0, -1, 1], [3, 0, 2], [2, 1, 0]], [1, 0, -1],
                 about="the triangle inequality with d(1,2) = −1, d(2,1) = 3; the duality does not use d ≥ 0"),
        rational("pseudometric", ([1, 0, 0], [0, Fraction(1, 2), Fraction(1, 2)]), [[0, 0, 1], [0, 0, 1], [1, 1, 0]], [1, 1, 0],
                 about="two points at distance 0; the duality does not use separation")),
    anchors=(
        case("two Diracs", (E[0], E[2]), LINE, [3, 1, 0], facts=(sp.Eq(W(1, mu, nu), 2), sp.Eq(LipNorm(f), 2), sp.Eq(Integral(f, mu), 3)),
             about="mass 1 moves by 2"),
        rational("two points", ([Fraction(2, 3), Fraction(1, 3)], [Fraction(1, 4), Fraction(3, 4)]), [[0, 7], [7, 0]], [3, -1],
                 facts=(sp.Eq(W(1, mu, nu), sp.Rational(35, 12)), sp.Eq(LipNorm(f), sp.Rational(4, 7))),
                 about="the distance times the difference of the first weights"),
        rational("discrete metric", (HALF, UNIFORM), ms.discrete(8), HALF, facts=(sp.Eq(W(1, mu, nu), sp.Rational(3, 4)),),
                 about="the distance is the total variation"),
        rational("line", (HALF, UNIFORM), EIGHT, range(8), facts=(sp.Eq(W(1, mu, nu), 3),),
                 about="the area between the distribution functions; f = x is optimal up to its sign")),
    extremals=(
        case("slope one", (E[0], E[2]), LINE, [2, 1, 0], reach={"weak": -1e-12}, about="f is minus the position"),
        case("indicator of a support", (HALF, SIXTH), ms.discrete(8), np.array(HALF) * 2, reach={"weak": -1e-12},
             about="discrete metric; f is 1 on the support of the first measure")),
    controls=(
        Control("triangle", ("duality",), about="random edge lengths that are no metric"),
        Control("triangle", ("duality",), case("long edge", (E[0], E[2]), LONG, E[0]), about="distances 1, 1, 3: W₁ = 3, supremum 2"),
        Control("separating", ("weak",),
                rational("two points in one place", ([1, 0, 0], [0, 1, 0]), [[0, 0, 1], [0, 0, 1], [1, 1, 0]], [1, 0, 0]),
                about="d(1,2) = 0, where f falls by 1: 1 ≤ Lip(f) W₁ = 1 · 0 is false"),
        Control("nonnegative", ("weak",),
                rational("a gain for staying", ([1, 0, 0], [1, 0, 0]), UNIT - 2 * np.eye(3, dtype=int), [1, 0, 0]),
                also=("reflexive", "triangle"), about="d(x,x) = −1: W₁ of a law with itself is −1"),
        Control("reflexive", ("duality",), rational("staying costs 1", ([1, 0, 0], [1, 0, 0]), UNIT, [1, 0, 0]),
                about="d(x,x) = 1: W₁ = 1, supremum 0")),
    certificates=(
        *map(rational_cloud, (1, 2, 3)),
        rational("ultrametric", (HALF, UNIFORM), ms.binary_tree(8), range(8), about="leaves of a binary tree"),
        rational("discrete metric", (HALF, SIXTH), ms.discrete(8), np.array(HALF) * 2, about="disjoint supports, all distances are 1"),
        rational("one-way distances", ([1, 0, 0], [0, Fraction(1, 2), Fraction(1, 2)]), [[0, 1, 2], [3, 0, 1], [2, 3, 0]], [1, 0, -1],
                 about="d(x,y) and d(y,x) differ")),
    example=EXAMPLE, shown=shown, real=digits,
    free=(Free("any arrays", "weights of any sign and mass, any function, distances of any sign that may differ from 0 on the "
                             "diagonal, be one-way, vanish off it, or break the triangle inequality", _loose_draw, _loose_build),),
    extended=extended,
    faults=(
        Fault("Lipschitz constant of f halved", reinterpret={"LipNorm": lambda right, m: lambda f: right(f) * Fraction(1, 2)}),
        Fault("W_2 instead of W_1", restate={"duality": lambda r: r.func(W(2, *r.lhs.args[1:]), r.rhs)}),
        Fault("functions bounded by 1 instead of 1-Lipschitz", reinterpret={
            "LipSup": lambda right, m: lambda a, b: total(jnp.abs(a - b))}),
        Fault("weak duality with a factor 1 - 1/1000", restate={"weak": lambda r: r.func(r.lhs, sp.Rational(999, 1000) * r.rhs)})))
