import jax
import numpy as np

from proofs_numeric.numerics.transport import exact_transport

jax.config.update("jax_enable_x64", True)
x, w = np.random.default_rng(0).normal(size=(12, 2)), np.full(12, 1 / 12)
points = [x, x + [0.5, 0], x + [1, 0]]                  # translates: equality
W = [exact_transport(w, w, np.linalg.norm(points[i][:, None] - points[j], axis=-1)).value for i, j in ((0, 2), (0, 1), (1, 2))]
print("W(mu,rho) / (W(mu,nu) + W(nu,rho)) =", W[0] / (W[1] + W[2]))
