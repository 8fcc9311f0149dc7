"""Finite metric spaces, as matrices D (n, n) of distances, and probability vectors (n).

The random ones are parametrised by arbitrary arrays, in JAX; the named ones are integer matrices in NumPy. `distances`, `weights`
and `exponent` guarantee nothing: they serve the search that knows only what a page prints.
"""
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS
from proofs_numeric.mathematics.radicals import square_root


def closure(D):
    """Lengths of shortest paths: the largest function below D >= 0 (n, n), with 0 on the diagonal, that satisfies the triangle
    inequality. Paths of 1, 2, 4, ... edges, so that an entry is rounded log2(n) times.
    """
    for _ in range((D.shape[0] - 1).bit_length()):
        D = jnp.minimum(D, (D[:, :, None] + D[None]).min(1))
    return D


def random_metric(edges, broken=0.0, directed=0.0):
    """A metric from any array (n, n): shortest paths of the edge lengths exp(2 tanh(edges)), between 0.13 and 7.4.

    broken: if positive, the edge lengths themselves, which need not satisfy the triangle inequality.
    directed: this much of an independent length is added to the edges in one direction.
    Raises ValueError unless `edges` is a square matrix with at least one row.
    """
    if edges.ndim != 2 or edges.shape[0] != edges.shape[1] or not edges.shape[0]:
        raise ValueError(f"edges has shape {edges.shape}: give one number for every pair of points, shape (n, n), n >= 1")
    n = edges.shape[0]
    off = 1 - jnp.eye(n)
    lengths = jnp.exp(2 * jnp.tanh(edges))
    lengths = off * (jnp.triu(lengths) + jnp.triu(lengths).T + directed * jnp.tril(lengths))
    D = jnp.where(broken > 0, lengths, closure(lengths))
    return D + off * 8 * n * EPS * D.max()                   # the sums of `closure` are rounded: stay strictly inside


def off_diagonal(D):
    """(the smallest, the largest) distance of two different points; 0 where there is one point only."""
    xp = jnp if isinstance(D, jax.Array) else np
    if len(D) < 2:
        return D.max() * 0, D.max() * 0
    apart = D[~np.eye(len(D), dtype=bool)]
    return xp.min(apart), xp.max(apart)


def steepness(f, D):
    """The largest (f(x) - f(y)) / d(x, y) over d(x, y) > 0, at least 0; one division and one subtraction of rounding."""
    return jnp.where(D > 0, (f[:, None] - f) / jnp.where(D > 0, D, 1.0), 0.0).max()


def paths(D):
    """Lengths of shortest paths, 0 from a point to itself, for a matrix (lists) of exact numbers; lists."""
    n = range(len(D))
    S = [[Fraction(0) if x == y else D[x][y] for y in n] for x in n]
    for k in n:
        S = [[min(S[x][y], S[x][k] + S[k][y]) for y in n] for x in n]
    return S


def probabilities(logits):
    """Probability vectors (..., n) from any array (..., n); the sum is 1 up to n EPS. Raises ValueError for n = 0."""
    if not jnp.ndim(logits) or not jnp.shape(logits)[-1]:
        raise ValueError(f"logits has shape {jnp.shape(logits)}: a probability vector needs at least one entry")
    w = jax.nn.softmax(logits, -1)
    return w / w.sum(-1, keepdims=True)


# -- with nothing guaranteed
BROKEN = 0.18                    # the chance that one thing is not as intended; most of the hypotheses then hold for a good part


def switches(count, rng):
    """(count,): 1 where something is to be broken, else -1. Rounding and scaling by powers of two keep the sign."""
    return np.where(rng.uniform(size=count) < BROKEN, 1.0, -1.0)


def draw_distances(n, rng):
    """Parameters of `distances`."""
    return dict(edges=rng.normal(size=(n, n)), switch=switches(6, rng), sign=rng.normal(size=(n, n)), twist=rng.normal(size=n),
                staying=rng.normal(size=n))


def distances(theta):
    """An array (n, n), n >= 2, of which no property of a distance is guaranteed; each fails for about one draw in five.

    Triangle inequality, symmetry, d(x, y) > 0 for the first two points (which coincide otherwise), d >= 0 (signs; or d(x, y) +
    u(x) - u(y), which keeps the triangle inequality), d(x, x) = 0 (negative, or positive and at most the other distances).
    """
    n = len(theta["edges"])
    broken, directed, merged, signed, twisted, staying = theta["switch"] > 0
    D = random_metric(theta["edges"], broken, 1.0 * directed)
    nearest = jnp.where(jnp.eye(n) > 0, jnp.inf, D).min(1)
    same = np.array([0, 0, *range(2, n)])
    D = jnp.where(merged, D[same][:, same], D)
    upper = jnp.triu(theta["sign"], 1)
    D = jnp.where(signed & (upper + upper.T < 0), -D, D)
    u = D.max() * jnp.tanh(theta["twist"])
    D = jnp.where(twisted, D + (u[:, None] - u), D)
    sign = jnp.where(theta["staying"][0] < 0, -1.0, 1.0)
    return jnp.where(staying, D + jnp.diag(sign * nearest * jnp.abs(jnp.tanh(theta["staying"]))), D)


def draw_weights(count, n, rng):
    """Parameters of `weights`."""
    return dict(logits=rng.normal(size=(count, n)) * rng.choice([0.3, 1, 3]), switch=switches(3, rng), noise=rng.normal(size=(count, n)),
                mass=rng.normal(size=(count, 1)))


def weights(theta):
    """Vectors (count, n) of which neither sign nor mass is guaranteed, nor that they differ."""
    signed, scaled, equal = theta["switch"] > 0
    w, noise = probabilities(theta["logits"]), theta["noise"]
    w = jnp.where(signed, w + 0.3 * (noise - noise.mean(1, keepdims=True)), w)
    w = jnp.where(signed, w / w.sum(1, keepdims=True), w)
    w = jnp.where(equal, w[:1], w)
    return jnp.where(scaled, w * jnp.exp(jnp.tanh(theta["mass"])), w)


def draw_exponent(rng):
    """Parameters of `exponent`."""
    return dict(p=rng.uniform(-3.0, 4.0), inside=rng.normal(), switch=switches(2, rng))


def exponent(theta, top=3.0):
    """A real number: between 1 and 1 + top, or anywhere near (-3, 4), 0 left out; sometimes an integer."""
    free, whole = theta["switch"] > 0
    p = jnp.where(free, theta["p"], 1 + top * jax.nn.sigmoid(theta["inside"]))
    p = jnp.where(jnp.abs(p) < 1 / 16, 1 / 16, p)
    return jnp.where(whole, jnp.where(jnp.round(p) == 0, 1.0, jnp.round(p)), p)


# -- named spaces
def line(n: int):
    """The points 0, 1, ..., n - 1 of the real line."""
    return np.abs(np.subtract.outer(np.arange(n), np.arange(n)))


def discrete(n: int):
    """All distances between different points are 1."""
    return 1 - np.eye(n, dtype=int)


def star(n: int):
    """A tree metric: n leaves, leaf i at the distance i + 1 from the centre."""
    arms = np.arange(1, n + 1)
    return (arms[:, None] + arms) * discrete(n)


def binary_tree(n: int):
    """An ultrametric: leaves of a binary tree, at a distance 2**k when they first meet k levels up."""
    differ = np.bitwise_xor.outer(np.arange(n), np.arange(n))
    return np.where(differ > 0, 2 ** np.ceil(np.log2(differ + 1)).astype(int), 0)


def grid(rows: int, columns: int):
    """The pixels of an image as integer points (rows * columns, 2), in the order of `image.ravel()`."""
    return np.argwhere(np.ones((rows, columns)))


def taxicab(points):
    """Distances between integer points (n, dimension)."""
    return np.abs(points[:, None] - points).sum(-1)


def euclidean(points):
    """Distances between integer points (n, dimension) as exact numbers: Fraction where they are rational, else Radical."""
    return [[square_root(Fraction(int(s))) for s in row] for row in ((points[:, None] - points) ** 2).sum(-1)]


# What breaks one property of a metric and keeps the others, on three points.
WITHOUT = {
    "triangle": ("long edge", [[0, 1, 3], [1, 0, 1], [3, 1, 0]]),
    "symmetric": ("one way", [[0, 1, 1], [2, 0, 1], [1, 1, 0]]),
    "reflexive": ("staying costs 1", [[1, 1, 1], [1, 1, 1], [1, 1, 1]]),
    "separating": ("pseudometric", [[0, 0, 1], [0, 0, 1], [1, 1, 0]])}
