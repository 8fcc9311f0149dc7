import numpy as np
import scipy.special

scipy.special.sph_harm = None
from kymatio.scattering1d.frontend.numpy_frontend import ScatteringNumPy1D  # noqa: E402

S, f = ScatteringNumPy1D(J=5, shape=512), np.pad(np.hanning(410), 51)
phi = S.phi_f["levels"][0].ravel()
K = (abs(2 * np.pi * np.fft.fftfreq(len(phi)) * phi) * 2**5).max()
change = 2**2.5 * np.linalg.norm(S(np.roll(f, 1)) - S(f))
print("||S T f - S f|| / bound =", change / (2**-5 * K * np.sqrt(3) * np.linalg.norm(f)))
