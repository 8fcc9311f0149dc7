"""Where scattering transforms are likely to fail: frequencies with the largest Littlewood-Paley sum, and signals from gradient ascent."""
import math
from collections.abc import Callable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain

Data = dict[str, Any]


def frequencies(psi, phi, count: int = 8) -> Iterator[tuple[str, Data]]:
    """Those with the largest Littlewood-Paley sum, as indices into the grid of the filters."""
    lp = plain.energy(psi, phi)
    for k in np.argsort(-lp.ravel(), kind="stable")[:count]:
        index = [int(i) for i in np.unravel_index(k, lp.shape)]
        yield f"frequency {index} of the grid {list(lp.shape)}", {"k": index}


ALL = "all frequencies of the grid of the filters; the 8 with the largest sum are judged"


def tones(psi, phi, grid, count: int = 4) -> Iterator[tuple[str, Data]]:
    """Cosines against 0 at the frequencies where the Littlewood-Paley sum is largest."""
    lp = plain.energy(psi, phi)
    for k in np.argsort(-lp.ravel(), kind="stable")[:2 * count:2]:
        index = [int(i) if 2 * i <= n else int(i) - n for i, n in zip(np.unravel_index(k, lp.shape), lp.shape)]
        yield (f"cosine of {index} periods in {list(lp.shape)} samples against 0, where the Littlewood-Paley sum is {lp.flat[k]:.6f}",
               {"f": f"wave({index}, {list(lp.shape)}, {list(grid)})", "h": f"np.zeros({list(grid)})"})


def climbed(f: Callable, grid, start: str, margin: int = 0, terms: int = 16, steps: int = 80) -> Iterator[tuple[str, Data]]:
    """Signals from a gradient ascent on ||f x - f y|| / ||x - y||, made of few cosines; f: differentiable in JAX.

    First all samples of both signals are free. The cosines that are largest in their difference are kept, and their coefficients
    climb again, against 0; with three decimals they are the instance. Signals vanish on `margin` samples at each end.
    """
    inner = tuple(n - 2 * margin for n in grid)
    x, y = (plain.noise(seed, inner) for seed in (0, 1))
    if start != "noise":
        cut = tuple(slice(margin, n - margin) for n in grid)
        x, y = eval(start, vars(plain).copy())[cut], 0.01 * y

    def padded(z):
        return jnp.pad(z, margin)

    def vector(z):
        return f(padded(z)).ravel()
    best = ascend(lambda p: vector(p[0]) - vector(p[1]), lambda p: p[0] - p[1], np.stack([x, y]), steps)
    waves = [np.cos(np.pi * np.outer(np.arange(n), np.arange(n) + 0.5) / n) for n in inner]
    found = best[0] - best[1]
    for axis, w in enumerate(waves):
        found = np.moveaxis(np.tensordot(w, found, (1, axis)), 0, axis)
    scale = [np.where(np.arange(n) == 0, 1, 2) / n for n in inner]
    found = found * plain.product(scale)
    index = [np.unravel_index(k, inner) for k in np.sort(np.argsort(-abs(found).ravel(), kind="stable")[:terms])]
    basis = np.stack([plain.product([w[i] for w, i in zip(waves, k)]) for k in index])
    c = ascend(lambda c: vector(jnp.tensordot(c, basis, 1)), lambda c: jnp.tensordot(c, basis, 1), [found[k] for k in index], steps)
    c = np.round(c / abs(c).max(), 3)
    kept = [(int(k[0]) if len(grid) == 1 else tuple(map(int, k)), float(v)) for k, v in zip(index, c) if v]
    text = f"cosines({kept}, {list(inner)})"
    yield (f"found by gradient ascent from {'noise' if start == 'noise' else 'the first cosine'}, {len(kept)} cosines against 0",
           {"f": f"np.pad({text}, {margin})" if margin else text, "h": f"np.zeros({list(grid)})"})


def ascend(above: Callable, below: Callable, x, steps: int, rate: float = 0.03):
    """Adam on log(||above(x)|| / ||below(x)||); the best x that was met."""
    def score(x):
        return jnp.log(jnp.linalg.norm(above(x).ravel())) - jnp.log(jnp.linalg.norm(below(x).ravel()))
    step = jax.jit(jax.value_and_grad(score))
    now = jnp.asarray(x)
    scale = float(jnp.abs(now).max())
    m = v = jnp.zeros_like(now)
    best = (-math.inf, now)
    for k in range(steps):
        value, g = step(now)
        if not np.isfinite(float(value)) or not bool(jnp.isfinite(g).all()):
            break
        if float(value) > best[0]:
            best = float(value), now
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        size = rate * scale * 0.5 * (1 + math.cos(math.pi * k / steps))
        now = now + size * (m / (1 - 0.9 ** (k + 1))) / (jnp.sqrt(v / (1 - 0.999 ** (k + 1))) + 1e-12)
    return np.asarray(best[1])
