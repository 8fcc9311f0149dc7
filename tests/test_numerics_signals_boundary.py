"""Filters, frames, extractors and scattering at their boundary: every argument is taken exactly, or refused by its name.

Also copies, examples in docstrings, and what long planning says.
"""
import copy
import doctest
import fractions
import io
import pickle
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_numeric.engine.enclosure import Ball  # noqa: F401  turns on 64 bits
from proofs_numeric.numerics import extractor, filters, frames, poolings, progress
from proofs_numeric.numerics.extractor import Extractor, Layer, admissibility, repaired
from proofs_numeric.numerics.filters import Bank, bounds, contraction, gabor, meyer, parseval, spline
from proofs_numeric.numerics.frames import Frame, from_spectra, gaussian, learned, random, wavelet
from proofs_numeric.numerics.nonlinearities import IDENTITY, LOGISTIC, MODULUS, RELU, TANH, Nonlinearity
from proofs_numeric.numerics.poolings import Averaging, Decimation, Dilation, MaxPooling
from proofs_numeric.numerics.scattering import Scattering, decreasing, modulus

pytestmark = pytest.mark.xdist_group("numerics_signals_boundary")
BANK, FRAME = meyer(16, 2), random(0, 16, 2)
LAYER, CHI = Layer(FRAME), gaussian(16, 2.0)
NET = repaired([LAYER], CHI)
PLAIN = Scattering(BANK, 1)

# what is a whole number, a positive number, a truth value or an array of real numbers, in types that hold it exactly
WHOLE = [int, float, np.int8, np.uint64, np.int16, np.float32, np.float64, np.array, jnp.asarray, lambda n: np.array(n, ">i4"),
         fractions.Fraction]
REAL = [int, np.int16, np.float32, np.array, jnp.asarray, fractions.Fraction]
TABLES = [list, tuple, lambda x: np.array(x, ">f8"), lambda x: np.array(x, np.float32), lambda x: np.array(x, np.longdouble),
          lambda x: np.array(x, object), jnp.asarray, lambda x: np.array(x, np.int64)]
NOTHING = [None, "2", "x", b"2", [], {}, object(), 2j, np.nan, np.inf, -np.inf, -1, np.array("2"), np.datetime64(2, "s"), lambda: 2]
NO_WHOLE = [*NOTHING, 2.5, True, np.bool_(True), [2, 2], np.float64(1.5), 2 + 0j, fractions.Fraction(1, 2)]
NO_REAL = [*NOTHING, True, [1.0, 2.0], 1 + 0j, 10**400]
NO_FLAG = [*NOTHING, 0, 1, 1.0, "yes", [True]]
NO_TABLE = [None, "2", {}, object(), lambda: 2, [[1], [1, 2]], ["a"] * 16, np.array([None] * 16), np.full(16, np.nan), np.full(16, np.inf),
            np.full(16, 1, np.float16), np.zeros((0,)), np.full(16, "2020-01-01", "datetime64[D]"), np.ma.masked_equal(np.arange(16), 3),
            jnp.ones(16, jnp.bfloat16), [10**400] * 16, [2**53 + 1] * 16]
NO_REALS = [*NO_TABLE, np.ones(16) + 0j]

# (name in the message, value that is right, call)
COUNTS = [("scales", 2, lambda n: meyer(16, n)), ("per_octave", 2, lambda n: meyer(16, 2, n)),
          ("orientations", 2, lambda n: meyer((8, 8), 1, 1, n)),
          ("scales", 2, lambda n: spline(16, n)), ("orientations", 2, lambda n: spline((8, 8), 1, n)),
          ("scales", 2, lambda n: gabor(16, n)),
          ("per_octave", 2, lambda n: gabor(16, 2, n)), ("orientations", 2, lambda n: gabor((8, 8), 1, 1, n)),
          ("grid", 16, lambda n: meyer(n, 2)), ("grid", 16, lambda n: meyer((n, 16), 2)), ("grid", 16, lambda n: gabor(n, 2)),
          ("octaves", 2, lambda n: Bank(BANK.psi, BANK.phi, BANK.scales, n)), ("scales", 1, lambda n: Bank(BANK.psi, BANK.phi, (0, n), 2)),
          ("order", 1, lambda n: Scattering(BANK, n)), ("oversampling", 1, lambda n: Scattering(BANK, 1, oversampling=n)),
          ("paths", 1, lambda n: Scattering(BANK, 1, [(), (n,)])), ("order", 1, lambda n: decreasing(BANK, n)),
          ("stride", 2, lambda n: FRAME.coarse(n)), ("seed", 3, lambda n: random(n, 8, 1)), ("grid", 8, lambda n: random(0, n, 1)),
          ("atoms", 2, lambda n: random(0, 8, n)), ("taps", 2, lambda n: random(0, 8, 1, n), None), ("grid", 8, lambda n: gaussian(n, 1.0)),
          ("grid", 8, lambda n: learned(np.ones((1, 2)), np.ones(2), n)), ("step", 4, lambda n: frames.gabor(CHI, n)),
          ("step", 4, lambda n: frames.gabor(gaussian((8, 8), 1.0), (4, n))), ("stride", 2, Decimation), ("window", 2, MaxPooling),
          ("stride", 2, lambda n: MaxPooling(2, n), None), ("n", 1, lambda n: NET.translation_bound(n, 1.0)),
          ("grid", 16, lambda n: Decimation(2).coarse(n)), ("grid", 16, lambda n: MaxPooling(2).lipschitz(n)),
          ("d", 1, lambda n: MaxPooling(2).apply(np.ones(16), n))]
NUMBERS = [("alias", 0, lambda t: Scattering(BANK, 1, alias=t)), ("width", 2, lambda t: gaussian(8, t)), ("factor", 2, Dilation),
           ("factor", 2, lambda t: Averaging([1.0], t)), ("spacing", 2, lambda t: NET.spacings(t)),
           ("spacing", 2, lambda t: NET.translation_bound(0, 1.0, t)), ("gain", 2, lambda t: RELU.scaled(gain=t)),
           ("unit", 2, lambda t: RELU.scaled(unit=t)), ("slope", 2, lambda t: Nonlinearity("f", abs, t)),
           ("gain", 2, lambda t: Nonlinearity("f", abs, 1, gain=t)), ("unit", 2, lambda t: Nonlinearity("f", abs, 1, unit=t))]
FLAGS = [("average", lambda b: Scattering(BANK, 1, average=b)), ("corrected", lambda b: gabor(16, 2, corrected=b)),
         ("real", lambda b: random(0, 8, 1, real=b)), ("real", lambda b: Extractor([LAYER], CHI, b, False)),
         ("admissible", lambda b: Extractor([], CHI, admissible=b)), ("one_sided", lambda b: frames.gabor(CHI, 4, b)),
         ("real", lambda b: FRAME.bounds(b)), ("real", lambda b: FRAME.energy(b)), ("on_parts", lambda b: Nonlinearity("f", abs, 1, b)),
         ("real", lambda b: admissibility([LAYER], CHI, b)), ("real", lambda b: repaired([LAYER], CHI, b)),
         ("real_atoms", lambda b: Frame(FRAME.atoms, FRAME.output, b)), ("real", lambda b: random(0, 8, 2).tight(b))]
ONES = [1] * 16
ARRAYS = [("x", NO_REALS, lambda x: PLAIN(x)), ("x", NO_REALS, lambda x: NET(x)), ("output", NO_TABLE, lambda x: Extractor([], x)),
          ("phi", NO_TABLE, lambda x: Bank(BANK.psi, x, BANK.scales, 2)), ("window", NO_TABLE, lambda x: frames.gabor(x, 4)),
          ("factor", NO_REALS, lambda x: FRAME.scaled(x)), ("output", NO_TABLE[1:], lambda x: from_spectra(np.ones((1, 16)), x)),
          ("output", NO_TABLE, lambda x: learned(np.ones((1, 2)), x, 16)), ("taps", NO_REALS, lambda x: Averaging(x)),
          ("taps", [t for t in NO_REALS if t is not None], lambda x: Decimation(2, x)),
          ("output", NO_TABLE, lambda x: Frame(np.ones((1, 16)), x)), ("bank.phi", NO_TABLE, lambda x: wavelet(type("B", (), {
              "psi": BANK.psi, "phi": x})))]
NO_BANK = [None, 8, "meyer", [], [BANK, None], {}, np.ones(16), object()]
OBJECTS = [("bank", NO_BANK, Scattering), ("bank", NO_BANK, bounds), ("bank", NO_BANK, contraction), ("bank", NO_BANK, parseval),
           ("bank", NO_BANK, wavelet), ("banks", NO_BANK, lambda b: decreasing(b, 1)),
           ("layers", [None, 3, LAYER, [FRAME], "layers", [LAYER, None]], lambda x: Extractor(x, CHI)),
           ("layers", [None, 3, LAYER, [FRAME], "layers"], lambda x: repaired(x, CHI)),
           ("layers", [None, 3, LAYER, [FRAME], "layers"], lambda x: admissibility(x, CHI)),
           ("frame", [None, BANK, np.ones((2, 16))], Layer), ("nonlinearity", [None, "relu", abs], lambda M: Layer(FRAME, M)),
           ("pooling", [None, 2, "max"], lambda P: Layer(FRAME, RELU, P)),
            ("function", [None, 2, "abs"], lambda f: Nonlinearity("f", f, 1)),
           ("name", [None, 2], lambda n: Nonlinearity(n, abs, 1)),
            ("field", [None, 2, "quaternion", ["real"]], lambda f: Scattering(BANK, 1, field=f)),
           ("paths", [None, 2, "some", [0, 1], [(0, 7)], [("a",)], [(0.5,)], []], lambda p: Scattering(BANK, 1, p)),
           ("scales", [None, 2, "12", (0,), (0, 1, 1)], lambda s: Bank(BANK.psi, BANK.phi, s, 2)),
           ("psi", [None, 2, "12", np.ones(16), ["1+1j"] * 2, np.ones((2, 15))], lambda p: Bank(p, BANK.phi, BANK.scales, 2)),
           ("atoms", [None, 2, "12", np.ones(16), [["1+1j"]]], from_spectra),
            ("kernels", [None, 2, np.ones(3)], lambda k: learned(k, np.ones(2), 16)),
           ("shift", [None, "1", np.nan, 1j, [1.0, 2.0], [[1.0]]], lambda t: NET.translation_bound(1, t)),
           ("features", [None, 3, (), "ab", np.ones((1, 16)), (np.ones(16), "x")], NET.norm),
            ("z", [None, "1", {}, np.array(["1"])], modulus),
           ("z", [None, "1", {}, np.array(["1"])], RELU), ("y", [None, "1", {}], lambda y: MaxPooling(2).apply(y, 1)),
           ("weight", [None, "1", np.nan, [1.0, 2.0]], lambda w: FRAME.energy(False, w)),
            ("grid", [None, "32", 32.7, "", (), (32.5, 32), [None], (16, -1),
            np.ones((2, 2)), {}], lambda n: meyer(n, 2))]


def same(a, b) -> bool:
    """Equal results, bit for bit; objects by what they hold."""
    if isinstance(a, (Scattering, Bank)):
        return all(same(vars(a)[k], vars(b)[k]) for k in vars(a) if k not in ("_plan", "_cache"))
    flat, other = jax.tree.leaves(a), jax.tree.leaves(b)
    if jax.tree.structure(a) != jax.tree.structure(b):
        return False
    return all(np.array_equal(x, y) if isinstance(x, (np.ndarray, jax.Array, float, int, np.generic)) else same(x, y) if isinstance(x, Bank)
               else x == y for x, y in zip(flat, other))


def refuses(name, call, value):
    with pytest.raises(ValueError) as caught:
        call(value)
    assert name in str(caught.value) and len(str(caught.value)) < 600, (name, caught.value)


@pytest.mark.parametrize("k", range(len(COUNTS)))
def test_whole_numbers_of_every_type_give_the_same_and_others_are_refused_by_name(k):
    name, value, call, *more = COUNTS[k]
    expected = call(value)
    assert all(same(call(make(value)), expected) for make in WHOLE), name
    for bad in NO_WHOLE:
        if bad in more or isinstance(bad, list) and bad == [2, 2] and name in ("grid", "step"):   # a default; a grid with two axes
            call(bad) if bad in more else None
        else:
            refuses(name, call, bad)


@pytest.mark.parametrize("k", range(len(NUMBERS)))
def test_real_numbers_of_every_type_give_the_same_and_others_are_refused_by_name(k):
    name, value, call = NUMBERS[k]
    expected = call(value)
    assert all(same(call(make(value)), expected) for make in REAL), name
    for bad in NO_REAL:
        refuses(name, call, bad)


@pytest.mark.parametrize("k", range(len(FLAGS)))
def test_truth_values_are_those_only(k):
    name, call = FLAGS[k]
    for value in (True, False):
        assert same(call(np.bool_(value)), call(value)), name
    for bad in NO_FLAG:
        refuses(name, call, bad)


@pytest.mark.parametrize("k", range(len(ARRAYS)))
def test_arrays_of_every_type_are_exact_and_others_are_refused_by_name(k):
    name, bad, call = ARRAYS[k]

    def tables(x):
        return [np.asarray(y) for y in jax.tree.leaves(vars(x) if isinstance(x, Bank) else x) if isinstance(y, (np.ndarray, jax.Array))]
    expected = tables(call(np.array(ONES, float)))
    for make in TABLES:
        found = tables(call(make(ONES)))
        # single precision is kept where it is given
        assert len(found) == len(expected) and all(np.allclose(x, y, rtol=0, atol=1e-5) for x, y in zip(found, expected)), (name, make)
    for value in bad:
        refuses(name, call, value)


@pytest.mark.parametrize("k", range(len(OBJECTS)))
def test_objects_of_another_kind_are_refused_by_name(k):
    name, bad, call = OBJECTS[k]
    for value in bad:
        if not (call is wavelet and isinstance(value, list)) or value == []:
            refuses(name, call, value)


# Sizes stay small: what is taken is computed.
SCALARS = st.one_of(st.integers(-9, 40), st.floats(-9, 40), st.sampled_from([np.nan, np.inf, -np.inf, 1e-320, 10**30]),
                    st.complex_numbers(),
                    st.text(max_size=3), st.none(), st.booleans(), st.fractions(-9, 40, max_denominator=9), st.decimals(-9, 40),
                    st.binary(max_size=2))
ANY = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=3),
                SCALARS.map(lambda v: np.array(v)), st.integers(-9, 40).map(np.int16), st.floats(-9, 40, width=32).map(np.float32))
OBJECTS_CALLS = [(name, call) for name, _, call in OBJECTS]
CALLS = [(name, call) for name, _, call, *_ in COUNTS + NUMBERS + ARRAYS] + OBJECTS_CALLS + FLAGS


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(range(len(CALLS))), ANY)
def test_whatever_is_drawn_is_taken_or_refused_by_name(k, value):
    name, call = CALLS[k]
    try:
        call(value)
    except ValueError as error:
        assert name in str(error) or "not admissible" in str(error) or "LP = " in str(error) or "grid" in str(error), (name, value, error)


MESSAGES = [(lambda: Decimation(np.int64(3)).coarse(64), r"stride = 3 does not divide the grid \(64,\)"),
            (lambda: frames.gabor(CHI, step=0), "^step = 0: give one positive whole number"),
            (lambda: frames.gabor(CHI, step=5), r"^step = 5 does not divide the grid \(16,\)"),
            (lambda: Layer(random(0, 64, 1), RELU, MaxPooling(128)).pooling.check("pooling", (64,)), "^pooling.window = 128 on the grid"),
            (lambda: Scattering(BANK, order="2"), "^order = '2': give a whole number from 0 to 3"),
            (lambda: FRAME.coarse(-2), "^stride = -2: give a whole number of at least 1"), (lambda: FRAME.coarse(0), "^stride = 0:"),
            (lambda: FRAME.coarse(3), r"^stride = 3 does not divide the grid \(16,\)"),
            (lambda: NET.translation_bound(1, np.nan), "^shift = nan"), (lambda: NET.translation_bound(2, 1.0), "^n = 2: .* from 0 to 1"),
            (lambda: Scattering(8), "^bank = 8: give a filter bank"), (lambda: Extractor(LAYER, CHI), "^layers = Layer.*: give a list"),
            (lambda: gaussian(10**30, 1.0), "^grid = 10"), (lambda: random(0, 8, 10**30), "^atoms = 10"),
            (lambda: PLAIN(np.ones(16) * 1j), 'make it with field="complex"'), (lambda: meyer(32.7, 2), "^grid = 32.7"),
            (lambda: meyer("32", 2), "^grid = '32'"), (lambda: random(0, 8, 1, taps=9), "^taps = 9: .* from 1 to 8"),
            (lambda: FRAME.scaled(-1.0), "^factor has the value -1.0"), (lambda: FRAME.scaled(np.arange(1, 17)), "^factor differs"),
            (lambda: FRAME.scaled(np.ones(8)), r"^factor has shape \(8,\)"),
            (lambda: Bank(BANK.psi, BANK.phi, BANK.scales, 10**9), "octaves = 10")]


@pytest.mark.parametrize("k", range(len(MESSAGES)))
def test_messages_name_what_is_wrong(k):
    build, words = MESSAGES[k]
    with pytest.raises(ValueError, match=words):
        build()


def test_wide_and_narrow_windows_are_theirs():
    """A Gaussian much wider than the grid is constant, one much narrower is 1 at frequency 0 only."""
    assert (np.asarray(gaussian(8, 1e300)) == 1).all() and (np.asarray(gaussian(8, 1e-300)) == np.eye(8)[0]).all()


def test_translation_bounds_of_extreme_lengths_neither_overflow_nor_vanish():
    one = float(NET.translation_bound(1, 1.0))
    for t in (1e-200, 1e200):
        assert abs(float(NET.translation_bound(1, t)) / t / one - 1) <= 1e-14                # two more roundings of 2^-53, and a division
        assert abs(float(NET.translation_bound(1, 1.0, t)) * t / one - 1) <= 1e-14
    assert float(jax.jit(lambda t: NET.translation_bound(1, t))(1.0)) == pytest.approx(one, rel=1e-14)


# -- copies
def test_what_is_made_here_can_be_pickled_and_copied():
    x = np.random.default_rng(0).normal(size=16)
    nets = [repaired([Layer(FRAME, M, P)], gaussian(P.coarse((16,)), 2.0)) for M in (IDENTITY, MODULUS, RELU, TANH, LOGISTIC)
            for P in (Decimation(2, [0.5, 0.5]), MaxPooling(2))]
    for clone in (lambda a: pickle.loads(pickle.dumps(a)), copy.deepcopy):
        for M in (IDENTITY, MODULUS, RELU, TANH, LOGISTIC, TANH.scaled(2.0, 3.0)):
            assert clone(M) == M
        for made in (*nets[::3], PLAIN):
            made(x)                                                                              # also after use
            assert same(clone(made)(x), made(x)) and repr(clone(made)) == repr(made)
        assert same(clone(BANK), BANK) and same(clone(FRAME), FRAME)


def test_extractors_can_be_compiled_as_functions():
    assert same(jax.jit(NET)(np.ones(16)), NET(np.ones(16)))


# -- examples and long planning
@pytest.mark.parametrize("module", [extractor, filters, frames, poolings], ids=lambda m: m.__name__)
def test_examples_in_docstrings_can_be_pasted(module):
    """With nothing imported but what the example imports."""
    for test in doctest.DocTestFinder().find(module, globs={}):
        assert doctest.DocTestRunner().run(test).failed == 0, test.name
    if module in (extractor, frames):
        assert any(t.examples for t in doctest.DocTestFinder().find(module, globs={}))


class Screen(io.StringIO):
    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


@pytest.mark.parametrize("terminal", [True, False])
def test_planning_is_silent_for_two_seconds_and_then_says_how_far_it_is(terminal, monkeypatch):
    screen, now = Screen(terminal), [0.0]
    monkeypatch.setattr(sys, "stderr", screen)
    step = progress.Progress("planning", 50, clock=lambda: now[0])
    for _ in range(50):
        now[0] += 0.1
        step()
        assert bool(screen.getvalue()) == (now[0] >= progress.PATIENCE)
    text = screen.getvalue()
    if terminal:
        assert text.count("\r") == text.count("planning") > 10 and text.endswith("planning: 100 % after 5 s [####################]\n")
    else:
        assert text == "planning: 40 % after 2 s\n"


def test_planning_counts_every_step(monkeypatch):
    """The last step is reached, with and without sub-sampling: at no patience at all the line ends at 100 %."""
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    for make in (lambda: Scattering(BANK, 2, "all"), lambda: Scattering(BANK, 2, "all", alias=0), lambda: Scattering(BANK, 1, [(0,), (1,)]),
                 lambda: Scattering(BANK, 2, field="complex"), lambda: gabor(16, 2)):
        screen = Screen(True)
        monkeypatch.setattr(sys, "stderr", screen)
        make()
        assert screen.getvalue().count("100 %") == 1 and screen.getvalue().endswith("\n")
