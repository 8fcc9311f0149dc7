"""Exact optimal transport between weighted points.

For weights a (n), b (m) and a cost matrix C >= 0 (n, m), the optimal cost is

    OT(a, b, C) = min { <P, C> : P >= 0, P 1 = a, P^T 1 = b } = max { <a, f> + <b, g> : f_i + g_j <= C_ij }.

In floating point: a network simplex on the host proposes P and f (`simplex`, a solver for the oracle); `cost` turns any
proposal into an enclosure, the primal value above and a feasible dual value below; `posed` and `resolved` do the same for
whatever weights and costs, which may be none. In rational arithmetic: `certify` returns the value with a flow and potentials
whose values agree exactly, which is a proof. In extended arithmetic: `enclosed`, for costs known to hundreds of digits.
"""
import functools
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np
from ot.lp.emd_wrap import emd_c

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, down, once, power, rounding, up

PIVOTS = 1_000_000               # at most so many pivots of the network simplex
UNNORMALISED = 1e-6              # weights whose sum is further from 1 are refused; rounding of a softmax is below 1e-13


class NotCertified(ArithmeticError):
    """An exact check of a proposed plan or of its potentials failed."""


# -- the network simplex, on the host
def _refuse_bad_problem(a, b, C):
    """Raises ValueError, naming argument and value, unless a, b are batches of measures and C of costs between them."""
    if C.shape[-2:] != (a.shape[-1], b.shape[-1]):
        raise ValueError(f"C has shape {C.shape}, a {a.shape}, b {b.shape}: the cost matrix must be (n, m) for weights (n) and (m)")
    for name, w in (("a", a), ("b", b)):
        if not w.shape[-1]:
            raise ValueError(f"{name} is empty: a measure needs at least one point")
        if not np.isfinite(w).all() or (w < 0).any():
            raise ValueError(f"{name} has the smallest entry {w.min()}: weights must be finite and nonnegative")
        mass = w.sum(-1)
        if (np.abs(mass - 1) > UNNORMALISED).any():
            worst = mass.flat[np.abs(mass - 1).argmax()]
            raise ValueError(f"{name} has mass {worst}: weights must sum to 1; divide by their sum")
    if not np.isfinite(C).all() or (C < 0).any():
        raise ValueError(f"C has the smallest entry {C.min()}: costs must be finite and nonnegative")


def simplex(a, b, C):
    """Plan (..., n, m) and row potentials (..., n) by the network simplex, for weights (..., n), (..., m) and costs (..., n, m).

    Host code, to be asked through the oracle. Raises ValueError for weights that are negative, NaN, empty or do not sum to 1,
    for costs that are negative or NaN, and for shapes that do not match.
    """
    a, b, C = (np.asarray(x, float) for x in (a, b, C))
    _refuse_bad_problem(a, b, C)
    lead = np.broadcast_shapes(a.shape[:-1], b.shape[:-1], C.shape[:-2])
    n, m = C.shape[-2:]
    P, f = np.empty((*lead, n, m)), np.empty((*lead, n))
    a, b, C = np.broadcast_to(a, (*lead, n)), np.broadcast_to(b, (*lead, m)), np.broadcast_to(C, (*lead, n, m))
    for i in np.ndindex(*lead):
        balanced = b[i] * (a[i].sum() / b[i].sum())
        P[i], _, f[i], _, _ = emd_c(*map(np.ascontiguousarray, (a[i], balanced, C[i])), PIVOTS, 1)
    return P, f


def _answer_shape(a, b, C):
    lead = np.broadcast_shapes(a.shape[:-1], b.shape[:-1], C.shape[:-2])
    return (jax.ShapeDtypeStruct((*lead, *C.shape[-2:]), jnp.float64), jax.ShapeDtypeStruct((*lead, a.shape[-1]), jnp.float64))


simplex.shape = _answer_shape  # type: ignore[attr-defined]


# -- enclosures
def _missed(a, b, P):
    """l^1 norm of the marginals that the nonnegative matrix P misses, rounded up; a and b stand for a/|a| and b/|b|."""
    rounded = 4 * (P.shape[0] + P.shape[1]) * EPS * (1 + P.sum())
    return (jnp.abs(P.sum(1) - a).sum() + jnp.abs(P.sum(0) - b).sum() + jnp.abs(a.sum() - 1) + jnp.abs(b.sum() - 1) + rounded)


@once
def cost(a, b, C, answer, relative=0.0) -> Interval:
    """OT(a/|a|, b/|b|, C) for costs C >= 0 (n, m) whose entries are known to `relative`; `answer` = (P, f) may be anything.

    Above: cut P down to the marginals and move what is then missing, at most `_missed`, at the largest cost.
    Below: f on the rows that carry mass, with its transform g_j = min_i C_ij - f_i.
    Derivative (envelope theorem): P with respect to C, f and g with respect to a and b.
    Raises ValueError when the shapes do not match.
    """
    if C.shape != (a.shape[0], b.shape[0]):
        raise ValueError(f"C has shape {C.shape}: for {a.shape[0]} and {b.shape[0]} points it must be {(a.shape[0], b.shape[0])}")
    stop = jax.lax.stop_gradient
    P, f = answer
    P, (n, m), top = jnp.maximum(P, 0.0), C.shape, C.max()
    above = (P * C).sum() * (1 + n * m * EPS) + top * _missed(a, b, P)
    carries = a > 0                                          # the network simplex gives no potential to points without mass
    f = jnp.where(carries, f, 0.0)
    g = jnp.where(carries[:, None], C - f[:, None], jnp.inf).min(0)
    largest = jnp.abs(f).max() + jnp.abs(g).max() + top
    off_mass = jnp.abs(a.sum() - 1) + jnp.abs(b.sum() - 1)
    below = (a * f).sum() + (b * g).sum() - ((n + m + 8) * EPS + off_mass) * largest
    slope = (stop(P) * C).sum() + (a * stop(f)).sum() + (b * stop(g)).sum()

    def attached(value):
        return stop(value) + slope - stop(slope)
    return Interval(down(attached(jnp.maximum(below, 0.0)) * (1 - relative)), up(attached(above) * (1 + relative)))


def powers(D, p):
    """Costs D^p, and the relative error of their entries, for |log |D|| at most 8 and any real p.

    Where D = 0 > p they are infinite. NaN where the power has no meaning: 0^0, and negative D unless p is an integer.
    """
    size = power(jnp.abs(D), p)
    signed = jnp.where(jnp.mod(p, 2) == 0, size, jnp.where(jnp.mod(p, 2) == 1, -size, jnp.nan))
    return jnp.where((D == 0) & (p == 0), jnp.nan, jnp.where(D < 0, signed, size)), 8 * EPS * (1 + jnp.abs(p))


class Problem(NamedTuple):
    """What is asked of the simplex in place of an arbitrary problem, and how its answer is to be read.

    a, b, C: weights of mass 1, finite costs >= 0. shift: what was added to the costs. relative, slack: the relative error of C, and
    an absolute one where costs were negative. known: whether the posed problem is one. open_above: whether some of its costs are
    infinite (C has the largest finite one instead). infinite: whether every coupling meets one of these.
    """

    a: Any
    b: Any
    C: Any
    shift: Any
    relative: Any
    slack: Any
    known: Any
    open_above: Any
    infinite: Any


def posed(a, b, C, relative=0.0) -> Problem:
    """The problem to ask for any a (n), b (m) and C (n, m): negative, infinite or NaN costs, weights that are no measures.

    A constant added to all costs is added to the least one. That is infinite where a point has more mass than all others to which it
    may go at a finite cost.
    """
    (n, m), forbidden = C.shape, jnp.isposinf(C)
    measures = (a >= 0).all() & (b >= 0).all() & (jnp.abs(jnp.stack([a.sum(), b.sum()]) - 1) < UNNORMALISED / 2).all()
    known = measures & ~(jnp.isnan(C) | jnp.isneginf(C)).any()
    finite = jnp.where(jnp.isfinite(C), C, 0.0)
    finite = jnp.where(known, jnp.where(forbidden, finite.max(), finite), 1.0)
    shift = jnp.maximum(-finite.min(), 0.0)
    kept_in = jnp.concatenate([a - jnp.where(forbidden, 0.0, b).sum(1), b - jnp.where(forbidden, 0.0, a[:, None]).sum(0)])
    return Problem(jnp.where(known, a, 1 / n), jnp.where(known, b, 1 / m), finite + shift, shift,
                   jnp.where(shift > 0, 2 * EPS, relative), jnp.where(shift > 0, relative * jnp.abs(finite).max(), 0.0),
                   known, forbidden.any(), (kept_in > 4 * UNNORMALISED).any())


def unless(known, found: Interval, lo=-jnp.inf, hi=jnp.inf) -> Interval:
    """`found` where it is `known`, else the ends given. In an ascent, where nothing is enclosed, `found`, whose slope leads back."""
    return Interval(jnp.where(known, found.lo, lo), jnp.where(known, found.hi, hi)) if rounding.value else found


def resolved(problem: Problem, answer) -> Interval:
    """The least cost of the problem that was posed; [-oo, oo] where it is none."""
    found = (cost(problem.a, problem.b, problem.C, answer, problem.relative) - problem.shift).widened(problem.slack)
    found = Interval(jnp.where(problem.shift > 0, found.lo, jnp.maximum(found.lo, 0.0)), found.hi)
    found = unless(~problem.open_above, found, jnp.where(problem.infinite, jnp.inf, found.lo))
    return unless(problem.known, found)


def least_cost(a, b, C, ask, relative=0.0) -> Interval:
    """OT(a, b, C) for whatever a (n), b (m) and C (n, m)."""
    problem = posed(a, b, C, relative)
    return resolved(problem, ask(simplex, problem.a, problem.b, problem.C))


def rooted(value: Interval, p) -> Interval:
    """value^(1/p), W_p from its power, for p != 0 of any sign; [-oo, oo] where the value may be negative."""
    def end(x):
        finite, far = jnp.isfinite(x), jnp.where(p > 0, jnp.inf, 0.0)
        x = jnp.where(finite, x, 1.0)
        return unless(finite, Interval(x, x) ** (1 / Interval.of(p)), far, far)
    low, high = end(value.lo), end(value.hi)
    found = Interval(jnp.where(p > 0, low.lo, high.lo), jnp.where(p > 0, high.hi, low.hi))
    return unless((value.lo >= 0) & (p != 0), found)


def wasserstein(p, a, b, D, ask) -> Interval:
    """W_p = OT(a, b, D^p)^(1/p) for whatever weights, distances (n, m) and p; for the integer 1 the distances are the costs."""
    if isinstance(p, int) and p == 1:
        return least_cost(a, b, D, ask)
    C, relative = powers(D, p)
    return rooted(least_cost(a, b, C, ask, relative), p)


# -- couplings
@functools.partial(jax.tree_util.register_dataclass, data_fields=("center", "radius"), meta_fields=())
@dataclass(frozen=True)
class Plan(Ball):
    """A coupling within l^1 distance `radius` of the matrix `center`; this bounds the Euclidean distance as well."""

    def cost(self, C, relative=0.0) -> Interval:
        """<P, C> for costs C >= 0 whose entries are known to `relative`."""
        value = (self.center * C).sum()
        return Interval.around(value, (C.size * EPS + relative) * value + C.max() * self.radius)

    def marginal(self, axis: int) -> Ball:
        """First (0) or second (1) marginal. Summation does not increase the l^1 norm."""
        sums = self.center.sum(1 - axis)
        return Ball(sums, self.radius + self.center.shape[1 - axis] * EPS * sums.sum())


def plan(a, b, P) -> Plan:
    """A coupling of a/|a| and b/|b| near the proposed matrix P: cut down, then filled up, each by at most `_missed`."""
    P = jnp.maximum(P, 0.0)
    return Plan(P, 2 * _missed(a, b, P))


def glue(P: Plan, Q: Plan) -> Plan:
    """S_ik = sum_j P_ij Q_jk / b_j, with b the second marginal of P; terms with b_j = 0 are 0.

    K_j = Q_j / b_j are probability vectors, so an error of P enters S with factor 1, that of Q with factor 1, and the one of b,
    which is at most that of P, with factor 1 again; rounding is (n + 4) EPS of the total mass 1.
    """
    b = P.center.sum(0)
    S = P.center @ (Q.center / jnp.where(b > 0, b, 1.0)[:, None])
    return Plan(S, 2 * P.radius + Q.radius + (len(b) + 4) * EPS * (1 + S.sum()))


# -- rational certificates
class Certificate(NamedTuple):
    """OT(a, b, C) with its proof: a flow {(i, j): mass} and potentials f, g with f_i + g_j <= C_ij of the same value."""

    value: Fraction
    flow: dict[tuple[int, int], Fraction]
    f: tuple[Fraction, ...]
    g: tuple[Fraction, ...]

    def matrix(self) -> np.ndarray:
        """The flow as an object array (n, m)."""
        P = np.full((len(self.f), len(self.g)), Fraction(0), object)
        for cell, mass in self.flow.items():
            P[cell] = mass
        return P


def rationals(x) -> list[Fraction]:
    """Floats as rational numbers."""
    return [Fraction(float(w)) for w in x]


def normalised(weights) -> list[Fraction]:
    """Floats >= 0 as rational numbers, divided by their sum. Raises ZeroDivisionError when the sum is 0."""
    exact = rationals(weights)
    return [w / sum(exact) for w in exact]


def _flow_on(cells, a, b):
    """The flow with these marginals on a forest of cells (i, j), by stripping leaves. Raises NotCertified on a cycle."""
    n, rest, flow = len(a), [*a, *b], {}
    edges = {(i, n + j) for i, j in cells}
    while edges:
        degree = Counter(node for edge in edges for node in edge)
        leaves = [edge for edge in edges if degree[edge[0]] == 1 or degree[edge[1]] == 1]
        if not leaves:
            raise NotCertified(f"the proposed support has a cycle among {len(edges)} cells")
        for i, j in leaves:
            mass = rest[i] if degree[i] == 1 else rest[j]    # two nodes of one leaf: the marginals are compared at the end
            rest[i], rest[j] = rest[i] - mass, rest[j] - mass
            flow[i, j - n] = mass
            edges.remove((i, j))
    if any(rest):
        raise NotCertified(f"the flow misses the marginals by {max(map(abs, rest))}")
    if any(mass < 0 for mass in flow.values()):
        raise NotCertified(f"the flow on the proposed support is negative: {min(flow.values())}")
    return flow


def _potentials(flow, C, zero=Fraction(0)):
    """Shortest distances in the residual graph, by Bellman and Ford: f_i + g_j <= C_ij, with equality where the flow is.

    They exist if and only if no cycle makes the flow cheaper, so ties and zero weights need no special treatment.
    `zero`: of the type of the costs.
    """
    n, m = len(C), len(C[0])
    f, h = [zero] * n, [zero] * m              # f_i <= h_j + C_ij; h_j <= f_i - C_ij on the flow; g = -h
    back: dict[int, list[int]] = {}
    for i, j in flow:
        back.setdefault(j, []).append(i)
    for _ in range(n + m + 1):
        before = f, h
        f = [min(f[i], min(h[j] + C[i][j] for j in range(m))) for i in range(n)]
        h = [min([h[j], *(f[i] - C[i][j] for i in back.get(j, ()))]) for j in range(m)]
        if (f, h) == before:
            break
    return tuple(f), tuple(-x for x in h)


def certify(a, b, C) -> Certificate:
    """OT(a, b, C) for rational weights and costs (lists or arrays of int and Fraction), with its proof.

    The floating-point simplex only suggests a support; flow, potentials and their equal values are exact.
    Raises ValueError for data that are no measures or costs, NotCertified when the suggestion is not optimal.
    """
    a, b, C = list(a), list(b), [list(row) for row in C]
    for name, w in (("a", a), ("b", b)):
        if bad := [x for x in w if not isinstance(x, (int, Fraction))]:
            raise ValueError(f"{name} contains {bad[0]!r}: weights must be int or Fraction")
        if sum(w) != 1:
            raise ValueError(f"{name} has mass {sum(w)}: weights must sum to exactly 1; divide by their sum")
    if len(C) != len(a) or any(len(row) != len(b) for row in C):
        raise ValueError(f"C must be a matrix of {len(a)} rows with {len(b)} entries")
    if bad := [x for row in C for x in row if not isinstance(x, (int, Fraction))]:
        raise ValueError(f"C contains {bad[0]!r}: costs must be int or Fraction")
    rough = np.array([[float(x) for x in row] for row in C])
    P, _ = simplex([float(x) for x in a], [float(x) for x in b], rough - min(rough.min(), 0.0))
    flow = _flow_on([(int(i), int(j)) for i, j in np.argwhere(P > 1e-12)], a, b)
    f, g = _potentials(flow, C)
    found = Certificate(sum((mass * C[i][j] for (i, j), mass in flow.items()), Fraction(0)), flow, f, g)
    if failed := [premise for premise, holds in premises(found, a, b, C).items() if not holds]:
        raise NotCertified(f"the proposed plan and potentials are not optimal: {', '.join(failed)} fails")
    return found


def premises(certificate: Certificate, a, b, C) -> dict[str, bool]:
    """The premises of `certificate_sound` (proofs_formal/transport/Transport.v), tested one by one in exact arithmetic.

    If all hold, the flow is a cheapest coupling of a and b and the potentials are best possible: that implication is
    machine-checked. Everything else in this module only searches.
    """
    P, f, g = certificate.matrix(), certificate.f, certificate.g
    rows, columns = range(len(a)), range(len(b))
    cost = sum((P[i, j] * C[i][j] for i in rows for j in columns), Fraction(0))
    dual = sum((f[i] * a[i] for i in rows), Fraction(0)) + sum((g[j] * b[j] for j in columns), Fraction(0))
    return {"cpl_ge0": all(P[i, j] >= 0 for i in rows for j in columns),
            "cpl_fst": all(sum(P[i]) == a[i] for i in rows),
            "cpl_snd": all(sum(P[:, j]) == b[j] for j in columns),
            "f x + g y <= c x y": all(f[i] + g[j] <= C[i][j] for i in rows for j in columns),
            "cost c pi = dual mu nu f g": certificate.value == cost == dual}


# -- extended arithmetic
class Enclosed(NamedTuple):
    """OT(a, b, C) in flint.arb, and a flow {(i, j): mass} with these marginals; None where the simplex suggested none."""

    value: flint.arb
    flow: dict[tuple[int, int], Fraction] | None


def arb(x) -> flint.arb:
    """An int, float or Fraction in the working precision. Raises TypeError for anything else."""
    if isinstance(x, flint.arb):
        return x
    if isinstance(x, Fraction):
        return flint.arb(flint.fmpq(x.numerator, x.denominator))
    return flint.arb(int(x) if isinstance(x, (int, np.integer)) else float(x))


def _integer(x: flint.arb, bits: int) -> int:
    """The midpoint of x times 2**bits, rounded down."""
    mantissa, exponent = (int(k) for k in x.mid().man_exp())
    shift = exponent + bits
    return mantissa << shift if shift >= 0 else mantissa >> -shift


def enclosed(a, b, C) -> Enclosed:
    """OT(a, b, C) for Fraction weights of mass 1 and a matrix (lists) of finite costs in flint.arb.

    With integers N_ij within one unit of 2^bits C_ij, every coupling costs the same for N / 2^bits up to the error of the worst
    entry. For N a flow gives a bound above; potentials f with their transform g_j = min_i N_ij - f_i one below, in integers.
    The simplex, in floating point, only suggests where the flow is: the bounds hold for any suggestion.
    """
    n, m, bits = len(a), len(b), flint.ctx.prec
    units = [[_integer(c, bits) for c in row] for row in C]
    error = max((float(c.rad()) for row in C for c in row), default=0.0) * (1 + 2.0**-50) + 2.0**-min(bits, 1000)
    rough = np.array([[float(c) for c in row] for row in C])
    weights = [np.array([float(x) for x in w]) for w in (a, b)]
    P, _ = simplex(weights[0] / weights[0].sum(), weights[1] / weights[1].sum(), rough - min(rough.min(), 0.0))
    for least in (1e-12, 0.0):
        try:
            flow = _flow_on([(int(i), int(j)) for i, j in np.argwhere(P > least)], a, b)
            break
        except NotCertified:
            flow = None
    if flow is None:
        return Enclosed(flint.arb(0, float("inf")), None)
    f, _ = _potentials(flow, units, 0)
    g = [min(units[i][j] - f[i] for i in range(n)) for j in range(m)]
    below = sum((x * y for x, y in zip((*a, *b), (*f, *g))), Fraction(0)) / 2**bits
    above = sum((mass * units[i][j] for (i, j), mass in flow.items()), Fraction(0)) / 2**bits
    return Enclosed(arb(below).union(arb(above)) + flint.arb(0, error), flow)


def root_of(x: flint.arb, p) -> flint.arb:
    """x^(1/p) for a number x >= 0 and p > 0; a ball that reaches below 0 is cut there."""
    return x ** (1 / arb(p)) if x > 0 or x == 0 else flint.arb(0).union(x.upper() ** (1 / arb(p)))
