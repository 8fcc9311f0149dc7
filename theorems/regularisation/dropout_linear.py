"""Srivastava et al.: dropout of the inputs of linear regression is ridge regression with the norms of the columns."""
from sympy import Eq, Gt, Le, Lt, Ne, Rational, evaluate, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.masks import (
    A,
    Columns,
    Dropout,
    EntryCovariance,
    EntryMean,
    EntryVariance,
    MaskedLoss,
    Rows,
    TotalChance,
    d,
    h,
    i,
    j,
    k,
    p,
    z,
)
from theorems.vocabulary.preconditioning import DiagonalPart, Unit
from theorems.vocabulary.regression import Inner, SquaredNorm, Transposed, X, w, y

with evaluate(False):
    strength = (1 - p) / p
    norms = DiagonalPart(Transposed(X) * X)
    best = Dropout(X)
    off = p * w - best
    entries, columns, pairs = ((i, Rows), (j, Columns)), ((j, Columns),), ((i, Rows), (j, Columns), (k, Columns))


def curvature(u):
    """The quadratic form of the objective in the scaled weights."""
    return SquaredNorm(X * u) + strength * Inner(u, norms * u)


def enumerated():
    """(mean loss, closed form) for one datum with two features, over all four masks."""
    t, a, b, r = symbols("t a b r", real=True)
    loss = sum((r if m else 1 - r) * (r if n else 1 - r) * (t - m * a - n * b)**2 for m in (0, 1) for n in (0, 1))
    return loss, (t - r * (a + b))**2 + r * (1 - r) * (a**2 + b**2)


def two_layers():
    """(mean loss, closed form) for one hidden layer of two units, y - sum_k r_k a_k with a_k = v_k <u_k, x> / r: dropout of units."""
    t, a, b, r = symbols("t a b r", real=True)
    loss = sum((r if m else 1 - r) * (r if n else 1 - r) * (t - (m * a + n * b) / r)**2 for m in (0, 1) for n in (0, 1))
    return loss, (t - a - b)**2 + (1 - r) / r * (a**2 + b**2)


x1, x2, u1, u2 = symbols("x_1 x_2 u_1 u_2", real=True)
one, two = enumerated(), two_layers()

with evaluate(False):
    random, regular = ("mass", "mean", "variance", "uncorrelated"), ("kept", "dropped", "no_zero_column")
    THEOREM = Theorem(
        tag="0010",
        title="Dropout in linear regression is ridge with column norms",
        headline="identity",
        aliases=("dropout as L2 regularisation", "weight scaling", "inverted dropout", "Gaussian dropout"),
        source=Source("Srivastava2014", "Section 9.1, page 1950", Fidelity.PRIMARY,
                      "The retention probability is $p$ there as here. Of the masks only mean, variance and covariances are used on this "
                      "page; uniqueness, rescaling and conditioning are statements of this page.", number="Section 9.1"),
        hypotheses=(
            Clause("mass", Eq(TotalChance(), 1), used=(), role=Role.DOMAIN, label="the masks have a law"),
            Clause("mean", Eq(EntryMean(i, j), p), forall=entries, used=entries, label="an entry is kept with probability $p$: the mean"),
            Clause("variance", Eq(EntryVariance(i, j), p * (1 - p)), forall=entries, used=entries, scale=Rational(1),
                   label="and the variance"),
            Clause("uncorrelated", Eq(EntryCovariance(i, j, k), 0), forall=pairs, where=Ne(j, k), used=pairs, scale=Rational(1),
                   label="different features of one datum are dropped independently"),
            Clause("kept", Gt(p, 0), used=(), role=Role.DOMAIN, label="something is kept"),
            Clause("dropped", Lt(p, 1), used=(), label="something is dropped"),
            Clause("no_zero_column", Gt(SquaredNorm(X * Unit(j)), 0), forall=columns, used=columns, label="no feature is always 0"),
            Clause("direction", Gt(SquaredNorm(h), 0), used=(), role=Role.DOMAIN, label="$h$ is not 0"),
            Clause("rescaled", Eq(A, DiagonalPart(A)), used=(), scale=Norm(A), label="$A$ rescales features and does not mix them"),
            Clause("invertible", Gt(SquaredNorm(A * Unit(j)), 0), forall=columns, used=columns, role=Role.DOMAIN,
                   label="and multiplies none by 0")),
        conclusions=(
            Clause("identity", Eq(MaskedLoss(w), SquaredNorm(y - p * X * w) + p * (1 - p) * Inner(w, norms * w)), needs=random,
                   why=r"The last product is $\sum_j\lVert X_{:j}\rVert^2w_j^2$, with the columns $X_{:j}$.",
                   label="the mean loss in closed form"),
            Clause("minimiser", Eq(MaskedLoss(w), MaskedLoss(best / p) + curvature(off)), scale=MaskedLoss(w), needs=(*random, *regular),
                   why=r"So $w = \tilde w(X)/p$ is best, and $X\tilde w(X)$ are its predictions after weight scaling.",
                   label="the objective, completed to a square"),
            Clause("unique", Gt(curvature(h), 0), needs=(*regular, "direction"), why="A statement of this page.",
                   label="there is only one minimiser"),
            Clause("equivariance", Eq(A * Dropout(X * A), best), scale=Norm(best), needs=(*regular, "rescaled", "invertible"),
                   why=r"So the predictions $XA\,\tilde w(XA)$ do not depend on $A$. A statement of this page.",
                   label="the units of the features do not matter"),
            Clause("conditioning", Le((1 - p) * curvature(h) * Inner(z, norms * z),
                                       (1 - p + p * d) * curvature(z) * Inner(h, norms * h)), needs=("kept", "dropped"),
                   why=r"For features of norm 1 it says that the matrix $X^{\mathsf T}X+\frac{1-p}{p}I$ has at most the condition number "
                       r"$1+\frac{p\,d}{1-p}$. A statement of this page.", label="the condition number, however the features are related")),
        glossary={X: "the design matrix, $n$ rows of data with $d$ features", y: "the targets", w: "any weights",
                  p: "the probability with which an entry is kept", A: "a matrix", h: "weights", z: "weights",
                  d: "the number of features", i: "the number of a datum", j: "the number of a feature", k: "the number of a feature",
                  Rows: "the data", Columns: "the features"},
        names={Rows: r"\{1,\dots,n\}", Columns: r"\{1,\dots,d\}"},
        uses=("ridge_regression",),
        steps=(
            Step("four masks", Eq(one[0], one[1]), Identity(), "One datum with two features, weighted to $a$ and $b$."),
            Step("dropout of two hidden units", Eq(two[0], two[1]), Identity(),
                 "Outputs $a$ and $b$ of two hidden units, rescaled by $1/r$: a penalty on what each unit contributes."),
            Step("trace", Le((x1 * u1 + x2 * u2)**2, 2 * (x1**2 * u1**2 + x2**2 * u2**2)), Squares((x1 * u1 - x2 * u2)**2),
                 r"One row with two features: $\langle x,u\rangle^2\le d\sum_jx_j^2u_j^2$, whatever $x$ is.")))
