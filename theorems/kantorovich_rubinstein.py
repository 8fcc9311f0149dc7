"""Kantorovich and Rubinstein: W_1 is the largest difference of the means of a 1-Lipschitz function."""
from sympy import Eq, Ge, Gt, Le, Ne, evaluate, symbols

from theorems.language.notation import Diameter, Distance, Integral, LipNorm, Total, Wasserstein, Weight
from theorems.language.operators import Number
from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity


class LipSup(Number):
    fenced = False
    tex = r"\sup_{{\operatorname{{Lip}}(g)\le 1}}\left(\textstyle\int g\,d{} - \int g\,d{}\right)"
    meaning = "the supremum over all functions $g$ on $X$ with $g(x)-g(y) \\le d(x,y)$ for all $x, y$"


mu, nu, lam, x, y, z, X, f = symbols("mu nu lambda x y z X f", extended_real=True)
# Steps: a flow on three points, a function, two laws on four points of a line.
P = symbols("P_11 P_12 P_13 P_21 P_22 P_23 P_31 P_32 P_33", real=True)
f1, f2, f3, f4, a1, a2, a3, b1, b2, b3 = symbols("f_1 f_2 f_3 f_4 a_1 a_2 a_3 b_1 b_2 b_3", real=True)
values = (f1, f2, f3)
rows, columns = [sum(P[3 * i:3 * i + 3]) for i in range(3)], [sum(P[i::3]) for i in range(3)]
moved = sum(P[3 * i + j] * (values[i] - values[j]) for i in range(3) for j in range(3))
summed = sum(value * (row - column) for value, row, column in zip(values, rows, columns))
a4, b4 = 1 - a1 - a2 - a3, 1 - b1 - b2 - b3
laws = f1 * (a1 - b1) + f2 * (a2 - b2) + f3 * (a3 - b3) + f4 * (a4 - b4)
steps = (f1 - f2) * (a1 - b1) + (f2 - f3) * (a1 + a2 - b1 - b2) + (f3 - f4) * (a1 + a2 + a3 - b1 - b2 - b3)

with evaluate(False):
    pairs = ((x, X), (y, X))
    THEOREM = Theorem(
        tag="0009",
        title="Kantorovich-Rubinstein duality",
        family="Optimal transport",
        source=Source("Villani2009", "Particular Case 5.16, equation (5.11); Remark 6.5, equation (6.3), p. 107", Fidelity.QUOTED,
                      "Both numbers were read in an audit by others that quotes them with their content. The same statement is "
                      "Theorem 1.14 of the 2003 book by the same author; that number is from memory and unconfirmed."),
        hypotheses=(
            Clause("mass", Eq(Total(Weight(lam, x), (x, X)), 1), forall=((lam, (mu, nu)),), role=Role.DOMAIN),
            Clause("positive", Ge(Weight(lam, x), 0), forall=((lam, (mu, nu)), (x, X)), role=Role.DOMAIN),
            Clause("nonnegative", Ge(Distance(x, y), 0), forall=pairs, role=Role.DOMAIN),
            Clause("reflexive", Eq(Distance(x, x), 0), forall=((x, X),), scale=Diameter(X)),
            Clause("separating", Gt(Distance(x, y), 0), forall=pairs, where=Ne(x, y), role=Role.DOMAIN,
                   why=r"It makes $\operatorname{Lip}(f)$ finite for every $f$. The duality does not use it: where $d(x,y)=0$ the "
                       r"functions of the supremum take one value."),
            Clause("symmetric", Eq(Distance(x, y), Distance(y, x)), forall=pairs, scale=Diameter(X), role=Role.TECHNICAL,
                   why=r"With $\operatorname{Lip}(f) = \max_{x\ne y}\,(f(x)-f(y))/d(x,y)$, as it is read here, the proof uses no "
                       r"symmetry: mass moves from $x$ to $y$ and $f(x)-f(y)\le d(x,y)$. An edge case has one-way distances."),
            Clause("triangle", Le(Distance(x, z), Distance(x, y) + Distance(y, z)), forall=((x, X), (y, X), (z, X)))),
        conclusions=(
            Clause("duality", Eq(Wasserstein(1, mu, nu), LipSup(mu, nu)), scale=Diameter(X),
                   needs=("mass", "positive", "nonnegative", "reflexive", "triangle")),
            Clause("weak", Le(Integral(f, mu) - Integral(f, nu), LipNorm(f) * Wasserstein(1, mu, nu)),
                   needs=("mass", "positive", "nonnegative", "separating"),
                   why="Every function bounds the distance from below; the triangle inequality is not needed for it.")),
        glossary={mu: "a probability vector", nu: "a probability vector", lam: r"$\mu$ or $\nu$", X: "the finite set of points",
                  f: "any function on $X$"},
        steps=(
            Step("marginals", Eq(moved, summed), Identity(),
                 r"$\sum_{ij}P_{ij}(f_i-f_j)$ sees of $P$ only its marginals, on three points: weak duality."),
            Step("summation by parts", Eq(laws, steps), Identity(),
                 r"On a line of four points the means differ by the sum of $(F_i-G_i)(f_i-f_{i+1})$ over the distribution functions "
                 r"$F$, $G$: the best $f$ has slope $\pm1$ where they differ.")))
