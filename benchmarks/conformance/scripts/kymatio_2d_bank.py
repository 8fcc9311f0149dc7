import numpy as np
import scipy.special

scipy.special.sph_harm = None
from kymatio.scattering2d.frontend.numpy_frontend import ScatteringNumPy2D  # noqa: E402

S = ScatteringNumPy2D(J=4, shape=(64, 64))
energy = sum(abs(p["levels"][0]) ** 2 for p in S.psi)
lp = abs(S.phi["levels"][0]) ** 2 + (energy + np.roll(energy[::-1, ::-1], 1, (0, 1))) / 2
print("largest Littlewood-Paley sum:", lp.max(), "at", np.unravel_index(lp.argmax(), lp.shape), "of", lp.shape)
