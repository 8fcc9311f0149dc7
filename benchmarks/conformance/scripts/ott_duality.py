import jax
import numpy as np
import ot
from ott.geometry import costs
from ott.tools.sinkhorn_divergence import sinkdiv

jax.config.update("jax_enable_x64", True)
rng = np.random.default_rng(0)
x, y, w = rng.normal(size=(10, 2)), rng.normal(size=(10, 2)), np.full(10, 0.1)
C = np.linalg.norm(x[:, None] - y, axis=-1)
for epsilon in (1e-1, 1e-3):
    S = sinkdiv(x, y, cost_fn=costs.Euclidean(), epsilon=epsilon, solve_kwargs={"threshold": 1e-9, "max_iterations": 20_000})[0]
    print("epsilon =", epsilon, " |S - W_1| / diameter =", abs(S - ot.emd2(w, w, C)) / C.max())
