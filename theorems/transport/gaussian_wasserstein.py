"""Dowson and Landau, Olkin and Pukelsheim, Givens and Shortt, Gelbrich: W_2 between Gaussian measures in closed form."""
from sympy import Eq, Ge, Gt, Le, Matrix, evaluate, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary import transport
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.matrices import Gaussian, InverseRoot, MinEigen, Root, Trace
from theorems.vocabulary.measures import TV


class Wasserstein(transport.Wasserstein):
    meaning = (r"the Wasserstein distance of order 2 for the Euclidean distance of $\mathbb R^d$: "
               r"$W_2^2$ is the minimum of $\int \lVert x-y\rVert^2\,d\pi(x,y)$ over the couplings $\pi$ of the two laws")


mu, nu, m1, m2 = symbols("mu nu m_1 m_2", extended_real=True)
S1, S2, E = symbols("Sigma_1 Sigma_2 I", commutative=False)
a, x, y = symbols("a x y", positive=True)
p, q, r, f, g, h = symbols("p q r f g h", real=True)

with evaluate(False):
    square = Wasserstein(2, mu, nu)**2
    middle = Root(Root(S1) * S2 * Root(S1))
    T = InverseRoot(S1) * middle * InverseRoot(S1)
    size = Norm(m1 - m2)**2 + Trace(S1) + Trace(S2)
    laws = ("first_covariance", "second_covariance", "first_gaussian", "second_gaussian")
    regular = ("second_covariance", "first_regular")

S, D, One = Matrix([[p, q], [q, r]]), Matrix([[f, g], [g, h]]), Matrix([[1, 0], [0, 1]])
expanded = S.trace() + (D * S * D).trace() - 2 * (S * D).trace(), ((One - D) * S * (One - D)).trace()

with evaluate(False):
    THEOREM = Theorem(
        tag="000B",
        title="The Wasserstein distance between Gaussian measures",
        source=Source("Gelbrich1990", "equality case for Gaussian measures; also Peyré and Cuturi, Remark 2.31, (2.41)-(2.42)",
                      Fidelity.QUOTED,
                      "The formula and its derivation were read in lecture notes; the number of the remark in formalisations "
                      "that cite it. Not read: Dowson and Landau 1982, Olkin and Pukelsheim 1982, Givens and Shortt 1984, Gelbrich "
                      "1990. The clause on the Frobenius norm is a statement of this page."),
        hypotheses=(
            Clause("first_covariance", Ge(MinEigen(S1), 0), used=(), role=Role.DOMAIN, label="$\\Sigma_1$ is a covariance"),
            Clause("second_covariance", Ge(MinEigen(S2), 0), used=(), role=Role.DOMAIN, label="$\\Sigma_2$ is a covariance"),
            Clause("first_gaussian", Eq(TV(mu, Gaussian(m1, S1)), 0), used=(), label="$\\mu$ is Gaussian"),
            Clause("second_gaussian", Eq(TV(nu, Gaussian(m2, S2)), 0), used=(), label="$\\nu$ is Gaussian"),
            Clause("first_regular", Gt(MinEigen(S1), 0), used=(), role=Role.DOMAIN,
                   why="The optimal map is written with the inverse of a root; the distance needs no regularity.",
                   label="$\\Sigma_1$ is regular")),
        conclusions=(
            Clause("distance", Eq(square, Norm(m1 - m2)**2 + Trace(S1 + S2 - 2 * middle)), scale=size, needs=laws,
                   label="the distance in closed form"),
            Clause("map_pushes", Eq(T * S1 * T, S2), scale=Trace(S1) + Trace(S2), needs=regular,
                   why=r"$T = \Sigma_1^{-1/2}(\Sigma_1^{1/2}\Sigma_2\Sigma_1^{1/2})^{1/2}\Sigma_1^{-1/2}$ is the matrix of the optimal map "
                       r"$x \mapsto m_2 + T(x - m_1)$.", label="the map carries one covariance to the other"),
            Clause("map_monotone", Ge(MinEigen(T), 0), needs=regular, label="the map is positive semidefinite"),
            Clause("map_optimal", Eq(square, Norm(m1 - m2)**2 + Trace((E - T) * S1 * (E - T))), scale=size,
                   needs=(*laws[1:], "first_regular"), label="the map is optimal"),
            Clause("frobenius", Le(square, Norm(m1 - m2)**2 + Norm(Root(S1) - Root(S2))**2), needs=laws,
                   why="With equality exactly when the covariances commute.",
                   label="the Frobenius distance of the roots is an upper bound")),
        glossary={mu: "the first law", nu: "the second law", m1: "the mean of the first law", m2: "the mean of the second law",
                  S1: "a symmetric matrix, the covariance of the first law",
                  S2: "a symmetric matrix, the covariance of the second law", E: "the identity matrix"},
        steps=(
            Step("dual_pairing", Le(2 * x * y, a * x**2 + y**2 / a), Squares((sqrt(a) * x - y / sqrt(a))**2),
                 "On an eigenvector of the dual matrix $A$, with eigenvalue $a$: so every $A$ gives a bound from below."),
            Step("map_cost", Eq(*expanded), Identity(),
                 r"$\operatorname{tr}\Sigma_1 + \operatorname{tr} T\Sigma_1T - 2\operatorname{tr}\Sigma_1T$ is the cost of "
                 r"the map $T$, for all symmetric matrices of size 2."),
            Step("one_dimension", Eq((x - y)**2, x**2 + y**2 - 2 * sqrt(x * y**2 * x)), Identity(),
                 "For standard deviations $x$ and $y$ on the line the formula is the square of their difference."),
            Step("plane", Eq((x + y)**2, x**2 + y**2 + 2 * sqrt(x**2 * y**2)), Identity(),
                 r"With eigenvalues $x^2, y^2$ of $M$: $(\operatorname{tr}M^{1/2})^2 = \operatorname{tr}M + 2\sqrt{\det M}$, "
                 r"the closed form in the plane.")),
        headline="distance", aliases=("FID", "Fréchet inception distance", "Bures"))
