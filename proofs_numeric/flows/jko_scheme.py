"""Two runs of the scheme from Gaussian laws on the line, and a competitor."""
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.proximal import BLOCKS, COIN, GAUSSIAN, proximal
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.flows import Deviation, FreeEnergy, Iterate, Mean, Slope, h, lam, rho
from theorems.vocabulary.transport import Wasserstein

SPACE = proximal()
DATA, UNIT = ("1/5", 2, "13/10"), (1, 1, 1)            # h, beta, lambda
BOTH = GAUSSIAN, GAUSSIAN
ERRORS = "convergence", "uniform"
one, zero = Iterate(rho, 1), Iterate(rho, 0)

with sp.evaluate(False):
    EXAMPLE = Example(
        SPACE.run("five steps", *DATA, K=5),
        beside={"half the step times the initial gradient": h / 2 * Norm(Slope(0)), "what the first step moves": Wasserstein(2, zero, one),
                "the free energy before the first step": FreeEnergy(zero), "the free energy after it": FreeEnergy(one)})


def undivided(right, m):
    """The objective with the squared distance in the place of its half."""
    def objective(law):
        moved = m["Wasserstein"](2, m["rho"], law)
        return right(law) + moved * moved / 2
    return objective


MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="Gaussian starts on the line and the potential λx²/2 instead of every start of finite second moment and every smooth potential "
        "that meets their growth condition; competitors are Gaussian or uniform on one or two intervals; the explicit rate, the margin and "
        "the contraction are statements of this page.",
    knobs=(),
    edges=(
        SPACE.run("at the equilibrium", *UNIT, (0, 1), eta=(0, 2), about="the start is the equilibrium"),
        SPACE.run("a potential that repels", "1/10", 1, -1, (2, 1), K=3,
                  about="λ = −1: step, energy and contraction, but neither rate nor equilibrium")),
    anchors=(
        SPACE.run("a narrow start", *DATA, facts=(
            sp.Eq(Mean(rho, 1), sp.Rational(100, 63)),
            sp.Eq(Deviation(rho, 1), (sp.Rational(3, 10) + sp.sqrt(sp.Rational(594, 1000))) / sp.Rational(252, 100))),
            about="one step from N(2, 9/100) with h = 1/5, β = 2, λ = 13/10"),
        SPACE.run("a rational step", "1/2", 1, 1, (3, "11/4"), facts=(sp.Eq(Mean(rho, 1), 2), sp.Eq(Deviation(rho, 1), 2)),
                  about="one step from N(3, 121/16) with h = 1/2, β = λ = 1 ends in N(2, 4)")),
    extremals=(
        SPACE.run("a move of the mean", *UNIT, (2, 1), (0, 1), (3, 1), shapes=BOTH,
                  reach=dict.fromkeys(("minimal", "energy", "contraction", "stationary"), -1e-12),
                  about="start and competitor have the variance of the equilibrium"),
        SPACE.run("a small step", "1/1000", 1, 1, (2, 1), K=1, reach=dict.fromkeys(("mean_error", "convergence"), -0.0013),
                  about="one step with hλ = 1/1000, the variance at the equilibrium")),
    controls=(
        Control("gaussian", ("minimal",), SPACE.run("a coin", "1/10", 1, 1, (0, 1), eta=(0, "26/25"), K=1, shapes=(COIN, BLOCKS)),
                about="the start is a fair coin on −1 and 1, the formulas step to N(0, 1); two blocks around −1 and 1 are better"),
        Control("step_mean", ("minimal", "energy", "contraction", "stationary", "mean_error", *ERRORS),
                SPACE.run("an explicit step", 1, "5/11", "11/5", (1, 1), (0, 1), ("5/16", 1), 1, BOTH,
                          ([[1, "-6/5"], [1, 1]], [[0, 0], [1, 1]])),
                about="the mean takes the explicit step (1 − hλ)m with hλ = 11/5, the variance is at the equilibrium"),
        Control("step_deviation", ("minimal", "energy", "contraction", "stationary", "deviation_error", *ERRORS),
                SPACE.run("an explicit noisy step", "3/4", 1, 1, (0, 1), (0, 1), (0, 1), 1, BOTH, ([[0, 0], [1, "5/4"]], [[0, 0], [1, 1]])),
                about="the variance takes the step of the unadjusted Langevin algorithm, from the equilibrium: 25/16 in the place of 1"),
        Control("convex", ("mean_error", *ERRORS), SPACE.run("a repelling potential", "1/10", 1, -1, (2, 1), K=10), also=("confining",),
                about="λ = −1, ten steps of 1/10 from N(2, 1)")),
    certificates=(
        SPACE.run("a rational step and another", "1/2", 1, 1, ("9/2", "11/4"), (1, 1), (1, 2), about="N(9/2, 121/16), h = 1/2, β = λ = 1"),
        SPACE.run("a strong potential", 1, "1/2", 3, (4, 2), (0, 1), (2, 1), about="N(4, 4), h = 1, β = 1/2, λ = 3"),
        SPACE.run("the heat equation", 1, 1, 0, (1, 1), (0, 2), (0, 3), 8, about="λ = 0, eight steps of the heat equation")),
    faults=(
        Fault("the squared distance without the factor one half", reinterpret={"Objective": undivided}),
        Fault("energy with twice the potential", restate={"energy": lambda r: r.func(r.lhs.subs(lam / 2, lam), r.rhs)}),
        Fault("rate h/3", restate={"convergence": lambda r: r.func(r.lhs, r.rhs * sp.Rational(2, 3))}),
        Fault("contraction squared", restate={"contraction": lambda r: r.func(r.lhs, r.rhs / (1 + h * lam))})))
