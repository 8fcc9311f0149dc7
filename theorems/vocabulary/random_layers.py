"""A ReLU layer with random rows: the law of a row, and what the layer does to distances, inner products and angles."""
from sympy import symbols

from theorems.language.operators import Number

i, j, d = symbols("i j d", integer=True)
x, y, u, v, w = symbols("x y u v w", extended_real=True)                   # inputs
b, kappa = symbols("b kappa", extended_real=True)


# -- the law of a row g
class TotalChance(Number):
    tex, meaning = r"\mathbb P(g\in\mathbb R^d)", "the total probability"


class LeastChance(Number):
    tex, meaning = r"\min_A\,\mathbb P(g\in A)", "the least probability of an event"


class Lopsided(Number):
    tex, meaning = r"\operatorname{{TV}}(g,-g)", "the total variation between the laws of a row and of its negative"


class Uneven(Number):
    tex, meaning = (r"\sup_\rho\,\operatorname{{TV}}(g,\rho g)",
                    "the largest total variation between the laws of a row and of its image under a rotation or reflection")


class Second(Number):
    tex, meaning = r"\mathbb E\,g_{{{}}}g_{{{}}}", "a second moment of a row"


class Same(Number):
    tex, meaning = r"\delta_{{{}{}}}", "1 if the indices are equal, else 0"


class FourthAlong(Number):
    tex, meaning = r"\mathbb E\,\bigl(g\cdot({})\bigr)^4", "a fourth moment of a row"


# -- the layer
class LayerDistance(Number):
    tex, meaning = (r"\mathbb E\,\lVert\Phi({})-\Phi({})\rVert^2",
                    r"the expected squared distance of two outputs of the layer $\Phi(x) = m^{-1/2}\bigl((g_k\cdot x+b)_+\bigr)_{k\le m}$, "
                    r"whose $m$ rows $g_k$ have the law of $g$")


class LayerInner(Number):
    tex, meaning = r"\mathbb E\,\langle\Phi({}),\Phi({})\rangle", "the expected inner product of two outputs of the layer"


class AbsoluteGap(Number):
    tex, meaning = (r"\mathbb E\,\bigl(\lvert g\cdot {}\rvert-\lvert g\cdot {}\rvert\bigr)^2",
                    "the expected squared difference of absolute values")


class RowFourth(Number):
    tex, meaning = (r"\mathbb E\,\bigl((g\cdot {}+b)_+-(g\cdot {}+b)_+\bigr)^4",
                    "the second moment of what one row contributes to the squared distance")


# -- angles
class Cosine(Number):
    tex, meaning = r"\cos\theta_{{{}{}}}", r"the cosine of the angle $\theta\in[0,\pi]$ between two inputs"


class Psi(Number):
    tex, meaning = (r"\psi(\theta_{{{}{}}})",
                    r"$\psi(\theta) = (\sin\theta-\theta\cos\theta)/\pi$, which grows from 0 at $\theta=0$ to 1 at $\theta=\pi$")


class OutputCosine(Number):
    tex, meaning = (r"\cos\theta'_{{{0}{1}}}",
                    r"$\mathbb E\,\langle\Phi(x),\Phi(y)\rangle\big/"
                    r"\sqrt{\mathbb E\,\lVert\Phi(x)\rVert^2\ \mathbb E\,\lVert\Phi(y)\rVert^2}$, the "
                    r"cosine between the outputs of a wide layer")
