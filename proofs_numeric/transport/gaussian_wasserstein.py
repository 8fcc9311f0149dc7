"""Gaussian measures on R^d with covariances B B^T, singular ones included."""
import functools
from fractions import Fraction
from typing import NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, TINY, Ball, Interval
from proofs_numeric.engine.model import Arithmetic, Case, Control, Fault, Free, Kind, Model
from proofs_numeric.mathematics import gaussians as ga
from proofs_numeric.mathematics.metric_spaces import switches
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.matrices import Root
from theorems.vocabulary.transport import Wasserstein

UNKNOWN = 1e30                   # radius of a root that has no meaning: it decides nothing


class Size(NamedTuple):
    d: int                       # dimension


class Measure(NamedTuple):
    """The law of m + B u; u is standard Gaussian, or, where `coins` is 1 and B diagonal, d independent fair signs."""

    m: jax.Array
    B: jax.Array
    coins: jax.Array


class GaussianMeasure(NamedTuple):
    """The Gaussian law with this mean and covariance."""

    m: jax.Array
    S: jax.Array


def draw(size, rng):
    d = size.d
    rank = rng.choice([1, d, d, d], size=2)
    rank[1] = max(rank)                                        # the distance is symmetric; the map is from the first law
    B = rng.normal(size=(2, d, d)) * (np.arange(d) < rank[:, None, None])
    if rng.uniform() < 0.2:
        B[1] = B[0]
    return dict(m=rng.normal(size=(2, d)), B=B)


def build(size, theta, knobs):
    m, B = jnp.clip(theta["m"], -ga.LARGEST, ga.LARGEST), ga.representable(theta["B"])
    return dict(m=m, B=B, coins=jnp.zeros(2), mean=m, excess=jnp.zeros_like(B))


def _loose_draw(size, rng):
    one = dict(shift=rng.normal(size=(2, size.d)), excess=rng.normal(size=(2, size.d, size.d)), switch=switches(8, rng))
    return draw(size, rng) | one


def _loose_build(size, theta):
    """Laws whose mean and covariance need not be those of the statement, which may be no covariances, or of signs."""
    switch = (theta["switch"] > 0).reshape(4, 2)
    coins, shifted, other, definite = (on[:, None, None] for on in switch)
    m, B = jnp.clip(theta["m"], -ga.LARGEST, ga.LARGEST), theta["B"]
    B = ga.representable(jnp.where(coins.any(), B * jnp.eye(size.d), B))
    excess = ga.representable(theta["excess"])
    excess = jnp.where(definite, excess @ excess.transpose(0, 2, 1), excess + excess.transpose(0, 2, 1))
    return dict(m=m, B=B, coins=1.0 * switch[0], mean=jnp.where(shifted[:, :, 0], m + theta["shift"], m),
                excess=jnp.where(other | definite, excess, 0.0))


def tv(law: Measure, gaussian: GaussianMeasure) -> Interval:
    """0 for the same Gaussian law and positive for another; 1 for independent signs, which no Gaussian law gives mass unless it is
    a point; else unknown.
    """
    same, signs = (law.m == gaussian.m).all() & (law.B @ law.B.T == gaussian.S).all(), law.coins > 0
    apart = signs & (jnp.diag(law.B) != 0).any() & (jnp.diag(gaussian.S) > 0).all()
    return Interval(jnp.where(apart, 1.0, jnp.where(signs | same, 0.0, TINY)), jnp.where(same & ~signs, 0.0, 1.0))


def squared_distance(mu: Measure, nu: Measure) -> Interval:
    """W_2^2; where signs occur and both matrices are diagonal, a sum over coordinates.

    On a line the monotone coupling is optimal: a sign is coupled with the sign of the Gaussian variable, E|g| = sqrt(2/pi).
    """
    smooth = ga.squared_distance(mu.m, mu.B, nu.m, nu.B)
    a, b = jnp.abs(jnp.diag(mu.B)), jnp.abs(jnp.diag(nu.B))
    gain = jnp.where(mu.coins == nu.coins, 1.0, jnp.sqrt(2 / jnp.pi))
    value = ((mu.m - nu.m) ** 2).sum() + (a**2 + b**2).sum() - 2 * gain * (a * b).sum()
    slack = 32 * len(a) * EPS * (((mu.m - nu.m) ** 2).sum() + (a**2 + b**2).sum() + (jnp.abs(mu.m) + jnp.abs(nu.m)).max() ** 2)
    coins, axes = (mu.coins > 0) | (nu.coins > 0), (mu.B == jnp.diag(jnp.diag(mu.B))).all() & (nu.B == jnp.diag(jnp.diag(nu.B))).all()
    low, high = jnp.where(axes, jnp.maximum(value - slack, 0.0), 0.0), jnp.where(axes, value + slack, jnp.inf)
    return Interval(jnp.where(coins, low, smooth.lo), jnp.where(coins, high, smooth.hi))


def meaning(size, i, ask):
    (B1, B2), (m1, m2), products = i["B"], i["m"], (i["excess"] == 0).all()
    S1, S2 = i["B"] @ i["B"].transpose(0, 2, 1) + i["excess"]
    # A product B B^T is positive semidefinite; another matrix is when that is certain. Else its root has no meaning.
    rooted = products | ((ga.min_eigenvalue(S1).lo > 0) & (ga.min_eigenvalue(S2).lo > 0))

    def root(S):
        found = ga.psd_root(S)
        return Ball(found.center, jnp.where(rooted, found.radius, UNKNOWN))

    def min_eigenvalue(S):
        return ga.min_eigenvalue(S, products & (not isinstance(S, Ball)))
    return {"m_1": i["mean"][0], "m_2": i["mean"][1], "Sigma_1": S1, "Sigma_2": S2, "I": jnp.eye(size.d),
            "mu": Measure(m1, B1, i["coins"][0]), "nu": Measure(m2, B2, i["coins"][1]), "Gaussian": GaussianMeasure, "TV": tv,
            "Wasserstein": lambda p, mu, nu: squared_distance(mu, nu) ** Fraction(1, p), "Norm": lambda x: Ball.of(x).norm(),
            "Trace": ga.trace, "Root": root, "InverseRoot": lambda S: ga.inverse(root(S)), "MinEigen": min_eigenvalue}


def extended(size, i):
    """For Gaussian laws with the means and covariances of the statement: roots by ball arithmetic, the distance as a nuclear norm."""
    if np.any(i["coins"]) or np.any(i["excess"]) or np.any(i["mean"] != i["m"]):
        raise ArithmeticError("only the Gaussian laws of the statement are judged in extended arithmetic")
    flint.ctx.prec = 800
    (B1, B2), (m1, m2) = (ga.arbs(i[name]) for name in ("B", "m"))
    S1, S2 = B1 @ B1.T, B2 @ B2.T

    @functools.cache
    def distance():
        square = ((m1 - m2) ** 2).sum() + np.trace(S1) + np.trace(S2) - 2 * ga.fine_nuclear_norm(B2.T @ B1)
        return square.nonnegative_part().sqrt()

    def min_eigenvalue(S):
        """0 for a product B B^T that is singular; it is given exactly."""
        exact = all(x.is_exact() for x in S.flat)
        return Fraction(0) if exact and ga.exact_inertia(ga.fractions(S)) == 0 else ga.fine_min_eigenvalue(S)
    mu, nu = ((tuple(m), tuple(S.flat)) for m, S in ((m1, S1), (m2, S2)))
    return {"m_1": m1, "m_2": m2, "Sigma_1": S1, "Sigma_2": S2, "I": ga.arbs(np.eye(size.d)), "mu": mu, "nu": nu,
            "Gaussian": lambda m, S: (tuple(m), tuple(S.flat)), "TV": lambda P, Q: 0 if P == Q else flint.arb(0).union(1),
            "Wasserstein": lambda p, P, Q: {(2, mu, nu): distance}[p, P, Q](), "Norm": lambda x: (x * x).sum().nonnegative_part().sqrt(),
            "Trace": np.trace, "Root": ga.fine_root, "InverseRoot": lambda S: ga.fine_inverse(ga.fine_root(S)),
            "MinEigen": min_eigenvalue}


# -- exact arithmetic
class Squared(NamedTuple):
    """A nonnegative number of which the square is known."""

    square: Fraction

    def __pow__(self, k):
        return self.square if k == 2 else NotImplemented

    def __float__(self):
        return float(self.square) ** 0.5


class Sign(NamedTuple):
    """A number of which the sign is known: enough to compare it with 0. `near`: what it is about, for the page."""

    sign: int
    near: float

    def __ge__(self, zero):
        return self.sign >= zero

    def __gt__(self, zero):
        return self.sign > zero

    def __le__(self, zero):
        return self.sign <= zero

    def __lt__(self, zero):
        return self.sign < zero

    def __float__(self):
        return self.near if self.sign else 0.0


def exact(i):
    """Sigma_1 = R R and Sigma_2 = T Sigma_1 T, R >= 0 and T > 0 rational: the roots are R and R T R, R singular or not.

    The distance is certified by the coupling K = Sigma_1 T and the dual matrix A = T. Where R is singular InverseRoot has no
    meaning and is 0: the hypothesis that asks for a regular covariance then fails, and nothing is concluded from it.
    """
    R, T, m1, m2 = (np.array(i[k], object) + Fraction(0) for k in ("R", "T", "m1", "m2"))
    S1 = R @ R
    S2 = T @ S1 @ T
    roots = (R, R @ T @ R, *i.get("roots", ()))

    def root(S):
        """The one positive semidefinite matrix with this square."""
        return next(Q for Q in roots if (Q @ Q == S).all() and ga.exact_inertia(Q) >= 0)

    def inverse_root(S):
        Q = root(S)
        return ga.exact_inverse(Q) if ga.exact_inertia(Q) == 1 else 0 * Q

    def gaussian(m, S):
        return tuple(m), tuple(S.flat)

    def tv(P, Q):
        if P != Q:
            raise ValueError("only equal Gaussian laws have a total variation that is known exactly")
        return 0

    def min_eigenvalue(S):
        return Sign(ga.exact_inertia(S), float(np.linalg.eigvalsh(S.astype(float))[0]))
    mu, nu = gaussian(m1, S1), gaussian(m2, S2)
    square = ga.certified_squared_distance(m1, S1, m2, S2, S1 @ T, T)
    return {"m_1": m1, "m_2": m2, "Sigma_1": S1, "Sigma_2": S2, "I": np.array(np.eye(len(R), dtype=int), object), "mu": mu,
            "nu": nu, "Gaussian": gaussian, "TV": tv, "Wasserstein": lambda *which: {(2, mu, nu): Squared(square)}[which],
            "Norm": lambda x: Squared((x * x).sum()), "Trace": np.trace,
            "Root": root, "InverseRoot": inverse_root, "MinEigen": min_eigenvalue}


def _case(name, B1, B2, m1=(0, 0), m2=(0, 0), coins=(0, 0), about="", **more):
    m, B = np.array([m1, m2], float), np.array([B1, B2], float)
    return Case(name, Size(len(B1)), dict(m=m, B=B, coins=np.array(coins, float), mean=m, excess=0 * B), about=about, **more)


def _square(value):
    """The fact W_2^2 = value."""
    return sp.Eq(Wasserstein(2, sp.Symbol("mu"), sp.Symbol("nu")) ** 2, value)


def _rational(name, R, T, m1=(0, 0), m2=(0, 0), root=None, about=""):
    """root: the root of Sigma_2, where it is rational, so that every clause can be evaluated."""
    fraction = np.vectorize(Fraction, otypes=[object])
    R, T = fraction(R), fraction(T)
    return Case(name, None, dict(R=R, T=T, m1=fraction(m1), m2=fraction(m2), roots=(fraction(root),)), Arithmetic.RATIONAL,
                about=about or name)


def _frobenius():
    """What one would expect of the roots: |Sigma_1^{1/2} - Sigma_2^{1/2}|^2."""
    S1, S2 = sp.symbols("Sigma_1 Sigma_2", commutative=False)
    return Norm(Root(S1) - Root(S2)) ** 2


def _single(rhs):
    """The right-hand side with factor 1 instead of 2 at the root of roots."""
    return rhs.replace(lambda e: e == sp.Integer(-2), lambda e: sp.Integer(-1))


EYE = ((1, 0), (0, 1))
SIZES = (Size(2), Size(4))

MODEL = Model(
    space="Gaussian laws N(m, B Bᵀ) on ℝᵈ, B with 12 binary digits after the point: covariances are exact and may be singular.",
    kind=Kind.INSTANCE,
    gap="Dimensions 2 and 4 and matrices with entries up to 8 are sampled. The model computes W₂² as the minimum over "
        "cross-covariances, a nuclear norm, and compares it with the formula; that only the cross-covariance matters is proved "
        "on the page and tested by no number.",
    notes={"frobenius": (Kind.ANALOGUE, "A statement of this page, not of the sources named. W₂² as for the other clauses.")},
    sizes=SIZES, draw=draw, build=build, meaning=meaning, exact=exact,
    controls=(
        Control("first_gaussian", ("distance", "map_optimal", "frobenius"),
                _case("coins against Gaussian", EYE, EYE, coins=(1, 0)),
                about="Two fair signs against the standard Gaussian law: the moments agree, the formula gives 0, the distance "
                      "squared is 4 − 4√(2/π) = 0.808."),
        Control("second_gaussian", ("distance", "map_optimal", "frobenius"),
                _case("Gaussian against coins", EYE, ((2, 0), (0, 1)), m2=(1, 0), coins=(0, 1)),
                about="A Gaussian law against fair signs ±2 and ±1.")),
    edges=(_case("twice the same law", ((1, 0), (2, 1)), ((1, 0), (2, 1))),
           _case("two points", ((0, 0), (0, 0)), ((0, 0), (0, 0)), m2=(3, 4)),
           _case("a point and a plane", ((0, 0), (0, 0)), EYE),
           _case("nearly singular", ((1, 0), (0, 2**-12)), ((2**-12, 0), (0, 1))),
           _case("common axes", ((1, 0), (0, 3)), ((2, 0), (0, 1)), m2=(3, 4), facts=(_square(30),)),
           _case("one dimension", ((2, 0), (0, 0)), ((3, 0), (0, 0)), m2=(2, 0), facts=(_square(5),)),
           _case("orthogonal lines", ((1, 0), (0, 0)), ((0, 0), (0, 1)), facts=(_square(2),)),
           _case("projections", ((1, 0), (0, 0)), ((.5, .5), (.5, .5)), facts=(_square(2 - sp.sqrt(2)),),
                 about="projections on two lines at 45 degrees: 2 − √2 = 0.5858")),
    anchors=(
        _case("no common axes", ((2, 0), (0, 1)), ((1.5, .5), (.5, 1.5)),
              facts=(_square(10 - sp.sqrt(82)), sp.Eq(_frobenius(), 1)),
              about="covariances that do not commute: 10 − √82 = 0.9446, while the Frobenius distance of the roots is 1"),
        _case("no common axes, rational roots", ((2, 0), (0, 1)), ((6, 7), (7, 12)), m2=(3, 4), facts=(_square(258),)),
        _case("no common axes, four dimensions", np.diag([2, 1, 2, 1]), np.kron(np.eye(2), ((1.5, .5), (.5, 1.5))), (0,) * 4,
              (1,) * 4, facts=(_square(24 - 2 * sp.sqrt(82)),))),
    extremals=(
        _case("covariances that commute", ((2, 1), (1, 2)), ((3, -1), (-1, 3)), reach={"frobenius": -1e-12}),
        _case("covariances that commute, four dimensions", np.diag([1, 2, 3, 4]), np.diag([4, 3, 2, 1]), (0,) * 4, (0,) * 4,
              reach={"frobenius": -1e-11})),
    certificates=(
        _rational("no common axes", ((2, 0), (0, 1)), ((Fraction(193, 50), Fraction(126, 25)),
                                                       (Fraction(126, 25), Fraction(239, 25))),
                  m2=(3, 4), root=((6, 7), (7, 12)), about="two rational covariances without common axes"),
        _rational("both singular", ((1, 0), (0, 0)), ((3, 4), (4, 6)),
                  root=((Fraction(9, 5), Fraction(12, 5)), (Fraction(12, 5), Fraction(16, 5))),
                  about="two rational covariances of rank 1 in the plane"),
        _rational("common axes", ((2, 1), (1, 2)), ((3, 1), (1, 3)), m1=(1, 2), root=((7, 5), (5, 7)),
                  about="two rational covariances that commute"),
        _rational("singular in space", np.diag([1, 0, Fraction(1, 2)]), ((3, 4, 0), (4, 6, 0), (0, 0, 1)), (0, 0, 1), (2, 0, 0),
                  root=((Fraction(9, 5), Fraction(12, 5), 0), (Fraction(12, 5), Fraction(16, 5), 0), (0, 0, Fraction(1, 2))),
                  about="two rational covariances of rank 2 in space")),
    free=(Free("any laws and matrices", "laws of independent signs, means and covariances that are not those of the laws, symmetric "
                                        "matrices that are no covariances", _loose_draw, _loose_build),),
    extended=extended,
    faults=(
        Fault("Frobenius distance of the roots", restate={"distance": lambda r: r.func(r.lhs, r.rhs.args[0] + _frobenius())}),
        Fault("inner root forgotten", reinterpret={"Root": lambda right, m: Ball.of}),
        Fault("distance without the square",
              reinterpret={"Wasserstein": lambda right, m: lambda p, mu, nu: right(p, mu, nu) ** Fraction(1, 2)}),
        Fault("cross term counted once", restate={"distance": lambda r: r.func(r.lhs, _single(r.rhs))})))
