"""Evaluate a formula in a model: operators become the model's functions, arithmetic becomes enclosure arithmetic.

One walk, four arithmetics, by what the model's functions return:

Interval, Ball            floating point, rounded outwards; jit, vmap and grad work
int, Fraction, arrays     exact rational arithmetic (object arrays for vectors and matrices)
flint.arb                 ball arithmetic over a whole box of parameters
"""
import functools
import itertools
import operator
from collections.abc import Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import Ball, Interval
from theorems.language.operators import Binder, Operator


class Meaningless(Exception):
    """A term to which the model gives no meaning."""


@dataclass(frozen=True)
class Named:
    """An object of an instance under its name: operators receive it as it is, arithmetic sees the value. Equal where the names are.

    An operator that makes an object out of others gives it a name of its own, so that what is known of it can be kept under that name.
    """

    name: Hashable
    value: Any = field(compare=False)


def unnamed(x):
    """The value of a named object; anything else as it is."""
    return x.value if isinstance(x, Named) else x


def is_exact(x) -> bool:
    """Everything that is not floating point: int, Fraction, flint.arb, object arrays, a model's own exact types."""
    if isinstance(x, np.ndarray):
        return x.dtype == object
    return not isinstance(x, (Interval, Ball, float, jax.Array, np.floating, np.integer))


def lift(x):
    """Floats and arrays become enclosures; enclosures and exact values stay. Names are dropped."""
    x = unnamed(x)
    if isinstance(x, (Interval, Ball)) or is_exact(x):
        return x
    return Ball.of(x) if np.ndim(x) else Interval.of(x)


def shape(x) -> tuple[int, ...]:
    """() for a number."""
    if isinstance(x, Ball):
        return jnp.shape(x.center)
    return np.shape(x) if isinstance(x, np.ndarray) else ()


def extended(x):
    """An int or a Fraction as a ball; anything else as it is."""
    return flint.arb(flint.fmpq(x.numerator, x.denominator)) if isinstance(x, (int, Fraction)) else x


def alike(values):
    """Numbers of one sum, product or comparison: where one is a ball, or an array of balls, int and Fraction become balls."""
    if any(isinstance(v, flint.arb) or isinstance(v, np.ndarray) and any(isinstance(e, flint.arb) for e in v.flat) for v in values):
        return [np.array([extended(e) for e in v.flat], object).reshape(v.shape) if isinstance(v, np.ndarray) else extended(v)
                for v in values]
    return values


def _power(base, exponent):
    if len(shape(base)) == 2:
        return functools.reduce(operator.matmul, [base] * exponent)
    if isinstance(base, flint.arb) or isinstance(exponent, flint.arb):
        base, exponent = extended(base), extended(exponent)
        if exponent.is_integer() and exponent.is_exact():
            count = int(exponent.unique_fmpz())                   # by products: a power of a ball around 0 may be NaN
            power = functools.reduce(operator.mul, [base] * abs(count), flint.arb(1))
            return power if count >= 0 else 1 / power
        return base.nonnegative_part() ** exponent
    if is_exact(base) and is_exact(exponent):
        if isinstance(base, int) and isinstance(exponent, int):
            return Fraction(base) ** exponent
        if exponent == 1:
            return base
        if isinstance(exponent, int) or not isinstance(base, (int, Fraction)):
            return base**exponent
    return Interval.of(base) ** exponent


def _product(values):
    matrices = [v for v in values if len(shape(v)) == 2]
    others = [v for v in values if len(shape(v)) != 2]
    if matrices:
        others.append(functools.reduce(operator.matmul, matrices))            # in the printed order
    others.sort(key=lambda v: bool(shape(v)))                                 # number * vector, never vector * number
    return functools.reduce(lambda a, b: b * a, others)


def _largest(*values):
    return _exact_fold("max", max, values) if all(map(is_exact, values)) else en.maximum(*values)


def _smallest(*values):
    return _exact_fold("min", min, values) if all(map(is_exact, values)) else en.minimum(*values)


def _exact_fold(method, fold, values):
    """Balls have their own maximum and minimum: Python's would need every comparison to be decided."""
    values = alike(list(values))
    if all(isinstance(v, flint.arb) for v in values):
        return functools.reduce(lambda x, y: getattr(x, method)(y), values)
    return fold(values)


def _of_ball(method, otherwise):
    return lambda x: getattr(x, method)() if isinstance(x, flint.arb) else otherwise(x)


_FUNCTIONS: dict[Any, Any] = {sp.Abs: abs, sp.Max: _largest, sp.Min: _smallest, sp.Pow: _power, sp.exp: _of_ball("exp", en.exp),
                             sp.log: _of_ball("log", en.log)}
_PI, _E = 3.141592653589793, 2.718281828459045                                # both below the true value, by less than 2**-51
_CONSTANTS = {sp.pi: ("pi", Interval(_PI, _PI + 2**-51)), sp.E: ("E", Interval(_E, _E + 2**-51)),
              sp.oo: ("oo", Interval(jnp.inf, jnp.inf)), -sp.oo: ("-oo", Interval(-jnp.inf, -jnp.inf))}


_BALLS = {sp.pi: flint.arb.pi, sp.E: lambda: flint.arb(1).exp()}


def _constant(expr):
    """A number without symbols or operators, `sqrt(2)` or `sin(pi/16)`: an interval of a few ulp."""
    value = float(sp.N(expr, 30))
    return Interval.around(jnp.float64(value), 2 * en.EPS * abs(value))


def over(domains, f):
    """Stack f over the product of domains: tuples and ranges are unrolled, arrays are vmapped."""
    if not domains:
        return jax.tree.map(lambda x: jnp.asarray(x)[None], f())
    first, *rest = domains

    def inner(x):
        return over(rest, functools.partial(f, x))
    if isinstance(first, (tuple, range)):
        out = jax.tree.map(lambda *xs: jnp.stack(xs), *map(inner, first))
    else:
        out = jax.vmap(inner)(first)
    return jax.tree.map(lambda x: x.reshape(-1, *x.shape[2:]), out)


def _domain(domain, meaning, cache):
    """(1, n): integers, unrolled. An explicit tuple: unrolled. A symbol: what the model says, an array or a range."""
    if len(domain) == 2:
        low, high = (evaluate(d, meaning, cache) for d in domain)
        return range(low, high + 1)
    if isinstance(domain[0], sp.Tuple):
        return tuple(evaluate(e, meaning, cache) for e in domain[0])
    return evaluate(domain[0], meaning, cache)


def length(domain, meaning, cache) -> int:
    """The number of elements of a domain."""
    values = _domain(domain, meaning, cache)
    return len(values) if isinstance(values, (tuple, range)) else len(jax.tree.leaves(values)[0])


STATIC = ""                      # reserved name in a meaning: the index variables that are bound to a Python integer
EXTENDED = "extended"            # reserved name: the meaning is in extended arithmetic, so constants are balls too
VMAPPED = "vmapped"              # reserved name: integer index variables of clauses that the model takes as traced values


def bind(bounds, meaning, cache, body, vmapped=()):
    """The values of `body` over the product of the domains of the bound variables.

    `body` is a function of the extended meaning and of a cache. A list if every domain is a tuple or a range, else one
    stacked pytree. Integers are unrolled, but for the variables named in `vmapped`.
    """
    names = [b[0].name for b in bounds]
    domains = [_domain(b[1:], meaning, cache) for b in bounds]
    domains = [jnp.arange(d.start, d.stop) if isinstance(d, range) and name in vmapped else d
               for name, d in zip(names, domains)]
    if all(isinstance(d, range) for d in domains):             # the key of a term has the integers: the cache may be shared
        extended = {**meaning, STATIC: (*meaning.get(STATIC, ()), *names)}
        return [body({**extended, **dict(zip(names, values))}, cache) for values in itertools.product(*domains)]

    def f(cache, *values):
        return body({**meaning, **dict(zip(names, values))}, cache)
    if all(isinstance(d, (tuple, range)) for d in domains):
        return [f(Scope(cache, names), *values) for values in itertools.product(*domains)]
    return over(domains, lambda *values: f({}, *values))      # traced values must not leave the map


class Scope(dict):
    """The cache of what depends on some bound variables; `home` gives the cache of a term, which may lie further out."""

    def __init__(self, outer: dict, names):
        super().__init__()
        self.outer, self.names = outer, frozenset(names)

    def home(self, free: frozenset[str]) -> dict:
        """The innermost cache whose variables occur among the names `free`."""
        cache: dict = self
        while isinstance(cache, Scope) and not free & cache.names:
            cache = cache.outer
        return cache


@functools.lru_cache(maxsize=1 << 16)
def _names(expr) -> frozenset[str]:
    """The names of all symbols in a term."""
    return frozenset(s.name for s in expr.free_symbols)


def _key(expr, meaning):
    """What determines the value of a term within one instance: itself and the integers its index variables are bound to."""
    names = meaning.get(STATIC, ())
    if not names:
        return expr
    free = _names(expr)
    return expr, tuple((n, meaning[n]) for n in names if n in free)


_EXACT_FOLD: dict[str, Any] = {"Sup": lambda v: _largest(*v), "Inf": lambda v: _smallest(*v), "Total": lambda v: sum(alike(v)),
                               "Prod": lambda v: functools.reduce(operator.mul, alike(v), 1)}


def _fold(expr, meaning, cache):
    kind = type(expr).__name__
    values = bind(expr.args[1:], meaning, cache, lambda m, c: lift(evaluate(expr.args[0], m, c)))
    if isinstance(values, list):
        if all(map(is_exact, values)):
            return _EXACT_FOLD[kind](values)
        values = jax.tree.map(lambda *xs: jnp.stack(xs), *map(Interval.of, values))
    lo, hi = values.lo, values.hi
    if kind == "Sup":
        return Interval(en.largest(lo, 0), en.largest(hi, 0))
    if kind == "Inf":
        return Interval(-en.largest(-lo, 0), -en.largest(-hi, 0))
    if kind == "Total":
        return Interval(lo.sum(0), hi.sum(0)).widened(lo.shape[0] * en.EPS * jnp.maximum(jnp.abs(lo), jnp.abs(hi)).sum(0))
    return functools.reduce(operator.mul, [Interval(lo[i], hi[i]) for i in range(lo.shape[0])])


def _value(expr, meaning, cache):
    def go(e):
        return evaluate(e, meaning, cache)
    if isinstance(expr, sp.Symbol):
        return meaning[expr.name]
    if isinstance(expr, Binder):
        return _fold(expr, meaning, cache)
    if isinstance(expr, Operator):
        return meaning[type(expr).__name__](*map(go, expr.args))
    if isinstance(expr, sp.Rational):
        return Fraction(int(expr.p), int(expr.q))
    if expr in _BALLS and EXTENDED in meaning:
        return _BALLS[expr]()
    if expr in _CONSTANTS:
        name, value = _CONSTANTS[expr]
        return meaning.get(name, value if en.rounding.value else Interval.of(value.lo))
    if expr.is_Add:
        return functools.reduce(operator.add, alike([lift(go(a)) for a in expr.args]))
    if expr.is_Mul:
        return _product(alike([lift(go(a)) for a in expr.args]))
    if not _names(expr) and not expr.has(Operator) and not {"pi", "E", EXTENDED} & meaning.keys():
        return _constant(expr)
    values = [lift(go(a)) for a in expr.args]
    if EXTENDED in meaning and not all(isinstance(v, int) for v in values):
        values = [extended(v) for v in values]
    return _FUNCTIONS[expr.func](*values)


def evaluate(expr, meaning, cache):
    """The value of `expr`. `meaning` maps names of symbols, domains and operators to values, arrays or tuples, functions.

    `cache` shares equal subterms. Raises Meaningless, naming the missing name and the term; any other error carries notes
    that name the terms it came from.
    """
    if isinstance(expr, sp.Integer):
        return int(expr)
    if isinstance(expr, sp.Symbol) and expr.name in meaning:
        return meaning[expr.name]
    key, home = _key(expr, meaning), cache.home(_names(expr)) if isinstance(cache, Scope) else cache
    if key in home:
        return home[key]
    try:
        value = _value(expr, meaning, cache)
    except KeyError as missing:
        raise Meaningless(f"no meaning for {missing} in the term {expr}: the model's `meaning` lacks it") from None
    except Exception as error:
        error.add_note(f"while evaluating {expr}")
        raise
    home[key] = value
    return value
