"""Gradient steps with a preconditioner."""
from sympy import symbols

from theorems.language.operators import Number, Operator

theta, g, b, M, K, I_d = symbols("theta g b M K I_d", commutative=False)
r, s = symbols("r s", commutative=False)
alpha, lam, k, c, i, Coordinates = symbols("alpha lambda k c i Coordinates", extended_real=True)


class DiagonalPart(Operator):
    is_commutative = False
    tex, meaning = r"\operatorname{{diag}}({})", "the matrix without its entries off the diagonal"


class Largest(Number):
    tex, meaning = r"m_{{\max}}", "the largest entry on the diagonal of $M$"


class Smallest(Number):
    tex, meaning = r"m_{{\min}}", "the smallest entry on the diagonal of $M$"


class Unit(Operator):
    is_commutative = False
    tex, meaning = "e_{{{}}}", "the unit vector of a coordinate"


def decayed(weights, gradient, preconditioner):
    """One step in which the weights decay by themselves."""
    return (1 - lam) * weights - alpha * preconditioner * gradient


def penalised(weights, gradient, preconditioner, coefficient):
    """One step on the loss plus coefficient/2 times the squared length of the weights."""
    return weights - alpha * preconditioner * (gradient + coefficient * weights)
