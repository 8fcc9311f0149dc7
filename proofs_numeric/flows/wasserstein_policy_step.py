"""A step between policies on four arms, with its potentials, and plans that it is compared with."""
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.policies import policies
from theorems.vocabulary.measures import KL
from theorems.vocabulary.policies import After, Before, Chance, Gibbs, Moved, P, RewardRange, Value, beta, h

SPACE = policies()
ONE, HALVES = [[0, 1], [1, 0]], [["1/2", 0], [0, "1/2"]]         # two arms at distance 1
SWAP, SPREAD = [[0, "1/2"], ["1/2", 0]], [["1/4", "1/4"], ["1/4", "1/4"]]
LINE = [[(x - y) ** 2 for y in (0, 1, 2, 4)] for x in (0, 1, 2, 4)]
DEAD = [0, 100, 100, 100]                                        # potentials of a policy that uses the first arm only
WEIGHTS = 2 + sp.exp(-sp.Rational(37, 10) * beta) + sp.exp(-14 * beta)    # of the first step on the line, from the first arm
NEAR = [[0, "1/1024"], ["1/1024", 0]]

with sp.evaluate(False):
    EXAMPLE = Example(
        SPACE.step("one arm of four", [0, 1, "3/10", 2], LINE, 2, "1/2", DEAD),
        beside={"what the move costs": Moved(P) / (2 * h), "the regularised return before": Value(Before(P)),
                "the best regularised return of all": Value(Gibbs()),
                "the probability of the farthest arm": Chance(After(P), sp.Integer(3))})


def reverse(right, m):
    """The divergence with its arguments exchanged."""
    return lambda p, reference: right(reference, p)


MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.ANALOGUE,
    gap="Finitely many arms and one step of a bandit with Kantorovich's cost, where the abstract speaks of the policy gradient as a flow "
        "of laws; that finite small steps freeze has no counterpart there.",
    knobs=(),
    edges=(
        SPACE.step("two arms in one place", [0, 1], [[0, 0], [0, 0]], 1, 1, Pi=HALVES, about="no move costs anything"),
        SPACE.step("equal rewards", [1, 1], ONE, 1, 1, about="nothing to gain")),
    anchors=(
        SPACE.step("one arm of four", [0, 1, "3/10", 2], LINE, 2, "1/2", DEAD,
                   facts=(sp.Eq(Chance(After(P), sp.Integer(0)), 1 / WEIGHTS),
                          sp.Eq(Chance(After(P), sp.Integer(3)), sp.exp(-14 * beta) / WEIGHTS)),
                   about="arms at 0, 1, 2, 4, all mass in the first: the step is the softmax of rewards less the prices from there"),
        SPACE.step("a shared column", [0, 0], ONE, 1, "1/2", [0, 1], shares=[[1, 0], ["1/2", "1/2"]],
                   facts=(sp.Eq(Chance(After(P), sp.Integer(1)), 1 / (1 + sp.exp(beta))),),
                   about="the second arm is reached from both, as both rows meet the price")),
    extremals=(
        SPACE.step("nothing moves", [0, "1/2"], ONE, 1, "1/2", plan=([0, "1/2"], HALVES), psi=[0, "1/2"], Pi=HALVES,
                   reach=dict.fromkeys(("optimal", "improvement", "frozen"), -1e-12), about="all plans are the one that stays"),
        SPACE.step("near arms", [0, "1/1024"], NEAR, 1, "1/2", [0, 1], reach={"revival": -0.003},
                   about="prices and rewards that hardly differ")),
    controls=(
        Control("softmax", ("optimal", "revival"),
                SPACE.step("a dead arm stays dead", [0, 1], ONE, 1, "1/2", plan=([0, 0], [[1, 0], [0, 0]]), rival=[["1/2", "1/2"], [0, 0]]),
                about="two arms at distance 1, only the first in use, and a policy that keeps the zero, as in a KL trust region"),
        Control("slack", ("optimal", "improvement"), SPACE.step("a plan that wastes", [0, 0], ONE, 1, "1/2", plan=([0, 0], SPREAD)),
                about="equal rewards, and a plan that exchanges a quarter in each direction"),
        Control("potential", ("optimal", "improvement"),
                SPACE.step("an exchange", [0, 0], ONE, 1, "1/2", [-1, -1], plan=([0, 0], SWAP)),
                about="equal rewards, and a plan that exchanges everything"),
        Control("small", ("frozen",), SPACE.step("above the threshold", [0, 1], ONE, 1, "3/5", Pi=[["11/24", "1/24"], [0, "1/2"]]),
                about="rewards 0 and 1, both arms equally likely, h = 3/5: moving 1/24 pays; up to h = 1/2 nothing does")),
    certificates=(
        SPACE.step("three arms on a line", ["1/2", 0, 1], [[0, 1, 4], [1, 0, 1], [4, 1, 0]], 2, 1, [0, "1/2", "1/4"],
                   Pi=[["1/3", 0, 0], ["1/12", "1/4", 0], [0, 0, "1/3"]], about="three arms at 0, 1, 2 and β = 2, h = 1"),
        SPACE.step("prices that are no squared distances", [0, 1, "1/5"], [[0, 3, 1], ["1/2", 0, 1], [2, 1, 0]], "1/2", "1/2", [1, 0, 0],
                   about="one-way prices that violate every triangle inequality")),
    faults=(
        Fault("the price without the factor one half", restate={"improvement": lambda r: r.func(Value(Before(P)) + Moved(P) / h, r.rhs)}),
        Fault("the divergence with its arguments exchanged", reinterpret={"KL": reverse}),
        Fault("revival without the range of the rewards", restate={"revival": lambda r: r.func(r.lhs.subs(RewardRange(), 0), r.rhs)}),
        Fault("Gibbs' identity without the temperature", restate={"gibbs": lambda r: r.func(r.lhs, beta * KL(After(P), Gibbs()))})))
