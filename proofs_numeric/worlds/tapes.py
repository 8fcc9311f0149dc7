"""Straight-line programs with the operations +, -, * and ^ (the maximum): values, local partials, adjoints and tangents at one point.

A program is a text such as "0*1 2+0 3*2": nodes 0 and 1 are the inputs, every operation is the next node, the last one is the output. It
is static; the instance is the point, a direction, and what is claimed of local partials and adjoints. In floating point claims are known
up to 2^-44 of their size. The exact twin computes in fractions and is the only one that knows the maximum.
"""
import functools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.worlds.world import Part, Words, World, in_latex

CLAIMED = 2.0**-44               # how far a claim may be off, relative to the sizes of the terms that it sums
REACH = 1.25                     # of the coordinates of random points


class Size(NamedTuple):
    inputs: int
    program: str


class Operation(NamedTuple):
    kind: str                    # one of + - * ^
    left: int
    right: int


@functools.cache
def operations(size: Size) -> tuple[Operation, ...]:
    """The operations of a program. Raises ValueError where an operand does not come before its result."""
    found = []
    for t, text in enumerate(size.program.split()):
        kind = next(c for c in "+-*^" if c in text)
        left, right = map(int, text.split(kind))
        if max(left, right) >= size.inputs + t:
            raise ValueError(f"{text} in {size.program!r}: an operand does not come before node {size.inputs + t}.")
        found.append(Operation(kind, left, right))
    return tuple(found)


def uses(size: Size) -> list[list[tuple[int, int]]]:
    """For each node the pairs (operation, 0 or 1) of which it is an operand."""
    ops = operations(size)
    return [[(t, a) for t, o in enumerate(ops) for a in (0, 1) if o[1 + a] == k] for k in range(size.inputs + len(ops))]


def counted(size: Size) -> tuple[int, int]:
    """(all operations, multiplications) of the program and its reverse sweep, counted by going through both.

    The sweep visits every operation. A multiplication costs two multiplications; a sum is free, signs included. What a node is handed first
    is stored, whatever comes later is added.
    """
    ops, handed = operations(size), set()
    total, products = len(ops), sum(o.kind == "*" for o in ops)
    for o in reversed(ops):
        if o.kind == "*":
            total, products = total + 2, products + 2
        for k in (o.left, o.right):
            total += k in handed
            handed.add(k)
    return total, products


def values(size: Size, x) -> list:
    """The values of all nodes; x: numbers, enclosures or symbols."""
    v = list(x)
    for o in operations(size):
        p, q = v[o.left], v[o.right]
        v.append(p + q if o.kind == "+" else p - q if o.kind == "-" else p * q if o.kind == "*" else max(p, q))
    return v


def partials(size: Size, v) -> list[tuple]:
    """The derivatives of each operation in its two operands; at a tie of a maximum 1 and 0."""
    table = {"+": lambda p, q: (1, 1), "-": lambda p, q: (1, -1), "*": lambda p, q: (q, p),
             "^": lambda p, q: (int(p >= q), int(p < q))}
    return [table[o.kind](v[o.left], v[o.right]) for o in operations(size)]


def swept(size: Size, p, seed) -> list:
    """The adjoints of all nodes, by a reverse sweep with the local partials p."""
    ops = operations(size)
    adjoint = [0 * seed] * (size.inputs + len(ops) - 1) + [seed]
    for t in reversed(range(len(ops))):
        for a in (0, 1):
            k = (ops[t].left, ops[t].right)[a]
            adjoint[k] = adjoint[k] + adjoint[size.inputs + t] * p[t][a]
    return adjoint


# -- words
class _Static(Words):
    """What depends on the program only. Subclasses give Adjoint and Partial."""

    Adjoint: Callable
    Partial: Callable

    @functools.cached_property
    def program(self) -> Size:
        return self.size or self.instance["program"]

    def values(self):
        size = self.program
        n, ops = size.inputs, operations(size)
        total, products = counted(size)
        return {"n": n, "L": len(ops), "mu": sum(o.kind == "*" for o in ops), "C": total, "C_*": products, "omega": n + len(ops) - 1,
                "V": range(n + len(ops) - 1), "I": range(n), "O": range(n, n + len(ops))}

    def Uses(self, k):
        return len(uses(self.program)[k])

    def Handed(self, k):
        return sum((self.Adjoint(self.program.inputs + t) * self.Partial(self.program.inputs + t, a + 1) for t, a in uses(self.program)[k]),
                   0 * self.Adjoint(k))

    def TangentIn(self, i):
        return self.instance["direction"][i]

    def _pushed(self, p, directions):
        """The tangents of all nodes for the tangents of the inputs. p: (operation, tangents so far) -> the tangent of its result."""
        v = list(directions)
        for t in range(len(operations(self.program))):
            v.append(p(t, v))
        return v

    def Tangent(self, k):
        n, ops = self.program.inputs, operations(self.program)
        return self._pushed(lambda t, v: self.Partial(n + t, 1) * v[ops[t].left] + self.Partial(n + t, 2) * v[ops[t].right],
                            [self.TangentIn(i) for i in range(n)])[k]


class TapeWords(_Static):
    """Enclosures of what one sweep computes in float64."""

    @functools.cached_property
    def _values(self):
        return values(self.program, [Interval.of(x) for x in self.instance["x"]])

    @functools.cached_property
    def _true(self):
        return [[Interval.of(p) for p in pair] for pair in partials(self.program, self._values)]

    @functools.cached_property
    def _sizes(self):
        """Of the adjoints, without cancellation."""
        return swept(self.program, jnp.abs(self.instance["p"]), 1 + jnp.abs(self.instance["adjoint"][-1]))

    def TangentIn(self, i):
        return Interval.of(self.instance["direction"][i])

    def Adjoint(self, k):
        return Interval.around(self.instance["adjoint"][k], CLAIMED * self._sizes[k])

    def Partial(self, t, a):
        p = self.instance["p"][t - self.program.inputs, a - 1]
        return Interval.around(p, CLAIMED * (1 + jnp.abs(p)))

    def OneSided(self, t, a, side):
        return self._true[t - self.program.inputs][a - 1]

    @functools.cached_property
    def _slopes(self):
        ops, unit = operations(self.program), np.eye(self.program.inputs)
        return self._pushed(lambda t, v: self._true[t][0] * v[ops[t].left] + self._true[t][1] * v[ops[t].right],
                            [Interval(jnp.asarray(row), jnp.asarray(row)) for row in unit])[-1]

    def Slope(self, i):
        return Interval(self._slopes.lo[i], self._slopes.hi[i])

    @functools.cached_property
    def _paths(self):
        """The row of the output in the sum of the powers of the matrix of the local partials; and of that of 1 + |p|."""
        size, ops = self.program, operations(self.program)
        found = []
        for weights in (self.instance["p"], 1 + jnp.abs(self.instance["p"])):
            edges = jnp.zeros((size.inputs + len(ops),) * 2)
            for t, o in enumerate(ops):
                for a in (0, 1):
                    edges = edges.at[size.inputs + t, o[1 + a]].add(weights[t, a])
            power = total = jnp.eye(len(edges))[-1]
            for _ in ops:
                power = power @ edges
                total = total + power
            found.append(total)
        return found

    def PathSum(self, i):
        """A product of at most L numbers, each off by a claim: the error is at most 2 L times that, times the product of all 1 + |p|."""
        paths, above = self._paths
        return Interval.around(paths[i], 4 * len(operations(self.program)) * CLAIMED * above[i])


class ExactTapeWords(_Static):
    """Fractions. A derivative of a maximum at a tie is one-sided."""

    @functools.cached_property
    def _values(self):
        return values(self.program, self.instance["x"])

    def Adjoint(self, k):
        return self.instance["adjoint"][k]

    def Partial(self, t, a):
        return self.instance["p"][t - self.program.inputs][a - 1]

    def _directional(self, t, dp, dq):
        """The derivative of an operation from the right along (dp, dq)."""
        o = operations(self.program)[t]
        p, q = self._values[o.left], self._values[o.right]
        if o.kind == "^":
            return max(dp, dq) if p == q else dp if p > q else dq
        return dp + dq if o.kind == "+" else dp - dq if o.kind == "-" else dp * q + p * dq

    def OneSided(self, t, a, side):
        """The derivative along -1, with the opposite sign, is that from the left."""
        return side * self._directional(t - self.program.inputs, *(side * int(a == b) for b in (1, 2)))

    def Slope(self, i):
        ops = operations(self.program)
        return self._pushed(lambda t, v: self._directional(t, v[ops[t].left], v[ops[t].right]),
                            [Fraction(int(i == j)) for j in range(self.program.inputs)])[-1]

    def PathSum(self, i):
        """One product for each path, followed from the input."""
        size = self.program

        def follow(k, product):
            if k == size.inputs + len(operations(size)) - 1:
                return product
            return sum((follow(size.inputs + t, product * self.instance["p"][t][a]) for t, a in uses(size)[k]), Fraction(0))
        return follow(i, Fraction(1))


# -- the world
@dataclass(frozen=True)
class Tape(Part):
    """A point, a direction, local partials and adjoints. Both are honest but for the knobs."""

    floating, exact = TapeWords, ExactTapeWords
    knobs = ("seed", "adjoint", "smooth")
    frees = "local partials and adjoints of any size, the seed"

    def draw(self, size, rng):
        n, count = size.inputs, len(operations(size))
        return dict(x=rng.normal(size=n), direction=rng.normal(size=n), p=rng.normal(size=(count, 2)), adjoint=rng.normal(size=n + count))

    def build(self, size, theta, knobs, built):
        """A knob adds 1 at least to the seed, or random numbers to adjoints or to partials; sweeps go on with what they find."""
        x = REACH * jnp.tanh(theta["x"])
        p = jnp.asarray(partials(size, values(size, x))) + knobs.get("smooth", 0.0) * theta["p"]
        adjoint = jnp.asarray(swept(size, p, 1.0 + knobs.get("seed", 0.0) * (1 + theta["adjoint"][-1]**2)))
        off = knobs.get("adjoint", 0.0) * theta["adjoint"]
        return dict(x=x, direction=theta["direction"], p=p, adjoint=adjoint + off.at[-1].set(0.0))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loose=rng.choice([0.0, 0.0, 1.0], size=3))

    def build_free(self, size, theta, built):
        loose = jax.lax.stop_gradient(theta["loose"])
        return self.build(size, theta, dict(seed=loose[0], adjoint=loose[1], smooth=loose[2]), built)

    def named(self, given, exact):
        """p and adjoint: by default what one sweep computes."""
        size, x = given["program"], [Fraction(v) for v in given["x"]]
        p = given.get("p") or partials(size, values(size, x))
        adjoint = given.get("adjoint") or swept(size, p, Fraction(given.get("seed", 1)))
        out = dict(x=x, direction=[Fraction(v) for v in given.get("direction", range(1, len(x) + 1))], p=p, adjoint=adjoint)
        return out | dict(program=size) if exact else {name: np.array(v, float) for name, v in out.items()}

    def shown(self, instance):
        return {"x": in_latex(instance["x"])} if "program" not in instance else \
            {"x": in_latex(instance["x"]), r"\text{program}": r"\text{" + shown(instance["program"]) + "}"}


def shown(size: Size) -> str:
    """A program for readers, with v0, v1, ... for the nodes."""
    return "; ".join(f"v{size.inputs + t} = v{o.left} {'max' if o.kind == '^' else o.kind} v{o.right}"
                     for t, o in enumerate(operations(size)))


@dataclass(frozen=True)
class Tapes(World):
    """A named instance is exact: a program, a point x, and what is claimed."""

    def rational(self, name, inputs, program, x, **k):
        """In rational arithmetic."""
        given = {key: k.pop(key) for key in ("p", "adjoint", "seed", "direction") if key in k}
        return self.named(name, None, dict(program=Size(inputs, program), x=x) | given, **k)

    def random(self, seed, inputs, length, about=""):
        """A random program in which every node is used, at a point with small rational coordinates."""
        size = random_program(np.random.default_rng(seed), inputs, length)
        rng = np.random.default_rng(seed)
        x = [Fraction(int(a), int(b)) for a, b in zip(rng.integers(-4, 5, inputs), rng.integers(1, 4, inputs))]
        return self.rational(f"random program {seed}", *size, x, about=about)


def random_program(rng, inputs: int, length: int) -> Size:
    """Operands are unused nodes as long as there are more of them than the operations to come can use."""
    texts, unused = [], list(range(inputs))
    for t in range(length):
        node, left_over = inputs + t, length - t - 1
        pair = [int(rng.integers(node)), int(rng.integers(node))]
        for a in (0, 1):
            if len(set(unused) - set(pair)) > left_over:
                rest = sorted(set(unused) - set(pair))
                pair[a] = rest[int(rng.integers(len(rest)))]
        unused = [k for k in unused if k not in pair] + [node]
        texts.append(f"{pair[0]}{'+-*'[int(rng.integers(3))]}{pair[1]}")
    return Size(inputs, " ".join(texts))


SMALL, LARGE = Size(2, "0*1 2+0 3*2"), Size(3, "0*1 1+2 3*4 5-0 5*6")
TAPES = Tapes("Straight-line programs with the operations +, −, × at float64 points, one of three and one of five operations; exact "
              "instances have programs of their own.", (SMALL, LARGE), (Tape(),))
