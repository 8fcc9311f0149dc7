import numpy as np
import scipy.special

scipy.special.sph_harm = None
from kymatio.scattering2d.frontend.numpy_frontend import ScatteringNumPy2D  # noqa: E402

S, f = ScatteringNumPy2D(J=2, shape=(32, 32)), np.zeros((32, 32))
f[1, 1] = 1                                             # the gradient ascent finds larger ratios
print("||S f - S 0|| / ||f|| =", 2**2 * np.linalg.norm(S(f)) / np.linalg.norm(f))
