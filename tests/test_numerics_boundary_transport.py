"""Transport in floating point at its boundary: odd and bad arguments, missing numbers, JAX's default mode, one thread."""
import os
import subprocess
import sys
import warnings
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transport_problems import EPS, close, problem

from proofs_numeric.numerics import transport
from proofs_numeric.numerics.transport import exact_transport
from proofs_numeric.numerics.transport_1d import wasserstein_1d

pytestmark = pytest.mark.xdist_group("numerics_boundary_transport")  # one process: what is compiled serves several tests
ROOT = Path(__file__).resolve().parent.parent

# -- arguments of any type
ODD = {                                                              # of the numbers of a nested list v
    "float64": np.array, "list": list, "tuple": tuple, "jax": jnp.asarray, "float32": lambda v: np.array(v, np.float32),
    "jax float32": lambda v: jnp.asarray(v, jnp.float32),
    "big-endian": lambda v: np.array(v, ">f8"), "big-endian single": lambda v: np.array(v, ">f4"),
    "long": lambda v: np.array(v, np.longdouble), "fractions": lambda v: np.vectorize(Fraction, otypes=[object])(v),
    "strided": lambda v: np.repeat(v, 2, -1)[..., ::2], "reversed": lambda v: np.array(v)[..., ::-1].copy()[..., ::-1],
    **{t: (lambda t: lambda v: np.array(v).astype(t))(t) for t in ("i1", "u1", ">i2", "i4", ">i8", "u8", "bool")}}
BAD = {
    "half": lambda v: np.array(v, np.float16), "brain": lambda v: jnp.asarray(v, jnp.bfloat16), "complex": lambda v: np.array(v) + 0j,
    "jax complex": lambda v: jnp.asarray(v) + 0j, "strings": lambda v: np.array(v).astype(str), "text": str, "none": lambda v: None,
    "decimals": lambda v: np.vectorize(Decimal, otypes=[object])(v), "dates": lambda v: np.array(v, int).astype("M8[s]"),
    "masked": lambda v: np.ma.masked_less(v, np.max(v)), "nan": lambda v: np.where(np.array(v) == np.max(v), np.nan, v),
    "inf": lambda v: np.where(np.array(v) == np.max(v), -np.inf, v), "number": lambda v: 1.0,
    "empty": lambda v: np.zeros((*np.shape(v)[:-1], 0)),
    "ragged": lambda v: [*v, [1.0, [2.0]]], "set": lambda v: {1.0, 2.0}, "function": lambda v: len, "object": lambda v: object(),
    "wide": lambda v: np.full(np.shape(v), 2**63 + 1, np.uint64), "digits": lambda v: np.full(np.shape(v), 2**53 + 1)}


def entries(*shape):
    """Whole numbers of sixteenths, which all types above hold or round in the same way."""
    size = int(np.prod(shape))
    return st.lists(st.integers(-32, 32), min_size=size, max_size=size).map(lambda v: (np.reshape(v, shape) / 16).tolist())


def laws(count):
    """Weights in sixteenths."""
    return st.lists(st.integers(0, 4), min_size=count - 1, max_size=count - 1).map(lambda v: [k / 16 for k in v] + [1 - sum(v) / 16])


def accepted_or_named(call, name, value, dressed, what):
    """The result is that of the very same numbers in double precision, or a ValueError names the argument."""
    try:
        ours = call(dressed)
    except ValueError as error:
        assert str(error).startswith(name) or f" {name} " in str(error), (what, name, str(error))
        assert what not in ODD or "sums to" in str(error) or "not be negative" in str(error), (what, str(error))
        return
    assert what in ODD, f"{name} as {what} was taken: {ours}"
    same = np.array(np.array(dressed).tolist(), float) if what != "fractions" else np.array(value)
    single = EPS[np.float32] if "float32" in what or what == "big-endian single" else EPS[np.float64]
    close(ours, call(same), 4 * 8 * single * 4, f"{name} as {what}")                     # points differ by at most 4; 8 terms


@settings(max_examples=150, deadline=None, derandomize=True)
@given(entries(4), entries(3), laws(4), laws(3), st.sampled_from("xyab"), st.sampled_from([*ODD, *BAD]), st.sampled_from([1, 2.5]))
def test_an_argument_of_wasserstein_1d_is_taken_exactly_or_refused_by_name(x, y, a, b, name, what, p):
    law = {"x": x, "y": y, "a": a, "b": b}
    dressed = {**ODD, **BAD}[what](law[name])
    accepted_or_named(lambda z: wasserstein_1d(**{**law, name: z}, p=p), name, law[name], dressed, what)


@pytest.mark.filterwarnings("error")
@settings(max_examples=150, deadline=None, derandomize=True)
@given(laws(3), laws(2), entries(3, 2), st.sampled_from("abC"), st.sampled_from([*ODD, *BAD]))
def test_an_argument_of_exact_transport_is_taken_exactly_or_refused_by_name(a, b, C, name, what):
    law = {"a": a, "b": b, "C": C}
    dressed = {**ODD, **BAD}[what](law[name])
    accepted_or_named(lambda z: exact_transport(**{**law, name: z}).value, name, law[name], dressed, what)


@pytest.mark.parametrize("p", [2, 2.0, np.float32(2), np.int8(2), np.array(2.0), np.array(2), Fraction(2), jnp.asarray(2)])
def test_p_is_a_number_of_any_type(p):
    assert wasserstein_1d([0.0, 1], [1.0, 3], p) == np.sqrt(2.5)
    assert jax.jit(lambda x: wasserstein_1d(x, [1.0, 3], p))(np.array([0.0, 1])) == np.sqrt(2.5)


@pytest.mark.parametrize("p", ["2", None, 2j, np.nan, np.inf, 0.999, -1, 0, True, [2], np.array([2.0]), Decimal(2), len])
def test_a_p_that_is_no_number_from_1_on_is_named(p):
    with pytest.raises(ValueError, match=r"^p = "):
        wasserstein_1d([0.0, 1], [1.0, 3], p)


def test_a_traced_p_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match=r"p = a traced value .* must be known"):
        jax.jit(lambda p: wasserstein_1d([0.0, 1], [1.0, 3], p))(2.0)


@pytest.mark.parametrize("call, message", [
    (lambda: exact_transport(np.full(2, 0.5), np.full(3, 1 / 3), np.zeros((3, 2))),
     r"C has shape \(3, 2\), a has 2 entries and b has 3 entries: C must have shape \(..., 2, 3\); transpose it"),
    (lambda: exact_transport(np.full(2, 0.5), [1.0], np.zeros((2, 2))), r"b has 1 entries: C must have shape \(..., 2, 1\)\."),
    (lambda: exact_transport(np.full((2, 3), 1 / 3), [1.0], np.zeros((4, 3, 1))), "a, b and C have shapes .* must broadcast"),
    (lambda: exact_transport(1.0, [1.0], np.zeros((1, 1))), "a has shape"),
    (lambda: wasserstein_1d(1.0, [1.0]), "x has shape"),
    (lambda: wasserstein_1d([1.0], [1.0, 2], b=[[1.0], [1.0]]), "b has 1 entries for 2 points")])
def test_wrong_shapes_are_named_known_or_traced(call, message):
    for route in (call, lambda: jax.eval_shape(call)):
        with pytest.raises(ValueError, match=message):
            route()


# -- numbers that are missing
NO_NUMBERS = [np.nan, -np.nan, np.inf, -np.inf]


@pytest.mark.parametrize("p", [1, 1.5, 2])
def test_nan_and_infinity_in_points_and_weights_come_out_again(p):
    """Inside jit, vmap and grad; the last cases are measures of one point, whose weight is divided by itself."""
    y, w = np.array([1.0, 2, 3]), np.array([0.25, 0.25, 0.5])

    @jax.jit
    def values(x, y, a, b):
        return [wasserstein_1d(*law) for law in ((x, y, p), (y, x, p), (x, y[:2], p), (x, y, p, a, b), (x, y, p, a))]
    for wrong in NO_NUMBERS:
        x = np.array([1.0, wrong, 3])
        got = np.array(values(x, y, w, w[::-1].copy()))
        assert not np.isfinite(got).any(), (wrong, got)
        if np.isinf(wrong):
            assert (got[:3] == np.inf).all(), (wrong, got)
        for k in (3, 4):
            assert np.isnan(values(y, y + 1, np.array([0.25, wrong, 0.5]), w)[k]), wrong
        assert np.isnan(values(y, y + 1, w, np.array([0.25, wrong, 0.5]))[3]), wrong
        for k in "ab":
            assert np.isnan(jax.jit(lambda w: wasserstein_1d([1.0], [2.0], p, **{k: w}))(np.array([wrong])))
    assert np.isnan(values(y, y + 1, np.array([0.75, -0.25, 0.5]), w)[3]), "negative weight"
    many = jax.vmap(lambda x: wasserstein_1d(x, y, p))(np.array([[1, np.nan, 3], [1, 2, 3]]))
    assert np.isnan(many[0]) and many[1] == 0
    for slope in (jax.grad(lambda x: wasserstein_1d(x, y, p)), jax.grad(lambda x: wasserstein_1d(x, y, p, a=w))):
        assert np.isnan(slope(np.array([1, np.nan, 3]))).any()


def test_what_is_no_problem_of_transport_gives_nan_in_all_fields_inside_jit():
    a, b, C = problem(3, 4)
    compiled = jax.jit(exact_transport)
    broken = [(np.where(np.arange(3) == 1, w, a), b, C) for w in (*NO_NUMBERS, -0.5)]
    broken += [(a, np.where(np.arange(4) == 1, w, b), C) for w in (*NO_NUMBERS, -0.5)]
    broken += [(a, b, np.where(np.arange(12).reshape(3, 4) == 5, w, C)) for w in NO_NUMBERS] + [(0 * a, b, C)]
    for law in broken:
        assert all(np.isnan(z).all() for z in compiled(*law)), law
    one = jax.vmap(lambda C: exact_transport(a, b, C).value)(np.stack([C, np.nan * C]))
    assert one[0] == exact_transport(a, b, C).value and np.isnan(one[1]), "the other problems of a batch are solved"
    assert np.isnan(jax.jit(jax.grad(lambda C: exact_transport(a, b, C).value))(np.nan * C)).all()


def test_the_simplex_says_why_it_stopped(monkeypatch):
    a, b, C = problem(30, 30)
    monkeypatch.setattr(transport, "PIVOTS", 1)
    with pytest.raises(RuntimeError, match=r"C of shape \(30, 30\): .* did not finish"):
        exact_transport(a, b, C)
    with pytest.raises(RuntimeError, match="did not finish"):
        jax.block_until_ready(jax.jit(exact_transport)(a, b, C))
    solve = transport.emd_c
    monkeypatch.setattr(transport, "emd_c", lambda *given: (*solve(*given)[:4], 0))
    with pytest.raises(RuntimeError, match="found no plan: some weights"):
        exact_transport(a, b, C)


# -- in a process of its own
def run(code, limit=300, **environment):
    """Standard output of a program that must end; the limit is ten times and more what it takes on a slow machine."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("JAX_ENABLE")}
    done = subprocess.run([sys.executable, "-c", code], env={**inherited, "PYTHONPATH": str(ROOT), "JAX_PLATFORMS": "cpu", **environment},
                          capture_output=True, text=True, timeout=limit)
    assert done.returncode == 0, done.stderr
    return done.stdout


DEFAULT = """
import warnings
import jax, jax.numpy as jnp, numpy as np
from proofs_numeric.numerics.checks import PrecisionWarning
from proofs_numeric.numerics.transport import exact_transport
from proofs_numeric.numerics.transport_1d import wasserstein_1d
warnings.simplefilter("error")
x = np.random.default_rng(0).normal(size=1000).round(6)
u = np.full(1000, 1e-3)
for p in (1, 2):
    for law in ((), (u,), (u, u)):                                   # Unix times of which the next double is 2^-22 away
        w = wasserstein_1d(x + 1.7e9, x + 1.7e9 + 1, p, *law)
        assert type(w) is np.ndarray and w.dtype == np.float64 and abs(w - 1) < 1e-9, w
assert wasserstein_1d(np.array([3_000_000_000]), np.array([0])) == 3e9
assert wasserstein_1d(np.array([2**63], np.uint64), np.array([0])) == 2.0**63
assert wasserstein_1d([1_700_000_000_000], [1_700_000_005_000]) == 5000
assert wasserstein_1d(np.ones((2, 3)), np.zeros(3)).shape == (2,)
e = exact_transport([0.5, 0.5], [0.5, 0.5], np.array([[3_000_000_000, 1 + 2.0**-50], [4_000_000_000, 5e9]]))
assert all(z.dtype == np.float64 for z in e) and e.value == (4e9 + 1 + 2.0**-50) / 2, e
e = exact_transport([[0.5, 0.5]] * 2, [0.5, 0.5], np.full((2, 2), 1e300))
assert e.value.shape == (2,) and (e.value == 1e300).all()
f = [np.float32([0, 1]), jnp.array([1.0, 3.0])]
assert wasserstein_1d(*f).dtype == np.float32 and isinstance(wasserstein_1d(*f), jax.Array)
warnings.simplefilter("always")
with warnings.catch_warnings(record=True) as told:
    for _ in range(3):
        w = jax.jit(lambda z: wasserstein_1d(z, x + 0.1))(x.astype(np.float32))
assert w.dtype == np.float32 and len(told) == 1 and told[0].category is PrecisionWarning, told
try:
    jax.jit(lambda z: wasserstein_1d(z, [1e300]))(np.float32([0]))
except ValueError as error:
    assert str(error).startswith("y = ") and "beyond the range of float32" in str(error), error
else:
    raise AssertionError("1e300 became infinity")
"""


def test_without_64_bits_of_jax_known_values_keep_double_precision():
    run(DEFAULT)


WAITING = """
import jax, numpy as np
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_cpu_enable_async_dispatch", %s)
from proofs_numeric.numerics.transport import exact_transport
X, Y = np.random.default_rng(0).normal(size=(2, 800, 2))
u = np.full(800, 1 / 800)
slope = jax.jit(jax.grad(lambda X, Y: exact_transport(u, u, ((X[:, None] - Y) ** 2).sum(-1)).value))
for _ in range(40):
    X = X - 0.1 * slope(X, Y)                                        # nobody waits for the last one
print(np.isfinite(np.asarray(X)).all())
"""


@pytest.mark.parametrize("threads, asynchronous", [("1", True), ("1", False), ("2", True)])
def test_a_callback_never_waits_for_itself(threads, asynchronous):
    """With `pure_callback`, one thread and asynchronous dispatch this stands still after a dozen steps."""
    assert run(WAITING % asynchronous, NPROC=threads) == "True\n"


# -- costs of any size
def test_exact_transport_is_homogeneous():
    """By powers of two exactly; the entries are multiples of 2^-10, so that they are normal numbers or exact."""
    a, b, C = problem()
    C = np.round((C - 0.3) * 2.0**10) / 2.0**10
    compiled, reference = jax.jit(exact_transport), exact_transport(a, b, C)
    inside = compiled(a, b, C)
    for k in (-1000, -700, -60, -1, 40, 600, 1020):
        D = np.ldexp(C, k)
        for ours, theirs in ((exact_transport(a, b, D), reference), (compiled(a, b, D), inside)):
            for name in ("value", "f", "g"):
                assert (np.asarray(getattr(ours, name)) == np.ldexp(np.asarray(getattr(theirs, name)), k)).all(), (name, k)
            assert (np.asarray(ours.plan) == np.asarray(theirs.plan)).all(), k


@pytest.mark.parametrize("offset", [-2.0, -1e3, -1e6, 1e9])
def test_costs_of_any_sign_and_offset(offset):
    """A constant is added to OT up to the rounding of the costs, n + m = 12 sums, and that of potentials of the same size."""
    a, b, C = problem()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours = exact_transport(a, b, C + offset)
    budget = 4 * 12 * EPS[np.float64] * 3 * (abs(offset) + 1)
    close(ours.value - offset, exact_transport(a, b, C).value, budget, f"offset {offset}")
    assert ours.lower <= ours.value <= ours.upper and ours.upper - ours.lower <= 4 * budget
    assert exact_transport(np.full(5, 0.2), np.full(5, 0.2), np.full((5, 5), -2.0)).value == -2


@pytest.mark.parametrize("huge", [1e6, 1e12, 1e16, 1e32, 1e150, 1.7e308])
def test_huge_costs_that_forbid_cells_do_not_hide_the_others(huge):
    """Against 100 in their place, enough to forbid the cells; the weights are sixty-fourths, which are summed without rounding."""
    rng = np.random.default_rng(1)
    a, b = np.full(32, 1 / 32), rng.multinomial(64, np.full(20, 1 / 20)) / 64
    C = rng.random((32, 20))
    forbidden = rng.random(C.shape) < 0.3
    budget = 4 * 52 * EPS[np.float64] * 100 * 3
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours = exact_transport(a, b, np.where(forbidden, huge, C))
    theirs = exact_transport(a, b, np.where(forbidden, 100, C))
    assert theirs.plan[forbidden].sum() == 0 and ours.plan[forbidden].sum() == 0
    close(ours.value, theirs.value, budget, f"costs of {huge:g}")
    assert ours.lower <= theirs.value <= ours.upper


def test_what_rounded_weights_do_not_decide_is_a_wide_bound_and_a_warning():
    """A plan for weights that are rounded may need the forbidden cells, for a mass of 1e-16."""
    rng = np.random.default_rng(2)
    a, b, C = rng.dirichlet(np.ones(20)), rng.dirichlet(np.ones(30)), rng.random((20, 30))
    C[rng.random(C.shape) < 0.3] = 1e32
    with pytest.warns(RuntimeWarning, match=r"OT is known only to .* the largest cost in C, 1.0e\+32"):
        ours = exact_transport(a, b, C)
    theirs = exact_transport(a, b, np.minimum(C, 100))
    assert ours.lower <= theirs.value <= ours.upper and ours.upper - ours.lower > 1
    close(ours.value, theirs.value, 4 * 50 * EPS[np.float64] * 100 * 3, "value")


@pytest.mark.parametrize("scale", [2.0**-140, 2.0**-120, 1.0, 2.0**127])
def test_potentials_in_single_precision_are_feasible_at_any_size(scale):
    """Rounded down, not to the nearest; also among subnormal numbers, and next to the largest."""
    rng = np.random.default_rng(3)
    C = rng.random((6, 5)).astype(np.float32) * np.float32(scale)
    ours = exact_transport(np.full(6, 1 / 6, np.float32), np.full(5, 0.2, np.float32), C)
    f, g, D = (np.asarray(z).astype(float) for z in (ours.f, ours.g, C))
    assert (f[:, None] + g <= D).all() and np.isfinite(f).all() and np.isfinite(g).all()     # in double precision
    assert ours.lower <= ours.value <= ours.upper
