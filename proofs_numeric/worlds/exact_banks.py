"""Banks in exact arithmetic, as the world of filter banks asks for them: formulas in balls of frequencies, and rational taps.

Each has `frequencies`, over which "for all frequencies" runs; `bands` and `signed_bands`, which number the wavelets for real and for
complex signals; `low(w)` and `band(l, w)`, the moduli of the filters; `analyse`, `scatter`, `scatter_complex` of signals; `norm` and
`imaginary` in its arithmetic; and `at(J)`, the bank of the scale J.
"""
import functools
from dataclasses import dataclass

import numpy as np
from flint import arb

from proofs_numeric.mathematics import frames, taps


@dataclass(frozen=True)
class Certified:
    """A bank of `frames` given by formulas. frequencies: balls that cover the whole spectrum, in units of pi per sample.

    For complex signals every wavelet serves twice, at w and at -w, divided by sqrt(2): it is numbered by (j, sign).
    """

    formulas: frames.Morlet | frames.Meyer
    frequencies: tuple[arb, ...]
    samples: int

    norm, imaginary = staticmethod(frames.norm), staticmethod(frames.imaginary)

    @property
    def scales(self) -> int:
        return self.formulas.scales

    def at(self, J):
        return self

    @property
    def bands(self):
        return tuple(range(self.scales))

    @property
    def signed_bands(self):
        return tuple((j, sign) for j in self.bands for sign in (1, -1))

    def low(self, w):
        return abs(self.formulas.low(w))

    def band(self, l, w):
        if isinstance(l, int):
            return abs(self.formulas.band(l, w))
        return abs(self.formulas.band(l[0], l[1] * w)) / arb(2).sqrt()

    @functools.cached_property
    def filters(self) -> np.ndarray:
        return frames.sampled(self.formulas, self.samples)

    @functools.cached_property
    def signed_filters(self) -> np.ndarray:
        waves = self.filters[1:]
        reflected = waves[:, -np.arange(self.samples) % self.samples]
        return np.concatenate([self.filters[:1], np.concatenate([waves, reflected]) / arb(2).sqrt()])

    def analyse(self, x):
        return frames.analyse(self.filters, x[None])

    def scatter(self, x, depth):
        return frames.scatter(self.filters, x, depth)

    def scatter_complex(self, x, depth):
        return frames.scatter(self.signed_filters, x, depth)


@dataclass(frozen=True)
class Rational:
    """Banks of `taps`, one for every scale; a single one serves all scales. Frequencies are whole numbers of cycles per period.

    The filters are real, so that the same wavelets serve real and complex signals; signals are real, for the modulus of a complex
    rational number need not be rational.
    """

    nested: tuple[taps.Taps, ...]

    norm = staticmethod(taps.norm)

    @property
    def scales(self) -> int:
        return len(self.nested[-1].bands)

    @property
    def frequencies(self):
        return tuple(range(self.nested[0].samples))

    def at(self, J):
        return Rational(self.nested[J - 1:J] if len(self.nested) > 1 else self.nested)

    @property
    def _own(self):
        return self.nested[-1]

    @property
    def bands(self):
        return tuple(range(len(self._own.bands)))

    signed_bands = bands

    def low(self, w):
        return taps.gain(self._own.low, w)

    def band(self, l, w):
        return taps.gain(self._own.bands[l], w)

    def analyse(self, x):
        return self._own.analyse(x[None])

    def scatter(self, x, depth, rho=abs):
        return self._own.scatter(x, depth, rho)

    scatter_complex = scatter

    @property
    def taps(self):
        """The filters, values in time."""
        return self._own

    @staticmethod
    def imaginary(x):
        """Zeros: there is none."""
        return 0 * x

    def length(self, x):
        """Of a frequency, in radians per sample, a ball; of a shift, exact."""
        if isinstance(x, int):
            n = len(self.frequencies)
            return arb.pi() * (2 * min(x % n, -x % n)) / n
        return taps.norm(x)
