import jax
import numpy as np

from proofs_numeric.numerics.filters import meyer
from proofs_numeric.numerics.scattering import Scattering

jax.config.update("jax_enable_x64", True)
f = np.random.default_rng(3).normal(size=512)
for S, stride in ((Scattering(meyer(512, 5)), 32), (Scattering(meyer(512, 5), alias=0.0, oversampling=5), 1)):
    print("||S T f - T S f|| / ||f|| =", np.linalg.norm(S(np.roll(f, stride)) - np.roll(S(f), 1, -1)) / np.linalg.norm(f))
