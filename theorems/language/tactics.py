"""How SymPy verifies a step of a proof. A tactic is data; `holds(claim)` decides.

No tactic calls `minimum`, `function_range` or `limit` on expressions with undetermined signs: SymPy may run for minutes.
"""
from dataclasses import dataclass

import sympy as sp


@dataclass(frozen=True)
class Identity:
    """`lhs - rhs` simplifies to 0, after integrals and sums are carried out."""

    def holds(self, claim) -> bool:
        difference = claim.lhs.doit() - claim.rhs.doit()
        forms = (lambda e: e, sp.expand, lambda e: sp.expand(e, complex=True), lambda e: e.rewrite(sp.exp))
        return any(sp.simplify(form(difference)) == 0 for form in forms)


@dataclass(frozen=True)
class Ladder:
    """`lhs <= rhs` for all real x, in one variable x.

    The difference d = rhs - lhs and its first derivatives vanish at 0, and the last derivative equals `square`, which is
    nonnegative by its form: so d >= 0 for x >= 0. If `even`, d is also checked to be even, which settles x < 0; otherwise
    the claim is for x >= 0 only.
    """

    square: sp.Expr
    even: bool = True

    def holds(self, claim) -> bool:
        (x,) = claim.free_symbols
        d = claim.rhs - claim.lhs
        if not self.square.is_nonnegative or self.even and sp.expand(d - d.subs(x, -x)) != 0:
            return False
        for _ in range(8):
            if sp.simplify(d - self.square) == 0:
                return True
            if sp.simplify(d.subs(x, 0)) != 0:
                return False
            d = sp.diff(d, x)
        return False


@dataclass(frozen=True)
class Squares:
    """`lhs <= rhs` because rhs - lhs expands to `total`, whose form (a sum of squares, say) is nonnegative."""

    total: sp.Expr

    def holds(self, claim) -> bool:
        return bool(self.total.is_nonnegative) and sp.simplify(sp.expand(claim.rhs - claim.lhs - self.total)) == 0
