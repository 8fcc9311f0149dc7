"""Policies on finitely many arms and steps that are built from their potentials, so that no solver is needed.

Any numbers psi, rewards r and prices C give potentials phi_j = min_i psi_i + C_ij / 2h, a policy, the softmax of beta (r - phi), and a
plan that moves the mass of every arm along rows where the minimum is attained; the policy before the step is what its rows sum to.
Arrays in float64 stand for the exact step where they agree with it up to rounding. Every word is written once, for floats and for balls.
"""
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np
from flint import arb

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.interpret import EXTENDED, Named
from proofs_numeric.engine.model import Arithmetic
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics.transport import arb as ball
from proofs_numeric.worlds.proximal import PRECISION, precisely
from proofs_numeric.worlds.world import Part, Words, World, in_latex

KNOWN = 256 * EPS                # relative error up to which the arrays of a floating instance stand for exact ones


class Size(NamedTuple):
    n: int                       # arms


class PolicyWords(Words):
    """Sums of numbers >= 0 keep their relative error; a mean of rewards and an entropy have one in units of their terms."""

    exp: ClassVar[Any] = staticmethod(jnp.exp)
    largest: ClassVar[Any] = staticmethod(jnp.max)
    smallest: ClassVar[Any] = staticmethod(jnp.min)
    extra: ClassVar[dict[str, Any]] = {}

    def log(self, p):
        """0 where p is not positive."""
        return jnp.where(p > 0, jnp.log(jnp.where(p > 0, p, 1.0)), 0.0)

    def around(self, value, scale):
        return Interval.around(value, KNOWN * scale)

    def relative(self, x):
        """An exact 0 stays one."""
        return Interval(x - KNOWN * abs(x), x + KNOWN * abs(x))

    def array(self, x):
        return x

    def arms(self, n):
        return jnp.arange(n)

    def values(self):
        i = {name: self.array(x) for name, x in self.instance.items() if name != "shown"}
        self.C, self.r, self.phi, self.psi, self.beta, self.h = (i[name] for name in ("C", "r", "phi", "psi", "beta", "h"))
        n = len(self.r)
        return {"P": Named("P", i["P"]), "P_2": Named("P_2", i["rival"]), "Pi": Named("Pi", i["Pi"]), "beta": self.beta, "h": self.h,
                "n": n, "A": self.arms(n)} | self.extra

    def Entry(self, plan, i, j):
        return self.relative(plan.value[i, j])

    def Price(self, i, j):
        return self.C[i, j]

    def Before(self, plan):
        return plan.value.sum(1)

    def After(self, plan):
        return plan.value.sum(0)

    def Chance(self, policy, i):
        return self.relative(policy[i])

    def Value(self, p):
        log = self.log(p)
        size = (abs(self.r) * abs(p)).sum() + ((abs(log) + 1) * abs(p)).sum() / self.beta
        return self.around((self.r * p).sum() - (p * log).sum() / self.beta, size)

    def Moved(self, plan):
        return self.around((plan.value * self.C).sum(), (abs(plan.value) * abs(self.C)).sum())

    def Surplus(self, i, j):
        """Where phi agrees with the minima up to rounding, it stands for them: nothing is then below 0."""
        through = self.psi[:, None] + self.C / (2 * self.h)
        found, size = through[i, j] - self.phi[j], abs(self.psi).max() + abs(self.C).max() / (2 * self.h)
        exact = (abs(through.min(0) - self.phi) <= KNOWN * size).all()
        return Interval(jnp.where(exact, jnp.maximum(found - KNOWN * size, 0.0), found - KNOWN * size), found + KNOWN * size)

    def _softmax(self, score):
        weights = self.exp(score - self.largest(score))
        return weights / weights.sum()

    def Softmax(self, j):
        p = self._softmax(self.beta * (self.r - self.phi))[j]
        return self.around(p, p * (1 + self.beta * (abs(self.r).max() + abs(self.phi).max())))

    def Gibbs(self):
        return self._softmax(self.beta * self.r)

    def Incentive(self, policy, i):
        log = self.log(policy[i])
        return self.around(self.r[i] - log / self.beta, abs(self.r[i]) + (abs(log) + 1) / self.beta)

    def RewardRange(self):
        return self.around(self.largest(self.r) - self.smallest(self.r), abs(self.r).max())

    def KL(self, p, reference):
        """The reference is positive."""
        score = self.beta * self.r
        reference = score - self.largest(score) - self.log(self.exp(score - self.largest(score)).sum())
        log = self.log(p)
        return self.around((p * (log - reference)).sum(), ((abs(log) + abs(reference) + 1) * abs(p)).sum())


class BallPolicyWords(PolicyWords):
    """Object arrays of balls."""

    exp: ClassVar[Any] = staticmethod(np.vectorize(lambda x: x.exp(), otypes=[object]))
    largest: ClassVar[Any] = staticmethod(lambda x: _fold("max", x))
    smallest: ClassVar[Any] = staticmethod(lambda x: _fold("min", x))
    extra: ClassVar[dict[str, Any]] = {EXTENDED: True}

    def log(self, p):
        return np.vectorize(lambda x: x.log() if x > 0 else arb(0), otypes=[object])(p)[()]

    def around(self, value, scale):
        return value

    def relative(self, x):
        return x

    def array(self, x):
        return np.vectorize(ball, otypes=[object])(np.array(x, object))[()]

    def arms(self, n):
        return range(n)

    def Value(self, p):
        return (self.r * p).sum() - (p * self.log(p)).sum() / self.beta

    def Moved(self, plan):
        return (plan.value * self.C).sum()

    def Surplus(self, i, j):
        return self.psi[i] + self.C[i, j] / (2 * self.h) - self.phi[j]

    def Softmax(self, j):
        return self._softmax(self.beta * (self.r - self.phi))[j]

    def RewardRange(self):
        return self.largest(self.r) - self.smallest(self.r)


def _fold(method, values):
    out = values[0]
    for x in values[1:]:
        out = getattr(out, method)(x)
    return out


# -- instances
def exact_step(C, r, psi, beta, h, shares=None):
    """(phi, P) in balls: the minima and the plan; shares[j] says how the mass of arm j is divided among the rows, by default the first
    row where the minimum is attained."""
    n = len(r)
    through = [[psi[i] + C[i][j] / (2 * h) for j in range(n)] for i in range(n)]
    rough = [[float(x) for x in column] for column in zip(*through)]
    first = [column.index(min(column)) for column in rough]
    phi = [through[first[j]][j] for j in range(n)]
    weights = [(beta * (r[j] - phi[j])).exp() for j in range(n)]
    shares = shares or [[int(i == first[j]) for i in range(n)] for j in range(n)]
    return phi, [[weights[j] / sum(weights, arb(0)) * ball(Fraction(shares[j][i])) for j in range(n)] for i in range(n)]


@dataclass(frozen=True)
class Steps(Part):
    """A step with its potentials, a rival plan from the same policy, and a plan from a policy that uses every arm."""

    floating, exact, extended = PolicyWords, BallPolicyWords, BallPolicyWords
    frees = "potentials, plans and policies that need not belong together, prices of any sign, any step size"

    def draw(self, size, rng):
        n = size.n
        return dict(arms=rng.normal(size=(n, 2)), r=rng.normal(size=n), psi=rng.normal(size=n), numbers=rng.normal(size=2),
                    rival=rng.normal(size=(n, n)), Pi=rng.normal(size=(n, n)), pull=rng.normal(size=n), stay=rng.normal(size=2))

    def build(self, size, theta, knobs, built):
        x, (u, v) = 1.5 * jnp.tanh(theta["arms"]) + 0.2 * np.arange(size.n)[:, None], jnp.tanh(theta["numbers"])
        C, beta, h = ((x[:, None] - x) ** 2).sum(-1), jnp.exp(u), jnp.exp(v + 0.2)
        r, psi = jnp.tanh(theta["r"]), 2 * jnp.tanh(theta["psi"])
        through = psi[:, None] + C / (2 * h)
        phi = through.min(0)
        p = jax.nn.softmax(beta * (r - phi))
        P = p * jax.nn.one_hot(through.argmin(0), size.n, axis=0, dtype=float)
        least = jnp.where(np.eye(size.n, dtype=bool), jnp.inf, C).min() / (2 * h)
        policy = jax.nn.softmax(beta * (r - 0.49 * least * jnp.tanh(theta["pull"])))
        keep = jax.nn.sigmoid(theta["stay"] + 0.3)
        plans = [mass[:, None] * (k * jnp.eye(size.n) + (1 - k) * ms.probabilities(logits))
                 for mass, k, logits in ((P.sum(1), keep[0], theta["rival"]), (policy, keep[1], theta["Pi"]))]
        return dict(C=C, r=r, psi=psi, phi=phi, beta=beta, h=h, P=P, rival=plans[0], Pi=plans[1])

    def draw_free(self, size, rng):
        n = size.n
        return self.draw(size, rng) | dict(C=rng.normal(size=(n, n)), phi=rng.normal(size=n), P=rng.normal(size=(n, n)),
                                           start=rng.normal(size=n), h=rng.normal(), switch=ms.switches(6, rng))

    def build_free(self, size, theta, built):
        priced, shifted, planned, elsewhere, other, longer = theta["switch"] > 0
        made = self.build(size, theta, {}, built)
        P = jnp.where(planned, jax.nn.softmax(theta["P"].ravel()).reshape(size.n, size.n), made["P"])
        start = jnp.where(elsewhere, jax.nn.softmax(theta["start"])[:, None] * ms.probabilities(theta["rival"]), made["rival"])
        return made | dict(C=jnp.where(priced, made["C"] + theta["C"], made["C"]),
                           phi=jnp.where(shifted, made["phi"] - theta["phi"], made["phi"]), P=P, rival=start,
                           Pi=jnp.where(other, jax.nn.softmax(theta["Pi"].ravel()).reshape(size.n, size.n), made["Pi"]),
                           h=jnp.where(longer, made["h"] * jnp.exp(jnp.tanh(theta["h"])), made["h"]))

    def named(self, given, exact):
        return {name: given[name] for name in ("C", "r", "psi", "phi", "beta", "h", "P", "rival", "Pi", "shown")}

    def as_exact(self, instance):
        """The exact step near the arrays, a rival from its policy, and Pi as it is; where they are no step, the arrays themselves."""
        i = {name: np.vectorize(lambda x: arb(float(x)), otypes=[object])(np.asarray(x))[()] for name, x in instance.items()}
        phi, P = (np.array(x, object) for x in exact_step(i["C"], i["r"], i["psi"], i["beta"], i["h"]))
        if max(_gap(phi, i["phi"]), _gap(P, i["P"]), _gap(i["P"].sum(1), i["rival"].sum(1))) > 1e-9:
            return i
        old = i["rival"].sum(1)
        rival = np.array([[x * q / s if s > 0 else arb(0) for x in row] for row, q, s in zip(i["rival"], P.sum(1), old)], object)
        return i | dict(phi=phi, P=P, rival=rival, Pi=i["Pi"] / i["Pi"].sum())

    def shown(self, instance):
        return instance["shown"]


def _gap(a, b):
    return max(abs(float(x) - float(y)) for x, y in zip(np.ravel(a), np.ravel(b)))


@dataclass(frozen=True)
class Policies(World):
    """Named instances are in balls."""

    def extended(self, size, instance):
        flint.ctx.prec = PRECISION
        return super().extended(size, self.as_exact(instance))

    def exact(self, instance):
        flint.ctx.prec = PRECISION
        return super().exact(instance)

    def step(self, name, r, C, beta, h, psi=None, plan=None, rival=None, Pi=None, shares=None, **k):
        """plan: (phi, P) where the step is not that of psi. By default psi = 0, the rival stays, and Pi stays in the Gibbs policy."""
        with precisely():
            n = len(r)
            shown = {r"\beta": in_latex(Fraction(beta)), "h": in_latex(Fraction(h)), "r": in_latex([Fraction(x) for x in r])}
            shown[r"C_{0\cdot}"] = in_latex([Fraction(x) for x in C[0]])
            r, psi = ([ball(Fraction(x)) for x in row] for row in (r, psi or [0] * n))
            C = [[ball(Fraction(x)) for x in row] for row in C]
            beta, h = ball(Fraction(beta)), ball(Fraction(h))
            phi, P = ([ball(Fraction(x)) for x in plan[0]], _balls(plan[1])) if plan else exact_step(C, r, psi, beta, h, shares)
            weights = [(beta * x).exp() for x in r]
            rest = [w / sum(weights, arb(0)) for w in weights]
            rival = _balls(rival) if rival else _diagonal([sum(row, arb(0)) for row in P])
            instance = dict(C=C, r=r, psi=psi, phi=phi, beta=beta, h=h, P=P, rival=rival, shown=shown,
                            Pi=_balls(Pi) if Pi else _diagonal(rest))
            return replace(self.named(name, None, instance, **k), arithmetic=Arithmetic.BALL)


def _balls(rows):
    return [[x if isinstance(x, arb) else ball(Fraction(x)) for x in row] for row in rows]


def _diagonal(masses):
    return [[mass if i == j else arb(0) for j in range(len(masses))] for i, mass in enumerate(masses)]


def policies() -> Policies:
    """The world."""
    return Policies("Steps on four arms in the plane, built from their potentials: rewards, prices (squared distances), potentials, the "
                    "policy and the plan that belong to them, a rival plan, and a plan from a policy that uses every arm.",
                    (Size(4),), (Steps(),))
