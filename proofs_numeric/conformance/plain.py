"""Numbers and instances in NumPy and SciPy alone: what a script prints is computed by these functions, and by nothing else of the project.

A number is computed by f(call, parameters, **data): `call` is the function under examination, with arrays as arguments, `parameters` is a
dictionary. A measure is a pair of lists, its points and its weights, which count as divided by their sum.
"""
import decimal
import functools
import itertools
import math
from fractions import Fraction

import numpy as np
import scipy.special
from scipy.optimize import linprog


# -- signals
def noise(seed, grid):
    """Uniform in [-1, 1), from a stream that NumPy never changes."""
    return np.random.PCG64(seed).random_raw(int(np.prod(grid))).reshape(grid) / 2.0**63 - 1


def wave(k, period, grid):
    """cos 2 pi (k_1 t_1 / period_1 + k_2 t_2 / period_2) at the samples t of the grid."""
    return np.cos(2 * np.pi * sum(f * t / n for f, t, n in zip(k, np.indices(grid), period)))


def cosines(terms, grid):
    """The sum of c cos(pi k (t + 1/2) / n) over terms (k, c); in the plane k is a pair, and the cosines are multiplied."""
    out = np.zeros(grid)
    for k, c in terms:
        out += c * product([np.cos(np.pi * f * (np.arange(n) + 0.5) / n) for f, n in zip(np.atleast_1d(k), grid)])
    return out


def impulse(at, grid):
    """1 at one sample."""
    out = np.zeros(grid)
    out[tuple(at)] = 1
    return out


def spikes(entries, grid):
    """0 but at the entries (index, value), each a list [k_1, ..., k_d, value]."""
    out = np.zeros(grid)
    for *k, value in entries:
        out[tuple(k)] = value
    return out


def bump(grid, margin=0):
    """A Hann window on each axis, 0 on `margin` samples at each end."""
    return product([np.pad(np.hanning(n - 2 * margin), margin) for n in grid])


def product(axes):
    """The outer product of one array for each axis."""
    return functools.reduce(np.multiply.outer, axes)


# -- signals
def vector(values):
    """All outputs of a function of signals, one vector."""
    return np.concatenate([np.ravel(v) for v in values]) if isinstance(values, (list, tuple)) else np.ravel(values)


def changed(call, parameters, f, h):
    """||S f - S h||, outputs multiplied by the parameter `weight`."""
    return parameters["weight"] * np.linalg.norm(vector(call(np.asarray(f, float))) - vector(call(np.asarray(h, float))))


def nonexpansive(call, parameters, f, h):
    """||S f - S h|| / ||f - h||."""
    return ratio(changed(call, parameters, f, h), np.linalg.norm(np.subtract(f, h)))


def norm(call, parameters, f):
    """||S f|| / ||f||."""
    return ratio(parameters["weight"] * np.linalg.norm(vector(call(np.asarray(f, float)))), np.linalg.norm(f))


def rate(call, parameters, f, c):
    """The change by a shift by c samples, as a part of its bound 2^-J K |c| sqrt(orders) ||f||; `decay` is 2^-J K."""
    f = np.asarray(f, float)
    bound = parameters["decay"] * np.linalg.norm(c) * np.sqrt(parameters["orders"]) * np.linalg.norm(f)
    return ratio(changed(call, parameters, np.roll(f, c, tuple(range(f.ndim))), f), bound)


def decay(phi):
    """sup |w| |phi(w)| over the frequencies of the grid, in radians per sample, rounded up, for the DFT phi of a low-pass filter."""
    axes = np.meshgrid(*(2 * np.pi * np.fft.fftfreq(n) for n in phi.shape), indexing="ij")
    return float((np.sqrt(sum(w**2 for w in axes)) * abs(phi)).max() * (1 + 1e-12))


def strided_covariance(call, parameters, f):
    """||S T f - T S f|| / ||f||, where a shift by `stride` samples along each axis moves the output by one.

    `border`: whether samples that come in at the border count; if not, only those that both outputs have are compared.
    """
    f = np.asarray(f, float)
    axes = tuple(range(-f.ndim, 0))
    moved, still = (np.asarray(call(x)) for x in (np.roll(f, (parameters["stride"],) * f.ndim, axes), f))
    still = np.roll(still, (1,) * f.ndim, axes)
    inside = np.index_exp[...] + np.index_exp[0 if parameters["border"] else 1:] * f.ndim
    return parameters["weight"] * np.linalg.norm(moved[inside] - still[inside]) / np.linalg.norm(f)


def littlewood_paley(call, parameters, k):
    """The Littlewood-Paley sum at one frequency."""
    return float(energy(*call())[tuple(k)])


def energy(psi, phi):
    """The Littlewood-Paley sum |phi(w)|^2 + 1/2 sum |psi(w)|^2 + |psi(-w)|^2 at every frequency of the grid."""
    total = (abs(psi) ** 2).sum(0)
    return abs(phi) ** 2 + (total + np.roll(np.flip(total), 1, tuple(range(total.ndim)))) / 2


def ratio(lhs, rhs):
    """lhs / rhs; 1 for 0 / 0, infinite for lhs > 0 = rhs."""
    if np.isnan(lhs) or np.isnan(rhs):
        return np.nan
    if rhs > 0:
        return lhs / rhs
    return np.inf if lhs > rhs else float(lhs == rhs)


# -- measures
def arrays(measure):
    """(points, weights that sum to 1)."""
    points, weights = measure
    return np.array(points, float), np.array(weights) / sum(weights)


def cost(call, parameters, mu, nu):
    """W_p^p(mu, nu), with the sign of what the function returns."""
    value = float(call(*arrays(mu), *arrays(nu)))
    return value if parameters["returns"] == "cost" else np.sign(value) * abs(value) ** parameters["p"]


def distance(call, parameters, mu, nu):
    """W_p(mu, nu), with the sign of what the function returns."""
    value = float(call(*arrays(mu), *arrays(nu)))
    return value if parameters["returns"] == "distance" else np.sign(value) * abs(value) ** (1 / parameters["p"])


def diameter(*measures):
    """The largest distance between points; 1 if there is one point only."""
    x = np.array([point for points, _ in measures for point in points], float)
    return np.linalg.norm(x[:, None] - x, axis=-1).max() or 1.0


def itself(call, parameters, mu):
    return abs(cost(call, parameters, mu, mu)) / diameter(mu) ** parameters["p"]


def separation(call, parameters, mu, nu):
    return distance(call, parameters, mu, nu)


def symmetry(call, parameters, mu, nu):
    return abs(cost(call, parameters, mu, nu) - cost(call, parameters, nu, mu)) / diameter(mu, nu) ** parameters["p"]


def subadditive(call, parameters, mu, nu, rho):
    return ratio(distance(call, parameters, mu, rho), distance(call, parameters, mu, nu) + distance(call, parameters, nu, rho))


def duality(call, parameters, mu, nu):
    """|W_1 - sup| / diameter, the supremum over the functions with slope at most 1 from a linear program."""
    (x, a), (y, b) = arrays(mu), arrays(nu)
    n, z, w = len(a) + len(b), np.concatenate([x, y]), np.concatenate([a, -b])
    i, j = np.nonzero(~np.eye(n, dtype=bool))
    slopes = np.eye(n)[i] - np.eye(n)[j]                      # f(z_i) - f(z_j) <= |z_i - z_j|, f(z_0) = 0
    found = linprog(-w, slopes, np.linalg.norm(z[i] - z[j], axis=1), bounds=[(0, 0)] + [(None, None)] * (n - 1))
    return abs(distance(call, parameters, mu, nu) + found.fun) / diameter(mu, nu)


# -- Gaussian laws
def gaussian(call, parameters, R, T):
    """|W_2^2 - closed form| / traces for covariances S1 = R R and S2 = T S1 T: the map is T, and whole numbers make it exact."""
    R, T, zero = np.array(R, float), np.array(T, float), np.zeros(len(R))
    S1, rest = R @ R, T - np.eye(len(T))
    S2 = T @ S1 @ T
    value = float(call(zero, S1, zero, S2))
    return abs(value ** (1 if parameters["returns"] == "cost" else 2) - np.trace(rest @ S1 @ rest)) / np.trace(S1 + S2)


# -- maps of vectors
def lipschitz(call, parameters, u, v):
    """||f(u) - f(v)|| / (L ||u - v||) with L = `constant`."""
    moved = np.linalg.norm(vector(call(np.asarray(u, float))) - vector(call(np.asarray(v, float))))
    return ratio(moved, parameters["constant"] * np.linalg.norm(np.subtract(u, v)))


def at_zero(call, parameters, zero):
    """||f(0)||."""
    return np.linalg.norm(vector(call(np.asarray(zero, float))))


def clipped(call, parameters, u, v):
    """|f(u) - f(v)| as a part of its bound: |u - v| times `clip` root(n m) for each layer with n inputs and m outputs."""
    n = parameters["widths"]
    slope = np.prod([parameters["clip"] * np.sqrt(a * b) for a, b in itertools.pairwise(n)])
    moved = np.linalg.norm(vector(call(np.asarray(u, float))) - vector(call(np.asarray(v, float))))
    return ratio(moved, slope * np.linalg.norm(np.subtract(u, v)))


def max_pooling(call, parameters, u, v):
    """||f(|u|) - f(|v|)||^2 / (C ||u - v||^2), where a sample is in at most C = `windows` windows."""
    moved = np.linalg.norm(vector(call(abs(np.asarray(u, float)))) - vector(call(abs(np.asarray(v, float)))))
    return ratio(moved**2, parameters["windows"] * np.linalg.norm(np.subtract(u, v)) ** 2)


# -- ensembles
def forest_numbers(call, X, y, Z, labels, seed):
    """(error rate of the ensemble, strength s, mean correlation rho) for the uniform laws of members and test points.

    A raw margin is 1 for a vote for the label, -1 for one for the wrong class with the most votes, else 0.
    """
    votes, own = (np.asarray(v).astype(int) for v in call(np.array(X, float), np.array(y, int), np.array(Z, float), seed))
    labels = np.array(labels)
    raw = np.zeros(votes.shape)
    for x, label in enumerate(labels):
        wrong, count = np.unique(votes[votes[:, x] != label, x], return_counts=True)
        raw[:, x] = (votes[:, x] == label) * 1.0 - (votes[:, x] == wrong[count.argmax()] if len(wrong) else 0)
    deviation = np.sqrt(votes.shape[1] * (raw**2).sum(1) - raw.sum(1) ** 2).mean()
    total = raw.sum(0) * 1.0
    variance = (votes.shape[1] * (total**2).sum() - total.sum() ** 2) / len(votes) ** 2
    return (own != labels).mean(), raw.sum() / raw.size, variance / deviation**2 if deviation > 0 else 0.0


def breiman(call, parameters, X, y, Z, labels, seed):
    """The error rate of the ensemble as a part of rho (1 - s^2) / s^2; 0 where the strength s is not positive."""
    error, s, rho = forest_numbers(call, X, y, Z, labels, seed)
    return ratio(error, rho * (1 - s**2) / s**2) if s > 0 else 0.0


def cantelli(call, parameters, X, y, Z, labels, seed):
    """The error rate of the ensemble as a part of b / (b + s^2) with b = rho (1 - s^2); 0 where the strength s is not positive."""
    error, s, rho = forest_numbers(call, X, y, Z, labels, seed)
    return ratio(error, rho * (1 - s**2) / (rho * (1 - s**2) + s**2)) if s > 0 else 0.0


def committee_numbers(call, X, y, Z, t, seed):
    """(squared error of the ensemble, mean squared error of the members, their spread about what it says), of fractions, exactly."""
    members, own, *weights = call(np.array(X, float), np.array(y, float), np.array(Z, float), seed)
    members, own, t = [Fraction(float(v)) for v in np.asarray(members)[:, 0]], Fraction(float(np.asarray(own)[0])), Fraction(t)
    w = [Fraction(float(v)) for v in (weights[0] if weights else np.ones(len(members)))]

    def mean(values):
        return sum(a * v for a, v in zip(w, values)) / sum(w)
    return (own - t) ** 2, mean([(v - t) ** 2 for v in members]), mean([(v - own) ** 2 for v in members])


def ambiguity(call, parameters, X, y, Z, t, seed):
    """|error of the ensemble - (mean error - spread)|."""
    own, average, spread = committee_numbers(call, X, y, Z, t, seed)
    return float(abs(own - (average - spread)))


def no_worse(call, parameters, X, y, Z, t, seed):
    """Error of the ensemble / mean error of the members."""
    own, average, _ = committee_numbers(call, X, y, Z, t, seed)
    return float(ratio(own, average))


# -- k-means
def ways_to_draw(points, n):
    """How often each of so many points is drawn, for all samples of n draws."""
    cuts = itertools.combinations(range(n + points - 1), points - 1)
    return [tuple(b - a - 1 for a, b in itertools.pairwise((-1, *c, n + points - 1))) for c in cuts]


def by_sample(call, mu, n, k):
    """For all samples of n draws: (chance, how much the law and the sample differ at each point, centres of the sample)."""
    x, w = arrays(mu)
    for count in ways_to_draw(len(w), n):
        orders = math.factorial(n) / math.prod(map(math.factorial, count))
        yield orders * np.prod(w ** np.array(count)), w - np.array(count) / n, np.asarray(call(np.repeat(x, count, 0), k), float)


def hidden_loss(call, mu, n, k):
    """The mean of L - L_s for the centres of the sample: L is their loss under the law, L_s that on the sample."""
    x, _ = arrays(mu)
    return sum(p * (off @ ((x[:, None] - c) ** 2).sum(-1).min(1)) for p, off, c in by_sample(call, mu, n, k))


def optimism(call, parameters, mu, n):
    """The mean of L - L_s as a part of 5 k / root(n)."""
    return hidden_loss(call, mu, n, parameters["clusters"]) / (5 * parameters["clusters"] / np.sqrt(n))


def longest_centre(call, parameters, mu, n):
    """The largest norm of a centre."""
    return max(np.linalg.norm(c, axis=1).max() for _, _, c in by_sample(call, mu, n, parameters["clusters"]))


def single_optimism(call, parameters, mu, n):
    """For one centre: the mean of L - L_s as a part of twice the mean distance of the mean of the sample from that of the law."""
    x, _ = arrays(mu)
    return ratio(hidden_loss(call, mu, n, 1), 2 * sum(p * np.linalg.norm(off @ x) for p, off, _ in by_sample(call, mu, n, 1)))


def mean_error(call, parameters, mu, n):
    """The mean distance of the one centre of a sample from the mean of the law, as a part of root(variance / n)."""
    x, w = arrays(mu)
    variance = w @ ((x - w @ x) ** 2).sum(1)
    return ratio(sum(p * np.linalg.norm(c[0] - w @ x) for p, _, c in by_sample(call, mu, n, 1)), np.sqrt(variance / n))


# -- graphs
ZERO = 2.0**-14                  # singular values of at most this part of the largest count as 0; see the subject `laplacian`


def renumbered(W, order):
    """The weights in a new numbering: the new vertex a is the old vertex order[a]."""
    return np.array(W, float)[np.ix_(order, order)]


def hops(W):
    """The least number of steps from vertex to vertex along weights that are not 0."""
    n = len(W)
    joined = (np.array(W, float) != 0) & ~np.eye(n, dtype=bool)
    found, reached = np.full((n, n), np.inf), np.eye(n, dtype=bool)
    found[reached] = 0
    for k in range(1, n):
        reached = reached | (reached.astype(int) @ joined > 0)
        found[reached & np.isinf(found)] = k
    return found


def pieces(W):
    """The number of connected components."""
    return len({tuple(row) for row in np.isfinite(hops(W))})


def dirichlet(call, parameters, W, x):
    """|<x, L x> - 1/2 sum w_ij (x_i - x_j)^2| / (sum |w_ij| ||x||^2)."""
    W, x = np.array(W, float), np.array(x, float)
    energy = (W * (x[:, None] - x) ** 2).sum() / 2
    return abs(x @ np.asarray(call(W)) @ x - energy) / (abs(W).sum() * (x @ x))


def no_negative_energy(call, parameters, W, x):
    """0 / <x, L x>: 0 for a positive energy, 1 for 0, infinite for a negative one."""
    x = np.array(x, float)
    return ratio(0.0, x @ np.asarray(call(np.array(W, float))) @ x)


def components(call, parameters, W):
    """|dim ker L - number of components|."""
    s = np.linalg.svd(np.asarray(call(np.array(W, float)), float), compute_uv=False)
    return abs(np.count_nonzero(s <= ZERO * s[0]) - pieces(W))


def renumbered_laplacian(call, parameters, W, order):
    """||L(P W P^T) - P L(W) P^T|| / (||L(W)|| + 1)."""
    L = np.asarray(call(np.array(W, float)))
    return np.linalg.norm(np.asarray(call(renumbered(W, order))) - L[np.ix_(order, order)]) / (np.linalg.norm(L) + 1)


def filtered(call, W, x):
    return np.asarray(call(np.array(W, float), np.array(x, float)))


def renumbered_filter(call, parameters, W, x, order):
    """||f(P W P^T, P x) - P f(W, x)|| / (||f(W, x)|| + 1)."""
    y = filtered(call, W, x)
    return np.linalg.norm(filtered(call, renumbered(W, order), np.array(x)[order]) - y[order]) / (np.linalg.norm(y) + 1)


def renumbered_network(call, parameters, W, x, order):
    """||f(P W P^T, P x) - P f(W, x)|| / (||f(W, x)|| + ||x|| + 1)."""
    y = filtered(call, W, x)
    off = np.linalg.norm(filtered(call, renumbered(W, order), np.array(x)[order]) - y[order])
    return off / (np.linalg.norm(y) + np.linalg.norm(x) + 1)


def renumbered_readout(call, parameters, W, x, order):
    """||f(P W P^T, P x) - f(W, x)|| / (||f(W, x)|| + ||x|| + 1)."""
    y = np.ravel(filtered(call, W, x))
    off = np.linalg.norm(np.ravel(filtered(call, renumbered(W, order), np.array(x)[order])) - y)
    return off / (np.linalg.norm(y) + np.linalg.norm(x) + 1)


def impulse_responses(call, W):
    """The matrix with the columns f(W, impulse at j)."""
    return np.stack([filtered(call, W, e) for e in np.eye(len(W))], 1)


def local_filter(call, parameters, W, i, j, K):
    """|S_ij| / (||S|| + 1) for the matrix S of the filter, at vertices that are more than K steps apart."""
    S = impulse_responses(call, W)
    return abs(S[i, j]) / (np.linalg.norm(S) + 1)


def graph_gain(call, parameters, W, x):
    """||f(W, x)|| / ||x||."""
    return ratio(np.linalg.norm(filtered(call, W, x)), np.linalg.norm(x))


def polynomial_filter(call, parameters, W, x):
    """||f(W, x) - h(L) x|| / (||f(W, x)|| + ||x||), h with the parameter `coefficients`, by the eigenvalues of L."""
    W, x = np.array(W, float), np.array(x, float)
    values, basis = np.linalg.eigh(np.diag(W.sum(1)) - W)
    y, gains = filtered(call, W, x), sum(c * values**k for k, c in enumerate(parameters["coefficients"]))
    return np.linalg.norm(y - basis @ (gains * (basis.T @ x))) / (np.linalg.norm(y) + np.linalg.norm(x))


def heat_cell(call, W, i, j):
    """The value at i of the filtered impulse at j."""
    return filtered(call, W, np.eye(len(W))[j])[i]


def half_time(parameters, W):
    """t Lambda / 2, where Lambda is twice the largest degree, which bounds the spectrum of L."""
    return parameters["time"] * np.array(W, float).sum(1).max()


def heat_tail(call, parameters, W, i, j, K):
    """|e^(-tL)_ij| as a part of 2 e^-a sum_(k > K) I_k(a)."""
    return ratio(abs(heat_cell(call, W, i, j)), 2 * scipy.special.ive(np.arange(K + 1, K + 200), half_time(parameters, W)).sum())


def poisson_tail(call, parameters, W, i, j, K):
    """|e^(-tL)_ij| as a part of e^-a sum_(k > K) a^k / k!."""
    return ratio(abs(heat_cell(call, W, i, j)), scipy.special.gammainc(K + 1, half_time(parameters, W)))


def heat_everywhere(call, parameters, W, i, j):
    return heat_cell(call, W, i, j)


# -- signals on Z/N
def impulse_matrix(call, n):
    """The matrix with the columns f(impulse at y)."""
    return np.stack([np.asarray(call(e), float) for e in np.eye(n)], 1)


def cyclic_sum(u, v):
    """The convolution on Z/N, as a sum."""
    n = len(u)
    return np.array([sum(u[y] * v[(x - y) % n] for y in range(n)) for x in range(n)])


def as_convolution(call, parameters, f, x):
    """|(T f)(x) - (h * f)(x)| / (||T||_F ||f||), h the response to the impulse at 0."""
    f = np.asarray(f, float)
    M = impulse_matrix(call, len(f))
    return abs(np.asarray(call(f))[x] - cyclic_sum(M[:, 0], f)[x]) / (np.linalg.norm(M) * np.linalg.norm(f))


def as_multiplier(call, parameters, f, k):
    """|(T f)^(k) - h^(k) f^(k)| / (N ||T||_F ||f||)."""
    f = np.asarray(f, float)
    M = impulse_matrix(call, len(f))
    left, right = np.fft.fft(np.asarray(call(f), float))[k], np.fft.fft(M[:, 0])[k] * np.fft.fft(f)[k]
    return abs(left - right) / (len(f) * np.linalg.norm(M) * np.linalg.norm(f))


def largest_response(call, parameters, N):
    """| ||T|| - max |h^| | / ||T||_F."""
    M = impulse_matrix(call, N)
    return abs(np.linalg.norm(M, 2) - abs(np.fft.fft(M[:, 0])).max()) / np.linalg.norm(M)


def convolved(call, f, g):
    return np.asarray(call(np.asarray(f, float), np.asarray(g, float)), float)


def convolution_at(call, parameters, f, g, k):
    """|(f * g)^(k) - f^(k) g^(k)| / (N ||f|| ||g||)."""
    right = np.fft.fft(f)[k] * np.fft.fft(g)[k]
    return abs(np.fft.fft(convolved(call, f, g))[k] - right) / (len(f) * np.linalg.norm(f) * np.linalg.norm(g))


def correlation_at(call, parameters, f, g, k):
    """The same with the conjugate of f^(k)."""
    right = np.conj(np.fft.fft(f)[k]) * np.fft.fft(g)[k]
    return abs(np.fft.fft(convolved(call, f, g))[k] - right) / (len(f) * np.linalg.norm(f) * np.linalg.norm(g))


def convolution_gain(call, parameters, f, g):
    """||f * g|| / (max |g^| ||f||)."""
    return ratio(np.linalg.norm(convolved(call, f, g)), abs(np.fft.fft(g)).max() * np.linalg.norm(f))


def convolution_padded(call, parameters, u, v):
    """||u * v - (u * v on the integers)|| / (||u|| ||v||), where the signals end early enough."""
    found = convolved(call, u, v)
    return np.linalg.norm(found - np.convolve(u, v)[:len(found)]) / (np.linalg.norm(u) * np.linalg.norm(v))


# -- divergences of laws, given by whole weights
DIGITS = 60                      # of the divergences that are not the function's


def law(weights):
    """Weights divided by their sum, each rounded once; weights are Python integers of any size."""
    return np.array([w / sum(weights) for w in weights])


def logarithm(x):
    return decimal.Context(DIGITS).ln(x)


def relative_entropy(p, q):
    """The sum of p log(p / q) of lists of decimal numbers; infinite where q = 0 < p."""
    if any(a and not b for a, b in zip(p, q)):
        return np.inf
    with decimal.localcontext(decimal.Context(DIGITS)):
        return sum((a * logarithm(a / b) for a, b in zip(p, q) if a), decimal.Decimal(0))


def defined(kind, mu, nu):
    """Total variation 'tv', Jensen-Shannon 'js' or Kullback-Leibler divergence 'kl' by its definition."""
    with decimal.localcontext(decimal.Context(DIGITS)):
        p, q = ([decimal.Decimal(w) / sum(x) for w in x] for x in (mu, nu))
        if kind == "tv":
            return float(sum(abs(a - b) for a, b in zip(p, q)) / 2)
        if kind == "kl":
            return float(relative_entropy(p, q))
        middle = [(a + b) / 2 for a, b in zip(p, q)]
        return float((relative_entropy(p, middle) + relative_entropy(q, middle)) / 2)


def divergence(call, parameters, kind, mu, nu):
    """What the function returns, if it claims to be the divergence of this kind, else that by its definition."""
    return float(call(law(mu), law(nu))) if kind == parameters["kind"] else defined(kind, mu, nu)


def js_above(call, parameters, mu, nu):
    return ratio(divergence(call, parameters, "js", mu, nu), divergence(call, parameters, "tv", mu, nu) * np.log(2))


def js_below(call, parameters, mu, nu):
    """((1 + t) log(1 + t) + (1 - t) log(1 - t)) / 2 for the total variation t, as a part of JS."""
    t = divergence(call, parameters, "tv", mu, nu)
    separate = (1 + t) * np.log1p(t) + ((1 - t) * np.log1p(-t) if t < 1 else 0)
    return ratio(separate / 2, divergence(call, parameters, "js", mu, nu))


def js_square(call, parameters, mu, nu):
    return ratio(divergence(call, parameters, "tv", mu, nu) ** 2 / 2, divergence(call, parameters, "js", mu, nu))


def pinsker(call, parameters, mu, nu):
    return ratio(2 * divergence(call, parameters, "tv", mu, nu) ** 2, divergence(call, parameters, "kl", mu, nu))


def pinsker_reversed(call, parameters, mu, nu):
    return ratio(2 * divergence(call, parameters, "tv", mu, nu) ** 2, divergence(call, parameters, "kl", nu, mu))


def js_kl(call, parameters, mu, nu):
    return ratio(divergence(call, parameters, "js", mu, nu), np.log(2) / 2 * divergence(call, parameters, "kl", mu, nu))


def js_kl_reversed(call, parameters, mu, nu):
    return ratio(divergence(call, parameters, "js", mu, nu), np.log(2) / 2 * divergence(call, parameters, "kl", nu, mu))


def full_support(call, parameters, mu, nu):
    """KL / log(1 + 2 t^2 / q) for the total variation t and the least mass q of nu."""
    t = divergence(call, parameters, "tv", mu, nu)
    return ratio(divergence(call, parameters, "kl", mu, nu), np.log1p(2 * t**2 / (min(nu) / sum(nu))))


def gibbs(call, parameters, mu, nu):
    """|J(nu) - J(mu) - f(mu, nu)| for the rewards log(nu): J(p) is the sum of p (log(nu) - log(p)), which is largest at nu, and 0."""
    return abs(defined("kl", mu, nu) - divergence(call, parameters, "kl", mu, nu))


def events(call, parameters, mu, nu):
    """|f - t|, where t is the sum of the positive p - q: the largest difference on an event, and the least mass that must move."""
    p, q = ([decimal.Decimal(w) / sum(x) for w in x] for x in (mu, nu))
    return abs(divergence(call, parameters, "tv", mu, nu) - float(sum(max(a - b, 0) for a, b in zip(p, q))))


def apart(call, parameters, Z):
    """|f - value| on two lines, where no mass is shared: the value is 1, log 2 or infinite; infinity equals itself."""
    return off(divergence(call, parameters, parameters["kind"], [*Z, *[0] * len(Z)], [*[0] * len(Z), *Z]), parameters["kind"])


def apart_reversed(call, parameters, Z):
    """The same in the other order."""
    return off(divergence(call, parameters, parameters["kind"], [*[0] * len(Z), *Z], [*Z, *[0] * len(Z)]), parameters["kind"])


def off(value, kind):
    wanted = {"tv": 1, "js": np.log(2), "kl": np.inf}[kind]
    return 0.0 if value == wanted else abs(value - wanted)


def together(call, parameters, Z):
    """|f| for one law twice, on two lines of which one is empty."""
    return abs(divergence(call, parameters, parameters["kind"], [*Z, *[0] * len(Z)], [*Z, *[0] * len(Z)]))


def half_way(call, parameters, Z):
    """|f - 1/2| for a law on one line against its even mixture with the same on another."""
    return abs(divergence(call, parameters, "tv", [*[2 * w for w in Z], *[0] * len(Z)], [*Z, *Z]) - 0.5)


# -- ridge regression
def ridge(X, y, penalty):
    """(X^T X + penalty I)^-1 X^T y by elimination in rational numbers, each entry rounded once."""
    X, y = ([[Fraction(v) for v in row] for row in X], [Fraction(v) for v in y])
    d = len(X[0])
    rows = [[sum(r[i] * r[j] for r in X) + (Fraction(penalty) if i == j else 0) for j in range(d)]
            + [sum(r[i] * t for r, t in zip(X, y))] for i in range(d)]
    for k in range(d):                                       # the matrix is positive definite: no pivot is 0
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(d):
            if i != k:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k])]
    return np.array([float(row[-1]) for row in rows])


def shortest(X, y, axes):
    """The shortest least-squares solution; the columns of `axes` are orthogonal axes of X."""
    X, y, axes = np.array(X, float), np.array(y, float), np.array(axes, float)
    return sum((X @ v) @ y / ((X @ v) @ (X @ v)) * v for v in axes.T if (X @ v).any())


def fitted(call, X, y, penalty):
    """(X, y, the weights that the function returns)."""
    X, y = np.array(X, float), np.array(y, float)
    return X, y, np.asarray(call(X, y, penalty), float)


def loss(X, y, penalty, w):
    return np.sum((y - X @ w) ** 2) + penalty * np.sum(w**2)


def ridge_minimum(call, parameters, X, y, penalty, w):
    """|J(w) - J(b) - |X (w - b)|^2 - penalty |w - b|^2| / J(w) for the weights b of the function."""
    X, y, b = fitted(call, X, y, penalty)
    rest = np.subtract(w, b)
    return abs(loss(X, y, penalty, np.array(w)) - loss(X, y, penalty, b) - loss(X, 0 * y, penalty, rest)) / loss(X, y, penalty, np.array(w))


def ridge_best(call, parameters, X, y, penalty, w):
    """J(b) / J(w) for the weights b of the function and others."""
    X, y, b = fitted(call, X, y, penalty)
    return ratio(loss(X, y, penalty, b), loss(X, y, penalty, np.array(w)))


def ridge_posterior(call, parameters, X, y, penalty):
    """The distance to the ridge weights, in units of |y| / penalty^(1/2)."""
    return np.linalg.norm(fitted(call, X, y, penalty)[2] - ridge(X, y, penalty)) * np.sqrt(penalty) / np.linalg.norm(y)


def ridge_shrinkage(call, parameters, X, y, penalty, axes):
    """|<v, b> - <X v, y> / (q + penalty)| for the first axis v, X^T X v = q v, in units of |X v| |y| / penalty."""
    X, y, b = fitted(call, X, y, penalty)
    v = np.array(axes, float)[:, 0]
    q = (X @ v) @ (X @ v) / (v @ v)
    return abs(v @ b - (X @ v) @ y / (q + penalty)) * penalty / (np.linalg.norm(X @ v) * np.linalg.norm(y))


def ridge_bound(call, parameters, X, y, penalty):
    """4 penalty |b|^2 / |y|^2"""
    X, y, b = fitted(call, X, y, penalty)
    return ratio(4 * penalty * np.sum(b**2), np.sum(y**2))


def ridge_weights_decrease(call, parameters, X, y, penalty, more):
    """Length of the weights for the penalty `more` over that for `penalty`."""
    return ratio(np.linalg.norm(fitted(call, X, y, more)[2]), np.linalg.norm(fitted(call, X, y, penalty)[2]))


def ridge_fit_loosens(call, parameters, X, y, penalty, more):
    """Length of the residual for `penalty` over that for the penalty `more`."""
    (X, y, b), c = fitted(call, X, y, penalty), fitted(call, X, y, more)[2]
    return ratio(np.linalg.norm(y - X @ b), np.linalg.norm(y - X @ c))


def ridge_limit(call, parameters, X, y, penalty, axes):
    """The distance to the shortest least-squares solution, as a part of penalty / (q + penalty) times its length, q the least square."""
    solution, V = shortest(X, y, axes), np.array(axes, float)
    squares = ((np.array(X, float) @ V) ** 2).sum(0) / (V**2).sum(0)
    least = squares[squares > 0].min()
    b = fitted(call, X, y, penalty)[2]
    return ratio(np.linalg.norm(b - solution), penalty / (least + penalty) * np.linalg.norm(solution))


# -- dropout
def masked(call, parameters, x, rate, seed):
    """(draws, *shape): what the function makes of x for so many seeds in a row."""
    x, n = np.array(x, float), parameters["draws"]
    return np.array([np.asarray(call(x.copy(), rate, n * seed + k), float) for k in range(n)])


def dropout_loss(call, parameters, X, y, w, rate, seed):
    """|mean of |y - (R * X) w|^2 - closed form|, R the factors of plain dropout: p times the function's if it divides by p = 1 - rate."""
    factor = 1 - rate if parameters["scaled"] else 1
    p, X_, w = 1 - rate, np.array(X, float), np.array(w, float)
    mean = np.mean(np.sum((y - factor * masked(call, parameters, X, rate, seed) @ w) ** 2, -1))
    return abs(mean - np.sum((y - p * X_ @ w) ** 2) - p * rate * np.sum(X_**2 * w**2))


def dropout_moment(call, parameters, x, beta, rate, seed):
    """|mean of the squared noise on <x, beta> - rate / (1 - rate) times the sum of x^2 beta^2|, all entries of x features of one datum."""
    factor = 1 if parameters["scaled"] else 1 / (1 - rate)
    x_, beta = np.array(x, float), np.array(beta, float)
    noise = np.sum(beta * (factor * masked(call, parameters, x, rate, seed) - x_), axis=(1, 2))
    return abs(np.mean(noise**2) - rate / (1 - rate) * np.sum(x_**2 * beta**2))
