"""The scattering transform of batches of signals in one and two dimensions, compiled once per shape, on CPU and GPU.

    U[()] x = x,   U[p, l] x = | U[p] x * psi_l |,   S[p] x = U[p] x * phi        (cyclic convolutions)

How it is computed. Let u be real with M samples in a period and Fourier coefficients u^. The samples of u * psi at M' points
are one inverse FFT of length M' of u^ psi^, folded modulo M'. The modulus does not see the phase factor of a shift in
frequency, so the band of psi may begin anywhere: M' has to resolve the width of the band, not its highest frequency.
Spectra are those of real signals, half a spectrum each, and every FFT serves all paths with the same M'. Averages need few
frequencies and few points: they are products with small matrices.

Errors. The samples of u * psi are exact but for filter values below alias/5 of the largest, which are left out. What M' decides
is aliasing of the modulus, which is not band-limited even if u * psi is. For white Gaussian noise u the power spectrum of
|u * psi| is known in closed form: E|a||b| = pi/4 F(-1/2, -1/2; 1; |r|^2) for jointly normal complex a, b of variance 1 and
correlation r. M' is the smallest length at which the part of that spectrum that folds onto, or is cut from, what the next
filters see is at most alias^2. So `alias` is the root mean square error of one layer relative to that layer, on noise. It is no
bound for all signals: coefficients that change sign periodically have moduli with corners, |sin|, and alias more.
"""
from proofs_numeric.numerics.scattering.planning import decreasing
from proofs_numeric.numerics.scattering.transform import Scattering, modulus

__all__ = ["Scattering", "decreasing", "modulus"]
