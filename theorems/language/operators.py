"""Uninterpreted operators. An operator carries its LaTeX and no meaning; a model of `proofs_numeric` gives it one."""
from itertools import groupby
from typing import ClassVar

from sympy import Function, Tuple, fraction
from sympy.printing.precedence import PRECEDENCE


class _Argument:
    """One printed argument: `{}` as it is, `{:p}` in parentheses unless atomic or a prefix operator, `{:i}` with fractions inline."""

    def __init__(self, printer, expr):
        self.printer, self.expr = printer, expr

    def __format__(self, spec: str) -> str:
        e, show = self.expr, self.printer._print
        if spec == "i" and not (below := fraction(e)[1]).is_Number:
            return rf"{self.printer.parenthesize(fraction(e)[0], PRECEDENCE['Mul'])}/{self.printer.parenthesize(below, PRECEDENCE['Pow'])}"
        atomic = e.is_Atom or (isinstance(e, Operator) and not e.postfix)
        return show(e) if atomic or spec != "p" else rf"\left({show(e)}\right)"


class Operator(Function):
    """A map of the notation.

    `tex` is a format string over the printed arguments: `{:p}` parenthesises unless atomic, `{:i}` prints fractions inline.
    `meaning` is the entry of the glossary, a phrase with `$...$` mathematics.
    `postfix`: the symbol follows its argument, so that a further postfix needs parentheses.
    `fenced`: an exponent may be appended without parentheses.
    """

    tex: ClassVar[str] = ""
    meaning: ClassVar[str] = ""
    postfix: ClassVar[bool] = False
    fenced: ClassVar[bool] = True

    def _sympystr(self, printer):
        """The name with its arguments, whatever SymPy knows under the same name."""
        return f"{type(self).__name__}({', '.join(map(printer._print, self.args))})"

    def _latex(self, printer, exp=None):
        text = self.tex.format(*(_Argument(printer, a) for a in self.args))
        if exp is None:
            return text
        return rf"{text}^{{{exp}}}" if self.fenced else rf"\left({text}\right)^{{{exp}}}"


class Number(Operator):
    """An operator with values in [-oo, oo].

    Never declared nonnegative: SymPy would decide clauses such as `Ge(norm, 0)` when they are constructed.
    """

    is_commutative = True
    is_extended_real = True


class Binder(Number):
    """`Sup(body, (x, X), ...)`: x is bound and runs over the domain X that the model provides; `(k, 1, n)`: integers."""

    symbol: ClassVar[str] = ""

    def __new__(cls, body, *bounds, **options):
        return super().__new__(cls, body, *(Tuple(*b) for b in bounds), **options)

    @property
    def bound(self):
        """The bound variables."""
        return tuple(b[0] for b in self.args[1:])

    @property
    def free_symbols(self):
        domains = set().union(*(d.free_symbols for b in self.args[1:] for d in b[1:]))
        return self.args[0].free_symbols - set(self.bound) | domains

    def _latex(self, printer, exp=None):
        body = printer.parenthesize(self.args[0], PRECEDENCE["Mul"])
        if len(self.args[1]) == 3:
            (x, low, high), = self.args[1:]
            text = rf"{self.symbol}_{{{printer._print(x)}={printer._print(low)}}}^{{{printer._print(high)}}} {body}"
        else:
            text = rf"{self.symbol}_{{{ranges(self.args[1:], printer._print)}}} {body}"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


def ranges(bounds, show) -> str:
    r"""LaTeX of index variables and their domains: `x, y \in X`; consecutive variables with one domain share it."""
    def shown(domain):
        if isinstance(domain, (tuple, Tuple)):
            return rf"\{{{', '.join(map(show, domain))}\}}"
        return show(domain)
    groups = [(rf"\{{{show(d[0])},\dots,{show(d[1])}\}}" if len(d) == 2 else shown(d[0]), [show(b[0]) for b in group])
              for d, group in groupby(bounds, lambda b: tuple(b[1:]))]
    return r",\ ".join(rf"{', '.join(names)} \in {domain}" for domain, names in groups)
