"""The world of filter banks: every word encloses what it means, in rational arithmetic where there is a twin, and directly where not."""
import itertools
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
from conftest import bench
from direct_scattering import scattering as direct
from flint import arb

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.mathematics import taps, wavelets
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.mathematics.wavelets import Bank
from proofs_numeric.scattering.scattering_nonexpansive import WORLD as PAIRS
from proofs_numeric.scattering.scattering_translation_invariance import WORLD as SHIFTED
from proofs_numeric.worlds.banks import Size, gain
from proofs_numeric.worlds.exact_banks import Rational
from proofs_numeric.worlds.kept import Signal, kept
from proofs_numeric.worlds.scales import stacked as scales_of
from theorems.language import catalogue
from theorems.vocabulary import filter_banks

N, DEPTH = 4, 3                      # the discrete Fourier transform of dyadic numbers on Z/4 is exact in floating point
F, H, Y, Z = np.array([[3, -1, 4, 1], [2, 7, -1, 8], [-5, 3, 5, 0], [1, 4, -1, 4]], object)


def spectrum(h):
    """The discrete Fourier transform on Z/4, by sums of quarter turns."""
    turn = [1, -1j, -1, 1j]
    return np.array([sum(float(v) * turn[n * k % N] for n, v in enumerate(h)) for k in range(N)])


def floating(bank):
    return Bank(np.array([spectrum(h) for h in bank.bands]), spectrum(bank.low))


def stacked(banks):
    """Banks of the scales 1, 2 as one; wavelets that a scale does not have are 0."""
    return scales_of([*map(floating, banks)])


def pairs(bank):
    """One instance in both arithmetics; for complex signals the same real filters serve."""
    signals = dict(f=F, h=H, y=Y, z=Z)
    one = floating(bank)
    size = Size(N, len(bank.bands), DEPTH)
    return (PAIRS.meaning(size, {k: v.astype(complex) for k, v in signals.items()} | dict(bank=one, signed=one.psi), None),
            PAIRS.exact(signals | dict(bank=Rational((bank,)), depth=DEPTH)))


def shifted(banks, c):
    bands = [Fraction(7, 4), Fraction(1, 2)]
    return (SHIFTED.meaning(Size(N, 2, DEPTH), dict(f=F.astype(complex), bank=stacked(banks), c=np.array([float(c)]), K=2.5,
                                                    bands=jnp.array([1.75, 0.5])), None),
            SHIFTED.exact(dict(f=F, bank=Rational(tuple(banks)), depth=DEPTH, c=np.array([c], object), K=Fraction(5, 2), bands=bands)))


def contains(found, exact):
    """Whether the enclosure holds the exact value, decided without rounding."""
    if isinstance(found, Ball):
        center = np.ravel(found.center)
        gaps = [(Fraction(float(c.real)) - e, Fraction(float(c.imag))) for c, e in zip(center, np.ravel(exact), strict=True)]
        return sum(a * a + b * b for a, b in gaps) <= Fraction(float(found.radius)) ** 2
    if not isinstance(found, Interval):
        return np.ravel(found).tolist() == [float(e) for e in np.ravel(np.array(exact, object))]
    lo, hi = (Fraction(float(x)) for x in (found.lo, found.hi))
    if isinstance(exact, Radical):
        (square,) = exact.squares
        return (lo <= 0 or lo * lo <= square) and 0 <= hi and square <= hi * hi
    return bool(exact >= arb(float(found.lo)) and exact <= arb(float(found.hi)))


# Each word of the world, with its arguments as functions of the meaning `m` of either arithmetic, a frequency and an index.
WORDS = {
    "Norm": lambda m: [m["Norm"](m[x]) for x in "fhyz" if x in m],
    "Imag": lambda m: [m["Imag"](m[x]) for x in "fhyz" if x in m],
    "LowPass": lambda m: [m["LowPass"](J, w) for J in scales(m) for w in m["Omega"]],
    "BandPass": lambda m: [m["BandPass"](J, lam, w) for J in scales(m) for lam in m["Bands"](J) for w in m["Omega"]],
    "Bands": lambda m: [],                                            # numbers of the wavelets: what BandPass does with them counts
    "Wavelets": lambda m: [m["Wavelets"](J, m["f"] if J else m["f"] - m["h"]) for J in scales(m)],
    "Averaged": lambda m: [m["Averaged"](J, k, m["f"]) for J in scales(m) for k in range(DEPTH)],
    "Propagated": lambda m: [m["Propagated"](J, k, m["f"]) for J in scales(m) for k in range(DEPTH + 1)],
    "Paths": lambda m: [m["Paths"](J, n, m["f"]) for J in scales(m) for n in range(1, DEPTH + 1)],
    "Scattering": lambda m: [m["Scattering"](J, n, m["f"]) for J in scales(m) for n in range(1, DEPTH + 1)],
    "SignedBands": lambda m: [m["BandPass"](2, lam, w) for lam in m["SignedBands"](2) for w in m["Omega"]],
    "SignedScattering": lambda m: [m["SignedScattering"](2, n, m["y"]) for n in range(1, DEPTH + 1)],
    "Translate": lambda m: [m["Translate"](m["c"], m["f"])] + [m["Scattering"](J, 2, m["Translate"](m["c"], m["f"])) for J in scales(m)],
    "ShiftedScattering": lambda m: [m["ShiftedScattering"](J, 2, m["c"], m["f"]) for J in scales(m)],
    "FractionalPart": lambda m: [m["FractionalPart"](m["c"])],
    "Length": lambda m: [m["Length"](m["c"]), *(m["Length"](w) for w in m["Omega"])],
    "Band": lambda m: [m["Band"](J) for J in scales(m)],
}


def scales(m):
    return [int(J) for J in m["Scales"]] if "Scales" in m else [2]


@pytest.mark.parametrize("name", ["haar", "all-pass", "shifted"])
def test_every_word_encloses_its_rational_twin(name):
    floats, exact = {"haar": lambda: pairs(taps.haar(N, 2)), "all-pass": lambda: pairs(taps.all_pass(N)),
                     "shifted": lambda: shifted([taps.haar(N, 2), taps.haar(N, 2)], -3)}[name]()
    world = SHIFTED if name == "shifted" else PAIRS
    words = set().union(*(part.floating.operators() for part in world.parts))
    assert words <= WORDS.keys()
    for word in words:
        found, right = WORDS[word](floats), WORDS[word](exact)
        assert len(found) == len(right)
        for a, b in zip(found, right):
            assert contains(a, b), (word, a, b)
    assert floats["M"] == exact["M"] == DEPTH and len(floats["Omega"]) == len(exact["Omega"]) == N


def test_banks_of_several_scales_are_told_apart():
    """The bank of scale 1 has one wavelet; the second one, of the same length in the floating twin, is 0."""
    floats, exact = shifted([taps.haar(N, 1), taps.haar(N, 2)], 1)
    assert floats["H"] == exact["H"] == 2 and [*floats["Scales"]] == [*exact["Scales"]] == [1, 2]
    for J, w in itertools.product((1, 2), range(N)):
        assert contains(floats["LowPass"](J, floats["Omega"][w]), exact["LowPass"](J, w))
        for lam in exact["Bands"](J):
            assert contains(floats["BandPass"](J, lam, floats["Omega"][w]), exact["BandPass"](J, lam, w))
    assert floats["BandPass"](1, 1, floats["Omega"][2]).hi < 1e-200
    for J, m in itertools.product((1, 2), range(DEPTH)):
        live = [i for i, path in enumerate(itertools.product(range(2), repeat=m)) if J == 2 or not any(path)]
        ball, right = floats["Averaged"](J, m, floats["f"]), exact["Averaged"](J, m, exact["f"])
        assert contains(Ball(ball.center[np.array(live)], ball.radius), right)
        assert contains((ball * 1.0).norm(), exact["Norm"](right))


# -- the rational banks themselves
def test_energies_of_the_haar_and_the_all_pass_bank_are_the_fractions_computed_by_hand():
    outputs, layers = taps.haar(8, 2).scatter(np.array([3, 1, 4, 1, 5, 9, 2, 6], object), 4)
    energies = [[taps.norm(y) ** 2 for y in ys] for ys in (layers, outputs)]
    assert energies[0] == [173, Fraction(173, 4), Fraction(355, 64), Fraction(107, 64), Fraction(455, 1024)]
    assert energies[1] == [Fraction(519, 4), Fraction(2413, 64), Fraction(31, 8), Fraction(1257, 1024)]
    outputs, layers = taps.all_pass(4).scatter(np.array([1, -1, 0, 0], object), 3)
    assert [taps.norm(y) ** 2 for y in layers] == [2, 2, 1, 0] and [taps.norm(y) ** 2 for y in outputs] == [0, 1, 1]


@pytest.mark.parametrize("bank", [taps.haar(4, 2), taps.haar(6, 2), taps.haar(3, 1), taps.all_pass(6), taps.haar(8, 3)],
                         ids=["Haar, 4", "Haar, 6", "Haar, 3", "all-pass, 6", "Haar, 8"])
def test_filters_of_rational_banks_have_the_gains_of_their_transforms_and_energies_that_sum_to_one(bank):
    for k in range(bank.samples):
        gains = [taps.gain(h, k) for h in (bank.low, *bank.bands)]
        transforms = [np.fft.fft(h.astype(float))[k] for h in (bank.low, *bank.bands)]
        assert np.allclose([float(g) ** 2 for g in gains], np.abs(transforms) ** 2, atol=1e-14)
        energy = sum((g**2 if isinstance(g, Radical) else g * g for g in gains), Fraction(0) if isinstance(gains[0], Radical) else arb(0))
        assert energy == 1 if bank.samples in (3, 4, 6) else abs(energy - 1) < 1e-14
    assert (taps.haar(8, 3).low == Fraction(1, 8)).all() and taps.norm((bank * 2).low) == taps.norm(bank.low) * 2


def test_a_shift_that_leaves_the_rationals_is_refused():
    _, exact = shifted([taps.haar(N, 1), taps.haar(N, 2)], 1)
    with pytest.raises(ArithmeticError, match="give a whole number"):
        exact["Translate"](np.array([Fraction(1, 2)], object), exact["f"])


# -- where there is no twin
def missed(ball, right):
    """The distance of a ball's center from layers in extended precision."""
    return float(np.linalg.norm(np.ravel(ball.center) - np.ravel(right)))


@pytest.mark.parametrize("bank", [wavelets.morlet(16, 2), wavelets.meyer((6, 4), 1, orientations=2), wavelets.heat(9, 2)],
                         ids=["Morlet", "plane", "odd"])
def test_layers_of_irrational_banks_and_of_the_plane_enclose_the_sums_that_define_them(bank):
    rng = np.random.default_rng(3)
    f, h, y, z = (rng.normal(size=bank.grid) + 1j * k * rng.normal(size=bank.grid) for k in (0, 0, 1, 1))
    psi, signed = bank.psi + 0j, np.concatenate([bank.psi, bank.psi * 1j]) / 2
    m = PAIRS.meaning(Size(bank.grid[0], len(psi), 2), dict(f=f, h=h, y=y, z=z, bank=Bank(psi, bank.phi + 0j), signed=signed), None)
    for x, waves, word in ((f, psi, "Scattering"), (y, signed, "SignedScattering")):
        name = "f" if x is f else "y"
        paths = [p for n in range(2) for p in itertools.product(range(len(waves)), repeat=n)]
        right = direct(x, [waves] * 2, bank.phi + 0j, paths)
        ball = m[word](2, 2, m[name])
        assert missed(ball, [right[p][1] for p in paths]) <= ball.radius < 1e-10
        if x is f:
            for n, kind, found in ((0, 0, "Propagated"), (1, 0, "Propagated"), (0, 1, "Averaged"), (1, 1, "Averaged")):
                ball = m[found](2, n, m["f"])
                assert missed(ball, [right[p][kind] for p in paths if len(p) == n]) <= ball.radius
            ball = m["Paths"](2, 2, m["f"])
            assert missed(ball, [right[p][0] for p in paths]) <= ball.radius
    k = np.array([1] * len(bank.grid))
    w = jnp.asarray(2 * np.pi * k / np.array(bank.grid))
    for turned, at in ((w, tuple(k)), (-Ball.of(w), tuple(-k))):
        low, high = m["LowPass"](2, turned), m["BandPass"](2, 0, turned)
        assert low.lo <= abs(bank.phi[at]) <= low.hi and high.lo <= abs(bank.psi[0][at]) <= high.hi


def test_a_gain_knows_whether_it_is_zero_however_small_it_is():
    assert not bool(gain(jnp.complex128(0)) != 0) and bool(gain(jnp.complex128(1e-300j)) != 0)


# -- memory
def test_a_signal_keeps_what_was_computed_of_it_and_what_arithmetic_makes_of_it_keeps_nothing():
    calls = []
    x = Signal(jnp.ones(3), jnp.float64(0))
    for y in (x, x, x * 1.0, x * 1.0):
        kept(y, "count", calls.append)
    assert len(calls) == 3
    floats, exact = shifted([taps.haar(N, 1), taps.haar(N, 2)], 1)
    for m in (floats, exact):
        moved = m["Translate"](m["c"], m["f"])
        assert moved is m["Translate"](m["c"], m["f"]) and m["Averaged"](2, 0, m["f"]) is not None
        other = m["Translate"](2 * m["c"], m["f"])                        # another shift is another term
        assert not contains(Ball.of(jnp.asarray(np.array(other.center if m is floats else other, complex))),
                            exact["Translate"](exact["c"], exact["f"]))


# -- hypotheses
RESULTS = ["scattering_nonexpansive", "scattering_translation_invariance", "scattering_deformation_stability",
           "fourier_modulus_instability"]


@pytest.mark.parametrize("name", RESULTS)
def test_each_named_broken_instance_breaks_its_hypothesis_and_no_other(name):
    own = bench(name)
    controls = [c for c in own.model.controls if c.case is not None]
    for control, found in zip(controls, own.judge_cases([c.case for c in controls])):
        broken = {h.name for h in own.theorem.hypotheses if found[h.name].verdict != Verdict.HOLDS}
        assert {control.drops} <= broken <= {control.drops, *control.also}, (control.case.name, broken)


def test_each_knob_breaks_its_hypothesis_and_no_other():
    own = bench("fourier_modulus_instability")
    size = own.model.sizes[0]
    for knob in own.model.knobs:
        found = own.judge(size, own.build(size, own.draw(size, 1), knob))
        for h in own.theorem.hypotheses:
            share = (found[h.name].verdict == Verdict.HOLDS).mean()
            assert share < 0.1 if h.name == knob else share > 0.9, (knob, h.name, share)


def test_shared_conditions_are_one_statement():
    theorems = [catalogue.load(slug) for slug in RESULTS[:3]]
    own = [next(h for h in t.hypotheses if h.name == "littlewood_paley") for t in theorems]
    assert {h.relation for h in own} == {filter_banks.littlewood_paley().relation}
    assert all(h.part_of == filter_banks.CONDITION and h.forall[-1:] == filter_banks.everywhere for h in own)
