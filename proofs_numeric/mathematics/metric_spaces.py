"""Finite metric spaces, as matrices D (n, n) of distances, and probability vectors (n).

The random ones are parametrised by arbitrary arrays, in JAX; the named ones are integer matrices in NumPy.
"""
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS


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


def probabilities(logits):
    """Probability vectors (..., n) from any array (..., n); the sum is 1 up to n EPS. Raises ValueError for n = 0."""
    if not jnp.ndim(logits) or not jnp.shape(logits)[-1]:
        raise ValueError(f"logits has shape {jnp.shape(logits)}: a probability vector needs at least one entry")
    w = jax.nn.softmax(logits, -1)
    return w / w.sum(-1, keepdims=True)


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


def squared_grid(rows: int, columns: int):
    """Squared Euclidean distances between the pixels of an image, in the order of `image.ravel()`."""
    points = np.argwhere(np.ones((rows, columns)))
    return ((points[:, None] - points) ** 2).sum(-1)
