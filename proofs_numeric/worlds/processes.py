"""Random signals with finitely many values on Z/N, and their scattering transforms by a unitary bank.

A random signal is the array of its values, one row an outcome; probabilities belong to the instance. Stationary laws on a finite grid are
the mixtures of orbits: a signal of the family is shifted by a uniform number of samples.
"""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, euclid
from proofs_numeric.mathematics import scattering, transport
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.kept import ExactSignal, Signal, kept
from proofs_numeric.worlds.world import Part, Words, in_latex


class Size(NamedTuple):
    N: int                       # samples
    filters: int                 # wavelets
    depth: int                   # orders 0, ..., depth - 1 are averaged
    orbits: int                  # of the law, so that there are orbits * N outcomes


def orbits(x):
    """(orbits, N) -> (orbits * N, N): every shift of every row."""
    return jnp.stack([jnp.roll(row, v) for row in x for v in range(x.shape[-1])])


class ProcessWords(Words):
    @functools.cached_property
    def _chances(self):
        return jnp.asarray(self.instance["chances"])

    def values(self):
        i, size = self.instance, self.size
        paths = sum(i["bank"].psi.shape[0] ** m for m in range(size.depth))
        return {"X": Signal(jnp.asarray(i["X"]) + 0j, jnp.float64(0)), "Y": Signal(jnp.asarray(i["Y"]) + 0j, jnp.float64(0)),
                "1": Ball.of(jnp.ones(i["X"].shape[-1])), "P": jnp.arange(paths), "Sample": jnp.arange(len(i["X"]))}

    def Norm(self, x):
        return Ball.of(x).norm()

    def Imag(self, x):
        return Ball(x.center.imag, x.radius)

    # -- the law
    def MeanEnergy(self, x):
        weights = jnp.sqrt(self._chances).reshape(-1, *(1,) * (x.center.ndim - 1))
        y = Ball(x.center * weights, x.radius * jnp.sqrt(self._chances.max()) + 4 * EPS * x.size)
        return y.norm() ** 2 * Fraction(1, x.center.shape[-1])

    def Realisation(self, x, k):
        return x.center[k]

    def Stepped(self, x):
        return jnp.roll(x, 1)

    def Chance(self, x, value):
        """Of a value that is known exactly."""
        s = jnp.where((x.center == value).all(-1), self._chances, 0.0).sum()
        return Interval.around(s, 4 * len(self._chances) * EPS * s)

    def SquaredTransport(self, x, y):
        gaps = x.center[:, None] - y.center[None]
        costs = (gaps.real**2 + gaps.imag**2).sum(-1)
        return transport.least_cost(self._chances, self._chances, costs, self.ask, (x.center.shape[-1] + 8) * EPS)

    # -- the cascade
    def _layers(self, x):
        """Outputs and layers, (outcomes, paths, N)."""
        def compute(x):
            bank, (outcomes, n) = self.instance["bank"], x.center.shape
            outputs, layers = [], [Ball(x.center, x.radius)]
            for _ in range(self.size.depth):
                average, coefficients = scattering.analyse(bank, layers[-1])
                outputs.append(average)
                layers.append(scattering.absolute(coefficients))
            return tuple([Ball(y.center.reshape(outcomes, -1, n), y.radius) for y in family] for family in (outputs, layers))
        return kept(x, "layers of a process", compute)

    def _all(self, balls):
        return Ball(jnp.concatenate([b.center for b in balls], 1), euclid(jnp.stack([b.radius for b in balls])) * (1 + 8 * EPS))

    def ScatteredProcess(self, J, M, x):
        return self._all(self._layers(x)[0][:M])

    def LastProcess(self, J, M, x):
        return self._layers(x)[1][M]

    def ExpectedScattering(self, J, M, x):
        """Means over outcomes and samples: a map of norm at most 1 / sqrt(N)."""
        u = self._all(self._layers(x)[1][:M])
        means = jnp.tensordot(self._chances, u.center.mean(-1).real, 1)
        return Ball(means, (u.radius + 2 * (len(self._chances) + u.center.shape[-1]) * EPS * u.size) / jnp.sqrt(u.center.shape[-1]))

    def CentredProcess(self, J, M, x):
        s, means = self.ScatteredProcess(J, M, x), self.ExpectedScattering(J, M, x)
        gap = s.center - means.center[:, None]
        count = s.center.shape[0] * s.center.shape[-1]
        return Ball(gap, s.radius + means.radius * jnp.sqrt(count) + EPS * euclid(gap))

    def ExpectedPath(self, p, x):
        y = self.ExpectedScattering(None, self.size.depth, x)
        return Interval.around(y.center[p], y.radius)

    def ExpectedOutput(self, J, p, x, u):
        y = self.ScatteredProcess(J, self.size.depth, x)
        return Interval.around((self._chances * y.center[:, p, u].real).sum(), y.radius + len(self._chances) * EPS * y.size)


class ExactProcessWords(Words):
    """Rational values, chances and filters."""

    def values(self):
        i = self.instance
        paths = sum(len(i["bank"].bands) ** m for m in range(i["depth"]))
        return {"X": ExactSignal.of(i["X"]), "Y": ExactSignal.of(i["Y"]), "1": np.array([1] * i["X"].shape[-1], object),
                "P": tuple(range(paths)), "Sample": tuple(range(len(i["X"])))}

    def Norm(self, x):
        return Radical((sum((Fraction(v) ** 2 for v in np.ravel(x)), Fraction(0)),))

    def Imag(self, x):
        return 0 * np.asarray(x)

    def MeanEnergy(self, x):
        return sum((p * sum(v * v for v in np.ravel(row)) for p, row in zip(self.instance["chances"], x)), Fraction(0)) / x.shape[-1]

    def Realisation(self, x, k):
        return np.asarray(x)[k]

    def Stepped(self, x):
        return np.roll(x, 1)

    def Chance(self, x, value):
        return sum((p for p, row in zip(self.instance["chances"], x) if (np.asarray(row) == value).all()), Fraction(0))

    def SquaredTransport(self, x, y):
        chances = self.instance["chances"]
        costs = [[Fraction(sum((a - b) ** 2 for a, b in zip(row, other))) for other in np.asarray(y)] for row in np.asarray(x)]
        return kept(x, "transport", lambda x: transport.certify(chances, chances, costs).value)

    def _layers(self, x):
        def compute(x):
            found = [self.instance["bank"].scatter(row, self.instance["depth"]) for row in np.asarray(x)]
            return tuple([np.array([one[kind][m] for one in found], object) for m in range(len(found[0][kind]))] for kind in (0, 1))
        return kept(x, "layers of a process", compute)

    def ScatteredProcess(self, J, M, x):
        return np.concatenate(self._layers(x)[0][:M], 1)

    def LastProcess(self, J, M, x):
        return self._layers(x)[1][M]

    def ExpectedScattering(self, J, M, x):
        u = np.concatenate(self._layers(x)[1][:M], 1)
        return sum(p * row.sum(-1) for p, row in zip(self.instance["chances"], u)) * Fraction(1, u.shape[-1])

    def CentredProcess(self, J, M, x):
        return self.ScatteredProcess(J, M, x) - self.ExpectedScattering(J, M, x)[:, None]

    def ExpectedPath(self, p, x):
        return self.ExpectedScattering(None, self.instance["depth"], x)[p]

    def ExpectedOutput(self, J, p, x, u):
        y = self.ScatteredProcess(J, self.instance["depth"], x)
        return sum((c * v for c, v in zip(self.instance["chances"], y[:, p, u])), Fraction(0))


@dataclass(frozen=True)
class Processes(Part):
    """Two real stationary random signals on one probability space, near each other or not."""

    floating, exact = ProcessWords, ExactProcessWords
    frees = "laws that change under shifts, values that are not real"

    def shown(self, instance):
        """One signal of each orbit of X; a named instance lists all shifts of one after those of the other."""
        values = instance["X"][::len(instance["X"][0])]
        return {"X": r"\text{a shift of }" + r"\text{ or of }".join(map(in_latex, values))}

    def draw(self, size, rng):
        return dict(X=rng.normal(size=(size.orbits, size.N)), Y=rng.normal(size=(size.orbits, size.N)), near=rng.normal(size=()),
                    mixture=rng.normal(size=size.orbits))

    def build(self, size, theta, knobs, built):
        near = jax.nn.sigmoid(theta["near"])
        X = theta["X"]
        return dict(X=orbits(X) + 0j, Y=orbits(near * X + (1 - near) * theta["Y"]) + 0j,
                    chances=jnp.repeat(jax.nn.softmax(theta["mixture"]), size.N) / size.N)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(skewed=rng.normal(size=size.orbits * size.N), imaginary=rng.normal(size=(size.orbits, size.N)),
                                           strange=rng.uniform(size=2))

    def build_free(self, size, theta, built):
        one, on = self.build(size, theta, {}, built), jax.lax.stop_gradient(theta["strange"])
        chances = jnp.where(on[0] < 0.25, jax.nn.softmax(theta["skewed"]), one["chances"])
        return one | dict(chances=chances, X=one["X"] + jnp.where(on[1] < 0.2, 1j, 0.0) * orbits(theta["imaginary"]))
