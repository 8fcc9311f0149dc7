"""A finite group that acts on positions and on the letters of a scattering transform."""
from theorems.language.operators import Number, Operator


class Act(Operator):
    tex, meaning = r"({}\mathbin{{.}}{:p})", r"the action on signals, $(g.f)(x) = f(g^{-1}x)$"


class Moved(Operator):
    tex, meaning = r"{} \cdot {}", "the action on letters and, letter by letter, on paths"


class Conjugated(Operator):
    tex, meaning = r"{0}\,{1}\,{0}^{{-1}}", r"the operator $f \mapsto g.\,W(g^{-1}.f)$"


class Letter(Operator):
    tex, meaning = r"W_{{{}}}", "a linear operator on signals, one for every letter"


class Gram(Operator):
    tex = r"A^*A + \textstyle\sum_{{\lambda \in \Lambda}} W_\lambda^*W_\lambda"
    meaning = r"the identity if and only if $\lVert Af\rVert^2 + \sum_\lambda\lVert W_\lambda f\rVert^2 = \lVert f\rVert^2$ for all $f$"


class Weight(Number):
    tex, meaning = r"w({})", r"a layer is $U[\lambda]f = w\,\lvert W_\lambda f\rvert$ with a function $w$ of the position"


class Output(Operator):
    tex, meaning = r"S[{}] {:p}", r"$A\,U[p]f$, where $U[p]f = U[\lambda_m]\cdots U[\lambda_1]f$ for $p = (\lambda_1, \dots, \lambda_m)$"


class OrbitMean(Operator):
    tex = r"\textstyle\frac1{{\lvert G\rvert}}\sum_{{h \in G}} S[h \cdot {}] {:p}"
    meaning = "the mean over the paths of one orbit, taken jointly"


class Outputs(Operator):
    tex, meaning = r"S[\mathcal P_{{{}}}] {:p}", r"all $S[p]f$ with paths of fewer than $M$ letters"


class LayerOf(Operator):
    tex, meaning = r"U[\Lambda^{{{}}}] {:p}", r"all $U[p]f$ with paths of $m$ letters"


class OrbitSize(Number):
    tex, meaning = r"\lvert G{}\rvert", "the number of positions in the orbit of a position"


class StabiliserOrbitSize(Number):
    tex, meaning = r"\lvert G_{{{}}}{}\rvert", r"the number of positions to which those $g$ move it that fix the letter $\lambda$"
