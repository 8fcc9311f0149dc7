"""Deformations of the line and of grids."""
from theorems.language.operators import Number, Operator


class Deform(Operator):
    tex, meaning = r"L_{{{}}} {:p}", r"deformation, $(L_\tau f)(x) = f(x - \tau(x))$"


class Largest(Number):
    tex, meaning = r"\lVert {} \rVert_\infty", r"the largest $\lvert\tau(x)\rvert$"


class Slope(Number):
    tex, meaning = r"\lVert {}' \rVert_\infty", r"the largest $\lvert\tau'(x)\rvert$"


class Bending(Number):
    tex, meaning = r"\lVert {}'' \rVert_\infty", r"the largest $\lvert\tau''(x)\rvert$"
