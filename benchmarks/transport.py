"""Transport on the line, exact and entropic, against POT, SciPy, OTT and geomloss, and how its cost grows.

Entropic problems stop when the marginals are met to 1e-6 in l^1. A peer with another stopping rule gets the number of
iterations with which it first meets them, found beforehand and not timed.
"""
import warnings
from functools import cache, partial

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks import reference
from benchmarks.workloads import GEOMLOSS, MOST, Contestant, Race, Step, Unavailable
from proofs_numeric.numerics.sinkhorn import sinkhorn
from proofs_numeric.numerics.transport import exact_transport
from proofs_numeric.numerics.transport_1d import wasserstein_1d

TOL = 1e-6


def _ready(f):
    return lambda: jax.block_until_ready(f())


def _torch(device, *arrays):
    """(torch, tensors on the device)."""
    import torch
    if device == "gpu" and not torch.cuda.is_available():
        raise Unavailable("this build of torch has no CUDA")
    return torch, [torch.tensor(z, device="cuda" if device == "gpu" else "cpu") for z in arrays]


# -- the line
def pairs(count: int, n: int, m: int, weighted: bool):
    """x (count, n), y (count, m), and weights a, b, or None for both."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(count, n)), rng.normal(size=(count, m)) + 0.5
    if not weighted:
        return x, y, None, None
    a, b = rng.random((count, n)), rng.random((count, m))
    return x, y, a / a.sum(1, keepdims=True), b / b.sum(1, keepdims=True)


def line(p: int, device: str, weighted: bool = False) -> Race:
    x, y, a, b = pairs(1000, 1000, 800 if weighted else 1000, weighted)
    given = (x, y, a, b) if weighted else (x, y)
    truth = reference.line(x, y, p, a, b)

    def mine():
        if device == "cpu":
            return _ready(lambda: wasserstein_1d(x, y, p, a, b))
        there = [z if z is None else jnp.asarray(z) for z in (x, y, a, b)]
        return _ready(lambda: wasserstein_1d(there[0], there[1], p, there[2], there[3]))

    def simplex():
        import ot
        metric = "euclidean" if p == 1 else "sqeuclidean"
        return lambda: np.array([ot.emd2_1d(*z, metric=metric) for z in zip(*given)]) ** (1 / p)

    def pot():
        import ot
        columns = [np.ascontiguousarray(z.T) for z in given]
        return lambda: ot.wasserstein_1d(*columns, p=p) ** (1 / p)

    def pot_torch():
        import ot
        _, columns = _torch(device, *(np.ascontiguousarray(z.T) for z in given))
        return lambda: (ot.wasserstein_1d(*columns, p=p) ** (1 / p)).cpu().numpy()

    def scipy():
        from scipy import stats
        return lambda: np.array([stats.wasserstein_distance(*z) for z in zip(*given)])

    def ott():
        from ott.geometry import costs, pointcloud
        from ott.problems.linear import linear_problem
        from ott.solvers.linear import univariate
        solver = univariate.quantile_solver if weighted else univariate.uniform_solver

        def one(x, y, a=None, b=None):
            geometry = pointcloud.PointCloud(x[:, None], y[:, None], cost_fn=costs.PNormP(p))
            return solver(linear_problem.LinearProblem(geometry, a, b), return_transport=False).ot_costs[0]
        f, arrays = jax.jit(jax.vmap(one)), [jnp.asarray(z) for z in given]
        scale = 1.0 if p == 1 else 2.0                                   # PNormP is |x - y|^p / p
        return _ready(lambda: (scale * f(*arrays)) ** (1 / p))
    peers = [Contestant("POT emd2_1d", simplex, "one problem after the other"),
             Contestant("POT wasserstein_1d, NumPy", pot), Contestant("POT wasserstein_1d, PyTorch", pot_torch),
             Contestant("OTT univariate", ott, "vmap and jit")]
    if p == 1:
        peers.append(Contestant("SciPy", scipy, "one problem after the other"))
    return Race(Contestant("ours", mine), tuple(peers), lambda z: float(np.max(abs(np.asarray(z, float) - truth))))


def _line_step(n: int, p: int, weighted: bool, cost: float) -> Step:
    x, y, *weights = pairs(64, n, n, weighted)
    return Step(_ready(lambda: wasserstein_1d(x, y, p, *weights)), cost)


def by_points(n: int, device: str) -> Step:
    return _line_step(n, 1, False, n * np.log(n))


def by_points_weighted(n: int, device: str) -> Step:
    return _line_step(n, 2, True, n * np.log(n))


# -- exact
def square(n: int, seed: int = 0):
    """Uniform weights (n,), (n,) and the squared distances (n, n) of random points in the unit square."""
    rng = np.random.default_rng(seed)
    x, y = rng.random((n, 2)), rng.random((n, 2))
    return np.full(n, 1 / n), np.full(n, 1 / n), ((x[:, None] - y) ** 2).sum(-1)


def exact(n: int, device: str) -> Race:
    from scipy.optimize import linear_sum_assignment
    a, b, C = square(n)
    truth = C[linear_sum_assignment(C)].mean()

    def pot():
        import ot
        return lambda: ot.emd2(a, b, C, return_matrix=True)
    return Race(Contestant("ours", lambda: _ready(lambda: exact_transport(a, b, C))),
                (Contestant("POT emd2", pot, "plan and potentials returned"),), lambda z: abs(float(z[0]) - truth))


def by_size_exact(n: int, device: str) -> Step:
    a, b, C = square(n)
    return Step(_ready(lambda: exact_transport(a, b, C)), n**3 * np.log(n))


# -- entropic
def missed(P, a, b) -> float:
    """The l^1 error of both marginals, the largest of a batch."""
    P = P.detach().cpu().numpy() if hasattr(P, "detach") else np.asarray(P)
    error = abs(P.sum(-1) - a).sum(-1) + abs(P.sum(-2) - b).sum(-1)
    return float(np.max(np.where(np.isnan(error), np.inf, error)))


def first(plan, a, b, most: int = MOST) -> int:
    """The least number of iterations with which plan(k) meets the marginals: a multiple of 10, up to 1 / 16 of itself.

    Raises Unavailable if `most` are not enough.
    """
    low, high = 0, 10
    while (error := missed(plan(high), a, b)) > TOL:
        low, high = high, 2 * high
        if high > most or not np.isfinite(error):
            raise Unavailable(f"the marginal error is {error:.1e} after {low} iterations")
    while high - low > max(10, high // 16):
        middle = (low + high) // 20 * 10
        low, high = (middle, high) if missed(plan(middle), a, b) > TOL else (low, middle)
    return high


def _quiet(f):
    def call():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")                              # POT warns when all iterations are used, as is meant
            return f()
    return call


COUNTED = "as many iterations as the marginals need"


def entropic(n: int, eps: float, device: str) -> Race:
    a, b, C = square(n)

    def mine():
        u, v, costs = (jnp.asarray(z) for z in (a, b, C))
        return _ready(lambda: sinkhorn(u, v, costs, eps, TOL).plan())

    def plan(method, k):
        import ot
        return _quiet(lambda: ot.sinkhorn(a, b, C, eps, method=method, numItermax=k, stopThr=0.0))()

    @cache
    def enough():
        return first(partial(plan, "sinkhorn"), a, b)                   # the iterates of all methods are the same

    def pot(method):
        return partial(plan, method, enough())

    def geomloss():
        from geomloss import ot as g
        _, (at, bt, Ct) = _torch(device, a, b, C)

        def annealed(k):
            return g.solve(Ct, reg=eps, a=at, b=bt, max_iter=k).plan
        return partial(annealed, first(annealed, a, b, GEOMLOSS))
    peers = [Contestant(f"POT {m}", partial(pot, m), COUNTED) for m in ("sinkhorn", "sinkhorn_log", "sinkhorn_stabilized")]
    peers += [Contestant(f"OTT {name}", partial(_ott, a, b, C, eps, lse), "threshold 1e-6 in l¹, jit")
              for name, lse in (("kernel", False), ("log-sum-exp", True))]
    return Race(Contestant("ours", mine), (*peers, Contestant("geomloss", geomloss, COUNTED)), lambda P: missed(P, a, b))


def _ott(a, b, C, eps, lse: bool):
    from ott.geometry import geometry
    from ott.problems.linear import linear_problem
    from ott.solvers.linear import sinkhorn as solver

    def one(a, b, C):
        problem = linear_problem.LinearProblem(geometry.Geometry(C, epsilon=eps), a, b)
        return solver.Sinkhorn(lse_mode=lse, threshold=TOL, norm_error=1, max_iterations=MOST)(problem).matrix
    f, given = jax.jit(one if C.ndim == 2 else jax.vmap(one)), [jnp.asarray(z) for z in (a, b, C)]
    return _ready(lambda: f(*given))


def entropic_batch(n: int, problems: int, device: str) -> Race:
    eps = 0.05
    every = [square(n, k) for k in range(problems)]
    a, b, C = (np.stack(z) for z in zip(*every))

    def mine():
        u, v, costs = (jnp.asarray(z) for z in (a, b, C))
        return _ready(lambda: sinkhorn(u, v, costs, eps, TOL).plan())

    def loop():
        import ot

        def plan(k):
            return _quiet(lambda: np.stack([ot.sinkhorn(*z, eps, numItermax=k, stopThr=0.0) for z in every]))()
        return partial(plan, first(plan, a, b))

    def pot():
        import ot
        _, (at, bt, Ct) = _torch(device, a, b, C)

        def plan(k):
            return ot.solve_batch(Ct, eps, a=at, b=bt, max_iter=k, tol=0.0).plan
        return partial(plan, first(plan, a, b))

    def geomloss():
        from geomloss import ot as g
        _, (at, bt, Ct) = _torch(device, a, b, C)

        def plan(k):
            return g.solve_batch(Ct, reg=eps, a=at, b=bt, max_iter=k).plan
        return partial(plan, first(plan, a, b, GEOMLOSS))
    return Race(Contestant("ours", mine), (
        Contestant("POT sinkhorn", loop, f"one problem after the other; {COUNTED}"),
        Contestant("POT solve_batch, PyTorch", pot, COUNTED),
        Contestant("OTT kernel", partial(_ott, a, b, C, eps, False), "threshold 1e-6 in l¹, vmap and jit"),
        Contestant("geomloss solve_batch", geomloss, COUNTED)), lambda P: missed(P, a, b))


def by_size_entropic(n: int, device: str) -> Step:
    a, b, C = map(jnp.asarray, square(n))
    return Step(_ready(lambda: sinkhorn(a, b, C, 0.05, TOL).f), n**2)
