"""Roots, inverses, eigenvalues and W_2 of covariances contain their rational values, singular and nearly singular ones included."""
import itertools
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flint import arb, ctx

from proofs_numeric.engine.enclosure import EPS, Ball
from proofs_numeric.mathematics import gaussians as ga

TINY = Fraction(1, 2**30)
# (c, s) with c^2 + s^2 = 1, and symmetric matrices with known eigenvalues: rotations of diagonal ones.
TURNS = [(Fraction(1), Fraction(0)), (Fraction(3, 5), Fraction(4, 5)), (Fraction(-5, 13), Fraction(12, 13)),
         (Fraction(7, 25), Fraction(24, 25))]
SPECTRA = [(1, 1), (4, 1), (9, 0), (0, 0), (1, TINY**2), (25, Fraction(1, 4)), (TINY**2, TINY**2), (2**20, Fraction(1, 2**20))]


def turned(turn, eigenvalues):
    (c, s), (a, b) = turn, map(Fraction, eigenvalues)
    return np.array([[c * c * a + s * s * b, c * s * (a - b)], [c * s * (a - b), s * s * a + c * c * b]], object)


def floats(A):
    return np.array([[float(x) for x in row] for row in A])


def rounded(A):
    """The matrix as a ball of floats: its rounding is the radius."""
    near = floats(A)
    error = sum((Fraction(x) - y) ** 2 for x, y in zip(near.ravel().tolist(), A.ravel()))
    return Ball(jnp.array(near), jnp.float64(float(error) ** 0.5 * (1 + 1e-12)))


def contains(ball, exact):
    """Whether an exact matrix is in a ball: squared Frobenius distances, in Fraction."""
    square = sum((Fraction(float(x)) - y) ** 2 for x, y in zip(np.ravel(ball.center), np.ravel(exact)))
    return square <= Fraction(float(ball.radius)) ** 2


def inside(interval, exact):
    return Fraction(float(interval.lo)) <= exact <= Fraction(float(interval.hi))


CASES = [*itertools.product(TURNS, SPECTRA)]


def test_the_root_of_a_positive_matrix_is_in_its_ball():
    for turn, (a, b) in CASES:
        root, squared = turned(turn, (a, b)), turned(turn, (a * a, b * b))
        found = ga.psd_root(rounded(squared))
        assert contains(found, root), (turn, a, b)
        if b and a < 100 * b:                                          # well conditioned: near the accuracy of the floats
            assert found.radius <= 1e4 * EPS * max(a, b)
        assert found.radius <= 1e-6 * max(a, b, 1e-8)                  # of a singular matrix: the root of the accuracy


@pytest.mark.parametrize("v", [(3, 4), (2, 3, 6), (1, 2, 2), (4, 4, 7), (2, 5, 14), (1, 4, 8), (6, 6, 7), (20, 99)])
def test_the_root_of_an_exact_singular_matrix_is_in_its_ball(v):
    """v v^T of an integer vector of integer length: its eigenvalue 0 is computed as 1e-15, whose root is not small."""
    S, length = np.outer(v, v), round(sum(x * x for x in v) ** 0.5)
    found = ga.psd_root(S * 1.0)
    assert contains(found, S.astype(object) * Fraction(1, length)) and found.radius < 1e-7 * length**2


def test_an_error_of_the_matrix_moves_the_root_and_is_covered():
    """(1 + r) I and r e e^T: the two bounds, |E| / lambda_min and sqrt(|E|), are each attained up to a factor of three."""
    for r in (1e-3, 1e-8):
        found = ga.psd_root(Ball(jnp.eye(2), jnp.float64(r)))
        moved = float(np.linalg.norm(np.sqrt(1 - r / np.sqrt(2)) * np.eye(2) - np.asarray(found.center)))
        assert moved <= found.radius <= 3 * moved
        found = ga.psd_root(Ball(jnp.zeros((2, 2)), jnp.float64(r)))
        moved = np.sqrt(r)                                             # of the root of r e e^T
        assert moved <= found.radius <= 2 * moved


def test_the_derivative_of_the_root_solves_its_equation():
    S, dS = jnp.array([[2.0, 0.5], [0.5, 1.0]]), jnp.array([[0.3, -0.2], [-0.2, 0.7]])
    R, X = jax.jvp(lambda S: ga.psd_root(S).center, (S,), (dS,))
    assert np.allclose(X @ R + R @ X, dS, atol=1e-13)
    _, flat = jax.jvp(lambda S: ga.psd_root(S).center, (jnp.zeros((2, 2)),), (dS,))
    assert not np.isnan(flat).any() and np.abs(flat).max() == 0


def test_the_inverse_is_in_its_ball_and_none_is_claimed_of_a_singular_matrix():
    for turn, (a, b) in CASES:
        if b and a / b <= 2**45:
            found = ga.inverse(rounded(turned(turn, (a, b))))
            assert contains(found, turned(turn, (1 / Fraction(a), 1 / Fraction(b)))), (turn, a, b)
            assert a / b > 100 or found.radius <= 1e4 * EPS / min(a, b)
        elif not b:
            assert ga.inverse(rounded(turned(turn, (a, b)))).radius == 1e30
    wide = ga.inverse(Ball(jnp.diag(jnp.array([2.0, 1.0])), jnp.float64(0.25)))
    assert contains(wide, np.array([[Fraction(1, 2), 0], [0, Fraction(4, 3)]], object)) and wide.radius <= 0.5     # an eigenvalue 3/4
    assert ga.inverse(Ball(jnp.eye(2), jnp.float64(0.5))).radius == 1e30                                           # e is too large
    skew = np.array([[Fraction(1), Fraction(2)], [Fraction(-3), Fraction(5)]], object)
    assert contains(ga.inverse(floats(skew)), ga.exact_inverse(skew)) and not contains(ga.inverse(floats(skew)), ga.exact_inverse(skew.T))


def test_the_smallest_eigenvalue_is_enclosed():
    for turn, (a, b) in CASES:
        S = turned(turn, (a, b))
        found = ga.min_eigenvalue(rounded(S))
        assert inside(found, min(a, b)) and found.width <= 64 * EPS * (1 + max(a, b)), (turn, a, b)
    for d in ((4.0, -1.0), (1.0, 1.0), (0.0, 3.0)):
        indefinite = ga.min_eigenvalue(Ball.of(jnp.diag(jnp.array(d))))
        assert inside(indefinite, Fraction(min(d))) and indefinite.width < 1e-12
    found = ga.min_eigenvalue(Ball(jnp.diag(jnp.array([4.0, 1.0])), jnp.float64(0.5)))
    assert found.lo <= 0.5 and 1.5 <= found.hi and found.width <= 1 + 1e-12
    exact = ga.min_eigenvalue(jnp.diag(jnp.array([4.0, 0.0])))
    assert exact.lo <= 0 <= exact.hi < 1e-13


@pytest.mark.parametrize("off", [-1, 1])
def test_eigenvalues_may_be_as_inaccurate_as_they_are_said_to_be(off, monkeypatch):
    S = jnp.diag(jnp.array([4.0, 1.0, 2.0]))
    monkeypatch.setattr(ga.jnp.linalg, "eigvalsh", lambda A: jnp.array([1.0, 2, 4]) + off * 8 * 3 * EPS * jnp.sqrt(21.0))
    assert inside(ga.min_eigenvalue(S), 1) and inside(ga.min_eigenvalue(Ball.of(S)), 1)


def test_the_trace_is_enclosed():
    S = turned(TURNS[1], (4, 1))
    assert inside(ga.trace(rounded(S)), 5) and ga.trace(rounded(S)).width < 1e-13
    found = ga.trace(Ball(jnp.eye(4), jnp.float64(0.5)))               # the worst error: a multiple of the identity
    assert found.lo <= 3 and 5 <= found.hi and found.width <= 2 + 1e-12


def laws():
    """(m1, B1, m2, B2, W_2^2): commuting covariances, a singular one, Dirac measures, equal laws, rotations."""
    rng, found = np.random.default_rng(0), []
    for _ in range(8):                                                 # diagonal: coordinate by coordinate
        m1, m2 = rng.integers(-8, 9, (2, 3)) / 4
        a, b = rng.integers(0, 9, (2, 3)) / 4
        found.append((m1, np.diag(a), m2, np.diag(b), sum((x - y) ** 2 for x, y in zip([*m1, *a], [*m2, *b]))))
    c, s = 0.6, 0.8
    turn = np.array([[3, -4], [4, 3]]) / 4.0                           # 5/4 times a rotation
    for a, b in (((2, 1), (1, 3)), ((2, 0), (0, 1)), ((4, 4), (0, 0)), ((1, 2), (1, 2))):
        value = Fraction(25, 16) * sum((Fraction(x) - y) ** 2 for x, y in zip(a, b))
        found.append((np.zeros(2), turn @ np.diag(a), np.zeros(2), turn @ np.diag(b), value))
        quarter = np.array([[0, 1], [-1, 0]])
        found.append((np.array([1.0, 0]), turn @ np.diag(a), np.array([0, 2.0]), turn @ np.diag(b) @ quarter, value + 5))
    assert c * c + s * s == 1
    return found


def test_the_squared_distance_is_enclosed():
    for m1, B1, m2, B2, value in laws():
        found = ga.squared_distance(*map(jnp.array, (m1, B1, m2, B2)))
        size = 1 + sum(float((x**2).sum()) for x in (m1, B1, m2, B2))
        assert 0 <= found.lo and inside(found, Fraction(value)) and found.width <= 1e4 * EPS * size
        assert inside(ga.squared_distance(*map(jnp.array, (m2, B2, m1, B1))), Fraction(value))


def test_the_derivative_of_the_squared_distance_is_that_of_the_distance():
    """W_2^2 of N(m, a^2), N(0, 1) is m^2 + (a - 1)^2 from either end of the enclosure."""
    for end in ("lo", "hi"):
        by_m, by_a = jax.grad(lambda m, a: getattr(ga.squared_distance(m[None], a[None, None], jnp.zeros(1), jnp.ones((1, 1))), end),
                              (0, 1))(jnp.float64(3), jnp.float64(2.5))
        assert np.isclose(by_m, 6) and np.isclose(by_a, 3)


def test_covariances_of_few_digits_are_exact():
    given = np.random.default_rng(0).normal(size=(3, 3)) * 9
    B = np.asarray(ga.representable(jnp.array(given)))
    assert np.abs(B - np.clip(given, -8, 8)).max() <= 2.0**-13 and np.abs(given).max() > 8
    assert np.abs(B).max() <= ga.LARGEST and (B * 2**ga.DIGITS == np.round(B * 2**ga.DIGITS)).all()
    exact = [[sum(Fraction(x) * Fraction(y) for x, y in zip(r, s)) for s in B.tolist()] for r in B.tolist()]
    assert [[Fraction(x) for x in row] for row in np.asarray(jnp.array(B) @ jnp.array(B).T).tolist()] == exact
    assert np.array_equal(jax.grad(lambda x: (ga.representable(x) * jnp.arange(3.0)).sum())(jnp.array([0.1, 2.0, 9.0])), [0, 1, 0])


# -- rational arithmetic
def fractions(rows):
    return np.array([[Fraction(x) for x in row] for row in rows], object)


def leibniz(A):
    n = len(A)
    signs = {p: (-1) ** sum(p[i] > p[j] for i in range(n) for j in range(i + 1, n)) for p in itertools.permutations(range(n))}
    return sum(s * np.prod([A[i, p[i]] for i in range(n)]) for p, s in signs.items())


def minors(A):
    """1 if all principal minors are positive, 0 if none is negative, else -1."""
    n = len(A)
    found = [leibniz(A[np.ix_(k, k)]) for r in range(1, n + 1) for k in itertools.combinations(range(n), r)]
    return 1 if min(found) > 0 else 0 if min(found) == 0 else -1


def test_inertia_by_elimination_is_that_by_minors():
    rng = np.random.default_rng(1)
    seen = set()
    for k in range(120):
        B = rng.integers(-2, 3, (3, 3))
        A = fractions((B @ B.T if k % 3 else B + B.T).tolist())
        assert ga.exact_inertia(A) == minors(A), A
        seen.add(minors(A))
    assert seen == {-1, 0, 1}
    for rows, right in (([[0, 1], [1, 0]], -1), ([[0, 0], [0, 1]], 0), ([[0, 0], [0, -1]], -1), ([[1, 1], [1, 1]], 0), ([[0]], 0),
                        ([[-1]], -1)):
        A = fractions(rows)
        assert ga.exact_inertia(A) == right and np.array_equal(A, fractions(rows))                  # its argument is left alone


def test_the_exact_inverse_inverts():
    rng = np.random.default_rng(2)
    for _ in range(20):
        A = fractions(rng.integers(-3, 4, (3, 3)).tolist())
        if leibniz(A):
            assert np.array_equal(A @ ga.exact_inverse(A), fractions(np.eye(3, dtype=int).tolist()))
        else:
            with pytest.raises(ZeroDivisionError, match="singular"):
                ga.exact_inverse(A)
    assert np.array_equal(ga.exact_inverse(fractions([[0, 2], [1, 0]])), fractions([[0, 1], [Fraction(1, 2), 0]]))


def test_a_certified_distance_is_the_distance_and_wrong_certificates_are_refused():
    one, zero = fractions([[1, 0], [0, 1]]), fractions([[0, 0], [0, 0]])
    m1, m2 = np.array([Fraction(1), Fraction(0)]), np.array([Fraction(0), Fraction(2)])
    S1, S2 = fractions([[4, 0], [0, 9]]), fractions([[1, 0], [0, 16]])
    K, A = fractions([[2, 0], [0, 12]]), fractions([[Fraction(1, 2), 0], [0, Fraction(4, 3)]])
    assert ga.certified_squared_distance(m1, S1, m2, S2, K, A) == 5 + 1 + 1
    assert ga.certified_squared_distance(m1, S1, m1, S1, S1, one) == 0
    for wrong, message in ((dict(K=K + one), "not the cross-covariance"), (dict(A=zero), "not positive definite"),
                           (dict(A=-A), "not positive definite"), (dict(A=one), "the dual is worth"),
                           (dict(K=zero), "the coupling costs 35, the dual is worth 7")):
        with pytest.raises(ArithmeticError, match=message):
            ga.certified_squared_distance(m1, S1, m2, S2, **(dict(K=K, A=A) | wrong))


def test_the_enclosure_contains_certified_values():
    B1, B2 = np.array([[2.0, 1], [0, 1]]), np.array([[1.0, 0], [1, 1]])
    before, ctx.prec = ctx.prec, 100
    try:                                                               # tr of the root of a 2 x 2 product: sqrt(tr + 2 sqrt(det))
        S1, S2 = B1 @ B1.T, B2 @ B2.T
        product = S1 @ S2
        fidelity = (arb(product.trace()) + 2 * arb(round(np.linalg.det(product))).sqrt()).sqrt()
        exact = arb(S1.trace() + S2.trace()) - 2 * fidelity
        found = ga.squared_distance(jnp.zeros(2), jnp.array(B1), jnp.zeros(2), jnp.array(B2))
        assert arb(float(found.lo)) <= exact and exact <= arb(float(found.hi)) and found.width < 1e-11
    finally:
        ctx.prec = before
