"""Networks with one hidden layer on the line: their units, their values, and the relabellings that change neither."""
from sympy import Eq, Ge, Integer, Ne, Tuple, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause


class Value(Number):
    tex, meaning = r"{}({})", r"the output of a network at a point, $c_0 + \sum_j c_j\,\sigma(w_j x + b_j)$"


class Activation(Number):
    tex, meaning = r"\sigma({})", "the activation"


class Tanh(Number):
    tex, meaning = r"\tanh({})", "the hyperbolic tangent"


class Outer(Number):
    tex, meaning = r"c_{{{}}}", "the outer weight of a unit"


class Inner(Number):
    tex, meaning = r"w_{{{}}}", "the inner weight of a unit"


class Pairs(Number):
    tex, meaning = r"\#\pm(w,b)_{{{}}}", r"the number of different pairs $\pm(w_j, b_j)$ among the units of a network"


class Width(Number):
    tex, meaning = r"\#{}", "the number of units of a network"


class Different(Number):
    tex, meaning = r"\#{}", "the number of different points"


class Relabelled(Operator):
    tex, meaning = r"{}{}", (r"the network with its units permuted and some of them flipped, which turns $(c_j, w_j, b_j)$ into "
                             r"$(-c_j, -w_j, -b_j)$")


class Matches(Number):
    tex, meaning = r"\#\{{s : s{} = {}\}}", "the number of relabellings that turn one network into another, parameter by parameter"


class Features(Operator):
    tex, meaning = r"\Phi_{{{}}}({})", r"the matrix with the rows $(1, \sigma(w_1x+b_1), \dots, \sigma(w_mx+b_m))$, one for each point"


class Jacobian(Operator):
    tex, meaning = r"D_{{{}}}({})", ("the matrix with the derivatives of the output with respect to the parameters "
                                     r"$c_0, c_j, w_j, b_j$, one row for each point")


class Rank(Number):
    tex, meaning = r"\operatorname{{rank}} {}", "the rank of a matrix"


f, g, h, m, n, j, s, t, x, X, Y, T, S, U = symbols("f g h m n j s t x X Y T S U", extended_real=True)
GLOSSARY = {f: "a network with $m$ hidden units", g: "a network with $n$ hidden units", h: "$f$ or $g$", m: "the number of units of $f$",
            n: "the number of units of $g$", X: "a set of points", Y: "a larger set of points", U: "the units of both networks",
            S: r"the $2^m m!$ relabellings of $m$ units", T: "the real numbers"}
both, units = ((h, Tuple(f, g)),), ((j, U),)

with evaluate(False):
    TANH = Clause("activation", Eq(Activation(t), Tanh(t)), forall=((t, T),), used=((t, T),), scale=Integer(1),
                  label="the activation is the hyperbolic tangent")
    ACTIVE = Clause("active", Ne(Outer(j), 0), forall=units, used=units, label="no unit is switched off")
    WEIGHTS = Clause("weights", Ne(Inner(j), 0), forall=units, used=units, label="no unit is constant")
    DISTINCT = Clause("distinct", Eq(Pairs(h), Width(h)), forall=both, used=both, label="no two units of a network are equal or opposite")
    UNRELATED = Clause("unrelated", Eq(Matches(f, g), 0), used=(), label="no relabelling turns one network into the other")
    ENOUGH = Clause("enough", Ge(Different(X), 2**(m + n)), used=(), label="enough points")
    MANY = Clause("many", Ge(Different(Y), 2 * 3**m), used=(), label="enough points for all parameters")
