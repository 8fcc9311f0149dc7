"""Metrics against brute force."""
import functools
import itertools
from collections import Counter
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
from rationals import fractions

from proofs_numeric.engine.enclosure import EPS
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport as tr


def shortest(D):
    D = [list(row) for row in D]
    n = len(D)
    for k, i, j in itertools.product(range(n), repeat=3):
        D[i][j] = min(D[i][j], D[i][k] + D[k][j])
    return D


@pytest.mark.parametrize("n", [1, 2, 3, 5, 6])
def test_the_closure_is_the_length_of_shortest_paths(n):
    rng = np.random.default_rng(n)
    for _ in range(4):
        D = rng.integers(1, 60, (n, n)).astype(float) * (1 - np.eye(n))
        assert np.array_equal(ms.closure(jnp.array(D)), shortest(D.tolist()))
    chain = np.where(np.abs(np.subtract.outer(np.arange(n), np.arange(n))) == 1, 1.0, 100.0) * (1 - np.eye(n))
    assert np.array_equal(ms.closure(jnp.array(chain)), ms.line(n))                            # paths of n - 1 edges


def triangles(D, slack=0):
    """Whether every triangle inequality holds without rounding, by `slack` where the three points differ."""
    D = [fractions(row) for row in np.asarray(D)]
    triples = itertools.product(range(len(D)), repeat=3)
    return all(D[i][k] + (slack if len({i, j, k}) == 3 else 0) <= D[i][j] + D[j][k] for i, j, k in triples)


@pytest.mark.parametrize("n", [2, 3, 6])
def test_a_random_metric_is_one_without_rounding_and_what_is_broken_is_broken(n):
    off, broken, directed = ~np.eye(n, dtype=bool), 0, 0
    for seed in range(6):
        edges = jnp.array(3 * np.random.default_rng(seed).normal(size=(n, n)))
        D = np.asarray(ms.random_metric(edges))
        assert triangles(D, 7 * n * Fraction(EPS) * Fraction(D.max()))
        assert np.array_equal(D, D.T) and (np.diag(D) == 0).all() and (D[off] > 0.13).all() and (D < 7.5).all()
        wild, one_way = np.asarray(ms.random_metric(edges, broken=1.0)), np.asarray(ms.random_metric(edges, directed=1.0))
        assert np.array_equal(wild, wild.T) and (np.diag(wild) == 0).all() and triangles(one_way)
        lengths = np.exp(2 * np.tanh(np.asarray(edges)))
        assert np.allclose(wild, np.triu(lengths, 1) + np.triu(lengths, 1).T)
        broken, directed = broken + (not triangles(wild)), directed + (not np.array_equal(one_way, one_way.T))
    assert directed == 6 and (broken >= 3 or n == 2)


def test_probability_vectors_and_their_errors():
    w = ms.probabilities(jnp.array([[0.0, 0.0], [np.log(3.0), 0.0], [800.0, 0.0]]))
    assert np.allclose(w, [[0.5, 0.5], [0.75, 0.25], [1, 0]], rtol=4 * EPS)
    assert all(abs(sum(fractions(row)) - 1) <= 2 * EPS for row in np.asarray(w))
    with pytest.raises(ValueError, match="at least one entry"):
        ms.probabilities(jnp.zeros((2, 0)))
    for shape in ((2, 3), (3,), (0, 0)):
        with pytest.raises(ValueError, match="one number for every pair"):
            ms.random_metric(jnp.zeros(shape))


@pytest.mark.parametrize("n", [2, 3, 4, 7])
def test_named_spaces_are_metric_and_what_they_are_called(n):
    for space in (ms.line, ms.discrete, ms.star, ms.binary_tree):
        D = space(n)
        assert triangles(D) and (D == D.T).all() and (np.diag(D) == 0).all() and (D[~np.eye(n, dtype=bool)] > 0).all()
    tree = ms.binary_tree(n)
    assert all(tree[i, k] <= max(tree[i, j], tree[j, k]) for i, j, k in itertools.product(range(n), repeat=3))
    assert ms.star(n)[0, n - 1] == n + 1 and ms.line(n)[0, n - 1] == n - 1 and ms.discrete(n).sum() == n * (n - 1)
    assert tree[0, 1] == 2 and (n < 3 or tree[0, 2] == tree[1, 2] == 4) and (n < 5 or tree[0, 4] == 8)
    grid, points = ms.grid(2, n), [(i, j) for i in range(2) for j in range(n)]
    assert grid.tolist() == [[i, j] for i, j in points]
    assert ms.taxicab(grid).tolist() == [[abs(i - k) + abs(j - m) for k, m in points] for i, j in points]
    assert [[d**2 for d in row] for row in ms.euclidean(grid)] == [[(i - k) ** 2 + (j - m) ** 2 for k, m in points] for i, j in points]


def test_every_cell_of_a_certificate_matrix_is_the_flow():
    found = tr.Certificate(Fraction(1), {(0, 1): Fraction(1, 3), (1, 0): Fraction(2, 3)}, (0, 0), (0, 0, 0))
    assert found.matrix().tolist() == [[0, Fraction(1, 3), 0], [Fraction(2, 3), 0, 0]]
    assert Counter(x for row in found.matrix() for x in row)[0] == 4 and functools.reduce(lambda s, x: s + x, found.matrix().ravel()) == 1
