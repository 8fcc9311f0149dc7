"""Sums of steps: a function along a direction, the staircase that follows it, the sigmoid that smooths the steps."""
from sympy import Abs, Gt, Le, Max, Min, Ne, Symbol, evaluate, symbols

from theorems.language.operators import Number
from theorems.language.statement import Clause, Role
from theorems.vocabulary.shallow import Activation


class Projection(Number):
    tex, meaning = r"u_{{{}}}({})", (r"the place of a point along a direction, scaled to $[0,1]$: "
                                   r"$(\omega_j\cdot x - \min)/\lvert\omega_j\rvert_1$ on the cube")


class Profile(Number):
    tex, meaning = r"f_{{{}}}({})", "a function of the place along a direction"


class Staircase(Number):
    tex, meaning = r"g_{{{}}}({})", (
        r"the staircase of $N-1$ units, $f_j(t_0) + \sum_{i=1}^{N-1}\bigl(f_j(t_i) - f_j(t_{i-1})\bigr)\,\sigma\bigl(k(u - "
        r"\tfrac iN)\bigr)$ with the midpoints $t_i = (i+\tfrac12)/N$")


class Steepness(Number):
    tex, meaning = r"L_{{{}}}", "the Lipschitz constant that is claimed along a direction"


class Offset(Number):
    tex, meaning = r"\textstyle\int \lvert {}(t) - 1_{{t>0}}\rvert\,dt", "how far an activation is from the step"


j, x, s, t, J, X, T, K, M, N, k, sigma = symbols("j x s t J X T K M N k sigma", extended_real=True)
I = Symbol("I", extended_real=True)
GLOSSARY = {J: "the directions", X: "points", T: "the real numbers", I: "the interval $[0,1]$", N: "the number of cells, a whole number",
            k: "the slope of the units", M: "a bound on how far the activation is from the step", sigma: "the activation"}

with evaluate(False):
    INSIDE = Clause("inside", Le(Abs(2 * Projection(j, x) - 1), 1), forall=((j, J), (x, X)), used=((j, J), (x, X)), role=Role.DOMAIN,
                    label="the points lie in the cube")
    STEEP = Clause("steep", Gt(k, 0), used=(), role=Role.DOMAIN, label="positive slope")
    LIPSCHITZ = Clause("lipschitz", Le(Abs(Profile(j, s) - Profile(j, t)), Steepness(j) * Abs(s - t)), forall=((j, J), (s, I), (t, I)),
                       used=((j, J), (s, I), (t, I)), where=Ne(s, t), label="Lipschitz along each direction")
    MONOTONE = Clause("monotone", Le(Activation(Min(s, t)), Activation(Max(s, t))), forall=((s, T), (t, T)), used=((s, T), (t, T)),
                      where=Ne(s, t), label="the activation does not decrease")
    MOMENT = Clause("moment", Le(Offset(sigma), M), used=(), label="the activation is close to the step in the mean")
