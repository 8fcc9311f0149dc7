"""Symmetric matrices and Gaussian laws."""
from theorems.language.operators import Number, Operator


class Trace(Number):
    tex, meaning = r"\operatorname{{tr}}\!\left({}\right)", "the trace"


class Root(Operator):
    tex, meaning, postfix = r"{:p}^{{1/2}}", "the positive semidefinite square root of a positive semidefinite matrix", True


class MinEigen(Number):
    tex, meaning = r"\lambda_{{\min}}\!\left({}\right)", "the smallest eigenvalue of a symmetric matrix"


class Gaussian(Operator):
    tex, meaning = r"\mathcal N\!\left({},{}\right)", "the Gaussian measure with this mean and covariance"


class InverseRoot(Operator):
    tex, meaning, postfix = r"{:p}^{{-1/2}}", "the inverse of the positive semidefinite square root", True
