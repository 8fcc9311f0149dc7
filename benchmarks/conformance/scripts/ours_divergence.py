import jax
import numpy as np

from proofs_numeric.numerics.sinkhorn import sinkhorn

jax.config.update("jax_enable_x64", True)
def V(x, y):
    return sinkhorn(np.full(len(x), 1 / len(x)), np.full(len(y), 1 / len(y)), abs(x[:, None] - y), 0.05, 1e-9).value

left, right, both = np.array([0.0]), np.array([1.0]), np.array([0.0, 1.0])
S = [V(x, y) - V(x, x) / 2 - V(y, y) / 2 for x, y in ((left, right), (left, both), (both, right))]
print("S(mu,rho) / (S(mu,nu) + S(nu,rho)) =", S[0] / (S[1] + S[2]))
