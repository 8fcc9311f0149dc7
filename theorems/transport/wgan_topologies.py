"""Arjovsky, Chintala and Bottou, Theorem 2, in numbers: what Kullback-Leibler, Jensen-Shannon and total variation say about each other."""
from sympy import Derivative, Eq, Ge, Gt, Integer, Le, Rational, evaluate, log, symbols, tanh

from theorems.language.statement import Clause, Fidelity, Role, Source, Step, Theorem
from theorems.language.tactics import Identity, Ladder, Squares
from theorems.vocabulary import measures as ms
from theorems.vocabulary.analysis import Log
from theorems.vocabulary.divergences import TimesLog
from theorems.vocabulary.measures import JS, KL, Weight, X, lam, mu, nu, points, x


class TV(ms.TV):
    meaning = r"total variation of two laws: $\tfrac12\sum_x\lvert\mu\{x\}-\nu\{x\}\rvert$"


q = symbols("q", extended_real=True)
a, b, r, s, t, u, v = symbols("a b r s t u v", positive=True)          # steps
w = symbols("w", real=True)
middle = (u + v) / 2
overlap = s * log(s) - (1 + s) * log(1 + s) + 2 * s * log(2)
generator = log(2) / 2 * (t * log(t) - t + 1) - (t * log(2 * t / (1 + t)) + log(2 / (1 + t))) / 2
hidden = ((1 + s) * log(1 + s) + (1 - s) * log(1 - s)) / 2

with evaluate(False):
    delta, laws, supported = TV(mu, nu), ("mass", "positive"), ("mass", "positive", "positive_floor", "full")
    separate = Rational(1, 2) * (TimesLog(1 + delta) + TimesLog(1 - delta))
    THEOREM = Theorem(
        tag="000E",
        title="Total variation, Jensen-Shannon and Kullback-Leibler: which is stronger",
        headline="js_above",
        aliases=("WGAN, Theorem 2", "Pinsker's inequality", "Jensen-Shannon and total variation", "topologies of divergences",
                 "reverse Pinsker inequality"),
        source=Source("Arjovsky2017", "Theorem 2 and its proof in Appendix C", Fidelity.TRANSCRIPTION,
                      "Statement and the page of the proof that settles it were read in transcriptions of the preprint. The theorem "
                      "speaks of limits; the inequalities are statements of this page, of which Pinsker's was read in the LaTeX source of "
                      "Peyré (2025).", number="Theorem 2"),
        hypotheses=(
            *ms.probability(mu, nu),
            Clause("positive_floor", Gt(q, 0), used=(), role=Role.DOMAIN, label="the least mass is positive"),
            Clause("full", Ge(Weight(nu, x), q), forall=points, used=points, label="the second law has full support")),
        conclusions=(
            Clause("js_above", Le(JS(mu, nu), delta * Log(2)), needs=laws, label="Jensen-Shannon from above"),
            Clause("js_below", Le(separate, JS(mu, nu)), needs=laws, label="Jensen-Shannon from below"),
            Clause("js_square", Le(Rational(1, 2) * delta**2, JS(mu, nu)), needs=laws, label="the same as a square"),
            Clause("pinsker", Le(2 * delta**2, KL(mu, nu)), needs=laws, label="Pinsker's inequality"),
            Clause("pinsker_reversed", Le(2 * delta**2, KL(nu, mu)), needs=laws, label="Pinsker's inequality, laws exchanged"),
            Clause("js_kl", Le(JS(mu, nu), Rational(1, 2) * Log(2) * KL(mu, nu)), needs=laws,
                   label="Kullback-Leibler bounds Jensen-Shannon"),
            Clause("js_kl_reversed", Le(JS(mu, nu), Rational(1, 2) * Log(2) * KL(nu, mu)), needs=laws, label="the same, laws exchanged"),
            Clause("full_support", Le(KL(mu, nu), Log(1 + 2 * delta**2 / q)), needs=supported,
                   label="total variation bounds Kullback-Leibler under full support")),
        glossary=ms.glossary(mu, nu, lam, X) | {q: r"a bound from below on the masses of $\nu$"},
        steps=(
            Step("convex overlap", Eq(Derivative(overlap, (s, 2)), 1 / (s * (1 + s))), Identity(),
                 r"*js above*: with $s = \nu\{x\}/\mu\{x\} \le 1$ the claim at a point is $g(s) = s\log s-(1+s)\log(1+s)+2s\log2 \le 0$; "
                 r"$g$ vanishes at $0$ and $1$ and is convex."),
            Step("two points", Eq(Derivative(hidden, s), Rational(1, 2) * (log(1 + s) - log(1 - s))), Identity(),
                 r"The slope of the bound from below; with $s = \tanh w$ it is $w$."),
            Step("area", Le(tanh(w), w), Ladder(tanh(w)**2, even=False),
                 r"*js square*: so the slope $w$ is at least $s = \tanh w$, the slope of $\tfrac12s^2$."),
            Step("pinsker on two points", Le(Integer(4), (a + b)**2 / (a * b)), Squares((a - b)**2 / (a * b)),
                 r"*pinsker*: for $a + b = 1$ the second derivative of $\mathrm{KL}$ in $a$ is $1/a + 1/b = (a+b)^2/(ab)$."),
            Step("compensation", Eq((u * log(u / middle) + v * log(v / middle)) / 2, u * log(u / v) / 2 - middle * log(middle / v)),
                 Identity(), r"$\mathrm{JS}_{1/2} = \tfrac12\mathrm{KL}(\mu\Vert\nu) - \mathrm{KL}(\tfrac12(\mu+\nu)\Vert\nu)$, "
                             "at every point."),
            Step("one change of sign", Eq(Derivative(generator, (t, 2)), ((log(2) - 1) + t * log(2)) / (2 * t * (1 + t))), Identity(),
                 r"*js kl*: the difference of both sides is $\sum_x\nu\{x\}\,\varphi(\mu\{x\}/\nu\{x\})$ with $\varphi$ concave up to "
                 r"$1/\log2 - 1$ and convex from there."),
            Step("chi square", Eq((u - v)**2 / v, u**2 / v - 2 * u + v), Identity(),
                 r"*full support*: $\sum\mu^2/\nu = 1 + \chi^2$, and $\mathrm{KL} \le \log\sum\mu^2/\nu$ by concavity of the logarithm.")),
        uses=("total_variation_transport",))
