"""LaTeX of a formula: the author's order of terms, no nested parentheses in sums, no `|` (it splits table cells)."""
from collections.abc import Mapping

from sympy import Mul, Symbol
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE


class _Printer(LatexPrinter):
    def __init__(self, names: Mapping[Symbol, str]):
        super().__init__({"order": "none", "symbol_names": dict(names)})

    def _print_Add(self, expr, order=None):
        def flat(x, sign):
            if x.is_Add:
                for a in x.args:
                    yield from flat(a, sign)
            elif x.is_Mul and len(x.args) == 2 and x.args[0] == -1 and x.args[1].is_Add:
                yield from flat(x.args[1], -sign)
            else:
                yield x, sign
        terms = list(flat(expr, 1))
        if terms[0][0].is_Number and (terms[0][0] < 0) != (terms[0][1] < 0):       # M - 1, not -1 + M
            terms = [*terms[1:], terms[0]]
        out = ""
        for x, sign in terms:
            text = self._print(x) if x.is_Number else self.parenthesize(x, PRECEDENCE["Add"])
            minus = text.startswith("-")
            text = text[1:].lstrip() if minus else text
            negative = minus != (sign < 0)
            out += (" - " if out else "- ") + text if negative else (" + " if out else "") + text
        return out

    def _print_Mul(self, expr):
        rest = [a for a in expr.args if a != 1]                                # `1 / x` without evaluation is 1 * x**-1
        if rest and len(rest) < len(expr.args):
            return self._print(Mul(*rest, evaluate=False) if len(rest) > 1 else rest[0])
        return super()._print_Mul(expr)

    def _print_Abs(self, expr, exp=None):
        text = rf"\left\lvert {self._print(expr.args[0])} \right\rvert"
        return text if exp is None else rf"{text}^{{{exp}}}"


def typeset(expr, names: Mapping[Symbol, str] | None = None) -> str:
    """LaTeX of `expr`; `names` maps symbols to LaTeX where SymPy's own rendering is not wanted."""
    return _Printer(names or {}).doprint(expr)
