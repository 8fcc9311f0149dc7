import numpy as np
from scipy.stats import wasserstein_distance_nd as W

rng = np.random.default_rng(0)
x, y, a, b = rng.normal(size=(6, 2)), rng.normal(size=(6, 2)), rng.dirichlet(np.ones(6)), rng.dirichlet(np.ones(6))
print("W(mu,mu) =", W(x, x, a, a), " |W(mu,nu) - W(nu,mu)| =", abs(W(x, y, a, b) - W(y, x, b, a)))
print("W(mu,rho) / (W(mu,nu) + W(nu,rho)) =", W(x, x + 1, a, a) / (W(x, x + 0.5, a, a) + W(x + 0.5, x + 1, a, a)))
