"""Signals moved at the input of module-sequences on Z/N with unitary dilations, and one layer with honest decimation."""
import functools
from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from jax.numpy.fft import fft, ifft

from proofs_numeric.engine.enclosure import EPS, Interval, largest, modulus
from proofs_numeric.engine.model import Case, Control, Example, Fault, Kind
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.signals import Signal, fourier_budget, translate
from proofs_numeric.worlds import sequences as ms
from proofs_numeric.worlds.sequences import INSIDE, Size, sampled, signal
from proofs_numeric.worlds.world import Part, Words, World, in_latex
from theorems.vocabulary.analysis import Norm

SPACING = 0.125                  # of the input grid; a power of two, so that multiples of it are exact
STRIDE = 2


def decays(modules):
    """(d + 1): the largest |chi_n(w)| |w| of each output atom."""
    return ex.peak(jnp.abs(modules.outputs * ex.frequencies(modules, SPACING))) * (1 + 8 * EPS)


class ShiftWords(Words):
    """The signal is an array taken as exact; translations by whole samples are exact, others are Fourier multipliers with a budget."""

    @functools.cached_property
    def spacings(self) -> Interval:
        """(d + 1): of the signals at the input of each layer."""
        found = [Interval.of(SPACING)]
        for dilation in self.instance["modules"].dilations[:-1]:
            found.append(found[-1] / dilation)
        return Interval(jnp.stack([x.lo for x in found]), jnp.stack([x.hi for x in found]))

    def spacing(self, k) -> Interval:
        return Interval(self.spacings.lo[k - 1], self.spacings.hi[k - 1])

    def values(self):
        n = self.instance["f"].shape[-1]
        return {"f": sampled(self.instance["f"], SPACING), "t": self.instance["t"], "K": self.instance["K"], "s": STRIDE,
                "C": jnp.array([1, 2, 3, 4, 8, 12, n // 2, n - 1])}

    @functools.cached_property
    def moved(self) -> Signal:
        """T_t f."""
        return translate(self.instance["t"], self.known["f"])

    def Translate(self, t, x):
        return self.moved if t is self.instance["t"] and x is self.known["f"] else translate(t, x)

    def AnySignal(self, k, x):
        return replace(x, spacing=self.spacing(k))

    def AnyShift(self, k, c):
        return self.spacing(k) * c

    def Strided(self, s, x):
        """Every s-th sample of |x * g|; the period is divided by s as well, so the spacing stays."""
        atom = self.instance["modules"].atoms[0, 0]
        bound = largest(atom.real**2 + atom.imag**2)
        y = ifft(fft(x.center) * atom)
        radius = jnp.sqrt(bound) * (x.radius + (2 * fourier_budget(len(atom)) + 8 * EPS) * x.size)
        return Signal(modulus(y)[::s] + 0j, radius, x.spacing)

    def Remainder(self, t, s):
        return jnp.mod(t / SPACING, s)


@dataclass(frozen=True)
class Shift(Part):
    """A signal, its translation by t, and the decay constant K that is claimed of the output atoms."""

    floating = ShiftWords
    knobs = ("decay", "on_the_stride")
    frees = "pooling factors, the band of the output atoms and their claimed decay, shift and signal"

    def draw(self, size, rng):
        return dict(f=rng.normal(size=(2, size.samples)), shift=rng.uniform(size=()), parity=rng.uniform(size=()))

    def build(self, size, theta, knobs, built):
        shift = jnp.clip(jnp.abs(jax.lax.stop_gradient(theta["shift"])), 0, 1)
        half = 1 + jnp.floor(shift * (size.samples // 4 - 1e-9))          # t = 2 h, 4 h, ...
        odd = jnp.where((theta["parity"] > 0.75) | (knobs["on_the_stride"] > 0), 1.0, 0.0)
        return dict(f=signal(theta["f"]), t=(2 * half - odd) * SPACING,
                    K=largest(decays(built["modules"])) * (1 - 63 / 64 * knobs["decay"]))

    def draw_free(self, size, rng):
        d = size.depth + 1
        whole = rng.choice([2.0, 3.0, 4.0], size=d)
        return self.draw(size, rng) | dict(
            factor=ms.sometimes(rng, d, -3, 1, 1 / 12), dilations=np.where(rng.uniform() < 0.7, whole, rng.uniform(0.3, 4, size=d)),
            steps=rng.integers(1, 6) * rng.choice([-1.0, 1.0]), band=rng.choice([0.0, 1.0, 2.0, size.samples]),
            allowance=0.01 * rng.uniform(), smooth=rng.choice([1.0, 3.0, size.samples]), K=ms.sometimes(rng, 1, -1, 1)[0],
            heard=1.0 * (rng.uniform(size=d) < rng.choice([2.0, 0.6], p=[0.8, 0.2])))

    def build_free(self, size, theta, built):
        """Pooling factors that are whole, real and negative, in the place of those of the network; output atoms of some band."""
        modules, bins = built["modules"], jnp.abs(jnp.fft.fftfreq(size.samples, 1 / size.samples))
        modules = replace(modules, dilations=theta["dilations"] * theta["factor"], outputs=modules.outputs * (bins <= theta["band"]))
        return dict(modules=modules, f=ifft(fft(signal(theta["f"])) * (bins < theta["smooth"])),
                    t=jnp.round(jax.lax.stop_gradient(theta["steps"])) * SPACING,
                    K=theta["allowance"] + theta["K"] * largest(jnp.where(theta["heard"] > 0.5, decays(modules), 0.0)))


# -- named instances
SMALL, LARGE = Size(16, 2, 1), Size(64, 2, 2)


def network(size, layer, heights=None, dilation=2.0):
    """A linear network with one all-pass atom per layer up to `layer`, whose output atom reads the slowest frequency.

    heights: what the output atoms of the other layers read of it.
    """
    outputs = np.zeros((size.depth + 1, size.samples))
    outputs[:, 1] = 0 if heights is None else heights
    outputs[layer, 1] = 1
    atoms = np.zeros(ms.shape(size))
    atoms[:layer, 0] = np.sqrt(1 - outputs[:layer]**2)
    return ms.network(size, INSIDE * atoms, INSIDE * outputs, "identity", dilation=dilation)


def instance(size, modules, f=None, steps=1, K=None, **claimed):
    """The slowest tone, shifted by some samples, with honest claims but for those `claimed`."""
    tone = np.exp(2j * np.pi * np.arange(size.samples) / size.samples)
    return ms.claimed(modules, **claimed) | dict(f=tone if f is None else f + 0j, t=np.float64(steps * SPACING),
                                                 K=np.asarray(largest(decays(modules)) if K is None else K))


def slow_tone(size):
    """LHS/RHS = sin(x)/x with x = pi/N, and with x = pi/N (2^depth - 1) for the covariance error."""
    x = np.pi / size.samples
    y = x * (2**size.depth - 1)
    return Case(f"slow tone, N = {size.samples}", size, instance(size, network(size, size.depth)),
                reach={"invariance": float(np.log(np.sin(x) / x)) - 1e-9, "covariance_error": float(np.log(np.sin(y) / y)) - 1e-9},
                about="identity as non-linearity, one all-pass atom per layer, a single slow frequency, a shift by one sample")


def amplified(**claimed):
    """All atoms twice as large."""
    modules = network(SMALL, SMALL.depth)
    return instance(SMALL, replace(modules, atoms=2 * modules.atoms), steps=2, **claimed)


def too_fast(layer):
    """The decay condition fails by a factor 2 for the output atom of one layer, and holds for the others."""
    heights = np.zeros(SMALL.depth + 1)
    modules = network(SMALL, layer, heights)
    return instance(SMALL, modules, steps=2, K=np.asarray(decays(modules))[layer] / 2)


def kept(map_name, layer):
    """In one layer a map keeps two of every four samples: it keeps f and deletes f moved by two samples. The last output is the mean."""
    window = np.ones((SMALL.depth + 1, SMALL.samples))
    window[layer - 1] = np.arange(SMALL.samples) % 4 < 2
    modules = network(SMALL, SMALL.depth)
    return instance(SMALL, replace(modules, outputs=np.roll(modules.outputs, -1, -1)), f=window[layer - 1], steps=2, K=0.01,
                    **{map_name: window})


def edges():
    """Neighbouring cases of the bound: no pooling, expansions, one factor that undoes another, a shift backwards, one by a period."""
    factors = (("no pooling", 1.0), ("periods grow", 0.5), ("one factor undoes the other", np.array([0.5, 2.0, 1.0])))
    found = [Case(name, SMALL, instance(SMALL, network(SMALL, 1, [0.6, 0, 0], dilation), steps=2)) for name, dilation in factors]
    return (*found, Case("a shift backwards", SMALL, instance(SMALL, network(SMALL, 2), steps=-2)),
            Case("a shift by one period", SMALL, instance(SMALL, network(SMALL, 2), steps=SMALL.samples)))


WORLD = World(
    space="Complex signals on the cyclic group Z/N with true dilations: pooling divides the period and keeps every sample, so only "
          "rounding is budgeted. The translations of a layer are those by whole samples of its grid; what is said of all of them is "
          "judged for that by one sample, which generates the others, and for seven more.",
    sizes=(SMALL, LARGE), parts=(
        ms.Network(spacing=SPACING, decaying=True, inputs=lambda known: (known["f"], known["Translate"](known["t"], known["f"]))),
        ms.Probes(), Shift()))

f, K = sp.symbols("f K", extended_real=True)
with sp.evaluate(False):
    EXAMPLE = Example(Case("slow tone, two poolings by 2", SMALL, instance(SMALL, network(SMALL, SMALL.depth)),
                           about="16 samples to a period, one all-pass atom per layer, a shift by one sample"),
                      beside={"the trivial bound": 2 * Norm(f), "the decay constant": K})

MODEL = WORLD.model(
    example=EXAMPLE,
    shown=lambda i: {"f(x)": r"e^{\pi ix}", r"\lVert f\rVert": "4", "t": in_latex(i["t"]), "K": in_latex(i["K"]), "S_1 = S_2": "2"},
    kind=Kind.ANALOGUE,
    gap="Signals live on a cyclic grid, the non-linearities act on samples, and translations are by whole samples of each layer, "
        "instead of L²(ℝᵈ); the proof is the same, step by step.",
    notes={"covariance_error": (Kind.ANALOGUE, "The same, with translations of band-limited functions on the left, which need not be by "
                                               "whole samples of layer n."),
           "strided_covariance": (Kind.ANALOGUE, "A statement of our own about one layer that decimates on a grid.")},
    knobs=("frames", "admissible", "activation_lipschitz", "pooling_lipschitz", "decay", "on_the_stride"),
    edges=edges(),
    controls=(
        Control("frames", ("invariance", "covariance_error"), Case("unclaimed gain", SMALL, amplified(bounds=np.full(3, INSIDE))),
                about="atoms twice as large as the claimed frame bound says"),
        Control("admissible", ("invariance", "covariance_error"), Case("gain 2", SMALL, amplified()),
                about="atoms twice as large, and the frame bound 4 says so"),
        Control("admissible", ("invariance",), about="every filter eight times as large"),
        Control("activation_lipschitz", ("invariance",), about="a non-linearity 64 times as steep as claimed"),
        Control("pooling_lipschitz", ("invariance",), about="a pooling map 64 times as large as claimed"),
        *(Control(f"{name}_commutes", ("invariance", "covariance"),
                  Case(f"half of four samples, {what} of layer {k}", SMALL, kept(key, k)),
                  about=f"in layer {k} {what} sets two of every four samples to 0; t is two samples of the input"
                        + (": T_t commutes with it, the translation that arrives in this layer does not" if k == 2 else ""))
          for name, what, key in (("activation", "the non-linearity", "activation"), ("pooling", "the pooling map", "pool"))
          for k in (1, 2)),
        Control("decay", ("invariance",), about="K understated by a factor 64"),
        *(Control("decay", ("invariance",), Case(f"fast output of layer {n}", SMALL, too_fast(n)),
                  about=f"K half of what the output atom of layer {n} needs, and enough for the others") for n in (0, 1, 2)),
        Control("on_the_stride", ("strided_covariance",), about="a shift by an odd number of samples before a decimation by 2")),
    anchors=(Case("a constant that passes", SMALL, instance(SMALL, ms.passing(SMALL), u=np.ones(SMALL.samples) + 0j), facts=ms.PASSED,
                  about="the modulus and no pooling map leave a positive constant as it is"),),
    extremals=(slow_tone(SMALL), slow_tone(LARGE)),
    faults=(
        Fault("2 pi rounded down to 6.2", restate={"invariance": lambda r: r.func(r.lhs, r.rhs * sp.Rational(31, 10) / sp.pi)}),
        Fault("strides counted twice", reinterpret={"Pooling": lambda right, m: lambda k: 4 * right(k)}),
        Fault("shift off by one sample", reinterpret={"Translate": lambda right, m: lambda t, x: replace(
            right(t, x), center=jnp.roll(right(t, x).center, 1, -1))}),
        Fault("covariance error without the product", restate={"covariance_error": lambda r: r.func(r.lhs, r.rhs / 2)})))
