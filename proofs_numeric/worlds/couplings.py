"""Couplings in the world of measures: what transport costs, optimal couplings and their gluing, the supremum that is dual to W_1."""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Interval, down
from proofs_numeric.engine.interpret import Meaningless, unnamed
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.world import Part, Words

UNKNOWN = 1e30                   # radius of a plan of which nothing is known: it decides nothing


class Solved(NamedTuple):
    """Transport between pairs of laws for one exponent: what was asked, the plans proposed, W_p."""

    problems: transport.Problem
    plans: Any
    distances: Interval


class TransportWords(Words):
    """Laws are `Named`, exponents `Named` or int."""

    @functools.cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def _costs(self, p):
        """(d^p, relative error of its entries); for the integer 1 the distances themselves."""
        if isinstance(p, int) and p == 1:
            return self.instance["D"], 0.0
        if p not in self._known:
            self._known[p] = transport.powers(self.instance["D"], unnamed(p))
        return self._known[p]

    def _solved(self, p, a, b):
        """(place, Solved) of a pair of laws, with all pairs of the part if it is one of them: one question and one trace for all."""
        pairs = tuple((self.known[s], self.known[t]) for s, t in map(str.split, self.part.together))
        pairs = pairs if (a, b) in pairs else ((a, b),)
        if (p, pairs) not in self._known:
            C, relative = self._costs(p)
            sources, targets = (jnp.stack([law.value for law in side]) for side in zip(*pairs))
            problems = jax.vmap(lambda a, b: transport.posed(a, b, C, relative))(sources, targets)
            plans, potentials = self.ask(transport.simplex, problems.a, problems.b, problems.C)
            values = jax.vmap(transport.resolved)(problems, (plans, potentials))
            values = values if isinstance(p, int) and p == 1 else transport.rooted(values, unnamed(p))
            self._known[p, pairs] = Solved(problems, plans, values)
        return pairs.index((a, b)), self._known[p, pairs]

    def Wasserstein(self, p, a, b):
        k, solved = self._solved(p, a, b)
        return Interval(solved.distances.lo[k], solved.distances.hi[k])

    def Coupling(self, p, a, b):
        k, solved = self._solved(p, a, b)
        found = transport.plan(a.value, b.value, solved.plans[k])
        return transport.Plan(found.center, jnp.where(solved.problems.known[k], found.radius, UNKNOWN))

    def Glue(self, P, Q):
        return transport.glue(P, Q)

    def Cost(self, p, P):
        """Nothing is known where some cost is infinite, or has no meaning."""
        C, relative = self._costs(p)
        finite = jnp.isfinite(C).all()
        return transport.unless(finite, P.cost(jnp.where(finite, C, 1.0), relative))

    def FirstMarginal(self, P):
        return P.marginal(0)

    def SecondMarginal(self, P):
        return P.marginal(1)

    def Mismatch(self, a, b):
        """The cost of a move is 1, wherever it goes."""
        return transport.least_cost(a.value, b.value, 1.0 - jnp.eye(len(a.value)), self.ask)


class ExactTransportWords(Words):
    """With certificates. For p = 1 and 2, where the costs d^p are rational; W_2 is the square root of a rational number."""

    @functools.cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def _costs(self, p):
        """The matrix d^p. Raises Meaningless where it is irrational."""
        p = unnamed(p)
        costs = [[d if p == 1 else d**p for d in row] for row in self.instance["D"]] if p in (1, 2) else None
        if costs is None or any(not isinstance(c, (int, Fraction)) for row in costs for c in row):
            raise Meaningless(f"d^p with p = {p} is irrational in this instance: it has no certificate")
        return costs

    def _optimal(self, p, a, b):
        """(W_p, an optimal coupling)"""
        proof = transport.certify(a.value, b.value, self._costs(p))
        return proof.value if unnamed(p) == 1 else Radical((proof.value,)), proof.matrix()

    def _solved(self, p, a, b):
        if (p, a, b) not in self._known:
            self._known[p, a, b] = self._optimal(p, a, b)
        return self._known[p, a, b]

    def Wasserstein(self, p, a, b):
        return self._solved(p, a, b)[0]

    def Coupling(self, p, a, b):
        return self._solved(p, a, b)[1]

    def Glue(self, P, Q):
        mass = [m or Fraction(1) for m in P.sum(0)]
        return P @ (Q / np.array(mass, object)[:, None])

    def Cost(self, p, P):
        value = (P * np.array(self._costs(p), object)).sum()
        return value if unnamed(p) == 1 else Radical.of(value)

    def FirstMarginal(self, P):
        return P.sum(1)

    def SecondMarginal(self, P):
        return P.sum(0)

    def Mismatch(self, a, b):
        return transport.certify(a.value, b.value, ms.discrete(len(a.value)).tolist()).value


class ExtendedTransportWords(ExactTransportWords):
    """For distances >= 0 and any p > 0, or p = 1: costs in ball arithmetic, enclosed by a flow and potentials."""

    def _costs(self, p):
        p, D = unnamed(p), self.instance["D"]
        if p == 1:
            return [[transport.arb(d) for d in row] for row in D]
        if not p > 0 or any(d < 0 for row in D for d in row):
            raise ArithmeticError("only distances >= 0 and exponents > 0 are judged in extended arithmetic")
        return [[transport.arb(d) ** p for d in row] for row in D]

    def _optimal(self, p, a, b):
        n = len(a.value)
        found = transport.enclosed(list(a.value), list(b.value), self._costs(p))
        value = found.value if unnamed(p) == 1 else transport.root_of(found.value, unnamed(p))
        if found.flow is None or float(found.value.rad()) > 2.0**-300:       # then the flow is not known to be optimal
            return value, np.full((n, n), flint.arb(0, float("inf")), object)
        P = np.full((n, n), Fraction(0), object)
        for cell, mass in found.flow.items():
            P[cell] = mass
        return value, P

    def Cost(self, p, P):
        return sum((transport.arb(mass) * c for row, costs in zip(P, self._costs(p)) for mass, c in zip(row, costs)), flint.arb(0))


@dataclass(frozen=True)
class Transport(Part):
    """together: pairs of laws, "mu nu", between which the formulas transport for one exponent; others are asked about one by one."""

    together: tuple[str, ...] = ()
    floating, exact, extended = TransportWords, ExactTransportWords, ExtendedTransportWords


# -- duality
class DualWords(Words):
    def LipSup(self, a, b):
        """sup of <a - b, g> over g(x) - g(y) <= D(x, y), for any D; the whole line where there may be no such g.

        There is none where some D(x, x) < 0 or a closed path is shorter than 0. Otherwise let S be the lengths of shortest paths,
        S(x, x) = 0. Above: g(x) - g(y) <= S(x, y), hence <a - b, g> <= <P, S> for couplings P.
        Below: any function g, here the transform of a potential. If it misses the condition by at most e for every pair, then
        h(x) = min_y g(y) + S(x, y) meets it, and g - n e <= h <= g, as shortest paths have at most n steps.
        """
        a, b, D = a.value, b.value, self.instance["D"]
        n, largest, off = len(a), jnp.abs(D).max(), ~jnp.eye(len(a), dtype=bool)
        S = ms.closure(jnp.where(off, D, 0.0))
        closed = ms.closure(jnp.where(off, D, jnp.inf)).diagonal().min()    # the shortest path of more than 0 steps from a point to itself
        possible = (D.diagonal() >= 0).all() & ((D >= 0).all() | (closed > 4 * n * EPS * largest))
        problem = transport.posed(a, b, S, n * EPS)                         # n additions round an entry of S
        P, f = self.ask(transport.simplex, problem.a, problem.b, problem.C)
        g = (jnp.where(problem.a > 0, f, -jnp.inf)[:, None] - problem.C).max(0)    # the simplex gives no potential where no mass is
        g = g - g[0]                                                        # constants do not matter, and small values round less
        top = jnp.abs(g).max()
        missed = jnp.where(off, g[:, None] - g - D, 0.0).max() + 4 * EPS * (2 * top + largest)
        below = ((a - b) * g).sum() - n * missed - ((n + 8) * EPS + jnp.abs(a.sum() - 1) + jnp.abs(b.sum() - 1)) * top
        below = jnp.where((D >= 0).all(), jnp.maximum(below, 0.0), below)   # g = 0
        return transport.unless(problem.known & possible, Interval(down(below), transport.resolved(problem, (P, f)).hi))


class ExactDualWords(Words):
    """-oo where a closed path is shorter than 0: over no function."""

    def _paths(self):
        D = self.instance["D"]
        S = ms.paths(D)
        return S, any(S[x][x] < 0 or D[x][x] < 0 for x in range(len(D)))

    def LipSup(self, a, b):
        """A 1-Lipschitz function and a coupling along shortest paths of the same rational value."""
        D, (S, none) = self.instance["D"], self._paths()
        if none:
            return -sp.oo
        proof, places = transport.certify(a.value, b.value, S), range(len(D))
        g = np.array([min(S[x][y] - proof.g[y] for y in places) for x in places], object)
        if any(g[x] - g[y] > D[x][y] for x in places for y in places):
            raise transport.NotCertified("the transform of the potential is not 1-Lipschitz")
        if (value := ((a.value - b.value) * g).sum()) != proof.value:
            raise transport.NotCertified(f"a 1-Lipschitz function gives {value}, a coupling costs {proof.value}")
        return value


class ExtendedDualWords(ExactDualWords):
    def LipSup(self, a, b):
        """Where no closed path is shorter than 0, potentials below S give a function of at least their value: enclosed like a cost."""
        S, none = self._paths()
        if none:
            raise ArithmeticError("a closed path is shorter than 0: the supremum is over no function")
        return transport.enclosed(list(a.value), list(b.value), [[transport.arb(c) for c in row] for row in S]).value


@dataclass(frozen=True)
class Dual(Part):
    """The supremum over 1-Lipschitz functions."""

    floating, exact, extended = DualWords, ExactDualWords, ExtendedDualWords
