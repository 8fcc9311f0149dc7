"""The worlds of module-sequences: every word against rational arithmetic, every knob against the hypotheses.

Filters with rational taps on four points have transforms whose values are whole numbers and halves, and ReLU of a rational number is
rational: what a network makes of a signal is then known without rounding.
"""
from dataclasses import replace
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import bench

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.extractors import deformation_sensitivity, feature_extractor_nonexpansive, vertical_translation_invariance
from proofs_numeric.mathematics import deformations as de
from proofs_numeric.mathematics.signals import Signal
from proofs_numeric.worlds import polynomials as po
from proofs_numeric.worlds import sequences as ms
from theorems.language import catalogue

PAIRS, SHIFTS, CIRCLE = (m.WORLD for m in (feature_extractor_nonexpansive, vertical_translation_invariance, deformation_sensitivity))
SIZE = ms.Size(4, 2, 2)
TURN = ((1, 0), (0, 1), (-1, 0), (0, -1))                             # the powers of i
QUARTER = Fraction(1, 4)
MEAN, HAAR, MOVED = [2 * QUARTER, QUARTER, 0, QUARTER], [2 * QUARTER, -2 * QUARTER, 0, 0], [0, 2 * QUARTER, 0, 0]
X, Y = np.array([[3, -1, 4, -2], [-5, 9, 2, -6]]), np.array([[2, 7, -1, 8], [2, -8, 1, 0]])      # real and imaginary parts


def spectrum(taps):
    """The DFT of four rational numbers: exact floats."""
    return np.array([sum(t * complex(*TURN[-k * n % 4]) for n, t in enumerate(map(float, taps))) for k in range(4)])


def convolved(taps, x):
    """x * taps for x (2, 4), by the sum that defines it."""
    return np.array([[sum(taps[m] * row[(n - m) % 4] for m in range(4)) for n in range(4)] for row in x], object)


def modules(**changes):
    heights = spectrum(MEAN).real
    built = ms.network(SIZE, np.stack([spectrum(HAAR), spectrum(MOVED)]), heights, "relu")
    return replace(built, averages=np.tile(heights, (3, 1)), **changes)


def relu(x):
    return np.maximum(x, 0)


def layer(family, taps=(HAAR, MOVED)):
    """U_k of each signal of a family."""
    return [convolved(MEAN, relu(convolved(t, x))) for x in family for t in taps]


PASSED = [[X], layer([X]), layer(layer([X]))]
READ = [[convolved(MEAN, x) for x in family] for family in PASSED]


def encloses(ball: Ball, exact) -> bool:
    """Whether the exact (parts, ...) of a complex array are in the ball, which is not a wide one. Decided without rounding."""
    center = np.asarray(ball.center) + 0j
    parts = np.array([center.real, center.imag])
    missed = sum((Fraction(c) - Fraction(e)) ** 2 for c, e in zip(parts.ravel().tolist(), np.asarray(exact, object).ravel(), strict=True))
    return missed <= Fraction(float(ball.radius)) ** 2 and float(ball.radius) < 1e-12


def family(signals):
    """(2, paths, 4): the parts of a family."""
    return np.stack([np.asarray(x, object) for x in signals], 1)


def contains(x, exact) -> bool:
    """Whether an exact number, or an interval around one that is not rational, is in the enclosure."""
    x, (low, high) = Interval.of(x), exact if isinstance(exact, tuple) else (exact, exact)
    return Fraction(float(x.lo)) <= low and high <= Fraction(float(x.hi)) and float(x.width) <= 1e-11 * max(1, float(high))


def root(square: Fraction):
    """An interval around the root of a rational number."""
    x = Fraction(float(square) ** 0.5)
    return (x * (1 - Fraction(1, 10**15)), x * (1 + Fraction(1, 10**15)))


def energy(*arrays):
    return sum(Fraction(v) ** 2 for a in arrays for v in np.asarray(a, object).ravel())


def complexes(x):
    return np.asarray(x, float)[0] + 1j * np.asarray(x, float)[1]


@pytest.fixture(scope="module")
def pairs():
    built = modules()
    share = ms.claimed(built, u=complexes(X), v=complexes(Y), activation_at_zero=2 + 1j, pool_at_zero=-1 + 3j)
    return PAIRS.meaning(SIZE, share | dict(f=complexes(X), h=complexes(Y), decimators=np.asarray(built.averages)), None)


@pytest.fixture(scope="module")
def plain():
    """Without constants that the maps add."""
    built = modules()
    return PAIRS.meaning(SIZE, ms.claimed(built, u=complexes(X), v=complexes(Y)) | dict(
        f=complexes(X), h=complexes(Y), decimators=np.asarray(built.averages)), None)


def test_filters_claims_and_sets_are_those_of_the_instance(plain):
    assert plain["N"] == 2 and plain["Omega"].tolist() == [0, 1, 2, 3] and plain["Lambda"].tolist() == [0, 1]
    assert encloses(plain["f"], X) and encloses(plain["h"], Y) and encloses(plain["0"], 0 * X)
    assert encloses(plain["u"], X) and encloses(plain["v"], Y)
    assert plain["U"].center.shape == (3, 4) and plain["V"].center.shape == (2, 4) and not plain["V"].center[1].any()
    for w, (height, difference) in enumerate(zip([1, 0.5, 0, 0.5], [0, 0.5, 1, 0.5])):
        assert plain["OutputAtom"](2, w) == plain["Output"](1, w) == Fraction(height)
        assert contains(plain["Response"](1, 0, w), root(Fraction(difference))) and contains(plain["Response"](3, 1, w), Fraction(1, 2))
        for j in (0, 1):
            assert contains(plain["Alias"](1, j, w), Fraction([1, 0.5, 0, 0.5][(w + 2 * j) % 4]))
    assert plain["J"].tolist() == [0, 1]
    exact = max(Fraction(1, 4) + h * h + d for h, d in ((Fraction(1), 0), (Fraction(1, 2), Fraction(1, 2)), (0, Fraction(1))))
    for k in (1, 2, 3):
        assert exact < Fraction(float(plain["FrameBound"](k))) < exact + Fraction(1, 10**10)
        assert 1 < plain["Lipschitz"](k) < 1 + 1e-10 and 1 < plain["PoolLipschitz"](k) < 1 + 1e-10 and plain["Pooling"](k) == 2
    assert contains(plain["Norm"](plain["f"]), root(energy(X)))


def test_maps_are_their_formulas(plain, pairs):
    assert encloses(plain["Activate"](1, plain["f"]), relu(X)) and encloses(plain["Pool"](2, plain["f"]), convolved(MEAN, X))
    assert encloses(pairs["Activate"](1, pairs["f"]), relu(X) + np.array([[2], [1]]))
    assert encloses(pairs["Pool"](1, pairs["f"]), convolved(MEAN, X) + np.array([[-1], [3]]))


def test_layers_and_features_are_those_of_rational_arithmetic(plain):
    for n in range(3):
        assert encloses(plain["Propagate"](n, plain["f"]), family(PASSED[n]))
        assert encloses(plain["Features"](n, plain["f"]), family(READ[n]))
    assert contains(plain["Norm"](plain["Extractor"](plain["f"])), root(energy(*READ[0], *READ[1], *READ[2])))


def test_a_signal_that_is_no_input_is_passed_on_as_well(plain):
    doubled = plain["f"] * 2
    assert encloses(plain["Features"](2, doubled), 2 * family(READ[2]))


def test_a_network_that_throws_samples_away_is_that_of_rational_arithmetic(plain):
    """Its second layer lives on two points, where each DFT is given by every second value; the third on one."""
    def every(step, taps):
        return [sum(taps[m::4 // step]) for m in range(4 // step)]

    def cyclic(taps, x):
        n = len(taps)
        return np.array([[sum(taps[m] * row[(k - m) % n] for m in range(n)) for k in range(n)] for row in x], object)
    squares, u = Fraction(0), [X]
    for n in range(3):
        step = 2**n
        squares += 2**n * energy(*(cyclic(every(step, MEAN), x) for x in u))       # each decimation multiplies by the root of 2
        u = [cyclic(every(step, MEAN), relu(cyclic(every(step, t), x)))[:, ::2] for x in u for t in (HAAR, MOVED)]
    assert contains(plain["Norm"](plain["Decimating"](plain["f"])), root(squares))


SPACING = Fraction(1, 8)


@pytest.fixture(scope="module")
def shifts():
    built = modules(dilations=np.array([2.0, 4.0, 2.0]))
    return SHIFTS.meaning(SIZE, ms.claimed(built) | dict(f=complexes(X), t=2 * SPACING, K=np.float64(0.5)), None)


def test_translations_by_whole_samples_are_permutations_and_commute(shifts):
    moved = shifts["Translate"](float(2 * SPACING), shifts["f"])
    assert encloses(moved, np.roll(X, 2, -1)) and shifts["t"] == 2 * SPACING and shifts["K"] == 0.5 and shifts["s"] == 2
    for n, spacing in enumerate((SPACING, SPACING / 2, SPACING / 8)):
        assert encloses(shifts["Features"](n, moved), np.roll(family(READ[n]), 2, -1))
        here = shifts["AnySignal"](n + 1, shifts["f"])
        assert contains(here.spacing, spacing) and contains(shifts["AnyShift"](n + 1, 3), 3 * spacing)
        assert [contains(shifts["Frequency"](n, w), Fraction(k) / 4 / spacing) for w, k in enumerate((0, 1, -2, -1))] == [True] * 4
    assert [float(shifts["Remainder"](float(k * SPACING), 2)) for k in (0, 1, 2, 5)] == [0, 1, 0, 1]
    assert shifts["C"].shape == (8,) and shifts["C"][0] == 1


def test_a_translation_between_samples_turns_each_frequency(shifts):
    tone = Signal(jnp.array([1, 1j, -1, -1j]), jnp.float64(0), shifts["f"].spacing)
    found = shifts["Translate"](float(SPACING / 2), tone)
    assert np.linalg.norm(found.center - tone.center * np.exp(-0.25j * np.pi)) <= found.radius + 1e-15 and found.radius < 1e-13


def test_a_strided_layer_keeps_every_second_modulus(shifts):
    x = np.array([X[0], 0 * X[0]])
    f = Signal(jnp.array(X[0] + 0j), jnp.float64(0), shifts["f"].spacing)
    assert encloses(shifts["Strided"](2, f), abs(convolved(HAAR, x))[:, ::2])


# -- the circle
FEW = po.Size(4, 1, 1, 2, 2)


@pytest.fixture(scope="module")
def circle():
    """exp(2 pi i x), moved and turned by quarters: everything stays among the powers of i."""
    quarter = po.wave(FEW, 0.25)
    samples = dict(sigma=np.array([0, 0.25, 0.5, 0]), nu=np.array([0, 0.25, 0, 0.5]))
    return CIRCLE.meaning(FEW, po.polynomial(FEW, po.tone(FEW, 1), quarter, po.wave(FEW, 0.5)) | ms.claimed(modules()) | samples, None)


def test_deformed_and_modulated_tones_are_powers_of_the_imaginary_unit(circle):
    half = Fraction(1, 2)                                              # a sample, divided by the root of their number
    assert encloses(circle["f"], half * np.array([TURN[n] for n in range(4)]).T)
    assert encloses(circle["Scatter"](circle["sigma"], circle["nu"], circle["f"]), half * np.array([TURN[0], TURN[1], TURN[0], TURN[1]]).T)
    found = circle["Distort"](circle["tau"], circle["omega"], circle["f"])
    exact = half * np.array([TURN[(2 + n - 1) % 4] for n in range(4)]).T
    assert np.linalg.norm(found.center - complexes(exact)) <= found.radius          # what samples may miss of functions is counted
    assert [contains(circle["Coefficient"](k), c) for k, c in ((-1, 0), (0, 0), (1, 1))] == [True] * 3
    assert circle["W"] == 1 and circle["n"] == 4 and circle["Z"].tolist() == [-1, 0, 1]


def test_what_the_network_makes_of_a_deformed_signal_is_what_it_makes_of_its_ball(circle):
    moved = circle["Distort"](circle["tau"], circle["omega"], circle["f"])
    for x in (circle["f"], moved):
        alone = circle["Extractor"](Signal(x.center, x.radius, x.spacing))
        assert np.allclose(circle["Extractor"](x).center, alone.center, rtol=0, atol=1e-15)
        assert np.isclose(circle["Extractor"](x).radius, alone.radius, rtol=1e-12)


def test_suprema_and_slopes(circle):
    assert contains(circle["SupNorm"](circle["tau"]), QUARTER) and contains(circle["SupNorm"](circle["nu"]), Fraction(1, 2))
    wave = circle["Derivative"](de.Displacement(jnp.float64(3.0), jnp.array([0.5]), jnp.array([0.0])))
    found = circle["SupNorm"](wave)
    assert float(found.lo) <= np.pi <= float(found.hi) and found.width < 0.01
    assert contains(circle["Steepness"](circle["sigma"]), Fraction(2))


def test_a_signal_that_is_not_known_between_its_samples_is_refused(circle):
    with pytest.raises(ValueError, match="another signal or deformation needs a part"):
        circle["Distort"](circle["tau"], circle["omega"], circle["f"] * 2)
    with pytest.raises(ValueError, match="another signal needs a part"):
        circle["Scatter"](circle["sigma"], circle["nu"], circle["f"] * 2)


TESTED = {"Norm", "FrameBound", "Lipschitz", "PoolLipschitz", "Pooling", "OutputAtom", "Output", "Response", "Frequency", "Activate",
          "Pool", "Propagate", "Features", "Extractor", "Alias", "Decimating", "Translate", "AnySignal", "AnyShift", "Strided",
          "Remainder", "Coefficient", "Distort", "Derivative", "SupNorm", "Scatter", "Steepness"}


def test_every_word_is_tested_here():
    assert set().union(*(part.floating.operators() for world in (PAIRS, SHIFTS, CIRCLE) for part in world.parts)) == TESTED


# -- what breaks a hypothesis
SLUGS = [pytest.param(slug, marks=pytest.mark.xdist_group(slug))
         for slug in ("feature_extractor_nonexpansive", "vertical_translation_invariance", "deformation_sensitivity")]


@pytest.mark.parametrize("one", SLUGS)
def test_every_knob_breaks_its_hypothesis_and_no_other(one):
    own, theorem = bench(one), catalogue.load(one)
    size = own.model.sizes[0]
    theta = own.draw(size, 0)
    straight = {name: j.verdict for name, j in own.judge(size, own.build(size, theta)).items()}
    for knob in own.model.knobs:
        found = own.judge(size, own.build(size, theta, knob))
        for h in theorem.hypotheses:
            wanted = Verdict.REFUTED if h.name == knob else Verdict.HOLDS
            ordinary = straight[h.name] == Verdict.HOLDS
            assert ordinary.any() and (found[h.name].verdict[ordinary] == wanted).all(), f"{one}: the knob {knob} and {h.name}"


@pytest.mark.parametrize("one", SLUGS)
def test_every_named_broken_instance_breaks_its_hypothesis_and_no_other(one):
    own, theorem = bench(one), catalogue.load(one)
    controls = [c for c in own.model.controls if c.case is not None]
    for control, found in zip(controls, own.judge_cases([c.case for c in controls])):
        broken = {h.name for h in theorem.hypotheses if found[h.name].verdict != Verdict.HOLDS}
        assert {control.drops} <= broken <= {control.drops, *control.also}, f"{one}, {control.case.name}: {broken}"
        assert found[control.drops].verdict == Verdict.REFUTED
