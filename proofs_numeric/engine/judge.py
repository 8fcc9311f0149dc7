"""The verdict on one relation and on one clause: HOLDS, EQUAL, UNDECIDED or REFUTED, by enclosures of both sides."""
import functools
import math
import operator
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import Array, Ball, Interval, once, select
from proofs_numeric.engine.interpret import VMAPPED, alike, bind, evaluate, extended, is_exact, length, lift, shape

# An equality counts as decided when the enclosure of lhs - rhs contains 0 and is narrower than this part of the clause's
# scale. It is not a tolerance on the difference: a wider enclosure is UNDECIDED, and the widest one is published as the
# resolution of the clause.
RESOLUTION = 1e-6
# In extended arithmetic the sides of an inequality that overlap are called EQUAL when they agree to so many digits.
AGREE = 1e-40


class Verdict(IntEnum):
    """Ordered by badness: the verdict over many instances is the largest.

    EQUAL: in extended arithmetic both sides of an inequality agree to forty digits, so neither it nor its opposite is decided. It
    is counted apart, neither as a pass nor as open.
    """

    HOLDS, EQUAL, UNDECIDED, REFUTED = range(4)


class Judgement(NamedTuple):
    """One clause on one instance.

    verdict: a Verdict as an integer.
    score: positive exactly when an inequality is refuted; else log of the certain part of lhs/rhs, or (lhs - rhs)/(|lhs| + |rhs|)
        where a side is not positive. For an equality, the certain part of |lhs - rhs| over the scale, or -width.
    width: the width of the enclosure of lhs - rhs, relative to the scale.
    lhs, rhs: midpoints, at the worst index of a quantified clause.
    """

    verdict: Array
    score: Array
    width: Array
    lhs: Array
    rhs: Array


def _sides(relation, meaning, cache):
    l, r = (lift(evaluate(side, meaning, cache)) for side in (relation.lhs, relation.rhs))
    if is_exact(l) and is_exact(r):
        return l, r
    if is_exact(l) != is_exact(r) and (_is_ball(l) or _is_ball(r)):
        raise TypeError(f"{relation}: one side is extended arithmetic, the other floating point: {type(l).__name__}, {type(r).__name__}")
    if shape(l) or shape(r):                                       # vectors: their distance against zero
        return (Ball.of(l) - Ball.of(r)).norm(), Interval.of(0.0)
    return Interval.of(l), Interval.of(r)


def _is_ball(x) -> bool:
    return isinstance(x, flint.arb)


def _safe_log(x):
    return jnp.log(select(x > 0, x, 1.0))


_PYTHON = {sp.Eq: operator.eq, sp.Ne: operator.ne, sp.Le: operator.le, sp.Lt: operator.lt, sp.Ge: operator.ge, sp.Gt: operator.gt}
_OPPOSITE = {sp.Eq: sp.Ne, sp.Ne: sp.Eq, sp.Le: sp.Gt, sp.Lt: sp.Ge, sp.Ge: sp.Lt, sp.Gt: sp.Le}


def _as_float(x) -> float:
    """A number as a float; of an exact vector or matrix the Euclidean norm; NaN where there is none."""
    if isinstance(x, np.ndarray):
        return math.sqrt(sum(_as_float(v) ** 2 for v in x.flat))
    try:
        return float(x)
    except (TypeError, ValueError):
        return float("nan")
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def _distance(l, r) -> tuple[float, float]:
    """(bound on |l - r| for balls, the larger of 1, |l|, |r|); an infinite bound where l - r has no meaning."""
    pairs = [*zip(np.ravel(l), np.ravel(r))] if isinstance(l, np.ndarray) or isinstance(r, np.ndarray) else [(l, r)]
    if not all(isinstance(x, (int, Fraction, flint.arb)) for pair in pairs for x in pair):
        return math.inf, 1.0
    gaps = [float(abs(extended(x) - extended(y)).upper()) for x, y in pairs]
    return max(gaps), max([1.0, *(abs(_as_float(x)) for pair in pairs for x in pair)])


def _holds_exactly(kind, l, r) -> bool:
    """Whether a relation is certain. Vectors differ where one entry does."""
    found = _PYTHON[kind](l, r)
    if isinstance(found, np.ndarray):
        return bool(found.any() if kind is sp.Ne else found.all())
    return bool(found)


def _compare_exactly(kind, l, r) -> Judgement:
    """Rationals decide every relation; balls decide it, or its opposite, or neither.

    Where they decide neither, sides that agree to forty digits, relative to the larger of 1 and both sides, are EQUAL; for an equality
    that is what HOLDS means.
    """
    width = 0.0
    l, r = alike([l, r])
    if _holds_exactly(kind, l, r):
        verdict = Verdict.HOLDS
    elif _holds_exactly(_OPPOSITE[kind], l, r):
        verdict = Verdict.REFUTED
    else:
        gap, unit = _distance(l, r)
        width = gap / unit
        verdict = Verdict.UNDECIDED if not width <= AGREE else Verdict.HOLDS if kind is sp.Eq else Verdict.EQUAL
    lhs, rhs = _as_float(l), _as_float(r)
    small, large = (rhs, lhs) if kind in (sp.Ge, sp.Gt) else (lhs, rhs)
    if small > 0 and large > 0:
        score = math.log(small) - math.log(large) if math.isfinite(small) and math.isfinite(large) else 0.0
    else:
        score = (small - large) / (abs(small) + abs(large) or 1.0)
    if verdict is Verdict.REFUTED:                                 # the sign is decided exactly, the size in floats
        score = max(abs(score), 1e-16) if math.isfinite(score) else 1.0
    else:
        score = min(score, 0.0) if math.isfinite(score) else -1.0
    return Judgement(int(verdict), score, width, lhs, rhs)


def compare(relation, scale, meaning, cache) -> Judgement:
    """The verdict on a relation without quantifiers. `scale`: a term, or None for the larger side."""
    kind = type(relation)
    l, r = _sides(relation, meaning, cache)
    if is_exact(l) and is_exact(r):
        return _compare_exactly(kind, l, r)
    scaled = () if scale is None else (abs(Interval.of(lift(evaluate(scale, meaning, cache)))).lo,)
    return _COMPARISONS[kind](l, r, *scaled)


def _compared(kind, l, r, scale=None):
    lhs, rhs = l.mid, r.mid
    if kind in (sp.Ge, sp.Gt):
        l, r = r, l
    size = jnp.maximum(jnp.abs(lhs), jnp.abs(rhs)) if scale is None else scale
    unit = select(jnp.isfinite(size) & (size > 0), size, 1.0)
    verdict, score, width = (_equality if kind in (sp.Eq, sp.Ne) else _inequality)(kind, l, r, unit)
    return Judgement(verdict, score, width, lhs, rhs)


_COMPARISONS = {kind: once(functools.partial(_compared, kind)) for kind in _PYTHON}


def _equality(kind, l, r, unit):
    """(verdict, score, width)"""
    same = (l.lo == r.lo) & (l.hi == r.hi) & (l.lo == l.hi)        # exact numbers, infinity included
    ends = jnp.stack([l.lo, l.hi, r.lo, r.hi])
    finite = jnp.isfinite(ends).all()
    nan = jnp.isnan(ends).any()
    a, b, c, d = select(finite, ends, 0.0)
    apart = select((l.lo > r.hi) | (r.lo > l.hi), jnp.inf, -1.0)
    gap = select(same, 0.0, select(finite, jnp.maximum(a - d, c - b) / unit, apart))
    width = select(same, 0.0, select(finite, jnp.maximum(b - c, d - a) / unit, jnp.inf))
    gap, width = select(nan, jnp.nan, gap), select(nan, jnp.nan, width)
    if kind is sp.Ne:
        return _verdict(gap > 0, same), -gap, width
    return _verdict(width <= RESOLUTION, gap > 0), gap, width


def _verdict(holds, refuted):
    """Where neither is certain: UNDECIDED. Refuted goes first."""
    return select(refuted, int(Verdict.REFUTED), select(holds, int(Verdict.HOLDS), int(Verdict.UNDECIDED)))


def _inequality(kind, l, r, unit):
    """(verdict, score, width) of small <= large or small < large"""
    a, b, strict = l.lo, r.hi, kind in (sp.Lt, sp.Gt)
    holds = (l.hi < r.lo) if strict else (l.hi <= r.lo)
    refuted = (a >= b) if strict else (a > b)
    finite = jnp.isfinite(a) & jnp.isfinite(b)
    quotient = select(finite, (a - b) / (jnp.abs(a) + jnp.abs(b) + 1e-290), select(a > b, 1.0, -1.0))
    score = select((a > 0) & (b > 0), _safe_log(a) - _safe_log(b), quotient)
    return _verdict(holds, refuted), score, (l.width + r.width) / unit


_OUTSIDE = Judgement(0, -jnp.inf, 0.0, 0.0, 0.0)                   # an index that `where` excludes


def _indexed(clause, meaning, cache):
    """The judgements over the product of the domains of the index variables, the first variable slowest: a list or one stack."""
    def one(m, c):
        found = compare(clause.relation, clause.scale, m, c)
        if clause.where is None:
            return found
        inside = evaluate(clause.where.lhs, m, c) != evaluate(clause.where.rhs, m, c)
        if isinstance(inside, bool):
            return found if inside else _OUTSIDE
        return Judgement(*(jnp.where(inside, x, y) for x, y in zip(found, _OUTSIDE)))
    return bind([sp.Tuple(*b) for b in clause.forall], meaning, cache, one, meaning.get(VMAPPED, ()))


def judge(clause, meaning, cache) -> Judgement:
    """The verdict on one instance; over index variables, the worst one."""
    if not clause.forall:
        return compare(clause.relation, clause.scale, meaning, cache)
    values = _indexed(clause, meaning, cache)
    # Nothing is compiled for rational instances.
    exact = isinstance(values, list) and not any(isinstance(j.verdict, jax.Array) for j in values)
    if isinstance(values, list):
        values = Judgement(*(np.array(xs) if exact else jnp.stack([*map(jnp.asarray, xs)]) for xs in zip(*values)))
    return _worst(np, values) if exact else _traced_worst(values)


def judge_ranges(clause, meaning, cache):
    """(the verdict over all indices, {what is left out: the verdict without the first or the last index of one variable}); traced."""
    if not clause.forall:
        return judge(clause, meaning, cache), {}
    values = _indexed(clause, meaning, cache)
    if isinstance(values, list):
        values = Judgement(*(jnp.stack([*map(jnp.asarray, xs)]) for xs in zip(*values)))
    lengths = [length(sp.Tuple(*b)[1:], meaning, cache) for b in clause.forall]
    verdicts = values.verdict.reshape(lengths)
    parts = {}
    for axis, (bound, count) in enumerate(zip(clause.forall, lengths)):
        if count > 1:
            for what, start in zip(ends(bound), (1, 0)):
                parts[what] = jax.lax.slice_in_dim(verdicts, start, start + count - 1, axis=axis).max()
    return _traced_worst(values), parts


def ends(bound) -> tuple[str, str]:
    """The first and the last index of a variable, in words."""
    x, *domain = bound
    if len(domain) == 2:
        return f"{x} = {domain[0]}", f"{x} = {domain[1]}"
    if isinstance(domain[0], (tuple, sp.Tuple)):
        return f"{x} = {domain[0][0]}", f"{x} = {domain[0][-1]}"
    return f"the first {x}", f"the last {x}"


def _worst(array, values):
    nan = array.isnan(values.score) | array.isnan(values.width)
    rank = values.verdict * 1e6 + array.where(nan, 5e5, array.clip(values.score, -1e5, 1e5))
    worst = array.argmax(rank)
    picked = Judgement(*(x[worst] for x in values))
    return picked._replace(verdict=values.verdict.max(), width=array.where(nan.any(), array.nan, values.width.max()))


_traced_worst = once(functools.partial(_worst, jnp))
