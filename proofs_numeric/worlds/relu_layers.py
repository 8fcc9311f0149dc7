"""A ReLU layer in the plane, with random rows of `random_rows`: inputs, and what the layer does to them in the mean."""
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

import flint
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, stop
from proofs_numeric.engine.interpret import alike, unnamed
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.worlds.noise import seldom
from proofs_numeric.worlds.random_rows import Law, Size, fractions
from proofs_numeric.worlds.world import Part, Words, World, in_latex

PRECISION, EXACT_NODES = 200, 40     # bits, and points of Gauss and Legendre a piece, of the twin
NODES = 24
INPUTS = ("x", "y", "u", "v", "w")
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(NODES)


# -- inputs, and what the layer does to them
def directed(p):
    """The angle of a vector; 0 for the zero vector."""
    p = jnp.where((p == 0).all(), jnp.array([1.0, 0.0]), p)
    return jnp.arctan2(p[1], p[0])


class InputWords(Words):
    """Means over circles are integrals, piece by piece between the kinks of the integrand, where it is a trigonometric polynomial.

    Its degree is at most 4, and the rule of Gauss and Legendre with 24 points leaves out less than 1e-20 of it. The angles of the kinks are
    known to 16 EPS and the integrand is continuous there. Values at the points are known to 256 EPS of |g| (|x| + |y|) + 2 |b|.
    """

    def values(self):
        return {name: self.instance[name] for name in INPUTS}

    def _rows(self, x, y):
        """Rows (n, 2) and weights (n,): the points, and those of the quadrature."""
        i = self.instance
        reach = []
        for p in (x, y):
            length = jnp.sqrt(jnp.where((p == 0).all(), 1.0, (p**2).sum()))
            half = jnp.arccos(jnp.clip(-i["b"] / jnp.where(i["radii"] > 0, i["radii"] * length, 1.0), -1.0, 1.0))
            reach += [directed(p) - half, directed(p) + half]
        kinks = jnp.sort(jnp.stack(reach) % (2 * jnp.pi), axis=0)                                   # (4, J)
        gaps = jnp.concatenate([kinks[1:], kinks[:1] + 2 * jnp.pi]) - kinks
        angles = kinks[..., None] + gaps[..., None] * (1 + POINTS) / 2                              # (4, J, NODES)
        rows = i["radii"][:, None, None] * jnp.stack([jnp.cos(angles), jnp.sin(angles)], -1)
        weights = i["shares"][:, None] * gaps[..., None] * WEIGHTS / (4 * jnp.pi)
        return jnp.concatenate([i["atoms"], rows.reshape(-1, 2)]), jnp.concatenate([i["chances"], weights.ravel()])

    def _mean(self, x, y, value, degree):
        """The mean of a function of g.x and g.y that is homogeneous of this degree in these and b."""
        x, y = Ball.of(x).center, Ball.of(y).center
        rows, weights = self._rows(x, y)
        size = jnp.sqrt((rows**2).sum(1)) * (jnp.sqrt((x**2).sum()) + jnp.sqrt((y**2).sum())) + 2 * jnp.abs(self.instance["b"])
        return Interval.around(weights @ value(rows @ x, rows @ y),
                               stop((len(weights) + 256 * degree) * EPS * (jnp.abs(weights) @ size**degree)))

    def _relu(self, a):
        return jnp.maximum(a + self.instance["b"], 0.0)

    def LayerDistance(self, x, y):
        return self._mean(x, y, lambda a, c: (self._relu(a) - self._relu(c)) ** 2, 2)

    def LayerInner(self, x, y):
        return self._mean(x, y, lambda a, c: self._relu(a) * self._relu(c), 2)

    def AbsoluteGap(self, x, y):
        """Its kinks are those without a bias."""
        plain = InputWords(self.part, self.size, self.instance | dict(b=0.0), self.ask, self.known)  # type: ignore[operator]
        return plain._mean(x, y, lambda a, c: (jnp.abs(a) - jnp.abs(c)) ** 2, 2)

    def RowFourth(self, x, y):
        return self._mean(x, y, lambda a, c: (self._relu(a) - self._relu(c)) ** 4, 4)

    def Norm(self, x):
        return Ball.of(x).norm()

    def Energy(self, x):
        return Ball.of(x).norm() ** 2

    def _angle(self, x, y):
        x, y = unnamed(x), unnamed(y)
        return jnp.arctan2(jnp.abs(x[0] * y[1] - x[1] * y[0]), x @ y)

    def Cosine(self, x, y):
        return Interval.around(jnp.cos(self._angle(x, y)), 16 * EPS)

    def Psi(self, x, y):
        theta = self._angle(x, y)
        return Interval.around((jnp.sin(theta) - theta * jnp.cos(theta)) / jnp.pi, 32 * EPS)

    def OutputCosine(self, x, y):
        return self.LayerInner(x, y) / (self.LayerInner(x, x) * self.LayerInner(y, y)) ** Fraction(1, 2)


def ball(x):
    return flint.arb(flint.fmpq(x.numerator, x.denominator)) if isinstance(x, (int, Fraction)) else x


def root(x):
    """The square root: a fraction where it is one."""
    if isinstance(x, Fraction) and isqrt(x.numerator) ** 2 == x.numerator and isqrt(x.denominator) ** 2 == x.denominator:
        return Fraction(isqrt(x.numerator), isqrt(x.denominator))
    return ball(x).sqrt()


def quotient(a, c):
    """1 where c is 0: an input that is 0 has the angle 0 to any other."""
    a, c = alike([a, c])
    return a / c if c != 0 else Fraction(1)


def square(a):
    """By a product: a power of a ball around 0 may be NaN."""
    return a * a


class ExactInputWords(Words):
    """Rational for points. For circles balls, by the same rule with 40 points: it leaves out less than 1e-50."""

    def values(self):
        flint.ctx.prec = PRECISION
        return {name: self.instance[name] for name in INPUTS} | {"pi": flint.arb.pi()}

    def _circle(self, r, x, y, value, degree):
        """The mean over one circle."""
        b, full = ball(self.instance["b"]), 2 * flint.arb.pi()
        kinks = []
        for p in (x, y):
            half = flint.arb.pi() / 2 if b == 0 or not any(p) else (-b / (ball(r) * ball(p @ p).sqrt())).acos()
            at = flint.arb.atan2(ball(p[1]), ball(p[0])) if any(p) else flint.arb(0)
            kinks += [at - half, at + half]
        kinks = sorted((k + full * int(np.floor(-float(k / full)) + 1) for k in kinks), key=float)
        total = flint.arb(0)
        for low, high in zip(kinks, [*kinks[1:], kinks[0] + full]):
            for k in range(EXACT_NODES):
                node, weight = flint.arb.legendre_p_root(EXACT_NODES, k, weight=True)
                angle = low + (high - low) * (1 + node) / 2
                a, c = (ball(r) * (ball(p[0]) * angle.cos() + ball(p[1]) * angle.sin()) for p in (x, y))
                total += (high - low) * weight * value(a, c)
        size = (ball(r) * (ball(x @ x).sqrt() + ball(y @ y).sqrt()) + 2 * abs(b)) ** degree
        return total / (2 * full) + flint.arb(0, 1) * size * flint.arb(10) ** -50

    def _mean(self, x, y, value, degree):
        i = self.instance
        points = sum((c * value(p @ x, p @ y) for c, p in zip(i["chances"], i["atoms"])), Fraction(0))
        rings = [ball(c) * self._circle(r, x, y, value, degree) for c, r in zip(i["shares"], i["radii"]) if r and (any(x) or any(y))]
        return sum(rings, ball(points)) if rings else points

    def _relu(self, a):
        b = self.instance["b"]
        return (a + ball(b)).nonnegative_part() if isinstance(a, flint.arb) else max(a + b, Fraction(0))

    def LayerDistance(self, x, y):
        return self._mean(x, y, lambda a, c: square(self._relu(a) - self._relu(c)), 2)

    def LayerInner(self, x, y):
        return self._mean(x, y, lambda a, c: self._relu(a) * self._relu(c), 2)

    def AbsoluteGap(self, x, y):
        plain = ExactInputWords(self.part, None, self.instance | dict(b=Fraction(0)), None, self.known)  # type: ignore[operator]
        return plain._mean(x, y, lambda a, c: square(abs(a) - abs(c)), 2)

    def RowFourth(self, x, y):
        return self._mean(x, y, lambda a, c: square(square(self._relu(a) - self._relu(c))), 4)

    def Norm(self, x):
        return root(x @ x)

    def Energy(self, x):
        return x @ x

    def Cosine(self, x, y):
        return quotient(x @ y, root((x @ x) * (y @ y)))

    def Psi(self, x, y):
        area = (x @ x) * (y @ y) - (x @ y) ** 2
        if not area:
            return Fraction(int(x @ y < 0))
        cosine = ball(self.Cosine(x, y))
        sine = ball(area).sqrt() / ball((x @ x) * (y @ y)).sqrt()
        return (sine - flint.arb.atan2(sine, cosine) * cosine) / flint.arb.pi()

    def OutputCosine(self, x, y):
        own, other = alike([self.LayerInner(x, x), self.LayerInner(y, y)])
        return quotient(self.LayerInner(x, y), root(own * other))


@dataclass(frozen=True)
class Inputs(Part):
    """x and y; and three inputs u, v, w, where w is as long as u and v closer to u in angle."""

    floating, exact = InputWords, ExactInputWords
    frees = "inputs of any length"

    def draw(self, size, rng):
        return dict(pair=rng.normal(size=(2, 2)), length=rng.normal(), start=rng.normal(), other=rng.normal(), angles=rng.normal(size=2))

    def build(self, size, theta, knobs, built):
        return self._inputs(theta, jnp.array([jnp.tanh(theta["other"]), 0.0]), 1.0)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(lengths=seldom(rng, 2), order=rng.normal(), zero=switches(1, rng), keep=rng.normal())

    def build_free(self, size, theta, built):
        own = self._inputs(theta, theta["lengths"], jnp.where(theta["order"] > -0.7, 1.0, 0.0))
        return own | dict(y=own["y"] * jnp.where((theta["zero"][0] > 0) & (theta["keep"] > 0), 0.0, 1.0))

    def _inputs(self, theta, lengths, ordered):
        pair = jnp.clip(theta["pair"], -8.0, 8.0)
        pair = pair + jnp.where((jnp.abs(pair) < 2.0**-4).all(1, keepdims=True), jnp.eye(2), 0.0)
        near = 0.02 + 3.0 * (1 + jnp.tanh(theta["angles"][0])) / 2
        far = near + 0.02 + (3.1 - near) * (1 + jnp.tanh(theta["angles"][1])) / 2
        first, second = jnp.where(ordered > 0, near, far), jnp.where(ordered > 0, far, near)
        length = jnp.exp(jnp.tanh(theta["length"]))
        u, v, w = (r * length * jnp.stack([jnp.cos(theta["start"] + a), jnp.sin(theta["start"] + a)])
                   for r, a in ((1.0, 0.0), (jnp.exp(lengths[0]), first), (jnp.exp(lengths[1]), second)))
        return dict(x=pair[0], y=pair[1], u=u, v=v, w=w)

    def named(self, given, exact):
        """u, v, w are the first axis, and its quarter and half turn, where they are not given; on a line 1, 1, -1."""
        turns = ([1], [1], [-1]) if len(given["x"]) == 1 else ([1, 0], [0, 1], [-1, 0])
        every = dict(zip("uvw", turns)) | {name: given[name] for name in INPUTS if name in given}
        return {name: fractions(p) if exact else np.array([float(Fraction(a)) for a in p]) for name, p in every.items()}

    def shown(self, instance):
        return {name: in_latex(instance[name]) for name in ("x", "y")}


ROWS = World(
    space="Rows in the plane that are uniform on one of two or three circles around 0, or one of finitely many points, and five inputs; "
          "named laws of points are rational, and means over circles are integrals over their smooth pieces.",
    sizes=(Size(2), Size(3)), parts=(Law(), Inputs()))
HALF = Fraction(1, 2)
GAUSSIAN = dict(points=[(HALF, [0, 0])], circles=[(HALF, 2)])            # the moments of a Gaussian row up to the fourth


def layer(name, float64=False, *, facts=(), reach=None, about="", **given):
    """A named instance; in rational numbers, and balls for circles, unless it is to be one of float64."""
    return ROWS.named(name, Size(2) if float64 else None, given, facts=facts, reach=reach or {}, about=about)
