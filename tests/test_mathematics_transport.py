"""Transport costs, couplings and divergences against rational arithmetic; metrics against brute force."""
import functools
import itertools
import math
from collections import Counter
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_numeric.engine.enclosure import EPS, TINY
from proofs_numeric.mathematics import divergences as dv
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import quantisation as qu
from proofs_numeric.mathematics import transport as tr

SETTINGS = dict(deadline=None, derandomize=True, database=None)


def inside(interval, exact):
    return Fraction(float(interval.lo)) <= exact <= Fraction(float(interval.hi))


def fractions(x):
    return [Fraction(float(v)) for v in np.ravel(x)]


def parts(n, whole):
    """n nonnegative whole numbers of this sum."""
    return st.lists(st.integers(0, whole), min_size=n - 1, max_size=n - 1).map(
        lambda cuts: [b - a for a, b in itertools.pairwise([0, *sorted(cuts), whole])])


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


# -- a density and atoms on the line
def by_quantiles(left, length, weights, points, masses, p):
    """Integral over u of |F^-1(u) - G^-1(u)|^p for p = 1, 2: between breakpoints both are affine."""
    F, G = ([Fraction(0), *itertools.accumulate(w)] for w in (weights, masses))
    total = Fraction(0)
    for u, v in itertools.pairwise(sorted({*F, *G})):
        i, j = (next(k for k in range(len(w)) if w[k] <= (u + v) / 2 < w[k + 1]) for w in (F, G))
        s, t = (left[i] + length[i] * (x - F[i]) / weights[i] - points[j] for x in (u, v))
        if p == 2:
            total += (v - u) * (s * s + s * t + t * t) / 3
        else:
            total += (v - u) * (abs(s + t) / 2 if s * t >= 0 else (s * s + t * t) / 2 / (t - s))
    return total


line_cost = jax.jit(qu.line_cost)


def small(n, low=1):
    return st.lists(st.integers(low, 12).map(lambda k: Fraction(k, 4)), min_size=n, max_size=n)


@settings(max_examples=40, **SETTINGS)
@given(gaps=small(3, 0), length=small(3), weights=parts(3, 13), at=small(3, -12), masses=parts(3, 13), p=st.sampled_from([1, 2]))
def test_the_cost_on_the_line_is_the_integral_over_quantiles(gaps, length, weights, at, masses, p):
    """Bins of different weight and length, atoms anywhere."""
    weights, masses = [Fraction(w + 1, 16) for w in weights], [Fraction(w + 1, 16) for w in masses]
    left = [sum(gaps[:k + 1]) + sum(length[:k]) for k in range(3)]
    exact = by_quantiles(left, length, weights, sorted(at), masses, p)
    assert qu.exact_line_cost(left, length, weights, sorted(at), masses, p) == exact
    bins = qu.Bins(*(jnp.array([float(x) for x in v]) for v in (left, length, weights)))
    atoms = qu.Points(*(jnp.array([float(x) for x in v]) for v in (sorted(at), masses)))
    found = line_cost(bins, atoms, jnp.float64(p))
    assert -TINY <= found.lo and inside(found, exact) and found.width <= 1e-8
    assert math.isclose(qu.peak(bins), max(w / x for w, x in zip(weights, length)), rel_tol=2 * EPS)


def test_bins_and_atoms_without_mass_cost_nothing():
    bins = qu.Bins(jnp.array([0.0, 1.0, 2.0]), jnp.ones(3), jnp.array([0.5, 0.0, 0.5]))
    found = line_cost(bins, qu.Points(jnp.array([-9.0, 0.5, 2.5]), jnp.array([0.0, 0.5, 0.5])), jnp.float64(1))
    assert inside(found, Fraction(1, 4)) and found.width < 1e-9


def test_the_peak_of_two_unequal_bins_is_the_largest_mass_over_length():
    """In rational arithmetic as well, where a model computes it anew: the higher bin is the shorter and the lighter per product."""
    from proofs_numeric.transport.wasserstein_sample_complexity import MODEL
    left, length, weights = [Fraction(0), Fraction(4)], [Fraction(4), Fraction(1, 2)], [Fraction(3, 4), Fraction(1, 4)]
    instance = {**MODEL.certificates[0].instance, "line": (left, length, weights, [Fraction(1), Fraction(4)], [Fraction(1, 2)] * 2), "p": 1}
    words = MODEL.exact(instance)
    assert words["PeakDensity"](words["Continuous"](1)) == Fraction(1, 2) == words["DensityBound"](1)
    assert float(qu.peak(qu.Bins(*(jnp.array([float(x) for x in v]) for v in (left, length, weights))))) == 0.5
    found = words["Wasserstein"](words["p"], words["Continuous"](1), words["Discrete"](1))
    assert found == by_quantiles(left, length, weights, [Fraction(1), Fraction(4)], [Fraction(1, 2)] * 2, 1)


def test_weights_that_miss_one_are_named():
    with pytest.raises(ValueError, match="weights sum to 3/4 and masses to 1"):
        qu.exact_line_cost([Fraction(0)], [Fraction(1)], [Fraction(3, 4)], [Fraction(0)], [Fraction(1)], 1)


@pytest.mark.parametrize("p", [1, 2, 3])
def test_the_cost_of_balls_and_their_volumes(p):
    """The mean of |x|^p over the unit ball is d/(d + p)."""
    radius, weights = [Fraction(1, 2), Fraction(3), Fraction(5, 4)], [Fraction(1, 4), Fraction(1, 8), Fraction(5, 8)]
    found = qu.balls_cost(jnp.array([[1.0], [2.0], [3.0]]), *(jnp.array([float(x) for x in v]) for v in (radius, weights)), float(p))
    for k, d in enumerate((1, 2, 3)):
        exact = sum(w * Fraction(d, d + p) * r**p for w, r in zip(weights, radius))
        assert Fraction(float(found.lo[k])) <= exact <= Fraction(float(found.hi[k])) and found.hi[k] - found.lo[k] <= 1e-12
    before, ctx.prec = ctx.prec, 100
    try:
        for d, volume in enumerate(qu.OMEGA, 1):
            assert abs(arb(volume) - arb.pi() ** (arb(d) / 2) / (arb(d) / 2 + 1).gamma()) <= 2 * EPS * volume
    finally:
        ctx.prec = before


# -- divergences
def normal(weights):
    w = fractions(weights)
    return [x / sum(w) for x in w]


def exact_law(law):
    return dv.exact_masses(np.asarray(law.points).tolist(), normal(law.weights))


def logarithm(x):
    return (arb(x.numerator) / arb(x.denominator)).log()


def entropy(P, Q):
    """Kullback-Leibler divergence as a ball of 200 bits."""
    return sum((arb(p.numerator) / p.denominator * logarithm(p / Q[x]) for x, p in P.items()), arb(0))


def laws(seed, off=0.0):
    """Two laws on overlapping points, some repeated; weights wrong by `off`, relatively, in opposite directions."""
    rng = np.random.default_rng(seed)
    points = [rng.integers(0, 3, (5, 1)).astype(float) for _ in range(2)]
    return [dv.Law(jnp.array(x), jnp.array(rng.dirichlet(np.ones(5)) * (1 + s * off))) for x, s in zip(points, (1, -1))]


@pytest.fixture
def precise():
    before, ctx.prec = ctx.prec, 200
    yield
    ctx.prec = before


def covers(interval, value):
    return arb(float(interval.lo)) <= value and value <= arb(float(interval.hi))


@pytest.mark.parametrize("off", [0.0, 5 * EPS])
def test_divergences_contain_the_exact_ones_of_the_normalised_laws(off, precise):
    """Weights of a vector of length 5 sum to 1 up to 5 EPS: that is all used up."""
    for seed in range(25):
        P, Q = laws(seed, off)
        p, q = exact_law(P), exact_law(Q)
        assert inside(dv.tv(P, Q), dv.exact_tv(p, q)) and inside(dv.tv(Q, P), dv.exact_tv(p, q))
        found = dv.kl(P, Q)
        if set(p) <= set(q):
            assert covers(found, entropy(p, q)) and found.width < 1e-12
        else:
            assert float(found.lo) == float(found.hi) == np.inf and dv.exact_kl(p, q) == math.inf
        m = dv.exact_mixture(p, q)
        assert covers(dv.js(P, Q), (entropy(p, m) + entropy(q, m)) / 2)


def test_the_divergence_needs_a_fair_part_of_its_budget_where_weights_are_off(precise):
    """P too heavy and Q too light by all that is allowed: the error is 2 n EPS, and the budget is not ten times that."""
    w = np.full(4, 0.25)
    P = dv.Law(jnp.arange(4.0)[:, None], jnp.array(w * (1 + 4 * EPS)))
    Q = dv.Law(jnp.arange(4.0)[:, None], jnp.array(w * (1 - 4 * EPS)))
    found = dv.kl(P, Q)
    assert found.lo <= 0 <= found.hi and float(found.mid) >= 7 * EPS and float(found.hi - found.mid) <= 10 * float(found.mid)
    assert dv.tv(P, Q).lo == 0 and float(dv.tv(P, Q).mid) >= 2 * EPS


def test_masses_merge_what_coincides_and_first_marks_one_of_each():
    law = dv.Law(jnp.array([[0.0, 1.0], [0.0, 0.0], [0.0, 1.0]]), jnp.array([0.25, 0.5, 0.25]))
    assert dv.mass(law, law.points).tolist() == [0.5, 0.5, 0.5]
    assert dv.mass(law, jnp.array([[1.0, 1.0], [0.0, 1.0]])).tolist() == [0.0, 0.5]
    assert dv.first(law.points).tolist() == [True, True, False]
    both = dv.mixture(law, dv.Law(jnp.array([[1.0, 1.0]]), jnp.array([1.0])))
    assert dv.mass(both, both.points).tolist() == [0.25, 0.25, 0.25, 0.5]


def test_equal_laws_have_distance_zero_exactly_and_disjoint_ones_one():
    law, other = dv.Law(jnp.array([[0.0], [1.0]]), jnp.array([0.3, 0.7])), dv.Law(jnp.array([[2.0]]), jnp.array([1.0]))
    assert float(dv.tv(law, law).lo) == float(dv.tv(law, law).hi) == 0.0
    assert inside(dv.tv(law, other), 1) and dv.tv(law, other).width < 1e-14
    assert float(dv.kl(law, other).lo) == np.inf and covers(dv.js(law, other), arb(2).log())
    assert dv.kl(law, law).lo <= 0 <= dv.kl(law, law).hi
    null = dv.Law(jnp.array([[0.0], [1.0], [5.0]]), jnp.array([0.3, 0.7, 0.0]))
    assert np.isfinite(dv.kl(null, law).hi) and np.isfinite(dv.kl(law, null).hi)


POSITIVE = st.fractions(Fraction(1, 9), 9, max_denominator=12)


@settings(max_examples=40, **SETTINGS)
@given(x=POSITIVE, y=POSITIVE, c=st.fractions(-3, 3, max_denominator=5))
def test_sums_of_logarithms_are_those_of_the_numbers(x, y, c):
    assert dv.Logs.log(x) + dv.Logs.log(y) == dv.Logs.log(x * y) and dv.Logs.log(x) + -1 * dv.Logs.log(y) == dv.Logs.log(x / y)
    assert math.isclose(float(dv.Logs.log(x) * c), float(c) * math.log(x), rel_tol=1e-12, abs_tol=1e-12)
    assert (dv.Logs.log(x) == 0) == (x == 1) and (dv.Logs.log(x) * 0) == 0 and dv.Logs.log(x) + 0 == dv.Logs.log(x)
    assert (dv.Logs.log(x) == dv.Logs.log(y)) == (x == y) and dv.Logs.log(2) != 1


def test_exact_divergences_of_a_coin():
    P, Q = {(0,): Fraction(1, 4), (1,): Fraction(3, 4)}, {(0,): Fraction(1, 2), (1,): Fraction(1, 2)}
    assert dv.exact_kl(P, Q) == dv.Logs.log(3) * Fraction(3, 4) + dv.Logs.log(2) * -1
    assert dv.exact_js(P, Q) == (dv.exact_kl(P, dv.exact_mixture(P, Q)) + dv.exact_kl(Q, dv.exact_mixture(P, Q))) * Fraction(1, 2)
    assert dv.exact_js({0: Fraction(1)}, {1: Fraction(1)}) == dv.Logs.log(2)
    assert dv.exact_tv(P, Q) == Fraction(1, 4) and dv.exact_tv({0: Fraction(1)}, {1: Fraction(1)}) == 1
    assert dv.exact_mixture(P, Q) == {(0,): Fraction(3, 8), (1,): Fraction(5, 8)}
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    assert dv.exact_masses([[0], [1], [0], [2]], [quarter, half, quarter, Fraction(0)]) == {(0,): half, (1,): half}
    with pytest.raises(ValueError, match="x = 0 has no logarithm"):
        dv.Logs.log(0)


# -- metric spaces
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
    grid = ms.squared_grid(2, n)
    points = [(i, j) for i in range(2) for j in range(n)]
    assert grid.tolist() == [[(i - k) ** 2 + (j - m) ** 2 for k, m in points] for i, j in points]


def test_every_cell_of_a_certificate_matrix_is_the_flow():
    found = tr.Certificate(Fraction(1), {(0, 1): Fraction(1, 3), (1, 0): Fraction(2, 3)}, (0, 0), (0, 0, 0))
    assert found.matrix().tolist() == [[0, Fraction(1, 3), 0], [Fraction(2, 3), 0, 0]]
    assert Counter(x for row in found.matrix() for x in row)[0] == 4 and functools.reduce(lambda s, x: s + x, found.matrix().ravel()) == 1
