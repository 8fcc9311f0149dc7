import jax
import jax.numpy as jnp
from ott.geometry import costs
from ott.tools.sinkhorn_divergence import sinkdiv

jax.config.update("jax_enable_x64", True)
left, right = jnp.array([[0.0]]), jnp.array([[1.0]])
both = jnp.concatenate([left, right])                   # half of the mass at each end
for epsilon in (0.05, 0.5, 5.0):
    S = [sinkdiv(x, y, cost_fn=costs.Euclidean(), epsilon=epsilon)[0] for x, y in ((left, right), (left, both), (both, right))]
    print("epsilon =", epsilon, " S(mu,rho) / (S(mu,nu) + S(nu,rho)) =", S[0] / (S[1] + S[2]))
