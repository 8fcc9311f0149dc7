"""The worlds of least squares, random targets, masks and preconditioned steps: every word encloses its rational twin."""
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import bench

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.interpret import evaluate, lift
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.mathematics.gaussians import exact_inverse
from proofs_numeric.mathematics.inverses import UNKNOWN, inverse
from proofs_numeric.mathematics.masks import chances, outcomes
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.mathematics.rotations import PARAMETERS, decomposed, rotation
from proofs_numeric.regularisation import decoupled_weight_decay, dropout_linear, ridge_regression, ridge_risk
from proofs_numeric.worlds.regression import drawn, fraction, identity
from theorems.vocabulary import masks, preconditioning
from theorems.vocabulary import regression as rg
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.matrices import MinEigen, Trace

X, y, w, lam = rg.X, rg.y, rg.w, rg.lam
gram, M, theta = rg.Transposed(X) * X, preconditioning.M, preconditioning.theta

# For each world, terms in which every word of its parts occurs.
TERMS = {
    "ridge_regression": (ridge_regression.WORLD, (
        rg.Transposed(X) * y, Norm(y), rg.SquaredNorm(y - X * w), rg.Inner(X * w, y), Trace(gram), rg.Inverse(gram + lam * rg.I_d),
        rg.Resolvent(lam), MinEigen(gram), rg.LeastSquare(X), rg.Ridge(rg.mu), rg.MinimumNorm(y), gram * rg.v - rg.q * rg.v,
        rg.C * rg.Transposed(X), rg.S * X, rg.sigma * y, rg.tau * y, X * rg.I_d, rg.I_n * X)),
    "ridge_risk": (ridge_risk.WORLD, (
        rg.Expected(y), rg.Covariance(y), rg.Risk(lam, rg.c), rg.Risk(0, gram * rg.c), rg.TotalRisk(lam), rg.TotalRisk(rg.nu),
        rg.TotalRisk(rg.mu), rg.SquaredCoordinate(0), rg.SquaredCoordinate(1), rg.var * rg.beta, X * rg.I_d, rg.Inverse(gram),
        MinEigen(gram), rg.LeastSquare(X), rg.SquaredNorm(X), Norm(X), rg.Inner(rg.beta, rg.c), Trace(gram), rg.Resolvent(lam))),
    "dropout_linear": (dropout_linear.WORLD, (
        masks.MaskedLoss(w), masks.MaskedLoss(masks.Dropout(X)), masks.Dropout(X * masks.A), masks.TotalChance(), masks.EntryMean(1, 2),
        masks.EntryVariance(0, 1), masks.EntryCovariance(1, 0, 2), preconditioning.DiagonalPart(gram), preconditioning.Unit(2),
        Norm(masks.h), rg.SquaredNorm(X * masks.z), rg.Inner(X * masks.z, y), Trace(gram),
        rg.Inverse(preconditioning.DiagonalPart(gram)), masks.p * w)),
    "decoupled_weight_decay": (decoupled_weight_decay.WORLD, (
        preconditioning.Largest(M), preconditioning.Smallest(M), preconditioning.Unit(1), preconditioning.DiagonalPart(M), rg.Inverse(M),
        rg.Transposed(theta), Norm(theta), rg.SquaredNorm(theta), rg.Inner(theta, preconditioning.g), Trace(M),
        preconditioning.decayed(theta, preconditioning.g, M),
        preconditioning.penalised(preconditioning.s, preconditioning.s - preconditioning.b, M, preconditioning.c),
        preconditioning.K * preconditioning.r, preconditioning.k * preconditioning.alpha * theta, preconditioning.I_d * theta)),
}


def contains(found, exact):
    """Whether an enclosure, or a float taken as exact, holds the exact value."""
    found = lift(found)
    if isinstance(found, Ball):
        center = fraction(np.asarray(found.center))
        assert center.shape == np.shape(exact)
        return sum((a - b) ** 2 for a, b in zip(center.flat, np.ravel(exact))) <= Fraction(float(found.radius)) ** 2
    assert isinstance(found, Interval)
    low, high = Fraction(float(found.lo)), Fraction(float(found.hi))
    if isinstance(exact, Radical):
        (square,) = exact.squares
        return (low <= 0 or low * low <= square) and square <= high * high
    return low <= exact <= high


def narrow(found):
    """Whether an enclosure says something."""
    found = lift(found)
    width = found.radius if isinstance(found, Ball) else found.width
    return float(width) < 1e-6


@pytest.mark.parametrize("name", TERMS)
def test_every_word_encloses_its_rational_twin(name):
    world, terms = TERMS[name]
    size, rng = world.sizes[0], np.random.default_rng(1)
    words = set().union(*(part.floating.operators() for part in world.parts))
    assert words <= {type(e).__name__ for t in terms for e in t.atoms(rg.Operator)}
    for free in (False, True, True):
        instance = world.build_free(size, world.draw_free(size, rng)) if free else world.build(size, world.draw(size, rng), {})
        floats, exact = world.meaning(size, instance, None), world.exact(world.as_exact(instance))
        cache, exactly = {}, {}
        for term in terms:
            found, right = evaluate(term, floats, cache), evaluate(term, exact, exactly)
            assert contains(found, right), (term, found, right)
            assert free or narrow(found), (term, found)


@pytest.mark.parametrize("name", TERMS)
def test_what_is_built_satisfies_every_hypothesis_without_rounding(name):
    """The hypotheses hold in rational arithmetic on the float64 numbers of an instance, with equality where they are equations."""
    from proofs_numeric.engine.judge import judge
    from theorems.language import catalogue
    (world, _), rng = TERMS[name], np.random.default_rng(2)
    for _ in range(3):
        size = world.sizes[0]
        meaning = world.exact(world.as_exact(world.build(size, world.draw(size, rng), {})))
        for h in catalogue.load(name).hypotheses:
            assert judge(h, meaning, {}).verdict == Verdict.HOLDS, h.name


@pytest.mark.parametrize("name", TERMS)
def test_each_named_broken_instance_breaks_its_hypothesis_and_no_other(name):
    own = bench(name)
    controls = own.model.controls
    for control, found in zip(controls, own.judge_cases([c.case for c in controls])):
        broken = {h.name for h in own.theorem.hypotheses if found[h.name].verdict != Verdict.HOLDS}
        assert {control.drops} <= broken <= {control.drops, *control.also}, (control.case.name, broken)


def test_axes_that_are_not_those_of_the_matrix_are_refused():
    with pytest.raises(ValueError, match="not the axes"):
        ridge_regression.WORLD.rational("wrong", X=((1, 1), (0, 1)), y=(1, 2), w=(0, 1), lam=1)


# -- what the worlds are made of
@pytest.mark.parametrize("size", PARAMETERS)
def test_rotations_have_orthogonal_columns_of_one_length(size):
    rng = np.random.default_rng(size)
    R = rotation(size, fraction(rng.integers(-5, 6, PARAMETERS[size])))
    length = (R[:, 0] ** 2).sum()
    assert (R.T @ R == length * identity(size)).all()
    floats = rng.normal(size=PARAMETERS[size])
    assert np.allclose(rotation(size, jnp.asarray(floats)), rotation(size, fraction(floats)).astype(float))


def test_a_decomposition_tells_axes_and_eigenvalues_and_wants_as_many_values_as_there_are():
    given = drawn(3, 4, 3, rank=2)
    gram, V = given["X"].T @ given["X"], given["axes"]
    images = gram @ V
    assert [bool((images[:, k] != 0).any()) for k in range(3)] == [True, True, False]
    left, right = rotation(2, fraction([1, 2])), rotation(3, fraction([1, 0, 2, 1]))
    X, V, squares = decomposed(left, fraction([3, 1]), right)
    assert (X.T @ X @ V == V * np.array(squares, object)).all() and squares[2] == 0
    with pytest.raises(ValueError, match="give 2"):
        decomposed(left, fraction([1]), right)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_inverses_enclose_the_exact_ones_and_know_when_there_may_be_none(size):
    rng = np.random.default_rng(size)
    for scale in (1.0, 1e-3, 1e4):
        A = scale * rng.normal(size=(size, size))
        assert contains(inverse(jnp.asarray(A)), exact_inverse(fraction(A)))
    assert inverse(jnp.zeros((size, size))).radius == UNKNOWN
    assert inverse(Ball(jnp.eye(size), jnp.float64(1.0))).radius == UNKNOWN
    with pytest.raises(ValueError, match="at most 3"):
        inverse(jnp.eye(4))


def test_masks_have_the_moments_of_independent_entries():
    every, p = outcomes(2, 2), Fraction(1, 3)
    law = chances(every, p)
    assert sum(law) == 1 and (np.tensordot(law, every, 1) == p).all()
    assert law @ (every[:, 0, 0] * every[:, 1, 1]) == p * p
    assert [Fraction(float(x)) for x in chances(every, jnp.float64(5 / 16))] == [*chances(every, Fraction(5, 16))]
