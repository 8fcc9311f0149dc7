"""Ensembles of predictors: members, weights, their mean; opinions about labels and their geometric mean."""
from sympy import Eq, Ge, Gt, Integer, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Role
from theorems.vocabulary.analysis import Log, Total


class MemberWeight(Number):
    tex, meaning = r"w_{{{}}}", "the weight of a member"


class Ensemble(Number):
    tex, meaning = r"\bar y({})", "the prediction of the ensemble"


class Target(Number):
    tex, meaning = r"t({})", "what is to be predicted"


class WeightedMean(Number):
    tex, meaning, fenced = r"\textstyle\sum_i w_i\,y_i({})", "the weighted mean of the predictions", False


class MeanError(Number):
    tex, meaning, fenced = r"\textstyle\sum_i w_i\,\bigl(y_i({0}) - t({0})\bigr)^2", "the weighted mean of the squared errors", False


class Spread(Number):
    fenced, tex = False, r"\textstyle\sum_i w_i\,\bigl(y_i({0}) - \bar y({0})\bigr)^2"
    meaning = "the weighted mean of the squared distances from what the ensemble says"


class Disagreement(Number):
    fenced, tex = False, r"\max_{{i,\ell}}\ w_i\,w_\ell\,\bigl(y_i({0}) - y_\ell({0})\bigr)^2"
    meaning = "the largest weighted squared difference of two members"


class LogMean(Number):
    tex, meaning, fenced = r"\textstyle\sum_i w_i\,\log q_i({})", "the weighted mean of the logarithms of the opinions", False


class MeanKL(Number):
    fenced, tex = False, r"\textstyle\sum_i w_i\,\mathrm{{KL}}\!\left({}\,\middle\Vert\,q_i\right)"
    meaning = "the weighted mean of the divergences"


class Opinion(Operator):
    tex, meaning = r"q_{{{}}}", "what a member says of the labels, a positive number for each"


class Chance(Number):
    tex, meaning = r"{}({})", "what a law or an opinion gives to a label"


class KL(Number):
    tex = r"\mathrm{{KL}}\!\left({}\,\middle\Vert\,{}\right)"
    meaning = r"$\sum_j a(j)\log\bigl(a(j)/b(j)\bigr)$ in nats, with $0\log0 = 0$; the Kullback-Leibler divergence, if both are laws"


i, x, j, I, X, J, tau, gamma, Z = symbols("i x j I X J tau gamma Z", extended_real=True)
Own, Members, Ambiguity = symbols("E E_mean A_mean", extended_real=True)
NAMES = {Members: r"\bar E", Ambiguity: r"\bar A"}
PHRASES = {I: "the members, $i$ with the weight $w_i$, the prediction $y_i(x)$ of an input and opinions $q_i(j)$ of the labels",
           X: "the inputs", J: "the labels", tau: "the true law of the label", gamma: "the pooled law", Z: "a positive number",
           Own: r"$\sum_x p(x)\,(\bar y(x)-t(x))^2$, the error of the ensemble; inputs have any weights $p(x)$",
           Members: r"$\sum_i w_i\sum_x p(x)\,(y_i(x)-t(x))^2$, the mean error of the members",
           Ambiguity: r"$\sum_i w_i\sum_x p(x)\,(y_i(x)-\bar y(x))^2$, the mean spread"}
members, everywhere, labels = ((i, I),), ((x, X),), ((j, J),)

with evaluate(False):
    MASS = Clause("mass", Eq(Total(MemberWeight(i), *members), 1), used=(), label="the weights sum to one")
    NONNEGATIVE = Clause("nonnegative_weights", Ge(MemberWeight(i), 0), forall=members, used=members, label="no weight is negative")
    MEAN = Clause("mean", Eq(Ensemble(x), WeightedMean(x)), forall=everywhere, used=everywhere,
                  scale=Integer(1), label="the ensemble is the weighted mean")
    POOL = "$\\gamma$ is the normalised geometric mean of the opinions"
    OPINIONS = (
        Clause("opinions", Gt(Chance(Opinion(i), j), 0), forall=(*members, *labels), used=(*members, *labels), role=Role.DOMAIN,
               label="opinions are positive"),
        Clause("truth", Ge(Chance(tau, j), 0), forall=labels, used=labels, role=Role.DOMAIN, label="no true probability is negative",
               part_of="$\\tau$ is a probability vector"),
        Clause("truth_mass", Eq(Total(Chance(tau, j), *labels), 1), used=(), label="the true probabilities sum to one",
               part_of="$\\tau$ is a probability vector"),
        Clause("geometric", Eq(Log(Chance(gamma, j)), LogMean(j) - Log(Z)), forall=labels,
               used=labels, scale=Integer(1), label="$\\gamma$ is the geometric mean divided by $Z$", part_of=POOL),
        Clause("pool_mass", Eq(Total(Chance(gamma, j), *labels), 1), used=(), label="the pooled probabilities sum to one", part_of=POOL))
