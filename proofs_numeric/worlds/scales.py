"""Parts of the world of filter banks: a bank for every scale of the average, and shifts of signals.

The banks of the scales 1, 2, ..., H are one `Bank` with a leading axis, so that everything is computed for all of them at once.
"""
from dataclasses import dataclass
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import Ball, euclid
from proofs_numeric.mathematics import scattering, wavelets
from proofs_numeric.mathematics.wavelets import Bank
from proofs_numeric.worlds.banks import BankWords, ExactBankWords, Filters, length
from proofs_numeric.worlds.kept import ExactSignal, Signal, kept
from proofs_numeric.worlds.world import Part, Words


def stacked(banks) -> Bank:
    """Banks of the scales 1, 2, ... as one, with a leading axis; wavelets coarser than a bank's scale are 0."""
    most = len(banks[-1].psi)
    return Bank(np.stack([np.concatenate([b.psi, np.zeros((most - len(b.psi), *b.grid))]) for b in banks]),
                np.stack([b.phi for b in banks]))


def meyer_family(grid, scales: int) -> Bank:
    """The Meyer banks of the scales 1 ... `scales`."""
    return stacked([wavelets.meyer(grid, j) for j in range(1, scales + 1)])


class FamilyWords(BankWords):
    @property
    def _grid(self):
        return self.instance["bank"].phi.shape[1:]

    def _scale(self, x, J):
        return x[J - 1]

    def _filter(self, J, lam):
        return self.instance["bank"].psi[J - 1, lam]

    def _scattered(self, x):
        signal = Ball(x.center, x.radius)
        return jax.vmap(lambda bank: scattering.scatter(bank, signal, self.size.depth))(self.instance["bank"])

    def values(self):
        scales = self.instance["bank"].phi.shape[0]
        common = BankWords.values(self)
        return {"M": common["M"], "Omega": common["Omega"], "H": scales, "Scales": jnp.arange(1, scales + 1)}

    def Bands(self, J):
        return jnp.arange(self.instance["bank"].psi.shape[1])


class ExactFamilyWords(ExactBankWords):
    def values(self):
        common, scales = ExactBankWords.values(self), self.instance["bank"].scales
        return {"M": common["M"], "Omega": common["Omega"], "H": scales, "Scales": tuple(range(1, scales + 1))}


@dataclass(frozen=True)
class Family(Filters):
    """A bank for every scale up to that at which a dyadic average is the mean; phi_J^ lives on |k| < N / 2^J."""

    floating, exact = FamilyWords, ExactFamilyWords
    frees = "phases and supports of the averages; wavelets too large at one scale"

    def draw(self, size, rng):
        n, scales = size.N, size.filters
        return dict(psi=rng.normal(size=(2, scales, scales, n)), phi=rng.normal(size=(scales, n)), meyer=2 * rng.normal(size=()),
                    flat=2 * rng.normal(size=()))

    def build(self, size, theta, knobs, built):
        n, scales = size.N, size.filters
        fixed = meyer_family((n,), scales)
        share, flat = jax.nn.sigmoid(theta["meyer"]), jax.nn.sigmoid(theta["flat"])
        k = np.abs(wavelets.frequencies((n,))[:, 0])
        inside = jnp.asarray(k < n / 2.0 ** np.arange(1, scales + 1)[:, None], float)
        noise = jnp.tril(jnp.ones((scales, scales)))[..., None] * (theta["psi"][0] + 1j * theta["psi"][1])
        bank = jax.vmap(wavelets.normalised, in_axes=(0, 0, None))(
            share * fixed.psi + (1 - share) * noise, inside * (share * fixed.phi + (1 - share) * theta["phi"]), flat)
        return dict(bank=Bank(bank.psi, bank.phi + 0j))

    def draw_free(self, size, rng):
        n, scales = size.N, size.filters
        return self.draw(size, rng) | dict(leak=rng.normal(size=(scales, n)), louder=rng.uniform(), loose=rng.uniform(size=3))

    def build_free(self, size, theta, built):
        """At one scale a wide average, or none, or loud wavelets; the phases of the averages are any."""
        bank, on = self.build(size, theta, {}, built)["bank"], jax.lax.stop_gradient(theta["loose"])
        chosen = jnp.arange(size.filters) == jnp.floor(on[2] * size.filters)
        wide = jnp.where((on[0] < 0.2) & chosen[:, None], 0.3 * theta["leak"] / jnp.sqrt(size.N), 0.0)
        phi = jnp.where((on[0] >= 0.2) & (on[0] < 0.35) & chosen[:, None], 0.0, (bank.phi + wide) * jnp.exp(1j * theta["leak"]))
        loud = (on[1] < 0.25) & chosen[:, None, None]
        return dict(bank=Bank(jnp.where(loud, bank.psi * (1 + 8 * theta["louder"]), bank.psi * jnp.where(on[1] > 0.5, 1.0, 0.9)), phi))


# -- shifts
class ShiftWords(Words):
    def values(self):
        return {"c": self.instance["c"]}

    def Length(self, x):
        return length(x)

    def FractionalPart(self, c):
        return c - jnp.round(c)

    def ShiftedScattering(self, J, M, c, x):
        layers = [self.known["Averaged"](J, m, x) for m in range(M)]
        moved = [jax.vmap(lambda y: scattering.translate(c, Ball.of(y)))(ball.center) for ball in layers]
        return scattering.join([Ball(y.center, ball.radius + euclid(y.radius)) for y, ball in zip(moved, layers)])

    def Translate(self, c, x):
        def moved(x):
            y = scattering.translate(c, Ball(x.center, x.radius))
            return Signal(y.center, y.radius)
        return kept(x, "shifted by c", moved) if c is self.instance["c"] else moved(x)


class ExactShiftWords(Words):
    """Shifts by whole samples of signals on Z/N."""

    def values(self):
        return {"c": self.instance["c"]}

    def Length(self, x):
        return self.instance["bank"].length(x)

    def FractionalPart(self, c):
        return np.array([Fraction(v) - round(Fraction(v)) for v in c], object)

    def ShiftedScattering(self, J, M, c, x):
        (steps,) = c
        if steps != int(steps):
            raise ArithmeticError(f"a shift by {steps} samples moves rational signals to irrational ones: give a whole number.")
        return np.concatenate([np.roll(self.known["Averaged"](J, m, x), int(steps), -1).ravel() for m in range(M)])

    def Translate(self, c, x):
        (steps,) = c
        if steps != int(steps):
            raise ArithmeticError(f"a shift by {steps} samples moves rational signals to irrational ones: give a whole number.")

        def moved(x):
            return ExactSignal.of(np.roll(np.asarray(x), int(steps)))
        return kept(x, "shifted by c", moved) if c is self.instance["c"] else moved(x)


@dataclass(frozen=True)
class Shift(Part):
    """A shift by whole samples, small ones more often."""

    floating, exact = ShiftWords, ExactShiftWords
    frees = "shifts by parts of a sample and to either side"

    def draw(self, size, rng):
        return dict(shift=rng.uniform(size=()))

    def build(self, size, theta, knobs, built):
        shift = jnp.clip(jnp.abs(jax.lax.stop_gradient(theta["shift"])), 0, 1)
        return dict(c=jnp.floor(shift**3 * (size.N // 2 - 1e-9))[None] + 1)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(fraction=rng.uniform(size=2))

    def build_free(self, size, theta, built):
        c, on = self.build(size, theta, {}, built)["c"], jax.lax.stop_gradient(theta["fraction"])
        return dict(c=jnp.where(on[0] < 0.2, c - 0.5, jnp.where(on[1] < 0.3, -c, c)))
