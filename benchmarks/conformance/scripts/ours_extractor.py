import jax
import numpy as np

from proofs_numeric.numerics.extractor import Layer, repaired
from proofs_numeric.numerics.frames import gaussian, random
from proofs_numeric.numerics.nonlinearities import RELU
from proofs_numeric.numerics.poolings import Decimation

jax.config.update("jax_enable_x64", True)
network = repaired([Layer(random(k, n, atoms=4, taps=5), RELU, Decimation(2)) for k, n in ((0, 64), (1, 32))], gaussian(16, 2.0))
f, h = np.random.default_rng(5).normal(size=(2, 64))
difference = network.norm([a - b for a, b in zip(network(f), network(h))])
print("||Phi f - Phi h|| / ||f - h|| =", difference / np.linalg.norm(f - h))
