import jax
import numpy as np

from proofs_numeric.numerics.filters import meyer
from proofs_numeric.numerics.scattering import Scattering

jax.config.update("jax_enable_x64", True)
f = np.cos(2 * np.pi * 4 * np.indices((64, 64))[0] / 64)      # half the rate of the averages: both signs of its frequency fall together
for S, weight in ((Scattering(meyer((64, 64), 3)), 2**3), (Scattering(meyer((64, 64), 3), alias=0.0, oversampling=3), 1)):
    print("||S f - S 0|| / ||f|| =", weight * np.linalg.norm(S(f)) / np.linalg.norm(f))
