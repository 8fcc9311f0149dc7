"""What a library's transport distance means in the formulas: W_p or W_p^p of three measures on finitely many points."""
from collections.abc import Callable

import jax.numpy as jnp
import numpy as np

from benchmarks.conformance.claims import Instance, NoValue
from proofs_numeric.engine.enclosure import Ball, Interval, down, up
from proofs_numeric.mathematics import gaussians as ga
from proofs_numeric.mathematics import transport

EPS = 2.0**-52
ROOT = 2.0**26                   # roundings: half of the digits, which is what matrix roots keep of singular matrices
GAUSSIAN = "the root of a machine epsilon, 1.5e-8, times the sum of the traces, float64"
BUDGET = "{} machine epsilons of the largest cost, float64"


def signed_root(x, p):
    """sign(x) |x|^(1/p) of an interval: a negative divergence keeps its sign."""
    if p == 1:
        return x
    ends = [jnp.sign(v) * jnp.abs(v) ** (1 / p) for v in (x.lo, x.hi)]
    return Interval(down(ends[0]), up(ends[1]))


def value(f: Callable, *args) -> float:
    try:
        found = float(f(*args))
    except Exception as reason:
        raise NoValue(f"{type(reason).__name__}: {reason}") from None
    if not np.isfinite(found):
        raise NoValue(str(found))
    return found


def metric(name: str, f: Callable, points, weights, p: int, roundings: float) -> Instance:
    """f(points of a, weights of a, points of b, weights of b) -> W_p^p, for the clauses of 0008.

    points: three arrays (n, d); distances are Euclidean.
    """
    every = np.concatenate(points)
    D = np.linalg.norm(every[:, None] - every, axis=-1)
    cache: dict[tuple[int, int], float] = {}

    def meaning(radius):
        def wasserstein(_, a, b):
            if (a, b) not in cache:
                cache[a, b] = value(f, points[a], weights[a], points[b], weights[b])
            return signed_root(Interval.around(jnp.float64(cache[a, b]), radius), p)
        return {"p": p, "mu": 0, "nu": 1, "rho": 2, "X": None, "Wasserstein": wasserstein,
                "Diameter": lambda X: Interval.of(float(D.max()))}
    return Instance(name, meaning(roundings * EPS * float(D.max()) ** p), meaning(0.0))


def duality(name: str, f: Callable, points, weights, roundings: float) -> Instance:
    """W_1 by f against the supremum over Lipschitz functions, from the potentials of the network simplex: 0009, `duality`."""
    C = np.linalg.norm(points[0][:, None] - points[1], axis=-1)
    (a, b), top = weights[:2], float(C.max())

    def wasserstein(*_):
        return Interval.around(jnp.float64(value(f, points[0], a, points[1], b)), roundings * EPS * top)
    return Instance(name, {"mu": 0, "nu": 1, "X": None, "Wasserstein": wasserstein, "Diameter": lambda X: Interval.of(top),
                           "LipSup": lambda mu, nu: transport.cost(jnp.asarray(a), jnp.asarray(b), jnp.asarray(C),
                                                                   transport.simplex(a, b, C), 8 * EPS)})


def dualities(f: Callable, seeds: int, n: int, d: int, roundings: float):
    """`duality` for random measures of n points."""
    measures = [clouds(s, n, d) for s in range(seeds)]
    return [duality(f"random measures, seed {s}", f, x, w, roundings) for s, (x, w) in enumerate(measures)]


def gaussian(name: str, f: Callable, R, T, roundings: float) -> Instance:
    """W_2^2 of centred Gaussian laws by f(m1, S1, m2, S2) against the closed form: 000B, `distance`.

    S1 = R R and S2 = T S1 T with R and T positive semidefinite with whole numbers as entries. So the roots in the closed form are
    known exactly, S1^(1/2) = R and (S1^(1/2) S2 S1^(1/2))^(1/2) = R T R, also for singular covariances.
    """
    S1, zero = R @ R, np.zeros(len(R))
    S2 = T @ S1 @ T
    size = float(np.trace(S1) + np.trace(S2))

    found: list[float] = []

    def root(S):
        return R if (S.center if isinstance(S, Ball) else S).shape == S1.shape and S is S1 else R @ T @ R

    def meaning(radius):
        def wasserstein(*_):
            if not found:
                found.append(value(f, zero, S1, zero, S2))
            return signed_root(Interval.around(jnp.float64(found[0]), radius), 2)
        return {"m_1": zero, "m_2": zero, "Sigma_1": S1, "Sigma_2": S2, "mu": 0, "nu": 1, "Wasserstein": wasserstein,
                "Norm": lambda x: Ball.of(x).norm(), "Trace": ga.trace, "Root": root}
    return Instance(name, meaning(roundings * EPS * size), meaning(0.0))


HADAMARD = np.array([[1.0, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])


def rotated(*roots):
    """A matrix of whole numbers with the eigenvalues 4 r: its eigenvectors are those of the Hadamard matrix of size 4."""
    return HADAMARD @ np.diag(np.array(roots, float)) @ HADAMARD.T


def clouds(seed: int, n: int, d: int):
    """Three measures of n points with random weights."""
    rng = np.random.default_rng(seed)
    weights = rng.random((3, n)) ** 3
    return [rng.normal(size=(n, d)) for _ in range(3)], list(weights / weights.sum(1, keepdims=True))


def translates(seed: int, n: int, d: int, by: float = 0.5):
    """A measure, and its translates by `by` and 2 `by` along one axis: equality in the triangle inequality."""
    (x, *_), (w, *_) = clouds(seed, n, d)
    step = by * np.eye(d)[0]
    return [x, x + step, x + 2 * step], [w, w, w]


def nearby(seed: int, n: int, d: int, by: float):
    """A measure and two that differ from it by a part `by` of the spread."""
    (x, *_), (w, *_) = clouds(seed, n, d)
    rng = np.random.default_rng(seed + 1000)
    return [x, x + by * rng.normal(size=x.shape), x + by * rng.normal(size=x.shape)], [w, w, w]


def split():
    """The ends of an interval and half of the mass at each of them."""
    return [np.array([[0.0]]), np.array([[0.0], [1.0]]), np.array([[1.0]])], [np.ones(1), np.full(2, 0.5), np.ones(1)]


def climbed(f: Callable, seed: int, n: int, d: int, p: int, steps: int):
    """Three measures from a random search that raises W(mu, rho) / (W(mu, nu) + W(nu, rho)) step by step. f as in `metric`."""
    rng = np.random.default_rng(seed)
    points, weights = clouds(seed, n, d)

    def ratio(x, w):
        s = [f(x[i], w[i], x[j], w[j]) for i, j in ((0, 2), (0, 1), (1, 2))]
        if not all(np.isfinite(s)) or min(s) <= 0:
            return -1.0
        long, left, right = (v ** (1 / p) for v in s)
        return long / (left + right)
    best, size = ratio(points, weights), 0.5
    for _ in range(steps):
        x = [y + size * rng.normal(size=y.shape) for y in points]
        w = [v * np.exp(size * rng.normal(size=v.shape)) for v in weights]
        w = [v / v.sum() for v in w]
        found = ratio(x, w)
        size = min(1.0, size * 1.5) if found > best else max(1e-3, size * 0.9)
        if found > best:
            best, points, weights = found, x, w
    return points, weights
