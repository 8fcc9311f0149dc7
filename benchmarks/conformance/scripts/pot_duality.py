import numpy as np
import ot
from scipy.optimize import linprog

rng = np.random.default_rng(6)
x, y, a, b = rng.normal(size=(20, 2)), rng.normal(size=(20, 2)), rng.dirichlet(np.ones(20)), rng.dirichlet(np.ones(20))
z, w = np.concatenate([x, y]), np.concatenate([a, -b])
i, j = np.nonzero(~np.eye(40, dtype=bool))
rows = np.eye(40)[i] - np.eye(40)[j]                    # f(z_i) - f(z_j) <= |z_i - z_j|
best = -linprog(-w, rows, np.linalg.norm(z[i] - z[j], axis=1), bounds=[(0, 0)] + [(None, None)] * 39).fun
C = np.linalg.norm(x[:, None] - y, axis=-1)
print("|W_1 - sup| / diameter =", abs(ot.emd2(a, b, C) - best) / C.max())
