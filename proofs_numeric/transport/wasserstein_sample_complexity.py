"""Every sample of n draws from k points; laws with a density on the line, and unions of balls in the plane and in space."""
from fractions import Fraction

import numpy as np
import sympy as sp

from proofs_numeric.engine.model import Arithmetic, Case, Control, Example, Fault, Kind
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.densities import Densities, unit_interval
from proofs_numeric.worlds.samples import Draws, Size, Space, Transport
from proofs_numeric.worlds.world import World
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.measures import Weight
from theorems.vocabulary.samples import Empirical, Probability
from theorems.vocabulary.transport import Wasserstein

SIZES = (Size(3, 2, 2, 2), Size(3, 4, 4, 3))


# -- instances
def _case(name, size, metric, mu, p=1.0, m=None, k=None, atoms=None, about="", **more):
    """A law mu on a metric space; on the line the uniform law of [0, 1], by default with midpoints; equal balls."""
    mu, metric, laws = np.array(mu, float), np.array(metric, float), unit_interval(size.bins, size.m)
    instance = dict(metric=metric, mu=mu / mu.sum(), p=np.float64(p), D=metric.max(), repeated=np.float64(0),
                    m=np.float64(m or size.m), k=np.float64(k or size.k), **laws)
    return Case(name, size, instance | {"line": laws["line"] | (atoms or {})}, about=about, **more)


def _enumerated(k, n, p=1, metric=None, m=4, D=None, bins=None, value=None, name="", about="", **more):
    """All samples of n draws from the uniform law on k points, exactly; discrete metric unless given.

    On the line [0, 1] in `bins`, pairs (length, weight) from the left, with the midpoints of m equal intervals.
    """
    metric = ms.discrete(k).tolist() if metric is None else np.array(metric).tolist()
    points, bins = [Fraction(2 * j + 1, 2 * m) for j in range(m)], bins or [(Fraction(1), Fraction(1))]
    length, weights = ([*side] for side in zip(*bins))
    left = [sum(length[:j], Fraction(0)) for j in range(len(bins))]
    facts = () if value is None else (sp.Eq(MEAN, value),)
    return Case(name or f"k = {k}, n = {n}, p = {p}", None,
                dict(metric=metric, D=max(map(max, metric)) if D is None else D, mu=[Fraction(1, k)] * k, n=n, p=p,
                     line=(left, length, weights, points, [Fraction(1, m)] * m)),
                Arithmetic.RATIONAL, facts=facts,
                about=about or f"the uniform law on k = {k} points, all samples of n = {n} draws, p = {p}; the unit interval "
                               f"and m = {m} midpoints", **more)


_mu, _s, _p, _x, _omega = sp.symbols("mu s p x Omega", extended_real=True)
with sp.evaluate(False):
    MEAN = Total(Probability(_s) * Wasserstein(_p, Empirical(_s), _mu) ** _p, (_s, _omega))

with sp.evaluate(False):
    SPREAD = Total(sp.sqrt(Weight(_mu, _x) * (1 - Weight(_mu, _x)) / sp.Symbol("n", integer=True)),
                   (_x, sp.Symbol("X", extended_real=True)))
    EXAMPLE = Example(
        _enumerated(2, 4, name="the unit interval and four points; four tosses of a coin"),
        beside={"the mean cost of a sample, four tosses of a fair coin whose sides are 1 apart": MEAN,
                "the bound on it": sp.Rational(1, 2) * sp.Symbol("D", extended_real=True)**_p * SPREAD})

SAMPLES = World(
    space="Finite metric spaces with all samples enumerated; a piecewise uniform law on the line with arbitrary atoms; unions "
          "of balls in the plane and in space.",
    sizes=SIZES, parts=(Space(), Draws(), Densities(), Transport()))

MODEL = SAMPLES.model(
    example=EXAMPLE,
    kind=Kind.ANALOGUE,
    gap="Statements of this page with explicit constants; the articles are named for the rates. At most 3 points and 4 draws in "
        "floating point (exactly: 4 points with 5 draws, 3 points with 6); no limit is taken.",
    notes={"lower": (Kind.ANALOGUE, "A statement of this page. On the line atoms and weights are arbitrary; in the plane and in space only "
                                    "unions of disjoint balls, of random radii and shares, with an atom of the same mass at each centre: "
                                    "there the distance is a closed form and the check an inequality between two formulas."),
           "density": (Kind.ANALOGUE, "Piecewise uniform densities only."),
           "few_atoms": (Kind.ANALOGUE, "At most 3 atoms; 4 and 5 exactly.")},
    controls=(
        Control("reflexive", ("upper",), about="to stay costs as much as to go to the nearest other point"),
        Control("diameter", ("upper",), about="D understated by a factor 64"),
        Control("nonnegative", ("upper",), _enumerated(2, 1, p=2, metric=[[0, -5], [-5, 0]], D=1, name="distances −5"), also=("triangle",),
                about="a fair coin, one draw, d(1,2) = −5 ≤ D = 1, p = 2: 12.5 > 0.5"),
        Control("positive_exponent", ("upper",), _case("p = -1", SIZES[0], ms.discrete(3), (1, 1, 1), p=-1.0), also=("exponent",),
                about="p = −1: to stay costs infinitely much"),
        Control("independent", ("upper",), about="one draw, repeated n times: the error does not decrease"),
        Control("cardinality", ("worst_law",), _case("three points counted as two", SIZES[0], ms.discrete(3), (1, 1, 1), k=2.0),
                about="the uniform law on three points with k = 2: √2 > 1"),
        Control("density", ("lower",), about="the laws and their atoms shrunk by a factor 64 with M unchanged, on the way to "
                                             "a Dirac measure"),
        Control("few_atoms", ("lower",), _case("three atoms where one is allowed", SIZES[1], ms.line(3), (1, 1, 1), m=1),
                about="three midpoints where one atom is allowed: 1/12 < 1/4")),
    edges=(_case("a Dirac measure", SIZES[1], ms.line(3), (0, 1, 0)), _case("uniform", SIZES[1], ms.discrete(3), (1, 1, 1)),
           _case("two ends of a line", SIZES[1], ms.line(3), (1, 0, 1), p=2.0),
           _case("all atoms in one place", SIZES[0], ms.line(3), (1, 2, 3), p=1.0, atoms=dict(points=np.full(2, 0.5))),
           _case("atoms outside", SIZES[1], ms.line(3), (1, 2, 3), p=3.0, atoms=dict(points=np.array([-1, 2, 2.5]))),
           _case("an atom without mass", SIZES[1], ms.line(3), (1, 1, 0), atoms=dict(masses=np.array([.5, 0, .5])))),
    extremals=(
        _enumerated(2, 1, m=1, reach={"upper": -1e-11, "lower": -1e-11}, name="a coin, one draw; a midpoint",
                    about="a fair coin and one draw, where the upper bound is reached; the unit interval and its midpoint, where the "
                          "lower is"),
        _case("midpoints; equal balls", SIZES[0], ms.discrete(3), (1, 1, 0), p=1.0, reach={"lower": -1e-10}),
        _case("uniform law; cost squared", SIZES[1], ms.discrete(3), (1, 1, 1), p=2.0,
              reach={"worst_law": -1e-11, "lower": -1e-10})),
    certificates=(_enumerated(2, 1, value=sp.Rational(1, 2)), _enumerated(2, 4, p=2, value=sp.Rational(3, 16)),
                  _enumerated(3, 6, value=sp.Rational(160, 729)), _enumerated(4, 5, value=sp.Rational(81, 256)),
                  _enumerated(3, 3, p=2, metric=ms.line(3), m=5),
                  _enumerated(2, 2, m=2, bins=[(Fraction(1, 4), Fraction(2, 3)), (Fraction(3, 4), Fraction(1, 3))],
                              name="two unequal bins", value=sp.Rational(1, 4),
                              about="a fair coin and two draws; mass 2/3 on [0, 1/4] and 1/3 on [1/4, 1], and two atoms at 1/4 and 3/4")),
    faults=(
        Fault("constant 0.49 for one half", restate={"upper": lambda r: r.func(r.lhs, r.rhs * sp.Rational(49, 50))}),
        Fault("lower bound 2 per cent larger", restate={"lower": lambda r: r.func(r.lhs, r.rhs * sp.Rational(51, 50))}),
        Fault("rate 1/n", restate={"upper": lambda r: r.func(r.lhs, r.rhs / sp.sqrt(sp.Symbol("n", integer=True)))}),
        Fault("no root", reinterpret={"Wasserstein": lambda right, m: lambda p, P, Q: right(p, P, Q) ** p}),
        Fault("k - 2 for k - 1", restate={"worst_law": lambda r: r.func(r.lhs, sp.sqrt(sp.Symbol("k", integer=True) - 2))})))
