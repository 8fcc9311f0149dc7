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
    tex, meaning = r"T_{{{:i}}} {:p}", r"translation, $(T_t f)(x) = f(x - t)$"


class Features(Operator):
    tex, meaning = r"\Phi^{{{}}}\!\left({}\right)", r"the features of layer $n$: all $U[q]f * \chi_n$ with paths $q$ of length $n$"


class Activate(Operator):
    tex, meaning = r"M_{{{}}} {:p}", "the non-linearity of layer $k$"


class Pool(Operator):
    tex, meaning = r"P_{{{}}} {:p}", r"the pooling map of layer $k$; $U_k[\lambda] f = S_k^{d/2}\, P_k(M_k(f * g_\lambda))(S_k\,\cdot)$"


class FrameBound(Number):
    tex, meaning = r"B_{{{}}}", r"the upper frame bound that is claimed for layer $k$, output atom $\chi_{k-1}$ included"


class Lipschitz(Number):
    tex, meaning = r"L_{{{}}}", r"the Lipschitz constant that is claimed for the non-linearity $M_k$"


class PoolLipschitz(Number):
    tex, meaning = r"R_{{{}}}", r"the Lipschitz constant that is claimed for the pooling map $P_k$"


class Pooling(Number):
    tex, meaning = r"S_{{{}}}", r"pooling factor of layer $k$; pooling is the unitary dilation $S_k^{d/2} f(S_k\,\cdot)$"


class Output(Number):
    tex, meaning = r"\widehat\chi_{{{}}}\!\left({}\right)", r"Fourier transform of the output atom of layer $n$"


class Frequency(Number):
    tex, meaning = r"{1}", r"the frequency $\omega$, in cycles per unit length"


class OutputAtom(Number):
    tex, meaning = r"\widehat\chi_{{{}-1}}\!\left({}\right)", r"Fourier transform of the output atom that belongs to the frame of layer $k$"


class Response(Number):
    tex, meaning = (r"\lvert\widehat g_{{{},{}}}\!\left({}\right)\rvert",
                    r"modulus of the Fourier transform of the atom $g_{k,\lambda}$ of layer $k$")


class Alias(Number):
    tex, meaning = (r"\lvert\widehat\varphi_{{{0}}}\!\left({2}+{1}N_0/s\right)\rvert",
                    r"modulus of the DFT of the averaging filter $\varphi_k$ at the $j$-th of the frequencies that look alike after "
                    r"decimation by $s$ on a grid of $N_0$ points")


class Propagate(Operator):
    tex, meaning = r"U^{{{}}} {:p}", r"the signals of layer $n$: all $U[q]f$ with paths $q$ of length $n$"


class Extractor(Operator):
    tex, meaning = r"\Phi\!\left({}\right)", r"all features: $\Phi^0(f), \dots, \Phi^N(f)$ together"


class Decimating(Operator):
    tex, meaning = (r"\Phi_{{\downarrow}}\!\left({}\right)",
                    r"all features of the network that throws samples away. Its layer $k$ lives on a grid that is $s^{k-1}$ times coarser "
                    r"in each direction, and every DFT is given there by every $s^{k-1}$-th of its values. It convolves with "
                    r"$g_{k,\lambda}$, applies the function $M_k$ at every sample, convolves with $\varphi_k$, and keeps every $s$-th "
                    r"sample in each direction, times $s^{d/2}$; outputs are convolved with $\chi_k$")


# -- metric spaces and transport
class Distance(Number):
    tex, meaning = r"d\!\left({},{}\right)", "the distance of two points of $X$"


class Diameter(Number):
    tex, meaning = r"\operatorname{{diam}}{}", "the largest distance"


class Weight(Number):
    tex, meaning = r"{}\{{{}\}}", "the mass that a law gives to a point"


class Wasserstein(Number):
    """A result whose points are not those of a finite space says in a subclass of this name what the ground distance is."""

    tex, meaning = r"W_{{{}}}\!\left({},{}\right)", \
        r"the Wasserstein distance: with the order $p$ of the index, the minimum of $\bigl(\sum_{x,y} d(x,y)^p\,\pi(x,y)\bigr)^{1/p}$ " \
        r"over the couplings $\pi \ge 0$ of the two laws, matrices of which they are the row and column sums"


class LipNorm(Number):
    tex, meaning = r"\operatorname{{Lip}}\!\left({}\right)", "the Lipschitz constant of a function"


class Integral(Number):
    fenced, tex, meaning = False, r"\textstyle\int {}\,d{}", "the integral of a function against a measure"


class TV(Number):
    tex, meaning = r"\delta\!\left({},{}\right)", r"total variation of two laws $P$, $Q$: $\sup_A \lvert P(A)-Q(A)\rvert$"


class KL(Number):
    tex, meaning = r"\mathrm{{KL}}\!\left({}\,\middle\Vert\,{}\right)", \
        r"Kullback-Leibler divergence in nats; $+\infty$ unless the first law is absolutely continuous with respect to the second"


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
    tex, meaning, postfix = r"{:p}^{{1/2}}", "the positive semidefinite square root of a positive semidefinite matrix", True


class MinEigen(Number):
    tex, meaning = r"\lambda_{{\min}}\!\left({}\right)", "the smallest eigenvalue of a symmetric matrix"


class Gaussian(Operator):
    tex, meaning = r"\mathcal N\!\left({},{}\right)", "the Gaussian measure with this mean and covariance"


# -- laws in the plane and their mixtures
class Line(Operator):
    tex, meaning = (r"\mathcal L\!\left({},{}\right)",
                    r"the law on $\mathbb R^2$ of the point $(t, z)$, with $t$ fixed and $z$ drawn from the second argument")


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
    tex, meaning = r"\lvert\widehat\psi_{{{1}}}({2})\rvert", \
        r"modulus of the Fourier transform of the wavelet $\psi_\lambda$, $\lambda \in \Lambda_J$"


class Bands(Operator):
    tex, meaning = r"\Lambda_{{{}}}", "the wavelets of the bank, those of the scales up to $2^J$"


class Wavelets(Operator):
    tex, meaning = r"W_{{{}}} {:p}", r"the wavelet transform, $\{f * \phi_J\} \cup \{f * \psi_\lambda : \lambda \in \Lambda_J\}$"


class BandTransform(Operator):
    tex, meaning = r"\widehat\psi_{{{}}}({})", r"Fourier transform of the wavelet $\psi_\lambda$, a complex number"


class Propagated(Operator):
    tex, meaning = (r"U[\Lambda_{{{}}}^{{{}}}] {:p}",
                    r"all $\lvert\,\cdots\lvert\lvert f * \psi_{\lambda_1}\rvert * \psi_{\lambda_2}\rvert\cdots * \psi_{\lambda_m}\rvert$ "
                    r"with $m$ wavelets")


class Averaged(Operator):
    tex, meaning = r"S_J[\Lambda_{{{}}}^{{{}}}] {:p}", r"the members of $U[\Lambda_J^m] f$, each convolved with $\phi_J$"


class Paths(Operator):
    tex, meaning = r"U[\mathcal P_{{{},{}}}] {:p}", r"the union of $U[\Lambda_J^m] f$ over the orders $m < n$, $n$ the second index"


class Scattering(Operator):
    tex, meaning = (r"S_{{{0}}}[\mathcal P_{{{0},{1}}}] {2:p}",
                    r"the windowed scattering transform: the union of $S_J[\Lambda_J^m] f$ over the orders $m < n$, $n$ the second index")


class InverseRoot(Operator):
    tex, meaning, postfix = r"{:p}^{{-1/2}}", "the inverse of the positive semidefinite square root", True


# -- deformations
class Deform(Operator):
    tex, meaning = r"L_{{{}}} {:p}", r"deformation, $(L_\tau f)(x) = f(x - \tau(x))$"


class Largest(Number):
    tex, meaning = r"\lVert {} \rVert_\infty", r"the largest $\lvert\tau(x)\rvert$"


class Slope(Number):
    tex, meaning = r"\lVert {}' \rVert_\infty", r"the largest $\lvert\tau'(x)\rvert$"


class Bending(Number):
    tex, meaning = r"\lVert {}'' \rVert_\infty", r"the largest $\lvert\tau''(x)\rvert$"


class Spectrum(Operator):
    tex, meaning = (r"\lvert\widehat{{{}}}\rvert",
                    r"the modulus of the Fourier transform $\hat f(\omega) = (2\pi)^{-1/2}\int f(x)\,e^{-i\omega x}\,dx$")


class At(Number):
    tex, meaning = r"{}({})", "the value of a function at a point"


class Derivative(Operator):
    tex, meaning, postfix = "{:p}'", "the derivative", True


# -- samples and quantisation
class Probability(Number):
    tex, meaning = r"\mathbb P\{{{}\}}", "the probability of a sample"


class Draw(Operator):
    tex, meaning = r"{}_{{{}}}", r"the $j$-th point of the sample $s$"


class Empirical(Operator):
    tex, meaning = r"\widehat\mu_{{{}}}", r"the empirical measure of the sample $s$: mass $1/n$ for each draw"


class Continuous(Operator):
    tex, meaning = r"\rho_{{{}}}", r"a law on $\mathbb R^d$ with a density"


class Discrete(Operator):
    tex, meaning = r"\nu_{{{}}}", r"a law on finitely many points of $\mathbb R^d$, with any weights"


class PeakDensity(Number):
    tex, meaning = r"\left\lVert {} \right\rVert_\infty", "the essential supremum of the density"


class DensityBound(Number):
    tex, meaning = r"M_{{{}}}", r"a bound on the density on $\mathbb R^d$"


class SupportSize(Number):
    tex, meaning = r"\#\operatorname{{supp}}{}", "the number of points that carry mass"


class BallVolume(Number):
    tex, meaning = r"\omega_{{{}}}", r"the volume of the unit ball of $\mathbb R^d$"


class Schur(Number):
    tex, meaning = (r"K_{{{}}}({})",
                    r"$K_h(D) = \int \lvert z\rvert \sup \lvert h'(w)\rvert\,dz + \int \sup \lvert h(w)\rvert\,dz$, suprema over "
                    r"$\lvert w - z\rvert \le D\lvert z\rvert$; dilates of $h$ have the same")


class Mother(Operator):
    tex, meaning = r"\widehat\psi({:i})", r"Fourier transform of the mother wavelet $\psi$, a function on the line; a complex number"


class Scale(Number):
    tex, meaning = (r"2^{{j({})}}", r"the frequency unit of a wavelet, $j(\lambda)$ a whole number; $\psi_\lambda$ is the dilate "
                    r"$2^{j}\psi(2^{j}\,\cdot)$, made periodic")


class Count(Number):
    tex, meaning = r"\#{}", "the number of elements"


class Smooth(Operator):
    tex, meaning = r"A_{{{}}} {:p}", r"the average, $A_J f = f * \phi_J$"


class Filtered(Operator):
    tex, meaning = r"W_{{{}}} {:p}", r"one band, $W_\lambda f = f * \psi_\lambda$"
