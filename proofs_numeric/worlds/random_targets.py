"""Random targets of a linear model: noise with a finite law, the risk of ridge weights as a finite sum, strengths that respect it."""
import functools
from dataclasses import dataclass
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, stop
from proofs_numeric.engine.interpret import Named
from proofs_numeric.mathematics.masks import outcomes
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.worlds.regression import column, floats, fraction, in_matrix, rounded
from proofs_numeric.worlds.world import Part, Words, in_latex


class NoiseWords(Words):
    def values(self):
        """y is the law: its outcomes (K, n) and their chances (K,)."""
        i = self.instance
        return {"y": Named("y", (i["outcomes"], i["chances"])), "beta": i["beta"], "c": i["c"], "V": i["variance"]}

    @functools.cached_property
    def sizes(self):
        """(K,): the lengths of the outcomes."""
        return jnp.sqrt((self.instance["outcomes"] ** 2).sum(1))

    def Expected(self, law):
        Y, P = law.value
        return Ball((P @ Y)[:, None], stop((len(P) + 4) * EPS * (jnp.abs(P) @ self.sizes)))

    def Covariance(self, law):
        Y, P = law.value
        mean = P @ Y
        slack = (4 * len(P) + 16) * EPS * (jnp.abs(P) @ (self.sizes + jnp.abs(P) @ self.sizes) ** 2)
        return Ball((P[:, None] * (Y - mean)).T @ (Y - mean), stop(slack))

    def errors(self, lam):
        """((K, d), (K,)): the errors of the ridge weights for every outcome, and bounds on their rounding errors."""
        i, inverse = self.instance, self.known["Resolvent"](lam)
        size = jnp.sqrt((i["X"] ** 2).sum()) * self.sizes
        E = i["outcomes"] @ i["X"] @ inverse.center.T - i["beta"][:, 0]
        slack = size * (inverse.radius + 32 * EPS * inverse.size) + 4 * EPS * jnp.sqrt((i["beta"] ** 2).sum())
        return E, stop(slack)

    def Risk(self, lam, c):
        (E, slack), c = self.errors(lam), Ball.of(c)
        x, lengths = E @ c.center[:, 0], jnp.sqrt((stop(E) ** 2).sum(1))
        off = c.size * (slack + 8 * EPS * lengths) + c.radius * (lengths + slack)
        return self._mean_square(x * x, jnp.abs(x), off)

    def TotalRisk(self, lam):
        E, slack = self.errors(lam)
        squares = (E * E).sum(1)
        return self._mean_square(squares, jnp.sqrt(stop(squares)), slack)

    def _mean_square(self, squares, lengths, off):
        """The mean of squares of numbers, or vectors, of these lengths, each known up to `off`."""
        P = self.instance["chances"]
        slack = jnp.abs(P) @ (2 * lengths * off + off**2 + (len(P) + 8) * EPS * lengths**2)
        return Interval.around(P @ squares, stop(slack))

    def SquaredCoordinate(self, j):
        V = self.instance["V"]
        x, length = V[:, j] @ self.instance["beta"][:, 0], (V[:, j] ** 2).sum()
        return Interval.around(x * x / length, 32 * EPS * (self.instance["beta"] ** 2).sum())


class ExactNoiseWords(Words):
    values = NoiseWords.values

    def Expected(self, law):
        Y, P = law.value
        return (P @ Y)[:, None]

    def Covariance(self, law):
        Y, P = law.value
        return (P[:, None] * (Y - P @ Y)).T @ (Y - P @ Y)

    def errors(self, lam):
        i = self.instance
        return i["outcomes"] @ i["X"] @ self.known["Resolvent"](lam) - i["beta"][:, 0]

    def Risk(self, lam, c):
        return self.instance["chances"] @ (self.errors(lam) @ c[:, 0]) ** 2

    def TotalRisk(self, lam):
        return self.instance["chances"] @ (self.errors(lam) ** 2).sum(1)

    def SquaredCoordinate(self, j):
        V = self.instance["V"]
        return (V[:, j] @ self.instance["beta"][:, 0]) ** 2 / (V[:, j] ** 2).sum()


@dataclass(frozen=True)
class Noise(Part):
    """Targets with a finite law: X beta and n signs of the size sigma, all combinations equally likely; a combination c of the weights."""

    floating, exact, extended = NoiseWords, ExactNoiseWords, ExactNoiseWords
    frees = "noise with a mean, with unequal variances or with correlations, any combination of the weights"

    def draw(self, size, rng):
        return dict(beta=rng.normal(size=size.d) * rng.choice([0.3, 1.0, 3.0]), sigma=rng.normal(), c=rng.normal(size=(size.d, 1)))

    def build(self, size, theta, knobs, built):
        beta, sigma = rounded(theta["beta"], 8, 4.0)[:, None], rounded(jnp.exp(jnp.tanh(theta["sigma"])), 8)
        signs = jnp.asarray(2.0 * outcomes(1, size.n)[:, 0] - 1)
        c = jnp.clip(theta["c"], -8.0, 8.0)
        return dict(beta=beta, c=jnp.where((c == 0).all(), 1.0, c), variance=sigma**2, outcomes=(built["X"] @ beta)[:, 0] + sigma * signs,
                    chances=jnp.full(len(signs), 1.0 / len(signs)))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(noise=rng.normal(size=(size.n, size.n)), shift=rng.normal(size=size.n), unlike=switches(3, rng))

    def build_free(self, size, theta, built):
        own, (shifted, mixed, claimed) = self.build(size, theta, {}, built), theta["unlike"] > 0
        mean = (built["X"] @ own["beta"])[:, 0]
        noise = own["outcomes"] - mean
        noise = jnp.where(mixed, noise @ theta["noise"], noise)
        return own | dict(outcomes=mean + noise + jnp.where(shifted, 1.0, 0.0) * theta["shift"],
                          variance=jnp.where(claimed, 2.0, 1.0) * own["variance"])

    def named(self, given, exact):
        """noise: rows (chance, entries of the noise); n signs of the root `sigma` of the variance, where they are not given."""
        X, beta = fraction(np.array(given["X"], object)), column(given["beta"])
        sigma = Fraction(given.get("sigma", 1))
        signs = [(Fraction(1, 2 ** len(X)), *(sigma * int(e) for e in row)) for row in 2 * outcomes(1, len(X))[:, 0] - 1]
        rows = fraction(np.array(given.get("noise", signs), object))
        mean = (X @ beta)[:, 0] * Fraction(given.get("mean", 1))
        return floats(dict(beta=beta, c=column(given["c"]), variance=sigma**2, outcomes=mean + rows[:, 1:], chances=rows[:, 0]), exact)

    def as_exact(self, instance):
        return {name: fraction(np.asarray(instance[name])) for name in ("beta", "c", "outcomes", "chances")} | {
            "variance": Fraction(float(instance["variance"]))}

    def shown(self, instance):
        return {r"\beta": in_matrix(instance["beta"]), "c": in_matrix(instance["c"]), r"\sigma^2": in_latex(instance["variance"])}


# -- strengths
class RangeWords(Words):
    def values(self):
        return {name: Named(name, self.instance[key]) for name, key in (("lambda", "lam"), ("mu", "mu"), ("nu", "nu"))} | {
            "J": jnp.arange(self.size.d)}


class ExactRangeWords(Words):
    def values(self):
        return {name: Named(name, self.instance[key]) for name, key in (("lambda", "lam"), ("mu", "mu"), ("nu", "nu"))} | {
            "J": range(self.instance["X"].shape[1])}


@dataclass(frozen=True)
class Ranges(Part):
    """Strengths with lambda |beta|^2 < 2 sigma^2 and 0 <= mu < nu, nu alpha_j^2 < sigma^2 for the coordinates of beta on the axes."""

    floating, exact, extended = RangeWords, ExactRangeWords, ExactRangeWords
    frees = "strengths of any size and sign"

    def draw(self, size, rng):
        return dict(part=rng.normal(size=3) * rng.choice([1.0, 3.0]))

    def build(self, size, theta, knobs, built):
        part = (1 - 2.0**-8) * jax.nn.sigmoid(theta["part"]) + 2.0**-10
        V, beta = built["V"], built["beta"]
        largest = ((V.T @ beta)[:, 0] ** 2 / (V**2).sum(0)).max()
        nu = part[1] * built["variance"] / (largest + 2.0**-6)
        return dict(lam=part[0] * 2 * built["variance"] / ((beta**2).sum() + 2.0**-6), nu=nu, mu=(part[2] - 2.0**-10) * nu)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(factor=2 * rng.normal(size=3), negative=switches(2, rng))

    def build_free(self, size, theta, built):
        own, factor = self.build(size, theta, {}, built), jnp.exp2(jnp.clip(theta["factor"], -3.0, 3.0))
        sign = jnp.where(theta["negative"] > 0, -1.0, 1.0)
        return dict(lam=sign[0] * factor[0] * own["lam"], nu=factor[1] * own["nu"], mu=sign[1] * factor[2] * own["mu"])

    def named(self, given, exact):
        """mu is half of nu and nu is lambda, where they are not given."""
        lam = Fraction(given["lam"])
        nu = Fraction(given.get("nu", lam))
        return floats(dict(lam=lam, nu=nu, mu=Fraction(given.get("mu", nu / 2))), exact)

    def as_exact(self, instance):
        return {name: Fraction(float(instance[name])) for name in ("lam", "mu", "nu")}

    def shown(self, instance):
        return {r"\lambda": in_latex(instance["lam"])}
