"""Information between random variables with finitely many values."""
from sympy import symbols

from theorems.language.operators import Number, Operator

y, n, x, z, w, T, a, b, Values = symbols("y n x z w T a b Values", extended_real=True)


class Info(Number):
    tex, meaning = r"I\!\left({};{}\right)", "the mutual information, in nats"


class CondInfo(Number):
    tex, meaning = r"I\!\left({};{}\mid {}\right)", "the mutual information given a third variable, in nats"


class Pair(Operator):
    tex, meaning = "{},{}", "the pair of two variables"


class Apart(Number):
    tex, meaning = r"\lVert p(y\mid {})-p(y\mid {})\rVert_1", "the distance of the laws of the task given two values of the input"


class Class(Number):
    tex, meaning = r"T({})", "the value of a function of the input"
