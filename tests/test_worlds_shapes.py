"""The worlds of closed sets, of landmarks, and of losses on samples: enclosures hold exact values, and each knob breaks its hypothesis."""
from fractions import Fraction

import jax
import numpy as np
import pytest
from conftest import bench
from flint import arb

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.manifolds import kmeans_deviation, manifold_landmarks, manifold_sample_complexity, positive_reach
from proofs_numeric.mathematics import shapes
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.circles import Member
from proofs_numeric.worlds.landmarks import ball, chord, sphere_volume
from proofs_numeric.worlds.multinomials import Size, coefficient, counts
from proofs_numeric.worlds.shapes import Size as Sizes
from proofs_numeric.worlds.shapes import dot, ellipse, finite, off, on_circle

SLUGS = "positive_reach", "manifold_landmarks", "kmeans_deviation", "manifold_sample_complexity"


def contains(found, value) -> bool:
    """Whether the enclosure holds the exact value, decided without rounding."""
    found = Interval.of(found)
    lo, hi = Fraction(float(found.lo)), Fraction(float(found.hi))
    if isinstance(value, Radical):
        return Radical.of(max(lo, Fraction(0))) <= value <= Radical.of(hi)
    if isinstance(value, arb):
        return bool(value >= ball(lo)) and bool(value <= ball(hi)) or bool(value.overlaps(ball(lo).union(ball(hi))))
    return lo <= value <= hi


def compared(words, floats, exact, *arguments):
    for name in words:
        for some in arguments:
            got, value = floats[name](*some), exact[name](*some)
            assert contains(got, value), f"{name}{some}: {value} is not in {got}"


# -- closed sets
def twins(shape, isolated):
    """A set of four points with two queries above the first two, in both arithmetics."""
    queries = off(shape, 0, "-1/4"), off(shape, 1, "1/2")
    exact = positive_reach.case("twins", shape, *queries, r="1/2").instance
    points = np.array(shape.points, float)
    normals = np.array([[float(s) for s in n] for n in shape.normals or ((1, 0),) * 4])
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    one = shapes.shape(points, normals, float(shape.reach), np.inf if isolated else float(shape.bend), isolated=float(isolated))
    table = np.concatenate([points, [[float(s) for s in x] for x, _, _ in queries]])
    floats = dict(shape=one, tau=float(shape.reach), table=table, feet=np.array([0, 1]), far=np.array([0.25, 0.5]), r=0.5)
    return positive_reach.SPACE.meaning(Sizes(4, 2), floats, None), positive_reach.SPACE.exact(exact)


@pytest.mark.parametrize("shape, isolated", [(finite((0, 0), (3, 4), (-3, 4), (6, -8)), True), (ellipse(1, 1, 0, "1/2", -1, 2), False)],
                         ids=["finite", "circle"])
def test_every_word_of_closed_sets_encloses_its_exact_twin(shape, isolated):
    floats, exact = twins(shape, isolated)
    pairs = [(i, j) for i in range(6) for j in range(6)]
    compared(["Apart"], floats, exact, *pairs)
    compared(["TangentDistance"], floats, exact, *[(b, a) for a in range(4) for b in range(4)])
    compared(["Reach", "LeastQuotient"], floats, exact, (exact["A"],))
    compared(["Pairing"], floats, exact, *[(z, p, q) for z in (4, 5) for p in range(4) for q in range(4)])
    for z in (4, 5):
        assert contains(floats["SetDistance"](z, floats["A"]), exact["SetDistance"](z, exact["A"]))
        assert int(floats["Projection"](z)) == exact["Projection"](z)


def test_volumes_and_landmarks_enclose_their_exact_twins():
    shape = ellipse(1, 1, 0, "1/2", -1, 2)
    given = manifold_landmarks.case("twins", shape, off(shape, 0, 1), Fraction(9, 10), corners=5, V=7).instance
    exact = manifold_landmarks.SPACE.exact(given)
    points = np.array(shape.points, float)
    one = shapes.shape(points, points, 1.0, 1.0)
    floats = manifold_landmarks.SPACE.meaning(Sizes(4, 2), dict(
        shape=one, tau=1.0, table=np.concatenate([points, [[2.0, 0], [2, 0]]]), feet=np.array([0, 0]), far=np.array([1.0, 1]), count=5.0,
        apart=float(chord(Fraction(1), 5)), V=7.0, s=0.5, r=0.9), None)
    d, s = floats["d"], floats["s"]
    assert contains(floats["Volume"](d, None), exact["Volume"](1, None)) and contains(floats["BallVolume"](d), exact["BallVolume"](1))
    assert contains(floats["LocalVolume"](d, None, 0, s), exact["LocalVolume"](1, exact["M"], 0, exact["s"]))
    assert contains(floats["Separation"](None), exact["Separation"](None)) and floats["Count"](None) == exact["Count"](None)
    assert contains(floats["NetDistance"](4, floats["N"]), exact["NetDistance"](4, exact["N"]))
    assert floats["BoundarySize"](None) == exact["BoundarySize"](None) == 0


def test_rational_points_lie_on_their_sets_and_the_volume_of_spheres_is_known():
    for u in (0, "1/2", "-3/7", None):
        assert dot(on_circle(u), on_circle(u)) == 1
    for d, value in ((1, 4 * np.pi), (2, 16 * np.pi), (3, 16 * np.pi**2)):
        assert abs(float(sphere_volume(d, Fraction(2))) - value) < 1e-12
    with pytest.raises(ValueError, match="irrational length"):
        off(ellipse(2, 1, "1/2"), 0, 1)


@pytest.mark.parametrize("kind", ["ellipse", "parabola", "lines", "circles", "sphere", "torus"])
def test_no_pair_of_points_of_a_shape_has_a_quotient_below_its_reach(kind):
    """Directly, on a hundred points, and the reach is approached by the bend or by a pair."""
    u = np.append(np.linspace(-3, 3, 98), [0.0, 0.0])
    v = np.stack([u, np.append(np.linspace(2, -2, 98) ** 3, [0.0, 0.0])], 1)
    made = {"ellipse": lambda: shapes.ellipse(u, 2.0, 1.0), "parabola": lambda: shapes.parabola(u, 1.5),
            "lines": lambda: shapes.lines(u, 0.7), "circles": lambda: shapes.circles(u, 1.0, 0.5), "sphere": lambda: shapes.sphere(v, 1.3),
            "torus": lambda: shapes.torus(v, 1.5, 0.6)}[kind]()
    points, normals = np.array(made.points), np.array(made.normals)
    step = points[None] - points[:, None]
    off_tangent = np.abs((step * normals[:, None]).sum(-1))
    quotient = np.where(off_tangent > 1e-9, (step**2).sum(-1) / (2 * np.maximum(off_tangent, 1e-9)), np.inf)
    least = min(quotient.min(), float(made.bend))
    assert abs(least / float(made.reach) - 1) < 1e-6


# -- losses on samples
def test_words_of_samples_and_centres_enclose_their_exact_twins():
    points, mu, n = ((1, 0), (0, Fraction(1, 2)), (Fraction(-1, 4), 0)), [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)], 3
    family = (((0, 0), (1, 0)), ((Fraction(1, 2), 0), (0, -1)))
    exact = kmeans_deviation.SPACE.exact(kmeans_deviation.case("twins", points, mu, n, family).instance)
    centres, x = np.array(family, float), np.array(points, float)
    costs = ((centres[:, :, None] - x) ** 2).sum(-1).min(1)
    floats = kmeans_deviation.SPACE.meaning(Size(3, 3, 2, 2), dict(
        points=x, mu=np.array(mu, float), repeated=0.0, centres=centres, costs=costs, t=1.0), None)
    for k, s in enumerate(counts(3, 3)):
        for name in ("Probability", "Multinomial", "MeanError", "SingleOptimism"):
            assert contains(floats[name](k), exact[name](s)), (name, s)
        for name in ("Optimism", "Pessimism"):
            assert contains(floats[name](None, k), exact[name](None, s)), (name, s)
        assert [float(floats["Times"](k, i)) for i in range(3)] == list(s)
    for i in range(3):
        assert contains(floats["Size"](i), exact["Size"](i)) and float(floats["Weight"](floats["mu"], i)) == exact["Weight"](mu, i)
    assert contains(floats["Variance"](floats["mu"]), exact["Variance"](mu))
    assert all(contains(floats["Centre"](c, j), exact["Centre"](c, j)) for c in range(2) for j in range(2))
    assert floats["Indicator"](Interval.of(0.0)).lo == exact["Indicator"](Fraction(0)) == 1


def test_all_sequences_of_draws_are_counted_once():
    assert len(counts(4, 3)) == 20 and sum(map(coefficient, counts(4, 3))) == 4**3


def test_words_of_families_of_circles_enclose_their_exact_twins():
    case = manifold_sample_complexity.rings("twins", 2)
    exact = manifold_sample_complexity.SPACE.exact(case.instance)
    x, centres, radii = np.array([[1.0, 0], [-1, 0]]), np.array([[0.5, 0], [-0.5, 0]]), np.array([0.5, 0.5])
    costs = (np.linalg.norm(centres[:, None] - x, axis=-1) - radii[:, None]) ** 2
    floats = manifold_sample_complexity.SPACE.meaning(Size(2, 2, 2, 1), dict(
        points=x, mu=np.array([0.5, 0.5]), repeated=0.0, centres=centres, radii=radii, costs=costs, tau=0.5, V=3.2, r=0.5, delta=0.05,
        epsilon=4.0), None)
    for M in range(2):
        assert contains(floats["Loss"](M), exact["Loss"](M)) and contains(floats["Volume"](1, M), exact["Volume"](1, M))
        assert contains(floats["Extent"](M), exact["Extent"](M)) and floats["Reach"](M) == exact["Reach"](M)
        assert floats["BoundarySize"](M) == exact["BoundarySize"](M)
        for k, s in enumerate(counts(2, 2)):
            assert contains(floats["TrainingLoss"](k, M), exact["TrainingLoss"](s, M))
    for k, s in enumerate(counts(2, 2)):
        assert contains(floats["Optimism"](None, k), exact["Optimism"](None, s))
    # A regular polygon with twelve corners has rational corners only on the axes: the landmarks are compared with a direct sum.
    t = 2 * np.pi * np.arange(12) / 12
    N = centres[:, None] + 0.5 * np.stack([np.cos(t), np.sin(t)], 1)
    direct = ((N[:, :, None] - x) ** 2).sum(-1).min(1) @ [0.5, 0.5]
    for M in range(2):
        assert abs(float(floats["LandmarkLoss"](M).lo) - direct[M]) < 1e-12
        assert abs(float(floats["Spacing"](M).lo) - 2 * 0.5 * np.sin(np.pi / 24)) < 1e-12
    assert Member((), (), 1, 1, 1, 0).ends == 0


# -- knobs
@pytest.mark.parametrize("result", SLUGS)
def test_every_random_instance_meets_all_hypotheses_and_each_knob_breaks_its_own(result):
    b = bench(result)
    hypotheses = [h.name for h in b.theorem.hypotheses]
    for size in b.model.sizes:
        theta = b.draw(size, 0)
        found = b.judge(size, b.build(size, theta))
        assert all((found[h].verdict == Verdict.HOLDS).all() for h in hypotheses)
        for knob in b.model.knobs:
            found = b.judge(size, b.build(size, theta, knob))
            assert (found[knob].verdict == Verdict.REFUTED).mean() >= 1 / 4, (size, knob)
            assert {h for h in hypotheses if (found[h].verdict != Verdict.HOLDS).any()} == {knob}, (size, knob)


def test_families_are_smooth_where_an_ascent_starts():
    for model in (positive_reach.MODEL, manifold_landmarks.MODEL):
        size = model.sizes[0]
        theta = model.draw(size, np.random.default_rng(0))
        gradient = jax.grad(lambda t, model=model, size=size: model.build(size, t, {})["table"].sum())(theta)
        assert all(np.isfinite(g).all() for g in jax.tree.leaves(gradient))
