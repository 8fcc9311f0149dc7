"""Fourier moduli of signals."""
import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.spaces import Signals
from proofs_numeric.conformance.subject import Asked, Parameter, Subject
from proofs_numeric.conformance.subjects.transform import grid
from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.numerics import checks


def moduli(call, parameters, data, size):
    """The names in the formula of 0004 nonexpansive. Of n samples an FFT is off by some log2(n) roundings of the norm of the signal."""
    def spectrum(x):
        signal = np.asarray(x.center)
        value = call(signal)
        if isinstance(value, list) or np.ndim(value) != signal.ndim:
            raise Unfit(f"the function returned no array with {signal.ndim} axes for a signal of the shape {signal.shape}.")
        return Ball(jnp.asarray(parameters["weight"] * value), jnp.float64(size * np.log2(signal.size) * np.linalg.norm(signal)))
    return {"f": Ball.of(np.asarray(data["f"], float)), "h": Ball.of(np.asarray(data["h"], float)),
            "Norm": lambda z: z.norm(), "Spectrum": spectrum}


SUBJECT = Subject(
    name="spectrum",
    title="the modulus of the Fourier transform of a signal",
    call="f(x) with a real signal x of the shape `grid`; it returns |F x|, an array with as many axes",
    arguments=("x",),
    budget=8, unit="log2(number of samples) times the norm of the signal",
    asked=(Asked("0004", "nonexpansive", moduli, plain.nonexpansive, Signals(("f", "h"))),),
    parameters={"grid": Parameter((32,), grid, "the shape of a signal, 32 if not given"),
                "margin": Parameter(0, lambda name, x: checks.count(name, x, least=0), "samples at each end that are 0, 0 if not given"),
                "weight": Parameter(1.0, checks.positive, "what makes the transform unitary, 1 if not given")})
