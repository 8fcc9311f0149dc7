"""Weights on n points. Total variation of measures of equal mass is half the sum of |mu - nu|."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.model import Case, Control, Fault, Free, Kind, Model


class Size(NamedTuple):
    n: int


def draw(size, rng):
    return dict(f=rng.normal(size=size.n), mu=rng.normal(size=size.n), nu=rng.normal(size=size.n))


def build(size, theta, knobs):
    mu, nu = jax.nn.softmax(theta["mu"]), jax.nn.softmax(theta["nu"])
    return dict(f=theta["f"], mu=(1 + knobs["same_mass"]) * mu, nu=nu)


def draw_free(size, rng):
    return draw(size, rng) | dict(odd=rng.uniform(size=2))


def build_free(size, theta):
    """Masses of any sign; those of the second measure sum to the same, half of the time."""
    mu, nu = theta["mu"], theta["nu"]
    nu = jnp.where(theta["odd"][0] < 0.5, nu[::-1] * 0 + mu[::-1], nu)
    return dict(f=theta["f"], mu=mu, nu=nu)


def meaning(size, i, ask):
    def integral(f, m):                                    # a sum of n rounded products
        return Interval.around((f * m).sum(), 2 * size.n * EPS * (jnp.abs(f) * m).sum())

    def variation(a, b):                                   # a sum of numbers that are not negative: relative error
        value = 0.5 * jnp.abs(a - b).sum()
        return Interval.around(value, size.n * EPS * value)
    return dict(f=i["f"], mu=i["mu"], nu=i["nu"], X=jnp.arange(size.n), Integral=integral, TV=variation,
                Weight=lambda m, x: m[x], Range=lambda f: Interval.around(f.max() - f.min(), 0.0))


TWO_POINTS = Case("two points", Size(2), dict(f=np.array([1.0, 0.0]), mu=np.array([0.75, 0.25]), nu=np.array([0.25, 0.75])),
                  reach={"difference": -1e-12}, about="an indicator function of the points where the first measure is larger")

MODEL = Model(
    space="Two measures and a function on n points.", kind=Kind.INSTANCE, gap="Finite spaces instead of all measurable ones.",
    sizes=(Size(3), Size(6)), draw=draw, build=build, meaning=meaning, knobs=("same_mass",), extremals=(TWO_POINTS,),
    free=(Free("any-masses", "the sign of the masses, and the mass of either measure", draw_free, build_free),),
    controls=(Control("same_mass", ("difference",), about="one measure doubled"),),
    faults=(Fault("one half forgotten twice", restate={"difference": lambda r: r.func(r.lhs, r.rhs / 2)}),))
