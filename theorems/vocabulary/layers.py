"""What one layer of a network consists of: a function of real and imaginary parts, averages, strides, maxima."""
from theorems.language.operators import Number, Operator


class Scalar(Number):
    tex, meaning = r"m({})", "a function of real numbers"


class Parts(Operator):
    tex, meaning = r"M {:p}", r"the non-linearity, $m(\operatorname{Re} u) + i\,m(\operatorname{Im} u)$ at every point"


class Smoothed(Operator):
    tex, meaning = r"{1:p} * {0:p}", "cyclic convolution with the average"


class Strided(Operator):
    tex, meaning = r"({1:p} * {0:p})_{{\downarrow s}}", r"every $s$-th sample of $u * \varphi$, in each direction"


class Gain(Number):
    tex, meaning = r"\lvert\widehat{0}({1})\rvert", "modulus of the discrete Fourier transform of the average"


class LookAlike(Number):
    tex, meaning = (r"\lvert\widehat{0}\bigl({2} + {1}\tfrac{{N}}{{s}}\bigr)\rvert",
                    r"the same at the $j$-th of the frequencies that cannot be told apart after the stride")


class Polyphase(Number):
    tex, meaning = r"P_{{{1}}}", r"a polyphase sum, $P_r = \sum_m \varphi(sm + r)$"


class AbsoluteMass(Number):
    tex, meaning = r"\left\lVert {} \right\rVert_1", "the sum of absolute values"


class MaxPool(Operator):
    tex, meaning = (r"\operatorname{{max}}_k {:p}",
                    r"max pooling, the largest $\lvert u\rvert$ in each window of $k$ samples a side, one window every $s$ samples")
