"""Data, and random masks of them with a finite law: every expectation over dropout is a finite sum."""
from dataclasses import dataclass
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, stop
from proofs_numeric.mathematics.masks import chances, outcomes
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.worlds.regression import ExactMatrixWords, MatrixWords, column, floats, fraction, identity, in_matrix, rounded
from proofs_numeric.worlds.world import Part, Words, in_latex

# -- data
ARRAYS = ("X", "y", "w", "h", "z", "A")


class DataWords(MatrixWords):
    def values(self):
        return {name: self.instance[name] for name in ARRAYS} | {"d": self.size.d}

    def DiagonalPart(self, A):
        A = Ball.of(A)
        return Ball(jnp.diag(jnp.diag(A.center)), A.radius)

    def Unit(self, j):
        return jnp.eye(self.size.d)[:, j][:, None]

    def Dropout(self, X):
        gram = self.Transposed(X) @ Ball.of(X)
        strength = Interval.of(1 - self.instance["p"]) / Interval.of(self.instance["p"])
        return self.Inverse(gram + self.DiagonalPart(gram) * strength) @ (self.Transposed(X) @ Ball.of(self.instance["y"]))


class ExactDataWords(ExactMatrixWords):
    def values(self):
        return {name: self.instance[name] for name in ARRAYS} | {"d": self.instance["X"].shape[1]}

    def DiagonalPart(self, A):
        return np.diag(np.diag(A))

    def Unit(self, j):
        return identity(self.instance["X"].shape[1])[:, j:j + 1]

    def Dropout(self, X):
        gram, keep = X.T @ X, self.instance["p"]
        return self.Inverse(gram + (1 - keep) / keep * self.DiagonalPart(gram)) @ (X.T @ self.instance["y"])


@dataclass(frozen=True)
class Data(Part):
    """X without zero columns, any y, w, h, z, and A a diagonal matrix without zeros on the diagonal."""

    floating, exact, extended = DataWords, ExactDataWords, ExactDataWords
    frees = "features that are always 0, matrices that mix features or lose one"

    def draw(self, size, rng):
        n, d = size
        return dict(X=rng.normal(size=(n, d)), y=rng.normal(size=(n, 1)), w=rng.normal(size=(d, 1)), h=rng.normal(size=(d, 1)),
                    z=rng.normal(size=(d, 1)), A=rng.normal(size=(d, d)))

    def build(self, size, theta, knobs, built):
        own = {name: jnp.clip(theta[name], -8.0, 8.0) for name in ARRAYS}
        X, scales = own["X"], jnp.diag(own["A"])
        X = X.at[0].set(jnp.where((jnp.abs(X) < 2.0**-6).all(0), 1.0, X[0]))
        h = jnp.where((own["h"] == 0).all(), 1.0, own["h"])
        return own | dict(X=X, h=h, A=jnp.diag(jnp.where(jnp.abs(scales) < 2.0**-6, 1.0, scales)))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(other=switches(3, rng))

    def build_free(self, size, theta, built):
        own, (zero, mixing, lost) = self.build(size, theta, {}, built), theta["other"] > 0
        at = jnp.where(theta["w"][0, 0] > 0, 0, size.d - 1)
        A = jnp.where(mixing, theta["A"], own["A"])
        return own | dict(X=own["X"].at[:, at].set(jnp.where(zero, 0.0, own["X"][:, at])),
                          A=A.at[:, at].set(jnp.where(lost, 0.0, A[:, at])))

    def named(self, given, exact):
        """A by its rows; h and z are w where they are not given."""
        d = np.shape(given["X"])[1]
        return floats({name: column(given.get(name, given["w"])) for name in ("y", "w", "h", "z")} | {
            "X": fraction(np.array(given["X"], object)), "A": fraction(np.array(given.get("A", 10 * np.eye(d, dtype=int)), object))}, exact)

    def as_exact(self, instance):
        return {name: fraction(np.asarray(instance[name])) for name in ARRAYS}

    def shown(self, instance):
        return {name: in_matrix(instance[name]) for name in ("X", "y", "w")}


# -- masks
class MaskWords(Words):
    """Of the factors R_ij, with the outcomes `masks` (K, n, d) and their `chances` (K,); X and y are those of the instance."""

    def values(self):
        return {"p": self.instance["p"], "Rows": jnp.arange(self.size.n), "Columns": jnp.arange(self.size.d)}

    def mean(self, values, size):
        """The mean of values (K,) that come from numbers below `size` by a few operations."""
        P = self.instance["chances"]
        return Interval.around(P @ values, stop((len(P) + 8) * EPS * (jnp.abs(P) @ size)))

    def TotalChance(self):
        P = self.instance["chances"]
        return Interval.around(P.sum(), len(P) * EPS * jnp.abs(P).sum())

    def EntryMean(self, i, j):
        R = self.instance["masks"][:, i, j]
        return self.mean(R, jnp.abs(R))

    def EntryCovariance(self, i, j, k):
        R, P = self.instance["masks"][:, i], self.instance["chances"]
        centred = R - P @ R
        size = jnp.abs(R) + jnp.abs(P) @ jnp.abs(R)
        return self.mean(centred[:, j] * centred[:, k], len(P) * size[:, j] * size[:, k])

    def EntryVariance(self, i, j):
        return self.EntryCovariance(i, j, j)

    def MaskedLoss(self, w):
        """The mean of |y - (R * X) w|^2."""
        i, w = self.instance, Ball.of(w)
        masked = i["masks"] * i["X"]
        residuals = i["y"][:, 0] - masked @ w.center[:, 0]
        lengths = jnp.sqrt((masked**2).sum((1, 2)))
        sizes = jnp.sqrt((i["y"] ** 2).sum()) + lengths * w.size
        off = lengths * w.radius + (masked.shape[1] + masked.shape[2] + 8) * EPS * sizes
        P = i["chances"]
        slack = jnp.abs(P) @ (2 * sizes * off + off**2 + (len(P) + 8) * EPS * sizes**2)
        return Interval.around(P @ (residuals**2).sum(1), stop(slack))


class ExactMaskWords(Words):
    def values(self):
        _, n, d = self.instance["masks"].shape
        return {"p": self.instance["p"], "Rows": range(n), "Columns": range(d)}

    def TotalChance(self):
        return self.instance["chances"].sum()

    def EntryMean(self, i, j):
        return self.instance["chances"] @ self.instance["masks"][:, i, j]

    def EntryCovariance(self, i, j, k):
        R, P = self.instance["masks"][:, i], self.instance["chances"]
        return P @ (R[:, j] * R[:, k]) - (P @ R[:, j]) * (P @ R[:, k])

    def EntryVariance(self, i, j):
        return self.EntryCovariance(i, j, j)

    def MaskedLoss(self, w):
        i = self.instance
        residuals = i["y"][:, 0] - (i["masks"] * i["X"]) @ w[:, 0]
        return i["chances"] @ (residuals**2).sum(1)


@dataclass(frozen=True)
class Masks(Part):
    """Masks R_ij that keep an entry with probability p, independent or one for all rows; p has four binary digits: nothing is rounded."""

    floating, exact, extended = MaskWords, ExactMaskWords, ExactMaskWords
    frees = "masks with other means and variances, and masks shared by the features"

    def draw(self, size, rng):
        return dict(keep=rng.normal(), shared=switches(1, rng))

    def build(self, size, theta, knobs, built):
        every = outcomes(size.n, size.d)
        p = rounded(1 / 16 + 14 / 16 * jax.nn.sigmoid(theta["keep"]), 4)
        masks = jnp.asarray(1.0 * every)
        masks = jnp.where(theta["shared"][0] > 0, jnp.broadcast_to(masks[:, :1], masks.shape), masks)
        return dict(masks=masks, chances=chances(every, p), p=p)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loose=rng.normal(size=3), unlike=switches(4, rng))

    def build_free(self, size, theta, built):
        """What is unlike concerns the first entry or the last one only, so that no index may be left out of a hypothesis."""
        own, (shifted, stretched, common, claimed) = self.build(size, theta, {}, built), theta["unlike"] > 0
        R, p, first = own["masks"], own["p"], theta["loose"][2] > 0
        row = jnp.where(jnp.arange(size.n) == jnp.where(first, 0, size.n - 1), 1.0, 0.0)[:, None]
        one = row * jnp.where(jnp.arange(size.d) == jnp.where(first, 0, size.d - 1), 1.0, 0.0)
        turned = jnp.roll(R, jnp.where(first, 1, -1), axis=2)
        R = jnp.where(common & (one > 0), turned, R)
        R = p + (1 + jnp.where(stretched, theta["loose"][0], 0.0) * one) * (R - p) + jnp.where(shifted, theta["loose"][1], 0.0) * one
        return own | dict(masks=R, p=jnp.where(claimed, 1.0, p))

    def named(self, given, exact):
        """p, and either all masks, or `law`: rows (chance, the factors of all entries row by row)."""
        p, shape = Fraction(given["p"]), np.shape(given["X"])
        if "law" in given:
            rows = fraction(np.array(given["law"], object))
            return floats(dict(masks=rows[:, 1:].reshape(-1, *shape), chances=rows[:, 0], p=p), exact)
        every, keep = outcomes(*shape), Fraction(given.get("keep", p))
        return floats(dict(masks=fraction(every), chances=chances(every, keep), p=p), exact)

    def as_exact(self, instance):
        return {name: fraction(np.asarray(instance[name])) for name in ("masks", "chances")} | {"p": Fraction(float(instance["p"]))}

    def shown(self, instance):
        return {"p": in_latex(instance["p"])}
