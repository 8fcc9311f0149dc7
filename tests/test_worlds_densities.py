"""In the plane and in space laws with a density have no exact twin: there the enclosures are held against ball arithmetic."""
import jax.numpy as jnp
import numpy as np
import pytest
from flint import arb
from sympy import Integer, Symbol
from sympy import evaluate as sympy_evaluate
from world_entries import sample_twins

from proofs_numeric.engine.interpret import evaluate, lift
from proofs_numeric.engine.judge import RESOLUTION
from proofs_numeric.transport.wasserstein_sample_complexity import SAMPLES
from theorems.vocabulary.samples import BallVolume, Continuous, DensityBound, Discrete, PeakDensity, SupportSize
from theorems.vocabulary.transport import Wasserstein

p = Symbol("p", extended_real=True)


def terms(d):
    with sympy_evaluate(False):
        return (Wasserstein(p, Continuous(d), Discrete(d)), PeakDensity(Continuous(d)), DensityBound(d), SupportSize(Discrete(d)),
                BallVolume(d))


@pytest.mark.parametrize("d, k", [(d, k) for d in (1, 2, 3) for k in range(5)])
def test_the_enclosure_contains_the_value_in_ball_arithmetic(d, k):
    term = terms(Integer(d))[k]
    for size, instance, _ in sample_twins():
        instance = instance | dict(radius=np.array([[0.5, 1.25], [0.75, 2.0]]), shares=np.array([[0.25, 0.75], [0.625, 0.375]]))
        found = lift(evaluate(term, SAMPLES.meaning(size, {name: _arrays(x) for name, x in instance.items()}, None), {}))
        close = evaluate(term, SAMPLES.extended(size, instance), {})
        assert arb(float(found.lo)) <= close <= arb(float(found.hi)), f"{term}: {close} is not in {found}"
        assert found.hi - found.lo <= RESOLUTION * (1 + abs(found.lo))


def _arrays(x):
    return {name: jnp.asarray(v) for name, v in x.items()} if isinstance(x, dict) else jnp.asarray(x)
