"""Peyré and Cuturi, Proposition 2.2: the Wasserstein distance of histograms is a metric; the gluing of couplings."""
from sympy import Eq, Ge, Gt, Le, Ne, evaluate, symbols

from theorems.language.operators import Operator
from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Norm, Total
from theorems.vocabulary.measures import TV, Diameter, Distance, Weight
from theorems.vocabulary.transport import Cost, Coupling, Glue, Wasserstein


class FirstMarginal(Operator):
    tex, meaning = r"(\mathrm{{pr}}_1)_{{\#}} {:p}", "the first marginal of a coupling"


class SecondMarginal(Operator):
    tex, meaning = r"(\mathrm{{pr}}_2)_{{\#}} {:p}", "the second marginal of a coupling"


W = Wasserstein
p = symbols("p", extended_real=True)
mu, nu, rho, lam, x, y, z, X = symbols("mu nu rho lambda x y z X", extended_real=True)
# Steps: masses of two couplings on two points, weights and distances of two terms of a sum.
p11, p12, p21, p22, q11, q21 = symbols("P_11 P_12 P_21 P_22 Q_11 Q_21", positive=True)
w1, w2, u1, u2, v1, v2 = symbols("w_1 w_2 u_1 u_2 v_1 v_2", nonnegative=True)

with evaluate(False):
    glued = Glue(Coupling(p, mu, nu), Coupling(p, nu, rho))
    laws, points, pairs, triples = ((lam, (mu, nu, rho)),), ((x, X),), ((x, X), (y, X)), ((x, X), (y, X), (z, X))
    domain = ("positive_exponent", "mass", "positive", "nonnegative")
    b1, b2 = p11 + p21, p12 + p22                            # the common marginal; the rows of Q sum to it
    q12, q22 = b1 - q11, b2 - q21
    THEOREM = Theorem(
        tag="0008",
        title="The Wasserstein distance is a metric",
        source=Source("PeyreCuturi2019", "Proposition 2.2, equation (2.17), p. 377", Fidelity.QUOTED,
                      "Number, page and hypotheses were read in a formalisation by others that quotes them. The gluing argument is "
                      "the usual proof of the triangle inequality."),
        hypotheses=(
            Clause("exponent", Ge(p, 1), used=()),
            Clause("positive_exponent", Gt(p, 0), used=(), role=Role.DOMAIN,
                   why=r"Where the triangle inequality plays no part. For $p < 0$ staying in place would cost $0^p = \infty$; $W_0$ has "
                       r"no meaning."),
            Clause("mass", Eq(Total(Weight(lam, x), (x, X)), 1), forall=laws, used=laws, role=Role.DOMAIN),
            Clause("positive", Ge(Weight(lam, x), 0), forall=(*laws, *points), used=(*laws, *points), role=Role.DOMAIN),
            Clause("nonnegative", Ge(Distance(x, y), 0), forall=pairs, used=pairs, role=Role.DOMAIN),
            Clause("reflexive", Eq(Distance(x, x), 0), forall=points, used=points, scale=Diameter(X)),
            Clause("separating", Gt(Distance(x, y), 0), forall=pairs, used=pairs, where=Ne(x, y)),
            Clause("symmetric", Eq(Distance(x, y), Distance(y, x)), forall=pairs, used=pairs, scale=Diameter(X)),
            Clause("triangle", Le(Distance(x, z), Distance(x, y) + Distance(y, z)), forall=triples, used=triples),
            Clause("distinct", Gt(TV(mu, nu), 0), used=())),
        conclusions=(
            Clause("self", Eq(W(p, mu, mu)**p, 0), scale=Diameter(X)**p, needs=(*domain, "reflexive")),
            Clause("separation", Gt(W(p, mu, nu), 0), needs=(*domain, "separating", "distinct")),
            Clause("symmetry", Eq(W(p, mu, nu)**p, W(p, nu, mu)**p), scale=Diameter(X)**p, needs=(*domain, "symmetric")),
            Clause("subadditive", Le(W(p, mu, rho), W(p, mu, nu) + W(p, nu, rho)),
                   needs=("exponent", "mass", "positive", "nonnegative", "triangle")),
            Clause("gluing", Le(Cost(p, glued)**(1 / p), W(p, mu, nu) + W(p, nu, rho)),
                   needs=("exponent", "mass", "positive", "nonnegative", "triangle"),
                   why="The proof: one explicit coupling already satisfies the triangle inequality."),
            Clause("first_marginal", Eq(FirstMarginal(glued), mu), scale=Norm(mu), needs=domain),
            Clause("second_marginal", Eq(SecondMarginal(glued), rho), scale=Norm(rho), needs=domain)),
        glossary={p: "the exponent, a real number", mu: "a law on $X$", nu: "a law on $X$", rho: "a law on $X$",
                  lam: r"any of $\mu$, $\nu$, $\rho$", X: "a finite set of points"},
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
