"""Classes of critics: suprema over them, and what bounds the slope of a network."""
from sympy import symbols

from theorems.language.operators import Number, Operator


class BoundedSup(Number):
    fenced = False
    tex = r"\sup_{{{0}\le g\le {1}}}\textstyle\int g\,d({2} - {3})"
    meaning = "the supremum over all functions $g$ on $X$ with values in this interval"


class SteepSup(Number):
    fenced = False
    tex = r"\sup_{{\operatorname{{Lip}}(g)\le {0}}}\textstyle\int g\,d({1} - {2})"
    meaning = r"the supremum over all functions $g$ on $X$ with $g(x)-g(y) \le K\,d(x,y)$ for all $x, y$"


class Point(Operator):
    tex, meaning = r"\mathbf{{{}}}", r"a point of $X$ as a vector of $\mathbb R^{n_0}$"


class Length(Number):
    tex, meaning = r"\lvert {} \rvert", "the Euclidean length of a vector"


class Value(Number):
    tex, meaning = r"{}({})", "the value of the network at a point"


class CriticMean(Number):
    fenced, tex, meaning = False, r"\textstyle\int {}\,d{}", "the integral of a function against a measure"


class LargestWeight(Number):
    tex, meaning = r"\max\lvert A_{{{}}}\rvert", "the largest modulus of a weight of a layer; biases do not count"


class GeometricWidth(Number):
    fenced, tex = False, r"\sqrt{{n_{{{0}}}\,n_{{{0}-1}}}}"
    meaning = r"$n_h$ is the width of layer $h$, $n_0$ the dimension of the input"


K, c, f, sigma, u, v = symbols("K c f sigma u v", extended_real=True)
h, H = symbols("h H", integer=True)
PHRASES = {K: "a positive number", c: "a bound on the moduli of the weights", f: "the critic, a network with one output",
           sigma: "the activation", h: "a layer", H: "the number of layers", u: "a point of $X$", v: "another one"}
