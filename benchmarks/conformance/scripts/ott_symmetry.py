import jax
import numpy as np
from ott.tools.sinkhorn_divergence import sinkdiv

from benchmarks.conformance.measures import nearby

jax.config.update("jax_enable_x64", True)
(x, y, _), (a, *_) = nearby(0, 6, 1, 0.1)
x, y, a = map(np.asarray, (x, y, a))
print("S(mu,nu) - S(nu,mu) =", sinkdiv(x, y, a=a, b=a)[0] - sinkdiv(y, x, a=a, b=a)[0])
