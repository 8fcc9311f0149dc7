"""A theorem small enough to break in every way: the triangle inequality of the absolute value."""
from fractions import Fraction
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from sympy import Eq, Gt, Le, evaluate, symbols

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.model import Case, Control, Free, Kind, Model
from theorems.language.operators import Number
from theorems.language.statement import Clause, Fidelity, Source, Theorem


class Length(Number):
    tex, meaning = r"\left\lvert {} \right\rvert", "absolute value"


class Size(NamedTuple):
    n: int


x, y, c = symbols("x y c", extended_real=True)
with evaluate(False):
    POSITIVE = Clause("positive", Gt(c, 0), used=())
    TRIANGLE = Clause("triangle", Le(Length(x + y), c * (Length(x) + Length(y)) / c), needs=("positive",))
    SAME = Clause("same", Eq(Length(x), Length(-x)), scale=1 + Length(x), needs=())


def theorem(**changes):
    parts = dict(tag="ZZZZ", title="A toy", source=Source("Nobody2000", "Theorem 1", Fidelity.MEMORY),
                 hypotheses=(POSITIVE,), conclusions=(TRIANGLE, SAME), glossary={x: "a number", y: "a number", c: "a factor"})
    return Theorem(**(parts | changes))


def build(size, theta, knobs):
    return dict(x=theta["x"], y=theta["y"], c=jnp.where(knobs["positive"] > 0, -1.0, 1 + theta["c"] ** 2))


def meaning(size, i, ask):
    return dict(x=i["x"], y=i["y"], c=i["c"], Length=lambda v: abs(Interval.of(v)))


FREE = Free("any", "the sign of the factor", lambda size, rng: dict(x=rng.normal(), y=rng.normal(), c=rng.normal()),
            lambda size, theta: dict(theta))


def model(**changes):
    parts = dict(
        space="real numbers", kind=Kind.INSTANCE, gap="none", sizes=(Size(1),), build=build, meaning=meaning, knobs=("positive",),
        draw=lambda size, rng: dict(x=rng.normal(), y=rng.normal(), c=rng.normal()),
        free=(FREE,),
        extended=lambda size, i: dict({k: Fraction(float(v)) for k, v in i.items()}, Length=abs),
        exact=lambda i: dict(**i, Length=abs),
        controls=(Control("positive", ("triangle",), Case("c = 0", Size(1), dict(x=1.0, y=-3.0, c=np.float64(-1))),),))
    return Model(**(parts | changes))
