"""Trigonometric polynomials on the circle, deformed and modulated, at the input of a module-sequence on the grid of samples."""
from dataclasses import replace
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, largest, modulus
from proofs_numeric.engine.model import Case, Control, Fault, Free, Kind, Model
from proofs_numeric.mathematics import claims as cl
from proofs_numeric.mathematics import deformations as de
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.signals import Signal
from theorems.vocabulary.analysis import Norm


class Size(NamedTuple):
    samples: int                 # a power of two
    degree: int                  # of the signal
    harmonics: int               # of the deformation and of the modulation
    depth: int
    atoms: int                   # per layer, the output atom not counted


STEEP = 63                       # by how much a map is steeper than claimed in a control
HALF = 0.5 * (1 - 1e-6)          # slopes stay below 1/2 by more than what the enclosure of a supremum adds (see `_within`)


def draw(size, rng):
    def polynomial():
        return dict(offset=rng.normal(size=()), waves=rng.normal(size=(2, size.harmonics)), height=rng.normal(size=()))
    return dict(c=rng.normal(size=(2, 2 * size.degree + 1)), tau=polynomial(), omega=polynomial(),
                jitter=rng.normal(size=(2, size.samples)), rough=rng.normal(size=2),
                u=rng.normal(size=(2, size.samples)), v=rng.normal(size=(2, size.samples)),
                flat=rng.normal(size=()), modules=ex.random_modules(rng, size.depth, size.atoms, size.samples))


def signal(x):
    return x[0] + 1j * x[1]


def _within(waves, bound):
    """waves / (1 + upper bound of their supremum / bound): a displacement whose supremum is below `bound`."""
    return waves * (1 / (1 + de.supremum(waves).hi / bound))


def build(size, theta, knobs):
    modules = ex.admissible_modules(theta["modules"], 1.0, flat=jax.nn.sigmoid(theta["flat"]))

    def polynomial(t):
        wave = de.Displacement(jnp.zeros(()), *t["waves"])
        return wave, 2.0 * jnp.tanh(t["height"]), jnp.tanh(t["offset"])
    # A steep wave: its derivative is divided by 1/2 plus its supremum, which leaves it below 1/2.
    wave, height, offset = polynomial(theta["tau"])
    slope = de.supremum(wave.derivative()).hi
    wave = wave * (HALF / (1 + slope)) * jax.nn.sigmoid(height)
    tau = de.Displacement(0.3 * offset, wave.cosines, wave.sines)
    wave, height, offset = polynomial(theta["omega"])
    omega = _within(wave, 0.1) * jax.nn.sigmoid(height)
    omega = de.Displacement(0.15 * offset, omega.cosines, omega.sines)
    # Displacements of the samples: those of tau, and jitter with a slope of up to what is left.
    x = jnp.arange(size.samples) / size.samples
    part = jnp.tanh(theta["rough"][0])**2
    jitter = theta["jitter"][0] / (1 + 4 * largest(jnp.abs(theta["jitter"][0]))) / size.samples * (1 - 1e-6)
    sigma = (1 - part) * tau(x) + part * jitter
    nu = 0.1 * jnp.tanh(theta["rough"][1]) * theta["jitter"][1] / (1 + largest(jnp.abs(theta["jitter"][1])))
    claims = cl.honest(modules)
    claims = replace(claims, activation=claims.activation * (1 + STEEP * knobs["activation_lipschitz"]),
                     pool=claims.pool * (1 + STEEP * knobs["pooling_lipschitz"]))
    return dict(c=signal(theta["c"]), tau=tau, omega=omega, sigma=sigma, nu=nu, W=size.degree * (1 - 63 / 64 * knobs["band_limit"]),
                u=signal(theta["u"]), v=signal(theta["v"]), modules=modules, claims=claims)


def free_draw(size, rng):
    count = 2 * size.degree + 1
    steep = rng.choice([0.3, 0.49, 0.9, 2.0], p=[0.3, 0.4, 0.2, 0.1])
    return draw(size, rng) | dict(
        claims=cl.random_claims(rng, size.depth), steep=steep, shift=rng.normal() * rng.choice([0.001, 0.01, 0.1, 1.0]),
        turn=rng.normal() * rng.choice([0.0, 0.0, 0.01, 1.0]), ripple=rng.choice([0.0, 0.0, 0.1]),
        kept=np.maximum(rng.uniform(size=count) < rng.choice([0.3, 2.0]), np.arange(count) == rng.integers(size.degree)) * 1.0,
        W=cl.sometimes(rng, 1, -0.5, 1, 1 / 4)[0],
        wide=rng.choice([1.0, 1.3, size.samples / size.degree], p=[0.7, 0.2, 0.1]),
        jumps=rng.choice([0.0, 1.0, 30.0], p=[0.4, 0.4, 0.2]) * rng.normal(size=size.samples) / size.samples,
        phases=rng.choice([0.0, 0.01, 1.0]) * rng.normal(size=size.samples))


def free_build(size, theta):
    """Slopes up to 2, shifts by more than a period, displacements and phases of any size per sample, claims that may be false."""
    modules, claims = cl.free_network(theta["modules"], theta["claims"], 1.0, jax.nn.sigmoid(4 * theta["flat"]))
    wave = de.Displacement(jnp.zeros(()), *theta["tau"]["waves"])
    wave = wave * (theta["steep"] / (1e-30 + de.supremum(wave.derivative()).hi))
    turn = _within(de.Displacement(jnp.zeros(()), *theta["omega"]["waves"]), 0.1) * theta["ripple"]
    jumps = theta["jumps"] * 0.4 / (1e-30 + jnp.abs(theta["jumps"] - jnp.roll(theta["jumps"], 1)).max() * size.samples)
    sigma = theta["shift"] + jnp.where(jnp.abs(theta["jumps"]).max() * size.samples > 10, theta["jumps"], jumps)
    return dict(c=signal(theta["c"]) * theta["kept"], tau=de.Displacement(theta["shift"], wave.cosines, wave.sines),
                omega=de.Displacement(theta["turn"], turn.cosines, turn.sines), sigma=sigma, nu=theta["phases"],
                W=theta["W"] * size.degree * theta["wide"], u=signal(theta["u"]), v=signal(theta["v"]), modules=modules, claims=claims)


def meaning(size, i, ask):
    modules, claims, spacing = i["modules"], i["claims"], Interval.of(1 / size.samples)

    def on_the_grid(x: Ball):
        return Signal(x.center + 0j, jnp.float64(x.radius), spacing)

    def everything(x):
        features = ex.outputs(modules, ex.propagation(modules, *cl.maps(claims)))
        return ex.together(features(n, x) for n in range(size.depth + 1))
    f = on_the_grid(de.sampled(i["c"], size.samples))
    deformed = on_the_grid(de.modulated(i["c"], i["tau"], i["omega"], size.samples))
    if 2 * size.degree >= size.samples:          # the samples of f say nothing of it, which is at most this far from what they say
        deformed = replace(deformed, radius=deformed.radius + 4 * jnp.abs(i["c"]).sum())
    known = ex.jointly(everything, f, deformed)

    def same(x, value):
        """The instance has one signal, one deformation and one modulation: the operators are asked for nothing else."""
        assert x is f
        return value
    return cl.vocabulary(modules, claims) | {
        "f": f, "U": cl.probes(i["u"]), "V": cl.partners(i["v"]), "0": on_the_grid(Ball(jnp.zeros(size.samples), 0.0)),
        "tau": i["tau"], "omega": i["omega"], "sigma": i["sigma"], "nu": i["nu"], "W": i["W"], "n": size.samples,
        "Z": jnp.arange(-size.degree, size.degree + 1),
        "Coefficient": lambda xi: modulus(i["c"])[xi + size.degree], "Derivative": lambda tau: tau.derivative(),
        "SupNorm": lambda x: de.supremum(x) if isinstance(x, de.Displacement) else largest(jnp.abs(x)),
        "Steepness": _steepness, "Deform": lambda tau, omega, x: same(x, deformed),
        "Scatter": lambda sigma, nu, x: same(x, on_the_grid(de.scattered(i["c"], sigma, nu))),
        "Extractor": lambda x: known[id(x)], "vmapped": ("k",)}


def _steepness(sigma):
    """Samples times the largest difference of neighbours, cyclically; a subtraction and a product are rounded."""
    top = sigma.shape[-1] * largest(jnp.abs(jnp.roll(sigma, -1) - sigma))
    return Interval.around(top, 2 * EPS * top)


# -- named instances
SMALL, LARGE, STEPS = Size(32, 2, 1, 2, 1), Size(128, 4, 3, 2, 2), Size(4096, 1, 128, 1, 1)
FEW, TOO_FEW = Size(4, 1, 1, 1, 1), Size(8, 8, 1, 1, 1)
FRAME = 1 - 8 * ex.MARGIN         # of the filters: strictly inside the hypotheses


def wave(size, offset=0.0, cosines=(), sines=()):
    """A displacement; missing coefficients are 0."""
    return de.Displacement(np.float64(offset), *(np.append(x, np.zeros(size.harmonics - len(x))) for x in (cosines, sines)))


def tone(size, frequency):
    """exp(2 pi i frequency x)."""
    return np.eye(2 * size.degree + 1)[frequency + size.degree] + 0j


def instance(size, c, tau, omega=None, W=None, first=FRAME, **changes):
    """A signal and a network whose first output atom, of DFT `first`, passes it on: the bound on the signal is that on the features.

    changes: fields of the instance or of its claims.
    """
    outputs = np.zeros((size.depth + 1, size.samples))
    outputs[0] = first
    taps = np.cos(np.pi * np.fft.fftfreq(size.samples))**2            # (1/4, 1/2, 1/4)
    modules = replace(ex.designed_modules(0.0, outputs, (size.depth + 1, size.atoms, size.samples)),
                      averages=np.tile(taps, (size.depth + 1, 1)))
    parts = np.random.default_rng(2).normal(size=(4, size.samples))
    claims = jax.tree.map(np.asarray, cl.honest(modules))
    claims = replace(claims, **{name: np.broadcast_to(changes.pop(name), x.shape) for name, x in vars(claims).items() if name in changes})
    return dict(c=c, tau=tau, omega=wave(size) if omega is None else omega, sigma=np.asarray(tau(np.arange(size.samples) / size.samples)),
                nu=np.zeros(size.samples), W=np.float64(size.degree if W is None else W), u=signal(parts[:2]), v=signal(parts[2:]),
                modules=modules, claims=claims) | changes


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
    return Case(f"rippled shift, slope {q}", STEPS, instance(STEPS, tone(STEPS, 1), ripples, sigma=np.full(STEPS.samples, t)),
                reach={"finer": score - 0.01}, about=f"a tone, shifted by 0.05 with fine ripples of slope {q}")


def crowded():
    """Four samples, moved alternately to the left and to the right: the quotient exceeds 2 pi, which no slope alone does here."""
    x, k = np.arange(FEW.samples) / FEW.samples, np.arange(-FEW.degree, FEW.degree + 1)
    sigma = 0.061 * np.array([1.0, -1.0, 1.0, -1.0])
    change = np.exp(2j * np.pi * np.outer(x - sigma, k)) - np.exp(2j * np.pi * np.outer(x, k))
    _, size, right = np.linalg.svd(change / np.sqrt(FEW.samples))
    score = np.log(size[0] / (2 * np.pi * 0.061)) - np.log((4 - 2 * np.sqrt(2)) * np.sqrt(1.5))
    return Case("four samples", FEW, instance(FEW, right[0].conj(), wave(FEW, 0.05), sigma=sigma), reach={"sampled": float(score) - 1e-6},
                about="samples moved alternately by 0.061 to the left and to the right")


def slow_phase(size):
    """A constant modulation by w: the ratio to the finer bound is sin(x)/x with x = pi w."""
    turn = 2.0**-12
    score = float(np.log(np.sin(np.pi * turn) / (np.pi * turn))) - 1e-6
    return Case(f"constant phase, W = {size.degree}", size,
                instance(size, tone(size, 0), wave(size), wave(size, turn), nu=np.full(size.samples, turn)),
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
    return instance(STEPS, COSINE, rough * -(DELTA / float(de.supremum(rough).hi)), sigma=np.zeros(STEPS.samples))


def jumping():
    """Samples that jump by +-delta."""
    x = np.arange(STEPS.samples) / STEPS.samples
    better = np.where(np.sin(2 * np.pi * x) * np.cos(2 * np.pi * x) > 0, -DELTA, DELTA)
    return instance(STEPS, COSINE, wave(STEPS), sigma=better)


def one_sided(**claim):
    """An output atom on the positive frequencies, of energy 2 there: a Parseval frame on real signals, not on complex ones."""
    positive = np.fft.fftfreq(SMALL.samples) > 0
    return instance(SMALL, tone(SMALL, SMALL.degree), wave(SMALL, 2.0**-10), first=np.sqrt(2) * positive * FRAME, **claim)


def loud():
    """The output atom of the last frame is 1.2 times too large and its bound says so; the layers before pass everything on."""
    shifted = instance(SMALL, tone(SMALL, SMALL.degree), wave(SMALL, 2.0**-10))
    heights = np.array([0.0, 0.0, 1.2]).reshape(-1, 1) * np.ones(SMALL.samples)
    modules = ex.designed_modules(np.array([FRAME, FRAME, 0]).reshape(3, 1, 1), heights, (3, 1, SMALL.samples), "identity")
    return shifted | dict(modules=modules, claims=jax.tree.map(np.asarray, cl.honest(modules)))


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


f, tau = sp.symbols("f tau", extended_real=True)
with sp.evaluate(False):
    LENGTH = sp.Eq(Norm(f), sp.sqrt(sp.Rational(29, 4)))

MODEL = Model(
    space="Trigonometric polynomials on the circle, with trigonometric polynomials as deformation and modulation. They are evaluated "
          "at the samples up to rounding; what the samples miss of an integral is bounded and counted as an error.",
    kind=Kind.ANALOGUE,
    gap="One dimension and periodic signals instead of L²(ℝᵈ); the constant, which the article leaves open, is explicit; "
        "the network acts on samples.",
    notes={"finer": (Kind.ANALOGUE, "A statement of our own, sharper than the published form, on the circle."),
           "sampled": (Kind.ANALOGUE, "A statement of our own about samples: the displacements are any real numbers of bounded slope.")},
    sizes=(SMALL, LARGE), draw=draw, build=build, meaning=meaning,
    knobs=("band_limit", "activation_lipschitz", "pooling_lipschitz"),
    free=(Free("signals and networks", "slopes up to 2 and shifts of any length, displacements and phases of the samples, the claimed band "
               "limit, frame bounds and Lipschitz constants, gains layer by layer, constants that the maps add", free_draw, free_build),),
    edges=edges(),
    anchors=(Case("norm of a polynomial", SMALL, instance(SMALL, np.array([1, -2j, 0.5, 1, 1j]), wave(SMALL, 0.1)), facts=(LENGTH,)),),
    extremals=(slow_shift(SMALL), slow_shift(LARGE), slow_phase(SMALL), rippled(0.49), rippled(0.9), crowded()),
    controls=(
        Control("band_limit", ("network", "signal", "finer", "sampled"), Case("a tone that is too fast", LARGE, too_fast()),
                about="frequency 4 with a claimed band limit of 0.08, shifted by half a period: 2 against a bound of 0.074"),
        Control("gradient", ("network", "signal"), Case("switching displacement", STEPS, switching()), also=("invertible",),
                about="cos 2πx moved by ±δ, in the better direction at every point, 2πδ = 1.0949: above 7.3612, "
                      "in the limit of jumps 7.4756"),
        Control("slope", ("sampled",), Case("jumping samples", STEPS, jumping()), about="the same with displacements that jump: 7.4756"),
        Control("frames", ("network",), Case("one-sided output atom", SMALL, one_sided(bounds=FRAME)),
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
        Fault("every output counted twice", reinterpret={"Extractor": lambda right, m: lambda x: ex.together([right(x), right(x)])}),
        Fault("half of the bound of the large sieve", restate={"sampled": lambda r: r.func(r.lhs, r.rhs / 2)})))
