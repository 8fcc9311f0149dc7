"""Networks with one hidden layer: what they are, and the exact meaning of the words about them.

In rational arithmetic the points are x = k log(2)/2 with whole k, the inner weights are whole and a bias is given by q = exp(2b), so that
exp(2(wx + b)) = 2^(wk) q and every tanh is rational.
"""
import functools
import itertools
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import numpy as np

from proofs_numeric.engine.interpret import Named, extended, unnamed
from proofs_numeric.mathematics import ranks
from proofs_numeric.worlds.world import Words


class Size(NamedTuple):
    m: int                       # units of f
    n: int                       # units of g


class Net(NamedTuple):
    """A network; in rational arithmetic b holds exp(2b)."""

    c0: Any
    c: Any
    w: Any
    b: Any


def points(size) -> tuple[int, int]:
    """(points of X, points of Y)."""
    few = 2**(size.m + size.n)
    return few, max(few, 2 * 3**size.m)


def relabellings(m) -> tuple[np.ndarray, np.ndarray]:
    """(permutations, signs), each (2^m m!, m)."""
    found = [(p, e) for p in itertools.permutations(range(m)) for e in itertools.product((1, -1), repeat=m)]
    return np.array([p for p, _ in found]), np.array([e for _, e in found])


# -- exactly
class ExactWords(Words):
    """Points, arguments and biases as in the head of the module; max(t, 0) in units of log(2)/2."""

    def values(self):
        i = self.instance
        self.nets = [i["f"], i["g"]]
        self.linear = i["linear"]
        m, n = (len(net.c) for net in self.nets)
        few, many = (tuple(range(k)) for k in i["counts"])
        return {"f": Named("f", self.nets[0]), "g": Named("g", self.nets[1]), "m": m, "n": n, "X": few, "Y": many,
                "U": tuple(range(m + n)), "S": tuple(range(len(relabellings(m)[0]))),
                "T": tuple(self._argument(w, i["x"][x], b) for net in self.nets for w, b in zip(net.w, net.b) for x in few)}

    @functools.cached_property
    def _found(self) -> dict[Any, Any]:
        """Values of networks: the relabelled ones are asked for many times."""
        return {}

    # what differs between the two exact arithmetics
    def _argument(self, w, k, b):
        return Fraction(2)**(w * k) * b

    def _opposite(self, b):
        return 1 / b

    def _sign(self, t):
        return (t > 1) - (t < 1)

    def _length(self, t):
        """log_2 t. Raises ValueError when it is not whole."""
        power = t.numerator.bit_length() - t.denominator.bit_length()
        if t != Fraction(2)**power:
            raise ValueError(f"{t} is no power of 2: the argument is no multiple of log(2)/2")
        return Fraction(power)

    def _factor(self, number):
        return number

    def Tanh(self, t):
        return (t - 1) / (t + 1)

    # what does not
    def Activation(self, t):
        if not self.linear:
            return self.Tanh(t)
        return self._factor(self._length(t)) if self._sign(t) > 0 else self._factor(Fraction(0))

    def _slope(self, t):
        return self._factor(Fraction(int(self._sign(t) > 0))) if self.linear else 1 - self.Tanh(t)**2

    def Outer(self, j):
        return [c for net in self.nets for c in net.c][j]

    def Inner(self, j):
        return [w for net in self.nets for w in net.w][j]

    def Pairs(self, net):
        net = unnamed(net)
        return len({frozenset([(w, b), (-w, self._opposite(b))]) for w, b in zip(net.w, net.b)})

    def Width(self, net):
        return len(unnamed(net).c)

    def Different(self, points):
        return len({self.instance["x"][x] for x in points})

    def Relabelled(self, s, net):
        (order, sign), net = (table[s].tolist() for table in relabellings(len(unnamed(net).c))), unnamed(net)
        b = tuple(net.b[k] if e > 0 else self._opposite(net.b[k]) for k, e in zip(order, sign))
        c, w = (tuple(e * part[k] for k, e in zip(order, sign)) for part in net[1:3])
        return Net(net.c0, c, w, b)

    def Matches(self, f, g):
        f, g = unnamed(f), unnamed(g)
        return sum(self.Relabelled(s, f) == g for s in self.known["S"]) if len(f.c) == len(g.c) else 0

    def _arguments(self, net, x):
        return [self._argument(w, self.instance["x"][x], b) for w, b in zip(net.w, net.b)]

    def Value(self, net, x):
        net = unnamed(net)
        if (net, x) not in self._found:
            self._found[net, x] = sum(
                (self._factor(c) * self.Activation(t) for c, t in zip(net.c, self._arguments(net, x))), self._factor(net.c0))
        return self._found[net, x]

    def Features(self, net, points):
        return [[Fraction(1), *map(self.Activation, self._arguments(unnamed(net), x))] for x in points]

    def Jacobian(self, net, points):
        """The derivatives by the inner weights are divided by log(2)/2."""
        net, rows = unnamed(net), []
        for x in points:
            slopes = [self._factor(c) * self._slope(t) for c, t in zip(net.c, self._arguments(net, x))]
            values = self.Features(net, [x])[0]
            rows.append([*values, *(self._factor(self.instance["x"][x]) * slope for slope in slopes), *slopes])
        return rows

    def Rank(self, matrix):
        return ranks.rank(matrix)


class ExtendedWords(ExactWords):
    """Floats as fractions; tanh in ball arithmetic."""

    def _argument(self, w, x, b):
        return w * x + b

    def _opposite(self, b):
        return -b

    def _sign(self, t):
        return (t > 0) - (t < 0)

    def _length(self, t):
        return t

    def _factor(self, number):
        return extended(number)

    def Tanh(self, t):
        return extended(t).tanh()

    def Rank(self, matrix):
        """Raises ArithmeticError when the rank may be less than the number of columns."""
        flint.ctx.prec = 400
        if (found := ranks.rank([[*map(extended, row)] for row in matrix])) < len(matrix[0]):
            raise ArithmeticError(f"{found} pivots of {len(matrix[0])} are certainly not 0")
        return found
