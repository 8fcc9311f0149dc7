"""Graphs, filters and networks on them."""
import numpy as np
import scipy.special

from proofs_numeric.conformance.plain.common import ratio

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
