import numpy as np
import scipy.special

scipy.special.sph_harm = None
from kymatio.scattering2d.frontend.numpy_frontend import ScatteringNumPy2D  # noqa: E402

S = ScatteringNumPy2D(J=4, shape=(64, 64))
x, y = np.indices((64, 64))
for k, l in ((0, 5), (5, 0)):
    f = np.cos(2 * np.pi * (k * x + l * y) / 96)        # near the largest value of the Littlewood-Paley sum
    print("||S f - S 0|| / ||f|| =", 2**4 * np.linalg.norm(S(f)) / np.linalg.norm(f))
