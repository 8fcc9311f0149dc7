"""`proofs_numeric.numerics`, examined like the others."""
import functools

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.conformance import signals as si
from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort, plain
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
    return np.asarray(scattering(**setting)(x))


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
    return float(wasserstein_1d(x[:, 0], y[:, 0], p, a, b))


def exact(x, a, y, b, p):
    return float(exact_transport(a, b, np.linalg.norm(x[:, None] - y, axis=-1) ** p).value)


def entropic(x, a, y, b, eps):
    return float(sinkhorn(a, b, np.linalg.norm(x[:, None] - y, axis=-1), eps).value)


def divergence(x, a, y, b, eps):
    """V(x, y) - V(x, x) / 2 - V(y, y) / 2 for the Euclidean cost."""
    return entropic(x, a, y, b, eps) - 0.5 * (entropic(x, a, x, a, eps) + entropic(y, b, y, b, eps))


def normal(m1, S1, m2, S2):
    return float(gaussian_w2(m1, S1, m2, S2))


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
TONES = ("cosines at the four frequencies with the largest Littlewood-Paley sum, a cosine at half the rate of the averages, a constant, an "
         "impulse, noise; gradient ascent, 80 steps, and 80 more with 16 cosines of the difference")
ON_POT = "exact_transport calls POT's network simplex and adds an enclosure of the value: the row examines the same solver as that of emd2."
METRIC = dict.fromkeys(("self", "separation", "symmetry", "subadditive", "duality"), "the docstring calls it W_p")
EXPANSION = "the docstring: with B <= 1, alias = 0 and full sampling distances do not grow, to rounding"


def cases():
    for d, setting in ((1, {"d": 1, "side": 512, "J": 5}), (2, {"d": 2, "side": 64, "J": 3})):
        yield from on_the_grid(d, setting)
    for seed, nonlinearity in ((0, "RELU"), (10, "MODULUS"), (20, "TANH"), (30, "RELU")):
        network = {"seed": seed, "nonlinearity": nonlinearity}
        yield Case(NAME, "numerics.Extractor", functools.partial(features, **network), "transform",
                   "repaired, depth 2, random frames, decimation by 2; there are no defaults", True, {"grid": 64},
                   dict.fromkeys(("nonexpansive", "energy"), "the docstring: an admissible extractor does not increase distances"),
                   instances=functools.partial(features_pairs, network), searched="gradient ascent from noise with 100 steps")
    for p in (1, 2):
        yield Case(NAME, "numerics.wasserstein_1d", functools.partial(line, p=p), "transport", "there are no defaults", True,
                   {"p": p, "points": 12}, METRIC)
    yield Case(NAME, "numerics.exact_transport", functools.partial(exact, p=1), "transport", "Euclidean costs", True,
               {"p": 1, "returns": "cost", "dimension": 2, "points": 12}, METRIC, note=ON_POT)
    yield Case(NAME, "numerics.sinkhorn", functools.partial(divergence, eps=0.05), "transport",
               "debiased: S = V(x,y) - V(x,x)/2 - V(y,y)/2, Euclidean cost; the default tol", True, {"p": 1}, {}, ("subadditive",),
               tolerance=(100_000 * 2.0**-52, "100000 machine epsilons, for the rounding of many steps"),
               effort=Effort(draws=5, climbs=1, steps=20, shrinks=20))
    for kind in ("regular", "singular"):
        yield Case(NAME, "numerics.gaussian_w2", normal, "gaussian", f"{kind} covariances", True, {"covariances": kind},
                   {"distance": "the docstring prints the closed form"})


def on_the_grid(d, setting):
    name, grid, stride = f"numerics.Scattering, {d}-D", (setting["side"],) * d, 2 ** setting["J"]
    yield Case(NAME, name, functools.partial(filters, **setting), "filters", "Meyer bank, all wavelets", True, {"grid": grid},
               {"littlewood_paley": "the docstring: a Parseval bank"}, instances=lambda: si.frequencies(*filters(**setting)),
               searched=si.ALL)
    decay, few = plain.decay(filters(**setting)[1]), Effort(draws=3, climbs=0)
    full = setting | {"alias": 0.0, "oversampling": setting["J"]}
    for options, words, step in ((setting, "Meyer bank; the defaults alias=0.01, one sample in 2^J", stride), (full, "Meyer bank", 1)):
        exactly = options is full
        weight = float(step) ** (d / 2)
        promised = dict.fromkeys(("nonexpansive", "energy", "strided_covariance", "rate"), EXPANSION) if exactly else {}
        yield Case(NAME, name, functools.partial(outputs, **options), "transform", words, not exactly,
                   {"grid": grid, "stride": step, "weight": weight, "decay": decay}, promised, instances=functools.partial(pairs, options),
                   searched=TONES, note="" if exactly else ALIASED, effort=few)
