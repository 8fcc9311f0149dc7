"""Sums of ridge functions on finitely many points, and the networks of steps that a greedy choice builds for them."""
from sympy import Abs, Le, Ne, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.measures import mu


class Component(Number):
    tex, meaning = r"f_{{{}}}({})", r"the function along the frequency $\omega_j$, such as $a_j\cos(\omega_j\cdot x+\varphi_j)$"


class Phase(Number):
    tex, meaning = r"\omega_{{{}}}\!\cdot {}", "the product of a frequency and a point"


class Steepness(Number):
    tex, meaning = r"a_{{{}}}", r"the largest slope of $f_j$ in $\omega_j\cdot x$; of a cosine the modulus of its amplitude"


class Frequency(Number):
    tex, meaning = r"\lvert\omega_{{{}}}\rvert", "the length of a frequency"


class Network(Operator):
    tex, meaning = r"f_{{{}}}", (r"the greedy network $f(0) + \sum_{k\le n}c_k\,1\{\alpha_k\cdot x>\tau_k\}$, where a step with "
                              r"$\tau_k<0$ may be reversed")


class Centred(Operator):
    tex, meaning = r"f^\circ_{{{}}}", r"the greedy network with a free constant, $c_0+\sum_{k\le n}c_k\,1\{\alpha_k\cdot x>\tau_k\}$"


class Gap(Number):
    tex, meaning = r"\left\lVert {} - {} \right\rVert_{{L^2({})}}^2", "the mean square of the difference"


class Coefficients(Number):
    tex, meaning = r"\left\lvert c({}) \right\rvert_1", "the sum of the moduli of the outer weights $c_1, ..., c_n$"


class Drawn(Number):
    tex, meaning = (r"\mathbb E\left\lVert \bar g - \tfrac1{0}\textstyle\sum_{{k\le {0}}} g_{{I_k}} \right\rVert_{{L^2({1})}}^2",
                    r"the mean over $n$ independent choices $I_k$ of an element $g_i$ of the dictionary with the probabilities $p_i$, "
                    r"where $\bar g = \sum_ip_ig_i = f - f(0)$")


class Spread(Number):
    tex, meaning = r"S({})", r"$\sum_ip_i\lVert g_i\rVert^2-\lVert\bar g\rVert^2$, the spread of the dictionary of steps"


f, j, n, x, y, r, C, J, X, O, N = symbols("f j n x y r C J X O N", extended_real=True)
GLOSSARY = {f: r"the function $\sum_jf_j$", J: "the frequencies", X: "the points on which the law sits", O: "these points and the origin",
            mu: "a law on $X$", r: "the radius of a ball", C: "a bound on the variation", N: "the largest width that is tried"}

with evaluate(False):
    SLOPE = Clause("slope", Le(Abs(Component(j, x) - Component(j, y)), Steepness(j) * Abs(Phase(j, x) - Phase(j, y))),
                   forall=((j, J), (x, O), (y, O)), used=((j, J), (x, O), (y, O)), where=Ne(x, y),
                   label="a sum of functions along frequencies")
    BALL = Clause("ball", Le(Abs(Phase(j, x)), r * Frequency(j)), forall=((j, J), (x, X)), used=((j, J), (x, X)),
                  label="the points lie in a ball", why=r"It holds where $\lvert x\rvert\le r$.")
    VARIATION = Clause("variation", Le(Total(Steepness(j) * Frequency(j), (j, J)), C), used=(), label="the variation is bounded")
