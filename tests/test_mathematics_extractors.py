"""Feature extractors: Lipschitz constants, frame bounds and layers against matrices, brute force and ball arithmetic."""
import itertools
from dataclasses import replace
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flint import arb, ctx

from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics import signals
from proofs_numeric.mathematics.signals import Signal

DEPTH, ATOMS, N = 2, 3, 8
RNG = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def precise():
    before, ctx.prec = ctx.prec, 120
    yield
    ctx.prec = before


def modules(depth=DEPTH, atoms=ATOMS, grid=(N,), seed=0):
    """Any modules, not admissible: bounds of different size in every layer."""
    rng, d = np.random.default_rng(seed), depth + 1
    return ex.Modules(rng.normal(size=(d, atoms, *grid)) + 1j * rng.normal(size=(d, atoms, *grid)), rng.normal(size=(d, *grid)),
                      rng.dirichlet(np.ones(5), d), np.array([0.5, 2.0, 1.25])[:d], np.array([0.25, 4.0, 1.0])[:d],
                      rng.normal(size=(d, *grid)), np.array([1.5, 3.0, 2.0])[:d])


def alone(k):
    """The k-th activation, as modules of depth 0 with gain and unit 1."""
    return ex.designed_modules(np.ones(N), 0.0, (1, 1, N), ex.ACTIVATIONS[k])


EXACT = {"identity": lambda x: x, "relu": lambda x: x if x > 0 else arb(0), "tanh": lambda x: x.tanh(),
         "logistic": lambda x: 1 / (1 + (-x).exp()) - arb(1) / 2}


@pytest.mark.parametrize("k", range(5))
def test_each_activation_is_its_function_and_its_lipschitz_constant_is_sharp(k):
    name = ex.ACTIVATIONS[k]
    z = RNG.normal(size=40) * 3 + 1j * RNG.normal(size=40)
    found = ex.activate(alone(k), 1, Ball.of(z))
    missed = arb(0)
    for y, v in zip(np.asarray(found.center).tolist(), z.tolist()):
        a, b = arb(v.real), arb(v.imag)
        real, imag = ((a * a + b * b).sqrt(), arb(0)) if name == "modulus" else (EXACT[name](a), EXACT[name](b))
        missed += (real - y.real) * (real - y.real) + (imag - y.imag) * (imag - y.imag)
    assert missed <= arb(float(found.radius)) ** 2 and found.radius < 1e-11
    near = np.concatenate([z, z * 1e-4, z * 1e-7])
    values = np.asarray(ex.activate(alone(k), 1, Ball.of(near)).center)
    quotients = np.abs(np.subtract.outer(values, values)) / (np.abs(np.subtract.outer(near, near)) + np.eye(len(near)))
    assert ex.SHARP[k] * 0.999 < quotients.max() <= ex.SHARP[k] * (1 + 1e-7)


def test_a_mixture_is_the_mixture_scaled_and_its_constant_is_attained_at_zero():
    """For small z > 0 all five functions have their largest slope."""
    m = modules()
    for k in range(1, DEPTH + 2):
        w, gain, unit = m.mixture[k - 1], float(m.gain[k - 1]), float(m.unit[k - 1])
        lipschitz = float(ex.activation_lipschitz(m.mixture, m.gain)[k - 1])
        assert np.isclose(lipschitz, gain * (w * [1, 1, 1, 1, 0.25]).sum(), rtol=1e-14)
        z = np.array([1 + 2j, -0.5, 0.25j, 3.0])
        parts = [ex.activate(alone(j), 1, Ball.of(z / unit)).center * unit for j in range(5)]
        assert np.allclose(ex.activate(m, k, Ball.of(z)).center, gain * sum(a * p for a, p in zip(w, parts)), rtol=1e-13, atol=1e-14)
        small = 1e-6 * unit
        moved = float(ex.activate(m, k, Ball.of(np.array([small + 0j]))).center[0].real)
        found = ex.activate(m, k, Ball(jnp.zeros(1) + 0j, jnp.float64(small)))
        assert moved <= found.radius <= moved * (1 + 1e-5)
        signal = ex.activate(m, k, Signal(jnp.zeros((1, N)) + 0j, jnp.float64(0), Interval.of(0.5)))
        assert isinstance(signal, Signal) and float(signal.spacing.lo) == 0.5


def circulant(spectrum):
    """The matrix of the convolution with this DFT."""
    n = len(spectrum)
    F = np.exp(-2j * np.pi * np.outer(np.arange(n), np.arange(n)) / n)
    return np.conj(F).T @ np.diag(spectrum) @ F / n


def test_frame_bounds_are_the_squared_norms_of_the_analysis_operators():
    m = modules()
    for k, bound in enumerate(ex.frame_bounds(m).tolist()):
        whole = np.concatenate([circulant(h) for h in (*m.atoms[k], m.outputs[k])])
        assert np.isclose(np.linalg.norm(whole, 2) ** 2, bound, rtol=1e-12)
    assert ex.frame_energy(m.atoms, m.outputs).shape == (DEPTH + 1, N)
    assert ex.peak(jnp.array([[1.0, 5.0], [-2.0, -3.0]])).tolist() == [5.0, -2.0] and m.depth == DEPTH
    for k, constant in enumerate(ex.pool_lipschitz(m.averages).tolist()):
        assert np.isclose(np.linalg.norm(circulant(m.averages[k]), 2), constant, rtol=1e-12)


def test_pooling_is_the_average_and_passes_errors_on_with_its_norm():
    m, x = modules(), RNG.normal(size=(2, N)) + 0j
    for k in range(1, DEPTH + 2):
        found = ex.pool(m, k, Ball(jnp.array(x), jnp.float64(0.5)))
        right = x @ circulant(m.averages[k - 1]).T
        assert np.linalg.norm(found.center - right) < 1e-12 and found.center.shape == x.shape
        top = np.abs(m.averages[k - 1]).max()
        assert 0.5 * top <= found.radius <= 0.5 * top + 1e-11


def layer(m, k, u):
    """U_k of each row of u, with matrices."""
    found = []
    for row in u:
        for atom in m.atoms[k - 1]:
            y = ex.activate(m, k, Ball.of(circulant(atom) @ row)).center
            found.append(circulant(m.averages[k - 1]) @ np.asarray(y))
    return np.array(found)


def test_layers_and_features_are_those_of_matrices_on_finer_and_finer_spacings():
    m = modules()
    x = Signal(jnp.array(RNG.normal(size=N) + 0j), jnp.float64(0), Interval.of(1.0))
    layers, u, spacing = ex.layers(m, x), np.asarray(x.center)[None], 1.0
    for n in range(DEPTH + 1):
        found, out, size = layers.signals(n), layers.features(n), np.linalg.norm(u)
        assert found.center.shape == (ATOMS**n, N) and np.linalg.norm(found.center - u) <= found.radius <= 1e-10 * max(1, size)
        assert float(found.spacing.lo) <= spacing <= float(found.spacing.hi) and found.spacing.width < 1e-13
        assert np.linalg.norm(out.center - u @ circulant(m.outputs[n]).T) <= out.radius <= 1e-9 * max(1, size)
        assert out.spacing is found.spacing
        u, spacing = layer(m, n + 1, u), spacing / float(m.dilations[n])
    for family, n in itertools.product((layers.signals, layers.features), (-1, DEPTH + 1)):
        with pytest.raises(ValueError, match=f"n = {n}: the module-sequence has layers 0 to 2"):
            family(n)


def test_behind_a_dilation_that_has_no_meaning_nothing_is_known():
    m = replace(modules(), dilations=np.array([2.0, -1.0, 2.0]))
    layers = ex.layers(m, Signal(jnp.ones(N) + 0j, jnp.float64(0), Interval.of(1.0)))
    assert [bool(np.isfinite(y.radius)) for y in (*layers.propagated, *layers.outputs)] == [True, True, False] * 2


def test_an_error_of_the_signal_grows_by_the_bounds_of_each_layer():
    m = modules()
    x = Signal(jnp.zeros(N) + 0j, jnp.float64(1), Interval.of(1.0))
    B, L, R = ex.frame_bounds(m), ex.activation_lipschitz(m.mixture, m.gain), ex.pool_lipschitz(m.averages)
    layers, grown = ex.layers(m, x), 1.0
    for n in range(DEPTH + 1):
        assert np.isclose(layers.signals(n).radius, grown, rtol=1e-13)
        assert np.isclose(layers.features(n).radius, grown * np.sqrt(B[n]), rtol=1e-13)
        grown *= float(np.sqrt(B[n]) * L[n] * R[n])


def test_frequencies_grow_with_the_dilations_before():
    m = modules()
    omega = ex.frequencies(m, 0.5)
    base = np.array([0, 1, 2, 3, -4, -3, -2, -1]) / (N * 0.5)
    assert np.allclose(omega, np.outer([1, 1.5, 4.5], base), rtol=1e-15)


def test_a_function_of_signals_is_computed_once_for_an_object_and_again_for_an_equal_one():
    x, y, z = (Signal(jnp.array(RNG.normal(size=N)), jnp.float64(r), Interval.of(1.0)) for r in (0.0, 1.0, 2.0))
    calls = []

    def doubled(s):
        calls.append(s)
        return s * 2.0
    first, second = ex.jointly(doubled, x, y)
    assert np.array_equal(first.center, 2 * x.center) and np.isclose(second.radius, 2) and len(calls) == 1
    of = ex.remembered(doubled, x, y)
    assert len(calls) == 1                                             # nothing is computed before it is asked for
    for s in (y, x, z, z, replace(z), x):
        found = of(s)
        assert np.array_equal(found.center, 2 * s.center) and np.isclose(found.radius, 2 * s.radius)
    assert len(calls) == 4 and of(z) is of(z)


# -- networks that throw samples away
def decimation(average, stride):
    """The matrix of the average followed by every stride-th sample, times the root of the stride."""
    return np.sqrt(stride) * circulant(average)[::stride]


@pytest.mark.parametrize("stride", [2, 4])
def test_the_norm_of_a_decimation_is_that_of_its_aliases(stride):
    averages = RNG.normal(size=(2, N)) + 1j * RNG.normal(size=(2, N))
    folded = ex.folded(jnp.array(averages), stride)
    assert folded.shape == (2, stride, N)
    for k in range(2):
        for j in range(stride):
            assert np.allclose(folded[k, j], np.abs(averages[k][(np.arange(N) + j * N // stride) % N]))
        top = np.sqrt((np.asarray(folded[k]) ** 2).sum(0).max())
        assert np.isclose(np.linalg.norm(decimation(averages[k], stride), 2), top, rtol=1e-12)
    plane = ex.folded(jnp.array(RNG.normal(size=(1, 4, 6))), 2)
    assert plane.shape == (1, 4, 4, 6)


def test_a_decimating_network_is_that_of_matrices_and_passes_errors_on():
    m, stride = modules(), 2
    decimators = RNG.normal(size=(DEPTH, N)) + 0j
    x = RNG.normal(size=N) + 0j
    found = ex.decimating(m, jnp.array(decimators), stride)(Signal(jnp.array(x), jnp.float64(0), Interval.of(1.0)))
    u, exact = x[None], []
    for n in range(DEPTH + 1):
        step = stride**n
        exact.append((u @ circulant(m.outputs[n][::step]).T).ravel())
        if n < DEPTH:
            rows = [np.asarray(ex.activate(m, n + 1, Ball.of(circulant(atom[::step]) @ row)).center) for row in u for atom in m.atoms[n]]
            u = np.array([decimation(decimators[n][::step], stride) @ row for row in rows])
    assert np.linalg.norm(found.center - np.concatenate(exact)) <= found.radius < 1e-9
    wide = ex.decimating(m, jnp.array(decimators), stride)(Signal(jnp.zeros(N) + 0j, jnp.float64(1), Interval.of(1.0)))
    B, L = ex.frame_bounds(m), ex.activation_lipschitz(m.mixture, m.gain)
    gains = [np.sqrt((np.asarray(ex.folded(jnp.array(decimators), stride)) ** 2).sum(1).max(-1))[k] for k in range(DEPTH)]
    radii, grown = [], 1.0
    for n in range(DEPTH + 1):
        radii.append(grown * np.sqrt(B[n]))
        grown *= float(np.sqrt(B[n]) * L[n] * (gains[n] if n < DEPTH else 1))
    assert np.isclose(wide.radius, np.linalg.norm(radii), rtol=1e-12)


def test_the_budget_of_a_decimating_network_covers_transforms_as_inaccurate_as_they_may_be(monkeypatch):
    """The identity, a decimation and an output: each of six transforms adds its whole budget, in one direction."""
    n, stride = 16, 2
    wave = np.exp(2j * np.pi * np.arange(n) / n) / np.sqrt(n)
    first = np.array([1.0, 0.0])                                       # atoms in the first layer, output in the second: bounds 1
    m = ex.designed_modules(first[:, None, None] * np.ones(n), (1 - first)[:, None], (2, 1, n), "identity")
    decimators = jnp.array(1.0 * (np.abs(np.fft.fftfreq(n)) < 0.25))[None] + 0j
    budgets = iter(range(10**6))

    def inaccurate(f):
        def transform(x, axes):
            next(budgets)
            return f(jnp.asarray(x)) * (1 + signals.fourier_budget(x.shape[-1]))
        return transform
    monkeypatch.setattr(signals, "fftn", inaccurate(jnp.fft.fft))
    monkeypatch.setattr(signals, "ifftn", inaccurate(jnp.fft.ifft))
    with jax.disable_jit():
        found = ex.decimating(m, decimators, stride)(Signal(jnp.array(wave), jnp.float64(0), Interval.of(1.0)))
    exact = np.concatenate([0 * wave, np.sqrt(stride) * wave[::stride]])
    missed = np.linalg.norm(found.center - exact)
    assert next(budgets) == 8 and missed <= found.radius <= 2 * missed


# -- families of modules
def exact_energy(m):
    """(layers, N): the Littlewood-Paley sums without rounding."""
    def square(z):
        return Fraction(float(np.real(z))) ** 2 + Fraction(float(np.imag(z))) ** 2
    return [[sum(square(a[w]) for a in (*atoms, out)) for w in range(len(out))]
            for atoms, out in zip(np.asarray(m.atoms), np.asarray(m.outputs))]


@pytest.mark.parametrize("flat", [0.0, 0.5, 1.0])
def test_random_modules_are_admissible_without_rounding_and_sharply_so(flat):
    theta = ex.random_modules(np.random.default_rng(3), DEPTH, ATOMS, N)
    assert theta["atoms"].shape == (2, DEPTH + 1, ATOMS, N) and theta["mixture"].shape == (DEPTH + 1, 5)
    m = ex.admissible_modules({k: jnp.array(v) for k, v in theta.items()}, 0.5, flat=flat)
    L, R = (np.asarray(f) for f in (ex.activation_lipschitz(m.mixture, m.gain), ex.pool_lipschitz(m.averages)))
    for energy, l, r in zip(exact_energy(m), L.tolist(), R.tolist()):
        top = max(energy) * max(Fraction(1), Fraction(l) ** 2 * Fraction(r) ** 2)
        assert 1 - Fraction(1, 10**9) < top < 1
        if flat == 1:
            assert min(energy) > max(energy) * (1 - Fraction(1, 10**9))
    assert (m.dilations >= 1).all() and (m.dilations <= 4).all() and np.allclose(m.mixture.sum(1), 1) and (R <= 1).all()
    broken = ex.admissible_modules({k: jnp.array(v) for k, v in theta.items()}, 0.5, excess=1e-3, flat=flat)
    assert max(max(e) for e in exact_energy(broken)) > max(max(e) for e in exact_energy(m))
    zero = ex.admissible_modules({k: jnp.array(0 * v) if k in ("atoms", "outputs") else jnp.array(v) for k, v in theta.items()}, 0.5)
    assert not np.isnan(zero.atoms).any() and np.abs(zero.atoms).max() == 0


def test_output_atoms_of_random_modules_decay():
    theta = ex.random_modules(np.random.default_rng(4), DEPTH, ATOMS, 256)
    m = ex.admissible_modules({k: jnp.array(v) for k, v in theta.items()}, 1 / 256)
    omega = np.asarray(ex.frequencies(m, 1 / 256))
    plain = theta["outputs"] / (1 + (omega * np.exp(2 * np.tanh(theta["width"]))[:, None]) ** 2)
    ratio = np.asarray(m.outputs) / plain
    assert np.allclose(ratio, ratio[:, :1], rtol=1e-9)


def test_three_taps_and_designed_modules():
    share = np.array([0.0, 0.5, 1.0])
    taps = np.fft.ifft(np.asarray(ex.three_taps(jnp.array(share), N))).real
    for a, row in zip(share, taps):
        assert np.allclose(row[[0, 1, -1]], [1 - 2 * a / 3, a / 3, a / 3], atol=1e-15) and np.allclose(row[2:-1], 0, atol=1e-15)
    m = ex.designed_modules(np.ones(N), 0.5, (3, 2, N), "relu", gain=2.0, unit=3.0, dilation=1.5)
    assert m.atoms.shape == (3, 2, N) and m.outputs.shape == (3, N) and (m.averages == 1).all() and m.dilations.tolist() == [1.5] * 3
    assert m.mixture.tolist() == [[0, 0, 1, 0, 0]] * 3 and m.gain.tolist() == [2.0] * 3 and m.unit.tolist() == [3.0] * 3
    assert list(itertools.chain(*np.asarray(ex.frame_energy(m.atoms, m.outputs)).tolist())) == [2.25] * 3 * N
