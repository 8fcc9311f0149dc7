"""Gaussian W_2 against POT and OTT, and how its cost grows."""
import jax
import jax.numpy as jnp
import numpy as np

from benchmarks import reference
from benchmarks.workloads import Contestant, Race, Step, Unavailable
from proofs_numeric.numerics.gaussians import gaussian_w2

COMPARED = 3                     # problems with a reference of many digits


def laws(count: int, d: int, condition: float):
    """Means (2, count, d) and covariances (2, count, d, d) with eigenvalues from 1 to 1 / condition in random directions."""
    rng = np.random.default_rng(0)
    turned = np.linalg.qr(rng.normal(size=(2, count, d, d)))[0]
    S = (turned * np.geomspace(1, 1 / condition, d)) @ turned.swapaxes(-1, -2)
    return rng.normal(size=(2, count, d)), 0.5 * (S + S.swapaxes(-1, -2))


def distance(condition: float, device: str) -> Race:
    (m1, m2), (S1, S2) = laws(256, 32, condition)
    truth = reference.gaussian(*(z[:COMPARED] for z in (m1, S1, m2, S2)))

    def mine():
        given = [jnp.asarray(z) for z in (m1, S1, m2, S2)]
        return lambda: jax.block_until_ready(gaussian_w2(*given))

    def pot():
        import ot
        return lambda: np.array([ot.gaussian.bures_wasserstein_distance(*z) for z in zip(m1, m2, S1, S2)])

    def pot_torch():
        import ot
        import torch
        if device == "gpu" and not torch.cuda.is_available():
            raise Unavailable("this build of torch has no CUDA")
        given = [torch.tensor(z, device="cuda" if device == "gpu" else "cpu") for z in (m1, m2, S1, S2)]
        return lambda: ot.gaussian.bures_wasserstein_distance(*given, paired=True).cpu().numpy()

    def ott():
        from ott.geometry import costs
        cost = costs.Bures(32)
        points = [jnp.concatenate([jnp.asarray(m), jnp.asarray(S).reshape(256, -1)], -1) for m, S in ((m1, S1), (m2, S2))]
        f = jax.jit(jax.vmap(lambda x, y: jnp.sqrt(cost(x, y))))
        return lambda: jax.block_until_ready(f(*points))
    peers = (Contestant("POT NumPy", pot, "one problem after the other"), Contestant("POT PyTorch", pot_torch, "paired"),
             Contestant("OTT", ott, "Bures cost, vmap and jit"))
    return Race(Contestant("ours", mine), peers, lambda z: float(np.max(abs(np.asarray(z)[:COMPARED] / truth - 1))))


def by_dimension(d: int, device: str) -> Step:
    (m1, m2), (S1, S2) = laws(16, d, 1e3)
    given = [jnp.asarray(z) for z in (m1, S1, m2, S2)]
    return Step(lambda: jax.block_until_ready(gaussian_w2(*given)), d**3)
