import numpy as np
import ot
from scipy.stats import wasserstein_distance as W

rng = np.random.default_rng(0)
x, y, a, b = rng.normal(size=12), rng.normal(size=12), rng.dirichlet(np.ones(12)), rng.dirichlet(np.ones(12))
C = np.linalg.norm(x.reshape(12, 1, -1) - y.reshape(1, 12, -1), axis=-1)
print("|W_1 - network simplex| / diameter =", abs(W(x, y, a, b) - ot.emd2(a, b, C)) / C.max())
