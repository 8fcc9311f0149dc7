"""Laws on the line of four shapes, shifted and scaled; proximal steps and the flow of the free energy in a quadratic potential.

A law is (mean, deviation, shape). For quantile functions m + s q of standardised shapes, W_2^2 = (m - m')^2 + (s - s')^2 + 2 (1 - c) s s'
with the correlation c of the two shapes; the integral of density times logarithm is its value for the shape less log s.
Every word is written once, for floats and for balls with hundreds of digits.
"""
import contextlib
import functools
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, NamedTuple

import flint
import jax.numpy as jnp
import numpy as np
from flint import arb

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, root
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


class ProximalWords(Words):
    """Values in float64, enclosed where a word returns them. What is known of a sequence is that it agrees with that of the scheme up to
    rounding; every word is Lipschitz in means and deviations, and its budget is KNOWN times a bound on its terms.
    """

    exp: ClassVar[Any] = staticmethod(jnp.exp)
    expm1: ClassVar[Any] = staticmethod(jnp.expm1)
    log: ClassVar[Any] = staticmethod(jnp.log)
    sqrt: ClassVar[Any] = staticmethod(jnp.sqrt)
    where: ClassVar[Any] = staticmethod(jnp.where)
    extra: ClassVar[dict[str, Any]] = {VMAPPED: ("k",)}

    def plain(self, x):
        """What arithmetic gave as a number to compute with."""
        return x.mid if isinstance(x, Interval) else x

    def around(self, value, scale):
        return Interval.around(value, KNOWN * scale)

    def pair(self, x, y, scale):
        return Ball(jnp.stack([x, y]), KNOWN * scale)

    @functools.cached_property
    def _tables(self):
        return [jnp.asarray([[float(x) for x in row] for row in table]) for table in (tables()[0], [tables()[1]])]

    def apart(self, i, j):
        return self._tables[0][i, j]

    def entropy(self, i):
        return self._tables[1][0, i]

    def values(self):
        i = self.instance
        self.h, self.beta, self.lam = (self.plain(i[name]) for name in ("h", "beta", "lambda"))
        mean, deviation = i["eta"]
        starts = {name: Named(name, Law(self.entry("means", n, 0), self.entry("deviations", n, 0), shape))
                  for n, (name, shape) in enumerate((("rho", i["shapes"][0]), ("rho_2", GAUSSIAN)))}
        return starts | {"h": self.h, "beta": self.beta, "lambda": self.lam, "K": len(i["means"][0]) - 1,
                         "eta": Law(mean, deviation, i["shapes"][1])} | self.extra

    def entry(self, name, n, k):
        return self.instance[name][n][k]

    def _entry(self, name, start, k):
        """The index may come out of arithmetic: an int, or a traced number."""
        k = k.lo.astype(int) if isinstance(k, Interval) else k
        return self.entry(name, ("rho", "rho_2").index(start.name), k)

    def Mean(self, start, k):
        x = self._entry("means", start, k)
        return self.around(x, abs(x))

    def Deviation(self, start, k):
        x = self._entry("deviations", start, k)
        return self.around(x, abs(x))

    def Iterate(self, start, k):
        return Law(self._entry("means", start, k), self._entry("deviations", start, k), GAUSSIAN)

    def Wasserstein(self, p, one, two):
        one, two = unnamed(one), unnamed(two)
        moved, scaled = one.mean - two.mean, one.deviation - two.deviation
        square = moved * moved + scaled * scaled                  # by products: a power of a ball around 0 may be NaN
        if one.shape is not two.shape:
            square = square + 2 * self.apart(one.shape, two.shape) * one.deviation * two.deviation
        return self.around(self.safe_root(square), abs(one.mean) + abs(two.mean) + one.deviation + two.deviation)

    def safe_root(self, x):
        return root(x)

    def FreeEnergy(self, law):
        law = unnamed(law)
        second, entropy, surprise = law.mean**2 + law.deviation**2, self.entropy(law.shape), self.log(law.deviation)
        return self.around(self.lam * second / 2 + (entropy - surprise) / self.beta,
                           abs(self.lam) * second + (abs(entropy) + abs(surprise) + 2) / self.beta)

    def Objective(self, law):
        start = self.known["rho"]
        moved = self.known["Wasserstein"](2, start, law)
        return moved * moved / 2 + self.known["FreeEnergy"](law) * self.h

    def _flow(self, t):
        """(mean, deviation) at time t; no number is lost by cancellation for small lambda t."""
        t, flat = self.plain(t), self.lam == 0
        lam = self.where(flat, 1.0, self.lam)
        gained = self.where(flat, 2 * t / self.beta, -self.expm1(-2 * lam * t) / (self.beta * lam))
        decay = self.exp(-self.lam * t)
        return decay * self.entry("means", 0, 0), self.sqrt((decay * self.entry("deviations", 0, 0)) ** 2 + gained)

    def FlowMean(self, t):
        mean, _ = self._flow(t)
        return self.around(mean, abs(self.entry("means", 0, 0)) + abs(mean))

    def FlowDeviation(self, t):
        _, deviation = self._flow(t)
        return self.around(deviation, deviation)

    def Flow(self, t):
        mean, deviation = self._flow(t)
        return Law(mean, deviation, GAUSSIAN)

    def _slopes(self, t):
        """Both coordinates of the gradient, each with a bound on its terms."""
        mean, deviation = self._flow(t)
        away, pushed = self.lam * deviation, 1 / (self.beta * deviation)
        return (self.lam * mean, abs(self.lam) * (abs(self.entry("means", 0, 0)) + abs(mean))), (away - pushed, abs(away) + abs(pushed))

    def MeanSlope(self, t):
        return self.around(*self._slopes(t)[0])

    def DeviationSlope(self, t):
        return self.around(*self._slopes(t)[1])

    def Slope(self, t):
        (x, first), (y, second) = self._slopes(t)
        return self.pair(x, y, first + second)

    def Norm(self, vector):
        return vector.norm()

    def Equilibrium(self):
        return Law(self.plain(0), self.sqrt(1 / (self.beta * self.lam)), GAUSSIAN)


class BallWords(ProximalWords):
    """In balls; nothing is rounded but in their last digits."""

    exp: ClassVar[Any] = staticmethod(lambda x: x.exp())
    expm1: ClassVar[Any] = staticmethod(lambda x: x.expm1())
    log: ClassVar[Any] = staticmethod(lambda x: x.log())
    sqrt: ClassVar[Any] = staticmethod(lambda x: x.sqrt())
    where: ClassVar[Any] = staticmethod(lambda flat, x, y: ball(x) if flat else y)
    extra: ClassVar[dict[str, Any]] = {EXTENDED: True}

    def plain(self, x):
        return ball(x)

    def around(self, value, scale):
        return value

    def pair(self, x, y, scale):
        return np.array([x, y], object)

    def apart(self, i, j):
        return tables()[0][i][j]

    def entropy(self, i):
        return tables()[1][i]

    def safe_root(self, x):
        return x.nonnegative_part().sqrt()

    def Norm(self, vector):
        return self.safe_root(sum((x * x for x in vector), arb(0)))


# -- instances
def implicit(h, beta, lam, mean, deviation, K):
    """Means and deviations of K steps, by the larger root of the quadratic equation; in JAX."""
    rows, curvature, double = [(mean, deviation)], 1 + h * lam, 2 * (1 + h * lam)
    for _ in range(K):
        m, s = rows[-1]
        rows.append((m / curvature, (s + jnp.sqrt(s * s + 2 * double * h / beta)) / double))
    return [jnp.stack(column, -1) for column in zip(*rows)]


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
        means, deviations = implicit(h, beta, lam, 3 * starts[:, 0], jnp.exp(starts[:, 1]), size.K)
        y = theta["eta"]
        shape = jnp.where(y[2] < 0, GAUSSIAN, jnp.where(y[2] < 0.7, UNIFORM, BLOCKS))
        return dict(means=means, deviations=deviations,
                    eta=jnp.stack([means[0, 1] + 2 * jnp.tanh(y[0] + 0.2), deviations[0, 1] * jnp.exp(jnp.tanh(y[1] - 0.1))]),
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
        runs = given["runs"] or [exactly(ball(h), ball(beta), ball(lam), mean, deviation, given["K"]) for mean, deviation in starts]
        return {"h": h, "beta": beta, "lambda": lam, "means": [m for m, _ in runs], "deviations": [s for _, s in runs],
                "eta": [ball(Fraction(x)) for x in given["eta"]], "shapes": list(given["shapes"]),
                "start": [Fraction(x) for x in given["starts"][0]]}

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
    return Proximal("Two runs of eight proximal steps from Gaussian laws on the line and a competitor that is Gaussian or uniform on one "
                    "or two intervals; the float64 parameters and starts are the instance, distances and integrals have closed forms.",
                    (Size(8),), (Runs(),))
