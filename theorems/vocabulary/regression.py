"""Linear least squares: a design matrix, targets and weights as columns, ridge weights and their risk, masks of the entries."""
from sympy import symbols

from theorems.language.operators import Number, Operator
from theorems.vocabulary.matrices import Trace

# Matrices, and vectors as columns.
X, y, w, v, c, beta, C, S, I_n, I_d = symbols("X y w v c beta C S I_n I_d", commutative=False)
lam, mu, nu, q, sigma, tau, var, p, j, J = symbols("lambda mu nu q sigma tau V p j J", extended_real=True)


class Transposed(Operator):
    tex, meaning, postfix = r"{:p}^{{\mathsf T}}", "the transpose", True


class Inverse(Operator):
    tex, meaning, postfix = r"{:p}^{{-1}}", "the inverse of a matrix", True


class Resolvent(Operator):
    is_commutative = False
    tex = r"\left(X^{{\mathsf T}}X+{}\,I\right)^{{-1}}"
    meaning = r"the inverse of $X^{\mathsf T}X$ plus a multiple of the identity"


class Ridge(Operator):
    is_commutative = False
    tex = r"\hat w_{{{}}}"
    meaning = r"the ridge weights $\hat w_\lambda = (X^{\mathsf T}X+\lambda I)^{-1}X^{\mathsf T}y$"


class MinimumNorm(Operator):
    is_commutative = False
    tex, meaning = "X^{{+}}{}", r"the shortest of the vectors $w$ that minimise $\lVert y-Xw\rVert$"


class LeastSquare(Number):
    tex, meaning = r"d_{{\min}}^2({})", "the square of the smallest singular value that is not 0"


class SquaredNorm(Number):
    tex, meaning = r"\left\lVert {} \right\rVert^2", "the square of the Euclidean norm"


class Inner(Number):
    tex, meaning = r"\left\langle {},{} \right\rangle", "the Euclidean inner product"


class Expected(Operator):
    is_commutative = False
    tex, meaning = r"\mathbb E{}", "the mean of random targets"


class Covariance(Operator):
    is_commutative = False
    tex, meaning = r"\operatorname{{Cov}}{}", "the covariance matrix of random targets"


class Risk(Number):
    tex = r"\mathbb E\left\langle {1},\hat w_{{{0}}}-\beta \right\rangle^2"
    meaning = (r"the mean squared error of a combination of the ridge weights "
               r"$\hat w_\lambda = (X^{\mathsf T}X+\lambda I)^{-1}X^{\mathsf T}y$")


class TotalRisk(Number):
    tex, meaning = r"\mathbb E\left\lVert \hat w_{{{}}}-\beta \right\rVert^2", "the mean squared error of the ridge weights"


class SquaredCoordinate(Number):
    tex, meaning = r"\alpha_{{{}}}^2", r"$\alpha_j = \langle v_j,\beta\rangle$ for the right singular vectors $v_j$ of $X$, of length 1"


def freedom(strength):
    """The effective degrees of freedom of ridge regression: the trace of the map from targets to fitted values."""
    return Trace(X * Resolvent(strength) * Transposed(X))
