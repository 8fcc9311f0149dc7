"""Filter banks, by the sum of the squares of their filters."""
from collections.abc import Iterator
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.subject import Asked, Data, Parameter, Subject
from proofs_numeric.conformance.subjects.transform import grid
from proofs_numeric.engine.enclosure import Ball, Interval


def bank(f, parameters, data, size):
    """The Littlewood-Paley condition at one frequency of the grid of the filters; size: relative error of a filter value."""
    found = f()
    if not isinstance(found, list) or len(found) != 2 or np.shape(found[0])[1:] != np.shape(found[1]):
        shapes = [np.shape(x) for x in found] if isinstance(found, list) else np.shape(found)
        raise Unfit(f"the function returned the shapes {shapes}: psi (wavelets, *grid) and phi (*grid) are wanted.")
    psi, phi = map(jnp.asarray, found)
    if phi.shape != tuple(parameters["grid"]):
        raise Unfit(f"the function returned filters on the grid {phi.shape}, and grid = {parameters['grid']}.")

    def gain(spectrum, w):
        x = abs(spectrum[tuple(jnp.round(w.center if isinstance(w, Ball) else w).astype(int))])
        return Interval.around(x, size * x)
    return {"J": 1, "omega": jnp.asarray(data["k"], float), "Bands": lambda J: jnp.arange(psi.shape[0]),
            "LowPass": lambda J, w: gain(phi, w), "BandPass": lambda J, l, w: gain(psi[l], w)}


@dataclass(frozen=True)
class Frequencies:
    """Indices into the grid of the filters. Parameter: grid."""

    def named(self, parameters) -> Iterator[tuple[str, Data]]:
        n = parameters["grid"]
        yield "frequency 0", {"k": [0] * len(n)}
        yield "half of the sampling rate", {"k": [m // 2 for m in n]}
        for octave in range(1, max(min(n).bit_length() - 1, 1)):
            yield f"{octave} octaves below it", {"k": [m // 2 ** (octave + 1) for m in n]}

    def drawn(self, rng, parameters):
        return {"k": [int(rng.integers(m)) for m in parameters["grid"]]}

    def moved(self, rng, data, size, parameters):
        return {"k": [int((k + np.round(size * m / 4 * rng.normal())) % m) for k, m in zip(data["k"], parameters["grid"])]}

    def simpler(self, data):
        return iter(())


SUBJECT = Subject(
    name="filters",
    title="a bank of filters whose energies sum up to at most 1, so that convolutions with them do not increase norms",
    call="f() without arguments; it returns the moduli of the Fourier transforms of wavelets, psi (wavelets, *grid), and of a low-pass "
         "filter, phi (*grid)",
    arguments=(),
    budget=4, unit="a filter value",
    asked=(Asked("0001", "littlewood_paley", bank, plain.littlewood_paley, Frequencies()),),
    parameters={"grid": Parameter((32,), grid, "the shape of the grid of frequencies, 32 if not given")})
