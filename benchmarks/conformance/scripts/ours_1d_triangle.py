import jax
import numpy as np

from proofs_numeric.numerics.transport_1d import wasserstein_1d as W

jax.config.update("jax_enable_x64", True)
x = np.random.default_rng(0).normal(size=12)
print("W(mu,mu) =", W(x, x, 2), " |W(mu,nu) - W(nu,mu)| =", abs(W(x, x + 0.5, 2) - W(x + 0.5, x, 2)))
print("W(mu,rho) / (W(mu,nu) + W(nu,rho)) =", W(x, x + 1, 2) / (W(x, x + 0.5, 2) + W(x + 0.5, x + 1, 2)))
