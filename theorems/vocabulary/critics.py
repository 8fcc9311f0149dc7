"""Real points, generated points, where they move, a plan between them, and a critic."""
from sympy import symbols

from theorems.language.operators import Number, Operator


class RealPoint(Operator):
    tex, meaning = r"x_{{{}}}", r"the $i$-th real point, a vector"


class FakePoint(Operator):
    tex, meaning = r"y_{{{}}}", r"the $j$-th generated point, a vector"


class MovedPoint(Operator):
    tex, meaning = r"y'_{{{}}}", r"where the $j$-th generated point moves"


class PlanMass(Number):
    tex, meaning = r"\pi_{{{},{}}}", r"the mass that the plan sends from $x_i$ to $y_j$"


class Gradient(Operator):
    fenced, tex, meaning = False, r"\nabla {}({})", "the gradient of the critic at a point"


class KinkGap(Number):
    tex = r"\operatorname{{gap}}_{{{}}}({})"
    meaning = (r"the critic is a maximum of cones $\varphi_k - s\lvert y-c_k\rvert$; how far the largest is above the others at a point, "
               "and 0 at its tip. Where it is positive the critic is differentiable")


class Inner(Number):
    tex, meaning = r"\left\langle {},{} \right\rangle", "the inner product of two vectors"


# -- symbols, with the phrase that explains them
P, Q, moved, i, j, I, J, f = symbols("P Q Q_moved i j I J f", extended_real=True)
PHRASES = {P: r"the real law, mass $\sum_j\pi_{i,j}$ at $x_i$", Q: r"the generated law, mass $\sum_i\pi_{i,j}$ at $y_j$",
           moved: "the generated law after the move, the same masses at $y'_j$", i: "a real point", j: "a generated point",
           I: "the real points", J: "the generated points", f: "the critic"}
NAMES = {moved: "Q'"}
