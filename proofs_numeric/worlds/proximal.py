"""Laws on the line of four shapes, shifted and scaled; proximal steps and the flow of the free energy in a quadratic potential.

A law is (mean, deviation, shape). For quantile functions m + s q of standardised shapes, W_2^2 = (m - m')^2 + (s - s')^2 + 2 (1 - c) s s'
with the correlation c of the two shapes; the integral of density times logarithm is its value for the shape less log s.
Every word is written once, for intervals and for balls with hundreds of digits.
"""
import contextlib
import functools
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import jax.numpy as jnp
import numpy as np
from flint import arb

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, exp, log, rounding
from proofs_numeric.engine.interpret import EXTENDED, VMAPPED, Named, unnamed
from proofs_numeric.engine.model import Arithmetic
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics.transport import arb as ball
from proofs_numeric.worlds.world import Part, Words, World, in_latex

GAUSSIAN, UNIFORM, BLOCKS, COIN = range(4)        # blocks: the uniform law of [-3/2, -1/2] and [1/2, 3/2], standardised; the coin: +-1
PRECISION = 400
KNOWN = 64 * EPS                                  # relative error up to which the sequences of a floating instance stand for exact ones


class Size(NamedTuple):
    K: int                       # steps


class Law(NamedTuple):
    """A shape with this mean and this standard deviation."""

    mean: Any
    deviation: Any
    shape: Any


@functools.cache
def tables():
    """(1 - correlation of two shapes, entropy integral of a shape), in balls; the coin has no density."""
    with precisely():
        return _tables()


def _tables():
    pi, one, width = arb.pi(), arb(1), (arb(13) / 12).sqrt()
    upper = {(GAUSSIAN, UNIFORM): (3 / pi).sqrt(), (GAUSSIAN, BLOCKS): (1 / (2 * pi).sqrt() + 1 / pi.sqrt()) / width,
             (GAUSSIAN, COIN): (2 / pi).sqrt(), (UNIFORM, BLOCKS): 7 / (2 * arb(13).sqrt()), (UNIFORM, COIN): arb(3).sqrt() / 2,
             (BLOCKS, COIN): 1 / width}
    apart = [[arb(0) if i == j else one - upper[min(i, j), max(i, j)] for j in range(4)] for i in range(4)]
    entropy = [-(2 * pi).log() / 2 - arb(1) / 2, -arb(12).log() / 2, width.log() - arb(2).log(), arb("inf")]
    return apart, entropy


def _near(x):
    """The ends of balls as arrays of floats."""
    value = np.array([[float(v) for v in row] for row in x])
    slack = 2 * EPS * np.where(np.isfinite(value), np.abs(value), 0.0)
    return value - slack, value + slack


class ProximalWords(Words):
    """The numbers of the instance are exact, but that sequences stand for those of the scheme where they agree up to rounding."""

    exp, log = staticmethod(exp), staticmethod(log)

    def number(self, x):
        return Interval.of(x)

    def root(self, x):
        return x ** Fraction(1, 2)

    def kept(self, x):
        """A number of a sequence."""
        return Interval.around(x, KNOWN * jnp.abs(x)) if rounding.value else Interval.of(x)

    @property
    def extra(self):
        return {VMAPPED: ("k",)}

    def apart(self, i, j):
        lo, hi = (jnp.asarray(end)[i, j] for end in _near(tables()[0]))
        return Interval(lo, hi)

    def entropy(self, i):
        lo, hi = (jnp.asarray(end)[0, i] for end in _near([tables()[1]]))
        return Interval(lo, hi)

    def pair(self, x, y):
        return Ball(jnp.stack([x.mid, y.mid]), 0.5 * (x.width + y.width) * (1 + 8 * EPS))

    def values(self):
        i = self.instance
        self.h, self.beta, self.lam = (self.number(i[name]) for name in ("h", "beta", "lambda"))
        competitor = Law(self.number(i["eta"][0]), self.number(i["eta"][1]), i["shapes"][1])
        starts = [Named(name, Law(self.known_at("means", n, 0), self.known_at("deviations", n, 0), shape))
                  for n, (name, shape) in enumerate((("rho", i["shapes"][0]), ("rho_2", GAUSSIAN)))]
        return {"h": self.h, "beta": self.beta, "lambda": self.lam, "K": len(i["means"][0]) - 1, "rho": starts[0], "rho_2": starts[1],
                "eta": competitor, "mu": competitor.mean, "s": competitor.deviation} | self.extra

    def known_at(self, name, n, k):
        return self.kept(self.instance[name][n][k])

    def Mean(self, start, k):
        return self.known_at("means", ("rho", "rho_2").index(start.name), _index(k))

    def Deviation(self, start, k):
        return self.known_at("deviations", ("rho", "rho_2").index(start.name), _index(k))

    def Iterate(self, start, k):
        return Law(self.Mean(start, k), self.Deviation(start, k), GAUSSIAN)

    def Normal(self, mean, deviation):
        return Law(mean, deviation, GAUSSIAN)

    def Wasserstein(self, p, one, two):
        one, two = unnamed(one), unnamed(two)
        moved, scaled = one.mean - two.mean, one.deviation - two.deviation
        square = moved**2 + scaled**2
        if not (isinstance(one.shape, int) and one.shape is two.shape):
            square = square + self.apart(one.shape, two.shape) * one.deviation * two.deviation * 2
        return self.root(square)

    def FreeEnergy(self, law):
        law = unnamed(law)
        return (law.mean**2 + law.deviation**2) * self.lam * self.number(0.5) + (self.entropy(law.shape) - self.log(law.deviation)) / self.beta

    def FlowMean(self, t):
        return self.exp(-(self.lam * t)) * self.known_at("means", 0, 0)

    def FlowDeviation(self, t):
        decay = self.exp(-(self.lam * t * 2))
        return self.root(decay * self.known_at("deviations", 0, 0) ** 2 + self.spread(t, decay))

    def spread(self, t, decay):
        """(1 - exp(-2 lambda t)) / (beta lambda), 2 t / beta for lambda = 0."""
        flat = self.instance["lambda"] == 0
        lam = Interval.of(jnp.where(flat, 1.0, self.instance["lambda"]))
        curved, straight = (1 - decay) / (self.beta * lam), self.number(t) * 2 / self.beta
        return Interval(jnp.where(flat, straight.lo, curved.lo), jnp.where(flat, straight.hi, curved.hi))

    def Flow(self, t):
        return Law(self.FlowMean(t), self.FlowDeviation(t), GAUSSIAN)

    def Slope(self, t):
        deviation = self.FlowDeviation(t)
        return self.pair(self.lam * self.FlowMean(t), self.lam * deviation - 1 / (self.beta * deviation))

    def Norm(self, vector):
        return vector.norm()

    def Equilibrium(self):
        return Law(self.number(0), self.root(1 / (self.beta * self.lam)), GAUSSIAN)


def _index(k):
    """An index as it comes out of arithmetic: an int, or a traced number."""
    return k.lo.astype(int) if isinstance(k, Interval) else k


class BallWords(ProximalWords):
    """In balls; exact numbers that are no fractions of powers of 2 are known to hundreds of digits."""

    exp, log = staticmethod(lambda x: x.exp()), staticmethod(lambda x: x.log())

    @property
    def extra(self):
        return {EXTENDED: True}

    def number(self, x):
        return ball(x)

    kept = number

    def root(self, x):
        return x.nonnegative_part().sqrt()

    def apart(self, i, j):
        return tables()[0][i][j]

    def entropy(self, i):
        return tables()[1][i]

    def pair(self, x, y):
        return np.array([x, y], object)

    def spread(self, t, decay):
        return self.number(t) * 2 / self.beta if self.instance["lambda"] == 0 else (1 - decay) / (self.beta * self.lam)

    def Norm(self, vector):
        return self.root(sum((x * x for x in vector), arb(0)))


# -- instances
def implicit(h, beta, lam, mean, deviation, K):
    """Means and deviations of K steps, by the larger root of the quadratic equation; in JAX."""
    rows = [(mean, deviation)]
    for _ in range(K):
        m, s = rows[-1]
        rows.append((m / (1 + h * lam), (s + jnp.sqrt(s * s + 4 * (1 + h * lam) * h / beta)) / (2 * (1 + h * lam))))
    return [jnp.stack(column) for column in zip(*rows)]


def exactly(h, beta, lam, mean, deviation, K):
    """The same in balls."""
    means, deviations = [mean], [deviation]
    for _ in range(K):
        s = deviations[-1]
        means.append(means[-1] / (1 + h * lam))
        deviations.append((s + (s * s + 4 * (1 + h * lam) * h / beta).sqrt()) / (2 * (1 + h * lam)))
    return means, deviations


@dataclass(frozen=True)
class Runs(Part):
    """Two runs of the scheme from Gaussian starts, and a competitor with a density."""

    floating, exact, extended = ProximalWords, BallWords, BallWords
    frees = ("starts of any shape, sequences that are not those of the scheme, a potential that confines or repels, any competitor with a "
             "density")

    def draw(self, size, rng):
        return dict(parameters=rng.normal(size=3), starts=rng.normal(size=(2, 2)), eta=rng.normal(size=3))

    def build(self, size, theta, knobs, built):
        x = theta["parameters"]
        h, beta, lam = jnp.exp(1.2 * jnp.tanh(x[0] - 0.3) - 0.8), jnp.exp(jnp.tanh(x[1])), jnp.exp(1.5 * jnp.tanh(x[2]) - 0.2)
        return dict(zip(("h", "beta", "lambda"), (h, beta, lam))) | self._runs(size, theta, h, beta, lam)

    def _runs(self, size, theta, h, beta, lam):
        shift = np.array([[0.31, 0.12], [-0.23, 0.41]])
        starts = jnp.tanh(theta["starts"] + shift)
        runs = [implicit(h, beta, lam, 3 * x[0], jnp.exp(x[1]), size.K) for x in starts]
        y = theta["eta"]
        shape = jnp.where(y[2] < 0, GAUSSIAN, jnp.where(y[2] < 0.7, UNIFORM, BLOCKS))
        return dict(means=jnp.stack([m for m, _ in runs]), deviations=jnp.stack([s for _, s in runs]),
                    eta=jnp.stack([runs[0][0][1] + 2 * jnp.tanh(y[0] + 0.2), runs[0][1][1] * jnp.exp(jnp.tanh(y[1] - 0.1))]),
                    shapes=jnp.stack([jnp.asarray(GAUSSIAN), shape]))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(noise=rng.normal(size=(2, 2, size.K + 1)), start=rng.normal(), switch=ms.switches(4, rng))

    def build_free(self, size, theta, built):
        shaped, moved, scaled, repelling = theta["switch"] > 0
        made = self.build(size, theta, {}, built)
        lam = jnp.where(repelling, -0.3 * made["lambda"], made["lambda"])
        made = made | {"lambda": lam} | self._runs(size, theta, made["h"], made["beta"], lam)
        noise = jnp.tanh(theta["noise"])
        shape = jnp.where(shaped, jnp.where(theta["start"] < 0, UNIFORM, COIN), GAUSSIAN)
        return made | dict(means=jnp.where(moved, made["means"] + noise[0], made["means"]),
                           deviations=jnp.where(scaled, made["deviations"] * jnp.exp(noise[1]), made["deviations"]),
                           shapes=jnp.stack([shape, made["shapes"][1]]))

    def named(self, given, exact):
        """Only in balls. Sequences that are not given are those of the scheme."""
        h, beta, lam = (Fraction(given[name]) for name in ("h", "beta", "lambda"))
        starts = [[ball(Fraction(x)) for x in start] for start in given["starts"]]
        runs = given["runs"] or [exactly(ball(h), ball(beta), ball(lam), *start, given["K"]) for start in starts]
        return {"h": h, "beta": beta, "lambda": lam, "means": [m for m, _ in runs], "deviations": [s for _, s in runs],
                "eta": [ball(Fraction(x)) for x in given["eta"]], "shapes": list(given["shapes"]), "start": [Fraction(x) for x in given["starts"][0]]}

    def as_exact(self, instance):
        """Sequences that agree with the scheme up to rounding are replaced by those of the scheme, in balls."""
        i = instance
        h, beta, lam = (arb(float(i[name])) for name in ("h", "beta", "lambda"))
        runs = []
        for means, deviations in zip(i["means"], i["deviations"]):
            right = exactly(h, beta, lam, arb(float(means[0])), arb(float(deviations[0])), len(means) - 1)
            runs.append([[x if abs(float(x) - y) <= 1e-12 * abs(y) else arb(float(y)) for x, y in zip(*pair)]
                         for pair in zip(right, (means, deviations))])
        return {"h": h, "beta": beta, "lambda": lam, "means": [m for m, _ in runs], "deviations": [s for _, s in runs],
                "eta": [arb(float(x)) for x in i["eta"]], "shapes": [int(x) for x in i["shapes"]]}

    def shown(self, instance):
        i = instance
        return {r"\lambda": in_latex(i["lambda"]), r"\beta": in_latex(i["beta"]), "h": in_latex(i["h"]), "m_0": in_latex(i["start"][0]),
                r"\sigma_0": in_latex(i["start"][1])}


@dataclass(frozen=True)
class Proximal(World):
    """Named instances are in balls: starts (mean, deviation), a competitor (mean, deviation), the shapes of the first start and of it."""

    def extended(self, size, instance):
        with precisely():
            instance = self.as_exact(instance)
        flint.ctx.prec = PRECISION
        return super().extended(size, instance)

    def exact(self, instance):
        flint.ctx.prec = PRECISION
        return super().exact(instance)

    def run(self, name, h, beta, lam, start=(2, "3/10"), other=(-1, 1), eta=(0, 1), K=2, shapes=(GAUSSIAN, UNIFORM), runs=None, **k):
        """runs: for each start the sequences of means and deviations, where they are not those of the scheme."""
        given = {"h": h, "beta": beta, "lambda": lam, "starts": (start, other), "eta": eta, "K": K, "shapes": shapes}
        with precisely():
            given["runs"] = runs and [[[ball(Fraction(x)) for x in column] for column in run] for run in runs]
            return replace(self.named(name, None, given, **k), arithmetic=Arithmetic.BALL)


@contextlib.contextmanager
def precisely():
    """With the precision of this world."""
    usual, flint.ctx.prec = flint.ctx.prec, PRECISION
    yield
    flint.ctx.prec = usual


def proximal() -> Proximal:
    """The world."""
    return Proximal("Two runs of eight proximal steps from Gaussian laws on the line and a competitor that is Gaussian or uniform on one or two "
                    "intervals; the float64 parameters and starts are the instance, distances and integrals have closed forms.",
                    (Size(8),), (Runs(),))
