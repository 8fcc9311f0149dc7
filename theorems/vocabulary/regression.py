"""Linear least squares: a design matrix, targets and weights as columns, ridge weights and their risk, masks of the entries."""
from theorems.language.operators import Number, Operator


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
