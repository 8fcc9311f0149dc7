import numpy as np
import ot
from scipy.stats import wasserstein_distance_nd as W

rng = np.random.default_rng(0)
x, y, a, b = rng.normal(size=(6, 2)), rng.normal(size=(6, 2)), rng.dirichlet(np.ones(6)), rng.dirichlet(np.ones(6))
C = np.linalg.norm(x.reshape(6, 1, -1) - y.reshape(1, 6, -1), axis=-1)
print("|W_1 - network simplex| / diameter =", abs(W(x, y, a, b) - ot.emd2(a, b, C)) / C.max())
