"""`proofs_numeric.numerics`, examined like the others."""
import functools

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.conformance import measures as me
from benchmarks.conformance import plain
from benchmarks.conformance import signals as si
from benchmarks.conformance.claims import EPS, Budget, Claim
from proofs_numeric.numerics import nonlinearities
from proofs_numeric.numerics.extractor import Layer, repaired
from proofs_numeric.numerics.filters import meyer
from proofs_numeric.numerics.frames import gaussian, random
from proofs_numeric.numerics.gaussians import gaussian_w2
from proofs_numeric.numerics.poolings import Decimation
from proofs_numeric.numerics.scattering import Scattering
from proofs_numeric.numerics.sinkhorn import sinkhorn
from proofs_numeric.numerics.transport import exact_transport
from proofs_numeric.numerics.transport_1d import wasserstein_1d

jax.config.update("jax_enable_x64", True)


@functools.cache
def scattering(d, side, J, **options):
    return Scattering(meyer((side,) * d, J), **options)


def outputs(x, **setting):
    S = scattering(**setting)
    return np.asarray(S(x)) * np.prod([n / m for n, m in zip(S.grid, S.samples)]) ** 0.5


def orders(x, **setting):
    """The outputs of orders 0, 1, 2, with weight."""
    y, order = outputs(x, **setting), np.array([len(p) for p in scattering(**setting).paths])
    return [y[order == m] for m in (0, 1, 2)]


def filters(d, side, J, **options):
    bank = meyer((side,) * d, J)
    return np.asarray(bank.psi), np.asarray(bank.phi)


@functools.cache
def network(seed, nonlinearity):
    """Two layers of four random atoms, the non-linearity, every second sample; repaired where they are not admissible."""
    frames, act = [random(seed + k, n, atoms=4, taps=5) for k, n in ((0, 64), (1, 32))], getattr(nonlinearities, nonlinearity)
    return repaired([Layer(frame, act, Decimation(2)) for frame in frames], gaussian(16, 2.0))


def features(x, seed, nonlinearity):
    return [np.asarray(y) for y in network(seed, nonlinearity)(x)]


def line(x, a, y, b, p):
    return float(wasserstein_1d(x[:, 0], y[:, 0], p, a, b)) ** p


def exact(x, a, y, b, p):
    return float(exact_transport(a, b, np.linalg.norm(x[:, None] - y, axis=-1) ** p).value)


def entropic(x, a, y, b, eps):
    return float(sinkhorn(a, b, np.linalg.norm(x[:, None] - y, axis=-1), eps).value)


def divergence(x, a, y, b, p, eps):
    """V(x, y) - V(x, x) / 2 - V(y, y) / 2, with p = 1."""
    return entropic(x, a, y, b, eps) - 0.5 * (entropic(x, a, x, a, eps) + entropic(y, b, y, b, eps))


def square(m1, S1, m2, S2):
    return float(gaussian_w2(m1, S1, m2, S2)) ** 2


def pairs(setting):
    """Cosines where the Littlewood-Paley sum is largest and at half the rate of the default samples, and others; gradient ascent."""
    S = scattering(**setting)
    grid, shape = S.grid, list(S.grid)
    zero, root = f"np.zeros({shape})", float(np.prod([n / m for n, m in zip(S.grid, S.samples)])) ** 0.5
    half = setting["side"] // 2 ** setting["J"] // 2          # both signs of this frequency fall together
    found = list(si.tones(*filters(**setting), grid))
    yield from found
    yield "constant against 0", {"f": f"np.ones({shape})", "h": zero}
    yield "impulse against 0", {"f": f"impulse({[n // 2 for n in grid]}, {shape})", "h": zero}
    yield "noise, seeds 0 and 1", {"f": f"noise(0, {shape})", "h": f"noise(1, {shape})"}
    yield (f"cosine of {half} periods along the first axis against 0",
           {"f": f"wave({[half] + [0] * (len(grid) - 1)}, {shape}, {shape})", "h": zero})
    for start in (found[0][1]["f"], "noise"):
        yield from si.climbed(lambda x: S(x) * root, grid, start)


def features_pairs(setting):
    """Noise, and lists from a gradient ascent, for one network."""
    yield "noise, seeds 0 and 1", {"f": "noise(0, [64])", "h": "noise(1, [64])"}

    def vector(z):
        return jnp.concatenate([u.ravel() for u in network(**setting)(z)])
    x = np.stack([plain.noise(seed, (64,)) for seed in (0, 1)])
    x = si.ascend(lambda p: vector(p[0]) - vector(p[1]), lambda p: p[0] - p[1], x, 100, 0.05)
    yield "found by gradient ascent from noise", {k: f"np.array({np.round(v, 2).tolist()})" for k, v in zip("fh", x)}


NAME = "theorem-companion"
ALIASED = ("Coefficients and averages are sampled at rates that leave some aliasing; the class promises the theorem for alias=0 and all "
           "samples.")
WEIGHTED = "Meyer bank; samples are weighted by their spacing"
TONES = ("cosines at the four frequencies with the largest Littlewood-Paley sum, a cosine at half the rate of the averages, a constant, an "
         "impulse, noise")
ON_POT = "exact_transport calls POT's network simplex and adds an enclosure of the value: the row examines the same solver as that of emd2."


def claims():
    for d, setting in ((1, {"d": 1, "side": 512, "J": 5}), (2, {"d": 2, "side": 64, "J": 3})):
        yield from on_the_grid(d, setting)
    for seed, nonlinearity in ((0, "RELU"), (10, "MODULUS"), (20, "TANH"), (30, "RELU")):
        network = {"seed": seed, "nonlinearity": nonlinearity}
        yield Claim(NAME, "numerics.Extractor", si.EXTRACTOR, (features,), network,
                    "repaired, depth 2, random frames, decimation by 2; there are no defaults", True, True,
                    functools.partial(features_pairs, network), "noise; gradient ascent from it with 100 steps", FEATURES)
    for kind in me.METRIC:
        for p in (1, 2):
            yield Claim(NAME, "numerics.wasserstein_1d", kind, (line,), {"p": p}, "there are no defaults", True, True,
                        functools.partial(me.problems, kind, line, {"p": p}, 12, 1), me.searched(kind, 1, 12), me.roundings(64))
    for kind in me.METRIC:
        yield Claim(NAME, "numerics.exact_transport", kind, (exact,), {"p": 1}, "Euclidean costs", True, True,
                    functools.partial(me.problems, kind, exact, {"p": 1}, 12, 2), me.searched(kind, 2, 12), me.roundings(64), ON_POT)
    search = {"seeds": 3, "by": (1e-2,), "climb": (3, 20, 1)}
    setting = {"p": 1, "eps": 0.05}
    yield Claim(NAME, "numerics.sinkhorn", me.SUBADDITIVE, (divergence,), setting,
                "debiased: S = V(x,y) - V(x,x)/2 - V(y,y)/2, Euclidean cost, W = S; the default tol", True, False,
                functools.partial(me.problems, me.SUBADDITIVE, divergence, setting, 6, 1, **search),
                me.searched(me.SUBADDITIVE, 1, 6, **search), me.roundings(100_000))
    for kind, found in (("regular", me.REGULAR), ("singular", me.SINGULAR)):
        yield Claim(NAME, "numerics.gaussian_w2", me.GAUSSIANS, (square,), {}, f"{kind} covariances", True, True,
                    functools.partial(me.spectra, found), me.SPECTRA, me.GAUSSIAN)


FEATURES = Budget(24 * EPS, si.BUDGET.text)


def on_the_grid(d, setting):
    full = setting | {"alias": 0.0, "oversampling": setting["J"]}
    name, grid = f"numerics.Scattering, {d}-D", (setting["side"],) * d
    s, middle = 2 ** setting["J"], "signals that vanish near the border"
    yield Claim(NAME, name, si.LITTLEWOOD_PALEY, (filters,), setting, "Meyer bank, all wavelets", True, True,
                lambda: si.frequencies(*filters(**setting)), si.ALL, si.FILTERS["float64"])
    for kind in (si.NONEXPANSIVE, si.COVARIANCE, si.RATE):
        for options, words, stride in ((setting, "; the defaults alias=0.01, one sample in 2^J", s), (full, "", 1)):
            exactly = options is full
            functions, instances, search = {
                si.NONEXPANSIVE: ((orders,), functools.partial(pairs, options), TONES + si.ASCENT),
                si.COVARIANCE: ((outputs,), functools.partial(si.strides, grid, stride, 0.25), f"noise with margins; shifts by {stride}"),
                si.RATE: ((orders, filters), functools.partial(si.shifts, grid, 0.1), "noise and bumps, three shifts")}[kind]
            yield Claim(NAME, name, kind, functions, options, f"{WEIGHTED}{'; ' + middle if kind is si.COVARIANCE else ''}{words}",
                        not exactly, exactly, instances, search, si.BUDGET, "" if exactly or kind is si.RATE else ALIASED)
