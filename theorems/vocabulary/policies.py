"""Policies on finitely many arms, plans between them, rewards and entropy."""
from sympy import symbols

from theorems.language.operators import Number, Operator


class Entry(Number):
    tex, meaning = r"{}_{{{}{}}}", "the mass that a plan moves from the first arm to the second"


class Price(Number):
    tex, meaning = r"C_{{{}{}}}", "the cost of moving from the first arm to the second, such as the square of a distance"


class Before(Operator):
    tex, meaning, postfix = r"{:p}\mathbf 1", "the policy that a plan starts from: its row sums", True


class After(Operator):
    tex, meaning, postfix = r"{:p}^{{\!\top}}\mathbf 1", "the policy in which a plan ends: its column sums", True


class Chance(Number):
    tex, meaning = r"\left({}\right)_{{{}}}", "the probability of an arm"


class Value(Number):
    tex = r"J\!\left({}\right)"
    meaning = r"the regularised return $\sum_jr_jp_j-\frac1\beta\sum_jp_j\log p_j$ of a policy $p$, with $0\log0=0$"


class Moved(Number):
    fenced, tex, meaning = False, r"\left\langle C,{}\right\rangle", "the cost of a plan"


class Surplus(Number):
    tex = r"\left(\tfrac{{C_{{{0}{1}}}}}{{2h}}+\psi_{{{0}}}-\varphi_{{{1}}}\right)"
    meaning = r"what the potentials leave of the price, with potentials $\psi$ and $\varphi$, any numbers for every arm"


class Softmax(Number):
    tex = r"\frac{{e^{{\beta(r_{{{0}}}-\varphi_{{{0}}})}}}}{{\sum_k e^{{\beta(r_k-\varphi_k)}}}}"
    meaning = r"the softmax of $\beta$ times rewards less potentials"


class Gibbs(Operator):
    tex, meaning = r"\pi_\infty", r"the policy with $(\pi_\infty)_j\propto e^{\beta r_j}$"


class Incentive(Number):
    tex, meaning = r"g_{{{1}}}({0})", r"$r_i-\frac1\beta\log p_i$ for the arm $i$ and the policy $p$ that the plan starts from"


class RewardRange(Number):
    tex, meaning = r"\operatorname{{osc}} r", r"$\max r-\min r$"


# -- symbols
P, rival, Pi, beta, h, n, A, K, i, j = symbols("P P_2 Pi beta h n A K i j", extended_real=True)
NAMES = {rival: "P'"}
PHRASES = {P: "a plan: a matrix over pairs of arms, the step", rival: "any other plan that starts from the same policy",
           Pi: "any plan", beta: "the inverse temperature", h: "the step size", n: "the number of arms",
           A: "the set of arms, numbered from 0"}
