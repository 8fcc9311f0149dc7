"""Scattering of shifted signals on cyclic grids, at all scales of a family of banks at once."""
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from sympy import Eq

from proofs_numeric.engine.enclosure import EPS
from proofs_numeric.engine.model import Case, Control, Example, Fault, Kind
from proofs_numeric.mathematics import real_data, wavelets
from proofs_numeric.mathematics.wavelets import Bank
from proofs_numeric.worlds import banks, scales
from proofs_numeric.worlds.banks import Size
from proofs_numeric.worlds.scales import meyer_family, stacked
from proofs_numeric.worlds.world import Part, Words, World, in_latex
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.extractors import Translate
from theorems.vocabulary.scattering import Scattering

SIZES = (Size(8, 3, 2), Size(64, 6, 2))
MARGIN = 32 * EPS                # constants exceed the quantity they bound by this part, so that the bound can be decided


def lengths(grid) -> np.ndarray:
    """(*grid): the length of every frequency, in radians per sample."""
    return np.sqrt(((2 * np.pi * wavelets.frequencies(grid) / np.array(grid)) ** 2).sum(-1))


def constants(phi):
    """K and b_J of low-pass filters phi (scales, *grid), the least ones.

    Where the average is the mean, b_J = 0 would do, but a bound of 0 cannot be decided in floating point: b_J is then the slowest
    frequency of the grid, and what is left to say of the mean is said by the conclusion `exact`.
    """
    w = lengths(phi.shape[1:])
    axes = tuple(range(1, phi.ndim))
    powers = 2.0 ** np.arange(1, phi.shape[0] + 1)
    K = (powers * (w * abs(phi)).max(axes)).max()
    return K * (1 + MARGIN) + 1e-200, jnp.maximum((w * (phi != 0)).max(axes) * (1 + MARGIN), 2 * np.pi / max(phi.shape[1:]))


class ConstantWords(Words):
    def values(self):
        return {"K": self.instance["K"]}

    def Band(self, J):
        return self.instance["bands"][J - 1]


@dataclass(frozen=True)
class Constants(Part):
    """The constants that are claimed of the averages of the family: K, and b_J for every scale."""

    floating, exact = ConstantWords, ConstantWords
    frees = "constants too small or negative, for one scale or all"

    def build(self, size, theta, knobs, built):
        K, bands = constants(built["bank"].phi)
        return dict(K=K, bands=bands)

    def draw_free(self, size, rng):
        return dict(constants=rng.uniform(size=size.filters + 1), claimed=rng.uniform(size=3))

    def build_free(self, size, theta, built):
        (K, bands), on = constants(built["bank"].phi), jax.lax.stop_gradient(theta["claimed"])
        one, *rest = theta["constants"]
        K = jnp.where(on[0] < 0.25, K * (2 * one - 1), K * (1 + (on[0] > 0.6) * one))
        chosen = jnp.arange(size.filters) == jnp.floor(on[2] * size.filters)
        small = jnp.where((on[1] < 0.1) | chosen, 2 * jnp.stack(rest) - 1, 1.0)
        return dict(K=K, bands=jnp.where(on[1] < 0.25, bands * small, bands))


WORLD = World("Signals on the cyclic groups Z/N and Z/N x Z/N, shifted by whole samples; one bank of filters for every scale, given by "
              "their discrete Fourier transforms.", SIZES, (banks.One(), scales.Family(), scales.Shift(), Constants()))


# -- named instances
def shifted(bank, f, c, K=None, bands=None):
    """An instance with a given signal and shift; the constants are the least ones unless they are given."""
    least = constants(np.asarray(bank.phi))
    return dict(bank=Bank(np.asarray(bank.psi) + 0j, np.asarray(bank.phi) + 0j), f=f + 0j, c=np.atleast_1d(np.asarray(c, float)),
                K=np.float64(least[0] if K is None else K), bands=least[1] if bands is None else bands)


N, LARGE = 64, SIZES[1]
MEYER = meyer_family((N,), 6)
TIME = np.arange(N)
NOISE = np.random.default_rng(0).normal(size=N)
IMPULSE = (TIME == 0) * 1.0
PLAIN = Bank(MEYER.psi / MEYER.phi[0, 0], MEYER.phi / MEYER.phi[0, 0])                     # without the margin of `inside`
HALF = Bank(PLAIN.psi / 2, PLAIN.phi / 2)


def tone(k):
    return banks.tone(N, k)


def leaking():
    """The average of the largest scale replaced by the next smaller one."""
    phi, psi = np.array(MEYER.phi), np.array(MEYER.psi)
    phi[-1], psi[-1] = phi[-2], psi[-2]
    return Bank(psi, phi)


def no_average():
    """phi = 1 at every scale but the largest, and no wavelets: the signal itself is the feature."""
    phi = np.ones((6, N))
    phi[-1] = MEYER.phi[-1]
    return Bank(0 * MEYER.psi, (1 - MARGIN) * phi)


def single(bank, scale, low):
    """The family with one scale replaced: the low-pass filter `low`, and one wavelet for all that it leaves, on half of the spectrum."""
    phi, psi, k = np.array(bank.phi), np.array(bank.psi), wavelets.frequencies((N,))[:, 0]
    phi[scale - 1], psi[scale - 1] = low, 0
    psi[scale - 1, 0] = np.sqrt(np.maximum(1 - 256 * EPS - low**2, 0) * np.where(k > 0, 2.0, k == -N // 2))
    return Bank(psi, phi)


def real():
    family, ecg = meyer_family((1024,), 10), real_data.heartbeat(1024)
    cases = [Case(f"heartbeat shifted by {c}", Size(1024, 10, 3), shifted(family, ecg, c),
                  about=f"an electrocardiogram of 1024 samples, shifted by {c}; 10 octaves, of which the worst is shown") for c in (1, 40)]
    plane = meyer_family((64, 64), 4)
    for name, c in (("ascent", (1, 0)), ("camera", (3, -2))):
        cases.append(Case(f"photograph {name!r} shifted by {c}", Size(64, 16, 2),
                          shifted(plane, real_data.photograph(name, (64, 64)), c),
                          about=f"64 x 64 pixels, shifted cyclically by {c[0]} and {c[1]}; 4 octaves, of which the worst is shown, "
                                f"and 4 orientations"))
    return tuple(cases)


F, C = sp.symbols("f c")
LEAST_K, BANDS = constants(MEYER.phi)
# The tone at which 2^J |w| |phi_J^(w)| is largest at scale 3: fine enough for sin(w/2) to be nearly w/2.
STEEPEST = int(np.argmax(lengths((N,))[:N // 2] * MEYER.phi[2, :N // 2]))
SLOW = 2 * np.pi / N
# |w||phi_5^(w)| is the same at nearly all frequencies, so that no order may forget its K; a pulse moves with all its energy.
HYPERBOLA = single(MEYER, 5, np.minimum(1 - 256 * EPS, LEAST_K / 2**5 * (1 - MARGIN) / np.maximum(lengths((N,)), SLOW / 2)))
PULSE = np.exp(2j * np.pi * 10 * TIME / N - ((TIME - N / 2) / 3.5) ** 2)
RECTIFIED = tone(20) * np.maximum(tone(1), 0)                                            # the modulus of its band is tone(1), cut at 0
WHOLE = single(single(MEYER, 5, MEYER.phi[4]), 6, MEYER.phi[5])


def louder(bank, scale, factor):
    """The wavelets of one scale, multiplied."""
    psi = np.array(bank.psi)
    psi[scale - 1] *= factor
    return Bank(psi, bank.phi)


def deaf(scale):
    """The average of one scale is 0, and no wavelet helps."""
    phi, psi = np.array(MEYER.phi), np.array(MEYER.psi)
    phi[scale - 1], psi[scale - 1] = 0, 0
    return Bank(psi, phi)


with sp.evaluate(False):
    EXAMPLE = Example(
        Case("a slow tone, shifted by four samples", LARGE, shifted(MEYER, tone(2), 4), about="Meyer filters on 64 samples, at the scale "
             "where the bound is closest"),
        beside={"the trivial bound": 2 * Norm(F), "the norm of the signal": Norm(F)})

MODEL = WORLD.model(
    example=EXAMPLE, shown=lambda i: {"N": "64", "f(k)": r"\cos(4\pi k/64)", "c": in_latex(i["c"]), "K": in_latex(i["K"])},
    kind=Kind.ANALOGUE,
    gap="The signals live on a finite grid instead of L²(ℝᵈ), and the limit over scales is replaced by a bound at every scale.",
    notes={
        "energy_of_paths": (Kind.ANALOGUE, "The published proof up to its last step, at finite depth. The article bounds the "
                                           "last factor, over "
                                           "all paths, with the help of admissibility; here it is on the right-hand side."),
        "rate": (Kind.ANALOGUE, "Finite depth M, so admissibility is not needed; for fixed M the right-hand side tends to 0, "
                                "which is the published limit for paths of bounded length, with a rate."),
        "band_limited": (Kind.ANALOGUE, "An addition: for a low-pass filter of compact support the depth does not matter and "
                                        "admissibility is not needed. The article does not assume compact support."),
        "covariance": (Kind.ANALOGUE, "Equation (2.18) on a finite grid, at finite depth."),
        "exact": (Kind.ANALOGUE, "Has no counterpart on ℝᵈ, where no average runs over everything.")},
    edges=tuple(Case(name, LARGE, shifted(bank, f, c), about=about) for name, bank, f, c, about in (
        ("no shift", MEYER, NOISE, 0, "both sides are 0"),
        ("half a period", MEYER, NOISE, N // 2, "the largest shift"),
        ("one sample back", MEYER, NOISE, -1, "a shift to the left"),
        ("nearly a period", MEYER, NOISE, N - 1, "a shift that is one sample back, with a bound that is 63 times as large"),
        ("impulse", MEYER, IMPULSE, 20, "features without an average would not come closer"),
        ("constant", MEYER, np.ones(N), 3, "nothing changes"),
        ("Nyquist", MEYER, (-1.0) ** TIME, 1, "the fastest tone: its moduli are constant"),
        ("heat bank", stacked([wavelets.heat(N, j) for j in range(1, 7)]), NOISE, 2, "low-pass filters that are positive kernels"),
        ("large", MEYER, 1e3 * NOISE, 5, "amplitude 1000"))),
    controls=(
        Control("littlewood_paley", ("rate",), Case("wavelet times 2, pulse", LARGE, shifted(louder(HYPERBOLA, 5, 2.0), PULSE.real, 1)),
                about="the wavelet of scale 5 twice as large"),
        Control("littlewood_paley", ("band_limited",), Case("wavelet times 2, envelope", LARGE, shifted(
            louder(WHOLE, 5, 2.0), RECTIFIED, 1)), about="the wavelet of scale 5 twice as large; the modulus is a slow tone, cut at 0"),
        Control("real", ("rate",), Case("complex pulse", LARGE, shifted(HYPERBOLA, PULSE, 1)),
                about="one half of the spectrum carries twice the weight: the modulus has twice the energy of the pulse"),
        Control("decay", ("energy_of_paths", "rate"), Case("a quarter of the constant", LARGE, shifted(
            MEYER, tone(STEEPEST), 1, K=LEAST_K / 4)),
                about="K understated by a factor 4, on the tone where it is taken"),
        Control("decay", ("energy_of_paths", "rate"), Case("no average", LARGE, shifted(no_average(), IMPULSE, 2, K=LEAST_K)),
                about="an impulse, shifted by two samples and not averaged: no scale brings it closer"),
        Control("band", ("band_limited",), Case("half the constant", LARGE, shifted(MEYER, tone(1), 1, bands=BANDS / 2)),
                about="half the constant, on the slowest tone: nearly twice the bound at scale 5"),
        Control("band", ("band_limited",), Case("band of the next scale", LARGE, shifted(
            MEYER, tone(2), 1, bands=np.append(BANDS[1:], BANDS[-1]))), about="the band of scale J + 1 in place of that of scale J"),
        *(Control("band_edge", ("band_limited",), Case(name, LARGE, shifted(
            deaf(J), NOISE, 1, bands=np.where(np.arange(1, 7) == J, -1.0, BANDS))),
                  about=f"an average that lets nothing pass, with b_{J} = -1")
          for name, J in (("negative band edge", 1), ("negative band edge of the largest scale", 6))),
        Control("constant_average", ("exact",), Case("average over half a period", LARGE, shifted(leaking(), tone(1), 1)),
                about="the largest average lets the slowest tone through"),
        Control("whole_samples", ("covariance", "energy_of_paths", "rate", "band_limited", "exact"),
                Case("half a sample", LARGE, shifted(WHOLE, tone(8) + tone(24), 0.5)),
                about="half a sample, two tones: the mean of the sampled beat depends on where it is sampled")),
    anchors=(Case("slowest tone", LARGE, shifted(HALF, tone(1), 3), about="all filters halved, scale 5: the average keeps the "
        "slowest tone, the wavelets do not see it", facts=(Eq(
                      Norm(Scattering(5, 2, Translate(C, F)) - Scattering(5, 2, F)),
                      sp.sqrt(32) * sp.sin(3 * sp.pi / 64), evaluate=False),)),),
    extremals=(
        Case("slowest tone, scale 5", LARGE, shifted(MEYER, tone(1), 1), about="the average keeps the slowest tone: 2 "
            "sin(x)/(2x), x = pi/64",
             reach={"band_limited": float(np.log(np.sin(SLOW / 2) / (SLOW / 2)) - 1e-9)}),
        Case("steepest tone", LARGE, shifted(Bank(0 * MEYER.psi, MEYER.phi), tone(STEEPEST), 1),
             about="averages only, no wavelets; the tone on which |w||phi_3(w)| is largest. In the rate the factor sqrt(2) is left over.",
             reach={"energy_of_paths": -0.02, "rate": -0.02 - float(np.log(2)) / 2}),
        Case("pulse", LARGE, shifted(HYPERBOLA, PULSE.real, 1), about="the average of scale 5 falls like 1/|w| and one wavelet "
             "passes all the rest: both orders move by nearly K times their norm", reach={"energy_of_paths": -0.1, "rate": -0.1})),
    real=real,
    faults=(
        Fault("half the constant", restate={"band_limited": lambda r: r.func(r.lhs, r.rhs / 2)}),
        Fault("scale off by one", restate={n: (lambda r: r.func(r.lhs, r.rhs / 2)) for n in ("energy_of_paths", "rate")}),
        Fault("one sample too far", reinterpret={"Translate": lambda right, m: lambda c, x: right(2 * c, x)}),
        Fault("frequency in cycles", reinterpret={"Band": lambda right, m: lambda J: right(J) / 6.283185307179586}),
        Fault("order 0 forgotten", reinterpret={"Scattering": lambda right, m: lambda J, M, x: m["Paths"](J, M, x)})))
