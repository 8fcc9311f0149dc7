import numpy as np
import scipy.special

scipy.special.sph_harm = None
from kymatio.scattering1d.frontend.numpy_frontend import ScatteringNumPy1D  # noqa: E402

S = ScatteringNumPy1D(J=5, shape=512)
phi, psi = S.phi_f["levels"][0].ravel(), np.array([p["levels"][0].ravel() for p in S.psi1_f])
energy = (abs(psi) ** 2).sum(0)
lp = abs(phi) ** 2 + (energy + np.roll(energy[::-1], 1)) / 2
print("largest Littlewood-Paley sum:", lp.max())
