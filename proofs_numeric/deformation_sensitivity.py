"""Trigonometric polynomials on the circle, deformed and modulated, at the input of a module-sequence on the grid of samples."""
from dataclasses import replace
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import EPS, Ball, Interval, largest, modulus, root
from proofs_numeric.engine.model import Case, Control, Fault, Kind, Model
from proofs_numeric.mathematics import deformations as de
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.signals import Signal
from theorems.language.notation import Norm


class Size(NamedTuple):
    N: int                       # samples, a power of two
    degree: int                  # of the signal
    harmonics: int               # of the deformation and of the modulation
    depth: int
    atoms: int                   # per layer, the output atom not counted


STEEP = 63                       # by how much a map is steeper than claimed in a control
HALF = 0.5 * (1 - 1e-6)          # slopes stay below 1/2 by more than what the enclosure of a supremum adds (see `_within`)


def draw(size, rng):
    def polynomial():
        return dict(offset=rng.normal(size=()), waves=rng.normal(size=(2, size.harmonics)), height=rng.normal(size=()))
    return dict(c=rng.normal(size=(2, 2 * size.degree + 1)), tau=polynomial(), omega=polynomial(), jitter=rng.normal(size=(2, size.N)),
                rough=rng.normal(size=2), u=rng.normal(size=(2, size.N)), v=rng.normal(size=(2, size.N)), flat=rng.normal(size=()),
                modules=ex.random_modules(rng, size.depth, size.atoms, size.N))


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
    x = jnp.arange(size.N) / size.N
    jitter = theta["jitter"][0] / (1 + 4 * largest(jnp.abs(theta["jitter"][0]))) / size.N * (1 - 1e-6) * jnp.tanh(theta["rough"][0])**2
    sigma = (1 - jnp.tanh(theta["rough"][0])**2) * tau(x) + jitter
    nu = 0.1 * jnp.tanh(theta["rough"][1]) * theta["jitter"][1] / (1 + largest(jnp.abs(theta["jitter"][1])))

    def signal(x):
        return x[0] + 1j * x[1]
    return dict(c=signal(theta["c"]), tau=tau, omega=omega, sigma=sigma, nu=nu, R=size.degree * (1 - 63 / 64 * knobs["band_limit"]),
                u=signal(theta["u"]), v=signal(theta["v"]), modules=modules, bounds=ex.frame_bounds(modules) * (1 + 64 * EPS) + 1e-30,
                activation_excess=1 + STEEP * knobs["activation_lipschitz"], pooling_excess=1 + STEEP * knobs["pooling_lipschitz"])


def meaning(size, i, ask):
    modules, spacing = i["modules"], Interval.of(1 / size.N)

    def steeper(x, factor):
        return replace(x, center=factor * x.center, radius=factor * (x.radius + EPS * x.size))

    def activate(modules, k, x):
        return steeper(ex.activate(modules, k, x), i["activation_excess"])

    def pool(modules, k, x):
        return steeper(ex.pool(modules, k, x), i["pooling_excess"])

    def signal(x, radius=0.0):
        return Signal(x, jnp.float64(radius), spacing)

    def function(x: Ball):
        return signal(x.center, x.radius)

    def everything(x):
        features = ex.outputs(modules, ex.propagation(modules, activate, pool))
        return ex.together(features(n, x) for n in range(size.depth + 1))
    f = function(de.sampled(i["c"], size.N))
    f = replace(f, center=f.center + 0j)
    deformed = function(de.modulated(i["c"], i["tau"], i["omega"], size.N))
    known = ex.jointly(everything, f, deformed)
    responses = modulus(modules.atoms)
    degrees = jnp.arange(-size.degree, size.degree + 1)

    def same(x, value):
        """The instance has one signal, one deformation and one modulation: the operators are asked for nothing else."""
        assert x is f
        return value
    return ex.vocabulary(modules) | {
        "f": f, "u": signal(i["u"]), "v": signal(i["v"]), "0": signal(jnp.zeros(size.N, complex)), "tau": i["tau"], "omega": i["omega"],
        "sigma": i["sigma"], "nu": i["nu"], "R": i["R"], "M": size.N, "Z": degrees,
        "Omega": jnp.arange(size.N), "Lambda": jnp.arange(size.atoms), "vmapped": ("k",),
        "Coefficient": lambda xi: modulus(i["c"])[xi + size.degree], "Derivative": lambda tau: tau.derivative(),
        "SupNorm": lambda x: de.supremum(x) if isinstance(x, de.Displacement) else largest(jnp.abs(x)),
        "Steepness": _steepness, "Stretch": _stretch, "Deform": lambda tau, omega, x: same(x, deformed),
        "Scatter": lambda sigma, nu, x: same(x, function(de.scattered(i["c"], sigma, nu))),
        "OutputAtom": lambda k, w: modules.outputs[k - 1, w],
        "Response": lambda k, j, w: Interval.around(responses[k - 1, j, w], 4 * EPS * responses[k - 1, j, w]),
        "FrameBound": lambda k: i["bounds"][k - 1],
        "Activate": lambda k, x: activate(modules, k, x), "Pool": lambda k, x: pool(modules, k, x),
        "Extractor": lambda x: known[id(x)]}


def _stretch(q: Interval) -> Interval:
    """2 / (1 + sqrt(1 - q)), increasing; at q = 1 and above its largest value 2. Four operations are rounded, the root is Lipschitz
    for what is rounded before it as long as 1 - q >= 1/4, and each end is taken on the safe side by more than that."""
    lo, hi = (2 / (1 + root(1 - jax.lax.stop_gradient(x))) for x in (q.lo, q.hi))       # between 1 and 1.18: a search need not follow it
    return Interval(lo * (1 - 16 * EPS), hi * (1 + 16 * EPS))


def _steepness(sigma):
    """Samples times the largest difference of neighbours, cyclically; a subtraction and a product are rounded."""
    top = sigma.shape[-1] * largest(jnp.abs(jnp.roll(sigma, -1) - sigma))
    return Interval.around(top, 2 * EPS * top)


# -- named instances
SMALL, LARGE, STEPS = Size(32, 2, 1, 1, 1), Size(128, 4, 3, 1, 2), Size(4096, 1, 128, 1, 1)
FRAME = 1 - 8 * ex.MARGIN         # of the filters: strictly inside the hypotheses


def wave(size, offset=0.0, cosines=(), sines=()):
    """A displacement; missing coefficients are 0."""
    return de.Displacement(np.float64(offset), *(np.append(x, np.zeros(size.harmonics - len(x))) for x in (cosines, sines)))


def tone(size, frequency):
    """exp(2 pi i frequency x)."""
    return np.eye(2 * size.degree + 1)[frequency + size.degree] + 0j


def instance(size, c, tau, omega=None, R=None, first=FRAME, bound=None, **changes):
    """A signal and a network whose first output atom, of DFT `first`, passes it on: the bound on the signal is that on the features.

    bound: the claimed frame bound, if not the sharp one.
    """
    outputs = np.zeros((size.depth + 1, size.N))
    outputs[0] = first
    taps = np.cos(np.pi * np.fft.fftfreq(size.N))**2                  # (1/4, 1/2, 1/4): strictly below its Lipschitz constant 1
    modules = replace(ex.designed_modules(0.0, outputs, (size.depth + 1, size.atoms, size.N)), averages=np.tile(taps, (size.depth + 1, 1)))
    bounds = np.asarray(ex.frame_bounds(modules)) * (1 + 64 * EPS) + 1e-30 if bound is None else np.full(size.depth + 1, bound)
    x, grid = np.arange(size.N) / size.N, np.random.default_rng(2).normal(size=(4, size.N))
    sigma = np.asarray(tau(x))
    return dict(c=c, tau=tau, omega=wave(size) if omega is None else omega, sigma=sigma, nu=np.zeros(size.N),
                R=np.float64(size.degree if R is None else R), u=grid[0] + 1j * grid[1], v=grid[2] + 1j * grid[3], modules=modules,
                bounds=bounds, activation_excess=np.float64(1), pooling_excess=np.float64(1)) | changes


def slow_shift(size):
    """The fastest tone, shifted by t: the ratio to the finer bound is sin(x)/x with x = pi R t."""
    t = 2.0**-12
    x = np.pi * size.degree * t
    score = float(np.log(np.sin(x) / x))
    return Case(f"shifted tone, R = {size.degree}", size, instance(size, tone(size, size.degree), wave(size, t)),
                reach={"finer": score - 1e-6, "signal": score - np.log(4 - 2 * np.sqrt(2)) - 1e-6,
                       "network": score - np.log(4 - 2 * np.sqrt(2)) - 1e-6},
                about="the fastest tone of the band, a small constant shift, a network that passes its input on")


def slow_phase(size):
    """A constant modulation by w: the ratio to the finer bound is sin(x)/x with x = pi w."""
    turn = 2.0**-12
    return Case(f"constant phase, R = {size.degree}", size, instance(size, tone(size, 0), wave(size), wave(size, turn)),
                reach={"finer": float(np.log(np.sin(np.pi * turn) / (np.pi * turn))) - 1e-6}, about="a constant small modulation")


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
    return instance(STEPS, COSINE, rough * -(DELTA / float(de.supremum(rough).hi)), sigma=np.zeros(STEPS.N))


def jumping():
    """Samples that jump by +-delta."""
    x = np.arange(STEPS.N) / STEPS.N
    better = np.where(np.sin(2 * np.pi * x) * np.cos(2 * np.pi * x) > 0, -DELTA, DELTA)
    return instance(STEPS, COSINE, wave(STEPS), sigma=better)


def one_sided(**claim):
    """An output atom on the positive frequencies, of energy 2 there: a Parseval frame on real signals, not on complex ones."""
    positive = np.fft.fftfreq(SMALL.N) > 0
    return instance(SMALL, tone(SMALL, SMALL.degree), wave(SMALL, 2.0**-10), first=np.sqrt(2) * positive * FRAME, **claim)


def too_fast():
    """A tone fifty times faster than claimed, shifted by half of its period."""
    return instance(LARGE, tone(LARGE, 4), wave(LARGE, 0.125), R=0.08)


def edges():
    c = np.array([1, -2j, 0.5, 1, 1j])
    full = wave(SMALL, 0.1, (0.02,), (0.02,))
    return (Case("no deformation", SMALL, instance(SMALL, c, wave(SMALL))),
            Case("the zero signal", SMALL, instance(SMALL, 0 * c, full)),
            Case("a constant signal, deformed only", SMALL, instance(SMALL, tone(SMALL, 0), full, R=0.0)),
            Case("a constant signal, modulated", SMALL, instance(SMALL, tone(SMALL, 0), full, wave(SMALL, 0, (0.05,)), R=0.0)),
            Case("slope just below one half", SMALL, instance(SMALL, c, wave(SMALL, 0, (), (0.4999 / (2 * np.pi),)))),
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
    edges=edges(),
    anchors=(Case("norm of a polynomial", SMALL, instance(SMALL, np.array([1, -2j, 0.5, 1, 1j]), wave(SMALL, 0.1)), facts=(LENGTH,)),),
    extremals=(slow_shift(SMALL), slow_shift(LARGE), slow_phase(SMALL)),
    controls=(
        Control("band_limit", ("network", "signal", "finer", "sampled"), Case("a tone that is too fast", LARGE, too_fast()),
                about="frequency 4 with a claimed band limit of 0.08, shifted by half a period: 2 against a bound of 0.074"),
        Control("gradient", ("network", "signal"), Case("switching displacement", STEPS, switching()),
                about="cos 2πx moved by ±δ, in the better direction at every point, 2πδ = 1.0949: above 7.3612, "
                      "in the limit of jumps 7.4756"),
        Control("slope", ("sampled",), Case("jumping samples", STEPS, jumping()), about="the same with displacements that jump: 7.4756"),
        Control("frames", ("network",), Case("one-sided output atom", SMALL, one_sided(bound=FRAME)),
                about="frame bound 1 on real signals, 2 on complex ones: 2π√2 = 8.886"),
        Control("admissible", ("network",), Case("one-sided output atom", SMALL, one_sided()), about="the same with the bound 2, as it is"),
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
