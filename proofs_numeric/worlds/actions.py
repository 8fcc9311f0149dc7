"""Scattering transforms on a finite set on which a finite group acts: an average and letters that are matrices, moduli at every point.

In floating point matrices are known up to the rounding of their construction: what must be equivariant, or keep the norm, does so up to
a ball. In exact arithmetic they are rational, and so is everything.
"""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, euclid
from proofs_numeric.mathematics import actions
from proofs_numeric.mathematics.actions import Action
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.mathematics.scattering import absolute, join
from proofs_numeric.worlds.kept import ExactSignal, Signal, kept
from proofs_numeric.worlds.world import Part, Words, in_latex

ACTIONS = {"S3 on itself": actions.on_itself("left", 2), "shifts and quarter turns of a 3 x 3 grid": actions.turned_grid(3)}
ROUNDING = 64 * EPS              # by which every matrix is known, relative to the square root of its size


class Size(NamedTuple):
    group: str                   # one of ACTIONS
    depth: int                   # orders 0, ..., depth - 1 are averaged


def rotation(s):
    """exp of skew matrices (..., n, n) of norm at most about 1, by a series: orthogonal up to rounding, and commuting with what s does."""
    n = s.shape[-1]
    term = total = jnp.broadcast_to(jnp.eye(n), s.shape)
    for k in range(1, 18):
        term = term @ s / (4 * k)
        total = total + term
    total = total @ total
    return total @ total


class ActionWords(Words):
    """Letters are numbered as the paths of length 1: 1, ..., L; the empty path is 0."""

    size: Size

    @property
    def action(self) -> Action:
        return ACTIONS[self.size.group]

    def _known(self, matrix):
        return Ball(matrix, ROUNDING * jnp.sqrt(matrix.shape[-1] * 1.0))

    @functools.cached_property
    def _mean(self):
        orbits = self.action.orbits()
        return jnp.asarray(orbits / orbits.sum(1, keepdims=True))

    def values(self):
        i, act = self.instance, self.action
        group, n = act.positions.shape
        return {"f": Signal(i["f"], jnp.float64(0)), "h": Ball.of(i["h"]), "A": self._known(i["average"]), "E": Ball.of(self._mean),
                "I": Ball.of(jnp.eye(n)), "G": jnp.arange(group), "X": jnp.arange(n), "Lambda": 1 + jnp.arange(act.letters.shape[1]),
                "P": jnp.arange(act.paths(self.size.depth).shape[1]), "M": self.size.depth}

    def Norm(self, x):
        return Ball.of(x).norm()

    def Energy(self, x):
        return Ball.of(x).norm() ** 2

    def At(self, y, x):
        return Interval.around(y.center[x], y.radius)

    # -- the group
    def Act(self, g, x):
        return Ball(x.center[jnp.asarray(self.action.inverses)[g]], x.radius)

    def Moved(self, g, p):
        return jnp.asarray(self.action.paths(self.size.depth))[g, p]

    def Conjugated(self, g, w):
        back = jnp.asarray(self.action.inverses)[g]
        return Ball(w.center[back][:, back], w.radius)

    def OrbitSize(self, x):
        return jnp.asarray(self.action.orbits().sum(1) * 1.0)[x]

    def StabiliserOrbitSize(self, lam, x):
        return jnp.asarray(self.action.stabiliser_orbits() * 1.0)[lam - 1, x]

    def Weight(self, x):
        return self.instance["weight"][x]

    # -- operators
    def Letter(self, lam):
        return self._known(self.instance["letters"][lam - 1])

    @functools.cached_property
    def _together(self) -> Ball:
        """The average and all letters, ((L + 1) n, n)."""
        return self._known(jnp.concatenate([self.instance["average"][None], self.instance["letters"]]).reshape(-1, self._mean.shape[0]))

    def Gram(self, A):
        w = self._together
        return Ball(w.center.T, w.radius) @ w

    # -- the cascade
    def _analysed(self, u: Ball) -> tuple[Ball, Ball]:
        """(P, n) -> averages (P, n) and coefficients (P L, n); errors grow by at most the Frobenius norm, with one per product."""
        w, n = self._together, u.center.shape[-1]
        y = (u.center @ w.center.T).reshape(len(u.center), -1, n)
        radius = w.size * u.radius + (w.radius + 2 * n * EPS * w.size) * (u.size + u.radius)
        return Ball(y[:, 0], radius), Ball(y[:, 1:].reshape(-1, n), radius)

    def _layers(self, x):
        def compute(x):
            weight = self.instance["weight"]
            outputs, layers = [], [Ball(x.center[None], x.radius)]
            for _ in range(self.size.depth):
                average, coefficients = self._analysed(layers[-1])
                moduli = absolute(coefficients)
                outputs.append(average)
                layers.append(Ball(moduli.center * weight, (moduli.radius + EPS * moduli.size) * jnp.maximum(1.0, jnp.abs(weight).max())))
            return outputs, layers
        return kept(x, "layers", compute)

    def _outputs(self, x):
        """All paths, (P, n)."""
        outputs, _ = self._layers(x)
        return Ball(jnp.concatenate([y.center for y in outputs]), euclid(jnp.stack([y.radius for y in outputs])) * (1 + 8 * EPS))

    def Output(self, p, x):
        y = self._outputs(x)
        return Ball(y.center[p], y.radius)

    def OrbitMean(self, p, x):
        y, paths = self._outputs(x), jnp.asarray(self.action.paths(self.size.depth))[:, p]
        return Ball(y.center[paths].mean(0), y.radius + len(self.action.letters) * EPS * y.size)

    def Outputs(self, M, x):
        return join(self._layers(x)[0][:M])

    def LayerOf(self, m, x):
        return self._layers(x)[1][m]


class ExactActionWords(Words):
    """The same with rational matrices and signals; the instance brings its own action."""

    @property
    def action(self) -> Action:
        return self.instance["action"]

    def values(self):
        i, act = self.instance, self.action
        group, n = act.positions.shape
        return {"f": ExactSignal.of(i["f"]), "h": np.asarray(i["h"]), "A": i["average"], "E": self._mean,
                "I": np.eye(n, dtype=int).astype(object),
                "G": tuple(range(group)), "X": tuple(range(n)), "Lambda": tuple(range(1, act.letters.shape[1] + 1)),
                "P": tuple(range(act.paths(i["depth"]).shape[1])), "M": i["depth"]}

    @functools.cached_property
    def _mean(self):
        return np.array([[Fraction(int(b), int(row.sum())) for b in row] for row in self.action.orbits()], object)

    def Norm(self, x):
        return Radical((self.Energy(x),))

    def Energy(self, x):
        return sum((Fraction(v) ** 2 for v in np.ravel(x)), Fraction(0))

    def At(self, y, x):
        return y[x]

    def Act(self, g, x):
        back = self.action.inverses[g]
        return kept(x, f"moved by {g}", lambda x: ExactSignal.of(np.asarray(x)[back]))

    def Moved(self, g, p):
        return self.action.paths(self.instance["depth"])[g, p]

    def Conjugated(self, g, w):
        back = self.action.inverses[g]
        return w[back][:, back]

    def OrbitSize(self, x):
        return int(self.action.orbits().sum(1)[x])

    def StabiliserOrbitSize(self, lam, x):
        return int(self.action.stabiliser_orbits()[lam - 1, x])

    def Weight(self, x):
        return self.instance["weight"][x]

    def Letter(self, lam):
        return self.instance["letters"][lam - 1]

    def Gram(self, A):
        return sum((w.T @ w for w in self.instance["letters"]), A.T @ A)

    def _layers(self, x):
        def compute(x):
            i = self.instance
            outputs, layers = [], [np.asarray(x)[None]]
            for _ in range(i["depth"]):
                outputs.append(np.array([i["average"] @ u for u in layers[-1]], object))
                layers.append(np.array([abs(w @ u) * i["weight"] for u in layers[-1] for w in i["letters"]], object))
            return outputs, layers
        return kept(x, "layers", compute)

    def Output(self, p, x):
        return np.concatenate(self._layers(x)[0])[p]

    def OrbitMean(self, p, x):
        every, paths = np.concatenate(self._layers(x)[0]), self.action.paths(self.instance["depth"])[:, p]
        return sum(every[k] for k in paths) * Fraction(1, len(paths))

    def Outputs(self, M, x):
        return np.concatenate([np.ravel(y) for y in self._layers(x)[0][:M]])

    def LayerOf(self, m, x):
        return self._layers(x)[1][m]


@dataclass(frozen=True)
class Cascade(Part):
    """Letters are orthogonal matrices that go with the group, behind the projection off the orbit means; two real signals."""

    floating, exact = ActionWords, ExactActionWords
    frees = "letters that do not go with the group, averages that keep more than the mean, gains, weights of positions"

    def shown(self, instance):
        return {name: in_latex(instance[name]) for name in "fh"}

    def draw(self, size, rng):
        act = ACTIONS[size.group]
        n, letters = act.positions.shape[1], act.letters.shape[1]
        return dict(turns=rng.normal(size=(letters + 1, n, n)), shares=rng.normal(size=letters + 1), f=rng.normal(size=n),
                    h=rng.normal(size=n), near=rng.normal(size=()))

    def _operators(self, size, theta, kept_by_average=0.0, astray=0.0):
        """The average and the letters; the average keeps a share of what is orthogonal to the means; letters go astray."""
        act = ACTIONS[size.group]
        positions, n = jnp.asarray(act.positions), act.positions.shape[1]
        letters = np.concatenate([np.zeros((len(act.letters), 1), int), 1 + act.letters], 1)    # the average counts as a letter that stays
        skew = theta["turns"] - theta["turns"].transpose(0, 2, 1)
        skew = skew / (1 + euclid(skew) / 4)

        def carried(g, letter):
            """P_g^-1 S_(g letter) P_g."""
            return skew[letter[:, None, None], g[:, None][None], g[None, None]]
        together = jax.vmap(carried)(positions, jnp.asarray(letters)).mean(0)
        orthogonal = rotation((1 - astray) * together + astray * skew)
        share = jax.nn.softmax(theta["shares"])[1:]
        share = jnp.stack([share[jnp.asarray(act.letters[:, l])].mean() for l in range(act.letters.shape[1])])
        share = jnp.sqrt((1 - kept_by_average) * share / share.sum())
        orbits = act.orbits()
        mean = jnp.asarray(orbits / orbits.sum(1, keepdims=True))
        off = jnp.eye(n) - mean
        return mean + jnp.sqrt(kept_by_average) * orthogonal[0] @ off, share[:, None, None] * (orthogonal[1:] @ off)

    def build(self, size, theta, knobs, built):
        average, letters = self._operators(size, theta)
        near = jax.nn.sigmoid(theta["near"])
        return dict(average=average, letters=letters, weight=jnp.ones(average.shape[0]), f=theta["f"],
                    h=near * theta["f"] + (1 - near) * theta["h"])

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(weights=rng.normal(size=ACTIONS[size.group].positions.shape[1]), loose=rng.uniform(size=4))

    def build_free(self, size, theta, built):
        on = jax.lax.stop_gradient(theta["loose"])
        average, letters = self._operators(size, theta, jnp.where(on[0] < 0.25, 2 * on[0], 0.0), jnp.where(on[1] < 0.2, 1.0, 0.0))
        gain = jnp.where(on[2] < 0.2, 1.3, 1.0)
        ones = jnp.ones(average.shape[0])
        return self.build(size, theta, {}, built) | dict(average=average, letters=gain * letters,
                                                         weight=jnp.where(on[3] < 0.2, theta["weights"], ones))
