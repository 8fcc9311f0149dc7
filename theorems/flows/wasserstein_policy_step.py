"""A policy step in a Wasserstein trust region on finitely many arms: optimality, improvement, revival of dead arms, freezing."""
from sympy import Eq, Ge, Gt, Integer, Le, Ne, evaluate, exp, log, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity
from theorems.vocabulary.analysis import Inf, Sup, Total
from theorems.vocabulary.measures import KL
from theorems.vocabulary.policies import (
    NAMES,
    PHRASES,
    A,
    After,
    Before,
    Chance,
    Entry,
    Gibbs,
    Incentive,
    K,
    Moved,
    P,
    Pi,
    Price,
    RewardRange,
    Softmax,
    Surplus,
    Value,
    beta,
    h,
    i,
    j,
    n,
    rival,
)

# Steps: two arms.
p, r1, r2, B, z, f1, f2, s1, s2, p11, p12, p21, p22 = symbols("p r_1 r_2 beta z f_1 f_2 s_1 s_2 P_11 P_12 P_21 P_22", positive=True)
entropy = -p * log(p) - (1 - p) * log(1 - p)
divergence = p * (log(p) - B * r1 + log(z)) + (1 - p) * (log(1 - p) - B * r2 + log(z))
to_gibbs = log(z) / B - (p * r1 + (1 - p) * r2 + entropy / B), divergence / B
both_sums = (p11 * (f1 - s1) + p12 * (f2 - s1) + p21 * (f1 - s2) + p22 * (f2 - s2),
             (p11 + p21) * f1 + (p12 + p22) * f2 - (p11 + p12) * s1 - (p21 + p22) * s2)

numbers = ("temperature", "step")
pairs, arms, apart = ((i, A), (j, A)), ((i, A),), Ne(i, j)
step_of = (*numbers, "nonnegative", "mass")


def domain(name, relation, forall, label):
    return Clause(name, relation, forall=forall, used=forall, role=Role.DOMAIN, label=label)


with evaluate(False):
    net = Value(After(P)) - Moved(P) / (2 * h)
    THEOREM = Theorem(
        tag="000L",
        title="A policy step in a Wasserstein trust region",
        headline="improvement",
        aliases=("Wasserstein policy gradient", "trust region", "entropy regularised policy", "bandit", "proximal policy optimisation"),
        source=Source("RichemondMaginnis2017", "abstract", Fidelity.QUOTED,
                      "Only the abstract was read, in several copies. The statement on finitely many arms is ours."),
        hypotheses=(
            domain("temperature", Gt(beta, 0), (), "the inverse temperature is positive"),
            domain("step", Gt(h, 0), (), "the step size is positive"),
            domain("price", Ge(Price(i, j), 0), pairs, "no move has a negative price"),
            domain("staying", Eq(Price(i, i), 0), arms, "staying is free"),
            domain("nonnegative", Ge(Entry(K, i, j), 0), ((K, (P, rival, Pi)), *pairs), "plans have no negative entry"),
            domain("mass", Eq(Total(Entry(K, i, j), *pairs), 1), ((K, (P, Pi)),), "plans have mass one"),
            Clause("same_start", Eq(Chance(Before(rival), i), Chance(Before(P), i)), forall=arms, used=arms, scale=Integer(1),
                   role=Role.DOMAIN, label="the other plan starts from the same policy"),
            Clause("potential", Ge(Surplus(i, j), 0), forall=pairs, used=pairs, label="the potentials stay below the price"),
            Clause("slack", Eq(Entry(P, i, j) * Surplus(i, j), 0), forall=pairs, used=pairs, scale=Integer(1),
                   label="they meet the price where the plan moves mass"),
            Clause("softmax", Eq(Chance(After(P), j), Softmax(j)), forall=((j, A),), used=((j, A),),
                   label="the new policy is the softmax of $\\beta$ times rewards less potentials"),
            Clause("interior", Gt(Chance(Before(Pi), i), 0), forall=arms, used=arms, role=Role.DOMAIN,
                   label=r"the policy before $\Pi$ uses every arm"),
            Clause("small", Le(Incentive(Before(Pi), j) - Incentive(Before(Pi), i), Price(i, j) / (2 * h)), forall=pairs, used=pairs,
                   where=apart, label="no incentive exceeds the price of a step")),
        conclusions=(
            Clause("optimal", Le(Value(After(rival)) - Moved(rival) / (2 * h), net),
                   needs=(*step_of, "same_start", "potential", "slack", "softmax"), label="the step is optimal among all plans"),
            Clause("improvement", Le(Value(Before(P)) + Moved(P) / (2 * h), Value(After(P))),
                   needs=(*step_of, "staying", "potential", "slack", "softmax"),
                   label="the regularised return rises by the cost of the move"),
            Clause("revival", Le(exp(-beta * (RewardRange() + Sup(Price(i, j), *pairs) / (2 * h))) / n, Inf(Chance(After(P), j), (j, A))),
                   needs=(*step_of, "price", "potential", "slack", "softmax"), label="no arm stays dead"),
            Clause("gibbs", Eq(Value(Gibbs()) - Value(After(P)), KL(After(P), Gibbs()) / beta), needs=step_of, scale=Integer(1),
                   label="what is missing to the best policy"),
            Clause("frozen", Le(Value(After(Pi)) - Moved(Pi) / (2 * h), Value(Before(Pi))),
                   needs=(*step_of, "staying", "interior", "small"), label="small steps do not move at all")),
        glossary={x: PHRASES[x] for x in (P, rival, Pi, beta, h, n, A)},
        names=NAMES,
        uses=("kantorovich_rubinstein",),
        steps=(
            Step("Gibbs, two arms", Eq(*to_gibbs), Identity(),
                 r"With $z=e^{\beta r_1}+e^{\beta r_2}$ the best value is $\frac1\beta\log z$, and the rest is a divergence."),
            Step("a plan sees potentials through its marginals", Eq(*both_sums), Identity(),
                 r"$\sum_{ij}P_{ij}(\varphi_j-\psi_i)$ is the mean of $\varphi$ under the new policy less that of $\psi$ under "
                 r"the old one.")))
