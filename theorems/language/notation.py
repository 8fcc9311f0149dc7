"""The vocabulary: the operators of the field, named and typeset as the field does.

An operator that only one result needs may be defined in that result's module instead.
"""
from theorems.language.operators import Binder, Number, Operator


# -- analysis
class Sup(Binder):
    symbol = r"\sup"


class Inf(Binder):
    symbol = r"\inf"


class Total(Binder):
    symbol = r"\sum"


class Prod(Binder):
    symbol = r"\prod"


class Norm(Number):
    tex, meaning = r"\left\lVert {} \right\rVert", r"Euclidean ($L^2$) norm; of a family, the root of the sum of squares"


# -- feature extractors (Wiatowski and Bölcskei)
class Translate(Operator):
    tex, meaning = r"T_{{{}}} {:p}", r"translation, $(T_t f)(x) = f(x - t)$"


class Features(Operator):
    tex, meaning = r"\Phi^{{{}}}\!\left({}\right)", r"the features of layer $n$: all $U[q]f * \chi_n$ with paths $q$ of length $n$"


class Activate(Operator):
    tex, meaning = r"M_{{{}}} {:p}", "the non-linearity of layer $k$"


class Pool(Operator):
    tex, meaning = r"P_{{{}}} {:p}", r"the pooling map of layer $k$; $U_k[\lambda] f = S_k^{d/2}\, P_k(M_k(f * g_\lambda))(S_k\,\cdot)$"


class FrameBound(Number):
    tex, meaning = r"B_{{{}}}", r"upper frame bound of layer $k$, output atom $\chi_{k-1}$ included"


class Lipschitz(Number):
    tex, meaning = r"L_{{{}}}", r"Lipschitz constant of the non-linearity $M_k$"


class PoolLipschitz(Number):
    tex, meaning = r"R_{{{}}}", r"Lipschitz constant of the pooling map $P_k$"


class Pooling(Number):
    tex, meaning = r"S_{{{}}}", r"pooling factor of layer $k$; pooling is the unitary dilation $S_k^{d/2} f(S_k\,\cdot)$"


class Output(Number):
    tex, meaning = r"\widehat\chi_{{{}}}\!\left({}\right)", r"Fourier transform of the output atom of layer $n$"


class Frequency(Number):
    tex, meaning = r"{1}", r"the frequency $\omega$, in cycles per unit length"


# -- metric spaces and transport
class Distance(Number):
    tex, meaning = r"d\!\left({},{}\right)", "the distance of two points"


class Diameter(Number):
    tex, meaning = r"\operatorname{{diam}}{}", "the largest distance"


class Weight(Number):
    tex, meaning = r"{}\{{{}\}}", "the mass of a point"


class Wasserstein(Number):
    tex, meaning = r"W_{{{}}}\!\left({},{}\right)", r"Wasserstein distance, $\bigl(\min_\pi \int d^p\,d\pi\bigr)^{1/p}$ over couplings $\pi$"


class LipNorm(Number):
    tex, meaning = r"\operatorname{{Lip}}\!\left({}\right)", "the Lipschitz constant of a function"


class Integral(Number):
    fenced, tex, meaning = False, r"\textstyle\int {}\,d{}", "the integral of a function against a measure"


class TV(Number):
    tex, meaning = r"\delta\!\left({},{}\right)", r"total variation, $\sup_A \lvert P(A)-Q(A)\rvert$"


class KL(Number):
    tex, meaning = r"\mathrm{{KL}}\!\left({}\,\middle\Vert\,{}\right)", r"Kullback-Leibler divergence, $+\infty$ unless the first law is absolutely continuous"


class JS(Number):
    tex, meaning = (r"\mathrm{{JS}}_{{1/2}}\!\left({},{}\right)",
                    r"Jensen-Shannon divergence with the factor one half: the mean of both divergences to the midpoint")


class Coupling(Operator):
    tex, meaning = r"\pi^{{({})}}_{{{},{}}}", "an optimal coupling of two measures"


class Glue(Operator):
    tex, meaning, postfix = r"{}\bullet {}", "two couplings glued along their common marginal", True


class Cost(Number):
    fenced, tex, meaning = False, r"\int d^{{{}}}\,d{:p}", "the cost of a coupling"


# -- matrices
class Trace(Number):
    tex, meaning = r"\operatorname{{tr}}\!\left({}\right)", "the trace"


class Root(Operator):
    tex, meaning, postfix = r"{:p}^{{1/2}}", "the positive semidefinite square root", True


class MinEigen(Number):
    tex, meaning = r"\lambda_{{\min}}\!\left({}\right)", "the smallest eigenvalue"


class Gaussian(Operator):
    tex, meaning = r"\mathcal N\!\left({},{}\right)", "the Gaussian measure with this mean and covariance"


# -- laws in the plane and their mixtures
class Line(Operator):
    tex, meaning = r"\mathcal L\!\left({},{}\right)", r"the law on $\mathbb R^2$ of the point $(t, z)$, with $t$ fixed and $z$ drawn from the second argument"


class Mixture(Operator):
    tex, meaning = r"\tfrac12\left({} + {}\right)", "the even mixture of two laws"


class Log(Number):
    tex, meaning = r"\log {}", "the natural logarithm"


# -- scattering (Mallat)
class Modulus(Operator):
    tex, meaning = r"\left\lvert {} \right\rvert", "the modulus, at every point"


class Imag(Operator):
    tex, meaning = r"\operatorname{{Im}} {:p}", "the imaginary part, at every point"


class Length(Number):
    tex, meaning = r"\lvert {} \rvert", "the length of a frequency or of a shift"


class LowPass(Number):
    tex, meaning = r"\lvert\widehat\phi_{{{}}}({})\rvert", r"modulus of the Fourier transform of the low-pass filter $\phi_J$"


class BandPass(Number):
    tex, meaning = r"\lvert\widehat\psi_{{{1}}}({2})\rvert", r"modulus of the Fourier transform of the wavelet $\psi_\lambda$, $\lambda \in \Lambda_J$"


class Bands(Operator):
    tex, meaning = r"\Lambda_{{{}}}", "the wavelets of the bank, those of the scales up to $2^J$"


class Wavelets(Operator):
    tex, meaning = r"W_{{{}}} {:p}", r"the wavelet transform, $\{f * \phi_J\} \cup \{f * \psi_\lambda : \lambda \in \Lambda_J\}$"


class Propagated(Operator):
    tex, meaning = (r"U[\Lambda_{{{}}}^{{{}}}] {:p}",
                    r"all $\lvert\,\cdots\lvert\lvert f * \psi_{\lambda_1}\rvert * \psi_{\lambda_2}\rvert\cdots * \psi_{\lambda_m}\rvert$ with $m$ wavelets")


class Averaged(Operator):
    tex, meaning = r"S_J[\Lambda_{{{}}}^{{{}}}] {:p}", r"the members of $U[\Lambda_J^m] f$, each convolved with $\phi_J$"


class Paths(Operator):
    tex, meaning = r"U[\mathcal P_{{{},{}}}] {:p}", r"the union of $U[\Lambda_J^m] f$ over the orders $m < n$, $n$ the second index"


class Scattering(Operator):
    tex, meaning = (r"S_{{{0}}}[\mathcal P_{{{0},{1}}}] {2:p}",
                    r"the windowed scattering transform: the union of $S_J[\Lambda_J^m] f$ over the orders $m < n$, $n$ the second index")


class InverseRoot(Operator):
    tex, meaning, postfix = r"{:p}^{{-1/2}}", "the inverse of the positive semidefinite square root", True
