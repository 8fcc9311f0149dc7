"""Kantorovich and Rubinstein: W_1 is the largest difference of the means of a 1-Lipschitz function."""
from sympy import Eq, Le, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary import measures, transport
from theorems.vocabulary.measures import Diameter, Integral, X, f, glossary, lam, metric, mu, nu, probability
from theorems.vocabulary.transport import LipSup


class Wasserstein(transport.Wasserstein):
    meaning = (r"the Wasserstein distance of order 1: the minimum of $\sum_{x,y} d(x,y)\,\pi(x,y)$ over the couplings $\pi \ge 0$ of the "
               r"two laws, matrices of which they are the row and column sums")


class LipNorm(measures.LipNorm):
    meaning = r"the Lipschitz constant: the largest $(f(x)-f(y))/d(x,y)$ over the pairs with $d(x,y) > 0$, and at least 0"


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
    THEOREM = Theorem(
        tag="0009",
        title="Kantorovich-Rubinstein duality",
        headline="duality",
        aliases=("W_1", "earth mover's distance", "Wasserstein GAN, WGAN", "critic", "integral probability metric"),
        source=Source("Villani2009", "Particular Case 5.16, equation (5.11); Remark 6.5, equation (6.3)", Fidelity.QUOTED,
                      "Both numbers were read in several quotations by others, with their content; the page is left out, as they quote "
                      "a manuscript. Theorem 1.14 of the 2003 book by the same author is cited for the same statement in a "
                      "formalisation.", "Particular Case 5.16"),
        hypotheses=(
            *probability(mu, nu),
            *metric(
                nonnegative=dict(
                    why="The duality does not use it: from the triangle inequality and $d(x,x) = 0$ it follows that no closed path is "
                        "shorter than 0, which is enough."),
                separating=dict(
                    why="Where $d(x,y)=0$ the quotient that would bound $f(x)-f(y)$ is missing. The duality does not use it: there the "
                        "functions of the supremum take one value."),
                symmetric=dict(
                    used=(), role=Role.TECHNICAL,
                    why=r"Suprema and $\operatorname{Lip}(f)$ run over ordered pairs, and the proofs use no symmetry: mass moves from $x$ "
                        r"to $y$ and $f(x)-f(y)\le d(x,y)$. An edge case has one-way distances."))),
        conclusions=(
            Clause("duality", Eq(Wasserstein(1, mu, nu), LipSup(mu, nu)), scale=Diameter(X),
                   needs=("mass", "positive", "reflexive", "triangle"), label="cost is the best difference of means"),
            Clause("weak", Le(Integral(f, mu) - Integral(f, nu), LipNorm(f) * Wasserstein(1, mu, nu)),
                   needs=("mass", "positive", "nonnegative", "separating"), label="every function bounds the cost from below",
                   why="Every function, divided by its Lipschitz constant, bounds the distance from below; neither the triangle "
                       "inequality nor $d(x,x) = 0$ is needed for it.")),
        glossary=glossary(mu, nu, lam, X, f),
        steps=(
            Step("marginals", Eq(moved, summed), Identity(),
                 r"$\sum_{ij}P_{ij}(f_i-f_j)$ sees of $P$ only its marginals, on three points: weak duality."),
            Step("summation by parts", Eq(laws, steps), Identity(),
                 r"On a line of four points the means differ by the sum of $(F_i-G_i)(f_i-f_{i+1})$ over the distribution functions "
                 r"$F$, $G$: the best $f$ has slope $\pm1$ where they differ.")))
