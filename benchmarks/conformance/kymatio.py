"""kymatio: is the scattering transform a contraction, is it covariant, how fast does it become invariant?"""
import functools

import numpy as np
import scipy.special

from benchmarks.conformance import signals
from benchmarks.conformance.claims import Claim

if not hasattr(scipy.special, "sph_harm"):
    scipy.special.sph_harm = None                            # kymatio 0.3.0 imports it, for its 3-D transform only

from kymatio.scattering1d.frontend.jax_frontend import ScatteringJax1D
from kymatio.scattering1d.frontend.numpy_frontend import ScatteringNumPy1D
from kymatio.scattering2d.frontend.jax_frontend import ScatteringJax2D
from kymatio.scattering2d.frontend.numpy_frontend import ScatteringNumPy2D

SHIM = "NumPy frontend; with SciPy 1.17 it imports after scipy.special.sph_harm is put in its place, which only the 3-D transform uses"
N, J1 = 512, 5
SIDE, J2 = 64, 4
SINGLE = 5                       # digits of slack where filters are float32


@functools.cache
def line(Q, oversampling, J=J1):
    return ScatteringNumPy1D(J=J, shape=N, Q=Q, oversampling=oversampling)


@functools.cache
def plane(L, J=J2):
    return ScatteringNumPy2D(J=J, shape=(SIDE, SIDE), L=L)


def filters(S):
    """psi and phi at full resolution, on the padded grid."""
    psi = S.psi1_f if hasattr(S, "psi1_f") else S.psi
    phi = S.phi_f if hasattr(S, "phi_f") else S.phi
    return np.stack([np.squeeze(p["levels"][0]) for p in psi]), np.squeeze(phi["levels"][0])


def by_order(S, weight):
    """The outputs of orders 0, 1, 2. weight: root of the number of input samples for one output sample."""
    order = S.meta()["order"] if hasattr(S, "psi1_f") else np.repeat([0, 1, 2], _counts(S))
    return lambda x: [np.asarray(S(x)[order == m]) * weight for m in (0, 1, 2)]


def _counts(S):
    L, J = S.L, S.J
    return 1, J * L, J * (J - 1) // 2 * L**2


def margins(x, part):
    """A signal times a window that vanishes near the border: padding then changes nothing."""
    n = x.shape[0]
    edge = int(part * n)
    window = np.zeros(n)
    window[edge:n - edge] = np.hanning(n - 2 * edge)
    return x * functools.reduce(np.multiply.outer, [window] * x.ndim)


def pairs(S, weight, grid, ascent=None, window=1.0, border=True):
    """Cosines where the Littlewood-Paley sum is largest, a constant, impulses, noise, times a window; gradient ascent in the window."""
    f = by_order(S, weight)
    rng = np.random.default_rng(0)
    zero = np.zeros(grid)
    impulse = zero.copy()
    impulse[(grid[0] // 2,) * len(grid)] = 1
    corner = np.roll(impulse, -(grid[0] // 2 - 1), tuple(range(len(grid))))
    found = [*((name, x * window, zero) for name, x in signals.tones(*filters(S), grid, 4)),
             ("constant against 0", zero + window, zero), ("impulse against 0", impulse, zero),
             ("noise, seed 0", rng.normal(size=grid) * window, rng.normal(size=grid) * window)]
    if border:
        found.append(("impulse at the border against 0", corner, zero))
    for name, x, y in found:
        yield signals.pair(name, f, 2, "float64", x, y)
    if ascent is None:
        return
    starts = (found[0][1], 0.01 * rng.normal(size=grid)), (rng.normal(size=grid), rng.normal(size=grid))
    for seed, (x, y) in enumerate(starts):
        x, y = signals.ascend(lambda z: ascent(z * window).ravel() * weight, x, y, 60, 0.03, window)
        yield signals.pair(f"found by gradient ascent, start {seed}", f, 2, "float64", x * window, y * window)


def line_pairs(Q, oversampling, margin):
    weight = 2 ** ((J1 - min(oversampling, J1)) / 2)
    window = np.zeros(N)
    window[N // 4:3 * N // 4] = 1
    return pairs(line(Q, oversampling), weight, (N,), ScatteringJax1D(J=J1, shape=N, Q=Q, oversampling=oversampling),
                 window if margin else 1.0, not margin)


def plane_pairs(L):
    return pairs(plane(L), 2**J2, (SIDE, SIDE), border=False)


def small_pairs():
    return pairs(ScatteringNumPy2D(J=2, shape=(32, 32)), 4, (32, 32), ScatteringJax2D(J=2, shape=(32, 32)))


def covariance(S, s, grid):
    rng = np.random.default_rng(3)
    for seed in range(3):
        yield signals.on_the_stride(f"noise with margins, seed 3, draw {seed}", lambda x: S(x) * s ** (len(grid) / 2), "float64",
                                    margins(rng.normal(size=grid), 0.3), s, len(grid))


def rate(S, J, weight, grid):
    f, K = by_order(S, weight), signals.decay(filters(S)[1], J)
    rng = np.random.default_rng(4)
    low = margins(np.ones(grid), 0.1)
    for shift in (1, 2, 7):
        for name, x in (("noise with margins, seed 4", margins(rng.normal(size=grid), 0.25)), ("bump", low)):
            yield signals.shifted(f"{name}, shift by {shift}", f, 2, "float64", x, (shift,) + (0,) * (len(grid) - 1), J, K)


TONES = "cosines at the four frequencies with the largest Littlewood-Paley sum, a constant, impulses, noise"
ASCENT = TONES + "; gradient ascent through the JAX frontend from the best cosine and from noise, 60 steps each"
BANK = "all frequencies of the padded grid"
BORDER = ("Padding by reflection sees samples near the border twice, and the weight of an output sample is that of its whole spacing, "
          "also at the border.")
PROBE = "noise and bumps with margins, so that the padding by reflection is not seen"


def claims():
    def row(subject, tag, clause, settings, default, instances, search, script, budget=None, **k):
        return Claim("kymatio", subject, tag, clause, f"{settings}. {SHIM}", default, False, instances, search,
                     budget or signals.budget("float64"), script, **k)
    one, dense, two = f"J={J1}, N={N}, defaults: Q=1", f"J={J1}, N={N}, Q=8, oversampling={J1}", f"J={J2}, {SIDE} x {SIDE}, defaults: L=8"
    few = f"J={J2}, {SIDE} x {SIDE}, L=4"
    weighted = ". Samples are weighted by their spacing"
    filters64, filters32 = "4 machine epsilons of a filter value, float64", "4 machine epsilons of a filter value, float32 (its filters)"
    for settings, Q, over, default in ((one, 1, 0, True), (dense, 8, J1, False)):
        S = line(Q, over)
        yield row("Scattering1D", "0001", "littlewood_paley", settings, default,
                  lambda S=S: [signals.bank("first order", *filters(S), "float64")], BANK, "kymatio_1d_bank", filters64)
        for margin, where in ((False, "any signal"), (True, "signals that vanish on a quarter of the samples at each end")):
            yield row("Scattering1D", "0001", "nonexpansive", f"{settings}{weighted}; {where}", default,
                      functools.partial(line_pairs, Q, over, margin), ASCENT, "kymatio_1d_nonexpansive",
                      note="" if margin else BORDER)
        yield row("Scattering1D", "0006", "strided_covariance", settings, default,
                  functools.partial(covariance, line(Q, min(over, 3), 3), 2 ** max(3 - over, 0), (N,)),
                  PROBE + "; J=3 here, shifts by the distance of two output samples", "kymatio_1d_covariance")
        yield row("Scattering1D", "0002", "rate", settings + weighted, default,
                  functools.partial(rate, S, J1, 2 ** (max(J1 - over, 0) / 2), (N,)), PROBE, "kymatio_1d_rate",
                  note="K is computed from the library's low-pass filter.")
    for settings, L, default in ((two, 8, True), (few, 4, False)):
        S = plane(L)
        yield row("Scattering2D", "0001", "littlewood_paley", settings, default,
                  lambda S=S: [signals.bank("all wavelets", *filters(S), "float32")], BANK, "kymatio_2d_bank", filters32, slack=SINGLE,
                  note="The ratio is that of the two sides of the clause, which are twice the Littlewood-Paley sum and 2.")
        yield row("Scattering2D", "0001", "nonexpansive", settings + weighted, default, functools.partial(plane_pairs, L), TONES,
                  "kymatio_2d_nonexpansive", slack=SINGLE)
        yield row("Scattering2D", "0006", "strided_covariance", settings, default,
                  functools.partial(covariance, plane(L, 2), 4, (SIDE, SIDE)), PROBE + "; J=2 here, shifts by 4 pixels",
                  "kymatio_2d_covariance")
        yield row("Scattering2D", "0002", "rate", settings + weighted, default, functools.partial(rate, S, J2, 2**J2, (SIDE, SIDE)), PROBE,
                  "kymatio_2d_rate", note="K is computed from the library's low-pass filter.", slack=SINGLE)
    yield row("Scattering2D", "0001", "nonexpansive", "J=2, 32 x 32, defaults: L=8" + weighted, True, small_pairs, ASCENT,
              "kymatio_2d_border", slack=SINGLE, note=BORDER)
