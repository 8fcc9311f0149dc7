"""A design matrix, targets, weights, two strengths of the penalty, an axis, and the covariances of a Gaussian prior and of the noise."""
from dataclasses import dataclass
from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import sympy as sp

from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics.metric_spaces import switches
from proofs_numeric.worlds.regression import Axis, Design, Regression, Size, Strengths, Targets, drawn, floats, fraction, rounded
from proofs_numeric.worlds.world import Part, Words
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.regression import Inner, LeastSquare, MinimumNorm, Ridge, SquaredNorm, X, freedom, lam, q, v, w, y

best, shortest = Ridge(lam), MinimumNorm(y)



class BayesWords(Words):
    def values(self):
        return {name: self.instance[name] for name in ("C", "S", "sigma", "tau")}


@dataclass(frozen=True)
class Bayes(Part):
    """Covariances C of the prior and S of the noise: tau^2 I and sigma^2 I with sigma^2 = lambda tau^2, without rounding."""

    floating = exact = extended = BayesWords
    frees = "prior and noise with any positive definite covariance, unrelated to the penalty"

    def draw(self, size, rng):
        return dict(tau=rng.normal())

    def build(self, size, theta, knobs, built):
        tau = rounded(jnp.exp(jnp.tanh(theta["tau"])), 6)
        sigma = built["root"] * tau
        return dict(tau=tau, sigma=sigma, C=tau**2 * jnp.eye(size.d), S=sigma**2 * jnp.eye(size.n))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(loose=rng.normal(size=2), unlike=switches(3, rng))

    def build_free(self, size, theta, built):
        own, (prior, noise, ratio) = self.build(size, theta, {}, built), theta["unlike"] > 0
        sigma = jnp.where(ratio, 2 * own["sigma"], own["sigma"])
        C, S = own["tau"]**2 * jnp.eye(size.d), sigma**2 * jnp.eye(size.n)
        more = jnp.abs(theta["loose"])
        return dict(tau=own["tau"], sigma=sigma, C=C + jnp.where(prior, more[0], 0.0) * jnp.diag(jnp.arange(size.d)),
                    S=S + jnp.where(noise, more[1], 0.0) * jnp.diag(jnp.arange(size.n)))

    def named(self, given, exact):
        """tau is 1 and sigma what the ratio demands, where they are not given: then the strength is the square of a rational."""
        (n, d), tau = np.shape(given["X"]), Fraction(given.get("tau", 1))
        sigma = Fraction(given.get("sigma", 1))
        C, S = (np.diag(fraction(np.array(entries, object)))
                for entries in (given.get("prior", [tau**2] * d), given.get("noise", [sigma**2] * n)))
        return floats(dict(tau=tau, sigma=sigma, C=C, S=S), exact)

    def as_exact(self, instance):
        return {name: Fraction(float(instance[name])) for name in ("tau", "sigma")} | {
            name: fraction(np.asarray(instance[name])) for name in ("C", "S")}


WORLD = Regression("Design matrices with known singular vectors, targets, weights and strengths in float64, which are a rational instance; "
                   "n data and d features, of every rank: zero rows and columns make other shapes.", (Size(3, 3),),
                   (Design(), Strengths(), Targets(), Axis(), Bayes()))
BASE = dict(X=((2, 1), (1, 2)), axes=((1, 1), (1, -1)), y=(1, 2), w=(0, 1), lam=1, mu=4)
PADDED = dict(X=((2, 1, 0), (1, 2, 0), (0, 0, 0)), axes=((1, 1, 0), (1, -1, 0), (0, 0, 1)), y=(1, 2, 0), w=(0, 1, 0), lam=1, mu=4)
ONE = dict(X=((2,),), y=(3,), w=(1,), lam=4, sigma=2)
WIDE, LOW = drawn(1, 2, 3), drawn(2, 4, 3, rank=1)
with sp.evaluate(False):
    FACTS = (sp.Eq(SquaredNorm(best), sp.Rational(53, 100)), sp.Eq(freedom(lam), sp.Rational(7, 5)), sp.Eq(SquaredNorm(shortest), 1),
             sp.Eq(LeastSquare(X), 1), sp.Eq(SquaredNorm(y - X * best), sp.Rational(17, 100)), sp.Eq(Norm(5 * shortest), 5),
             sp.Eq(Inner(X * w, y), 5))
    EXAMPLE = Example(WORLD.rational("two correlated features", **BASE), beside={
        "the same for least squares": Inner(X * v, y) / q, "the square of the length of the ridge weights": SquaredNorm(best),
        "its cap": SquaredNorm(y) / (4 * lam)})


def _thinner(right, meaning):
    """The ridge weights for a third of the penalty, as if the loss were a mean over three data."""
    return lambda strength: right(Named("a third", unnamed(strength) / 3)) if meaning else right(strength)


MODEL = WORLD.model(
    kind=Kind.INSTANCE,
    gap="Real matrices of size 3 by 3 and every rank from 1 to 3 are sampled; other shapes are single rational instances. The posterior "
        "is computed by the formula for conditional Gaussian laws from the joint covariance of weights and targets, not from densities.",
    notes={name: (Kind.ANALOGUE, "A statement of this page, not of the sources named.") for name in ("bound", "limit")},
    example=EXAMPLE,
    anchors=(
        WORLD.rational("the singular values 3 and 1", **BASE, facts=FACTS),
        WORLD.case("the singular values 3 and 1, and zeros", facts=FACTS[-2:], **PADDED)),
    extremals=(
        WORLD.rational("a singular value that is the root of the penalty", reach={"bound": -1e-12, "limit": -1e-12}, **ONE,
                       about="one datum and one feature, d² = λ: the cap is reached, and so is the rate of the limit"),
        WORLD.rational("no more penalty", **BASE | dict(mu=1), about="both strengths are equal", reach={
            "weights_decrease": -1e-12, "fit_loosens": -1e-12, "freedom_decreases": -1e-12}),
        WORLD.rational("the ridge weights themselves", **BASE | dict(w=("1/5", "7/10")), reach={"best": -1e-12})),
    controls=(
        Control("positive", ("best",), WORLD.rational("λ = −1, X = 0", X=((0,),), y=(1,), w=(1,), lam=-1), also=("ratio",),
                about="a reward for long weights has no minimum: 1 > 0"),
        Control("positive", ("weights_decrease",), WORLD.rational("λ = −2, μ = −3/2", X=((1,),), y=(1,), w=(1,), lam=-2, mu="-3/2"),
                also=("ratio",), about="one datum and one feature: 2 > 1"),
        Control("order", ("weights_decrease", "fit_loosens", "freedom_decreases"), WORLD.rational("less penalty", **BASE | dict(mu="1/4")),
                about="a smaller penalty instead of a larger one"),
        Control("axis", ("shrinkage",), WORLD.rational("a coordinate", **BASE, v=(1, 0)),
                about="a coordinate that is no axis: 1/5 against 2/3"),
        Control("prior", ("posterior_mean", "posterior_covariance"), WORLD.rational("unequal prior", **BASE, prior=(1, 4)),
                about="variances 1 and 4 of the two weights"),
        Control("noise", ("posterior_mean", "posterior_covariance"), WORLD.rational("unequal noise", **BASE, noise=(1, 4)),
                about="variances 1 and 4 of the two data"),
        Control("ratio", ("posterior_mean", "posterior_covariance"), WORLD.rational("wide prior", **BASE, tau=2),
                about="prior variance 4 and noise variance 1, λ = 1")),
    certificates=(
        WORLD.rational("two features", **BASE),
        WORLD.rational("more features than data", **WIDE, y=(1, -2), w=(1, 0, 2), lam=4, mu=9, sigma=2),
        WORLD.rational("rank 1", **LOW, y=(3, 1, -4, 1), w=(1, -1, 2), lam=9, mu=10, sigma=6, tau=2),
        WORLD.rational("no features", X=((0, 0), (0, 0)), y=(1, 2), w=(3, 4), lam="1/4", sigma="1/2", about="X = 0")),
    faults=(
        Fault("a third of the penalty", reinterpret={"Ridge": _thinner}),
        Fault("a cap half as high", restate={"bound": lambda r: r.func(4 * r.lhs, r.rhs)}),
        Fault("covariance without the noise", restate={"posterior_covariance": lambda r: r.func(r.lhs, r.rhs.args[1])}),
        Fault("filter factor without the penalty", restate={"shrinkage": lambda r: r.func(r.lhs, r.rhs.subs(lam, 0))})))
