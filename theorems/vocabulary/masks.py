"""Random factors of the entries of a design matrix."""
from sympy import symbols

from theorems.language.operators import Number, Operator

h, z, A = symbols("h z A", commutative=False)
p, i, j, k, d, Rows, Columns = symbols("p i j k d Rows Columns", extended_real=True)


class TotalChance(Number):
    tex, meaning = r"\mathbb P(\Omega)", "the chances of all outcomes together"


class EntryMean(Number):
    tex, meaning = r"\mathbb E R_{{{}{}}}", "the mean of a factor"


class EntryVariance(Number):
    tex, meaning = r"\operatorname{{Var}} R_{{{}{}}}", "the variance of a factor"


class EntryCovariance(Number):
    tex, meaning = r"\operatorname{{Cov}}(R_{{{0}{1}}},R_{{{0}{2}}})", "the covariance of two factors of one row"


class MaskedLoss(Number):
    tex = r"\mathbb E\left\lVert y-(R*X)\,{:p} \right\rVert^2"
    meaning = "the mean squared error with random factors; $R*X$ is the product of the entries"


class Dropout(Operator):
    is_commutative = False
    tex = r"\tilde w({})"
    meaning = (r"$\bigl(X^{\mathsf T}X+\frac{1-p}{p}\operatorname{diag}(X^{\mathsf T}X)\bigr)^{-1}X^{\mathsf T}y$, "
               "for the design matrix in parentheses")
