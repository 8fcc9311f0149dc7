import jax
import numpy as np

from proofs_numeric.numerics.filters import meyer
from proofs_numeric.numerics.scattering import Scattering

jax.config.update("jax_enable_x64", True)
f = np.cos(2 * np.pi * 8 * np.arange(512) / 512)      # half the rate of the averages: both signs of its frequency fall together
for S, weight in ((Scattering(meyer(512, 5)), 2**2.5), (Scattering(meyer(512, 5), alias=0.0, oversampling=5), 1)):
    print("||S f - S 0|| / ||f|| =", weight * np.linalg.norm(S(f)) / np.linalg.norm(f))
