import jax
import numpy as np

from proofs_numeric.numerics.filters import frequencies, meyer
from proofs_numeric.numerics.scattering import Scattering

jax.config.update("jax_enable_x64", True)
bank, f = meyer(512, 5), np.hanning(512)
S, K = Scattering(bank, alias=0.0, oversampling=5), (abs(frequencies((512,))[:, 0] * bank.phi) * 2 * np.pi / 512).max() * 2**5
change = np.linalg.norm(S(np.roll(f, 1)) - S(f))
print("||S T f - S f|| / bound =", change / (2**-5 * K * np.sqrt(3) * np.linalg.norm(f)))
