"""Ridge regression: weights from data, targets and the strength of a penalty."""
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.judge import ball
from proofs_numeric.conformance.subject import Asked, Data, Parameter, Parameters, Subject
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.worlds.regression import ExactMatrixWords, MatrixWords, fraction

SHAPE = (4, 4)                   # of the largest X that is drawn


def unit(X: np.ndarray, y: np.ndarray, penalty: float) -> float:
    """((|X|^2 + penalty)^(1/2) |y| + (|X|^2 + penalty) |w|) / penalty, |X| the Frobenius norm, w the ridge weights.

    With u = 2^-53: normal equations (X^T X + penalty) w = X^T y have right sides rounded to n u |X| |y| and matrices to n u |X|^2, and
    their solution by Cholesky factors is that of a matrix which differs by less than 3 (d + 1) u of its trace. So with the inverse of
    the least eigenvalue, which is at least the penalty, the error is below (n + 3 d + 3) u of this unit, and 16 machine epsilons, 32 u,
    cover the instances, where n + 3 d is at most 16. The same unit is what a least-squares solver amplifies for X with the root of the
    penalty below it.
    """
    square, best = float(np.sum(X**2)) + penalty, float(np.linalg.norm(plain.ridge(X, y, penalty)))
    return (square**0.5 * float(np.linalg.norm(y)) + square * best) / penalty


def padded(x, shape: tuple[int, ...]) -> np.ndarray:
    """x with zeros behind it: rows and columns of zeros change nothing, and all instances have one shape."""
    x = np.array(x, float)
    return np.pad(x, [(0, max(n - m, 0)) for n, m in zip(shape, x.shape)])


def model(f, parameters: Parameters, data, size: float):
    """The words of 000X; vectors are columns."""
    X, y, penalty = np.array(data["X"], float), np.array(data["y"], float), float(data["penalty"])
    d, (n, m) = X.shape[1], np.maximum(X.shape, SHAPE)

    @functools.cache
    def ridge(strength: float) -> Ball:
        w = f(X, y, strength)
        if np.shape(w) != (d,):
            raise Unfit(f"the function returned the shape {np.shape(w)} for data of the shape {X.shape}: weights {(d,)} are wanted.")
        return Ball(jnp.asarray(padded(w, (m,)))[:, None], jnp.float64(size * unit(X, y, strength)))

    words = MatrixWords(None, None, {}, None, {})
    meaning = {name: getattr(words, name) for name in MatrixWords.operators()} | {
        "X": padded(X, (n, m)), "y": padded(y, (n,))[:, None], "lambda": penalty, "Ridge": ridge}
    return meaning | ({"w": padded(data["w"], (m,))[:, None]} if "w" in data else {}) | (
        {"mu": float(data["more"])} if "more" in data else {})


def posterior(f, parameters, data, size):
    """The mean of the posterior in rational numbers; C is the identity and S is `penalty` times it: sigma^2 = lambda with tau = 1."""
    meaning, words = model(f, parameters, data, size), ExactMatrixWords(None, None, {}, None, {})
    (n, m), penalty, y = meaning["X"].shape, data["penalty"], meaning["y"]
    return meaning | {"X": fraction(meaning["X"]), "y": fraction(y), "C": fraction(np.eye(m)), "S": Fraction(penalty) * fraction(np.eye(n)),
                      "Transposed": words.Transposed, "Inverse": words.Inverse, "Norm": lambda _: Ball.of(y).norm(), "tau": 1,
                      "sigma": Interval.of(penalty) ** Fraction(1, 2)}


def axes(f, parameters, data, size):
    """The same with axes of X, the columns of a matrix of whole numbers; v is the first."""
    V, X = np.array(data["axes"], float), np.array(data["X"], float)
    lengths, images = (V**2).sum(0), ((X @ V) ** 2).sum(0)   # whole numbers: exact
    squares = [Fraction(int(a), int(b)) for a, b in zip(images, lengths)]

    def shortest(y):
        exact = [fraction(np.array(data[k], object)) for k in ("X", "y", "axes")]
        found = sum((exact[0] @ v) @ exact[1] / ((exact[0] @ v) @ (exact[0] @ v)) * v for v in exact[2].T if (exact[0] @ v).any())
        return ball(np.concatenate([found, [Fraction(0)] * max(SHAPE[1] - len(V), 0)])[:, None])
    return model(f, parameters, data, size) | {
        "v": padded(V[:, 0], (max(len(V), SHAPE[1]),))[:, None], "q": squares[0], "MinimumNorm": shortest,
        "LeastSquare": lambda X: min(q for q in squares if q)}


# -- instances
FIRST = (("the singular values 3 and 1", [[2, 1], [1, 2]], [1, 2], 1.0),
         ("a singular value that is the root of the penalty", [[2]], [3], 4.0),
         ("equal columns", [[1, 1], [2, 2], [0, 0]], [1, 3, 2], 1.0),
         ("equal columns and a small penalty", [[1, 1, 0], [2, 2, 1], [0, 0, 1]], [1, 3, 2], 1e-6),
         ("more columns than rows", [[1, 2, 0, -1], [0, 1, 3, 1]], [1, -2], 1.0),
         ("more columns than rows and a small penalty", [[1, 2, 0, -1], [0, 1, 3, 1]], [1, -2], 1e-6),
         ("rank 1", [[1, -2, 1], [2, -4, 2], [3, -6, 3], [1, -2, 1]], [1, 0, 2, -1], 0.1),
         ("a column of zeros", [[1, 0], [2, 0], [-1, 0]], [1, 1, 2], 0.1),
         ("columns of different length", [[100, 1], [200, -1], [-100, 2], [0, 3]], [3, 1, 2, -1], 1.0),
         ("nearly equal columns", [[100, 101], [100, 100], [100, 99]], [1, 2, 4], 1.0),
         ("a small penalty", [[2, 1], [1, 3], [0, -1]], [1, -2, 1], 1e-6),
         ("a large penalty", [[2, 1], [1, 3], [0, -1]], [1, -2, 1], 1e6),
         ("targets that no feature explains", [[1, 1], [1, -1], [1, 1], [1, -1]], [1, 1, -1, -1], 1.0),
         ("data far from their mean", [[11, 5], [12, 7], [13, 5]], [21, 20, 22], 1.0))
STRENGTHS = (1e-6, 1e-4, 1e-2, 0.1, 0.5, 1.0, 4.0, 100.0, 1e6)
BASES = ([[1]], [[1, 1], [1, -1]], [[1, 2, 2], [2, 1, -2], [2, -2, 1]], [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])


def centred(x) -> list:
    """n x minus its sum along the first axis: whole numbers with the mean 0."""
    x = np.array(x)
    return (len(x) * x - x.sum(0)).tolist()


@dataclass(frozen=True)
class Designs:
    """X and y of whole numbers, and a penalty. extra: "w" for other weights, "more" for a larger penalty. Parameter: centred.

    least: of the penalties. explained: whether targets have to have something to do with X, so that the weights are not 0.
    """

    extra: str = ""
    least: float = 0.0
    explained: bool = False

    def named(self, parameters: Parameters) -> Iterator[tuple[str, Data]]:
        for name, X, y, penalty in FIRST:
            data = self._completed({"X": X, "y": y, "penalty": penalty}, parameters)
            if data is not None:
                yield name, data
                if self.extra == "more":
                    yield name + ", a larger penalty", {**data, "more": 3 * penalty}
                if self.extra == "w":
                    yield name + ", against no weights", {**data, "w": [0.0] * len(X[0])}

    def _completed(self, data: Data, parameters: Parameters) -> Data | None:
        """Centred where that is asked, with the extra: nearly the ridge weights, or the same penalty. None where nothing is left of it."""
        if parameters["centred"]:
            data = {**data, "X": centred(data["X"]), "y": centred(data["y"])}
        if not self._allowed(data):
            return None
        if self.extra == "w":
            best = plain.ridge(data["X"], data["y"], data["penalty"])
            data = {**data, "w": [float(f"{v:.4g}") for v in best]}
        return {**data, "more": data["penalty"]} if self.extra == "more" else data

    def _allowed(self, data: Data) -> bool:
        asked = np.transpose(data["X"]) @ data["y"] if self.explained else np.array(1)
        return bool(np.any(data["X"]) and np.any(data["y"]) and asked.any() and data["penalty"] >= self.least)

    def drawn(self, rng, parameters):
        while True:
            n, d = int(rng.integers(1, 5)), int(rng.integers(1, 5))
            X = rng.integers(-3, 4, (n, d))
            if d > 1 and rng.random() < 0.3:
                X[:, -1] = X[:, 0]
            data = self._completed({"X": X.tolist(), "y": rng.integers(-3, 4, n).tolist(), "penalty": float(rng.choice(STRENGTHS))},
                                   parameters)
            if data is None:
                continue
            if self.extra == "w" and rng.random() < 0.5:
                data["w"] = np.round(rng.normal(size=d), 2).tolist()
            return {**data, "more": data["penalty"] * float(rng.integers(1, 5))} if self.extra == "more" else data

    def moved(self, rng, data, size, parameters):
        """One entry of X or y is changed by 1, or the penalty by a factor; with a centred X another one is drawn."""
        if parameters["centred"] or rng.random() < 0.1:
            return self.drawn(rng, parameters)
        X, y = np.array(data["X"]), np.array(data["y"])
        X[rng.integers(len(X)), rng.integers(X.shape[1])] += rng.integers(-1, 2)
        y[rng.integers(len(y))] += rng.integers(-1, 2)
        strength = float(rng.choice(STRENGTHS)) if rng.random() < 0.3 else data["penalty"]
        found = self._completed({"X": X.tolist(), "y": y.tolist(), "penalty": strength}, parameters)
        return data if found is None else found | ({"more": strength * data["more"] / data["penalty"]} if self.extra == "more" else {})

    def simpler(self, data):
        X, y = np.array(data["X"]), np.array(data["y"])
        mean = bool(np.all(X.sum(0) == 0) and y.sum() == 0)  # it may be wanted: then rows stay
        kept = {k: v for k, v in data.items() if k not in ("X", "y")}

        def valid(X, y, **more):
            found = {"X": X.tolist(), "y": y.tolist(), **kept, **more}
            return [found] if self._allowed(found) else []
        for k in range(len(X) if len(X) > 1 and not mean else 0):
            yield from valid(np.delete(X, k, 0), np.delete(y, k))
        for k in range(X.shape[1] if X.shape[1] > 1 else 0):
            yield from valid(np.delete(X, k, 1), y, **({"w": [v for j, v in enumerate(data["w"]) if j != k]} if "w" in data else {}))
        if not mean:
            for at in np.ndindex(X.shape):
                for value in (0, 1):
                    if X[at] != value and X[at] != 0:
                        Z = X.copy()
                        Z[at] = value
                        yield from valid(Z, y)
            for j in range(len(y)):
                for value in (0, 1):
                    if y[j] != value and y[j] != 0:
                        z = y.copy()
                        z[j] = value
                        yield from valid(X, z)
        if data["penalty"] != 1 and "more" not in data:
            yield {**data, "penalty": 1.0}
        if data.get("more", 1) != 1 and data["penalty"] != 1:
            yield {**data, "penalty": 1.0, "more": data["more"] / data["penalty"]}
        if any(v != round(v, 1) for v in data.get("w", ())):
            yield {**data, "w": [round(v, 1) for v in data["w"]]}


@dataclass(frozen=True)
class Axes:
    """X = U diag(s) V^T with whole numbers, orthogonal columns and so with the columns of V as axes. least: of the penalties."""

    least: float = 0.0

    def named(self, parameters):
        middle = parameters["centred"]
        for name, n, d, values, y, penalty in (
                ("the singular values 3 and 1", 2, 2, (3, 1), [1, 2], 1.0),
                ("one datum and one feature, d^2 = penalty", 1, 1, (2,), [3], 4.0),
                ("equal columns", 2, 2, (1, 0), [2, 1], 1.0), ("equal columns and a small penalty", 2, 2, (1, 0), [2, 1], 1e-6),
                ("more columns than rows", 2, 4, (2, 1), [1, -2], 0.1), ("one datum and three features", 1, 3, (1,), [2], 1e-2),
                ("rank 1", 4, 3, (1, 0, 0), [1, 2, -1, 3], 1e-2), ("four data, three features", 4, 3, (1, 2, 3), [1, 2, -1, 3], 1e-4),
                ("a large penalty", 4, 2, (1, 2), [1, 2, -1, 3], 1e6)):
            if penalty >= self.least and (n == 4 or not middle):
                yield name, self._of(n, d, values, y, penalty, range(d), parameters)

    def _of(self, n, d, values, y, penalty, order, parameters):
        """Centred: the first column of U, which is constant, is left out."""
        middle = int(parameters["centred"])
        U, V = np.array(BASES[n - 1])[:, middle:], np.array(BASES[d - 1])
        k = min(U.shape[1], d, len(values))
        X = (U[:, :k] * values[:k]) @ V[:, :k].T
        order = sorted(order, key=lambda j: not (X @ V[:, j]).any())          # the first axis is asked: its image must not be 0
        y = centred(y) if middle else list(y)
        if not np.any(X.T @ y):                              # the weights would be 0
            y = X[:, np.argmax(abs(X).sum(0))].tolist()
        return {"X": X.tolist(), "y": y, "penalty": penalty, "axes": V[:, list(order)].tolist()}

    def drawn(self, rng, parameters):
        n, d = 4 if parameters["centred"] else int(rng.integers(1, 5)), int(rng.integers(1, 5))
        values = rng.integers(0, 4, min(n, d))
        values[0] = max(values[0], 1)
        y = rng.integers(-3, 4, n)
        y[0] = y[0] or 1
        strengths = [s for s in STRENGTHS if s >= self.least]
        order = rng.permutation(d)
        return self._of(n, d, values, y.tolist(), float(rng.choice(strengths)), [int(j) for j in order], parameters)

    def moved(self, rng, data, size, parameters):
        """Other targets and another penalty."""
        y = np.array(data["y"]) + rng.integers(-1, 2, len(data["y"]))
        strengths = [s for s in STRENGTHS if s >= self.least]
        y = y - (y.sum() // len(y)) if parameters["centred"] else y
        if not np.any(np.transpose(data["X"]) @ y) or parameters["centred"] and y.sum():
            return self.drawn(rng, parameters)
        return {**data, "y": y.tolist(), "penalty": float(rng.choice(strengths)) if rng.random() < 0.3 else data["penalty"]}

    def simpler(self, data):
        if data["penalty"] != 1:
            yield {**data, "penalty": 1.0}
        y = np.array(data["y"])
        for k in range(len(y) if y.sum() else 0):            # targets of mean 0 stay
            for value in (0, 1):
                z = y.copy()
                z[k] = value
                if y[k] not in (0, value) and np.any(np.transpose(data["X"]) @ z):
                    yield {**data, "y": z.tolist()}


SUBJECT = Subject(
    name="ridge",
    title="ridge regression without an intercept: the weights that minimise |y - X w|^2 + penalty |w|^2",
    call="f(X, y, penalty) with X (n, d), y (n,) and a positive number; it returns the weights (d,)",
    arguments=("X", "y", "penalty"),
    budget=16, unit="((|X|^2 + penalty)^(1/2) |y| + (|X|^2 + penalty) |w|) / penalty, what normal equations amplify",
    asked=(Asked("000X", "posterior_mean", posterior, plain.ridge_posterior, Designs()),
           Asked("000X", "minimum", model, plain.ridge_minimum, Designs("w", least=0.1)),
           Asked("000X", "best", model, plain.ridge_best, Designs("w", least=1e-2)),
           Asked("000X", "shrinkage", axes, plain.ridge_shrinkage, Axes()),
           Asked("000X", "bound", model, plain.ridge_bound, Designs()),
           Asked("000X", "weights_decrease", model, plain.ridge_weights_decrease, Designs("more", explained=True)),
           Asked("000X", "fit_loosens", model, plain.ridge_fit_loosens, Designs("more", least=1e-2)),
           Asked("000X", "limit", axes, plain.ridge_limit, Axes(least=1e-2))),
    parameters={"centred": Parameter(False, lambda name, x: bool(x), "whether the columns of X and y have the mean 0; False if not given")})
