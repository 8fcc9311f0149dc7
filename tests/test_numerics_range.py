"""The whole range of the type: scaling by powers of two is exact, transforms and norms are homogeneous, NaN and infinity stay."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from extractor_networks import good
from scattering_banks import bank, noise

from proofs_numeric.engine.enclosure import Ball  # noqa: F401  turns on 64 bits
from proofs_numeric.numerics import powers
from proofs_numeric.numerics.extractor import Extractor, Layer, repaired
from proofs_numeric.numerics.filters import gabor, meyer, spline
from proofs_numeric.numerics.frames import gaussian, random
from proofs_numeric.numerics.nonlinearities import IDENTITY, LOGISTIC, MODULUS, RELU, TANH
from proofs_numeric.numerics.poolings import Averaging, Decimation, MaxPooling
from proofs_numeric.numerics.scattering import Scattering, modulus

pytestmark = pytest.mark.xdist_group("numerics_range")           # one process: what is compiled serves several tests
TYPES = [np.float32, np.float64]
FORMS = [pytest.param(lambda f: f, id="eagerly"), pytest.param(jax.jit, id="jit")]
each_type = pytest.mark.parametrize("dtype", TYPES)


def all_sizes(dtype):
    """Numbers of every size, subnormal ones, the largest and zero."""
    limits, rng = np.finfo(dtype), np.random.default_rng(0)
    exponents = rng.integers(limits.minexp - limits.nmant, limits.maxexp, 4000)
    x = np.concatenate([np.ldexp(rng.uniform(1, 2, 4000), exponents).astype(dtype),
        [limits.max, limits.tiny, limits.smallest_subnormal, 0]])
    return np.concatenate([x, -x]).astype(dtype)


# -- powers of two
@each_type
def test_exponents_and_scaling_are_those_of_the_standard_library(dtype):
    x = all_sizes(dtype)
    fine, power = np.frexp(x)
    k = np.asarray(jax.jit(powers.exponent)(x))
    lowest = np.frexp(np.finfo(dtype).smallest_subnormal)[1]
    assert (k == np.where(x == 0, lowest, power)).all() and (np.asarray(jax.jit(powers.down)(x, k)) == fine).all()
    for shift in (0, -1, 5, -np.finfo(dtype).nmant):
        with np.errstate(over="ignore", under="ignore"):
            expected = np.ldexp(fine, power + shift)
        got = np.asarray(jax.jit(powers.up)(fine, k + shift))
        assert (got == np.where(x == 0, 0, expected)).all() and (np.signbit(got) == np.signbit(x)).all(), shift


# -- homogeneous
def moved(dtype, reach):
    """Powers of two that take numbers around 1 through the whole range, leaving `reach` at both ends."""
    limits = np.finfo(dtype)
    return [limits.minexp + reach, -70, -1, 3, 66, limits.maxexp - reach]


@each_type
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("average", [True, False])
@pytest.mark.parametrize("name", ["meyer", "gabor 2-D"])
def test_scattering_is_homogeneous_bit_for_bit(name, average, form, dtype):
    """Signals between 2^-5 and 4 are moved: nothing that counts becomes subnormal within 40 bits of either end."""
    transform = Scattering(bank(name), 2, average=average)
    x = noise((3, *transform.grid)).astype(dtype)
    x[1] = 0
    f = form(lambda x: transform(x))
    base = [np.asarray(y) for y in jax.tree.leaves(f(x))]
    for m in moved(dtype, 40):
        scale = np.array([m, 0, -m // 2]).reshape(-1, *[1] * (x.ndim - 1))                       # each signal has its own
        for y, got in zip(base, jax.tree.leaves(f(np.ldexp(x, scale)))):
            expected = np.ldexp(y, scale.reshape(-1, *[1] * (y.ndim - 1)))
            near = abs(expected) < 2 * np.finfo(dtype).tiny                                      # there the last bits are rounded
            assert got.dtype == dtype and (np.asarray(got) == expected)[~near].all(), m
            assert (abs(np.asarray(got) - expected)[near] <= np.finfo(dtype).smallest_subnormal).all(), m


def test_scattering_of_subnormal_signals_is_theirs():
    """A signal in whole multiples of the smallest number is moved to where it is normal, and back: one rounding of each coefficient."""
    transform = Scattering(bank("meyer"), 2)
    for dtype in TYPES:
        least = np.finfo(dtype).smallest_subnormal
        x = np.rint(100 * noise(32))
        got, expected = np.asarray(transform((x * float(least)).astype(dtype))), np.asarray(transform(x.astype(dtype)))
        assert (got == np.rint(expected).astype(dtype) * least).all() and got.any()


@pytest.mark.parametrize("scale, dtype", [(1e-21, np.float32), (1e20, np.float32), (1e-155, float), (1e155, float), (1e300, float)])
def test_all_coefficients_of_strain_and_of_huge_signals_are_right(scale, dtype):
    """To the rounding of x * scale, which an L-Lipschitz transform, L <= 1, passes on, and that of the transform."""
    transform, x = Scattering(meyer(256, 4), 2), noise(256)
    got, expected = np.asarray(transform((x * scale).astype(dtype)), float) / scale, np.asarray(transform(x))
    assert np.linalg.norm(got - expected) <= 200 * np.finfo(dtype).eps * np.linalg.norm(x) and (expected[1:] > 0).any()


@each_type
def test_the_gradient_of_scattering_does_not_depend_on_the_size_of_the_signal(dtype):
    transform, x = Scattering(bank("gabor"), 2), noise(32).astype(dtype)
    weight = noise((len(transform.paths), *transform.samples)).astype(dtype)
    slope = jax.jit(jax.grad(lambda x, w: (transform(x) * w).sum()))
    base = np.asarray(slope(x, weight))
    for m in moved(dtype, 10):
        assert (np.asarray(slope(np.ldexp(x, m), weight)) == base).all() and base.all(), m
    for m in moved(dtype, 40):                              # nor is it lost where what comes back is of another size
        assert (np.asarray(slope(np.ldexp(x, m), np.ldexp(weight, -m // 2))) == np.ldexp(base, -m // 2)).all(), m


@each_type
@pytest.mark.parametrize("form", FORMS)
def test_the_modulus_is_right_over_the_whole_range(form, dtype):
    limits = np.finfo(dtype)
    x, y = (s * all_sizes(dtype)[:4000] for s in (dtype(0.5), dtype(-0.25)))                     # the modulus of the largest is finite
    z = x + 1j * y[::-1] * np.where(np.arange(4000) % 2, 0, 1).astype(dtype)
    z[::3] = (x + 1j * y)[::3]
    exact = np.hypot(z.real.astype(np.longdouble), z.imag.astype(np.longdouble))
    got = np.asarray(form(modulus)(z))
    assert (abs(got - exact) <= 4 * limits.eps * exact + limits.smallest_subnormal).all() and got.dtype == dtype
    assert (np.asarray(form(modulus)(x)) == abs(x)).all()
    slope = jax.vmap(jax.grad(lambda a, b: modulus(jax.lax.complex(a, b)), (0, 1)))
    for part, s in zip((z.real, z.imag), form(slope)(z.real, z.imag)):
        expected = np.where(exact > 0, part / np.where(exact > 0, exact, 1), 0)
        assert (abs(np.asarray(s) - expected) <= 8 * limits.eps).all()


@each_type
@pytest.mark.parametrize("form", FORMS)
def test_the_norm_of_features_is_homogeneous_and_its_gradient_a_unit_vector(form, dtype):
    extractor = Extractor([], np.ones(16), admissible=False)
    x = noise((3, 2, 16)).astype(dtype)
    x[0] = 0
    base = np.asarray(form(lambda f: extractor.norm((f, 0 * f)))(x))
    exact = np.sqrt((x.astype(np.longdouble) ** 2).sum((1, 2)))
    assert (abs(base - exact) <= 16 * np.finfo(dtype).eps * exact).all()
    slope = form(jax.grad(lambda f: extractor.norm((f, 0 * f)).sum()))
    for m in moved(dtype, 6):
        got = np.asarray(form(lambda f: extractor.norm((f, 0 * f)))(np.ldexp(x, m)))
        assert (abs(np.ldexp(got, -m) - exact) <= 16 * np.finfo(dtype).eps * exact).all(), m
        direction = np.asarray(slope(np.ldexp(x, m)))
        assert (abs(direction - x / np.where(exact > 0, exact, 1).reshape(3, 1, 1)) <= 16 * np.finfo(dtype).eps).all(), m
    with np.errstate(over="ignore"):
        assert np.isinf(extractor.norm((np.full((1, 16), np.finfo(dtype).max),)))               # the true norm is beyond the range


@each_type
def test_features_and_their_norm_are_right_for_tiny_and_huge_signals(dtype):
    """Tanh with a unit of the size of the signal is the same network."""
    for M in (RELU, MODULUS, IDENTITY, TANH, LOGISTIC):
        def network(m):
            unit = 2.0**m
            return repaired([Layer(random(1, 16, 3), M.scaled(unit=unit), Decimation(2))], gaussian(8, 2.0))
        x = noise((4, 16)).astype(dtype)
        plain = network(0)
        base = np.asarray(plain.norm(plain(x)))
        for m in moved(dtype, 20):
            scaled = network(m)
            got = np.asarray(scaled.norm(scaled(np.ldexp(x, m))), float)
            assert (abs(np.ldexp(got, -m) - base) <= 64 * np.finfo(dtype).eps * base).all(), (M, m)


# -- NaN and infinity
NETWORKS = {M.name: M for M in (IDENTITY, MODULUS, RELU, TANH, LOGISTIC)}
POOLS = [Decimation(2), Decimation(2, [0.5, 0.5]), MaxPooling(2), MaxPooling(3, 2), Averaging([0.5, 0.5], 2.0)]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", NETWORKS)
def test_features_of_a_signal_that_is_not_finite_are_nan_inside_jit_and_refused_outside(name, bad):
    extractor = repaired([Layer(random(1, 16, 3), NETWORKS[name], pool) for pool in (MaxPooling(3, 2),)], gaussian(8, 2.0))
    x = noise((2, 16))
    x[1, 5] = bad
    for f in extractor, jax.vmap(extractor):
        values = jax.jit(f)(x)
        assert all(np.isfinite(v[0]).all() and np.isnan(v[1]).all() for v in map(np.asarray, values))
    value = np.asarray(jax.jit(lambda x: extractor.norm(extractor(x)))(x))
    assert np.isfinite(value[0]) and np.isnan(value[1])
    slopes = np.asarray(jax.jit(jax.grad(lambda x: extractor.norm(extractor(x)).sum()))(x))
    assert np.isfinite(slopes[0]).all() and np.isnan(slopes[1]).all()
    with pytest.raises(ValueError, match=r"x\[1, 5\] = -?(nan|inf)"):
        extractor(x)


@pytest.mark.parametrize("form", FORMS)
def test_the_norm_of_features_with_nan_is_nan_wherever_it_is(form):
    extractor = Extractor([good()], gaussian(16, 2.0), admissible=False)
    x = noise(16)
    for n, shape in enumerate([(1, 16), (2, 16)]):
        for place in np.ndindex(*shape):
            given = [np.zeros((1, 16)), np.zeros((2, 16))]
            given[n][place] = np.nan
            assert np.isnan(form(extractor.norm)(tuple(given))), (n, place)
    assert np.isfinite(extractor.norm(extractor(x))) and np.isinf(form(extractor.norm)((np.full((1, 16), np.inf), np.zeros((2, 16)))))
    assert np.isnan(form(jax.grad(lambda f: extractor.norm((f,))))(np.full((1, 16), np.nan))).all()


@pytest.mark.parametrize("pool", POOLS, ids=lambda p: type(p).__name__)
def test_poolings_give_nan_for_the_windows_that_contain_it(pool):
    for place in range(8):
        y = np.arange(8.0)
        y[place] = np.nan
        for z in (y, -y, y + 2j):
            spectrum = np.asarray(jax.jit(lambda y: pool.spectrum(y, 1, False))(z))
            lost = getattr(pool, "taps", None) is None and isinstance(pool, Decimation) and place % 2
            assert np.isnan(spectrum).all() != bool(lost)                                        # decimation drops the odd samples
            if isinstance(pool, MaxPooling):
                windows = [{(2 * w + j) % 8 for j in range(pool.window)} for w in range(4)]
                assert [place in w for w in windows] == list(np.isnan(np.asarray(pool.apply(z, 1))))
    assert np.array_equal(MaxPooling(2).apply([[1, np.nan, 3, 4]], 1), [[np.nan, 4]], equal_nan=True)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NETWORKS)
def test_nonlinearities_keep_nan_in_value_and_derivative(name, form):
    M = NETWORKS[name]
    for z in (np.nan, complex(np.nan, 1), complex(1, np.nan)):
        assert np.isnan(form(M.__call__)(z))
    if M is not IDENTITY:                                   # whose derivative is 1 everywhere
        assert np.isnan(form(jax.grad(M.__call__))(np.nan))
    assert form(jax.grad(M.__call__))(0.0) == {"identity": 1, "tanh": 1, "logistic": 0.25}.get(name, 0)


@pytest.mark.parametrize("form", FORMS)
def test_the_modulus_keeps_nan_in_value_and_derivative(form):
    for z in (np.nan, complex(np.nan, 1), complex(1, np.nan)):
        assert np.isnan(form(modulus)(z))
    for t in (np.nan, 1.0):
        assert np.isnan(form(jax.grad(lambda t, s: modulus(jax.lax.complex(t, s))))(t, np.nan + 0 * t)) and \
            np.isnan(form(jax.grad(modulus))(np.nan))
    assert form(modulus)(np.inf) == np.inf and form(modulus)(complex(1, -np.inf)) == np.inf


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("average", [True, False])
def test_scattering_of_a_signal_that_is_not_finite_is_nan_inside_jit_and_refused_outside(average, bad):
    for field in ("real", "complex"):
        transform, x = Scattering(bank("meyer"), 2, average=average, field=field), noise((2, 32), field)
        x[1, 3] = bad
        for f in transform, jax.vmap(transform):
            for y in map(np.asarray, jax.tree.leaves(jax.jit(f)(x))):
                # U of the empty path is x itself: only the entry
                assert np.isfinite(y[0]).all() and (np.isnan(y[1]).all() or not average and not np.isfinite(y[1, 3])), (field, y)
        slopes = jax.jit(jax.grad(lambda x: sum(abs(y[:, 1:]).sum() for y in jax.tree.leaves(transform(x)))))(x)
        assert np.isnan(np.asarray(slopes)[1]).all() and np.isfinite(np.asarray(slopes)[0]).all()
        with pytest.raises(ValueError, match=r"x\[1, 3\]"):
            transform(x)


# -- signs
def test_averages_by_meyer_and_spline_may_be_negative_and_those_by_gabor_are_not():
    """U is nonnegative, and the least value of an average of it has the sign of phi in time. The signal is a square wave."""
    x = np.sign(np.sin(2 * np.pi * 3 * (np.arange(128) + 0.5) / 128))
    for make, sign in ((meyer, -1), (spline, -1), (gabor, 1)):
        made = make(128, 3)
        low = np.fft.ifft(made.phi).real
        assert np.sign(low.min() + 1e-12) == sign
        S = np.asarray(Scattering(made, 1, alias=0, oversampling=9)(x))[1:]
        # rounding of S: 4 EPS for each stage of its transforms, 2 log2(128) + 4 of them in each of two layers
        assert (S < -1e-6).any() if sign < 0 else (S >= -4 * 2 * 18 * 2.0**-52 * np.linalg.norm(x)).all()
        assert all((np.asarray(u) >= 0).all() for u in Scattering(made, 1, average=False)(x)[1:])
        with np.errstate(invalid="ignore", divide="ignore"):
            assert np.isnan(np.log(S)).any() == (sign < 0) or sign > 0


# -- integers, and the default mode of JAX
def test_integers_are_exact_where_they_fit_and_refused_where_not():
    transform = Scattering(meyer(16, 2), 1)
    for x in (np.full(16, 3_000_000_000), np.full(16, 3_000_000_000, np.uint32), [3_000_000_000] * 16, np.full(16, 3e9, ">f8"),
              np.full(16, 200, np.uint8), np.full(16, True)):
        value = float(np.asarray(x, float)[0])
        assert abs(np.asarray(transform(x))[0] - value).max() <= 100 * np.finfo(float).eps * value
    with jax.enable_x64(False):
        assert abs(np.asarray(transform(np.full(16, 3_000_000_000)))[0] / 3e9 - 1).max() <= 100 * np.finfo(np.float32).eps
        assert Extractor([], jnp.ones(16))(np.full(16, 3_000_000_000))[0][0, 0] == np.float32(3e9)
    with pytest.raises(ValueError, match=r"x = .* digits that float64 lacks"):
        transform(np.full(16, 2**53 + 1))
