"""Module-sequences on cyclic grids: pooling by unitary dilations, and by honest decimation after an average."""
from dataclasses import replace
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.model import Case, Control, Fault, Free, Kind, Model
from proofs_numeric.mathematics import claims as cl
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.real_data import heartbeat, photograph
from proofs_numeric.mathematics.signals import Signal
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.extractors import Activate, Decimating, Extractor


class Size(NamedTuple):
    samples: int                 # in each direction
    depth: int
    atoms: int                   # per layer, the output atom not counted
    dim: int = 1                 # 2 for images


STRIDE = 2                       # of the network that decimates
STEEP = 63                       # by how much a map is steeper than claimed in a control
OFFSET = 0.001 + 0.001j          # what a map adds in a control, while the signal is 0


def draw(size, rng):
    d = size.depth + 1
    return dict(f=rng.normal(size=(2, size.samples)), g=rng.normal(size=(2, size.samples)), blend=rng.normal(size=2),
                u=rng.normal(size=(2, size.samples)), v=rng.normal(size=(2, size.samples)), flat=rng.normal(size=()),
                modules=ex.random_modules(rng, size.depth, size.atoms, size.samples), taps=rng.normal(size=d))


def fold_gain(decimators):
    """Per layer, the norm of the average followed by the decimation."""
    return ex.peak(jnp.sqrt((ex.folded(decimators, STRIDE) ** 2).sum(1)))


def signal(x):
    return x[0] + 1j * x[1]


def build(size, theta, knobs):
    modules = ex.admissible_modules(theta["modules"], 1.0, flat=jax.nn.sigmoid(theta["flat"]))
    claims = cl.honest(modules)
    larger = 1 + 7 * knobs["frames"]                                  # the claimed bounds stay
    modules = replace(modules, atoms=larger * modules.atoms, outputs=larger * modules.outputs)
    claims = replace(claims, activation=claims.activation * (1 + STEEP * knobs["activation_lipschitz"]),
                     pool=claims.pool * (1 + STEEP * knobs["pooling_lipschitz"]),
                     activation_at_zero=claims.activation_at_zero + knobs["activation_at_zero"] * OFFSET,
                     pool_at_zero=claims.pool_at_zero + knobs["pooling_at_zero"] * OFFSET)
    # R_k = 1 and L_k R_k counts in the frames, so that a gain of at most 1 is admissible here too.
    taps = ex.three_taps(jax.nn.sigmoid(theta["taps"]), size.samples)
    f = signal(theta["f"]) * (1 - knobs["activation_at_zero"]) * (1 - knobs["pooling_at_zero"])
    return dict(f=f, h=theta["blend"][0] * f + theta["blend"][1] * signal(theta["g"]), u=signal(theta["u"]), v=signal(theta["v"]),
                modules=modules, claims=claims, decimators=taps / fold_gain(taps)[:, None] * (1 - 4 * ex.MARGIN))


def free_draw(size, rng):
    return draw(size, rng) | dict(claims=cl.random_claims(rng, size.depth), loud=cl.sometimes(rng, size.depth + 1, -2, 2),
                                  height=rng.choice([0.01, 1.0]))


def free_build(size, theta):
    """A network with claims that may be false, averages that may not suffice for a decimation, small and large signals."""
    modules, claims = cl.free_network(theta["modules"], theta["claims"], 1.0, jax.nn.sigmoid(4 * theta["flat"]))
    taps = ex.three_taps(jax.nn.sigmoid(theta["taps"]), size.samples)
    f = theta["height"] * signal(theta["f"])
    return dict(f=f, h=theta["blend"][0] * f + theta["height"] * theta["blend"][1] * signal(theta["g"]), u=signal(theta["u"]),
                v=signal(theta["v"]), modules=modules, claims=claims,
                decimators=taps * (theta["loud"] / fold_gain(taps))[:, None] * (1 - 4 * cl.SLACK))


def meaning(size, i, ask):
    modules, claims, grid = i["modules"], i["claims"], (size.samples,) * size.dim
    activate, pool = cl.maps(claims)

    def sampled(x):
        return Signal(x, jnp.float64(0), Interval.of(1.0))
    f, h, depth = sampled(i["f"]), sampled(i["h"]), size.depth

    def everything(x):
        propagate = ex.propagation(modules, activate, pool)
        features = ex.outputs(modules, propagate)
        return ([propagate(n, x) for n in range(depth + 1)], [features(n, x) for n in range(depth + 1)],
                ex.decimating(modules, i["decimators"], STRIDE, activate)(x))
    known = ex.jointly(everything, f, h)
    aliases = ex.folded(i["decimators"], STRIDE).reshape(size.depth + 1, STRIDE**size.dim, -1)
    return cl.vocabulary(modules, claims) | {
        "f": f, "h": h, "u": sampled(i["u"]), "v": sampled(i["v"]), "U": cl.probes(i["u"]), "V": cl.partners(i["v"]),
        "0": sampled(jnp.zeros(grid, complex)), "J": jnp.arange(STRIDE**size.dim),
        "Alias": lambda k, j, w: cl.computed(aliases[k - 1, j, w]),
        "Propagate": lambda n, x: known[id(x)][0][n], "Features": lambda n, x: known[id(x)][1][n],
        "Extractor": lambda x: ex.together(known[id(x)][1]), "Decimating": lambda x: known[id(x)][2], "vmapped": ("k",)}


# -- named instances
def network(size, atoms, outputs, activation="modulus", **settings):
    """Modules from DFTs that broadcast to the arrays of `size`."""
    return ex.designed_modules(atoms, outputs, (size.depth + 1, size.atoms, *(size.samples,) * size.dim), activation, **settings)


def taps(size):
    """DFT of (1/4, 1/2, 1/4) in each direction: the sum of squares over the aliases is at most 1."""
    line = np.cos(np.pi * np.fft.fftfreq(size.samples))**2
    return line if size.dim == 1 else np.multiply.outer(line, line)


def instance(size, modules, f, h, u=None, v=None, decimators=None, **claimed):
    """An instance with honest claims, but for those `claimed`. The decimating network averages as little as its hypothesis allows."""
    d, grid = size.depth + 1, (size.samples,) * size.dim
    f, h = (np.broadcast_to(x, grid) + 0j for x in (f, h))
    claims = jax.tree.map(np.asarray, cl.honest(modules))
    parts = np.random.default_rng(2).normal(size=(4, *grid))
    small = (1 - 4 * ex.MARGIN) / np.maximum(1, claims.lipschitz).reshape(d, *(1,) * size.dim)
    return dict(f=f, h=h, u=signal(parts[:2]) if u is None else u, v=signal(parts[2:]) if v is None else v, modules=modules,
                claims=replace(claims, **{name: np.broadcast_to(x, getattr(claims, name).shape) for name, x in claimed.items()}),
                decimators=small * taps(size) if decimators is None else decimators)


FRAME = 1 - 8 * ex.MARGIN         # of the filters of the extremals: strictly inside the hypotheses


def parseval(size, output=0.6, last=1.0) -> tuple[np.ndarray, np.ndarray]:
    """A random frame whose Littlewood-Paley sum is constant; the last layer has an output atom only."""
    rng = np.random.default_rng(5)
    shape = (size.depth + 1, size.atoms, *(size.samples,) * size.dim)
    atoms = rng.normal(size=shape) + 1j * rng.normal(size=shape)
    atoms *= np.sqrt(1 - output**2) / np.sqrt((np.abs(atoms)**2).sum(1, keepdims=True))
    heights = np.full(shape[0], output)
    atoms[-1], heights[-1] = 0, last
    return FRAME * atoms, FRAME * heights.reshape(-1, *(1,) * size.dim)


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
    modules = network(size, FRAME * through.reshape(-1, 1, 1) / np.sqrt(size.atoms), FRAME * np.sqrt(1 - through**2).reshape(-1, 1))
    return Case(f"constants, N = {size.samples}", size, instance(size, modules, 1, 0.5), reach={"decimated": -1e-9},
                about="two constant signals, filters of constant gain")


SMALL, LARGE = Size(16, 2, 1), Size(64, 2, 2)
PHOTOGRAPH, HEARTBEAT = Size(64, 1, 3, dim=2), Size(1024, 1, 3)


def edges():
    atoms, outputs = parseval(SMALL)
    f, g = noise(SMALL), noise(SMALL, 1)
    pairs = (("equal signals", f, f), ("one signal is 0", f, 0), ("opposite signals", f, -f),
             ("impulses", delta(SMALL), np.roll(delta(SMALL), 5)),
             ("constants", 1, -2), ("nearly equal signals", f, f + 1e-8 * g / np.linalg.norm(g)), ("large signals", 1e6 * f, 1e6 * g))
    return tuple(Case(name, SMALL, instance(SMALL, network(SMALL, atoms, outputs, activation), a, b))
                 for (name, a, b), activation in zip(pairs, ("relu", "modulus", "modulus", "tanh", "relu", "identity", "tanh")))


def amplifying(frame=1.0):
    """2 ReLU has the Lipschitz constant 2 although its frames have the bound 1: outputs 0 and 1 of an impulse."""
    a = 0.999
    modules = network(SMALL, frame * np.array([a, 0, 0]).reshape(3, 1, 1), frame * np.array([[np.sqrt(1 - a * a)], [a], [0]]), "relu",
                      gain=2.0)
    return instance(SMALL, modules, delta(SMALL), 0, decimators=np.full((3, 16), 0.3))


def aliasing(frame=1.0):
    """Every second sample, times sqrt(2), of an impulse: without an average the impulse becomes larger by sqrt(2)."""
    a = 0.99
    modules = network(SMALL, frame * np.array([a, 0, 0]).reshape(3, 1, 1), frame * np.array([[np.sqrt(1 - a * a)], [a], [0]]))
    return instance(SMALL, modules, delta(SMALL), 0, decimators=np.ones((3, 16)))


def unshifted():
    """The logistic function that is not shifted: M(0) = (1 + i)/2, on a circle of length 1; chi_1 has the gain 0.714."""
    unit = 0.25                                                       # the array is f(x_n) / sqrt(16)
    return instance(SMALL, network(SMALL, 0.7, np.array([[0.0], [0.714], [0.0]]), "logistic", unit=unit), 0, delta(SMALL), u=noise(SMALL),
                    activation_at_zero=unit * (0.5 + 0.5j), lipschitz=0.25 * (1 + cl.SLACK))


def enlarged(layer):
    """All filters of one frame 1.2 times as large as claimed, the other frames pass everything on: a constant signal."""
    reads = np.arange(SMALL.depth + 1) == layer - 1
    size = np.where(reads, 1.2, FRAME).reshape(-1, 1)
    modules = network(SMALL, (size * ~reads.reshape(-1, 1))[..., None], size * reads.reshape(-1, 1))
    return instance(SMALL, modules, 1, 0, bounds=FRAME)


def loud_output():
    """The last output atom has the height 1.2, and its frame bound says so."""
    atoms = FRAME * np.array([1.0, 1.0, 0.0]).reshape(3, 1, 1)
    return instance(SMALL, network(SMALL, atoms, np.array([[0.0], [0.0], [1.2]])), 1, 0)


def bank(size):
    """Filters for data: a Gaussian output atom, and atoms that share what it leaves by direction (or by octave on Z/N)."""
    axes = np.meshgrid(*(np.fft.fftfreq(size.samples),) * size.dim, indexing="ij")
    radius = np.sqrt(sum(x**2 for x in axes))
    low = 0.95 * np.exp(-(radius / 0.06)**2)
    angle = np.arctan2(axes[-1], axes[0]) if size.dim == 2 else 2 * np.log2(np.maximum(radius, 1e-3))
    shares = np.stack([np.exp(2 * np.cos(2 * (angle - np.pi * k / size.atoms))) for k in range(size.atoms)])
    atoms = np.sqrt((1 - low**2) * shares / shares.sum(0))
    return replace(network(size, FRAME * atoms, FRAME * low), averages=np.tile(taps(size), (size.depth + 1,) + (1,) * size.dim))


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

MODEL = Model(
    space="Complex signals on Z/N, and images on (Z/N)². Pooling by a dilation divides the period and keeps every sample; pooling by "
          "decimation throws samples away. Only rounding is budgeted.",
    kind=Kind.ANALOGUE,
    gap="Signals live on a cyclic grid and the depth is finite, instead of L²(ℝᵈ) and any depth; the proof is the same, layer by layer.",
    notes={"decimated": (Kind.ANALOGUE, "A statement of our own: the article pools by a dilation, which loses no sample. With decimation "
                                        "the constant of average and decimation together takes the place of R."),
           "strided_admissible": (Kind.ANALOGUE, "A condition of our own for networks that decimate.")},
    sizes=(SMALL, LARGE), draw=draw, build=build, meaning=meaning,
    knobs=("frames", "activation_lipschitz", "pooling_lipschitz", "activation_at_zero", "pooling_at_zero"),
    free=(Free("network", "claimed frame bounds and Lipschitz constants, gains of filters and maps layer by layer, constants that the "
                          "maps add, averages before a decimation, signals", free_draw, free_build),),
    edges=edges(),
    anchors=(
        Case("logistic function, not shifted", SMALL, unshifted(), facts=(UNSHIFTED,), about="the features of 0 have the norm 0.357 √2"),
        Case("decimated impulse", SMALL, aliasing(), facts=(ALIASED,), about="every second sample of an impulse, times √2"),
        Case("doubling rectifier", SMALL, amplifying(), facts=(DOUBLED,), about="2 ReLU in one layer"),
        Case("rectifier in the first quadrant", SMALL,
             instance(SMALL, network(SMALL, *parseval(SMALL), "relu"), noise(SMALL), 0, u=np.abs(noise(SMALL)) * (1 + 0.5j),
                      v=np.abs(noise(SMALL, 1)) * (0.5 + 1j)), facts=(SHARP,), about="there the Lipschitz constant 1 is attained")),
    extremals=(half(SMALL), half(LARGE), constants(SMALL), constants(LARGE)),
    controls=(
        *(Control("frames", ("nonexpansive", "energy", "decimated"), Case(f"enlarged frame {k}", SMALL, enlarged(k)),
                  about=f"the filters of frame {k} 1.2 times as large as its bound says, a constant signal: 1.2") for k in (1, 2, 3)),
        Control("frames", ("layerwise",), about="all filters 8 times as large as the frame bound says"),
        Control("admissible", ("nonexpansive", "layerwise", "energy"), Case("doubling rectifier", SMALL, amplifying(FRAME)),
                about="M z = 2 ReLU(z) behind a frame of bound 1: 1.9965"),
        Control("last_frame", ("nonexpansive", "energy", "decimated"), Case("loud last output", SMALL, loud_output()),
                about="an output atom of height 1.2 after layers that pass everything on, a constant signal: 1.2"),
        Control("activation_lipschitz", ("nonexpansive", "layerwise"), about="a non-linearity 64 times as steep as claimed"),
        Control("pooling_lipschitz", ("nonexpansive", "layerwise"), about="a pooling map 64 times as large as claimed"),
        Control("activation_at_zero", ("energy",), about="a constant added by the non-linearity: features of the zero signal"),
        Control("activation_at_zero", ("energy",), Case("logistic function, not shifted", SMALL, unshifted()),
                about="the logistic function that is not shifted has M(0) = (1 + i)/2"),
        Control("pooling_at_zero", ("energy",), about="a constant added by the pooling map"),
        Control("strided_admissible", ("decimated",), Case("decimation without an average", SMALL, aliasing(FRAME)),
                about="an impulse, decimated by 2 without an average: 1.3932, although B, L and R are 1")),
    real=real,
    faults=(
        Fault("the last output counted twice", reinterpret={"Extractor": lambda right, m: lambda x: ex.together(
            [right(x), m["Features"](m["N"], x)])}),
        Fault("constant 1 replaced by 0.99", restate={"nonexpansive": lambda r: r.func(r.lhs, r.rhs * sp.Rational(99, 100))}),
        Fault("decimation with the factor s instead of its root", reinterpret={"Decimating": lambda right, m: lambda x: right(x) * 2**0.5}),
        Fault("pooling doubles", reinterpret={"Pool": lambda right, m: lambda k, x: right(k, x) * 2}),
        Fault("squares left out on the right", restate={"layerwise": lambda r: r.func(r.lhs, sp.sqrt(r.rhs))})))
