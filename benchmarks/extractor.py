"""How the cost of feature extractors grows. No other library computes them."""
import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.workloads import Step
from proofs_numeric.numerics.extractor import Extractor, Layer, repaired
from proofs_numeric.numerics.frames import gaussian, random
from proofs_numeric.numerics.nonlinearities import RELU
from proofs_numeric.numerics.poolings import NO_POOLING, Decimation


def _network(samples: int, depth: int, atoms: int, stride: int = 1) -> Extractor:
    pooling = NO_POOLING if stride == 1 else Decimation(stride)
    layers = [Layer(random(k, samples // stride**k, atoms, taps=5), RELU, pooling) for k in range(depth)]
    return repaired(layers, gaussian(samples // stride**depth, 4.0))


def _step(samples: int, batch: int, network: Extractor, cost: float) -> Step:
    x = jnp.asarray(np.random.default_rng(0).normal(size=(batch, samples)), jnp.float32)
    return Step(lambda: jax.block_until_ready(network(x)), cost)


def by_samples(n: int, device: str) -> Step:
    return _step(n, 8, _network(n, 2, 8), n * np.log(n))


def by_batch(batch: int, device: str) -> Step:
    return _step(1024, batch, _network(1024, 2, 8), batch)


def by_depth(depth: int, device: str) -> Step:
    return _step(1024, 8, _network(1024, depth, 4), sum(4.0**k for k in range(1, depth + 1)))


def by_depth_decimated(depth: int, device: str) -> Step:
    return _step(1024, 8, _network(1024, depth, 4, stride=2), sum(2.0**k for k in range(1, depth + 1)))
