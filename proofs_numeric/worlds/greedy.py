"""Sums of functions along frequencies on finitely many points, the dictionary of their jumps, and greedy networks of steps.

Along each frequency the points, the origin among them, are ordered by phase. The function is its value at the origin plus its jumps
times steps. Element i of the dictionary is V times the sign of a jump times that step, and has the probability |jump| / V, where V is the
sum of the moduli of all jumps: the mean is the function itself. Everything is rational in the data.
"""
import functools
import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.interpret import unnamed
from proofs_numeric.worlds.measures import Laws
from proofs_numeric.worlds.world import Part, Words, World, in_latex

STRICT = 2.0**-20                # claims exceed what is true by so much
TRIED = 2                        # independent draws whose mean is taken over all choices
WIDTHS = 3                       # units of the greedy networks


class Size(NamedTuple):
    n: int                       # points
    J: int                       # frequencies


class Built(NamedTuple):
    """values: a network on the points (m); weights: the sum of the moduli of its outer weights."""

    values: Any
    weights: Any


class Claimed(Words):
    """What is read from the instance, and the two networks by the way in which an arithmetic builds one."""

    def _greedy(self, kind, width):
        raise NotImplementedError

    def Steepness(self, j):
        return self.instance["a"][j]

    def Frequency(self, j):
        return self.instance["lengths"][j]

    def Network(self, n):
        return self._greedy("origin", n)

    def Centred(self, n):
        return self._greedy("centre", n)


# -- in floating point
class FloatingWords(Claimed):
    def values(self):
        i, points = self.instance, self.size.n
        self.law, phases, components = i["weights"][0], i["phases"], i["components"]
        order = jnp.argsort(phases, axis=1)
        sorted_phases, heights = (jnp.take_along_axis(a, order, 1) for a in (phases, components))
        self.jumps = jnp.diff(heights, axis=1).ravel()                                       # of all frequencies
        above = (phases[:, None, :] >= sorted_phases[:, 1:, None]).astype(float)             # frequency, jump, point; the last is 0
        above = above.reshape(-1, points + 1)
        self.steps = {"origin": above[:, :points] - above[:, points:], "centre": above[:, :points] - 0.5}
        constant = components[:, -1].sum(), (heights[:, 0] + heights[:, -1]).sum() / 2
        self.constants = dict(zip(self.steps, constant))
        self.V, self.f = jnp.abs(self.jumps).sum(), components[:, :points].sum(0)
        self.unit = 8 * (self.jumps.size + points) * EPS * (jnp.abs(components).sum() + self.V)      # bounds what is rounded in a value
        return {"f": self.f, "J": jnp.arange(self.size.J), "X": jnp.arange(points), "O": jnp.arange(points + 1), "N": WIDTHS,
                "r": i["r"], "C": i["C"]}

    def _greedy(self, kind, width):
        """The network of `width` steps: each is the element of the dictionary that makes the accumulated error least."""
        elements = self.V * jnp.sign(self.jumps)[:, None] * self.steps[kind]
        mean = self.jumps @ self.steps[kind]
        possible = jnp.where(self.jumps == 0, jnp.inf, 0.0)
        error, chosen = jnp.zeros_like(mean), jnp.zeros_like(mean)
        for _ in range(width):
            off = ((error + elements - mean)**2 * self.law).sum(1) + possible
            best = elements[jnp.argmin(off)]
            error, chosen = error + best - mean, chosen + best
        return Built(self.constants[kind] + chosen / width, self.V)

    def Component(self, j, x):
        return self.instance["components"][j, x]

    def Phase(self, j, x):
        return self.instance["phases"][j, x]

    def Gap(self, f, network, law):
        law, gap = unnamed(law), f - network.values
        moduli, size = jnp.abs(law), jnp.abs(gap) + self.unit
        slack = 2 * self.unit * (moduli * size).sum() + (len(law) + 8) * EPS * (moduli * size**2).sum()
        return Interval.around((law * gap**2).sum(), slack)

    def Coefficients(self, network):
        return Interval.around(network.weights, self.unit)

    def _square(self, values, law):
        return (law * values**2).sum(-1)

    def Drawn(self, n, law):
        law, own = unnamed(law), self.V * jnp.sign(self.jumps)[:, None] * self.steps["origin"]
        p = jnp.abs(self.jumps) / jnp.where(self.V > 0, self.V, 1.0)
        mean, choices = self.jumps @ self.steps["origin"], np.array([*itertools.product(range(len(p)), repeat=n)])
        off = self._square(mean - own[choices].mean(1), law)
        return Interval.around((p[choices].prod(1) * off).sum(), self._budget(law, len(choices)))

    def Spread(self, law):
        law = unnamed(law)
        means = self.V * (jnp.abs(self.jumps) * self._square(self.steps["origin"], law)).sum()
        return Interval.around(means - self._square(self.jumps @ self.steps["origin"], law), self._budget(law, len(self.jumps)))

    def _budget(self, law, count):
        """Of a sum of so many products of squares at most 4 V^2 with probabilities."""
        return 16 * (count + self.size.n) * EPS * jnp.abs(law).sum() * (self.V**2 + self.unit)


# -- exactly
class ExactWords(Claimed):
    def values(self):
        i = self.instance
        points = len(i["weights"][0])
        self.law = i["weights"][0]
        jumps: list = []
        steps: list = []
        constants = [Fraction(0), Fraction(0)]
        for phases, heights in zip(i["phases"], i["components"]):
            order = sorted(range(points + 1), key=phases.__getitem__)
            constants = [constants[0] + heights[points], constants[1] + (heights[order[0]] + heights[order[-1]]) / 2]
            for below, at in itertools.pairwise(order):
                jumps.append(heights[at] - heights[below])
                steps.append([int(phases[x] >= phases[at]) for x in range(points + 1)])
        above = np.array(steps, object)
        self.steps = {"origin": above[:, :points] - above[:, points:], "centre": above[:, :points] - Fraction(1, 2)}
        self.jumps, self.constants = np.array(jumps, object), dict(zip(self.steps, constants))
        self.V = sum(abs(self.jumps))
        total = sum(np.array(row[:points], object) for row in i["components"])
        return {"f": total, "J": tuple(range(len(i["phases"]))), "X": tuple(range(points)),
                "O": tuple(range(points + 1)), "N": WIDTHS, "r": i["r"], "C": i["C"]}

    def _square(self, values, law):
        return (np.array(unnamed(law), object) * values**2).sum()

    @functools.cached_property
    def _found(self):
        return {}

    def _greedy(self, kind, width):
        if (kind, width) in self._found:
            return self._found[kind, width]
        own = [(self.V * ((jump > 0) - (jump < 0))) * step for jump, step in zip(self.jumps, self.steps[kind]) if jump]
        mean = self.jumps @ self.steps[kind]
        error = chosen = 0 * mean
        for _ in range(width):
            best = min(own, key=lambda g: self._square(error + g - mean, self.law), default=0 * mean)
            error, chosen = error + best - mean, chosen + best
        self._found[kind, width] = Built(self.constants[kind] + chosen * Fraction(1, width), self.V)
        return self._found[kind, width]

    def Component(self, j, x):
        return self.instance["components"][j][x]

    def Phase(self, j, x):
        return self.instance["phases"][j][x]

    def Gap(self, f, network, law):
        return self._square(f - network.values, law)

    def Coefficients(self, network):
        return network.weights

    def Drawn(self, n, law):
        """Over all choices of n elements. Elements of probability 0 are left out."""
        if ("drawn", n) not in self._found:
            own = [(abs(jump) / self.V, self.V * (1 if jump > 0 else -1) * step)
                   for jump, step in zip(self.jumps, self.steps["origin"]) if jump]
            mean = self.jumps @ self.steps["origin"]
            self._found["drawn", n] = sum(
                (np.prod([p for p, _ in choice]) * self._square(mean - sum(g for _, g in choice) * Fraction(1, n), law)
                 for choice in itertools.product(own, repeat=n)), Fraction(0))
        return self._found["drawn", n]

    def Spread(self, law):
        return (self.V * sum(abs(jump) * self._square(step, law) for jump, step in zip(self.jumps, self.steps["origin"]))
                - self._square(self.jumps @ self.steps["origin"], law))


# -- instances
@dataclass(frozen=True)
class Spectrum(Part):
    """Functions along frequencies, with what is claimed of them."""

    floating, exact, extended = FloatingWords, ExactWords, ExactWords
    knobs = ("slope", "ball", "variation")
    frees = "phases, which may coincide; values of the functions along them; any claims of slopes, lengths, radius and variation"

    def draw(self, size, rng):
        return dict(phases=rng.normal(size=(size.J, size.n)), shift=rng.normal(size=size.J), a=rng.normal(size=size.J))

    def build(self, size, theta, knobs, built):
        """Cosines of amplitude and phase of any sign; the amplitudes are not 0. Knobs understate the claims by a factor 64."""
        phases = jnp.concatenate([4 * jnp.tanh(theta["phases"] + 0.01 * np.arange(1, size.n + 1)), jnp.zeros((size.J, 1))], 1)
        a = 0.2 + jnp.abs(theta["a"]) / (1 + jnp.abs(theta["a"]))
        components = jnp.where(theta["a"] < 0, -a, a)[:, None] * jnp.cos(phases + theta["shift"][:, None])
        reach = jnp.abs(phases).max(1)
        off = {name: 1 - 63 / 64 * knobs.get(name, 0.0) for name in self.knobs}
        claimed = a * (1 + STRICT) * off["slope"]
        return dict(phases=phases, components=components, a=claimed, lengths=reach, r=(1 + STRICT) * off["ball"],
                    C=(claimed * reach).sum() * (1 + STRICT) * off["variation"])

    def draw_free(self, size, rng):
        values = rng.normal(size=(size.J, size.n + 1))
        return self.draw(size, rng) | dict(components=values, claims=rng.normal(size=4), switch=rng.uniform(-1, 1, 2))

    def build_free(self, size, theta, built):
        """Some phases coincide, and the values along a frequency need not be those of a cosine."""
        phases = jnp.concatenate([jnp.round(16 * jnp.tanh(theta["phases"])) / 4, jnp.zeros((size.J, 1))], 1)
        wild, loose = jnp.asarray(theta["switch"]) > 0
        smooth = jnp.round(2 * theta["a"])[:, None] / 2 * jnp.abs(phases)
        components = jnp.where(wild, jnp.round(2 * jnp.tanh(theta["components"])) / 2, smooth)
        distances = jnp.abs(phases[:, :, None] - phases[:, None])
        rises = jnp.abs(components[:, :, None] - components[:, None])
        a = (rises / jnp.where(distances > 0, distances, jnp.inf)).max((1, 2))
        reach = jnp.abs(phases).max(1)
        steep, long, wide, large = jnp.exp(jnp.where(loose, jnp.tanh(theta["claims"]), 0.0))
        a, lengths = (a + STRICT) * (1 + STRICT) * steep, (reach + STRICT) * long
        return dict(phases=phases, components=components, a=a, lengths=lengths, r=wide, C=(a * lengths).sum() * (1 + STRICT) * large)

    def named(self, given, exact):
        """phases, components: for each frequency its values at the points; the last is the origin."""
        rows, lists = ("phases", "components"), ("a", "lengths")
        if exact:
            return ({name: [[*map(Fraction, row)] for row in given[name]] for name in rows}
                    | {name: [*map(Fraction, given[name])] for name in lists} | {name: Fraction(given[name]) for name in "rC"})
        return ({name: np.array([[float(v) for v in row] for row in given[name]]) for name in rows}
                | {name: np.array([float(v) for v in given[name]]) for name in lists} | {name: np.float64(given[name]) for name in "rC"})

    def as_exact(self, instance):
        def fractions(array):
            return [Fraction(float(v)) for v in array]
        return ({name: [fractions(row) for row in instance[name]] for name in ("phases", "components")}
                | {name: fractions(instance[name]) for name in ("a", "lengths")} | {name: Fraction(float(instance[name])) for name in "rC"})

    def shown(self, instance):
        """Of the first frequency."""
        i, (*values, origin) = instance, instance["components"][0]
        return {r"\omega_1\!\cdot x": in_latex(i["phases"][0][:-1]), "f_1": in_latex(values), "f_1(0)": in_latex(origin),
                "a_1": in_latex(i["a"][0]), r"\lvert\omega_1\rvert": in_latex(i["lengths"][0]), "r": in_latex(i["r"]),
                "C": in_latex(i["C"])}


@dataclass(frozen=True)
class Greedy(World):
    """Named instances: the law is uniform unless it is given."""

    def rational(self, name, phases, components, a, r, C, lengths=None, weights=None, **more):
        """In rational arithmetic."""
        points = len(phases[0]) - 1
        given = dict(phases=phases, components=components, a=a, r=r, C=C, lengths=lengths or [1] * len(a),
                     weights=[weights or [Fraction(1, points)] * points])
        return self.named(name, None, given, **more)


GREEDY = Greedy(
    space="Sums of cosines, or of other functions along J frequencies, on n points and the origin, with a law on the points; the float64 "
          "phases, values, weights and claims are the instance.",
    sizes=(Size(4, 1), Size(6, 2)), parts=(Laws("mu"), Spectrum()))
