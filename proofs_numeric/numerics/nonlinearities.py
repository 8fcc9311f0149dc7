"""Pointwise non-linearities M with M(0) = 0 and their sharp Lipschitz constants.

The modulus acts on complex numbers. All others act on the real and on the imaginary part: if |M s - M t| <= L |s - t| for real
numbers, then |M z - M w|^2 <= L^2 |Re (z - w)|^2 + L^2 |Im (z - w)|^2 = L^2 |z - w|^2, so the constant for complex numbers is
that for real ones; the triangle inequality for the two parts would give twice as much. The constants are the largest slopes.

    modulus     |z|                      1      ||z| - |w|| <= |z - w|, equality on a ray
    relu        max(t, 0)                1      equality for positive numbers
    tanh        tanh(t)                  1      slope 1 - tanh^2, the limit at 0
    logistic    1/(1 + exp(-t)) - 1/2    1/4    slope y (1 - y) with y = 1/(1 + exp(-t)), the limit at 0
"""
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp

from proofs_numeric.numerics import checks, powers


@dataclass(frozen=True)
class Nonlinearity:
    """M(z) = gain * unit * f(z / unit): `unit` is the amplitude where f bends, and M has the Lipschitz constant gain * slope.

    function: f, elementwise in JAX, differentiable also at 0, with f(0) = 0; NaN must stay NaN. slope: the Lipschitz constant of f.
    on_parts: apply f to the real and the imaginary part; otherwise f takes complex numbers and returns real ones.
    Raises ValueError unless slope >= 0 and gain, unit > 0 are finite.
    """

    name: str
    function: Callable
    slope: float
    on_parts: bool = True
    gain: float = 1.0
    unit: float = 1.0

    def __post_init__(self):
        checks.one_of("name", self.name, str, "give a string")
        if not callable(self.function):
            raise ValueError(f"function = {self.function!r}: give a function of arrays of JAX.")
        checked = {"slope": checks.number("slope", self.slope, 0.0), "on_parts": checks.flag("on_parts", self.on_parts),
                   "gain": checks.positive("gain", self.gain), "unit": checks.positive("unit", self.unit)}
        for key, value in checked.items():
            object.__setattr__(self, key, value)

    @property
    def lipschitz(self) -> float:
        return self.gain * self.slope

    def scaled(self, gain: float = 1.0, unit: float = 1.0) -> "Nonlinearity":
        """M(z) -> gain * unit * M(z / unit). Raises ValueError unless both are positive and finite."""
        return replace(self, gain=self.gain * checks.positive("gain", gain), unit=self.unit * checks.positive("unit", unit))

    def __call__(self, z):
        """M(z) elementwise, z real or complex; NaN stays NaN. Raises ValueError if z is no array of numbers."""
        z = checks.array("z", z, real=False, finite=False)
        # The unit is a power of two times a number in [1, 2): compiled programs multiply by 1/unit, which may be subnormal.
        fine, power = math.frexp(self.unit)
        z = z if self.unit == 1 else powers.times(z, 1 - power) / (2 * fine)
        if self.on_parts and jnp.iscomplexobj(z):
            y = jax.lax.complex(self.function(z.real), self.function(z.imag))
        else:
            y = self.function(z)
        factor = self.gain * 2 * fine
        y = y if factor == 1 else factor * y
        return y if power == 1 else powers.times(y, power - 1)

    def __repr__(self):
        parameters = [f"{k}={v:g}" for k, v in (("gain", self.gain), ("unit", self.unit)) if v != 1]
        return f"{self.name}({', '.join(parameters)})" if parameters else self.name


def _identity(t):
    return t


@jax.custom_jvp
def _rectified(t):
    return jnp.where(t < 0, 0, t)               # of NaN it is NaN


@_rectified.defjvp
def _rectified_jvp(primals, tangents):
    (t,), (slope,) = primals, tangents
    return _rectified(t), jnp.where(jnp.isnan(t), t, t > 0) * slope


# Functions of this module can be pickled, those that JAX has wrapped cannot.
def _relu(t):
    return _rectified(t)


def _tanh(t):
    return jnp.tanh(t)


def _logistic(t):
    return 0.5 * jnp.tanh(0.5 * t)              # 1/(1 + exp(-t)) - 1/2 without cancellation near 0, and without overflow


@jax.custom_jvp
def absolute(z):
    """|z| elementwise, where it is in the range of the type and not subnormal. The derivative at 0 is 0, and NaN stays NaN in it."""
    return jnp.abs(z)


@absolute.defjvp
def _absolute_jvp(primals, tangents):
    z, t = jnp.asarray(primals[0]), tangents[0]
    size = absolute(z)
    if not jnp.iscomplexobj(z):
        return size, jnp.sign(z) * t
    safe = jnp.where(size == 0, 1, size)
    return size, (z.real / safe) * t.real + (z.imag / safe) * t.imag            # what is kept for going back: z/|z| only


def _modulus(z):
    return absolute(z)


IDENTITY = Nonlinearity("identity", _identity, 1.0)
MODULUS = Nonlinearity("modulus", _modulus, 1.0, on_parts=False)        # its derivative at 0 is 0
RELU = Nonlinearity("relu", _relu, 1.0)                                 # likewise
TANH = Nonlinearity("tanh", _tanh, 1.0)
LOGISTIC = Nonlinearity("logistic", _logistic, 0.25)
