"""Scattering against kymatio, with kymatio's own filters and padding, and how its cost grows."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks import reference
from benchmarks.workloads import Contestant, Race, Step, Unavailable
from proofs_numeric.numerics.filters import Bank, gabor
from proofs_numeric.numerics.scattering import Scattering


# -- kymatio
def kymatio(module: str):
    """A module of kymatio 0.3, which asks for a function that SciPy 1.17 removed, for its three-dimensional part only."""
    import importlib

    import scipy.special
    if not hasattr(scipy.special, "sph_harm"):
        scipy.special.sph_harm = None
    return importlib.import_module(f"kymatio.{module}")


@dataclass(frozen=True, eq=False)
class Setting:
    """Filters of the orders, reflected padding (before, after) for each axis, and the part of the output that is kept."""

    banks: tuple[Bank, ...]
    padding: tuple[tuple[int, int], ...]
    keep: tuple[slice, ...]

    @property
    def stride(self) -> int:
        return 2 ** self.banks[0].octaves


def setting_1d(samples: int, octaves: int, per_octave: int) -> Setting:
    """kymatio's; ours without padding if it does not import."""
    try:
        theirs = kymatio("scattering1d.frontend.jax_frontend").ScatteringJax1D(J=octaves, shape=samples, Q=per_octave)
    except ImportError:
        return Setting((gabor(samples, octaves, per_octave), gabor(samples, octaves)), ((0, 0),), (slice(None),))
    low = np.asarray(theirs.phi_f["levels"][0], float).ravel()
    banks = tuple(Bank(np.stack([np.asarray(p["levels"][0], float).ravel() for p in psi]), low, tuple(p["j"] for p in psi), octaves)
                  for psi in (theirs.psi1_f, theirs.psi2_f))
    return Setting(banks, ((theirs.pad_left, theirs.pad_right),), (slice(theirs.ind_start[octaves], theirs.ind_end[octaves]),))


def setting_2d(side: int, octaves: int, orientations: int) -> Setting:
    """kymatio's; ours without padding if it does not import."""
    try:
        theirs = kymatio("scattering2d.frontend.jax_frontend").ScatteringJax2D(J=octaves, shape=(side, side), L=orientations)
    except ImportError:
        return Setting((gabor((side, side), octaves, orientations=orientations),), ((0, 0),) * 2, (slice(None),) * 2)
    psi = np.stack([np.squeeze(p["levels"][0]) for p in theirs.psi]).astype(float)
    bank = Bank(psi, np.squeeze(theirs.phi["levels"][0]).astype(float), tuple(p["j"] for p in theirs.psi), octaves)
    margin = 2**octaves
    return Setting((bank,), tuple((margin, n - side - margin) for n in bank.grid), (slice(1, -1),) * 2)


# -- the contestants
def signals(batch: int, grid: tuple[int, ...]) -> np.ndarray:
    """(batch, *grid), float32: in turn white noise, noise with the power spectrum 1/f^2, and steps."""
    noise = np.random.default_rng(0).normal(size=(batch, *grid))
    axes = tuple(range(1, noise.ndim))
    f = np.sqrt(sum(np.square(g) for g in np.meshgrid(*(np.fft.fftfreq(n) for n in grid), indexing="ij")))
    smooth = np.fft.ifftn(np.fft.fftn(noise, axes=axes) / np.maximum(f, 1 / max(grid)), axes=axes).real
    smooth /= smooth.std()
    kinds = np.arange(batch).reshape(-1, *[1] * len(grid)) % 3
    return np.choose(kinds, [noise, smooth, np.sign(smooth)]).astype(np.float32)


def _ours(setting: Setting, alias: float) -> Callable[[Any], Any]:
    transform = Scattering(setting.banks, 2, alias=alias)
    width = ((0, 0), *setting.padding)
    return lambda x: transform(jnp.pad(x, width, mode="reflect"))[(..., *setting.keep)]


def _squares(f):
    return jax.grad(lambda x: (f(x) ** 2).sum())


def _in_jax(f: Callable[[], Callable[[Any], Any]], x):
    def make():
        function, given = jax.jit(f()), jnp.asarray(x)
        return lambda: jax.block_until_ready(function(given))
    return make


def _in_torch(f: Callable[[], Any], x, device: str, differentiate=False):
    def make():
        import torch
        place = "cuda" if device == "gpu" else "cpu"
        if place == "cuda" and not torch.cuda.is_available():
            raise Unavailable("this build of torch has no CUDA")
        transform = f().to(place)
        given = torch.tensor(x, device=place)

        def call():
            if not differentiate:
                out = transform(given)
            else:
                leaf = given.clone().requires_grad_(True)
                (transform(leaf) ** 2).sum().backward()
                out = leaf.grad
            if place == "cuda":
                torch.cuda.synchronize()
            return out
        return call
    return make


def _relative(answer, truth) -> float:
    """The largest l^2 error of one of the first signals, as a part of the norm of the truth."""
    answer = answer.detach().cpu().numpy() if hasattr(answer, "detach") else np.asarray(answer)
    axes = tuple(range(1, truth.ndim))
    return float(np.max(np.sqrt(((answer[:len(truth)] - truth) ** 2).sum(axes) / (truth**2).sum(axes))))


SHOWN = 3                        # signals on which answers are compared, one of each kind


def _race(setting: Setting, alias: float, x: np.ndarray, peers, differentiate=False) -> Race:
    paths = Scattering(setting.banks, 2, alias=0).paths
    layers, phi = [setting.banks[min(m, len(setting.banks) - 1)].psi for m in range(2)], setting.banks[0].phi
    index = [np.pad(np.arange(n), width, mode="reflect") for n, width in zip(x.shape[1:], setting.padding)]
    where: Any = (slice(None), *np.ix_(*index))
    given = x[:SHOWN].astype(float)[where]
    if differentiate:
        weight = np.zeros([-(-n // setting.stride) for n in given.shape[1:]])
        weight[setting.keep] = 1
        slope = reference.scattering_gradient(given, layers, phi, paths, setting.stride, weight)
        truth = np.zeros((SHOWN, *x.shape[1:]))
        np.add.at(truth, where, slope)          # padded samples belong to those they repeat
    else:
        truth = reference.scattering(given, layers, phi, paths, setting.stride)[(..., *setting.keep)]
    mine = Contestant("ours", _in_jax(lambda: _squares(_ours(setting, alias)) if differentiate else _ours(setting, alias), x),
                      f"alias = {alias:g}, jit")
    return Race(mine, peers, lambda answer: _relative(answer, truth))


def line(samples: int, octaves: int, per_octave: int, batch: int, alias: float, device: str) -> Race:
    x = signals(batch, (samples,))
    options = {"J": octaves, "shape": samples, "Q": per_octave}
    setting = setting_1d(samples, octaves, per_octave)
    paths = Scattering(setting.banks, 2, alias=0).paths
    missing = np.array([2.0 ** sum(bank.scales[l] for l, bank in zip(p, setting.banks)) for p in paths])

    def complete(answer):
        return np.asarray(answer) * missing[:, None]
    note = "coefficients carry a factor 2^-j for each wavelet of octave j, undone before comparing"
    return _race(setting, alias, x, (
        Contestant("kymatio JAX", _in_jax(lambda: kymatio("scattering1d.frontend.jax_frontend").ScatteringJax1D(**options), x),
                   "jit; " + note, complete),
        Contestant("kymatio PyTorch", _in_torch(lambda: kymatio("scattering1d.frontend.torch_frontend").ScatteringTorch1D(**options),
                                                x, device), note, complete)))


def _plane_peers(x, octaves, orientations, device, differentiate=False):
    options = {"J": octaves, "shape": x.shape[1:], "L": orientations}

    def theirs():
        f = kymatio("scattering2d.frontend.jax_frontend").ScatteringJax2D(**options)
        return _squares(f) if differentiate else f
    return (Contestant("kymatio JAX", _in_jax(theirs, x), "jit"),
            Contestant("kymatio PyTorch", _in_torch(lambda: kymatio("scattering2d.frontend.torch_frontend").ScatteringTorch2D(**options),
                                                    x, device, differentiate)))


def plane(side: int, octaves: int, orientations: int, batch: int, alias: float, device: str) -> Race:
    x = signals(batch, (side, side))
    return _race(setting_2d(side, octaves, orientations), alias, x, _plane_peers(x, octaves, orientations, device))


def gradient(side: int, octaves: int, orientations: int, batch: int, alias: float, device: str) -> Race:
    x = signals(batch, (side, side))
    return _race(setting_2d(side, octaves, orientations), alias, x, _plane_peers(x, octaves, orientations, device, True), True)


# -- growth
def _step(bank: Bank, batch: int, **options) -> Step:
    transform = Scattering(bank, **options)
    x = jnp.asarray(signals(batch, bank.grid))
    cost = sum(np.prod(n) * np.log2(np.prod(n)) for n in transform.lengths)
    return Step(lambda: jax.block_until_ready(transform(x)), float(batch * cost))


def by_samples(n: int, device: str) -> Step:
    return Step(_step(gabor(n, 6, 4), 8).call, n * np.log(n))


def by_octaves(octaves: int, device: str) -> Step:
    return _step(gabor(8192, octaves, 2), 8)


def by_octaves_exactly(octaves: int, device: str) -> Step:
    return _step(gabor(4096, octaves, 2), 2, alias=0)


def by_order(order: int, device: str) -> Step:
    return _step(gabor(4096, 8), 8, order=order)


def by_batch(batch: int, device: str) -> Step:
    return Step(_step(gabor(4096, 6, 4), batch).call, batch)


def by_side(side: int, device: str) -> Step:
    return Step(_step(gabor((side, side), 3, orientations=4), 4).call, side**2 * np.log(side))
