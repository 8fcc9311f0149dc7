"""Transport costs and couplings against rational arithmetic."""
import itertools
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st
from rationals import SETTINGS, fractions, inside, parts

from proofs_numeric.engine.enclosure import EPS, TINY
from proofs_numeric.mathematics import transport as tr


# -- certificates
@settings(max_examples=30, **SETTINGS)
@given(a=parts(3, 6), b=parts(4, 6), C=st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_a_certified_value_is_the_cheapest_assignment_of_units(a, b, C):
    C = np.reshape(C, (3, 4)).tolist()
    sources = [i for i, k in enumerate(a) for _ in range(k)]
    targets = [j for j, k in enumerate(b) for _ in range(k)]
    cheapest = min(sum(C[i][j] for i, j in zip(sources, order)) for order in set(itertools.permutations(targets)))
    found = tr.certify([Fraction(x, 6) for x in a], [Fraction(x, 6) for x in b], C)
    assert found.value == Fraction(cheapest, 6)
    assert all(tr.premises(found, [Fraction(x, 6) for x in a], [Fraction(x, 6) for x in b], C).values())


def test_each_premise_of_a_certificate_is_tested_by_itself():
    a, b, C = [Fraction(1, 4), Fraction(3, 4)], [Fraction(1, 2), Fraction(1, 2)], [[0, 2], [1, 0]]
    right = tr.certify(a, b, C)
    assert right.value == Fraction(1, 4)
    cells = {cell: right.flow.get(cell, Fraction(0)) for cell in itertools.product(range(2), repeat=2)}

    def moved(*changes):
        return {c: cells[c] + dict(changes).get(c, 0) for c in cells}
    eps = Fraction(1, 8)
    wrong = {"cpl_fst": moved(((0, 0), eps), ((1, 0), -eps)), "cpl_snd": moved(((1, 0), eps), ((1, 1), -eps)),
             "cpl_ge0": moved(((0, 0), eps), ((0, 1), -eps), ((1, 0), -eps), ((1, 1), eps))}
    for name, flow in wrong.items():
        held = tr.premises(right._replace(flow=flow), a, b, C)
        assert not held[name] and held["f x + g y <= c x y"]
        assert all(held[other] for other in wrong if other != name), name
    high = tuple(x + 1 for x in right.f)
    assert not tr.premises(right._replace(f=high), a, b, C)["f x + g y <= c x y"]
    low = tuple(x - 1 for x in right.f)
    held = tr.premises(right._replace(f=low), a, b, C)
    assert held["f x + g y <= c x y"] and not held["cost c pi = dual mu nu f g"]
    assert not tr.premises(right._replace(value=right.value + eps), a, b, C)["cost c pi = dual mu nu f g"]


def test_a_flow_may_be_zero_on_a_part_of_its_support():
    half = [Fraction(1, 2)] * 2
    assert tr._flow_on({(0, 0), (0, 1), (1, 1)}, half, half) == {(0, 0): Fraction(1, 2), (0, 1): 0, (1, 1): Fraction(1, 2)}


@pytest.mark.parametrize("cells, message", [
    ({(0, 0), (0, 1), (1, 0), (1, 1)}, "a cycle among 4 cells"), ({(0, 0), (1, 1)}, "misses the marginals by 1/4"),
    ({(0, 1), (1, 0), (1, 1)}, None), ({(0, 0), (0, 1), (1, 0)}, "negative: -1/4")])
def test_a_flow_on_a_wrong_support_is_refused(cells, message):
    a, b = [Fraction(1, 4), Fraction(3, 4)], [Fraction(1, 2), Fraction(1, 2)]
    if message is None:
        assert tr._flow_on(cells, a, b) == {(0, 1): Fraction(1, 4), (1, 0): Fraction(1, 2), (1, 1): Fraction(1, 4)}
    else:
        with pytest.raises(tr.NotCertified, match=message):
            tr._flow_on(cells, a, b)


def test_a_simplex_that_suggests_a_wrong_plan_certifies_nothing(monkeypatch):
    a, b, C = [Fraction(1, 2)] * 2, [Fraction(1, 2)] * 2, [[0, 2], [2, 0]]
    monkeypatch.setattr(tr, "simplex", lambda *_: (np.array([[0, 0.5], [0.5, 0]]), None))
    with pytest.raises(tr.NotCertified, match="not optimal"):
        tr.certify(a, b, C)


# -- enclosures of the cost
N, M = 3, 4


def answers(rng, a, b, C):
    """The simplex's answer, and wrong ones: shifted, small, of one sign, arbitrary."""
    P, f = tr.simplex(a, b, C)
    noise, drift = rng.normal(size=P.shape), rng.normal(size=f.shape)
    return [(P, f), (P + 1e-3 * noise, f + 1e-2 * drift), (0.9 * P, f), (1.25 * P, f + 7), (0 * P, 0 * f), (noise, 3 * drift),
            (-abs(noise), f), (np.outer(a, b), np.full_like(f, C.max()))]


@settings(max_examples=15, **SETTINGS)
@given(a=parts(N, 16), b=parts(M, 16), C=st.lists(st.integers(0, 40), min_size=N * M, max_size=N * M), seed=st.integers(0, 99))
def test_an_enclosure_contains_the_cost_whatever_is_proposed(a, b, C, seed):
    C = np.reshape(C, (N, M))
    exact = tr.certify([Fraction(x, 16) for x in a], [Fraction(x, 16) for x in b], (C.astype(object) * Fraction(1, 4)).tolist()).value
    weights = np.array(a) / 16, np.array(b) / 16, C / 4
    for k, answer in enumerate(answers(np.random.default_rng(seed), *weights)):
        found = tr.cost(*map(jnp.array, weights), answer)
        assert -TINY <= found.lo <= found.hi and inside(found, exact), k
        if k == 0:
            assert found.width <= 16 * (N + M) * EPS * (1 + C.max())


@pytest.mark.parametrize("off", [(1, 1), (-1, -1), (1, -1), (-1, 1)])
def test_weights_that_do_not_sum_to_one_stand_for_their_multiples(off):
    rng = np.random.default_rng(0)
    for _ in range(5):
        a, b = (rng.dirichlet(np.ones(n)) * (1 + 1e-7 * s) for n, s in zip((N, M), off))
        C = rng.integers(0, 9, (N, M)) + 4.0 * (rng.random() < 0.5)
        exact = tr.certify(*([x / sum(fractions(w)) for x in fractions(w)] for w in (a, b)), C.astype(int).tolist()).value
        found = tr.cost(jnp.array(a), jnp.array(b), jnp.array(C), tr.simplex(a, b, C))
        assert inside(found, exact) and found.width <= 2e-7 * 10 * C.max()


def test_a_constant_cost_needs_the_whole_of_what_is_missing():
    """P misses the mass eps, which costs the largest cost: the bound above may not be smaller. Potentials miss as much below."""
    a, b, C = np.array([0.5, 0.5, 0]), np.array([0.25, 0.25, 0.5, 0]), np.full((N, M), 3.0)
    for eps in (1e-3, 0.25):
        found = tr.cost(jnp.array(a), jnp.array(b), jnp.array(C), ((1 - eps) * np.outer(a, b), np.full(N, 3.0)))
        assert found.lo <= 3 <= found.hi <= 3 * (1 - eps) + 3 * 2 * eps + 1e-12 and found.lo >= 3 - 1e-12


def test_costs_known_to_a_part_widen_the_enclosure_by_that_part():
    a, b, C = np.full(N, 1 / N), np.full(M, 1 / M), np.full((N, M), 2.0)
    found = tr.cost(jnp.array(a), jnp.array(b), jnp.array(C), tr.simplex(a, b, C), 0.25)
    assert found.lo <= 1.5 and 2.5 <= found.hi and found.width <= 1 + 1e-12


def test_points_without_mass_constrain_no_potential():
    """The simplex gives them any potential; the bound below may not use it."""
    a, b, C = np.array([0, 0.5, 0.5]), np.array([0.5, 0.5, 0, 0]), np.arange(12.0).reshape(N, M)
    P, f = tr.simplex(a, b, C)
    for value in (0.0, 50.0, -50.0):
        found = tr.cost(jnp.array(a), jnp.array(b), jnp.array(C), (P, np.where(a > 0, f, value)))
        assert found.width < 1e-12


def test_the_derivative_is_the_plan_and_the_potentials():
    a, b, C = np.array([0.25, 0.5, 0.25]), np.array([0.125, 0.375, 0.25, 0.25]), np.arange(12.0).reshape(N, M) % 5
    P, f = tr.simplex(a, b, C)
    g = (C - f[:, None]).min(0)
    for end in ("lo", "hi"):
        by_a, by_b, by_C = jax.grad(lambda a, b, C: getattr(tr.cost(a, b, C, (P, f)), end), (0, 1, 2))(*map(jnp.array, (a, b, C)))
        for found, right in ((by_a, f), (by_b, g), (by_C, P)):
            assert np.allclose(found, right, atol=1e-9)


@pytest.mark.parametrize("p", [1.0, 1.5, 2.0, 3.25])
def test_powers_of_distances_are_known_to_the_part_that_they_claim(p):
    before, ctx.prec = ctx.prec, 120
    try:
        D = np.exp(np.random.default_rng(0).uniform(-8, 8, 50))
        C, relative = tr.powers(jnp.array(D), p)
        assert 0 < float(relative) <= 8 * EPS * (1 + p)
        for d, c in zip(D.tolist(), np.asarray(C).tolist()):
            exact = arb(d) ** arb(p)
            assert abs(exact - c) <= arb(float(relative)) * exact
        assert float(tr.powers(jnp.array(0.0), p)[0]) == 0.0
    finally:
        ctx.prec = before


# -- couplings
def coupling_near(a, b, P):
    """A coupling of a and b (Fractions): P cut down to the marginals, then filled up by a product."""
    a, b = ([x / sum(w) for x in w] for w in (a, b))
    P = [[max(x, 0) for x in row] for row in P]
    P = [[x * min(1, a[i] / sum(row)) if sum(row) else 0 for x in row] for i, row in enumerate(P)]
    sums = [sum(row[j] for row in P) for j in range(len(b))]
    P = [[x * min(1, b[j] / sums[j]) if sums[j] else 0 for j, x in enumerate(row)] for row in P]
    left = [x - sum(row) for x, row in zip(a, P)]
    below = [y - sum(row[j] for row in P) for j, y in enumerate(b)]
    gap = sum(left)
    return [[x + (left[i] * below[j] / gap if gap else 0) for j, x in enumerate(row)] for i, row in enumerate(P)]


def distance(P, Q):
    return sum(abs(x - y) for x, y in zip(itertools.chain(*P), itertools.chain(*Q)))


def rows(x):
    return [fractions(row) for row in np.asarray(x)]


@settings(max_examples=25, **SETTINGS)
@given(seed=st.integers(0, 10**6), noise=st.sampled_from([0.0, 1e-12, 1e-3, 1.0]))
def test_a_plan_is_within_its_radius_of_a_coupling_and_its_cost_and_marginals_contain_those_of_the_coupling(seed, noise):
    rng = np.random.default_rng(seed)
    a, b = rng.dirichlet(np.ones(N)), rng.dirichlet(np.ones(M))
    C = rng.integers(0, 9, (N, M)).astype(float)
    found = tr.plan(jnp.array(a), jnp.array(b), jnp.array(np.outer(a, b) + noise * rng.normal(size=(N, M))))
    P = coupling_near(fractions(a), fractions(b), rows(found.center))
    assert all(x >= 0 for row in P for x in row) and [sum(row) for row in P] == [x / sum(fractions(a)) for x in fractions(a)]
    assert distance(P, rows(found.center)) <= Fraction(float(found.radius)) <= Fraction(9 * noise * N * M) + 1e-13
    assert inside(found.cost(jnp.array(C)), sum(x * Fraction(c) for x, c in zip(itertools.chain(*P), C.ravel().tolist())))
    for axis, exact in ((0, [sum(row) for row in P]), (1, [sum(row[j] for row in P) for j in range(M)])):
        ball = found.marginal(axis)
        assert sum(abs(x - y) for x, y in zip(fractions(ball.center), exact)) <= Fraction(float(ball.radius))
        assert ball.radius <= found.radius + 8 * EPS * (1 + float(found.radius))


def test_the_cost_of_a_plan_allows_for_its_radius_and_for_inexact_costs():
    P = tr.Plan(jnp.array([[0.5, 0.0], [0.0, 0.5]]), jnp.float64(0.5))
    found = P.cost(jnp.array([[0.0, 4.0], [4.0, 2.0]]), 0.125)
    assert found.lo <= 1 - 0.125 - 2 and found.hi >= 1 + 0.125 + 2 and found.width <= 2 * 2.125 + 1e-12


@settings(max_examples=25, **SETTINGS)
@given(seed=st.integers(0, 10**6), noise=st.sampled_from([0.0, 1e-9, 1e-2]), empty=st.booleans())
def test_a_glued_plan_is_near_the_glued_couplings(seed, noise, empty):
    """Two couplings that share a marginal, each known up to a radius that is used up."""
    rng = np.random.default_rng(seed)
    cells = rng.integers(0, 9, (3, 4)) + (rng.random((3, 4)) < 0.5)
    cells[:, 1] *= not empty
    first = [[Fraction(int(x), int(cells.sum())) for x in row] for row in cells]
    shared = [sum(row[j] for row in first) for j in range(4)]
    kernel = rng.integers(1, 9, (4, 2))
    second = [[shared[j] * Fraction(int(kernel[j, k]), int(kernel[j].sum())) for k in range(2)] for j in range(4)]
    exact = [[sum(x * second[j][k] / shared[j] for j, x in enumerate(row) if shared[j]) for k in range(2)] for row in first]

    def known(P):
        rough = np.array([[float(x) for x in row] for row in P])
        rough = np.maximum(rough + noise * rng.normal(size=rough.shape) * (rough > 0), 0)
        return tr.Plan(jnp.array(rough), jnp.float64(float(distance(P, rows(rough))) * (1 + EPS)))
    P, Q = known(first), known(second)
    found = tr.glue(P, Q)
    assert distance(exact, rows(found.center)) <= Fraction(float(found.radius)) <= Fraction(float(2 * P.radius + Q.radius)) + 64 * EPS


def test_an_error_of_each_glued_plan_may_use_its_part_of_the_radius():
    """One cell is wrong by r; the shared marginal with it. Half of the factor 2 is needed here, and the factor of Q fully."""
    P, Q = np.array([[0.5, 0.0], [0.0, 0.5]]), np.array([[0.5, 0.0], [0.0, 0.5]])
    r = 2.0**-10
    for moved, other in ((P + [[0, r], [0, 0]], Q), (P, Q + [[0, r], [0, 0]])):
        found = tr.glue(*(tr.Plan(jnp.array(x), jnp.float64(r * (x is not right))) for x, right in ((moved, P), (other, Q))))
        assert np.abs(np.asarray(found.center) - P @ np.linalg.inv(np.diag([0.5, 0.5])) @ Q).sum() <= found.radius <= 2 * r + 1e-13


@pytest.mark.parametrize("problem, message", [
    (dict(C=np.ones((3, 3))), "the cost matrix must be"), (dict(a=np.array([])), r"must be \(n, m\)|empty"),
    (dict(a=np.array([1.5, -0.5])), "smallest entry -0.5"), (dict(b=np.array([0.5, np.nan])), "must be finite and nonnegative"),
    (dict(a=np.array([0.5, 0.6])), "a has mass 1.1"), (dict(C=np.array([[0, -1], [1, 0]])), "C has the smallest entry -1"),
    (dict(C=np.array([[0, np.inf], [1, 0]])), "costs must be finite")])
def test_a_problem_that_is_none_is_refused(problem, message):
    right = dict(a=np.array([0.5, 0.5]), b=np.array([0.5, 0.5]), C=1 - np.eye(2))
    with pytest.raises(ValueError, match=message):
        tr.simplex(*(right | problem).values())


def test_a_batch_of_problems_is_its_loop():
    rng = np.random.default_rng(3)
    a, b, C = rng.dirichlet(np.ones(3), (2, 1)), rng.dirichlet(np.ones(2), 4), rng.random((3, 2))
    P, f = tr.simplex(a, b, C)
    assert P.shape == (2, 4, 3, 2) and f.shape == (2, 4, 3)
    assert [s.shape for s in tr.simplex.shape(a, b, C)] == [P.shape, f.shape]
    for i, j in np.ndindex(2, 4):
        alone = tr.simplex(a[i, 0], b[j], C)
        assert np.array_equal(P[i, j], alone[0]) and np.array_equal(f[i, j], alone[1])
        assert np.allclose(P[i, j].sum(1), a[i, 0]) and np.allclose(P[i, j].sum(0), b[j])
