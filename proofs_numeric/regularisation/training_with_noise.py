"""Polynomials of degree at most 3 on a few noisy data."""
from fractions import Fraction
from itertools import product

import sympy as sp

from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.worlds.fits import FITS, fitted
from theorems.vocabulary.analysis import Norm
from theorems.vocabulary.noise import Curvature, Error, Lean, Moved, NoisyError, Quartic, Shrunk, Slope, q, t, v

HALF, TENTH = Fraction(1, 2), Fraction(1, 10)
SIGNS = [[1], [-1]]
CORNERS = [*product((1, -1), repeat=2)]                      # fair signs in the plane
GAUSSIAN = [[1], [-1], *[[0]] * 4]                           # the moments of a Gaussian law up to the fifth
SKEWED = [[2], [-1], [-1]]                                   # no mean, but a third moment
TILTED = [[1]] * 8 + [[-2]]                                  # no third moment, but a mean
SQUARE, CROSS, CUBE = {(2,): 1}, {(1, 1): 1}, {(3,): 1}
LINE = dict(x=[[1], [-1]], t=[1, 1], xi=SIGNS, features=[SQUARE], q=SQUARE, y=SQUARE, ell={(1,): 1})
PLANE = dict(x=[[1, 1]], t=[0], features=[CROSS], q=CROSS, ell={(1, 0): 1, (0, 1): 1})
DATUM = dict(x=[["7/10"]], t=["1/5"], u=["1/5"], xi=[[TENTH], [-TENTH]], features=[SQUARE], q=SQUARE)
# Both features are harmonic where the fit is; its curvature vanishes and it is unbiased.
SADDLE = dict(x=[[1, 0], [0, 1], [1, 1], [2, 1]], u=[1, -1, 0, 3], xi=CORNERS, features=[{(2, 0): 1, (0, 2): -1}, {(2, 0): 1}], q=CROSS)
BIASED = dict(x=[[-1], [1], [2]], u=[-2, -2, 3], xi=SIGNS, features=[{(1,): 1}, SQUARE])
EXACT_LINE = dict(x=[[1], [-1]], t=[1, -1], u=[1, -1], xi=SIGNS, features=[{(0,): 1}, {(1,): 1}], ell={(1,): 1})


def _printed(relation):
    """Equation (11) as it is printed, with one half of the curvature."""
    return relation.subs(Curvature(q), Curvature(q) / 2)


with sp.evaluate(False):
    FIRST = sp.Rational(1, 2) * v * (Slope(q) + Curvature(q))
    EXAMPLE = Example(fitted("one datum", **DATUM), beside={
        "the error without noise": Error(q), "the second order": FIRST, "the fourth order": sp.Rational(1, 8) * Quartic(q),
        "the second order of (11) as it is printed": sp.Rational(1, 2) * v * (Slope(q) + sp.Rational(1, 2) * Curvature(q)),
        "the gradient penalty alone": sp.Rational(1, 2) * v * Slope(q)})

MODEL = FITS.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="The published expansion for finite data and polynomials, with the coefficient 1 that the expansion gives; no integral over a "
        "density and no network that is not a polynomial is checked.",
    notes={name: (Kind.ANALOGUE, "A statement of this page, with its proof.")
           for name in ("fourth", "remainder", "shift", "same_shift", "value")},
    anchors=(
        fitted("one datum", **DATUM, about="q = x², x = 7/10, t = 1/5, noise ±1/10",
               facts=(sp.Eq((NoisyError(q) - Error(q)) / v, sp.Rational(127, 100) + v / 2),
                      sp.Eq(Slope(q), sp.Rational(49, 25)), sp.Eq(Curvature(q), sp.Rational(29, 50)))),
        fitted("one parameter", **LINE, about="θ x² at x = ±1 with target 1: the minimiser moves by −5 η² with noise, by −4 η² with the "
                                              "penalty",
               facts=(sp.Eq(Quartic(q), 4), sp.Eq(Norm(Moved(t)), 5), sp.Eq(Norm(Shrunk(t)), 4))),
        fitted("Gaussian moments", **LINE | dict(xi=GAUSSIAN), about="θ x², noise with the moments of a Gaussian law",
               facts=(sp.Eq(Quartic(q), 12 * v**2), sp.Eq(sp.Symbol("kappa", extended_real=True), 3)))),
    extremals=(fitted("a parabola", **LINE, reach={"remainder": -1e-12}, about="y = x² and fair signs"),),
    controls=(
        Control("centred", ("expansion", "linear"), fitted("a tilted law", **LINE | dict(x=[[1]], t=[0], xi=TILTED)),
                about="noise 1, eight times of nine, and −2: no third moment, mean 2/3"),
        Control("centred", ("shift", "same_shift"), fitted("an affine fit and a tilted law", **EXACT_LINE | dict(xi=TILTED)),
                about="features 1 and x, targets x at ±1, the same noise"),
        Control("isotropic", ("expansion", "linear"), fitted("one sign for both coordinates", **PLANE, xi=[[1, 1], [-1, -1]]), also=(
            "kurtosis",),
                about="x₁x₂ at (1, 1) with ξ₁ = ξ₂ = ±1: 3½ instead of 1½ above the error"),
        Control("balanced", ("expansion",), fitted("a skew law", **LINE | dict(x=[[1]], t=[1], xi=SKEWED)), about="noise 2, −1, −1 at x = "
            "1"),
        Control("kurtosis", ("fourth",), fitted("a turned square", **PLANE, xi=[[1, 0], [-1, 0], [0, 1], [0, -1]]),
                about="noise along one axis at a time: ξ₁ξ₂ = 0"),
        Control("quadratic", ("expansion",), fitted("a cube", **LINE | dict(q=CUBE)), about="q = x³ at ±1"),
        Control("derivative", ("remainder",), fitted("M too small", **LINE, M=11), about="12 is true of y = x²"),
        Control("affine", ("linear",), fitted("a parabola for an affine function", **LINE | dict(ell=SQUARE)), about="ℓ = x²"),
        Control("harmonic", ("same_shift",), fitted("one parameter, fitted exactly", **LINE, u=[1, 1]), about="θ x² at ±1, target x²: −5 "
            "against −4"),
        Control("unbiased", ("same_shift",), fitted("a biased fit", **BIASED), about="features x and x², best fit x, targets −2, −2, 3 at "
                                                                                     "−1, 1, 2"),
        Control("unbiased", ("value",), fitted("a biased parabola", **LINE | dict(x=[[1], [2]]), u=[1, 1]), also=("harmonic",),
                about="θ x² at 1 and 2, targets 1")),
    certificates=(
        fitted("a saddle", **SADDLE, about="features x₁² − x₂² and x₁², targets x₁² − x₂² at four points of the plane"),
        fitted("a biased fit", **BIASED, t=[-2, -2, 3], q=SQUARE, y=CUBE, about="features x and x² at three points of the line"),
        fitted("three inputs", x=[[1, 0, 2], [0, 1, -1], [1, 1, 0]], t=[1, 2, -1], xi=[*product((1, -1), repeat=3)],
               q={(1, 1, 0): 2, (0, 0, 2): 1, (1, 0, 0): -1}, y={(1, 1, 1): 1, (2, 0, 0): 1}, ell={(1, 0, 0): 3, (0, 0, 1): -2},
               features=[{(1, 1, 0): 1, (1, 0, 0): 1}, {(0, 0, 2): 1, (0, 0, 0): 1}, {(0, 1, 0): 1}],
               about="three inputs, fair signs, three features")),
    faults=(
        Fault("equation (11) as it is printed", restate={"expansion": _printed}),
        Fault("one half of the gradient term", restate={"expansion": lambda r: r.subs(Slope(q), Slope(q) / 2)}),
        Fault("the same minimiser", restate={"shift": lambda r: r.func(r.lhs, 0 * r.rhs)}),
        Fault("the residual forgotten", restate={"shift": lambda r: r.subs(Lean(t), 0 * Lean(t))}),
        Fault("the remainder with 1/25", restate={"remainder": lambda r: r.func(r.lhs, sp.Rational(24, 25) * r.rhs)})))
