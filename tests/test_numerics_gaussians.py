"""W_2 between Gaussian laws in floating point against 60 digits and exact rational instances."""
import itertools
from fractions import Fraction

import jax
import mpmath
import numpy as np
import pytest
from differences import POINTS, assert_slope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofs_numeric.mathematics.gaussians import certified_squared_distance  # sets 64-bit floats
from proofs_numeric.numerics.gaussians import CANCELS, bures, gaussian_w2

pytestmark = pytest.mark.xdist_group("numerics_gaussians")           # one process: what is compiled serves several tests
SEED, D = 30, 5
SINGULAR = np.diag([1.0, 0, 2, 0, 0])
EPS = {np.float32: 2.0**-23, np.float64: 2.0**-52}
mpmath.mp.dps = 60


def conditioned(d, digits, rng):
    """A covariance with condition number 10^digits and random axes."""
    Q = np.linalg.qr(rng.normal(size=(d, d)))[0]
    S = (Q * np.logspace(0, -digits, d)) @ Q.T
    return (S + S.T) / 2


def extended(block):
    """A symmetric 2 x 2 matrix by D - 2 independent coordinates: every test uses the shapes of the others."""
    whole = np.eye(D, dtype=int)
    whole[:2, :2] = block
    return whole


def reference(S1, S2):
    """bures(S1, S2) of the matrices as they are, in 60 digits."""
    A, B = mpmath.matrix(S1.tolist()), mpmath.matrix(S2.tolist())
    w, V = mpmath.eigsy(A)
    root = V * mpmath.diag([mpmath.sqrt(max(x, 0)) for x in w]) * V.T
    gained = sum(mpmath.sqrt(max(x, 0)) for x in mpmath.eigsy(root * B * root, eigvals_only=True))
    return mpmath.sqrt(sum(A[i, i] + B[i, i] for i in range(A.rows)) - 2 * gained)


def relative(ours, exact):
    return float(abs(mpmath.mpf(float(ours)) - exact) / exact)


def rounding(S1, S2, distance):
    """What `gaussian_w2` says of its error, with "a few d eps" = 8 d eps, for condition numbers up to 10^3.

    8 d eps (tr S1 + tr S2) of the square, so half of that over the distance; for nearly equal laws 8 d eps of the standard
    deviations, times the root of the condition number.
    """
    traces, unit = np.trace(S1) + np.trace(S2), 8 * len(S1) * EPS[np.float64]
    return unit * (traces / (2 * distance) if distance**2 > CANCELS * traces else 10**1.5 * np.sqrt(traces))


@pytest.mark.parametrize("dtype, digits", [(np.float32, 1), (np.float32, 3), (np.float64, 1), (np.float64, 3), (np.float64, 9)])
def test_accuracy_does_not_depend_on_the_condition_number(dtype, digits):
    rng = np.random.default_rng(SEED)
    S = [[conditioned(D, digits, rng).astype(dtype) for _ in range(2)] for _ in range(4)]
    ours = bures(np.stack([x for x, _ in S]), np.stack([y for _, y in S]))
    assert ours.dtype == dtype
    for value, (S1, S2) in zip(ours, S):
        error = relative(value, reference(S1.astype(float), S2.astype(float)))
        assert error <= 8 * D * EPS[dtype], (error, digits, SEED)           # 9e-15 in float64


def test_singular_covariances():
    rng = np.random.default_rng(SEED)
    pairs = []
    for ranks in ((3, 2), (1, 1), (5, 2), (2, 4)):
        roots = [rng.integers(-3, 4, (D, r)).astype(float) for r in ranks]
        pairs.append([B @ B.T for B in roots])
    for value, (S1, S2) in zip(bures(*map(np.stack, zip(*pairs))), pairs):
        exact = reference(S1, S2)
        error = float(abs(mpmath.mpf(float(value)) - exact))
        assert error <= rounding(S1, S2, float(exact)), (error, exact, SEED)


def test_graded_and_nearly_equal_laws_keep_their_digits():
    S = conditioned(D, 3, np.random.default_rng(SEED))
    near, graded = S * (1 + 1e-7), np.diag([1.0, 1e-20, 0, 0, 0])
    pairs = [(S, near), (S, S), (graded, np.diag([1.0, 4e-20, 0, 0, 0])), (graded, np.zeros((D, D)))]
    close, same, apart, alone = map(float, bures(*map(np.stack, zip(*pairs))))
    exact = reference(S, near)
    assert abs(mpmath.mpf(close) - exact) <= rounding(S, near, float(exact)), (close, exact, SEED)
    assert same <= rounding(S, S, 0.0), "equal laws"
    assert abs(apart - 1e-10) <= 1e-10 * 8 * EPS[np.float64], "graded: a standard deviation of 1e-10 beside one of 1"
    assert abs(alone - 1) <= 8 * EPS[np.float64], "a point mass: the root of the trace"


def test_an_exact_rational_instance():
    F = np.vectorize(Fraction)
    S1, m1, m2 = F(extended([[5, 2], [2, 3]])), F(np.array([1, -2, 0, 0, 1])), F(np.array([3, 0, 0, 1, 1]))
    A = F(extended([[2, 1], [1, 1]]))                                         # an optimal linear map: S2 = A S1 A
    S2, K = A @ S1 @ A, S1 @ A
    exact = certified_squared_distance(m1, S1, m2, S2, K, A)
    m1, S1, m2, S2 = (z.astype(float) for z in (m1, S1, m2, S2))
    ours = gaussian_w2(m1, np.stack([S1] * 4), m2, np.stack([S2] * 4))
    for value in ours:
        assert relative(value, mpmath.sqrt(mpmath.mpf(exact.numerator) / exact.denominator)) <= 8 * D * EPS[np.float64], (value, exact)


def test_derivatives_are_those_of_differences_and_finite_for_equal_laws():
    """Also where the first law is full and the second singular, for the means and the first covariance."""
    rng = np.random.default_rng(SEED)

    @jax.jit
    def values_and_slopes(*laws):
        def total(*laws):
            values = gaussian_w2(*laws)
            return values.sum(), values
        slopes, values = jax.grad(total, (0, 1, 2, 3), has_aux=True)(*laws)
        return values, slopes
    for ranks in ((5, 5), (5, 2)):
        B1, B2 = (rng.normal(size=(D, r)) for r in ranks)
        law = [rng.normal(size=D), B1 @ B1.T, rng.normal(size=D), B2 @ B2.T]
        batch = [np.tile(z, (18, *[1] * z.ndim)) for z in law]               # at the law, equal laws, four points for each argument
        batch[2][1], batch[3][1] = law[0], law[1]
        ways = []
        for k, z in enumerate(law):
            E = rng.normal(size=z.shape)
            ways.append((E + E.T) / 2 if E.ndim == 2 else E)
            if k < 3 or ranks[1] == 5:
                batch[k][2 + 4 * k:6 + 4 * k] += POINTS.reshape(-1, *[1] * z.ndim) * ways[k]
        values, slopes = values_and_slopes(*batch)
        assert all(np.isfinite(s).all() for s in slopes) and values[1] <= rounding(law[1], law[1], 0.0)
        for k in range(4 if ranks[1] == 5 else 3):
            assert_slope((slopes[k][0] * ways[k]).sum(), values[2 + 4 * k:6 + 4 * k], rounding(law[1], law[3], float(values[0])),
                         f"argument {k}, ranks {ranks}, seed {SEED}")


def test_a_batch_is_its_loop_and_one_law_may_stand_for_all():
    rng = np.random.default_rng(SEED)
    S = np.stack([conditioned(D, 3, rng), np.diag([1.0, 0, 2, 0, 1]), np.eye(D)])
    m = rng.normal(size=(3, D))
    ours = gaussian_w2(m, S, m[0], S[0])
    for k in range(3):
        alone = float(gaussian_w2(m[k], S[k], m[0], S[0]))
        assert abs(float(ours[k]) - alone) <= 2 * rounding(S[k], S[0], alone), (k, ours, alone)
    nested = np.asarray(jax.jit(jax.vmap(lambda S, all: jax.vmap(lambda T: bures(S, T))(all), (0, None)))(S, S))
    assert nested.shape == (3, 3)
    for j, k in np.ndindex(3, 3):
        assert abs(nested[j, k] - nested[k, j]) <= 2 * rounding(S[j], S[k], nested[j, k]), nested


def test_no_factorisation_of_a_batch_is_reached():
    """Batched Cholesky calls of one program can wait for each other for ever (jaxlib 0.10, two cores): see `batching`."""
    roots = np.random.default_rng(SEED).normal(size=(2, 11, 3, 3))
    S = roots @ roots.swapaxes(-1, -2)
    S[0, 0] = np.diag(np.arange(3.0))                                        # singular: eigenvectors too
    T = S[::-1].copy()

    def mixed(S, T):
        return bures(S[0], T[0]).sum() + bures(S[1], T[0] + T[1]).sum() + jax.vmap(jax.vmap(bures))(S, T).sum()
    program = jax.jit(mixed).lower(S, T).compile()
    calls = [line for line in program.as_text().splitlines() if "lapack" in line and "custom-call" in line]
    assert calls and not [line for line in calls if "11," in line.split("custom-call(")[0]], calls
    assert np.isfinite(program(S, T))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_derivative_at_equal_laws_is_0_and_right_just_beside_them(dtype):
    """With T = (1 + h)^2 S the optimal map from T to S is I / (1 + h), and W_2(T, S) = h (tr S)^(1/2).

    Maps round by d eps times the condition number, 10^3 here; of that, 1/h is left of the derivative (I - I / (1 + h)) of W_2^2.
    """
    rng = np.random.default_rng(SEED)
    S = np.stack([(B @ B.T).astype(dtype) for B in rng.normal(size=(40, D, D))] + [np.zeros((D, D), dtype), SINGULAR.astype(dtype)])
    S = (S + S.swapaxes(-1, -2)) / 2
    m = np.zeros(D, dtype)
    slopes = jax.jit(jax.grad(lambda m1, S1, m2, S2: gaussian_w2(m1, S1, m2, S2).sum(), (0, 1, 2, 3)))
    squares = jax.jit(jax.grad(lambda m1, S1, m2, S2: (gaussian_w2(m1, S1, m2, S2) ** 2).sum(), (0, 1, 2, 3)))
    for f in (slopes, squares):
        assert all((np.asarray(z) == 0).all() for z in f(m, S, m, S)), "equal laws"
    good = np.stack([conditioned(D, 3, rng) for _ in range(42)]).astype(dtype)
    for h in {np.float64: (1e-2, 1e-6, 1e-8), np.float32: (1e-1, 1e-2)}[dtype]:
        T = (good * dtype(1 + h) ** 2).astype(dtype)
        close = np.asarray(squares(m, T, m, good)[1], float)
        assert abs(close - (1 - 1 / (1 + h)) * np.eye(D)).max() <= 8 * D * EPS[dtype] * 1e3, (h, SEED)
        moved = np.full(D, dtype(h))
        unit = np.asarray(slopes(moved, good, m, good)[0]) / 42
        assert abs(unit - D**-0.5).max() <= 8 * D * EPS[dtype] * max(1, 1e3 * EPS[dtype] / h**2), (h, SEED)


def test_second_derivatives_are_right_in_the_means_and_refused_in_covariances():
    rng = np.random.default_rng(SEED)
    S, T = conditioned(D, 1, rng), conditioned(D, 1, rng)
    m = rng.normal(size=D)
    distance = float(gaussian_w2(m, S, 0 * m, T))
    hessian = np.asarray(jax.hessian(lambda m: gaussian_w2(m, S, 0 * m, T))(m))
    assert abs(hessian - (np.eye(D) - np.outer(m, m) / distance**2) / distance).max() <= 64 * D * EPS[np.float64], SEED
    for f in (lambda S: bures(S, T), lambda S: bures(S, T) ** 2, lambda S: bures(T, S)):
        for second in (jax.hessian(f), jax.jacfwd(jax.grad(f)), jax.jacrev(jax.grad(f)), lambda S: jax.jvp(jax.grad(f), (S,), (S,))):
            for at in (S, np.eye(D) + 0.1):
                with pytest.raises(NotImplementedError, match="first derivatives only"):
                    second(at)


@pytest.mark.parametrize("dtype, powers", [(np.float64, (-500, -300, 300, 500)), (np.float32, (-55, -20, 20, 55))])
def test_scaling_by_a_power_of_two_scales_the_distance(dtype, powers):
    """Jitted or not: means by 2^k, covariances by 4^k, the derivative in the means stays and that in a covariance has 2^-k."""
    rng = np.random.default_rng(SEED)
    law = [z.astype(dtype) for z in (rng.normal(size=D), conditioned(D, 2, rng), rng.normal(size=D), SINGULAR)]
    slope = jax.grad(gaussian_w2, (0, 1))
    distance, (dm, dS) = gaussian_w2(*law), slope(*law)
    for k in powers:
        s = dtype(2.0**k)
        scaled = [law[0] * s, law[1] * s * s, law[2] * s, law[3] * s * s]
        for call in (gaussian_w2, jax.jit(gaussian_w2)):
            assert float(call(*scaled)) == float(distance * s), k
        em, eS = slope(*scaled)
        assert np.array_equal(em, dm) and np.array_equal(np.asarray(eS) * s, dS), k


def test_means_that_are_far_apart_or_near_each_other():
    for dtype, sizes in ((np.float64, (1e200, 1e300, 1e-170, 1e-300)), (np.float32, (1e25, 1e-20))):
        nothing, unit = np.zeros((2, 2), dtype), np.eye(2, dtype=dtype)
        for size, call in itertools.product(map(dtype, sizes), (gaussian_w2, jax.jit(gaussian_w2))):
            m = np.array([3, 4], dtype) * size
            assert relative(call(m, nothing, -m, nothing), 10 * mpmath.mpf(float(size))) <= 8 * EPS[dtype], (dtype, size)
            assert relative(call(m, unit * size, m, nothing), mpmath.sqrt(2 * mpmath.mpf(float(size)))) <= 16 * EPS[dtype], (dtype, size)


def test_what_is_no_law_gives_nan_inside_jit():
    good = dict(m1=np.zeros(D), S1=np.eye(D), m2=np.ones(D), S2=np.eye(D) + 1)
    f = jax.jit(jax.value_and_grad(lambda law: gaussian_w2(**law)))
    assert all(np.isfinite(z).all() for z in jax.tree.leaves(f(good)))
    for name, at, bad in (("m1", 0, np.nan), ("m2", 1, np.nan), ("S1", (0, 0), np.nan), ("S1", (3, 1), np.nan), ("S2", (1, 0), np.nan),
                          ("S1", ..., np.nan), ("S2", (0, 0), np.inf), ("S1", (2, 2), -1.0), ("S2", (1, 1), -1e-3)):
        changed = good[name].copy()
        changed[at] = bad
        value, slopes = f(good | {name: changed})
        assert np.isnan(value) and all(np.isnan(z).all() for z in slopes.values()), (name, at, bad, value, slopes)
    for bad in (np.inf, -np.inf):
        assert not np.isfinite(f(good | dict(m1=np.full(D, bad)))[0])
    mapped = jax.vmap(lambda S: bures(S, np.eye(D)))(np.stack([np.eye(D), np.full((D, D), np.nan)]))
    assert mapped[0] == 0 and np.isnan(mapped[1])


KINDS = ["int8", "uint8", "int16", ">i2", "int64", "uint64", "bool", ">f8", "longdouble", "float16", "complex128", "object", "U3", "list",
         "fraction"]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(kind=st.sampled_from(KINDS), where=st.sampled_from(["m1", "S1", "m2", "S2"]),
       diagonal=st.lists(st.integers(0, 100), min_size=2, max_size=2))
def test_any_type_is_computed_exactly_or_refused_by_name(kind, where, diagonal):
    law = dict(m1=np.array([1, 0]), S1=np.diag(diagonal), m2=np.array([0, 1]), S2=np.diag([2, 1]))
    x = law[where] if kind != "bool" else (law[where] > 0)
    law = law | {where: x}
    wide = {k: v.astype(float) for k, v in law.items()}
    given_ = x.tolist() if kind == "list" else np.vectorize(Fraction, otypes=[object])(x) if kind == "fraction" else x.astype(kind)
    calls = [lambda law: gaussian_w2(**law)]
    calls += [lambda law: bures(law["S1"], law["S2"])] * where.startswith("S")
    for call in calls:
        try:
            found = call(law | {where: given_})
        except ValueError as error:
            assert str(error).startswith(where), error
        else:
            assert found.dtype == np.float64 and float(found) == float(call(wide))


@pytest.mark.parametrize("change, message", [
    (dict(S1=np.array([[1.0, 0.5], [0, 1]])), "S1 is not symmetric"),
    (dict(S2=extended([[1, 0], [0, -1]]) + 0.0), "S2 has the eigenvalue -1.0"),
    (dict(S1=extended([[1, 2], [2, 1]]) + 0.0), "S1 has the eigenvalue -1.0"),
    (dict(S1=np.diag([1.0, np.nan])), r"S1\[1, 1\] = nan"),
    (dict(m2=np.array([np.inf, 0])), r"m2\[0\] = inf"),
    (dict(S1=np.ones((2, 3))), "S1 has shape"),
    (dict(S1=np.ones(2)), "S1 has shape"),
    (dict(S1=np.eye(D) + 0j), "S1 = .* complex"),
    (dict(m1=None), "m1 = None"),
    (dict(S2=np.eye(D).astype("U3")), "S2 = "),
    (dict(m1=np.zeros((2, D)), S1=np.zeros((3, D, D))), r"m1 \(2, 5\), S1 \(3, 5, 5\)"),
    (dict(S2=np.eye(3)), "S2 has dimension 3"),
    (dict(m1=np.zeros(3)), "m1 has dimension 3"),
    (dict(m1=np.zeros(0), S1=np.zeros((0, 0))), "m1 is empty")])
def test_bad_input_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        gaussian_w2(**dict(m1=np.zeros(D), S1=np.eye(D), m2=np.zeros(D), S2=np.eye(D)) | change)
