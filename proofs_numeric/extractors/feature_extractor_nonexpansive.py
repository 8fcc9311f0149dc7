"""Pairs of signals through module-sequences on cyclic grids: pooling by unitary dilations, and by honest decimation after an average."""
import functools
from dataclasses import dataclass, replace

import jax
import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Case, Control, Fault, Kind
from proofs_numeric.mathematics import claims as cl
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.real_data import heartbeat, photograph
from proofs_numeric.mathematics.scattering import join
from proofs_numeric.worlds import sequences as ms
from proofs_numeric.worlds.sequences import INSIDE, SLACK, Size, network, sampled, signal
from proofs_numeric.worlds.world import Part, Words, World
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.extractors import Activate, Decimating, Extractor

STRIDE = 2                       # of the network that decimates


class PairWords(Words):
    """Arrays taken as exact."""

    def values(self):
        return {name: sampled(self.instance[name], 1.0) for name in ("f", "h")}


@dataclass(frozen=True)
class Pair(Part):
    """Two signals f and h. Where a knob makes a map add a constant, f is 0, so that its features are that of the constant."""

    floating = PairWords
    frees = "small and large signals"

    def draw(self, size, rng):
        return dict(f=rng.normal(size=(2, size.samples)), g=rng.normal(size=(2, size.samples)), blend=rng.normal(size=2))

    def build(self, size, theta, knobs, built):
        f = signal(theta["f"]) * (1 - knobs["activation_at_zero"]) * (1 - knobs["pooling_at_zero"])
        return dict(f=f, h=theta["blend"][0] * f + theta["blend"][1] * signal(theta["g"]))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(height=rng.choice([0.01, 1.0]))

    def build_free(self, size, theta, built):
        f, g = theta["height"] * signal(theta["f"]), theta["height"] * signal(theta["g"])
        return dict(f=f, h=theta["blend"][0] * f + theta["blend"][1] * g)


class DecimationWords(Words):
    """Averages are DFTs given as floats; the network that decimates is computed with a rounding budget."""

    @functools.cached_property
    def aliases(self):
        d, *_ = self.instance["decimators"].shape
        return ex.folded(self.instance["decimators"], STRIDE).reshape(d, len(self.values()["J"]), -1)

    @functools.cached_property
    def features(self):
        modules, (activate, _) = self.instance["modules"], cl.maps(self.instance["claims"])
        return ex.remembered(ex.decimating(modules, self.instance["decimators"], STRIDE, activate), self.known["f"], self.known["h"])

    def values(self):
        return {"J": np.arange(STRIDE**(self.instance["decimators"].ndim - 1))}

    def Alias(self, k, j, w):
        return cl.computed(self.aliases[k - 1, j, w])

    def Decimating(self, x):
        return self.features(x)


@dataclass(frozen=True)
class Decimation(Part):
    """Averages before a decimation by 2, in place of the pooling of the module-sequence."""

    floating = DecimationWords
    frees = "averages before a decimation"

    def draw(self, size, rng):
        return dict(taps=rng.normal(size=size.depth + 1))

    def _taps(self, size, theta):
        """Of gain 1: the norm of an average followed by the decimation."""
        averages = ex.three_taps(jax.nn.sigmoid(theta["taps"]), size.samples)
        return averages / ex.fold_gain(averages, STRIDE)[:, None]

    def build(self, size, theta, knobs, built):
        # R_k = 1 and L_k R_k counts in the frames, so that a gain of at most 1 is admissible here too.
        return dict(decimators=self._taps(size, theta) * (1 - 4 * ex.MARGIN))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loud=ms.sometimes(rng, size.depth + 1, -2, 2))

    def build_free(self, size, theta, built):
        return dict(decimators=self._taps(size, theta) * theta["loud"][:, None] * (1 - 4 * SLACK))


# -- named instances
def taps(size):
    """DFT of (1/4, 1/2, 1/4) in each direction: the sum of squares over the aliases is at most 1."""
    line = np.cos(np.pi * np.fft.fftfreq(size.samples))**2
    return line if size.dim == 1 else np.multiply.outer(line, line)


def instance(size, modules, f, h, decimators=None, **claimed):
    """An instance with honest claims, but for those `claimed`. The decimating network averages as little as its hypothesis allows."""
    grid = ms.shape(size)[2:]
    f, h = (np.broadcast_to(x, grid) + 0j for x in (f, h))
    share = ms.claimed(modules, **claimed)
    small = ms.column(size, (1 - 4 * ex.MARGIN) / np.maximum(1, share["claims"].lipschitz))
    return share | dict(f=f, h=h, decimators=small * taps(size) if decimators is None else decimators)


def parseval(size, output=0.6, last=1.0) -> tuple[np.ndarray, np.ndarray]:
    """A random frame whose Littlewood-Paley sum is constant; the last layer has an output atom only."""
    rng = np.random.default_rng(5)
    shape = ms.shape(size)
    atoms = rng.normal(size=shape) + 1j * rng.normal(size=shape)
    atoms *= np.sqrt(1 - output**2) / np.sqrt((np.abs(atoms)**2).sum(1, keepdims=True))
    heights = np.full(shape[0], output)
    atoms[-1], heights[-1] = 0, last
    return INSIDE * atoms, INSIDE * ms.column(size, heights)


def noise(size, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=size.samples) + 1j * rng.normal(size=size.samples)


def delta(size):
    return np.eye(size.samples)[0]


def half(size):
    """The modulus keeps all distances between multiples of one signal, so nothing is lost at any layer."""
    atoms, outputs = parseval(size)
    f = noise(size)
    return Case(f"half of the signal, N = {size.samples}", size, instance(size, network(size, atoms, outputs), f, f / 2),
                reach=dict.fromkeys(("nonexpansive", "layerwise", "energy"), -1e-9),
                about="Parseval frames, the modulus, h = f/2, and a last layer that only averages")


def constants(size):
    """Constants pass the average before a decimation unchanged, and the decimation keeps their norm."""
    through = np.append(np.full(size.depth, 0.8), 0.0)                # the last output atom reads everything that is left
    modules = ms.flat(size, INSIDE * through, INSIDE * np.sqrt(1 - through**2))
    return Case(f"constants, N = {size.samples}", size, instance(size, modules, 1, 0.5), reach={"decimated": -1e-9},
                about="two constant signals, filters of constant gain")


SMALL, LARGE = Size(16, 2, 1), Size(64, 2, 2)
PHOTOGRAPH, HEARTBEAT = Size(64, 1, 3, dim=2), Size(1024, 1, 3)


def edges():
    atoms, outputs = parseval(SMALL)
    f, g = noise(SMALL), noise(SMALL, 1)
    cases = (("equal signals", "relu", f, f), ("one signal is 0", "modulus", f, 0), ("opposite signals", "modulus", f, -f),
             ("impulses", "tanh", delta(SMALL), np.roll(delta(SMALL), 5)), ("constants", "relu", 1, -2),
             ("nearly equal signals", "identity", f, f + 1e-8 * g / np.linalg.norm(g)), ("large signals", "tanh", 1e6 * f, 1e6 * g))
    return tuple(Case(name, SMALL, instance(SMALL, network(SMALL, atoms, outputs, activation), a, b)) for name, activation, a, b in cases)


def amplifying(frame=1.0):
    """2 ReLU has the Lipschitz constant 2 although its frames have the bound 1: outputs 0 and 1 of an impulse."""
    a = 0.999
    modules = ms.flat(SMALL, [frame * a, 0, 0], [frame * np.sqrt(1 - a * a), frame * a, 0], "relu", gain=2.0)
    return instance(SMALL, modules, delta(SMALL), 0, decimators=np.full((3, 16), 0.3))


def aliasing(frame=1.0):
    """Every second sample, times sqrt(2), of an impulse: without an average the impulse becomes larger by sqrt(2)."""
    a = 0.99
    modules = ms.flat(SMALL, [frame * a, 0, 0], [frame * np.sqrt(1 - a * a), frame * a, 0])
    return instance(SMALL, modules, delta(SMALL), 0, decimators=np.ones((3, 16)))


def unshifted():
    """The logistic function that is not shifted: M(0) = (1 + i)/2, on a circle of length 1; chi_1 has the gain 0.714."""
    unit = 0.25                                                       # the array is f(x_n) / sqrt(16)
    return instance(SMALL, ms.flat(SMALL, 0.7, [0, 0.714, 0], "logistic", unit=unit), 0, delta(SMALL), u=noise(SMALL),
                    activation_at_zero=unit * (0.5 + 0.5j), lipschitz=0.25 * (1 + SLACK))


def enlarged(layer):
    """All filters of one frame 1.2 times as large as claimed, the other frames pass everything on: a constant signal."""
    reads = np.arange(SMALL.depth + 1) == layer - 1
    size = np.where(reads, 1.2, INSIDE)
    return instance(SMALL, ms.flat(SMALL, size * ~reads, size * reads), 1, 0, bounds=INSIDE)


def loud_output():
    """The last output atom has the height 1.2, and its frame bound says so."""
    return instance(SMALL, ms.flat(SMALL, [INSIDE, INSIDE, 0], [0, 0, 1.2]), 1, 0)


def bank(size):
    """Filters for data: a Gaussian output atom, and atoms that share what it leaves by direction (or by octave on Z/N)."""
    axes = np.meshgrid(*(np.fft.fftfreq(size.samples),) * size.dim, indexing="ij")
    radius = np.sqrt(sum(x**2 for x in axes))
    low = 0.95 * np.exp(-(radius / 0.06)**2)
    angle = np.arctan2(axes[-1], axes[0]) if size.dim == 2 else 2 * np.log2(np.maximum(radius, 1e-3))
    shares = np.stack([np.exp(2 * np.cos(2 * (angle - np.pi * k / size.atoms))) for k in range(size.atoms)])
    atoms = np.sqrt((1 - low**2) * shares / shares.sum(0))
    return replace(network(size, INSIDE * atoms, INSIDE * low), averages=np.tile(taps(size), (size.depth + 1,) + (1,) * size.dim))


def real():
    """A photograph against another one and against itself, moved by one pixel; heartbeats against later ones."""
    images, beats = bank(PHOTOGRAPH), bank(HEARTBEAT)
    china, flower = (photograph(name, (PHOTOGRAPH.samples,) * 2) for name in ("china", "flower"))
    ecg = heartbeat(HEARTBEAT.samples)
    pairs = (("a temple and a flower", PHOTOGRAPH, images, china, flower),
             ("a temple, moved by one pixel", PHOTOGRAPH, images, china, np.roll(china, 1, 0)),
             ("heartbeats, delayed by eight samples", HEARTBEAT, beats, ecg, np.roll(ecg, 8)))
    return tuple(Case(name, size, instance(size, modules, f, h)) for name, size, modules, f, h in pairs)


f, u, v = sp.symbols("f u v", extended_real=True)
with sp.evaluate(False):
    UNSHIFTED = sp.Eq(Norm(Extractor(f)), sp.Rational(357, 500) / sp.sqrt(2))
    ALIASED = sp.Eq(Norm(Decimating(f)), sp.sqrt(1 - sp.Rational(99, 100)**2 + 2 * sp.Rational(99, 100)**4))
    DOUBLED = sp.Eq(Norm(Extractor(f)), sp.sqrt(1 - sp.Rational(999, 1000)**2 + 4 * sp.Rational(999, 1000)**4))
    SHARP = sp.Eq(Norm(Activate(1, u) - Activate(1, v)), Norm(u - v))

WORLD = World(
    space="Complex signals on Z/N, and images on (Z/N)². Pooling by a dilation divides the period and keeps every sample; pooling by "
          "decimation throws samples away. Only rounding is budgeted.",
    sizes=(SMALL, LARGE),
    parts=(ms.Network(inputs=lambda known: (known["f"], known["h"])), ms.Probes(), Pair(), Decimation()))

MODEL = WORLD.model(
    kind=Kind.ANALOGUE,
    gap="Signals live on a cyclic grid and the depth is finite, instead of L²(ℝᵈ) and any depth; the proof is the same, layer by layer.",
    notes={"decimated": (Kind.ANALOGUE, "A statement of our own: the article pools by a dilation, which loses no sample. With decimation "
                                        "the constant of average and decimation together takes the place of R."),
           "strided_admissible": (Kind.ANALOGUE, "A condition of our own for networks that decimate.")},
    knobs=("frames", "activation_lipschitz", "pooling_lipschitz", "activation_at_zero", "pooling_at_zero"),
    edges=edges(),
    anchors=(
        Case("logistic function, not shifted", SMALL, unshifted(), facts=(UNSHIFTED,), about="the features of 0 have the norm 0.357 √2"),
        Case("decimated impulse", SMALL, aliasing(), facts=(ALIASED,), about="every second sample of an impulse, times √2"),
        Case("a constant that passes", SMALL, instance(SMALL, ms.passing(SMALL), 1, 0, u=np.ones(SMALL.samples) + 0j), facts=ms.PASSED,
             about="the modulus and no pooling map leave a positive constant as it is"),
        Case("doubling rectifier", SMALL, amplifying(), facts=(DOUBLED,), about="2 ReLU in one layer"),
        Case("rectifier in the first quadrant", SMALL,
             instance(SMALL, network(SMALL, *parseval(SMALL), "relu"), noise(SMALL), 0, u=np.abs(noise(SMALL)) * (1 + 0.5j),
                      v=np.abs(noise(SMALL, 1)) * (0.5 + 1j)), facts=(SHARP,), about="there the Lipschitz constant 1 is attained")),
    extremals=(half(SMALL), half(LARGE), constants(SMALL), constants(LARGE)),
    controls=(
        *(Control("frames", ("nonexpansive", "energy", "decimated"), Case(f"enlarged frame {k}", SMALL, enlarged(k)),
                  about=f"the filters of frame {k} 1.2 times as large as its bound says, a constant signal: 1.2") for k in (1, 2, 3)),
        Control("frames", ("layerwise",), about="all filters 8 times as large as the frame bound says"),
        Control("admissible", ("nonexpansive", "layerwise", "energy"), Case("doubling rectifier", SMALL, amplifying(INSIDE)),
                about="M z = 2 ReLU(z) behind a frame of bound 1: 1.9965"),
        Control("last_frame", ("nonexpansive", "energy", "decimated"), Case("loud last output", SMALL, loud_output()),
                about="an output atom of height 1.2 after layers that pass everything on, a constant signal: 1.2"),
        Control("activation_lipschitz", ("nonexpansive", "layerwise"), about="a non-linearity 64 times as steep as claimed"),
        Control("pooling_lipschitz", ("nonexpansive", "layerwise"), about="a pooling map 64 times as large as claimed"),
        Control("activation_at_zero", ("energy",), about="a constant added by the non-linearity: features of the zero signal"),
        Control("activation_at_zero", ("energy",), Case("logistic function, not shifted", SMALL, unshifted()),
                about="the logistic function that is not shifted has M(0) = (1 + i)/2"),
        Control("pooling_at_zero", ("energy",), about="a constant added by the pooling map"),
        Control("strided_admissible", ("decimated",), Case("decimation without an average", SMALL, aliasing(INSIDE)),
                about="an impulse, decimated by 2 without an average: 1.3932, although B, L and R are 1")),
    real=real,
    faults=(
        Fault("the last output counted twice", reinterpret={"Extractor": lambda right, m: lambda x: join(
            [right(x), m["Features"](m["N"], x)])}),
        Fault("constant 1 replaced by 0.99", restate={"nonexpansive": lambda r: r.func(r.lhs, r.rhs * sp.Rational(99, 100))}),
        Fault("decimation with the factor s instead of its root", reinterpret={"Decimating": lambda right, m: lambda x: right(x) * 2**0.5}),
        Fault("pooling doubles", reinterpret={"Pool": lambda right, m: lambda k, x: right(k, x) * 2}),
        Fault("squares left out on the right", restate={"layerwise": lambda r: r.func(r.lhs, sp.sqrt(r.rhs))})))
