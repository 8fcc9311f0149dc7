"""The Lipschitz constants of the usual non-linearities, averages with a stride and max pooling, exactly."""
from sympy import Abs, Eq, Ge, Gt, Le, Max, Ne, cos, evaluate, sin, symbols

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Squares
from theorems.vocabulary.analysis import At, Energy, Modulus, Norm, Sup, Total
from theorems.vocabulary.layers import AbsoluteMass, Gain, LookAlike, MaxPool, Parts, Polyphase, Scalar, Smoothed, Strided

u, v, phi, ell, a, b, A, B, L, R, c, w, Omega, x, G, r, j, Q, q, C = symbols("u v phi ell a b A B L R c omega Omega x G r j Q q C",
                                                                            extended_real=True)
p0, p1, p2 = symbols("p0 p1 p2", real=True)
theta = symbols("theta", real=True)

with evaluate(False):
    gain = Sup(Gain(phi, w), (w, Omega))
    folded = Sup(Total(LookAlike(phi, j, w)**2, (j, Q)), (w, Omega))
    phases = Total(Polyphase(phi, r)**2, (r, Q))
    THEOREM = Theorem(
        tag="000Q",
        title="How much one layer can amplify",
        headline="polyphase",
        aliases=("Lipschitz constant of ReLU", "Lipschitz constant of max pooling", "Lipschitz constant of average pooling", "anti-aliased "
                 "pooling", "polyphase components of a blur", "strided convolution norm"),
        source=Source(
            "WiatowskiBolcskei2018", "compare Sections III-B and III-C and the appendices", Fidelity.MEMORY,
            "The article lists Lipschitz constants of non-linearities (2 for the hyperbolic tangent and the rectifier, 1 for the modulus, "
            "1/2 for the shifted logistic function) and of pooling (1 for sub-sampling, the sum of absolute values for an average); "
            "neither the values nor their places were read there. The constants of this page are not larger and have their own proofs; "
            "strides and maxima are of this page."),
        hypotheses=(
            Clause("part_lipschitz", Le(Abs(Scalar(a) - Scalar(b)), ell * Abs(a - b)), forall=((a, A), (b, A)), used=((a, A), (b, A)),
                   where=Ne(a, b), label="the function of real numbers is Lipschitz"),
            Clause("positive_divisor", Gt(c, 0), role=Role.DOMAIN, used=(), label="filters are divided by the root of a positive number"),
            Clause("nonnegative", Ge(At(phi, x), 0), forall=((x, G),), used=((x, G),), label="the average is nonnegative"),
            Clause("mass_one", Eq(Total(At(phi, x), (x, G)), 1), used=(), label="the average has mass 1")),
        conclusions=(
            Clause("parts", Le(Norm(Parts(u) - Parts(v)), ell * Norm(u - v)), needs=("part_lipschitz",),
                   label="a function of real and imaginary part",
                   why="No factor for the two parts: $\\ell = 1$ for the rectifier and the hyperbolic tangent, $1/4$ for the logistic "
                       "function."),
            Clause("modulus", Le(Norm(Modulus(u) - Modulus(v)), Norm(u - v)), needs=(), label="the modulus"),
            Clause("rescaled", Eq(Max(B / c, B / c * (L * R)**2), Max(B, B * (L * R)**2) / c), needs=("positive_divisor",),
                   label="filters divided by a number",
                   why="With $c = \\max\\{B, BL^2R^2\\}$ this is 1: the least divisor that makes the layer admissible."),
            Clause("average", Le(Energy(Smoothed(phi, u)), gain**2 * Energy(u)), needs=(),
                   label="an average amplifies by its largest gain"),
            Clause("absolute_mass", Le(Energy(Smoothed(phi, u)), AbsoluteMass(phi)**2 * Energy(u)), needs=(),
                   label="and so at most by the sum of absolute values", why="The constant that is usually quoted; it is never smaller."),
            Clause("positive_gain", Eq(gain, AbsoluteMass(phi)), needs=("nonnegative",),
                   label="the two are the same for a nonnegative average"),
            Clause("strided", Le(q * Energy(Strided(phi, u)), folded * Energy(u)), needs=(), label="average and stride together",
                   why="With the factor $q = s^d$ under which a stride keeps the energy of a slow signal."),
            Clause("polyphase", Eq(folded, q * phases), needs=("nonnegative",), label="the constant is a sum over polyphase sums"),
            Clause("excess", Eq(q * phases, 1 + q * Total((Polyphase(phi, r) - 1 / q)**2, (r, Q))), needs=("mass_one",),
                   label="it is 1 exactly if all polyphase sums are equal"),
            Clause("max_pooling", Le(Energy(MaxPool(u) - MaxPool(v)), C * Energy(u - v)), needs=(), label="maxima over windows")),
        names={phi: r"\varphi", ell: r"\ell", G: "G", A: r"\mathbb R"},
        glossary={
            u: "a signal on a cyclic grid", v: "another one", phi: "the average, a real filter",
            ell: "the Lipschitz constant that is claimed", a: "a number", b: "a number", A: "the real numbers", B: "a frame bound",
            L: "a Lipschitz constant of the non-linearity",
            R: "one of the pooling", c: "a number", w: "a frequency", Omega: "all frequencies of the grid", x: "a position", G: "the grid, "
            "with $N$ samples a side, $N$ a multiple of $s$", r: "a phase", j: "counts frequencies that look alike",
            Q: r"$\{0, \dots, s-1\}^d$", q: "their number, $s^d$", C: r"the number of windows to which a sample can belong, "
            r"$\lceil k/s\rceil^d$; the windows have $k \le N$ samples a side"},
        steps=(
            Step("folding", Eq((p0 + p1 * cos(theta))**2 + (p1 * sin(theta))**2 + (p0 - p1 * cos(theta))**2 + (p1 * sin(theta))**2,
                               2 * (p0**2 + p1**2)), Identity(),
                 r"Of $s = 2$: the two look-alikes are $P_0 \pm e^{-i\theta}P_1$, and their squares sum to $2(P_0^2 + P_1^2)$."),
            Step("means", Le((p0 + p1 + p2)**2, 3 * (p0**2 + p1**2 + p2**2)),
                 Squares((p0 - p1)**2 + (p1 - p2)**2 + (p0 - p2)**2),
                 r"Three phases: $\sum_r P_r = 1$ leaves $3\sum_r P_r^2 \ge 1$, with equality only where all are equal.")),
        uses=("feature_extractor_nonexpansive",))
