"""Ensembles, k-means, ridge regression, dropout."""
import itertools
import math
from fractions import Fraction

import numpy as np

from proofs_numeric.conformance.plain.common import arrays, ratio


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
