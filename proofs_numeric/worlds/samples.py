"""Every sample of n draws from a law on k points of a metric space, and what one sample is away from the law."""
import functools
import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.surds import Surd
from proofs_numeric.worlds.world import Part, Words, in_latex

SHRINK = 1 / 64                  # what a knob leaves of a number that it understates


class Size(NamedTuple):
    k: int                       # points of the finite space
    n: int                       # draws
    bins: int                    # of the density on the line
    m: int                       # atoms


def known_to(x, relative):
    """A number with a relative error of at most `relative`."""
    return Interval.of(x) * Interval(1 - relative, 1 + relative)


# -- the finite space and its law
class FloatingSpace(Words):
    def values(self):
        i = self.instance
        return {"mu": i["mu"], "p": i["p"], "D": i["D"], "k": i["k"], "X": jnp.arange(self.size.k)}

    def Count(self, X):
        return 1.0 * self.size.k

    def Distance(self, x, y):
        return self.instance["metric"][x, y]

    def Weight(self, mu, x):
        return mu[x]


class ExactSpace(Words):
    """Numbers are `Surd`: roots are compared exactly. p is 1 or 2."""

    def values(self):
        i = self.instance
        return {"mu": i["mu"], "p": Surd.of(i["p"]), "D": Surd.of(i["D"]), "k": Surd.of(i.get("k", len(i["mu"]))),
                "X": tuple(range(len(i["mu"])))}

    def Count(self, X):
        return Surd.of(len(X))

    def Distance(self, x, y):
        return Surd.of(self.instance["metric"][x][y])

    def Weight(self, mu, x):
        return Surd.of(mu[x])


class ExtendedSpace(Words):
    """The floats as rationals, weights normalised. For p > 0 and distances >= 0."""

    def __init__(self, *given):
        super().__init__(*given)
        flint.ctx.prec = 400
        if not self.instance["p"] > 0 or (self.instance["metric"] < 0).any():
            raise ArithmeticError("only exponents > 0 and distances >= 0 are judged in extended arithmetic")
        self.metric = [[transport.arb(float(x)) for x in row] for row in self.instance["metric"]]

    def values(self):
        claims = {name: transport.arb(float(self.instance[name])) for name in "pDk"}
        return claims | {"mu": transport.normalised(self.instance["mu"]), "X": tuple(range(self.size.k))}

    def Count(self, X):
        return transport.arb(self.size.k)

    def Distance(self, x, y):
        return self.metric[x][y]

    def Weight(self, mu, x):
        return transport.arb(mu[x])


@dataclass(frozen=True)
class Space(Part):
    """A law mu on k points, an exponent p, and a claim D on the diameter."""

    floating, exact, extended = FloatingSpace, ExactSpace, ExtendedSpace
    knobs = ("reflexive", "diameter")
    frees = ("distances of any sign that may be one-way, vanish, or break the triangle inequality, any exponent between −3 and 4, weights "
             "of any sign and mass, k and D only claimed")

    def draw(self, size, rng):
        return dict(edges=rng.normal(size=(size.k, size.k)), mu=rng.normal(size=size.k) * rng.choice([0, 1, 3]), p=rng.normal())

    def build(self, size, theta, knobs, built):
        metric = ms.random_metric(theta["edges"])
        top, off = metric.max(), jnp.eye(size.k) == 0
        nearest = jnp.where(off, metric, jnp.inf).min(1)        # to stay costs as much as to go there: the triangle inequality remains
        return dict(metric=metric + knobs.get("reflexive", 0.0) * jnp.diag(nearest), mu=ms.probabilities(theta["mu"]), k=1.0 * size.k,
                    p=1 + 2 * jax.nn.sigmoid(theta["p"]), D=top * (1 + 8 * EPS) * (1 - (1 - SHRINK) * knobs.get("diameter", 0.0)))

    def draw_free(self, size, rng):
        return dict(metric=ms.draw_distances(size.k, rng), mu=ms.draw_weights(1, size.k, rng), p=ms.draw_exponent(rng),
                    diameter=rng.normal(), miscount=rng.normal(), claimed=ms.switches(3, rng))

    def build_free(self, size, theta, built):
        """k and D are only claimed, distances may be far below 0."""
        counted, small, gained = theta["claimed"] > 0
        metric = ms.distances(theta["metric"])
        return dict(metric=jnp.where(gained, -4 * metric, metric), mu=ms.weights(theta["mu"])[0],
                    k=jnp.where(counted, size.k + jnp.sign(theta["miscount"]), size.k),
                    p=jnp.where(gained, 2.0, ms.exponent(theta["p"], 2.0)),
                    D=metric.max() * (1 + 8 * EPS) * jnp.where(small, 1.5 * jax.nn.sigmoid(theta["diameter"]), 1.0))

    def shown(self, instance):
        return {"p": in_latex(instance["p"])}


# -- its samples
def samples(k, n):
    """All k^n samples (k^n, n) as indices of points."""
    return np.array(list(itertools.product(range(k), repeat=n)))


def empirical_measures(k, n):
    """The distinct empirical measures (L, k), and for each sample of `samples` the index of its own."""
    counts = (samples(k, n)[:, :, None] == np.arange(k)).sum(1)
    distinct, index = np.unique(counts, axis=0, return_inverse=True)
    return distinct / n, index.ravel()


@dataclass(frozen=True)
class Sampled:
    """The empirical measure of the sample with this number, as a law that knows how far it is from mu."""

    s: jax.Array
    words: "FloatingDraws"

    def distance(self, p, mu):
        costs, k = self.words.costs, self.words.number[self.s]
        return transport.rooted(Interval(costs.lo[k], costs.hi[k]), p)


class FloatingDraws(Words):
    @functools.cached_property
    def drawn(self):
        return jnp.array(samples(self.size.k, self.size.n))

    @functools.cached_property
    def number(self):
        return jnp.array(empirical_measures(self.size.k, self.size.n)[1])

    @functools.cached_property
    def costs(self):
        """W_p^p between mu and each distinct empirical measure, one transport problem for each."""
        mu, (C, relative) = self.instance["mu"], transport.powers(self.instance["metric"], self.instance["p"])
        distinct = jnp.array(empirical_measures(self.size.k, self.size.n)[0])
        problems = jax.vmap(lambda sample: transport.posed(sample, mu, C, relative))(distinct)
        return jax.vmap(transport.resolved)(problems, self.ask(transport.simplex, problems.a, problems.b, problems.C))

    @functools.cached_property
    def chances(self):
        mu, repeated = self.instance["mu"], self.instance["repeated"]
        same = (self.drawn == self.drawn[:, :1]).all(1) * mu[self.drawn[:, 0]]
        return (1 - repeated) * mu[self.drawn].prod(1) + repeated * same

    def values(self):
        return {"n": self.size.n, "Omega": jnp.arange(self.size.k**self.size.n)}

    def Draw(self, s, j):
        return self.drawn[s, j - 1]

    def Probability(self, s):
        return known_to(self.chances[s], (self.size.n + 4) * EPS)

    def Empirical(self, s):
        return Sampled(s, self)


@dataclass(frozen=True)
class ExactSample:
    """An empirical measure as a tuple of masses; `root` of W_p^p, `cost` the certified W_p^p."""

    masses: tuple
    words: "ExactDraws"

    def distance(self, p, mu):
        return self.words.root(self.words.cost(self.masses), p)


class ExactDraws(Words):
    """Every sample enumerated, each W_p certified."""

    def __init__(self, *given):
        super().__init__(*given)
        self.cost = functools.cache(self._cost)

    def _cost(self, masses):
        costs = [[Fraction(x) ** self.instance["p"] for x in row] for row in self.instance["metric"]]
        return Surd.of(transport.certify(masses, self.instance["mu"], costs).value)

    def root(self, cost, p):
        return cost ** (1 / p.rational())

    def values(self):
        k, n = len(self.instance["mu"]), self.instance["n"]
        return {"n": Surd.of(n), "Omega": tuple(itertools.product(range(k), repeat=n))}

    def Draw(self, s, j):
        return s[j - 1]

    def Probability(self, s):
        return Surd.of(math.prod(self.instance["mu"][x] for x in s))

    def Empirical(self, s):
        return ExactSample(tuple(Fraction(s.count(x), len(s)) for x in self.known["X"]), self)


class ExtendedDraws(ExactDraws):
    """The same in ball arithmetic."""

    def _cost(self, masses):
        p = self.known["p"]
        metric = [[self.known["Distance"](x, y) for y in self.known["X"]] for x in self.known["X"]]
        return transport.enclosed(masses, self.known["mu"], [[d**p for d in row] for row in metric]).value

    def root(self, cost, p):
        return transport.root_of(cost, p)

    def values(self):
        return {"n": self.size.n, "Omega": tuple(itertools.product(range(self.size.k), repeat=self.size.n))}

    def Probability(self, s):
        mu, repeated = self.known["mu"], Fraction(float(self.instance["repeated"]))
        product = math.prod((mu[x] for x in s), start=Fraction(1))
        return transport.arb((1 - repeated) * product + repeated * (mu[s[0]] if len(set(s)) == 1 else 0))


@dataclass(frozen=True)
class Draws(Part):
    """All samples of n draws; `repeated` is the probability that one draw is repeated n times instead of n independent draws."""

    floating, exact, extended = FloatingDraws, ExactDraws, ExtendedDraws
    knobs = ("independent",)
    frees = "draws that depend on each other"

    def build(self, size, theta, knobs, built):
        return dict(repeated=jnp.asarray(knobs.get("independent", 0.0)) * 1.0)

    def draw_free(self, size, rng):
        return dict(dependence=rng.normal(), dependent=ms.switches(1, rng))

    def build_free(self, size, theta, built):
        return dict(repeated=jnp.where(theta["dependent"][0] > 0, 0.5 + 0.5 * jax.nn.sigmoid(theta["dependence"]), 0.0))


# -- the distance of laws that know it
class Between(Words):
    def Wasserstein(self, p, P, Q):
        return P.distance(p, Q)


@dataclass(frozen=True)
class Transport(Part):
    """W_p from a law that knows how far it is from the other."""

    floating, exact, extended = Between, Between, Between
