"""Two Gaussian laws N(m, B B^T) on R^d; covariances are exact products and may be singular."""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, TINY, Ball, Interval
from proofs_numeric.engine.model import Arithmetic, Case
from proofs_numeric.mathematics import gaussians as ga
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.worlds.world import Part, Words, World, in_latex

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


def total_variation(law: Measure, gaussian: GaussianMeasure) -> Interval:
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


class Floating(Words):
    """In floating point. A product B B^T is positive semidefinite; another matrix is when that is certain. Else its root has no meaning."""

    @functools.cached_property
    def covariances(self):
        return self.instance["B"] @ self.instance["B"].transpose(0, 2, 1) + self.instance["excess"]

    @functools.cached_property
    def products(self):
        return (self.instance["excess"] == 0).all()

    @functools.cached_property
    def rooted(self):
        S1, S2 = self.covariances
        return self.products | ((ga.min_eigenvalue(S1).lo > 0) & (ga.min_eigenvalue(S2).lo > 0))

    def values(self):
        i, (S1, S2) = self.instance, self.covariances
        mu, nu = (Measure(m, B, coins) for m, B, coins in zip(i["m"], i["B"], i["coins"]))
        return {"m_1": i["mean"][0], "m_2": i["mean"][1], "Sigma_1": S1, "Sigma_2": S2, "I": jnp.eye(self.size.d), "mu": mu, "nu": nu}

    def Gaussian(self, m, S):
        return GaussianMeasure(m, S)

    def TV(self, law, gaussian):
        return total_variation(law, gaussian)

    def Wasserstein(self, p, mu, nu):
        return squared_distance(mu, nu) ** Fraction(1, p)

    def Norm(self, x):
        return Ball.of(x).norm()

    def Trace(self, S):
        return ga.trace(S)

    def Root(self, S):
        found = ga.psd_root(S)
        return Ball(found.center, jnp.where(self.rooted, found.radius, UNKNOWN))

    def InverseRoot(self, S):
        return ga.inverse(self.Root(S))

    def MinEigen(self, S):
        return ga.min_eigenvalue(S, self.products & (not isinstance(S, Ball)))


class Extended(Words):
    """Of Gaussian laws with the means and covariances of the statement: roots by ball arithmetic, the distance as a nuclear norm."""

    def __init__(self, *given):
        super().__init__(*given)
        i = self.instance
        if np.any(i["coins"]) or np.any(i["excess"]) or np.any(i["mean"] != i["m"]):
            raise ArithmeticError("only the Gaussian laws of the statement are judged in extended arithmetic")
        flint.ctx.prec = 800
        self.B, self.m = (ga.arbs(i[name]) for name in ("B", "m"))
        self.S = [B @ B.T for B in self.B]

    def values(self):
        mu, nu = map(self.Gaussian, self.m, self.S)
        return {"m_1": self.m[0], "m_2": self.m[1], "Sigma_1": self.S[0], "Sigma_2": self.S[1], "I": ga.arbs(np.eye(self.size.d)),
                "mu": mu, "nu": nu}

    def Gaussian(self, m, S):
        return tuple(m), tuple(S.flat)

    def TV(self, P, Q):
        return 0 if P == Q else flint.arb(0).union(1)

    @functools.cached_property
    def distance(self):
        (m1, m2), (B1, B2) = self.m, self.B
        square = ((m1 - m2) ** 2).sum() + sum(map(np.trace, self.S)) - 2 * ga.fine_nuclear_norm(B2.T @ B1)
        return square.nonnegative_part().sqrt()

    def Wasserstein(self, p, P, Q):
        if (p, P, Q) != (2, *map(self.Gaussian, self.m, self.S)):
            raise ValueError("only W_2 of the two laws of the statement is known")
        return self.distance

    def Norm(self, x):
        return (x * x).sum().nonnegative_part().sqrt()

    def Trace(self, S):
        return np.trace(S)

    def Root(self, S):
        return ga.fine_root(S)

    def InverseRoot(self, S):
        return ga.fine_inverse(ga.fine_root(S))

    def MinEigen(self, S):
        """0 for a product B B^T that is singular; it is given exactly."""
        exact = all(x.is_exact() for x in S.flat)
        return Fraction(0) if exact and ga.exact_inertia(ga.fractions(S)) == 0 else ga.fine_min_eigenvalue(S)


class Exact(Words):
    """Sigma_1 = R R and Sigma_2 = T Sigma_1 T, R >= 0 and T > 0 rational: the roots are R and R T R, R singular or not.

    The distance is certified by the coupling K = Sigma_1 T and the dual matrix A = T. Where R is singular InverseRoot has no
    meaning and is 0: the hypothesis that asks for a regular covariance then fails, and nothing is concluded from it.
    """

    def __init__(self, *given):
        super().__init__(*given)
        self.R, self.T, *self.m = (np.array(self.instance[k], object) + Fraction(0) for k in ("R", "T", "m1", "m2"))
        first = self.R @ self.R
        self.S = [first, self.T @ first @ self.T]
        self.roots = (self.R, self.R @ self.T @ self.R, *self.instance.get("roots", ()))

    def values(self):
        mu, nu = map(self.Gaussian, self.m, self.S)
        return {"m_1": self.m[0], "m_2": self.m[1], "Sigma_1": self.S[0], "Sigma_2": self.S[1],
                "I": np.array(np.eye(len(self.R), dtype=int), object), "mu": mu, "nu": nu}

    def Gaussian(self, m, S):
        return tuple(m), tuple(S.flat)

    def TV(self, P, Q):
        if P != Q:
            raise ValueError("only equal Gaussian laws have a total variation that is known exactly")
        return 0

    def Wasserstein(self, p, P, Q):
        if (p, P, Q) != (2, *map(self.Gaussian, self.m, self.S)):
            raise ValueError("only W_2 of the two laws of the statement is known")
        return Squared(ga.certified_squared_distance(self.m[0], self.S[0], self.m[1], self.S[1], self.S[0] @ self.T, self.T))

    def Norm(self, x):
        return Squared((x * x).sum())

    def Trace(self, S):
        return np.trace(S)

    def Root(self, S):
        """The one positive semidefinite matrix with this square."""
        return next(Q for Q in self.roots if (Q @ Q == S).all() and ga.exact_inertia(Q) >= 0)

    def InverseRoot(self, S):
        Q = self.Root(S)
        return ga.exact_inverse(Q) if ga.exact_inertia(Q) == 1 else 0 * Q

    def MinEigen(self, S):
        return Sign(ga.exact_inertia(S), float(np.linalg.eigvalsh(S.astype(float))[0]))


@dataclass(frozen=True)
class Laws(Part):
    """Two Gaussian laws, their means and covariances; the words of both."""

    floating, exact, extended = Floating, Exact, Extended
    frees = ("laws of independent signs, means and covariances that are not those of the laws, symmetric matrices that are no "
             "covariances")

    def draw(self, size, rng):
        d = size.d
        rank = rng.choice([1, d, d, d], size=2)
        rank[1] = max(rank)                                        # the distance is symmetric; the map is from the first law
        B = rng.normal(size=(2, d, d)) * (np.arange(d) < rank[:, None, None])
        if rng.uniform() < 0.2:
            B[1] = B[0]
        return dict(m=rng.normal(size=(2, d)), B=B)

    def build(self, size, theta, knobs, built):
        m, B = jnp.clip(theta["m"], -ga.LARGEST, ga.LARGEST), ga.representable(theta["B"])
        return dict(m=m, B=B, coins=jnp.zeros(2), mean=m, excess=jnp.zeros_like(B))

    def draw_free(self, size, rng):
        loose = dict(shift=rng.normal(size=(2, size.d)), excess=rng.normal(size=(2, size.d, size.d)), switch=switches(8, rng))
        return self.draw(size, rng) | loose

    def build_free(self, size, theta, built):
        switch = (theta["switch"] > 0).reshape(4, 2)
        coins, shifted, other, definite = (on[:, None, None] for on in switch)
        m, B = jnp.clip(theta["m"], -ga.LARGEST, ga.LARGEST), theta["B"]
        B = ga.representable(jnp.where(coins.any(), B * jnp.eye(size.d), B))
        excess = ga.representable(theta["excess"])
        excess = jnp.where(definite, excess @ excess.transpose(0, 2, 1), excess + excess.transpose(0, 2, 1))
        return dict(m=m, B=B, coins=1.0 * switch[0], mean=jnp.where(shifted[:, :, 0], m + theta["shift"], m),
                    excess=jnp.where(other | definite, excess, 0.0))

    def shown(self, instance):
        """Means and covariances; the latter by rows."""
        if "R" in instance:
            first = instance["R"] @ instance["R"]
            means, covariances = (instance["m1"], instance["m2"]), (first, instance["T"] @ first @ instance["T"])
        else:
            means, covariances = instance["mean"], instance["B"] @ instance["B"].transpose(0, 2, 1) + instance["excess"]
        return {f"m_{k}": in_latex(m) for k, m in enumerate(means, 1)} | {
            rf"\Sigma_{k}": in_latex([*S]) for k, S in enumerate(covariances, 1)}


def case(name: str, B1, B2, m1=(0, 0), m2=(0, 0), coins=(0, 0), about: str = "", **more: Any) -> Case:
    """Two laws N(m, B B^T), or fair signs in the place of Gaussian variables where `coins` is 1."""
    m, B = np.array([m1, m2], float), np.array([B1, B2], float)
    return Case(name, Size(len(B1)), dict(m=m, B=B, coins=np.array(coins, float), mean=m, excess=0 * B), about=about, **more)


def rational(name: str, R, T, m1=(0, 0), m2=(0, 0), root=None, about: str = "", **more: Any) -> Case:
    """Covariances R R and T R R T. root: that of the second one, where it is rational, so that every clause can be evaluated."""
    fraction = np.vectorize(Fraction, otypes=[object])
    R, T = fraction(R), fraction(T)
    return Case(name, None, dict(R=R, T=T, m1=fraction(m1), m2=fraction(m2), roots=(fraction(root),)), Arithmetic.RATIONAL,
                about=about or name, **more)


EYE = ((1, 0), (0, 1))
GAUSSIANS = World(
    space="Gaussian laws N(m, B Bᵀ) on ℝᵈ, B with 12 binary digits after the point: covariances are exact and may be singular.",
    sizes=(Size(2), Size(4)), parts=(Laws(),),
    edges=(case("twice the same law", ((1, 0), (2, 1)), ((1, 0), (2, 1))),
           case("two points", ((0, 0), (0, 0)), ((0, 0), (0, 0)), m2=(3, 4)),
           case("a point and a plane", ((0, 0), (0, 0)), EYE),
           case("nearly singular", ((1, 0), (0, 2**-12)), ((2**-12, 0), (0, 1)))))
