"""`proofs_numeric.numerics`, examined like the others."""
import functools

import numpy as np

from benchmarks.conformance import measures as me
from benchmarks.conformance import pot, signals
from benchmarks.conformance.claims import Claim, Instance
from proofs_numeric.engine.enclosure import Ball
from proofs_numeric.numerics import extractor, filters, frames, nonlinearities, poolings
from proofs_numeric.numerics.gaussians import gaussian_w2
from proofs_numeric.numerics.scattering import Scattering
from proofs_numeric.numerics.sinkhorn import sinkhorn
from proofs_numeric.numerics.transport import exact_transport
from proofs_numeric.numerics.transport_1d import wasserstein_1d

NAME = "theorem-companion"
N, J, SIDE = 512, 5, 64


@functools.cache
def scattering(d, exact):
    bank = filters.meyer(N, J) if d == 1 else filters.meyer((SIDE, SIDE), 3)
    options = {"alias": 0.0, "oversampling": bank.octaves} if exact else {}
    return Scattering(bank, **options)


def weight(S):
    return float(np.prod([n / m for n, m in zip(S.grid, S.samples)])) ** 0.5


def by_order(S, scale=None):
    order = np.array([len(p) for p in S.paths])
    return lambda x: [np.asarray(S(x))[order == m] * (weight(S) if scale is None else scale) for m in (0, 1, 2)]


def pairs(d, exact):
    S = scattering(d, exact)
    f, grid, rng = by_order(S), S.grid, np.random.default_rng(0)
    zero = np.zeros(grid)
    impulse = zero.copy()
    impulse[(grid[0] // 2,) * d] = 1
    found = [*((name, x, zero) for name, x in signals.tones(S.banks[0].psi, S.phi, grid, 4)), ("constant against 0", zero + 1, zero),
             ("impulse against 0", impulse, zero), ("noise, seed 0", rng.normal(size=grid), rng.normal(size=grid))]
    half = S.grid[0] // 2 ** S.banks[0].octaves // 2          # of the default samples: both signs of this frequency fall together
    wave = np.cos(2 * np.pi * half * np.indices(grid)[0] / grid[0])
    found.append((f"cosine of {half} periods along the first axis against 0", wave, zero))
    for name, x, y in found:
        yield signals.pair(name, f, 2, "float64", x, y)
    starts = (found[0][1], 0.01 * rng.normal(size=grid)), (rng.normal(size=grid), rng.normal(size=grid))
    for seed, (x, y) in enumerate(starts):
        x, y = signals.ascend(lambda z: S(z).ravel() * weight(S), x, y, 60, 0.03)
        yield signals.pair(f"found by gradient ascent, start {seed}", f, 2, "float64", x, y)


def covariance(d, exact):
    S, rng = scattering(d, exact), np.random.default_rng(3)
    s = S.grid[0] // S.samples[0]
    for draw in range(3):
        x = np.zeros(S.grid)
        middle = (slice(S.grid[0] // 4, 3 * S.grid[0] // 4),) * d
        x[middle] = rng.normal(size=x[middle].shape)
        yield signals.on_the_stride(f"noise with margins, seed 3, draw {draw}", lambda x: S(x) * weight(S), "float64", x, s, d)


def rate(d, exact):
    S, rng = scattering(d, exact), np.random.default_rng(4)
    K = signals.decay(S.phi, S.banks[0].octaves)
    bump = functools.reduce(np.multiply.outer, [np.hanning(n) for n in S.grid])
    for shift in (1, 2, 7):
        for name, x in (("noise, seed 4", rng.normal(size=S.grid)), ("bump", bump)):
            yield signals.shifted(f"{name}, shift by {shift}", by_order(S), 2, "float64", x, (shift,) + (0,) * (d - 1),
                                  S.banks[0].octaves, K)


def networks():
    """Extractors of depth 2 with random frames, repaired where they are not admissible."""
    rng = np.random.default_rng(5)
    for seed in range(4):
        act = (nonlinearities.RELU, nonlinearities.MODULUS, nonlinearities.TANH, nonlinearities.RELU)[seed]
        layers = [extractor.Layer(frames.random(10 * seed + k, n, atoms=4, taps=5), act, poolings.Decimation(2))
                  for k, n in ((0, 64), (1, 32))]
        network = extractor.repaired(layers, frames.gaussian(16, 2.0))

        def meaning(name, x, y, network=network):
            def phi(z):
                out = np.concatenate([np.asarray(u).ravel() for u in network(np.asarray(z.center))])
                return Ball(out, 8 * 3 * 6 * signals.EPS["float64"] * float(np.linalg.norm(z.center)))
            return Instance(f"{name}, network {seed}", {"f": Ball.of(x), "h": Ball.of(y), "Norm": lambda z: z.norm(), "Extractor": phi})
        yield meaning("noise", rng.normal(size=64), rng.normal(size=64))
        x, y = signals.ascend(lambda z: _vector(network, z), rng.normal(size=64), rng.normal(size=64), 100, 0.05)
        yield meaning("found by gradient ascent", x, y)


def _vector(network, z):
    import jax.numpy as jnp
    return jnp.concatenate([u.ravel() for u in network(z)])


def line(p):
    return lambda x, a, y, b: float(wasserstein_1d(x[:, 0], y[:, 0], p, a, b)) ** p


def exact(x, a, y, b):
    return float(exact_transport(a, b, np.linalg.norm(x[:, None] - y, axis=-1)).value)


def gauss(m1, S1, m2, S2):
    return float(gaussian_w2(m1, S1, m2, S2)) ** 2


def entropic(x, a, y, b):
    def value(x, a, y, b):
        return float(sinkhorn(a, b, np.linalg.norm(x[:, None] - y, axis=-1), 0.05, 1e-9).value)
    return value(x, a, y, b) - 0.5 * (value(x, a, x, a) + value(y, b, y, b))


def entropic_problems():
    for seed in range(3):
        yield me.metric(f"random measures, seed {seed}", entropic, *me.clouds(seed, 6, 1), 1, 1e5)
    yield me.metric("half of the mass at each end", entropic, *me.split(), 1, 1e5)


NOTE = ("Coefficients and averages are sampled at rates that leave some aliasing; "
        "the class promises the theorem for alias=0 and all samples.")


def claims():
    def row(subject, tag, clause, settings, default, instances, search, budget, script, claimed=True, **k):
        return Claim(NAME, subject, tag, clause, settings, default, claimed, instances, search, budget, script, **k)
    tones = ("cosines at the four frequencies with the largest Littlewood-Paley sum, a cosine at half the rate of the averages, a "
             "constant, an impulse, noise; gradient ascent from the best cosine and from noise, 60 steps each")
    for d in (1, 2):
        grid = f"Meyer bank, {f'N={N}, J={J}' if d == 1 else f'{SIDE} x {SIDE}, J=3'}"
        name = f"numerics.Scattering, {d}-D"
        S = scattering(d, True)
        yield row(name, "0001", "littlewood_paley", grid, True,
                  lambda S=S: [signals.bank("all wavelets", S.banks[0].psi, S.phi, "float64")], "all frequencies of the grid",
                  "4 machine epsilons of a filter value, float64", "ours_bank")
        for full, settings in ((False, "defaults: alias=0.01, one sample in 2^J"), (True, "alias=0, all samples")):
            text = f"{grid}, {settings}. Samples are weighted by their spacing"
            yield row(name, "0001", "nonexpansive", text, not full, functools.partial(pairs, d, full), tones, signals.budget("float64"),
                      f"ours_{d}d_nonexpansive", claimed=full, note="" if full else NOTE)
            yield row(name, "0006", "strided_covariance", text, not full, functools.partial(covariance, d, full),
                      "noise on half of each axis", signals.budget("float64"), "ours_covariance", claimed=full, note="" if full else NOTE)
            yield row(name, "0002", "rate", text, not full, functools.partial(rate, d, full), "noise and bumps, three shifts",
                      signals.budget("float64"), "ours_rate", claimed=full)
    yield row("numerics.Extractor", "0005", "nonexpansive", "repaired, depth 2, random frames, decimation by 2", True, networks,
              "four networks, noise, gradient ascent with 100 steps", signals.budget("float64"), "ours_extractor")
    for clause in pot.METRIC:
        yield row("numerics.wasserstein_1d", "0008", clause, "p=2", True, functools.partial(pot.problems, line(2), 2, 1, 64), pot.SEARCH,
                  me.BUDGET.format(64), "ours_1d_triangle")
        yield row("numerics.exact_transport", "0008", clause, "Euclidean costs, p=1", True,
                  functools.partial(pot.problems, exact, 1, 2, 64), pot.SEARCH, me.BUDGET.format(64), "ours_exact_triangle")
    yield row("numerics.Entropic", "0008", "subadditive", "debiased as S = V(x,y) - V(x,x)/2 - V(y,y)/2, Euclidean cost, eps=0.05, "
              "tol=1e-9; W = S", False, entropic_problems, "random measures, half of the mass at each end", me.BUDGET.format(100_000),
              "ours_divergence", claimed=False)
    for singular in (False, True):
        yield row("numerics.gaussian_w2", "000B", "distance", "singular covariances" if singular else "regular covariances", True,
                  functools.partial(pot.gaussians, gauss, me.ROOT, singular), "three spectra, equal and different covariances, d = 4",
                  me.GAUSSIAN, "ours_gaussian")
