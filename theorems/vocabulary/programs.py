"""Straight-line programs: nodes, local partial derivatives, adjoints, tangents, and how many operations a sweep takes."""
from sympy import Eq, Ge, Integer, evaluate, symbols

from theorems.language.operators import Number
from theorems.language.statement import Clause


class Adjoint(Number):
    tex, meaning = r"\bar v_{{{}}}", "the adjoint of a node"


class Handed(Number):
    fenced = False
    tex = r"\sum_{{(t,a)\,:\,{0}\text{{ is operand }}a\text{{ of }}t}} \bar v_t\,p_{{t,a}}"
    meaning = "the sum over all uses of a node; a node that is both operands of an operation is used twice"


class Partial(Number):
    tex, meaning = r"p_{{{},{}}}", "the local partial derivative that the sweep uses for an operation and its first or second operand"


class OneSided(Number):
    tex = r"\partial^{{{2}}}_{{{1}}} v_{{{0}}}"
    meaning = r"the derivative of an operation in one operand, from the right ($\sigma = 1$) or from the left ($\sigma = -1$)"


class Slope(Number):
    tex = r"\frac{{\partial f}}{{\partial x_{{{0}}}}}"
    meaning = "the derivative of the output in an input; from the right, where the one from the left is another"


class PathSum(Number):
    fenced, tex = False, r"\sum_{{\text{{paths }}{0}\to\omega}}\ \prod_{{\text{{edges }}(t,a)}} p_{{t,a}}"
    meaning = "the sum over all directed paths from an input to the output of the products of the local partials"


class TangentIn(Number):
    tex, meaning = r"\dot x_{{{}}}", "a direction in the space of inputs, any numbers"


class Tangent(Number):
    tex = r"\dot v_{{{}}}"
    meaning = r"the tangent of a node, $\dot v_t = p_{t,1}\dot v_{i_t} + p_{t,2}\dot v_{j_t}$; that of an input is $\dot x_i$"


class Uses(Number):
    tex, meaning = r"u_{{{}}}", "how often a node is an operand"


k, i, t, a, side, omega = symbols("k i t a sigma omega", integer=True)
n, L, mu, C, Mul = symbols("n L mu C C_*", integer=True)
V, I, O = symbols("V I O", extended_real=True)
NAMES = {Mul: r"C_\times", V: r"V\setminus\{\omega\}", I: r"\{\text{inputs}\}", O: r"\{\text{operations}\}"}
GLOSSARY = {
    omega: "the output, the last node", n: "the number of inputs", L: "the number of operations $+$, $-$, $\\times$ of the program",
    mu: "how many of them are multiplications", V: "all nodes but the output", I: "the inputs", O: "the operations",
    C: "the operations of the program and of its reverse sweep: a multiplication costs two multiplications in the sweep, adding to an "
       "adjoint that was handed something before costs one addition, and signs and the first hand-over are free",
    Mul: "the multiplications among them"}
nodes, inputs = ((k, V),), ((i, I),)

with evaluate(False):
    SEED = Clause("seed", Eq(Adjoint(omega), 1), used=(), scale=Integer(1), label="the adjoint of the output is 1")
    ACCUMULATES = Clause("adjoint", Eq(Adjoint(k), Handed(k)), forall=nodes, used=nodes, scale=Integer(1),
                         label="an adjoint is the sum over all uses of its node")
    SMOOTH = Clause("smooth", Eq(Partial(t, a), OneSided(t, a, side)), forall=((t, O), (a, (1, 2)), (side, (-1, 1))), scale=Integer(1),
                    used=((t, O), (a, (1, 2)), (side, (-1, 1))), label="the local partials are derivatives, on both sides")
    LIVE = Clause("live", Ge(Uses(k), 1), forall=nodes, used=nodes, label="every node but the output is used")
