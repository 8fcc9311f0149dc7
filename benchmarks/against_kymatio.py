"""Scattering against kymatio with the same filters: errors against our exact float64 transform, and times in one process.

    python benchmarks/against_kymatio.py [1] [2] [g] [alias]       one dimension, two, the gradient; by default all

The default alias of each is about the largest at which our error is not above kymatio's.

kymatio pads by reflection and crops what it returns; here the same padding and cropping surround our transform and are timed.
In one dimension kymatio 0.3.0 returns the path (l1, l2) divided by 2^(j1 + j2): its filters at coarser resolutions are means over
aliases where its documentation says sums. Errors are taken after multiplying by that factor.
"""
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import jax
import numpy as np
import scipy.special

jax.config.update("jax_enable_x64", True)

if not hasattr(scipy.special, "sph_harm"):              # removed from scipy 1.17; kymatio's three-dimensional part asks for it
    scipy.special.sph_harm = None

import jax.numpy as jnp  # noqa: E402
from kymatio.scattering1d.frontend.jax_frontend import ScatteringJax1D  # noqa: E402
from kymatio.scattering2d.frontend.jax_frontend import ScatteringJax2D  # noqa: E402

from proofs_numeric.numerics.filters import Bank  # noqa: E402
from proofs_numeric.numerics.scattering import Scattering  # noqa: E402


def peer_1d(samples: int, octaves: int, per_octave: int):
    """(kymatio's transform, the banks of its two orders, padding, slice of the output)."""
    peer = ScatteringJax1D(J=octaves, shape=samples, Q=per_octave)

    def bank(psi):
        return Bank(np.stack([np.asarray(p["levels"][0], float).ravel() for p in psi]),
                    np.asarray(peer.phi_f["levels"][0], float).ravel(), tuple(p["j"] for p in psi), octaves)
    pad = [(peer.pad_left, peer.pad_right)]
    keep = slice(peer.ind_start[octaves], peer.ind_end[octaves])
    return peer, [bank(peer.psi1_f), bank(peer.psi2_f)], pad, (keep,)


def peer_2d(side: int, octaves: int, orientations: int):
    peer = ScatteringJax2D(J=octaves, shape=(side, side), L=orientations)
    filters = [np.asarray(p["levels"][0]) for p in peer.psi]
    bank = Bank(np.stack([f.reshape(f.shape[:2]).astype(float) for f in filters]),
                np.asarray(peer.phi["levels"][0]).reshape(filters[0].shape[:2]).astype(float),
                tuple(p["j"] for p in peer.psi), octaves)
    before = 2**octaves
    pad = [(before, n - side - before) for n in bank.grid]
    keep = slice(1, -1)
    return peer, [bank], pad, (keep, keep)


def rescaled(peer, banks, paths):
    """kymatio's transform without the factors 2^-j of its one-dimensional filters."""
    if len(banks) == 1:
        return peer
    factor = np.array([2.0 ** sum(b.scales[l] for b, l in zip(banks, p)) for p in paths])[:, None]
    return lambda x: np.asarray(peer(x)) * factor


def ours(banks, pad, keep, **options):
    transform = Scattering(banks, 2, "decreasing", **options)

    def apply(x):
        width = [(0, 0)] * (x.ndim - len(pad)) + pad
        return transform(jnp.pad(x, width, mode="reflect"))[(..., *keep)]
    return transform, apply


def interleaved(functions, x, runs: int = 9) -> list[float]:
    """Median seconds of each function, called in turn."""
    times: list[list[float]] = [[] for _ in functions]
    for f in functions:
        jax.block_until_ready(f(x))
    for _ in range(runs):
        for f, t in zip(functions, times):
            start = time.perf_counter()
            jax.block_until_ready(f(x))
            t.append(time.perf_counter() - start)
    return [float(np.median(t)) for t in times]


def signals(shape, seed: int = 0) -> dict[str, np.ndarray]:
    """White noise, noise with the power spectrum 1/f^2 of photographs, and steps."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=shape)
    axes = tuple(range(1, len(shape)))
    f = np.sqrt(sum(np.square(g) for g in np.meshgrid(*(np.fft.fftfreq(n) for n in shape[1:]), indexing="ij")))
    smooth = np.fft.ifftn(np.fft.fftn(noise, axes=axes) / np.maximum(f, 1 / max(shape[1:])), axes=axes).real
    steps = np.sign(smooth)
    return {"noise": noise, "1/f": smooth / smooth.std(), "steps": steps}


def compare(name, made, batch, side, alias, gradient=False, exact_batch=1):
    peer, banks, pad, keep = made
    shape = (batch, side) if len(pad) == 1 else (batch, side, side)
    start = time.perf_counter()
    fast, fast_apply = ours(banks, pad, keep, alias=alias)
    planned = time.perf_counter() - start
    _, exact_apply = ours(banks, pad, keep, alias=0.0)
    print(f"\n{name}: {fast!r}, planned in {planned:.1f} s, alias bound {fast.alias_bound:.2g}")
    for kind, x in signals(shape).items():
        small = x[:exact_batch]
        reference = np.asarray(exact_apply(jnp.asarray(small)))
        theirs = rescaled(peer, banks, fast.paths)
        error = [np.linalg.norm(np.asarray(f(jnp.asarray(small, jnp.float32))) - reference) / np.linalg.norm(reference)
                 for f in (theirs, fast_apply)]
        parts = [[np.linalg.norm((np.asarray(f(jnp.asarray(small, jnp.float32))) - reference)[:, rows]) /
                  np.linalg.norm(reference[:, rows])
                  for rows in ([len(p) == m for p in fast.paths] for m in range(3))] for f in (theirs, fast_apply)]
        print(f"  {kind:6} relative error: kymatio {error[0]:.2e}, ours {error[1]:.2e};  by order "
              + " | ".join(f"{a:.1e} {b:.1e}" for a, b in zip(*parts)))
    x = jnp.asarray(signals(shape)["noise"], jnp.float32)
    functions = [jax.jit(peer), jax.jit(fast_apply)]
    if gradient:
        functions = [jax.jit(jax.grad(lambda x, f=f: (f(x) ** 2).sum())) for f in functions]
        values = [np.asarray(f(x)) for f in functions]
        print(f"  gradients differ by {np.linalg.norm(values[0] - values[1]) / np.linalg.norm(values[0]):.1e}")
    for _ in range(2):
        peer_time, our_time = interleaved(functions, x)
        print(f"  {'gradient' if gradient else 'forward'}: kymatio {1e3 * peer_time:.0f} ms, ours {1e3 * our_time:.0f} ms, "
              f"ratio {our_time / peer_time:.2f}")


if __name__ == "__main__":
    which = sys.argv[1:] or ["1", "2", "g"]
    tolerance = float(which.pop()) if len(which) > 1 and "." in which[-1] else None
    if "1" in which:
        compare("1-D, J=8, Q=8, N=8192, batch 64", peer_1d(8192, 8, 8), 64, 8192, tolerance or 5e-5)
    if "2" in which:
        compare("2-D, J=4, L=8, 128x128, batch 16", peer_2d(128, 4, 8), 16, 128, tolerance or 1.5e-2)
    if "g" in which:
        compare("2-D, J=3, L=8, 64x64, batch 8", peer_2d(64, 3, 8), 8, 64, tolerance or 1.5e-2, gradient=True)
