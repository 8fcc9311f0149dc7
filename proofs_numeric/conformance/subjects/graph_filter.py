"""Linear filters of signals on graphs: polynomials of a Laplacian or an adjacency matrix, Chebyshev filters, the heat kernel."""
import functools

import flint
import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import graphs, plain
from proofs_numeric.conformance.graphs import EPS, Graphs
from proofs_numeric.conformance.subject import Asked, Parameter, Subject
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.numerics import checks

BITS = 200


def filtered(f, W: np.ndarray, x: np.ndarray, size: float) -> Ball:
    """f(W, x); size is in units of ||x|| + ||f(W, x)||: of the terms of a polynomial the largest is seldom much larger than both."""
    y = graphs.signal(f(W, x), W)
    return graphs.ball(y, size * float(np.linalg.norm(x) + np.linalg.norm(y)))


def applied(f, parameters, data, size):
    """A filter on a graph and on the renumbered one; also the gain of a filter."""
    order, W, x = data.get("order"), np.array(data["W"], float), np.array(data["x"], float)

    def moved(_, x):
        return graphs.ball(np.asarray(x.center)[order], x.radius) if isinstance(x, Ball) else x[order]
    return {"W": W, "x": x, "P": "P", "K": parameters["hops"], "Applied": lambda W, x: filtered(f, W, x, size), "Norm": graphs.norm,
            "Chebyshev": lambda K, x: filtered(f, W, x, size), "Conjugated": lambda P, W: plain.renumbered(W, order), "Moved": moved}


def gains(f, parameters, data, size):
    """A filter against the polynomial of the eigenvalues that it claims to be."""
    W, x, c = np.array(data["W"], float), np.array(data["x"], float), parameters["coefficients"]

    def synthesised(x):
        """From an approximate eigenbasis, its residual and its Gram matrix; nothing depends on how good it is.

        L = Q' diag(d) Q'^T + E, |E| <= off, for an orthogonal Q' within `skew` of Q. On the spectrum, within r, |h| is at most
        sum |c_k| r^k, and h(L) moves by at most sum k |c_k| r^(k-1) |E|.
        """
        L, n = np.diag(W.sum(1)) - W, len(W)
        d, Q = np.linalg.eigh(L)
        rounding, total = 4 * n * n * EPS, np.linalg.norm(L)
        skew = np.linalg.norm(Q.T @ Q - np.eye(n)) + rounding
        off = np.linalg.norm(Q.T @ L @ Q - np.diag(d)) + (3 * skew + rounding) * total
        r = abs(d).max() + off
        high, steep = sum(abs(a) * r**k for k, a in enumerate(c)), sum(k * abs(a) * r ** (k - 1) for k, a in enumerate(c) if k)
        y = Q @ (sum(a * d**k for k, a in enumerate(c)) * (Q.T @ x))
        if not size:                                         # the number of an instance is computed without budgets
            return graphs.ball(y, 0.0)
        return graphs.ball(y, (steep * off + (3 * skew + 16 * n * len(c) * EPS) * high) * float(np.linalg.norm(x)))
    return {"x": x, "Filtered": lambda x: filtered(f, W, x, size), "Synthesised": synthesised, "Norm": graphs.norm}


def responses(f, parameters, data, size):
    """The matrix of the filter, column by column, and two vertices."""
    W = np.array(data["W"], float)

    def matrix(_):
        columns = [filtered(f, W, e, size) for e in np.eye(len(W))]
        return graphs.ball(np.stack([c.center for c in columns], 1), float(np.linalg.norm([c.radius for c in columns])))

    def cell(A, i, j):
        return Interval.around(A.center[i, j], A.radius)
    return {"S": "S", "i": data["i"], "j": data["j"], "K": data["K"], "Poly": functools.cache(matrix), "Cell": cell, "Norm": graphs.norm}


def enclosed(x: flint.arb) -> Interval:
    middle = float(x.mid())
    return Interval.around(jnp.float64(middle), float(x.rad()) + 2 * EPS * abs(middle))


def heat(f, parameters, data, size):
    """Entries of the heat kernel; e^(-tL) has the norm 1, so that size is that of a value. Lambda is twice the largest degree.

    The tails are what the terms k <= K leave of e^a = I_0(a) + 2 sum I_k(a) = sum a^k / k!, in ball arithmetic.
    """
    W, a = np.array(data["W"], float), flint.arb(float(plain.half_time(parameters, data["W"])))

    def left(terms):
        precision, flint.ctx.prec = flint.ctx.prec, BITS
        try:
            return enclosed(1 - (-a).exp() * sum(terms(), flint.arb(0)))
        finally:
            flint.ctx.prec = precision

    def bessel(K):
        return left(lambda: [(1 if k == 0 else 2) * a.bessel_i(flint.arb(k)) for k in range(K + 1)])

    def poisson(K):
        return left(lambda: [a**k / flint.arb(k + 1).gamma() for k in range(K + 1)])

    def cell(_, i, j):
        y = graphs.signal(f(W, np.eye(len(W))[j]), W)
        return Interval.around(jnp.float64(y[i]), size)
    return {"t": parameters["time"], "i": data["i"], "j": data["j"], "K": data.get("K"), "Heat": lambda t: "e^-tL", "Cell": cell,
            "BesselTail": bessel, "PoissonTail": poisson}


def numbers(name, value):
    return tuple(checks.number(name, c) for c in (value if isinstance(value, (list, tuple)) else [value]))


def needs(name):
    return lambda parameters: "" if parameters[name] else f"it needs the parameter {name}"


def chebyshev(parameters):
    return "" if parameters["hops"] and parameters["chebyshev"] else "it needs the parameters hops and chebyshev"


SUBJECT = Subject(
    name="graph_filter",
    title="a linear filter of signals on a graph that depends on the weights only",
    call="f(W, x) with symmetric nonnegative weights W (n, n) and a signal x (n,); it returns a signal (n,)",
    arguments=("W", "x"),
    budget=8, unit="the norms of the signal and of the value, together",
    asked=(Asked("0019", "filter", applied, plain.renumbered_filter, Graphs(("x", "order"), empty=True)),
           Asked("0018", "filter", gains, plain.polynomial_filter, Graphs(("x",)), when=needs("coefficients")),
           Asked("001A", "local", responses, plain.local_filter, Graphs(("far",)), when=needs("hops")),
           Asked("001A", "chebyshev", applied, plain.graph_gain, Graphs(("x",)), when=chebyshev),
           Asked("001A", "heat", heat, plain.heat_tail, Graphs(("far",)), when=needs("time")),
           Asked("001A", "poisson", heat, plain.poisson_tail, Graphs(("far",)), when=needs("time")),
           Asked("001A", "everywhere", heat, plain.heat_everywhere, Graphs(("pair",)), when=needs("time"))),
    parameters={
        "vertices": graphs.VERTICES, "weights": graphs.WEIGHTS, "connected": graphs.CONNECTED,
        "hops": Parameter(0, checks.count, "how many hops the filter reaches, if it is a polynomial; without it that is not examined"),
        "chebyshev": Parameter(False, lambda name, x: bool(x), "whether the filter is T_K(2 L / Lambda - 1) for K = hops and a bound "
                               "Lambda on the spectrum; if not given, its gain is not examined"),
        "coefficients": Parameter((), numbers, "of the polynomial in the Laplacian that the filter is, the constant first; without them "
                                  "its values are not examined"),
        "time": Parameter(0.0, checks.positive, "t, if the filter is the heat kernel e^(-t L); without it the kernel is not examined")})
