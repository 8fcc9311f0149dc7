"""Signals on cyclic grids, filter banks given by their discrete Fourier transforms, and the scattering transform of all paths.

Frequencies are vectors in radians per sample. Filters are floats and are taken as exact; what is computed of them is enclosed. In exact
arithmetic a bank is one of `exact_banks`: formulas in balls of frequencies, or rational taps.
"""
import functools
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Array, Ball, Interval, euclid, modulus, root
from proofs_numeric.mathematics import scattering, wavelets
from proofs_numeric.mathematics.littlewood_paley import reflect, square
from proofs_numeric.mathematics.wavelets import Bank
from proofs_numeric.worlds.kept import ExactSignal, Signal, kept
from proofs_numeric.worlds.world import Part, Words

SPACE = "Signals on the cyclic groups Z/N and Z/N x Z/N with N samples along each side; filters are given by their discrete Fourier " \
        "transforms and convolution is cyclic. All paths are followed, not only those of decreasing frequency."


class Size(NamedTuple):
    N: int                       # samples (along each side of a photograph)
    filters: int                 # wavelets for real signals; of a random instance, also the octaves
    depth: int                   # orders 0, ..., depth - 1 are averaged


# -- values of filters
@functools.partial(jax.tree_util.register_dataclass, data_fields=("lo", "hi", "zero"), meta_fields=())
@dataclass(frozen=True)
class Gain(Interval):
    """The modulus of a number that is known exactly, so that it is also known whether it is 0."""

    zero: Array

    def __ne__(self, other):
        """Where it differs from 0, the only number that it can be compared with."""
        return ~self.zero if isinstance(other, int) and other == 0 else NotImplemented


def gain(z) -> Gain:
    """|z|, which is computed to 4 EPS."""
    x = modulus(z)
    found = Interval.around(x, 4 * EPS * x)
    return Gain(found.lo, found.hi, (z.real == 0) & (z.imag == 0))


def length(x) -> Interval:
    """The Euclidean length of an exact vector."""
    size = euclid(x)
    return Interval.around(size, 8 * EPS * size)


def both_signs(psi):
    """Wavelets with half the energy of psi at k and half of that at -k: |phi^|^2 + sum |psi^|^2 is the LP of the real bank."""
    return (np.sqrt if isinstance(psi, np.ndarray) else root)(0.5 * (square(psi) + square(reflect(psi, psi.ndim - 1))))


def fitted(psi, phi, flat):
    """psi scaled so that |phi^|^2 + sum |psi^|^2 <= 1, up to the rounding of this sum; flat as in `wavelets.normalised`."""
    energy, margin = square(psi).sum(0), 32 * (len(psi) + 4) * EPS
    scale = jnp.maximum(1 - margin - square(phi), 0.0) / (flat * energy + (1 - flat) * energy.max() + 1e-200)
    return psi * root(scale)


def tone(samples: int, k: int) -> np.ndarray:
    """The cosine of frequency k."""
    return np.cos(2 * np.pi * k * np.arange(samples) / samples)


def wheel(samples: int, k: int) -> np.ndarray:
    """The complex wave of frequency k."""
    return np.exp(2j * np.pi * k * np.arange(samples) / samples)


# -- signals
class SignalWords(Words):
    part: "One | Pairs"

    def values(self):
        return {name: Signal(jnp.asarray(self.instance[name]), jnp.float64(0)) for name in self.part.names}

    def Norm(self, x):
        return Ball.of(x).norm()

    def Imag(self, x):
        return Ball(x.center.imag, x.radius)


class ExactSignalWords(Words):
    """In the arithmetic of the bank."""

    part: "One | Pairs"

    def values(self):
        return {name: ExactSignal.of(self.instance[name]) for name in self.part.names}

    def Norm(self, x):
        return self.instance["bank"].norm(x)

    def Imag(self, x):
        return self.instance["bank"].imaginary(x)


@dataclass(frozen=True)
class One(Part):
    """One real signal f."""

    floating, exact = SignalWords, ExactSignalWords
    frees = "a signal that is not real"
    names = ("f",)

    def draw(self, size, rng):
        return dict(f=rng.normal(size=size.N))

    def build(self, size, theta, knobs, built):
        return dict(f=theta["f"] + 0j)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(imaginary=rng.normal(size=size.N), complex=rng.uniform())

    def build_free(self, size, theta, built):
        return dict(f=theta["f"] + jnp.where(jax.lax.stop_gradient(theta["complex"]) < 0.25, 1j * theta["imaginary"], 0.0))


@dataclass(frozen=True)
class Pairs(Part):
    """Two real signals f, h near each other or not, and two complex ones, y and z."""

    floating, exact = SignalWords, ExactSignalWords
    frees = "signals of which one or both are not real"
    names = ("f", "h", "y", "z")

    def draw(self, size, rng):
        near = rng.choice([1.0, 0.1])
        f = rng.normal(size=(3, size.N))
        return dict(f=f, h=(1 - near) * f + near * rng.normal(size=(3, size.N)))

    def build(self, size, theta, knobs, built):
        (f, *fs), (h, *hs) = theta["f"], theta["h"]
        return dict(f=f + 0j, h=h + 0j, y=fs[0] + 1j * fs[1], z=hs[0] + 1j * hs[1])

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(imaginary=rng.normal(size=(2, size.N)), complex=rng.uniform())

    def build_free(self, size, theta, built):
        one, on = self.build(size, theta, {}, built), jax.lax.stop_gradient(theta["complex"])
        f, h = (jnp.where((low < on) & (on < high), 1j * imaginary, 0.0)
                for low, high, imaginary in ((0.0, 0.15, theta["imaginary"][0]), (0.1, 0.25, theta["imaginary"][1])))
        return one | dict(f=one["f"] + f, h=one["h"] + h)


# -- banks
class BankWords(Words):
    """Of one bank. What one bank of several scales means in `FamilyWords` differs in `_grid`, `_scale` and `_scattered` only."""

    @property
    def _grid(self):
        return self.instance["bank"].grid

    def _scale(self, x, J):
        """The part of x, with a leading axis of scales if there are several, that belongs to J."""
        return x

    def _scattered(self, x):
        return scattering.scatter(self.instance["bank"], Ball(x.center, x.radius), self.size.depth)

    def values(self):
        grid = np.array(self._grid)
        omega = (2 * np.pi * wavelets.frequencies(self._grid) / grid).reshape(-1, len(grid))
        return {"J": self.size.filters, "M": self.size.depth, "Omega": jnp.asarray(omega)}

    def _bin(self, w):
        """The index of a frequency; w is a vector, or a ball around one after a change of sign."""
        centre = w.center if isinstance(w, Ball) else w
        return tuple(jnp.round(centre * np.array(self._grid) / (2 * np.pi)).astype(int))

    def _filter(self, J, lam):
        return self._scale(self.instance["bank"].psi, J)[lam]

    def _layers(self, x):
        return kept(x, "scattering", self._scattered)

    def Bands(self, J):
        return jnp.arange(self._scale(self.instance["bank"].psi, J).shape[0])

    def LowPass(self, J, w):
        return gain(self._scale(self.instance["bank"].phi, J)[self._bin(w)])

    def BandPass(self, J, lam, w):
        return gain(self._filter(J, lam)[self._bin(w)])

    def Wavelets(self, J, x):
        bank = jax.tree.map(lambda part: self._scale(part, J), self.instance["bank"])
        return scattering.join([*scattering.analyse(bank, Ball(x.center[None], x.radius))])

    def Averaged(self, J, m, x):
        return self._layer(0, J, m, x)

    def Propagated(self, J, m, x):
        return self._layer(1, J, m, x)

    def Scattering(self, J, n, x):
        return scattering.join([self._layer(0, J, m, x) for m in range(n)])

    def Paths(self, J, n, x):
        return scattering.join([self._layer(1, J, m, x) for m in range(n)])

    def _layer(self, kind, J, m, x):
        ball = self._layers(x)[kind][m]
        return Ball(self._scale(ball.center, J), self._scale(ball.radius, J))


class ExactBankWords(Words):
    def values(self):
        bank = self.instance["bank"]
        return {"J": bank.scales, "M": self.instance["depth"], "Omega": bank.frequencies}

    def _bank(self, J):
        return self.instance["bank"].at(J)

    def _layers(self, J, x):
        return kept(x, f"scattering {J}", lambda x: self._bank(J).scatter(np.asarray(x), self.instance["depth"]))

    def Bands(self, J):
        return self._bank(J).bands

    def LowPass(self, J, w):
        return self._bank(J).low(w)

    def BandPass(self, J, lam, w):
        return self._bank(J).band(lam, w)

    def Wavelets(self, J, x):
        return self._bank(J).analyse(np.asarray(x))

    def Averaged(self, J, m, x):
        return self._layers(J, x)[0][m]

    def Propagated(self, J, m, x):
        return self._layers(J, x)[1][m]

    def Scattering(self, J, n, x):
        return _joined(self._layers(J, x)[0][:n])

    def Paths(self, J, n, x):
        return _joined(self._layers(J, x)[1][:n])


def _joined(layers):
    return np.concatenate([np.ravel(y) for y in layers])


def _raised(filters, chosen, amount):
    """The chosen values of a filter grow, each by a factor and by a constant between 0 and 1."""
    return jnp.where(chosen, filters * (1 + amount[0]) + 0.5 * amount[1], filters)


@dataclass(frozen=True)
class Filters(Part):
    """A bank between the Meyer bank and noise, between a Parseval frame and LP <= 1."""

    floating, exact = BankWords, ExactBankWords
    frees = "one value of one filter too large, at one frequency; phases of the average"

    def draw(self, size, rng):
        return dict(psi=rng.normal(size=(2, size.filters, size.N)), phi=rng.normal(size=size.N), **self._more(size, rng),
                    meyer=2 * rng.normal(size=()), flat=2 * rng.normal(size=()))

    def _more(self, size, rng):
        return {}

    def build(self, size, theta, knobs, built):
        fixed = wavelets.meyer((size.N,), size.filters)
        share, flat = jax.nn.sigmoid(theta["meyer"]), jax.nn.sigmoid(theta["flat"])
        bank = wavelets.normalised(share * fixed.psi + (1 - share) * (theta["psi"][0] + 1j * theta["psi"][1]),
                                   share * fixed.phi + (1 - share) * theta["phi"], flat)
        return dict(bank=Bank(bank.psi, bank.phi + 0j))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(phases=rng.normal(size=size.N), loose=rng.uniform(size=4), spot=rng.uniform(size=4))

    def build_free(self, size, theta, built):
        """The average has any phases, and is not even, in one half of the instances."""
        bank, on = self.build(size, theta, {}, built)["bank"], jax.lax.stop_gradient(theta["loose"])
        phi = self._loosened(bank.phi[None], theta, on[0] < 0.08)[0]
        phi = jnp.where(on[1] < 0.5, phi * jnp.exp(1j * theta["phases"]), phi)
        return dict(bank=Bank(self._loosened(bank.psi, theta, on[2] < 0.25), phi))

    def _loosened(self, filters, theta, switch):
        """One value of one filter grows by up to 1."""
        spot = jax.lax.stop_gradient(theta["spot"])
        k, row = (jnp.floor(x * n) for x, n in zip(spot[2:], (filters.shape[-1], len(filters))))
        here = (np.arange(filters.shape[-1]) == k)[None] & (np.arange(len(filters)) == row)[:, None]
        return _raised(filters, here & switch, theta["spot"])


class BothSignsWords(BankWords):
    """The wavelets for complex signals are numbered after those for real ones."""

    def _filter(self, J, lam):
        return jnp.concatenate([self.instance["bank"].psi, self.instance["signed"]])[lam]

    def SignedBands(self, J):
        count = self.instance["bank"].psi.shape[0]
        return jnp.arange(count, count + len(self.instance["signed"]))

    def SignedScattering(self, J, n, x):
        bank = Bank(self.instance["signed"], self.instance["bank"].phi)
        layers = kept(x, "complex scattering", lambda x: scattering.scatter(bank, Ball(x.center, x.radius), self.size.depth))
        return scattering.join(layers[0][:n])


class ExactBothSignsWords(ExactBankWords):
    def SignedBands(self, J):
        return self._bank(J).signed_bands

    def SignedScattering(self, J, n, x):
        layers = kept(x, "complex scattering", lambda x: self._bank(J).scatter_complex(np.asarray(x), self.instance["depth"]))
        return _joined(layers[0][:n])


@dataclass(frozen=True)
class BothSigns(Filters):
    """The same with a second bank, of wavelets for complex signals."""

    floating, exact = BothSignsWords, ExactBothSignsWords

    def _more(self, size, rng):
        return dict(signed=rng.normal(size=(2, size.filters, size.N)))

    def build(self, size, theta, knobs, built):
        bank = Filters.build(self, size, theta, knobs, built)["bank"]
        share, flat = jax.nn.sigmoid(theta["meyer"]), jax.nn.sigmoid(theta["flat"])
        fixed = both_signs(wavelets.meyer((size.N,), size.filters).psi)
        signed = share * fixed + (1 - share) * (theta["signed"][0] + 1j * theta["signed"][1])
        return dict(bank=bank, signed=fitted(signed, bank.phi.real, flat))

    def build_free(self, size, theta, built):
        signed, on = self.build(size, theta, {}, built)["signed"], jax.lax.stop_gradient(theta["loose"])
        return Filters.build_free(self, size, theta, built) | dict(signed=self._loosened(signed, theta, on[3] < 0.25))
