import numpy as np
import scipy.special

scipy.special.sph_harm = None
from kymatio.scattering1d.frontend.numpy_frontend import ScatteringNumPy1D  # noqa: E402

S = ScatteringNumPy1D(J=3, shape=512)
f = np.zeros(512)
f[192:320] = np.random.default_rng(3).normal(size=128)
difference = S(np.roll(f, 8))[:, 1:] - S(f)[:, :-1]
print("||S T f - T S f|| / ||f|| =", np.linalg.norm(difference) / np.linalg.norm(f))
