"""Two runs of the scheme from Gaussian laws on the line, and a competitor."""
import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.proximal import BLOCKS, COIN, GAUSSIAN, UNIFORM, proximal
from theorems.vocabulary import flows
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.flows import Deviation, FreeEnergy, Iterate, Mean, Slope, h, rho
from theorems.vocabulary.transport import Wasserstein

SPACE = proximal()
DATA = "1/5", 2, "13/10"                               # h, beta, lambda
one, zero = Iterate(rho, 1), Iterate(rho, 0)

with sp.evaluate(False):
    EXAMPLE = Example(
        SPACE.run("five steps", *DATA, K=5),
        beside={"half the step times the initial gradient": h / 2 * Norm(Slope(0)), "what the first step moves": Wasserstein(2, zero, one),
                "the free energy before the first step": FreeEnergy(zero), "the free energy after it": FreeEnergy(one)})

EXPLICIT = [[1, "-6/5"], [1, 1]], [[0, 0], [1, 1]]      # means 1 - h lambda, h lambda = 11/5; the deviation of the equilibrium
MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="x", knobs=(),
    anchors=(
        SPACE.run("a narrow start", *DATA, facts=(
            sp.Eq(Mean(rho, 1), sp.Rational(100, 63)),
            sp.Eq(Deviation(rho, 1), (sp.Rational(3, 10) + sp.sqrt(sp.Rational(594, 1000))) / sp.Rational(252, 100))),
            about="h = 1/5, β = 2, λ = 13/10 from N(2, 9/100)"),),
    faults=(Fault("W instead of half of its square", restate={"energy": lambda r: r.func(r.lhs, r.rhs / 2)}),))
