"""Problem solvers: maps of a finite set of solutions, alone and in groups that work in turns."""
from sympy import Eq, Ge, Gt, Lt, Ne, evaluate, symbols

from theorems.language.operators import Number
from theorems.language.statement import Clause, Role
from theorems.vocabulary.analysis import Total


class Worth(Number):
    tex, meaning = r"V({})", "the value of a solution"


class Image(Number):
    tex, meaning = r"\varphi_{{{}}}({})", "where an agent moves from a solution"


class Movers(Number):
    tex, meaning = r"\#\{{a : \varphi_a({0}) \ne {0}\}}", "the number of agents that move from a solution"


class Stuck(Number):
    tex, meaning = r"\#\{{x : \varphi_{{{0}}} \text{{ alone does not reach }} x^*\}}", \
        "from how many solutions an agent alone does not reach the best one"


class Ability(Number):
    tex, meaning = r"\alpha({})", r"the ability of an agent, $\sum_x \pi_x V(\text{where it ends alone from } x)$; of copies of it as well"


class AgentMass(Number):
    tex, meaning = r"\mu_{{{}}}", "the probability that an agent is drawn"


class StartMass(Number):
    tex, meaning = r"\pi_{{{}}}", "the probability of a start"


class PoolEnd(Number):
    tex, meaning = r"\Phi({})", r"where the whole pool ends from a solution, after $\lvert X\rvert$ rounds in which all agents move in turn"


x, X, A, top, best, Better, Few = symbols("x X A top best Better Few", extended_real=True)
a, N, N1 = symbols("a N N_1", integer=True)
NAMES = {top: "x^*", best: r"\hat a", N1: "N_1", Better: r"P(\text{first }N_1\text{ beat the best }N_1)",
         Few: r"P(\mathrm{Bin}(N,\mu_{\hat a})<N_1)"}
PHRASES = {
    X: "the solutions", A: "the agents of the pool", top: "the best solution", best: "the best agent",
    N: "how many agents are drawn, independently",
    N1: "the size of the groups",
    Better: "the probability that the first $N_1$ of $N$ drawn agents, as a group that works in turns, have a larger mean value than the "
            "group of the $N_1$ drawn agents of largest ability, the earlier one where abilities are equal",
    Few: "the probability that the best agent is drawn fewer than $N_1$ times"}
solutions, agents = ((x, X),), ((a, A),)

with evaluate(False):
    TOP = Clause("top", Lt(Worth(x), Worth(top)), forall=solutions, used=solutions, where=Ne(x, top), role=Role.DOMAIN,
                 label="there is one best solution")
    IMPROVING = Clause("improving", Gt(Worth(Image(a, x)), Worth(x)), forall=(*agents, *solutions), used=(*agents, *solutions),
                       where=Ne(Image(a, x), x), label="an agent that moves finds something better")
    DIVERSE = Clause("diverse", Ge(Movers(x), 1), forall=solutions, used=solutions, where=Ne(x, top),
                     label="from every solution but the best one some agent moves")
    DIFFICULT = Clause("difficult", Ge(Stuck(a), 1), forall=agents, used=agents, label="no agent alone always reaches the best solution")
    UNIQUE = Clause("unique", Lt(Ability(a), Ability(best)), forall=agents, used=agents, where=Ne(a, best), label="there is one best agent")
    LAWS = (
        Clause("agents", Gt(AgentMass(a), 0), forall=agents, used=agents, role=Role.DOMAIN, label="every agent may be drawn",
               part_of=r"$\mu$ and $\pi$ are laws of full support"),
        Clause("agent_mass", Eq(Total(AgentMass(a), *agents), 1), used=(), role=Role.DOMAIN,
               label="the probabilities of the agents sum to one", part_of=r"$\mu$ and $\pi$ are laws of full support"),
        Clause("starts", Gt(StartMass(x), 0), forall=solutions, used=solutions, role=Role.DOMAIN, label="every solution may be the start",
               part_of=r"$\mu$ and $\pi$ are laws of full support"),
        Clause("start_mass", Eq(Total(StartMass(x), *solutions), 1), used=(), role=Role.DOMAIN, label="those of the starts sum to one",
               part_of=r"$\mu$ and $\pi$ are laws of full support"))
