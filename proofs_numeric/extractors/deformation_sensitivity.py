"""Trigonometric polynomials on the circle, deformed and modulated, at the input of a module-sequence on the grid of samples."""
from dataclasses import replace

import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.model import Case, Control, Fault, Kind
from proofs_numeric.mathematics import deformations as de
from proofs_numeric.mathematics.scattering import join
from proofs_numeric.worlds import polynomials as po
from proofs_numeric.worlds import sequences as ms
from proofs_numeric.worlds.polynomials import Size, tone, wave
from proofs_numeric.worlds.sequences import INSIDE
from proofs_numeric.worlds.world import World
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.extractors import Extractor

# -- named instances
SMALL, LARGE, STEPS = Size(32, 2, 1, 2, 1), Size(128, 4, 3, 2, 2), Size(4096, 1, 128, 1, 1)
FEW, TOO_FEW = Size(4, 1, 1, 1, 1), Size(8, 8, 1, 1, 1)


def instance(size, c, tau, omega=None, W=None, first=INSIDE, samples=None, **claimed):
    """A signal and a network whose first output atom, of DFT `first`, passes it on: the bound on the signal is that on the features.

    samples: displacements and phases of the samples, where they are not those of the signal.
    """
    outputs = np.zeros((size.depth + 1, size.samples))
    outputs[0] = first
    taps = np.cos(np.pi * np.fft.fftfreq(size.samples))**2            # (1/4, 1/2, 1/4)
    modules = replace(ms.network(size, 0.0, outputs), averages=np.tile(taps, (size.depth + 1, 1)))
    return po.polynomial(size, c, tau, omega, W) | ms.claimed(modules, **claimed) | (samples or {})


def slow_shift(size):
    """The fastest tone, shifted by t: the ratio to the finer bound is sin(x)/x with x = pi W t."""
    t = 2.0**-12
    x = np.pi * size.degree * t
    score, half = float(np.log(np.sin(x) / x)), np.log(4 - 2 * np.sqrt(2))
    return Case(f"shifted tone, W = {size.degree}", size, instance(size, tone(size, size.degree), wave(size, t)),
                reach={"finer": score - 1e-6, "signal": score - half - 1e-6, "network": score - half - 1e-6,
                       "sampled": score - half - 0.5 * np.log(1 + 2 * size.degree / size.samples) - 1e-6},
                about="the fastest tone of the band, a small constant shift, a network that passes its input on")


def rippled(q):
    """A shift with ripples of slope q, so fine that they hardly count in the norm: 2 pi is approached at every slope below 1."""
    height, t = q / (2 * np.pi * STEPS.harmonics), 0.05
    x = np.pi * t
    score = float(np.log(np.sin(x) / x) + np.log(t / (t + height)) - np.log(2 / (1 + np.sqrt(1 - q))))
    ripples = wave(STEPS, t, (), np.eye(STEPS.harmonics)[-1] * height)
    return Case(f"rippled shift, slope {q}", STEPS, instance(STEPS, tone(STEPS, 1), ripples, samples=dict(sigma=np.full(STEPS.samples, t))),
                reach={"finer": score - 0.01}, about=f"a tone, shifted by 0.05 with fine ripples of slope {q}")


def crowded():
    """Four samples, moved alternately to the left and to the right: the quotient exceeds 2 pi, which no slope alone does here."""
    x, k = np.arange(FEW.samples) / FEW.samples, np.arange(-FEW.degree, FEW.degree + 1)
    sigma = 0.061 * np.array([1.0, -1.0, 1.0, -1.0])
    change = np.exp(2j * np.pi * np.outer(x - sigma, k)) - np.exp(2j * np.pi * np.outer(x, k))
    _, size, right = np.linalg.svd(change / np.sqrt(FEW.samples))
    score = np.log(size[0] / (2 * np.pi * 0.061)) - np.log((4 - 2 * np.sqrt(2)) * np.sqrt(1.5))
    return Case("four samples", FEW, instance(FEW, right[0].conj(), wave(FEW, 0.05), samples=dict(sigma=sigma)),
                reach={"sampled": float(score) - 1e-6}, about="samples moved alternately by 0.061 to the left and to the right")


def slow_phase(size):
    """A constant modulation by w: the ratio to the finer bound is sin(x)/x with x = pi w."""
    turn = 2.0**-12
    score = float(np.log(np.sin(np.pi * turn) / (np.pi * turn))) - 1e-6
    return Case(f"constant phase, W = {size.degree}", size,
                instance(size, tone(size, 0), wave(size), wave(size, turn), samples=dict(nu=np.full(size.samples, turn))),
                reach={"finer": score, "sampled": score} | dict.fromkeys(("signal", "network"), score - np.log(4 - 2 * np.sqrt(2))),
                about="a constant small modulation")


# f(x) = cos(2 pi x) moves most when every point moves by delta in the better of the two directions; 2 pi delta = A is the best size.
A = 1.0949
DELTA = A / (2 * np.pi)
COSINE = np.array([0.5, 0, 0.5]) + 0j


def switching():
    """A displacement that switches between +-delta within about 1/128: its derivative is far above 1/2."""
    odd = np.arange(2, STEPS.harmonics, 4)
    sines = np.zeros(STEPS.harmonics)
    sines[odd - 1] = np.sinc(odd / (odd[-1] + 4))**2 / (odd / 2)
    rough = wave(STEPS, 0, (), sines)
    return instance(STEPS, COSINE, rough * -(DELTA / float(de.supremum(rough).hi)), samples=dict(sigma=np.zeros(STEPS.samples)))


def jumping():
    """Samples that jump by +-delta."""
    x = np.arange(STEPS.samples) / STEPS.samples
    better = np.where(np.sin(2 * np.pi * x) * np.cos(2 * np.pi * x) > 0, -DELTA, DELTA)
    return instance(STEPS, COSINE, wave(STEPS), samples=dict(sigma=better))


def one_sided(**claim):
    """An output atom on the positive frequencies, of energy 2 there: a Parseval frame on real signals, not on complex ones."""
    positive = np.fft.fftfreq(SMALL.samples) > 0
    return instance(SMALL, tone(SMALL, SMALL.degree), wave(SMALL, 2.0**-10), first=np.sqrt(2) * positive * INSIDE, **claim)


def loud():
    """The output atom of the last frame is 1.2 times too large and its bound says so; the layers before pass everything on."""
    shifted = instance(SMALL, tone(SMALL, SMALL.degree), wave(SMALL, 2.0**-10))
    return shifted | ms.claimed(ms.flat(SMALL, [INSIDE, INSIDE, 0], [0, 0, 1.2], "identity"))


def aliased():
    """On eight samples the frequencies 8 and 0 are the same: the samples of f are 0, those of f moved are not."""
    c = tone(TOO_FEW, 8) - tone(TOO_FEW, 0)
    return instance(TOO_FEW, c, wave(TOO_FEW, 0.01))


def too_fast():
    """A tone fifty times faster than claimed, shifted by half of its period."""
    return instance(LARGE, tone(LARGE, 4), wave(LARGE, 0.125), W=0.08)


def edges():
    c = np.array([1, -2j, 0.5, 1, 1j])
    full = wave(SMALL, 0.1, (0.02,), (0.02,))
    return (Case("no deformation", SMALL, instance(SMALL, c, wave(SMALL))),
            Case("the zero signal", SMALL, instance(SMALL, 0 * c, full)),
            Case("a constant signal, deformed only", SMALL, instance(SMALL, tone(SMALL, 0), full, W=0.0)),
            Case("a constant signal, modulated", SMALL, instance(SMALL, tone(SMALL, 0), full, wave(SMALL, 0, (0.05,)), W=0.0)),
            Case("slope just below one half", SMALL, instance(SMALL, c, wave(SMALL, 0, (), (0.4999 / (2 * np.pi),)))),
            Case("slope 0.9", SMALL, instance(SMALL, c, wave(SMALL, 0, (), (0.9 / (2 * np.pi),)))),
            Case("a band limit that is no integer", SMALL, instance(SMALL, c, full, W=2.5)),
            Case("a band limit above half of the samples", SMALL, instance(SMALL, c, full, W=20.0)),
            Case("a shift by one period", SMALL, instance(SMALL, c, wave(SMALL, 1.0))))


f = sp.Symbol("f", extended_real=True)
with sp.evaluate(False):
    LENGTH = sp.Eq(Norm(f), sp.sqrt(sp.Rational(29, 4)))
    HALVED = sp.Eq(Norm(Extractor(f)), sp.sqrt(sp.Rational(29, 16)))

WORLD = World(
    space="Trigonometric polynomials on the circle, with trigonometric polynomials as deformation and modulation. They are evaluated "
          "at the samples up to rounding; what the samples miss of an integral is bounded and counted as an error.",
    sizes=(SMALL, LARGE),
    parts=(ms.Network(spacing=None, inputs=lambda known: (known["f"], known["Distort"](known["tau"], known["omega"], known["f"]))),
           ms.Probes(), po.Polynomial(), po.Deformation(), po.Scattered()))

MODEL = WORLD.model(
    kind=Kind.ANALOGUE,
    gap="One dimension and periodic signals instead of L²(ℝᵈ); the constant, which the article leaves open, is explicit; "
        "the network acts on samples.",
    notes={"finer": (Kind.ANALOGUE, "A statement of our own, sharper than the published form, on the circle."),
           "sampled": (Kind.ANALOGUE, "A statement of our own about samples: the displacements are any real numbers of bounded slope.")},
    knobs=("band_limit", "activation_lipschitz", "pooling_lipschitz"),
    edges=edges(),
    anchors=(
        Case("norm of a polynomial", SMALL, instance(SMALL, np.array([1, -2j, 0.5, 1, 1j]), wave(SMALL, 0.1), first=0.5),
             facts=(LENGTH, HALVED), about="the first output atom halves everything, the others are silent"),
        Case("a constant that passes", SMALL, instance(SMALL, tone(SMALL, 1), wave(SMALL, 0.1))
             | ms.claimed(ms.passing(SMALL), u=np.ones(SMALL.samples) + 0j), facts=ms.PASSED,
             about="the modulus and no pooling map leave a positive constant as it is")),
    extremals=(slow_shift(SMALL), slow_shift(LARGE), slow_phase(SMALL), rippled(0.49), rippled(0.9), crowded()),
    controls=(
        Control("band_limit", ("network", "signal", "finer", "sampled"), Case("a tone that is too fast", LARGE, too_fast()),
                about="frequency 4 with a claimed band limit of 0.08, shifted by half a period: 2 against a bound of 0.074"),
        Control("gradient", ("network", "signal"), Case("switching displacement", STEPS, switching()), also=("invertible",),
                about="cos 2πx moved by ±δ, in the better direction at every point, 2πδ = 1.0949: above 7.3612, "
                      "in the limit of jumps 7.4756"),
        Control("slope", ("sampled",), Case("jumping samples", STEPS, jumping()), about="the same with displacements that jump: 7.4756"),
        Control("frames", ("network",), Case("one-sided output atom", SMALL, one_sided(bounds=INSIDE)),
                about="frame bound 1 on real signals, 2 on complex ones: 2π√2 = 8.886"),
        Control("admissible", ("network",), Case("one-sided output atom", SMALL, one_sided()), about="the same with the bound 2, as it is"),
        Control("last_frame", ("network",), Case("loud last output", SMALL, loud()),
                about="an output atom of height 1.2 after layers that pass everything on: 7.540"),
        Control("samples", ("sampled",), Case("eight samples of frequency 8", TOO_FEW, aliased()),
                about="the samples of the signal are 0, those of the moved signal are not"),
        Control("activation_lipschitz", ("network",), about="a non-linearity 64 times as steep as claimed"),
        Control("pooling_lipschitz", ("network",), about="a pooling map 64 times as large as claimed")),
    faults=(
        Fault("2 pi rounded down to 6.2 in the finer bound",
              restate={"finer": lambda r: r.func(r.lhs, r.rhs * sp.Rational(31, 10) / sp.pi)}),
        Fault("angular instead of ordinary frequency", restate={"signal": lambda r: r.func(r.lhs, r.rhs / (2 * sp.pi))}),
        Fault("modulation left out of the bound", reinterpret={"SupNorm": lambda right, m: lambda x: (
            Interval.of(0.0) if x is m["omega"] or x is m["nu"] else right(x))}),
        Fault("every output counted twice", reinterpret={"Extractor": lambda right, m: lambda x: join([right(x), right(x)])}),
        Fault("half of the bound of the large sieve", restate={"sampled": lambda r: r.func(r.lhs, r.rhs / 2)})))
