"""Feature extractors in floating point: non-expansive to rounding, translations, derivatives, batches, precision, bad input."""
import functools
import itertools
from pathlib import Path
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from differences import assert_slope, line
from extractor_networks import BLUR, SKEW, SQUARE, good, rounding, run, signal, windows_2d

from proofs_numeric.engine.record import code_of
from proofs_numeric.mathematics import wavelets
from proofs_numeric.numerics import extractor as ex
from proofs_numeric.numerics.extractor import Extractor, Layer, features, repaired
from proofs_numeric.numerics.frames import Frame, from_spectra, gabor, gaussian, learned, random, wavelet
from proofs_numeric.numerics.nonlinearities import IDENTITY, LOGISTIC, MODULUS, RELU, TANH, Nonlinearity
from proofs_numeric.numerics.poolings import Averaging, Decimation, Dilation, MaxPooling

pytestmark = pytest.mark.xdist_group("numerics_extractor")           # one process: what is compiled serves several tests


def norm(features, batch=0):
    """The norm of a family of features, for each signal of a batch."""
    return np.sqrt(sum((abs(f.astype(complex)) ** 2).sum(tuple(range(batch, f.ndim))) for f in features))


def mixed():
    """Three layers: wavelets, random filters, learned ones; three non-linearities and poolings."""
    layers = [Layer(wavelet(wavelets.meyer((32,), 3)), MODULUS, Decimation(2, BLUR)),
              Layer(random(1, 16, 3, taps=5), TANH, Averaging(SKEW, 2.0)),
              Layer(learned(signal(2, 2, 3), signal(3, 5), 16), RELU.scaled(2.0), MaxPooling(3, 2))]
    return repaired(layers, gaussian(8, 2.0))


def complex_at_first():
    """Complex signals until the modulus."""
    layers = [Layer(gabor(gaussian(32, 2.5), 4), MODULUS, Decimation(2, BLUR)), Layer(random(1, 16, 3, taps=5), TANH, Averaging(SKEW, 2.0))]
    return repaired(layers, gaussian(16, 2.0), real=False)


def complex_throughout():
    """Complex signals stay complex: the non-linearities act on the two parts."""
    layers = [Layer(random(4, 16, 2, real=False), RELU, MaxPooling(2)), Layer(random(5, 8, 2, taps=3), LOGISTIC.scaled(9.0))]
    return repaired(layers, random(6, 8, 1, real=False), real=False)


def image():
    first = windows_2d()
    return repaired([Layer(first, MODULUS, Decimation(2, SQUARE)), Layer(random(7, (4, 6), 2), TANH, MaxPooling(2))],
                    learned(np.ones((1, 1, 1)), np.full((2, 2), 0.25), (2, 3)))


NETWORKS = {"wavelet, random, learned": mixed, "Gabor, random on complex signals": complex_at_first,
            "random on complex signals": complex_throughout, "Gabor, random on images": image}


@functools.cache
def network(name):
    return NETWORKS[name]()


# -- the theorem: non-expansive
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", NETWORKS)
def test_an_admissible_extractor_does_not_increase_distances(name, dtype, seed=11):
    extractor = network(name)
    assert max(float(c.combined) - c.slack for c in extractor.constants) <= 1
    f, other = (signal(seed + k, 12, *extractor.grids[0], dtype=dtype, real=extractor.real) for k in range(2))
    h = f + np.logspace(-6, 1, 12, dtype=dtype).reshape(-1, *[1] * (f.ndim - 1)) * other
    h[-1] = 0
    got = norm([a - b for a, b in zip(run(extractor, f), run(extractor, h))], 1)
    distance, budget = norm([f - h], 1), rounding(extractor, dtype) * (norm([f], 1) + norm([h], 1))
    assert (got <= float(extractor.lipschitz_bound) * distance + budget).all(), (name, seed, got / distance)
    assert float(extractor.lipschitz_bound) <= 1 + sum(c.slack for c in extractor.constants)


@pytest.mark.parametrize("name", ["Gabor, random on complex signals", "Gabor, random on images"])
def test_gradients_are_right_and_gradient_ascent_does_not_find_an_expanding_pair(name, seed=5):
    extractor = network(name)

    def ratio(pair):
        moved = [a - b for a, b in zip(features(extractor, pair[0]), features(extractor, pair[1]))]
        return extractor.norm(moved) / jnp.linalg.norm(pair[0] - pair[1])
    climb = jax.jit(jax.vmap(jax.value_and_grad(ratio)))
    first = pairs = signal(seed, 4, 2, *extractor.grids[0], real=extractor.real)
    found = []
    for _ in range(8):
        values, slopes = map(np.asarray, climb(pairs))
        found.append((values, slopes))
        budget = rounding(extractor, float) * np.array([np.linalg.norm(p) * 2 / np.linalg.norm(p[0] - p[1]) for p in pairs])
        assert np.isfinite(slopes).all() and (values <= 1 + budget).all(), (name, seed, values)
        slopes = np.conj(slopes)
        pairs = pairs + 0.3 * np.stack([s * np.linalg.norm(p) / np.linalg.norm(s) for s, p in zip(slopes, pairs)])
    assert (found[-1][0] > found[0][0]).all(), (name, seed, found[0][0], found[-1][0])                   # the ascent did ascend

    way = signal(seed + 1, *first.shape[1:], real=extractor.real)
    error = rounding(extractor, float) * 2 * np.linalg.norm(first[0]) / np.linalg.norm(first[0, 0] - first[0, 1])
    assert_slope(np.real(found[0][1][0] * way).sum(), climb(line(first[0], way))[0], error, f"{name}, seed {seed}")
    silent = first.copy()
    silent[0, 0] = silent[1, 1] = silent[2:, 0] = 0                      # every modulus of one of the two vanishes
    assert np.isfinite(climb(silent)[1]).all()


# -- translations
def test_deeper_features_move_less_under_translation_and_a_slow_tone_reaches_the_bound(seed=6):
    spacing = 0.125
    layers = [Layer(random(k, 32, 2).scaled(0.9), M, P) for k, (M, P) in enumerate(
        [(MODULUS, Dilation(2.0)), (TANH, Averaging(BLUR, 1.5)), (RELU, Decimation(2, BLUR))])]
    extractor = repaired(layers, gaussian(16, 2.0))
    x = signal(seed, 32)
    for steps, n in itertools.product((2, -4, 10), range(4)):
        t = steps * spacing
        C = float(extractor.translation_bound(n, t, spacing))
        before, after = run(extractor, x)[n], run(extractor, np.roll(x, steps))[n]
        moved = np.linalg.norm(after - before)
        budget = 2 * rounding(extractor, float) * np.linalg.norm(x)
        assert moved <= C * np.linalg.norm(x) + budget, (n, t, seed, moved, C)
        shift = round(t / np.prod([p.pooling.stretch for p in layers[:n]]) / extractor.spacings(spacing)[n])
        assert np.linalg.norm(after - np.roll(before, shift, -1)) <= budget, (n, t, seed)

    ones, slow = np.ones((1, 32)), np.zeros(32)
    slow[1] = slow[-1] = 1
    tone = np.cos(2 * np.pi * np.arange(32) / 32)
    linear = Extractor([Layer(from_spectra(ones), IDENTITY, Dilation(3.0))] * 2, slow)
    moved = np.linalg.norm(run(linear, np.roll(tone, 1))[2] - run(linear, tone)[2])
    allowed = float(linear.translation_bound(2, spacing, spacing)) * np.linalg.norm(tone)
    angle = np.pi / 32
    # The chord over the arc. The difference of two features is 2 sin(angle) times their size.
    assert abs(moved / allowed - np.sin(angle) / angle) <= 2 * rounding(linear, float) / angle


def test_translation_bound_of_images(seed=2):
    extractor = repaired([Layer(windows_2d(), MODULUS, Decimation(2, SQUARE))], gaussian((4, 6), 1.0))
    x = signal(seed, 8, 12)
    for steps in ((2, 0), (2, 4), (-2, 2)):
        for n in range(2):
            moved = np.linalg.norm(run(extractor, np.roll(x, steps, (0, 1)))[n] - run(extractor, x)[n])
            assert moved <= float(extractor.translation_bound(n, steps)) * np.linalg.norm(x), (steps, n, seed)


# -- use: derivatives, batches, precision, compilation
def test_frames_can_be_learned_and_stay_admissible(seed=1):
    kernels, chi = signal(seed, 2, 3), signal(seed + 1, 3)
    x = signal(seed + 2, 5, 16)

    def loss(parameters):
        frame = learned(*parameters, 16)
        extractor = repaired([Layer(frame, RELU)], frame)
        return -sum((f**2).sum() for f in extractor(x))
    step = jax.jit(jax.value_and_grad(loss))
    parameters, values = (kernels, chi), []
    for _ in range(4):
        value, slopes = step(parameters)
        values.append(float(value))
        parameters = jax.tree.map(lambda p, g: p - 3e-3 * g, parameters, slopes)
    frame = learned(*parameters, 16)
    error = rounding(repaired([Layer(frame, RELU)], frame), float)
    assert values[-1] < values[0] and -values[-1] <= (x**2).sum() * (1 + error) ** 2, values


@pytest.mark.parametrize("name", NETWORKS)
def test_single_precision_stays_single_and_agrees(name, seed=13):
    extractor = network(name)
    x = signal(seed, 12, *extractor.grids[0], dtype=np.float32, real=extractor.real)
    single, double = run(extractor, x), run(extractor, x.astype(np.result_type(x.dtype, np.float64)))
    assert all(a.real.dtype == np.float32 and b.real.dtype == np.float64 for a, b in zip(single, double))
    error = norm([a - b for a, b in zip(single, double)])
    assert error <= rounding(extractor, np.float32) * np.linalg.norm(x), (name, seed, error)


def test_without_double_precision_everything_is_single():
    with jax.enable_x64(False):
        layers = [Layer(random(0, 16, 2), TANH, Decimation(2, BLUR)), Layer(gabor(gaussian(8, 1.0), 2), MODULUS)]
        extractor = repaired(layers, gaussian(8, 1.0))
        assert extractor.output.output.dtype == np.float32 and extractor.constants[0].slack > 1e-6
        assert all(f.real.dtype == np.float32 for f in extractor(np.ones(16)))


def test_batches_vmap_and_single_signals_agree_and_are_compiled_once(seed=17):
    def build():
        return repaired([Layer(random(1, 16, 3, taps=5), MODULUS, Decimation(2, BLUR))], gaussian(8, 2.0))
    extractor = build()
    x = signal(seed, 2, 3, 16)
    together, alone, mapped = run(extractor, x), run(extractor, x[1, 2]), map(np.asarray, jax.jit(jax.vmap(extractor))(x))
    assert [f.shape for f in alone] == [(p, *g) for p, g in zip(extractor.paths, extractor.grids)]
    for a, b, c in zip(together, mapped, alone):
        assert np.linalg.norm(a - b) <= rounding(extractor, float) * np.linalg.norm(x)
        assert np.linalg.norm(a[1, 2] - c) <= rounding(extractor, float) * np.linalg.norm(x)
    sizes = norm(together, 2)
    assert np.allclose(extractor.norm(extractor(x)), sizes, rtol=rounding(extractor, float), atol=0)
    assert not jax.jit(jax.grad(lambda x: extractor.norm((x,))))(np.zeros((1, 16))).any()            # a subgradient
    before = ex._compiled._cache_size()
    build()(2 * x)                                                       # another extractor of the same shapes
    assert ex._compiled._cache_size() == before
    assert jax.tree.structure(jax.tree.map(lambda a: a, extractor)) == jax.tree.structure(extractor)


def test_the_numerics_do_not_import_the_engine():
    """`engine.enclosure` turns double precision on; those who use the numerics decide that for themselves."""
    found: dict[str, str] = {}
    for path in Path(ex.__file__).parent.rglob("*.py"):
        code_of(path, seen=found)
    assert {"proofs_numeric/mathematics/littlewood_paley.py", "proofs_numeric/numerics/scattering/transform.py"} < set(found)
    assert not [name for name in found if name.startswith("proofs_numeric/engine")]


# -- bad input
BAD = {
    "frame on another grid": (lambda: Extractor([good(), Layer(random(0, 8, 2))], np.ones(8)), r"layer 2 has a frame on the grid \(8,\)"),
    "output on another grid": (lambda: Extractor([good()], gaussian(8, 1.0)), r"output has the grid \(8,\)"),
    "not a layer": (lambda: Extractor([good().frame], gaussian(16, 1.0)), r"layers\[0\] = Frame\(2 real"),
    "M(0) is not 0": (lambda: Extractor([good(Nonlinearity("cos", jnp.cos, 1.0))], good().frame), "layer 1: .*cos maps 0 to 1"),
    "M without a constant": (lambda: Nonlinearity("id", abs, np.inf), "slope = inf"),
    "stride": (lambda: Extractor([good(RELU, Decimation(3))], good().frame), r"layers\[0\].pooling.stride = 3 does not divide"),
    "stride 0": (lambda: Decimation(0), r"stride = 0: give a whole number"),
    "window": (lambda: Extractor([good(RELU, MaxPooling(17, 2))], good().frame), r"window = 17 on the grid"),
    "window 0": (lambda: MaxPooling(0, 2), r"window = 0: give a whole number"),
    "window as stride": (lambda: Extractor([good(RELU, MaxPooling(3))], good().frame),
        r"pooling.window, also the stride, = 3 does not divide"),
    "dilation": (lambda: Dilation(0.5), r"factor = 0.5: give a finite number at least 1"),
    "long taps": (lambda: Extractor([good(RELU, Averaging(np.ones(17)))], good().frame), r"taps has shape \(17,\)"),
    "taps of an image": (lambda: Extractor([good(RELU, Averaging(SQUARE))], good().frame), r"taps has shape \(3, 3\) on the grid \(16,\)"),
    "complex taps": (lambda: Extractor([good(RELU, Averaging(1j * np.ones(2)))], good().frame), "taps = .* real numbers are wanted"),
    "taps are NaN": (lambda: Averaging([np.nan, 1]), r"taps\[0\] = nan"),
    "signal too short": (lambda: Extractor([], np.ones(16))(np.ones(15)), r"x has shape \(15,\), the extractor works on the grid \(16,\)"),
    "signal of the wrong dimension": (lambda: image()(np.ones(12)), r"x has shape \(12,\), 1 axes"),
    "NaN": (lambda: Extractor([], gaussian(4, 1.0))([1, np.nan, 2, 3]), r"x\[1\] = nan"),
    "infinity": (lambda: Extractor([], gaussian(4, 1.0))([1, 2, np.inf, 3]), r"x\[2\] = inf"),
    "half precision": (lambda: Extractor([], gaussian(4, 1.0))(np.ones(4, np.float16)),
        "x has type float16, of half precision: convert it"),
    "complex signal": (lambda: Extractor([], gaussian(4, 1.0))(1j * np.ones(4)), "take x.real, or build it with real=False"),
    "a missing layer": (lambda: Extractor([], np.ones(4)).translation_bound(1, 1.0), "n = 1: give a whole number from 0 to 0"),
    "spacing": (lambda: Extractor([], gaussian(4, 1.0)).spacings(0.0), "spacing = 0.0"),
    "atoms and output": (lambda: from_spectra(np.ones((2, 8)), np.ones(9)), r"atoms have shape \(2, 8\) and output \(9,\)"),
    "no atoms": (lambda: from_spectra(np.ones((0, 8))), r"atoms is empty"),
    "atoms are infinite": (lambda: wavelet(SimpleNamespace(psi=np.full((1, 4), np.inf), phi=np.ones(4))), r"bank.psi\[0, 0\] = inf"),
    "lattice": (lambda: gabor(gaussian(16, 1.0), 5), r"step = 5 does not divide the grid \(16,\)"),
    "lattice of one point": (lambda: gabor(gaussian(16, 1.0), 16), "leaves the output atom only"),
    "window is not real": (lambda: gabor(np.arange(16.0), 4, one_sided=True), "the window is not real in space"),
    "width": (lambda: gaussian(16, -1.0), r"width = -1.0: give a positive"),
    "grid": (lambda: gaussian((16, 0), 1.0), r"grid = \(16, 0\)"),
    "long kernels": (lambda: learned(np.ones((2, 9)), np.ones(3), 8), r"kernels has shape \(2, 9\), longer than the grid"),
    "no random atoms": (lambda: random(0, 8, 0), "atoms = 0"),
    "no frame": (lambda: from_spectra(np.eye(8)[:2]).tight(), "misses a frequency"),
    "coarse grid": (lambda: random(0, 9, 1).coarse(2), r"stride = 2 does not divide the grid \(9,\)"),
    "gain": (lambda: RELU.scaled(gain=0.0), "gain = 0.0"),
    "unit": (lambda: TANH.scaled(unit=np.nan), "unit = nan"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_with_its_value_and_the_remedy(name):
    build, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        build()


GOOD = [(lambda: MaxPooling(np.int64(2), 2.0), MaxPooling(2, 2)), (lambda: Decimation(np.float32(2)), Decimation(2)),
        (lambda: Dilation(2), Dilation(2.0))]


@pytest.mark.parametrize("k", range(len(GOOD)))
def test_whole_numbers_of_any_type_are_exact(k):
    build, expected = GOOD[k]
    assert build() == expected and all(type(v) is not float or isinstance(expected, Dilation) for v in vars(build()).values())


def test_frames_print_what_they_are():
    assert repr(random(0, (4, 6), 3)) == "Frame(3 real atoms on Z/4 x Z/6, real output atom)"
    assert repr(TANH.scaled(2.0)) == "tanh(gain=2)" and isinstance(good().frame, Frame)
