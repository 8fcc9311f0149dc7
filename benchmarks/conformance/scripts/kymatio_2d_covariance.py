import numpy as np
import scipy.special

scipy.special.sph_harm = None
from kymatio.scattering2d.frontend.numpy_frontend import ScatteringNumPy2D  # noqa: E402

S, f = ScatteringNumPy2D(J=2, shape=(64, 64)), np.zeros((64, 64))
f[20:40, 20:40] = np.random.default_rng(3).normal(size=(20, 20))
difference = S(np.roll(f, (4, 4), (0, 1)))[:, 1:, 1:] - S(f)[:, :-1, :-1]
print("||S T f - T S f|| / ||f|| =", np.linalg.norm(difference) / np.linalg.norm(f))
