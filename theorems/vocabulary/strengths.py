"""Strength and correlation of a random forest."""
from sympy import Eq, Ge, Gt, Integer, evaluate, symbols

from theorems.language.statement import Clause, Role

s, V, C, S, rho, PE, PE0 = symbols("s V C S rho PE PE0", extended_real=True)
NAMES = {rho: r"\bar\rho", V: r"\operatorname{var}(\mathrm{mr})", S: r"\mathbb E\,\mathrm{sd}",
         C: r"\mathbb E\,\rho\,\mathrm{sd}\,\mathrm{sd}'", PE: r"\mathrm{PE}^*", PE0: r"P(\mathrm{mr}\le0)"}
PHRASES = {
    s: "the strength, $\\sum_x p_x\\,\\mathrm{mr}_x$", V: "the variance of the margin, for a random point",
    S: r"the mean over a random tree of the standard deviation of its raw margin, $1(h=y)-1(h=\hat\jmath)$, for a random point; "
       r"$\hat\jmath$ is a wrong class with the most votes of the forest",
    C: r"the mean, over two independent trees, of the covariance of their raw margins: correlation times standard deviations",
    rho: "the number that is taken for the mean correlation", PE: "the probability of a point with a negative margin",
    PE0: "the probability of a point whose margin is not positive: ties count as errors"}

with evaluate(False):
    STRONG = Clause("strength", Gt(s, 0), used=(), label="the strength is positive")
    WEIGHTED = Clause("weighted", Eq(rho * S**2, C), used=(), scale=Integer(1), label="the mean of the correlations has the weights "
                      r"$\mathrm{sd}\,\mathrm{sd}'$", why="The diagonal is included: the two trees may be the same.")
    SIGN = Clause("sign", Ge(rho, 0), used=(), role=Role.DOMAIN, label="it is not negative",
                  why="It follows from the other condition, unless no raw margin varies; then that condition says nothing.")
