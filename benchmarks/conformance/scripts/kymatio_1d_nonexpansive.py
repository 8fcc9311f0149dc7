import numpy as np
import scipy.special

scipy.special.sph_harm = None
from kymatio.scattering1d.frontend.numpy_frontend import ScatteringNumPy1D  # noqa: E402

S = ScatteringNumPy1D(J=5, shape=512)
x = np.random.default_rng(0).normal(size=512)
for f in (x, np.ones(512), np.exp(-np.arange(512) / 160)):   # the last one is large at the border
    print("||S f|| / ||f|| =", 2**2.5 * np.linalg.norm(S(f)) / np.linalg.norm(f))
