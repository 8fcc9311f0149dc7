"""Peyré and Cuturi, Proposition 2.2: the Wasserstein distance of histograms is a metric; the gluing of couplings."""
from dataclasses import replace

from sympy import Eq, Gt, Le, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.measures import (
    EXPONENT,
    POSITIVE_EXPONENT,
    TV,
    Diameter,
    X,
    glossary,
    lam,
    metric,
    mu,
    nu,
    p,
    probability,
    rho,
)
from theorems.vocabulary.transport import Cost, Coupling, FirstMarginal, Glue, SecondMarginal
from theorems.vocabulary.transport import Wasserstein as W

# Steps: masses of two couplings on two points, weights and distances of two terms of a sum.
p11, p12, p21, p22, q11, q21 = symbols("P_11 P_12 P_21 P_22 Q_11 Q_21", positive=True)
w1, w2, u1, u2, v1, v2 = symbols("w_1 w_2 u_1 u_2 v_1 v_2", nonnegative=True)

with evaluate(False):
    glued = Glue(Coupling(p, mu, nu), Coupling(p, nu, rho))
    domain = ("positive_exponent", "mass", "positive", "nonnegative")
    minkowski = ("exponent", "mass", "positive", "nonnegative", "triangle")
    b1, b2 = p11 + p21, p12 + p22                            # the common marginal; the rows of Q sum to it
    q12, q22 = b1 - q11, b2 - q21
    THEOREM = Theorem(
        tag="0008",
        title="The Wasserstein distance is a metric",
        headline="subadditive",
        aliases=("earth mover's distance", "Monge-Kantorovich distance", "W_p", "optimal transport distance"),
        source=Source("PeyreCuturi2019", "Proposition 2.2, equation (2.17), p. 377", Fidelity.QUOTED,
                      "Number, page and hypotheses were read in a formalisation by others that quotes them. The gluing argument is "
                      "the usual proof of the triangle inequality.", "Proposition 2.2"),
        hypotheses=(
            EXPONENT,
            replace(POSITIVE_EXPONENT, why=r"Where the triangle inequality plays no part. For $p < 0$ staying in place would cost "
                                           r"$0^p = \infty$; $W_0$ has no meaning."),
            *probability(mu, nu, rho),
            *metric(),
            Clause("distinct", Gt(TV(mu, nu), 0), used=(), label="the laws differ")),
        conclusions=(
            Clause("self", Eq(W(p, mu, mu)**p, 0), scale=Diameter(X)**p, needs=(*domain, "reflexive"),
                   label="a law is at distance zero from itself"),
            Clause("separation", Gt(W(p, mu, nu), 0), needs=(*domain, "separating", "distinct"), label="different laws are apart"),
            Clause("symmetry", Eq(W(p, mu, nu)**p, W(p, nu, mu)**p), scale=Diameter(X)**p, needs=(*domain, "symmetric"),
                   label="symmetry"),
            Clause("subadditive", Le(W(p, mu, rho), W(p, mu, nu) + W(p, nu, rho)), needs=minkowski, label="triangle inequality for laws"),
            Clause("gluing", Le(Cost(p, glued)**(1 / p), W(p, mu, nu) + W(p, nu, rho)), needs=minkowski,
                   label="the glued coupling is short enough",
                   why="The proof: one explicit coupling already satisfies the triangle inequality."),
            Clause("first_marginal", Eq(FirstMarginal(glued), mu), scale=Norm(mu), needs=domain,
                   label="first marginal of the glued coupling"),
            Clause("second_marginal", Eq(SecondMarginal(glued), rho), scale=Norm(rho), needs=domain,
                   label="second marginal of the glued coupling")),
        glossary=glossary(p, mu, nu, rho, lam, X),
        steps=(
            Step("first marginal on two points",
                 Eq(p11 * q11 / b1 + p12 * q21 / b2 + p11 * q12 / b1 + p12 * q22 / b2, p11 + p12), Identity(),
                 "The first row of the glued coupling sums to the first row of $P$, whatever $P$ and $Q$ are."),
            Step("Cauchy-Schwarz for two terms",
                 Le((w1 * u1 * v1 + w2 * u2 * v2)**2, (w1 * u1**2 + w2 * u2**2) * (w1 * v1**2 + w2 * v2**2)),
                 Squares(w1 * w2 * (u1 * v2 - u2 * v1)**2), "Minkowski's inequality for $p = 2$ is this with the squares completed."),
            Step("two points, exponent 2", Le(u1**2 + u2**2, (u1 + u2)**2), Squares(2 * u1 * u2),
                 r"On two points $W_p(\mu,\nu) = d\,\lvert\mu_1-\nu_1\rvert^{1/p}$, so that the triangle inequality is the "
                 r"subadditivity of $t^{1/p}$; here $p = 2$ and $t = u^2$.")))
