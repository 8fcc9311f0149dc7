import jax
import numpy as np
from ott.tools.sinkhorn_divergence import sinkdiv

from benchmarks.conformance.measures import nearby

jax.config.update("jax_enable_x64", True)
(x, y, _), (a, *_) = nearby(0, 6, 1, 1e-3)
x, y, a = map(np.asarray, (x, y, a))
print("S(mu,nu) =", sinkdiv(x, y, a=a, b=a)[0])
