import numpy as np
import ot

rng = np.random.default_rng(0)
x, a = rng.normal(size=12), rng.dirichlet(np.ones(12))
points = [x, x + 0.5, x + 1]                            # translates: equality
W = {(i, j): ot.wasserstein_1d(points[i], points[j], a, a, p=2) ** 0.5 for i, j in ((0, 0), (0, 1), (1, 0), (1, 2), (0, 2))}
print("W(mu,mu) =", W[0, 0], " |W(mu,nu) - W(nu,mu)| =", abs(W[0, 1] - W[1, 0]))
print("W(mu,rho) / (W(mu,nu) + W(nu,rho)) =", W[0, 2] / (W[0, 1] + W[1, 2]))
