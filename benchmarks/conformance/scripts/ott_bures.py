import jax
import jax.numpy as jnp
from ott.geometry import costs

jax.config.update("jax_enable_x64", True)
x = costs.mean_and_cov_to_x(jnp.zeros(4), jnp.eye(4), 4)
y = costs.mean_and_cov_to_x(jnp.zeros(4), jnp.diag(jnp.array([1024.0, 1, 1, 1])), 4)
exact, traces = 31.0**2, 4 + 1027
for options in ({"min_iterations": 100, "max_iterations": 200}, {}):
    print(options, "|W_2^2 - exact| / traces =", abs(costs.Bures(4, sqrtm_kw=options)(x, y) - exact) / traces)
