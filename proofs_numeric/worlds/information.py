"""Joint laws of a task, a nuisance, an input, a representation and a second one, with finitely many values.

The joint law is the array p[y, n, x, z, w] divided by its sum; T is a function of x.
"""
import functools
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval, log, total
from proofs_numeric.engine.interpret import EXTENDED
from proofs_numeric.engine.model import Arithmetic
from proofs_numeric.mathematics.transport import arb
from proofs_numeric.worlds.noise import seldom
from proofs_numeric.worlds.world import Part, Words, World


class Size(NamedTuple):
    x: int                       # values of the input in two classes, and of the code; two tasks, two nuisances, three second codes


SIZE = Size(4)
AXES = "ynxzw"
PRECISION = 200                  # bits of the ball arithmetic


class InfoWords(Words):
    """A variable is a tuple of axes; T is a sixth one. Entropies are enclosed with their rounding."""

    def values(self):
        return {name: (k,) for k, name in enumerate((*AXES, "T"))} | {"Values": self._values()}

    def _values(self):
        return jnp.arange(self.instance["p"].shape[2])

    @functools.cached_property
    def joint(self):
        """With the axis of T at the end."""
        p = self.instance["p"] / self.instance["p"].sum()
        return p[..., None] * self.instance["classes"][:, None, None, :]

    @functools.cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def _entropy(self, axes):
        """Of the marginal on some axes."""
        axes = tuple(sorted(set(axes)))
        if axes not in self._known:
            self._known[axes] = self._entropy_of(self.joint.sum(tuple(k for k in range(6) if k not in axes)))
        return self._known[axes]

    def _entropy_of(self, m):
        """A mass is known up to as many roundings as there are terms; 0 stays 0."""
        positive = m > 0
        terms = jnp.where(positive, -m * jnp.log(jnp.where(positive, m, 1.0)), 0.0)
        return Interval.around(terms.sum(), (self.joint.size + 16) * EPS * (jnp.abs(terms).sum() + 1))

    def Pair(self, first, second):
        return first + second

    def Info(self, first, second):
        return self._entropy(first) + self._entropy(second) - self._entropy(first + second)

    def CondInfo(self, first, second, given):
        return (self._entropy(first + given) + self._entropy(second + given) - self._entropy(first + second + given) - self._entropy(given))

    def Log(self, x):
        return log(Interval.of(x))

    def Class(self, a):
        return self.instance["classes"].argmax(1)[a]

    def Apart(self, a, b):
        m = self.joint.sum((1, 3, 4, 5))
        one, other = (m[:, k] / m[:, k].sum() for k in (a, b))
        return total(jnp.abs(one - other)).widened((self.joint.size + 16) * EPS)


class ExactInfoWords(InfoWords):
    """Fractions, and logarithms in ball arithmetic."""

    def __init__(self, *given):
        super().__init__(*given)
        flint.ctx.prec = PRECISION

    def values(self):
        return super().values() | {EXTENDED: True}

    def _values(self):
        return range(self.instance["p"].shape[2])

    def _entropy_of(self, m):
        return -sum((arb(v) * arb(v).log() for v in np.ravel(m) if v > 0), flint.arb(0))

    def Log(self, x):
        return arb(x).log()

    def Class(self, a):
        return [*self.instance["classes"][a]].index(1)

    def Apart(self, a, b):
        m = self.joint.sum((1, 3, 4, 5))
        return sum(abs(m[:, a] / sum(m[:, a]) - m[:, b] / sum(m[:, b])))


def _rows(x):
    """Conditional laws along the last axis, none of them degenerate."""
    e = jnp.exp(2 * jnp.tanh(x))
    return e / e.sum(-1, keepdims=True)


@dataclass(frozen=True)
class Chain(Part):
    """(y, n) -> x -> z -> w with y and n independent; z keeps the class of x, on which alone the posterior of y depends."""

    floating, exact = InfoWords, ExactInfoWords
    frees = ("any conditional laws, where the nuisance seldom depends on the task, the representations seldom see more than the layer "
             "before them, and "
             "seldom forget the class")

    def draw(self, size, rng):
        k = size.x
        return dict(y=rng.normal(size=2), n=rng.normal(size=2), c=rng.normal(size=(2, 2)), m=rng.normal(size=(2, k // 2)),
                    tilt=rng.normal(size=(2, k)), z=rng.normal(size=(2, k // 2, k // 2)), w=rng.normal(size=(k, 3)))

    def build(self, size, theta, knobs, built):
        k = size.x
        zeros = dict(tied=jnp.zeros((2, 2)), forget=jnp.zeros(()), peek=jnp.zeros((2, 2, k, k)), peek_w=jnp.zeros((2, k, k, 3)),
                     classes=jnp.zeros(()))
        return self.build_free(size, theta | zeros, built)

    def draw_free(self, size, rng):
        k = size.x
        return self.draw(size, rng) | dict(tied=seldom(rng, 2, 2), forget=seldom(rng), peek=seldom(rng, 2, 2, k, k),
                                           peek_w=seldom(rng, 2, k, k, 3), classes=seldom(rng))

    def build_free(self, size, theta, built):
        """p(x | y) = p(class | y) p(x | class), tilted by the nuisance in such a way that the mean over the nuisance is this."""
        k, half = size.x, size.x // 2
        py, pn = _rows(theta["y"]), _rows(theta["n"])
        base = (_rows(theta["c"])[:, :, None] * _rows(theta["m"])[None]).reshape(2, k)
        tilt = jnp.tanh(theta["tilt"]) + jnp.resize(jnp.array([0.5, -0.5]), k)
        tilt = (tilt - (base * tilt).sum(1, keepdims=True)) / 3                              # at most 1, of mean 0 under base
        sign = jnp.array([pn[1], -pn[0]])                                                    # of mean 0 under the nuisance
        px = base[:, None] * (1 + 0.9 * tilt[:, None] * sign[:, None])
        classes = jnp.kron(jnp.eye(2), jnp.ones((half, 1)))
        keep = (classes @ classes.T).reshape(k, k)
        pz = jnp.einsum("ts,tmk->tmsk", jnp.eye(2), _rows(theta["z"] + jnp.eye(half))).reshape(k, k) + theta["forget"]**2 * (1 - keep)
        pz = pz * jnp.exp(theta["peek"])
        pz = pz / pz.sum(-1, keepdims=True)
        pw = _rows(theta["w"]) * jnp.exp(theta["peek_w"])
        pw = pw / pw.sum(-1, keepdims=True)
        yn = (py[:, None] * pn) * jnp.exp(theta["tied"])
        p = yn[:, :, None, None, None] * px[..., None, None] * pz[..., None] * pw[:, None]
        return dict(p=p, classes=jnp.where(theta["classes"] == 0, jnp.pad(classes, ((0, 0), (0, k - 2))), jnp.eye(k)))

    def named(self, given, exact):
        """cells: (y, n, x, z, w) -> mass; classes: the value of T for each input. In fractions only."""
        cells, classes = given["cells"], given["classes"]
        shape = [max(c[k] for c in cells) + 1 for k in range(5)]
        p = np.full(shape, Fraction(0), object)
        for cell, mass in cells.items():
            p[cell] += Fraction(mass)
        one = np.array([[Fraction(int(c == k)) for k in range(max(classes) + 1)] for c in classes], object)
        return dict(p=p, classes=one)

    def shown(self, instance):
        return {}


INFORMATION = World("Joint laws of task, nuisance, input and two representations with at most four values each.", (SIZE,), (Chain(),))


def law(name, cells, classes, **about):
    """A named instance in ball arithmetic: cells (y, n, x, z, w) -> mass, the function T as a list."""
    return replace(INFORMATION.named(name, None, dict(cells=cells, classes=classes), **about), arithmetic=Arithmetic.EXTENDED)
