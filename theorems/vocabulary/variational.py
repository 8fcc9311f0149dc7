"""Dropout as variational inference: mixtures of two Gaussian laws beside a Gaussian prior, the evidence bound, predictive variance."""
from sympy import symbols

from theorems.language.operators import Number, Operator

p, s, ell, tau, lam, gamma, Delta, mu, K, N, m, f, nu = symbols("p s ell tau lambda gamma Delta mu K N m f nu", extended_real=True)
j, d = symbols("j d", integer=True)


class Divergence(Number):
    tex, meaning = (r"\mathrm{{KL}}\!\left(q\,\middle\Vert\,\pi\right)_{{{}}}",
                    r"the Kullback-Leibler divergence of $q = p\,\mathcal N(m,s^2I_K)+(1-p)\,\mathcal N(0,s^2I_K)$ from the prior "
                    r"$\pi = \mathcal N(0,\ell^{-2}I_K)$, as a function of $\lVert m\rVert$")


class Gap(Number):
    tex, meaning = (r"r\!\left({},{}\right)",
                    r"the mutual information, in nats, of the label of a component (probability $p$) and a draw of the mixture of two "
                    r"Gaussian laws "
                    r"with standard deviation 1 and means at this distance")


class Entropy(Number):
    tex, meaning = r"h\!\left({}\right)", r"the entropy of a mask, $h(p) = -p\log p-(1-p)\log(1-p)$"


class Bound(Number):
    tex, meaning = (r"\mathcal F\!\left({}\right)",
                    r"the negative evidence lower bound $-\mathbb E_q\log p(y\mid X,w)+\sum_j\mathrm{KL}(q_j\Vert\pi)$ of linear "
                    r"regression with "
                    r"$w_j\sim q_j = p\,\mathcal N(m_j,s^2)+(1-p)\,\mathcal N(0,s^2)$ independent and Gaussian noise of precision $\tau$")


class Objective(Number):
    tex, meaning = (r"J\!\left({}\right)",
                    r"the objective of dropout, $\tfrac1N\mathbb E_R\,\tfrac12\lVert y-f((R*X)m)\rVert^2+\lambda\lVert m\rVert^2$, masks "
                    r"$R$ with keep "
                    r"probability $p$ enumerated")


class Constant(Number):
    tex, meaning = ("C",
                    r"$\tfrac\tau2s^2\lVert X\rVert_F^2+\tfrac N2\log\tfrac{2\pi}\tau+\tfrac d2\bigl(\ell^2s^2-\log(\ell^2s^2)-1\bigr)$, "
                    r"which does "
                    r"not depend on $m$")


class Entry(Number):
    tex, meaning = r"{}_{{{}}}", "an entry of a vector"


class Variance(Number):
    tex, meaning = r"\operatorname{{Var}}\!\left({}\right)", "the variance over masks and observation noise"


class Covariance(Number):
    tex, meaning = r"\operatorname{{Cov}}\!\left({},{}\right)", "the covariance over masks and observation noise"


class Observed(Operator):
    tex, meaning = r"{}+{}", "the output of the network with a random mask, with observation noise added"
