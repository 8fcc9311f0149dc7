"""Hoerl and Kennard: ridge regression. The minimiser, the Gaussian prior that it stands for, and how it shrinks the weights."""
from sympy import Eq, Ge, Gt, Le, Matrix, evaluate, eye, simplify, sqrt, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.regression import (
    C,
    I_d,
    I_n,
    Inner,
    Inverse,
    LeastSquare,
    MinimumNorm,
    Resolvent,
    Ridge,
    S,
    SquaredNorm,
    Transposed,
    X,
    freedom,
    lam,
    mu,
    q,
    sigma,
    tau,
    v,
    w,
    y,
)


def loss(weights, strength=lam):
    """J: the squared error and the penalty."""
    return SquaredNorm(y - X * weights) + strength * SquaredNorm(weights)


with evaluate(False):
    best, other, shortest = Ridge(lam), Ridge(mu), MinimumNorm(y)
    evidence = X * C * Transposed(X) + S
    gain = C * Transposed(X) * Inverse(evidence)
    bayes = ("positive", "noise_level", "prior_width", "prior", "noise", "ratio")

d, l, t = symbols("d lambda t", positive=True)                     # steps: one axis, a strength, a target
a, b, u = symbols("a b u", real=True)
matrix = Matrix([[2, 2], [1, 0]])


def coordinate(target):
    """The second weight for the design of the example, as a function of the strength."""
    return simplify(((matrix.T * matrix + l * eye(2)).inv() * matrix.T * Matrix(target))[1])


changing, switched = coordinate([1, 1]), coordinate([2, 1])

with evaluate(False):
    THEOREM = Theorem(
        tag="000X",
        title="Ridge regression: a Gaussian prior that shrinks",
        headline="shrinkage",
        aliases=("weight decay", "L2 penalty", "Tikhonov regularisation", "MAP estimate", "effective degrees of freedom"),
        source=Source("HoerlKennard1970", "the estimator and its shrinkage; the posterior is textbook matter", Fidelity.MEMORY,
                      "Neither the article nor the textbooks named for the posterior (Bishop 2006, Section 3.3; Hastie, Tibshirani and "
                      "Friedman, (3.47)-(3.50)) were opened for this page: names and numbers are from memory. The bound on the weights "
                      "and the rate of the limit are statements of this page."),
        hypotheses=(
            Clause("positive", Gt(lam, 0), used=(), label="the penalty is positive"),
            Clause("order", Le(lam, mu), used=(), label="the second penalty is not smaller"),
            Clause("axis", Eq(Transposed(X) * X * v, q * v), used=(), scale=SquaredNorm(X) * Norm(v),
                   label="$v$ is an axis of the data: a right singular vector with $q = d^2$"),
            Clause("square", Ge(q, 0), used=(), role=Role.DOMAIN, label="$q$ is the square of a singular value",
                   why="For $v \\ne 0$ it follows from the line above."),
            Clause("noise_level", Gt(sigma, 0), used=(), role=Role.DOMAIN, label="the noise is not zero"),
            Clause("prior_width", Gt(tau, 0), used=(), role=Role.DOMAIN, label="the prior is not a point"),
            Clause("prior", Eq(C, tau**2 * I_d), used=(), scale=tau**2, label="prior $w \\sim N(0, C)$, the same in all directions"),
            Clause("noise", Eq(S, sigma**2 * I_n), used=(), scale=sigma**2, label="noise $y - Xw \\sim N(0, S)$, equal and uncorrelated"),
            Clause("ratio", Eq(lam * tau**2, sigma**2), used=(), label="the penalty is noise over prior variance")),
        conclusions=(
            Clause("minimum", Eq(loss(w), loss(best) + SquaredNorm(X * (w - best)) + lam * SquaredNorm(w - best)), scale=loss(w),
                   needs=("positive",), label="the objective, completed to a square"),
            Clause("best", Le(loss(best), loss(w)), needs=("positive",), label="the ridge weights are the best"),
            Clause("posterior_mean", Eq(gain * y, best), scale=tau * Norm(y) / sigma, needs=bayes,
                   label="they are the mean of the posterior"),
            Clause("posterior_covariance", Eq(C - gain * X * C, sigma**2 * Resolvent(lam)), scale=tau**2, needs=bayes,
                   label="the covariance of the posterior"),
            Clause("shrinkage", Eq(Inner(v, best), Inner(X * v, y) / (q + lam)), scale=Norm(X * v) * Norm(y) / lam,
                   needs=("positive", "axis", "square"), label="every axis is shrunk by its own factor"),
            Clause("bound", Le(4 * lam * SquaredNorm(best), SquaredNorm(y)), needs=("positive",),
                   why="A statement of this page.", label="a cap on the weights that knows nothing of the features"),
            Clause("weights_decrease", Le(Norm(other), Norm(best)), needs=("positive", "order"),
                   label="more penalty, shorter weights"),
            Clause("fit_loosens", Le(Norm(y - X * best), Norm(y - X * other)), needs=("positive", "order"),
                   label="more penalty, larger residual"),
            Clause("freedom_decreases", Le(freedom(mu), freedom(lam)), needs=("positive", "order"),
                   why=r"The trace is $\sum_j d_j^2/(d_j^2+\lambda)$ over the singular values $d_j$ of $X$.",
                   label="more penalty, fewer degrees of freedom"),
            Clause("limit", Le(Norm(best - shortest), lam / (LeastSquare(X) + lam) * Norm(shortest)), needs=("positive",),
                   why="A statement of this page.", label="a small penalty is close to the shortest least-squares solution")),
        glossary={X: "the design matrix, $n$ rows of data with $d$ features", y: "the targets", w: "any weights", v: "a vector of weights",
                  C: "the covariance of the prior", S: "the covariance of the noise", I_n: "the identity matrix of size $n$",
                  I_d: "the identity matrix of size $d$", lam: "the strength of the penalty", mu: "another strength",
                  q: "the square of a singular value", sigma: "the standard deviation of the noise",
                  tau: "the standard deviation of the prior"},
        steps=(
            Step("completed square", Eq((t - d * u)**2 + l * u**2, (t - d * a)**2 + l * a**2 + (d * (u - a))**2 + l * (u - a)**2
                                        - 2 * (u - a) * (d * t - (d**2 + l) * a)), Identity(),
                 "On one axis; the last term vanishes by the normal equation $(d^2+\\lambda)a = dt$."),
            Step("cap", Eq(t**2 - 4 * l * (d * t / (d**2 + l))**2, (t - 2 * d * (d * t / (d**2 + l)))**2), Identity(),
                 r"$\lVert y\rVert^2 - 4\lambda\lVert\hat w_\lambda\rVert^2 = \lVert y - 2X\hat w_\lambda\rVert^2$ on one axis."),
            Step("envelope", Le(d / (d**2 + l), 1 / (2 * sqrt(l))), Squares((d - sqrt(l))**2 / (2 * sqrt(l) * (d**2 + l))),
                 "The filter factor of any axis, with equality at $d = \\sqrt\\lambda$."),
            Step("distance to the limit", Eq(d / (d**2 + l) - 1 / d, -(l / (d**2 + l)) / d), Identity(),
                 "The coefficient of an axis against that of least squares."),
            Step("posterior on one axis", Eq(a**2 * d / (a**2 * d**2 + b**2), d / (d**2 + b**2 / a**2)), Identity(),
                 "Prior variance $a^2$, noise variance $b^2$: the gain is the filter factor for $\\lambda = b^2/a^2$."),
            Step("a weight that changes sign", Eq(changing, 2 * (l - 1) / (l**2 + 9 * l + 4)), Identity(),
                 r"The second weight for $X = \begin{pmatrix}2&2\\1&0\end{pmatrix}$ and $y = (1,1)$."),
            Step("a weight that is switched on", Eq(switched, 4 * l / (l**2 + 9 * l + 4)), Identity(),
                 "The second weight for the same $X$ and $y = (2,1)$: least squares sets it to 0.")))
