"""The subject `nonexpansive`: it refutes maps that are too steep, and not the right ones."""
import conformance_controls as co
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from proofs_numeric.conformance import Verdict, check, subject

KIND = subject.load("nonexpansive")


def relu(x):
    return np.maximum(x, 0)


def gelu(x):
    return np.asarray(jax.nn.gelu(jnp.asarray(x)))


def softplus(x):
    return np.logaddexp(x, 0)


def max_pool(x):
    """Windows of three samples, one for every two: a sample is in at most two windows."""
    padded = np.pad(x, 1, constant_values=-np.inf)
    return np.max([padded[k:k + len(x):2] for k in range(3)], 0)


def sum_pool(x):
    padded = np.pad(x, 1)
    return np.sum([padded[k:k + len(x):2] for k in range(3)], 0)


def critic(x):
    """Two layers with weights 1/2: slope at most (1/2)^2 root(4 3) root(3)."""
    return relu(0.5 * np.ones((3, 4)) @ x) @ np.full(3, 0.5)


def steep_critic(x):
    """The same, but for an activation with the slope 2."""
    return 2 * critic(x)


def half(x):
    return x / 2


RIGHT = {"activation_lipschitz": [(relu, {}), (np.tanh, {}), (half, {"constant": 0.5}), (abs, {})],
         "activation_at_zero": [(relu, {"zero": True}), (gelu, {"zero": True})],
         "clipped": [(critic, {"clip": 0.5, "widths": (4, 3, 1)})],
         "max_pooling": [(max_pool, {"grid": 6, "windows": 2})]}
WRONG = {"activation_lipschitz": [(gelu, {}), (relu, {"constant": 0.999}), (max_pool, {"grid": 6}), (np.square, {})],
         "activation_at_zero": [(softplus, {"zero": True}), (np.cos, {"zero": True})],
         "clipped": [(steep_critic, {"clip": 0.5, "widths": (4, 3, 1)}), (critic, {"clip": 0.25, "widths": (4, 3, 1)})],
         "max_pooling": [(sum_pool, {"grid": 6, "windows": 2}), (max_pool, {"grid": 6, "windows": 1})]}


def test_every_clause_has_controls():
    assert set(RIGHT) == set(WRONG) == {a.clause for a in KIND.asked}


@pytest.mark.parametrize("clause, f, given", co.flat(WRONG))
def test_wrong_function_is_refuted(clause, f, given):
    assert co.found("nonexpansive", clause, f, given).verdict is Verdict.REFUTED


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("clause, f, given", co.flat(RIGHT))
def test_right_function_meets_its_bound(clause, f, given, precision):
    found = co.found("nonexpansive", clause, f, given, precision=precision)
    assert found.verdict is Verdict.EQUAL or f is np.tanh and found.verdict is Verdict.NOT_REFUTED, found.text


@pytest.mark.parametrize("asked", KIND.asked, ids=lambda a: a.clause)
def test_plain_number_is_that_of_the_formula(asked):
    co.same_number("nonexpansive", asked, *WRONG[asked.clause][0])


@pytest.mark.parametrize("clause", list(WRONG))
def test_script_prints_the_number(clause, tmp_path):
    found = co.found("nonexpansive", clause, *WRONG[clause][0])
    assert float(co.printed(found, tmp_path)) == pytest.approx(found.number, rel=1e-9)


def test_random_pairs_keep_apart():
    space, parameters, rng = KIND.asked[0].space, KIND.completed({}), np.random.default_rng(0)
    data = space.drawn(rng, parameters)
    for _ in range(200):
        data = space.moved(rng, data, 0.05, parameters)
        u, v = (np.array(data[k]) for k in "uv")
        assert np.linalg.norm(u - v) >= max(np.linalg.norm(u), np.linalg.norm(v)) / 8


@pytest.mark.parametrize("given, words", [({"widths": (3,)}, "number of inputs"), ({"constant": -1}, "constant"), ({"grid": 0}, "grid"),
                                          ({"clip": 1, "widths": (3, 1)}, "widths")])
def test_bad_parameters_are_named(given, words):
    with pytest.raises(ValueError, match=words):
        check(relu, "nonexpansive", **given)


def test_a_critic_with_two_outputs_is_refused():
    with pytest.raises(ValueError, match="a critic returns one"):
        check(relu, "nonexpansive", clauses="clipped", clip=1, widths=(4, 1))
