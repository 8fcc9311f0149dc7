"""Measures, Gaussian laws, divergences."""
import decimal

import numpy as np
from scipy.optimize import linprog

from proofs_numeric.conformance.plain.common import arrays, ratio


# -- measures
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
