"""Groups of problem solvers: agents that improve a solution in turns, a random group, and the best of a sample."""
from sympy import Eq, Ge, Gt, Lt, Ne, evaluate, symbols

from theorems.language.operators import Number
from theorems.language.statement import Clause, Role
from theorems.vocabulary.analysis import Total


class Value(Number):
    tex, meaning = r"V({})", "the value of a solution, a real number"


class Move(Number):
    tex, meaning = r"\varphi_{{{}}}({})", "the solution that an agent makes out of one"


class Movers(Number):
    tex, meaning = r"\#\{{a : \varphi_a({0}) \ne {0}\}}", "the number of agents that change a solution"


class StartMass(Number):
    tex, meaning = r"\nu_{{{}}}", "the weight of a start"


class Stuck(Number):
    fenced, tex = False, r"\#\{{x : \varphi_{{{}}}^{{\lvert X\rvert}}(x) \ne x^\ast\}}"
    meaning = r"the number of starts from which an agent alone is not at $x^\ast$ after $\lvert X\rvert$ moves"


class Ability(Number):
    tex = r"v({})"
    meaning = r"of an agent, $\sum_x\nu_x\,V\bigl(\varphi_a^{\lvert X\rvert}(x)\bigr)$, the mean value that it reaches alone"


class End(Number):
    tex = r"e_{{{}}}({})"
    meaning = r"where a group is after $\lvert X\rvert$ rounds; in a round its members move one after another, in their order"


class Rounds(Number):
    tex, meaning = r"r_{{{}}}({})", r"in how many of the first $\lvert X\rvert$ rounds a member changes the solution"


class Performance(Number):
    tex, meaning = r"v({})", r"of a group, $\sum_x\nu_x\,V(e_g(x))$, the mean value that it reaches"


class Clones(Number):
    tex, meaning = r"{}^{{N_1}}", "the group of $N_1$ copies of an agent"


class Covers(Number):
    tex, meaning = r"\mathbf 1\{{\Phi \subseteq {}\}}", "1 if every agent is a member of the group, else 0"


class AgentMass(Number):
    tex, meaning = r"\mu_{{{}}}", "the probability with which an agent is drawn"


class PairMass(Number):
    tex, meaning = r"w({}, {})", "the weight of a random group $g$ together with a sample $s$"


class GroupMass(Number):
    tex, meaning, fenced = r"\textstyle\sum_s w({}, s)", "the weight of a random group", False


class SampleMass(Number):
    tex, meaning, fenced = r"\textstyle\sum_g w(g, {})", "the weight of a sample", False


class GroupChance(Number):
    tex, meaning, fenced = r"\textstyle\prod_k\mu_{{{}_k}}", "the product of the probabilities of the agents, one after another", False


class SampleChance(Number):
    tex, meaning, fenced = r"\textstyle\prod_k\mu_{{{}_k}}", "the product of the probabilities of the agents, one after another", False


class Fewer(Number):
    tex = r"\mathbb P\bigl(\mathrm{{Bin}}({1}, {2}) < {0}\bigr)"
    meaning = r"the polynomial $\sum_{k<N_1}\binom Nk p^k(1-p)^{N-k}$; for $p$ in $[0,1]$ a binomial probability"


a, x, g, s, X, Phi, G, S, top, best, Win, cardinality = symbols("a x g s X Phi G S top best Win cardinality", extended_real=True)
n, N = symbols("N_1 N", integer=True)
NAMES = {Phi: r"\Phi", G: r"\Phi^{N_1}", S: r"\Phi^N", top: r"x^\ast", best: r"\hat a", cardinality: r"\lvert X\rvert",
         Win: r"\mathbb P\bigl(v(g) > v(\hat s)\bigr)"}
PHRASES = {X: "the solutions, a finite set", Phi: "the agents, finitely many", top: "a solution", best: "an agent",
           G: "the groups of $N_1$ agents, with an order and repetitions", S: "the samples of $N$ agents, with an order and repetitions",
           n: "the size of a group", N: "the size of the sample out of which the $N_1$ best are taken",
           cardinality: "the number of solutions",
           Win: r"the weight $\sum w(g,s)$ of all pairs with $v(g) > v(\hat s)$, where $\hat s$ are the $N_1$ members of $s$ of largest "
                "ability, the better ones first, ties in the order of the sample"}
agents, solutions, groups, samples = ((a, Phi),), ((x, X),), ((g, G),), ((s, S),)

with evaluate(False):
    IMPROVING = Clause("improving", Gt(Value(Move(a, x)), Value(x)), forall=(*agents, *solutions), where=Ne(Move(a, x), x),
                       used=(*agents, *solutions), label="an agent that moves improves")
    DIVERSE = Clause("diverse", Ge(Movers(x), 1), forall=solutions, where=Ne(x, top), used=solutions,
                     label="everywhere but at one solution some agent moves")
    DIFFICULT = Clause("difficult", Ge(Stuck(best), 1), used=(), label="one agent does not always get there alone")
    UNIQUE = Clause("unique", Lt(Ability(a), Ability(best)), forall=agents, where=Ne(a, best), used=agents,
                    label="and is the only best one")
    STARTS = (
        Clause("starts", Gt(StartMass(x), 0), forall=solutions, used=solutions, label="every solution may be the start"),
        Clause("start_mass", Eq(Total(StartMass(x), *solutions), 1), used=(), role=Role.DOMAIN,
               label="the weights of the starts sum to one"))
    AGENTS = Clause("agents", Eq(Total(AgentMass(a), *agents), 1), used=(), role=Role.DOMAIN,
                    label="the probabilities of the agents sum to one")
    PAIRS = Clause("pairs", Ge(PairMass(g, s), 0), forall=(*groups, *samples), used=(*groups, *samples), role=Role.DOMAIN,
                   label="no pair has a negative weight")
    RANDOM = Clause("random", Eq(GroupMass(g), GroupChance(g)), forall=groups, used=groups, label="the random group is drawn independently")
    SAMPLE = Clause("sample", Eq(SampleMass(s), SampleChance(s)), forall=samples, used=samples, label="so is the sample")
