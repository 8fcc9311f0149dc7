"""W_2 between Gaussian laws in floating point against 60 digits and exact rational instances."""
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import jax
import jax.numpy as jnp
import mpmath
import numpy as np
import pytest

from proofs_numeric.mathematics.gaussians import certified_squared_distance  # sets 64-bit floats
from proofs_numeric.numerics.gaussians import bures, gaussian_w2

SEED = 30
EPS = {np.float32: 2.0**-23, np.float64: 2.0**-52}
mpmath.mp.dps = 60


def conditioned(d, digits, rng):
    """A covariance with condition number 10^digits and random axes."""
    Q = np.linalg.qr(rng.normal(size=(d, d)))[0]
    S = (Q * np.logspace(0, -digits, d)) @ Q.T
    return (S + S.T) / 2


def reference(S1, S2):
    """bures(S1, S2) of the matrices as they are, in 60 digits."""
    A, B = mpmath.matrix(S1.tolist()), mpmath.matrix(S2.tolist())
    w, V = mpmath.eigsy(A)
    root = V * mpmath.diag([mpmath.sqrt(max(x, 0)) for x in w]) * V.T
    gained = sum(mpmath.sqrt(max(x, 0)) for x in mpmath.eigsy(root * B * root, eigvals_only=True))
    return mpmath.sqrt(sum(A[i, i] + B[i, i] for i in range(A.rows)) - 2 * gained)


def relative(ours, exact):
    return float(abs(mpmath.mpf(float(ours)) - exact) / exact)


@pytest.mark.parametrize("digits", [1, 3, 9])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_accuracy_does_not_depend_on_the_condition_number(digits, dtype):
    rng = np.random.default_rng(SEED)
    digits = digits if dtype == np.float64 else min(digits, 3)
    S = [[conditioned(5, digits, rng).astype(dtype) for _ in range(2)] for _ in range(4)]
    ours = bures(np.stack([x for x, _ in S]), np.stack([y for _, y in S]))
    assert ours.dtype == dtype
    for value, (S1, S2) in zip(ours, S):
        error = relative(value, reference(S1.astype(float), S2.astype(float)))
        assert error <= 8 * 5 * EPS[dtype], (error, digits, SEED)           # 9e-15 in float64


def test_singular_covariances():
    rng = np.random.default_rng(SEED)
    for r1, r2 in ((3, 2), (1, 1), (5, 2)):
        B1, B2 = rng.integers(-3, 4, (5, r1)).astype(float), rng.integers(-3, 4, (5, r2)).astype(float)
        error = relative(bures(B1 @ B1.T, B2 @ B2.T), reference(B1 @ B1.T, B2 @ B2.T))
        assert error <= 1e-13, (error, r1, r2, SEED)
    S = np.diag([1.0, 1e-20, 0.0])
    assert abs(bures(S, np.diag([1.0, 4e-20, 0.0])) - 1e-10) <= 1e-10 * 8 * EPS[np.float64], "graded"
    assert abs(bures(S, np.zeros((3, 3))) - 1) <= 8 * EPS[np.float64], "a point mass"


def test_nearly_equal_laws_keep_their_digits():
    rng = np.random.default_rng(SEED)
    S = conditioned(5, 3, rng)
    near = S * (1 + 1e-7)
    exact = reference(S, near)
    error = abs(mpmath.mpf(float(bures(S, near))) - exact)
    assert error <= 8 * 5 * EPS[np.float64] * 10**1.5 * np.sqrt(np.trace(S)), (error, exact, SEED)    # root of the condition number
    assert bures(S, S) <= 8 * 5 * EPS[np.float64] * 10**1.5, "equal laws"


def test_an_exact_rational_instance():
    F = np.vectorize(Fraction)
    S1, m1, m2 = F(np.array([[5, 2], [2, 3]])), F(np.array([1, -2])), F(np.array([3, 0]))
    A = F(np.array([[2, 1], [1, 1]]))                                        # an optimal linear map: S2 = A S1 A
    S2, K = A @ S1 @ A, S1 @ A
    exact = certified_squared_distance(m1, S1, m2, S2, K, A)
    ours = gaussian_w2(*(z.astype(float) for z in (m1, S1, m2, S2)))
    assert relative(ours, mpmath.sqrt(mpmath.mpf(exact.numerator) / exact.denominator)) <= 8 * 2 * EPS[np.float64], (ours, exact)


@pytest.mark.parametrize("ranks", [(4, 4), (4, 2)])
def test_derivatives_are_those_of_differences(ranks):
    """Also where the first law is full and the second singular, for the first; both are finite there."""
    rng = np.random.default_rng(SEED)
    B1, B2 = (rng.normal(size=(4, r)) for r in ranks)
    laws = [rng.normal(size=4), B1 @ B1.T, rng.normal(size=4), B2 @ B2.T]
    slopes = jax.jit(jax.grad(lambda *z: gaussian_w2(*z), (0, 1, 2, 3)))(*map(jnp.asarray, laws))
    assert all(np.isfinite(z).all() for z in slopes)
    for k in range(4 if ranks[1] == 4 else 3):
        E = rng.normal(size=laws[k].shape)
        E, h = (E + E.T) / 2 if E.ndim == 2 else E, 1e-5

        def at(t, k=k, E=E):
            return float(gaussian_w2(*[z + t * E if i == k else z for i, z in enumerate(laws)]))
        difference = (at(h) - at(-h)) / (2 * h)
        assert abs((slopes[k] * E).sum() - difference) <= 1e-7, (k, (slopes[k] * E).sum(), difference, SEED)
    same = jax.grad(lambda S: bures(S, B1 @ B1.T))(jnp.asarray(B1 @ B1.T))
    assert np.isfinite(same).all(), "equal laws"


def test_a_batch_is_its_loop_and_one_law_may_stand_for_all():
    rng = np.random.default_rng(SEED)
    S = np.stack([conditioned(4, 3, rng), np.diag([1.0, 0, 2, 0]), np.eye(4)])
    m = rng.normal(size=(3, 4))
    ours = gaussian_w2(m, S, m[0], S[0])
    alone = [gaussian_w2(m[k], S[k], m[0], S[0]) for k in range(3)]
    assert (abs(np.asarray(ours) - np.asarray(alone)) <= 64 * EPS[np.float64]).all(), (ours, alone)
    nested = jax.jit(jax.vmap(lambda S: jax.vmap(lambda T: bures(S, T))(S_all)))(S_all := jnp.asarray(S))
    assert (abs(nested - nested.T) <= 64 * EPS[np.float64]).all() and nested.shape == (3, 3), nested


def test_many_factorisations_in_one_program_end():
    """Batched Cholesky calls of one program can wait for each other for ever (jaxlib 0.10, two cores): none may be reached."""
    program = """
import jax, jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
from proofs_numeric.numerics.gaussians import bures
B = jax.random.normal(jax.random.key(0), (2, 128, 32, 32))
S = B @ B.mT
S, T = S.at[0, 0].set(jnp.diag(jnp.arange(32.0))), S[::-1]
mixed = jax.jit(lambda S, T: bures(S[0], T[0]).sum() + bures(S[1], T[0] + T[1]).sum() + jax.vmap(jax.vmap(bures))(S, T).sum())
for _ in range(8):
    print(mixed(S, T).block_until_ready())
text = mixed.lower(S, T).compile().as_text()
calls = [line for line in text.splitlines() if "lapack" in line and "custom-call" in line]
assert calls and not [line for line in calls if "128," in line.split("custom-call(")[0]], calls
"""
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", program], cwd=root, env=os.environ, timeout=120, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("change, message", [
    (dict(S1=np.array([[1.0, 0.5], [0, 1]])), "S1 is not symmetric"),
    (dict(S2=np.diag([1.0, -1])), "S2 has the eigenvalue -1.0"),
    (dict(S1=np.array([[1.0, 2], [2, 1]])), "S1 has the eigenvalue -1.0"),
    (dict(S1=np.diag([1.0, np.nan])), r"S1\[1, 1\] = nan"),
    (dict(m2=np.array([np.inf, 0])), r"m2\[0\] = inf"),
    (dict(S1=np.ones((2, 3))), "S1 has shape"),
    (dict(S1=np.ones(2)), "S1 has shape"),
    (dict(S2=np.eye(3)), "S2 has dimension 3"),
    (dict(m1=np.zeros(3)), "m1 has dimension 3"),
    (dict(m1=np.zeros(0), S1=np.zeros((0, 0))), "m1 is empty")])
def test_bad_input_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        gaussian_w2(**dict(m1=np.zeros(2), S1=np.eye(2), m2=np.zeros(2), S2=np.eye(2)) | change)
