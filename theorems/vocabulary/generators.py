"""Layers, activations, generators: maps that carry a latent law to a law of outputs."""
from sympy import symbols

from theorems.language.operators import Number, Operator


class ActivationConstant(Number):
    tex = r"\operatorname{{Lip}}({})"
    meaning = r"the Lipschitz constant of the activation, the least $L$ with $\lvert\sigma(s)-\sigma(t)\rvert \le L\lvert s-t\rvert$"


class Layer(Operator):
    fenced, tex, meaning = False, r"A_{{{1}}}({0})", r"the matrix of the $h$-th layer"


class LayerBound(Number):
    tex, meaning = r"R_{{{}}}", r"a bound on the Frobenius norm of the $h$-th layer"


class OtherBounds(Number):
    fenced, tex, meaning = False, r"\textstyle\prod_{{j\ne {0}}} R_j", "the product of the bounds of all other layers"


class Latent(Operator):
    tex, meaning = r"z_{{{}}}", r"the $k$-th latent point, a vector"


class Output(Operator):
    tex = r"g_{{{}}}(z_{{{}}})"
    meaning = r"the output $A_H\sigma(A_{H-1}\cdots\sigma(A_1 z))$ for a latent point $z$; $\sigma$ acts on every entry"


class Generated(Operator):
    tex, meaning = r"P_{{{}}}", r"the law of the output $g_\theta(z)$ with $z$ drawn from the latent law"


# -- symbols, with the phrase that explains them
theta, eta, lam, P, Z, k, i, K, N, sigma = symbols("theta eta lambda P Z k i K N sigma", extended_real=True)
h, H = symbols("h H", integer=True)
PHRASES = {theta: "one setting of the weights", eta: "another one", lam: "either setting", P: "the law of the real points",
           Z: "the latent law", k: "a latent atom", K: "the latent atoms", i: "a real point", N: "the real points",
           h: "a layer", H: "the number of layers", sigma: "the activation"}
