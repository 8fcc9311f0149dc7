import numpy as np
import scipy.special

scipy.special.sph_harm = None
from kymatio.scattering2d.frontend.numpy_frontend import ScatteringNumPy2D  # noqa: E402

S, f = ScatteringNumPy2D(J=4, shape=(64, 64)), np.pad(np.outer(np.hanning(52), np.hanning(52)), 6)
phi = abs(S.phi["levels"][0])
w = 2 * np.pi * np.fft.fftfreq(len(phi))
K = (np.hypot(w[:, None], w) * phi).max() * 2**4
change = 2**4 * np.linalg.norm(S(np.roll(f, 1, 0)) - S(f))
print("||S T f - S f|| / bound =", change / (2**-4 * K * np.sqrt(3) * np.linalg.norm(f)))
