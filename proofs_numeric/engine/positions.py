"""Where a relation could be wrong by a factor: both sides, every summand, every exponent. Formulas only; neither JAX nor a model.

Power belongs to a constant and not to a clause. So each place of a conclusion where a wrong number could stand is multiplied by
1 - d and by 1 + d, and the search asks which d it would have noticed. A constant that is a factor of a product is wrong by the same
factor as the product, so a product is one position; the summands of a sum, the operands of a maximum and the exponents of powers are
positions of their own.
"""
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theorems.language.operators import Binder, Number, Operator

FACTOR = sp.Symbol("factor", extended_real=True)              # by which the term at a position is multiplied


@dataclass(frozen=True)
class Position:
    """A subterm of a relation: `path` are the indices of arguments that lead to it. `what`: side, term or exponent."""

    path: tuple[int, ...]
    what: str
    term: Any

    def scaled(self, relation):
        """The relation with this subterm multiplied by FACTOR."""
        with sp.evaluate(False):
            return _replaced(relation, self.path, FACTOR * self.term)


def _replaced(expr, path, new):
    if not path:
        return new
    args = list(expr.args)
    args[path[0]] = _replaced(args[path[0]], path[1:], new)
    return expr.func(*args)


def positions(relation) -> tuple[Position, ...]:
    """Every place of a relation where a constant may be wrong: the side that an inequality bounds by, terms and exponents on both.

    Of an equality the right side counts. A side that is 0 or infinite has no constant; a product or a power compared with 0 has none,
    nor has an inequation.
    """
    if isinstance(relation, sp.Ne):
        return ()
    if 0 in relation.args:
        other = next((a for a in relation.args if a != 0), relation.args[0])
        inner = _inside(other, (relation.args.index(other),))
        return tuple(dict.fromkeys(place for place in inner if place.what == "term"))
    main = 0 if isinstance(relation, (sp.Ge, sp.Gt)) else 1
    found = []
    for side, expr in ((main, relation.args[main]), (1 - main, relation.args[1 - main])):
        if side == main and not (expr.is_Number and (expr == 0 or not expr.is_finite)):
            found.append(Position((side,), "side", expr))
        found += _inside(expr, (side,))
    return tuple(dict.fromkeys(found))


def _inside(expr, path) -> list[Position]:
    found = []
    if isinstance(expr, Binder):
        return _inside(expr.args[0], (*path, 0))
    if isinstance(expr, Operator):                                 # a map of signals is no arithmetic; a number of a sum may be
        if isinstance(expr, Number) and any(_constants(a) for a in expr.args):
            for k, a in enumerate(expr.args):
                found += _inside(a, (*path, k))
        return found
    if expr.is_Add or isinstance(expr, (sp.Max, sp.Min)):
        found += [Position((*path, k), "term", a) for k, a in enumerate(expr.args) if a != 0]
    if expr.is_Pow and expr.exp not in (-1, sp.S.Half, -sp.S.Half):
        found.append(Position((*path, 1), "exponent", expr.exp))
    for k, a in enumerate(expr.args):
        if not (expr.is_Pow and k == 1):
            found += _inside(a, (*path, k))
    return found


def _constants(expr) -> bool:
    """Whether a number other than 0, 1 and -1 occurs in the arithmetic of a term, outside the maps of signals in it."""
    if isinstance(expr, Operator) and not isinstance(expr, Number):
        return False
    if expr.is_Number:
        return abs(expr) not in (0, 1)
    return any(_constants(a) for a in expr.args)
