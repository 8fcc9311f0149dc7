"""Module-sequences on the cyclic grid Z/N with unitary dilations, and one layer with honest decimation."""
from dataclasses import replace
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from jax.numpy.fft import fft, ifft

from proofs_numeric.engine.enclosure import EPS, Interval, largest, modulus
from proofs_numeric.engine.model import Case, Control, Fault, Free, Kind, Model
from proofs_numeric.mathematics import claims as cl
from proofs_numeric.mathematics import extractors as ex
from proofs_numeric.mathematics.signals import Signal, fourier_budget, translate


class Size(NamedTuple):
    samples: int
    depth: int
    atoms: int                   # per layer, the output atom not counted


SPACING = 0.125                  # of the input grid; a power of two, so that multiples of it are exact
STRIDE = 2
PERIODS = (2, 4, 16)             # of the functions that maps are multiplied by, in samples


def draw(size, rng):
    return dict(f=rng.normal(size=(2, size.samples)), u=rng.normal(size=(2, size.samples)), v=rng.normal(size=(2, size.samples)),
                modules=ex.random_modules(rng, size.depth, size.atoms, size.samples), shift=rng.uniform(size=()),
                parity=rng.uniform(size=()))


def signal(x):
    return x[0] + 1j * x[1]


def decays(modules):
    """(d + 1): the largest |chi_n(w)| |w| of each output atom."""
    return ex.peak(jnp.abs(modules.outputs * ex.frequencies(modules, SPACING))) * (1 + 8 * EPS)


def everywhere(size, factors):
    """Factors of each layer as functions of position, so that all instances of a size have one shape."""
    return factors * np.ones(size.samples)


def build(size, theta, knobs):
    modules = ex.admissible_modules(theta["modules"], SPACING, excess=7 * (knobs["admissible"] + knobs["frames"]))
    claims = cl.honest(modules)
    shift = jnp.clip(jnp.abs(jax.lax.stop_gradient(theta["shift"])), 0, 1)
    half = 1 + jnp.floor(shift * (size.samples // 4 - 1e-9))          # t = 2 h, 4 h, ...
    odd = jnp.where((theta["parity"] > 0.75) | (knobs["on_the_stride"] > 0), 1.0, 0.0)
    claims = replace(claims, bounds=claims.bounds / (1 + 63 * knobs["frames"]),
                     activation=everywhere(size, claims.activation) * (1 + 63 * knobs["activation_lipschitz"]),
                     pool=everywhere(size, claims.pool) * (1 + 63 * knobs["pooling_lipschitz"]))
    return dict(f=signal(theta["f"]), u=signal(theta["u"]), v=signal(theta["v"]), modules=modules, claims=claims,
                t=(2 * half - odd) * SPACING, K=largest(decays(modules)) * (1 - 63 / 64 * knobs["decay"]))


def free_draw(size, rng):
    d = size.depth + 1

    def windows():
        """Ones; now and then, in one layer, periodic numbers between 0 and 1 whose largest is the first."""
        table = np.ones((d, size.samples))
        if rng.uniform() < 1 / 3:
            values = np.append(1.0, rng.choice([0.0, rng.uniform()], size=rng.choice(PERIODS) - 1))
            table[rng.integers(d - 1)] = np.resize(values, size.samples)
        return table
    whole = rng.choice([2.0, 3.0, 4.0], size=d)
    return draw(size, rng) | dict(
        claims=cl.random_claims(rng, size.depth), activation=windows(), pool=windows(),
        factor=cl.sometimes(rng, d, -3, 1, 1 / 12),
        dilations=np.where(rng.uniform() < 0.7, whole, rng.uniform(0.3, 4, size=d)),
        steps=rng.integers(1, 6) * rng.choice([-1.0, 1.0]),
        band=rng.choice([0.0, 1.0, 2.0, size.samples]), allowance=0.01 * rng.uniform(), smooth=rng.choice([1.0, 3.0, size.samples]),
        K=cl.sometimes(rng, 1, -1, 1)[0],
        heard=1.0 * (rng.uniform(size=d) < rng.choice([2.0, 0.6], p=[0.8, 0.2])))


def free_build(size, theta):
    """A network with claims that may be false; maps that some translations keep, in one layer; whole, real and negative factors."""
    modules, claims = cl.free_network(theta["modules"], theta["claims"], SPACING)
    # An average behind a function of position need not attain the product of their constants: there P_k is that function alone.
    window, pool = jax.lax.stop_gradient((theta["activation"], theta["pool"]))       # moved by a search, no translation would keep them
    plain = (pool.min(1) == 1)[:, None]
    bins = jnp.abs(jnp.fft.fftfreq(size.samples, 1 / size.samples))
    modules = replace(modules, dilations=theta["dilations"] * theta["factor"], averages=jnp.where(plain, modules.averages, 1.0),
                      outputs=modules.outputs * (bins <= theta["band"]))
    claims = replace(claims, activation=claims.activation * window, pool=claims.pool * pool)
    f = ifft(fft(signal(theta["f"])) * (bins < theta["smooth"]))
    return dict(f=f, u=signal(theta["u"]), v=signal(theta["v"]), modules=modules, claims=claims,
                t=jnp.round(jax.lax.stop_gradient(theta["steps"])) * SPACING,
                K=theta["allowance"] + theta["K"] * largest(jnp.where(theta["heard"] > 0.5, decays(modules), 0.0)))


def meaning(size, i, ask):
    modules, claims = i["modules"], i["claims"]
    features = ex.outputs(modules, ex.propagation(modules, *cl.maps(claims)))

    def strided(s, x):
        """Every s-th sample of |x * g|; the period is divided by s as well, so the spacing stays."""
        atom = modules.atoms[0, 0]
        bound = largest(atom.real**2 + atom.imag**2)
        y = ifft(fft(x.center) * atom)
        radius = jnp.sqrt(bound) * (x.radius + (2 * fourier_budget(size.samples) + 8 * EPS) * x.size)
        return Signal(modulus(y)[::s] + 0j, radius, x.spacing)

    spacings = [Interval.of(SPACING)]
    for k in range(size.depth):
        spacings.append(spacings[-1] / modules.dilations[k])
    table = Interval(jnp.stack([x.lo for x in spacings]), jnp.stack([x.hi for x in spacings]))

    def spacing(k):
        """Of the signals at the input of layer k."""
        return Interval(table.lo[k - 1], table.hi[k - 1])

    def dilated(n, x):
        """The features of layer n; of a dilation by a factor that is not positive nothing is known."""
        y = features(n, x)
        return replace(y, radius=jnp.where((modules.dilations[:n] > 0).all(), y.radius, jnp.inf))

    def here(x):
        return Signal(x, jnp.float64(0), Interval.of(SPACING))
    return cl.vocabulary(modules, claims) | ex.spectra(modules, SPACING) | {
        "f": here(i["f"]), "U": cl.probes(i["u"]), "V": cl.partners(i["v"]),
        "C": jnp.array([1, 2, 3, 4, 8, 12, size.samples // 2, size.samples - 1]),
        "0": here(jnp.zeros(size.samples, complex)),
        "t": i["t"], "K": i["K"], "s": STRIDE, "Translate": translate, "Strided": strided,
        "AnySignal": lambda k, x: replace(x, spacing=spacing(k)), "AnyShift": lambda k, c: spacing(k) * c,
        "Remainder": lambda t, s: jnp.mod(t / SPACING, s), "Features": dilated, "vmapped": ("k",)}


# -- named instances
SMALL, LARGE = Size(16, 2, 1), Size(64, 2, 2)
PASS = 1 - 8 * ex.MARGIN         # of filters: strictly inside the hypotheses


def network(size, layer, heights=None, dilation=2.0):
    """A linear network with one all-pass atom per layer up to `layer`, whose output atom reads the slowest frequency.

    heights: what the output atoms of the other layers read of it.
    """
    outputs = np.zeros((size.depth + 1, size.samples))
    outputs[:, 1] = 0 if heights is None else heights
    outputs[layer, 1] = 1
    atoms = np.zeros((size.depth + 1, size.atoms, size.samples), complex)
    atoms[:layer, 0] = np.sqrt(1 - outputs[:layer]**2)
    return ex.designed_modules(PASS * atoms, PASS * outputs, atoms.shape, "identity", dilation=dilation)


def instance(size, modules, f=None, steps=1, K=None, **claimed):
    """The slowest tone, shifted by some samples, with honest claims but for those `claimed`."""
    parts = np.random.default_rng(2).normal(size=(4, size.samples))
    tone = np.exp(2j * np.pi * np.arange(size.samples) / size.samples)
    claims = replace(jax.tree.map(np.asarray, cl.honest(modules)), **claimed)
    claims = replace(claims, activation=everywhere(size, claims.activation), pool=everywhere(size, claims.pool))
    return dict(f=tone if f is None else f + 0j, u=signal(parts[:2]), v=signal(parts[2:]), modules=modules,
                claims=claims, t=np.float64(steps * SPACING),
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


KNOBS = ("frames", "admissible", "activation_lipschitz", "pooling_lipschitz", "decay", "on_the_stride")

MODEL = Model(
    space="Complex signals on the cyclic group Z/N with true dilations: pooling divides the period and keeps every sample, so only "
          "rounding is budgeted. The translations of a layer are those by whole samples of its grid; what is said of all of them is "
          "judged for that by one sample, which generates the others, and for seven more.",
    kind=Kind.ANALOGUE,
    gap="Signals live on a cyclic grid, the non-linearities act on samples, and translations are by whole samples of each layer, "
        "instead of L²(ℝᵈ); the proof is the same, step by step.",
    notes={"covariance_error": (Kind.ANALOGUE, "The same, with translations of band-limited functions on the left, which need not be by "
                                               "whole samples of layer n."),
           "strided_covariance": (Kind.ANALOGUE, "A statement of our own about one layer that decimates on a grid.")},
    sizes=(SMALL, LARGE), draw=draw, build=build, meaning=meaning, knobs=KNOBS,
    free=(Free("network", "functions of position in the maps of one layer, pooling factors, claimed constants and bounds, gains layer by "
                          "layer, constants that the maps add, the band of the output atoms, shift and signal", free_draw, free_build),),
    edges=edges(),
    controls=(
        Control("frames", ("invariance", "covariance_error"), Case("unclaimed gain", SMALL, amplified(bounds=np.full(3, PASS))),
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
    extremals=(slow_tone(SMALL), slow_tone(LARGE)),
    faults=(
        Fault("2 pi rounded down to 6.2", restate={"invariance": lambda r: r.func(r.lhs, r.rhs * sp.Rational(31, 10) / sp.pi)}),
        Fault("strides counted twice", reinterpret={"Pooling": lambda right, m: lambda k: 4 * right(k)}),
        Fault("shift off by one sample", reinterpret={"Translate": lambda right, m: lambda t, x: replace(
            right(t, x), center=jnp.roll(right(t, x).center, 1, -1))}),
        Fault("covariance error without the product", restate={"covariance_error": lambda r: r.func(r.lhs, r.rhs / 2)})))
