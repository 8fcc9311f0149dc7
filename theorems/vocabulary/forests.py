"""Random forests: votes of random trees on points with labels, margins, strength, correlation."""
from sympy import Eq, Ge, evaluate, symbols

from theorems.language.operators import Number
from theorems.language.statement import Clause, Role
from theorems.vocabulary.analysis import Total


class TreeMass(Number):
    tex, meaning = r"q_{{{}}}", "the probability of a tree"


class PointMass(Number):
    tex, meaning = r"p_{{{}}}", "the probability of a point, an input with its label"


class Margin(Number):
    tex = r"\mathrm{{mr}}_{{{}}}"
    meaning = "the margin of a point: the probability that a random tree votes for its label, less the largest for another class"


class DrawMass(Number):
    tex, meaning = r"w_{{{}}}", "the probability of a sequence of $K$ trees"


class Drawn(Number):
    tex, meaning, fenced = r"\textstyle\prod_k q_{{{}_k}}", "the product of the probabilities of the trees of a sequence", False


class MeanGap(Number):
    tex = r"\mathbb E\left\lvert\mathrm{{PE}}_{{{}}}-\mathrm{{PE}}_\infty\right\rvert"
    meaning = r"the mean distance of $\mathrm{PE}_K$, the probability that the votes of $K$ drawn trees have a negative margin, and " \
        r"$\mathrm{PE}_\infty = \sum_{x:\,\mathrm{mr}_x<0}p_x$"


class Decay(Number):
    tex, meaning, fenced = r"e^{{-{}/2}}", "the exponential function of minus half of a number", False


class VoteError(Number):
    tex, meaning = r"\mathbb E\,\mathrm{{PE}}_{{{}}}", r"the mean of $\mathrm{PE}_K$"


class Rivals(Number):
    tex, meaning = r"c_{{{}}}", "$J-1$ where the margin is positive, else 1"


class Majority(Number):
    tex, meaning = r"M_{{2{}-1}}", r"$M_k$ is the probability that most of $k$ independent votes are right, each with the probability $r$"


class Larger(Number):
    tex, meaning = r"M_{{2{}+1}}", "the same for two more votes"


class Choose(Number):
    tex, meaning = r"\binom{{2{0}-1}}{{{0}}}", "a binomial coefficient"


theta, x, d, r, gamma, Theta, X, D = symbols("theta x d r gamma Theta X D", extended_real=True)
K, J, m = symbols("K J m", integer=True)
NAMES = {D: r"\Theta^K"}
PHRASES = {Theta: "the trees", X: "the points", D: "the sequences of $K$ trees", K: "how many trees are drawn", J: "the number of classes",
           gamma: "a bound for all margins from below", r: "any number; a probability, where $M_K$ is one"}
trees, points, draws = ((theta, Theta),), ((x, X),), ((d, D),)


def glossary(*wanted):
    """The phrases of these symbols."""
    return {s: PHRASES[s] for s in wanted}


with evaluate(False):
    LAWS = (
        Clause("trees", Ge(TreeMass(theta), 0), forall=trees, used=trees, role=Role.DOMAIN, label="no tree has a negative probability",
               part_of="$q$ and $p$ are laws"),
        Clause("tree_mass", Eq(Total(TreeMass(theta), *trees), 1), used=(), role=Role.DOMAIN, label="those of the trees sum to one",
               part_of="$q$ and $p$ are laws"),
        Clause("points", Ge(PointMass(x), 0), forall=points, used=points, role=Role.DOMAIN, label="no point has a negative probability",
               part_of="$q$ and $p$ are laws"),
        Clause("point_mass", Eq(Total(PointMass(x), *points), 1), used=(), role=Role.DOMAIN, label="those of the points sum to one",
               part_of="$q$ and $p$ are laws"))
    INDEPENDENT = Clause("independent", Eq(DrawMass(d), Drawn(d)), forall=draws, used=draws, label="the trees are drawn independently")
