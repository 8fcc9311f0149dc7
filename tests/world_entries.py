"""The worlds under test in `test_worlds`: all their parts, formulas in which every word occurs, instances that are exact as floats."""
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import jax
import numpy as np
from sympy import Integer, Symbol, symbols
from sympy import evaluate as sympy_evaluate

from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.transport.wasserstein_sample_complexity import SAMPLES
from proofs_numeric.worlds import couplings, divergences, gaussians, lines, measures, metric, samples, world
from theorems.language import catalogue
from theorems.vocabulary import measures as words
from theorems.vocabulary.analysis import Count, Log, Norm, Prod, Sup, Total
from theorems.vocabulary.divergences import TimesLog
from theorems.vocabulary.matrices import Gaussian, InverseRoot, MinEigen, Root, Trace
from theorems.vocabulary.measures import (
    JS,
    KL,
    TV,
    A,
    D,
    Diameter,
    Distance,
    Integral,
    Line,
    LipNorm,
    Mass,
    Mixture,
    Sets,
    Weight,
    X,
    f,
    m,
    mu,
    nu,
    p,
    rho,
    x,
    y,
)
from theorems.vocabulary.samples import (
    BallVolume,
    Continuous,
    DensityBound,
    Discrete,
    Draw,
    Empirical,
    PeakDensity,
    Probability,
    SupportSize,
)
from theorems.vocabulary.transport import Cost, Coupling, FirstMarginal, Glue, LipSup, Mismatch, SecondMarginal, Wasserstein


@dataclass(frozen=True)
class Entry:
    """A world with all its parts, under test.

    hypotheses: clauses that hold on it, and that its knobs and its `broken` instances break. glossary: their symbols.
    terms: formulas in which every word of the world occurs. A signal or a law that is given by its floats is no word: it is the instance.
    twins: function of nothing -> ((size, float64 instance, exact instance), ...); the exact one is what the other stands for.
    broken: hypothesis -> a Case in which it fails and every other holds.
    excused: name of an edge of the world -> the hypotheses that it breaks on purpose.
    """

    world: world.World
    hypotheses: tuple
    glossary: dict
    terms: tuple
    twins: Callable
    broken: dict[str, Any] = field(default_factory=dict)
    excused: dict[str, set[str]] = field(default_factory=dict)


# -- measures on a finite metric space
def measure_twins(count=64):
    """Random distances without the ties that shortest paths bring, so that optimal couplings are unique; p = 1 and 2."""
    space, rng, out = MEASURES, np.random.default_rng(0), []
    for k in range(count):
        size = space.sizes[k % 2]
        instance = jax.tree.map(np.asarray, space.build(size, space.draw(size, rng), {"triangle": 1.0}))
        instance["p"] = np.float64(1 + k // 2 % 2)
        out.append((size, instance, space.as_exact(instance)))
    return tuple(out)


MEASURES = measures.measures(measures.Laws("mu nu rho"), metric.Metric(), metric.Exponent(), metric.Function(), metric.Claims(),
                             couplings.Transport(), couplings.Dual())
with sympy_evaluate(False):
    first, second = Coupling(p, mu, nu), Coupling(p, nu, rho)
    MEASURE_TERMS = (
        p, m, D, f, Total(Distance(x, y), (x, X), (y, X)), Diameter(X), Sup(Weight(mu, x), (x, X)), Norm(nu), TV(mu, nu), TV(nu, rho),
        TV(rho, mu), TV(mu, mu), Integral(f, mu), Integral(f, rho), LipNorm(f), Total(Mass(mu, A), (A, Sets)), Mismatch(mu, nu),
        Wasserstein(1, mu, nu), Wasserstein(2, mu, nu), Wasserstein(p, mu, rho), Wasserstein(p, mu, mu)**p, first, Glue(first, second),
        FirstMarginal(first), SecondMarginal(Glue(first, second)), Cost(p, first), Cost(p, Glue(first, second)), LipSup(mu, nu))


# -- their divergences
def divergence_twins():
    """Masses in sixteenths; zero masses, equal and disjoint laws."""
    out = []
    for pair in (((4, 6, 6), (1, 7, 8)), ((16, 0, 0), (4, 4, 8)), ((4, 4, 8), (16, 0, 0)), ((5, 0, 11), (5, 0, 11)),
                 ((0, 16, 0), (3, 0, 13))):
        laws = [[Fraction(w, 16) for w in law] for law in pair]
        case = DIVERGENCES.case("twin", laws, ms.line(3), own=dict(q=1 / 16))
        out.append((case.size, case.instance, DIVERGENCES.rational("twin", laws, ms.line(3), own=dict(q=Fraction(1, 16))).instance))
    return tuple(out)


DIVERGENCES = measures.measures(measures.Laws("mu nu"), metric.Metric(), divergences.Divergences(), divergences.Floor())
q = Symbol("q", extended_real=True)
with sympy_evaluate(False):
    DIVERGENCE_TERMS = (
        KL(mu, nu), KL(nu, mu), JS(mu, nu), JS(nu, nu), Log(q), TimesLog(TV(mu, nu)), TimesLog(1 - TV(mu, nu)), TimesLog(1 + TV(mu, nu)),
        Total(Distance(x, y), (x, X), (y, X)), Diameter(X), Weight(mu, 1), Norm(mu), Integral(mu, nu), Mass(mu, Integer(5)))


# -- lines in the plane
def line_twins():
    """Heights 0, 11, 91 on lines 60 apart, whose distances are integers; masses in sixteenths."""
    heights, out = [0, 11, 91], []
    for Z, Y in (((5, 5, 6), (1, 7, 8)), ((16, 0, 0), (4, 4, 8)), ((1, 2, 13), (1, 2, 13))):
        for theta in (60, -60):
            laws = {name: ([Fraction(h) for h in heights], [Fraction(w, 16) for w in weights]) for name, weights in (("Z", Z), ("Y", Y))}
            floats = {name: dict(heights=np.array(heights, float), weights=np.array(law[1], float)) for name, law in laws.items()}
            out.append((lines.Size(3), floats | dict(theta=np.float64(theta), eta=np.float64(0)),
                        laws | dict(theta=Fraction(theta), eta=Fraction(0))))
    return tuple(out)


theta, eta, Z, Y, z, H = symbols("theta eta Z Y z H", extended_real=True)
with sympy_evaluate(False):
    here, there, other = Line(0, Z), Line(theta, Z), Line(theta, Y)
    LINE_TERMS = (
        theta, eta, Total(Weight(Y, z)**2, (z, H)), Wasserstein(1, here, there), Wasserstein(1, here, other), TV(here, there),
        TV(there, other), TV(here, Mixture(here, other)), JS(here, other), JS(there, other), KL(here, there),
        KL(there, Mixture(there, other)), Log(2))


# -- Gaussian laws
def gaussian_twins():
    """Sigma_1 = R R and Sigma_2 = T R R T with small dyadic entries: Sigma_1 = R R^T and Sigma_2 = (T R)(T R)^T as floats."""
    pairs = (((2, 0), (0, 1)), ((3, 1), (1, 2)), (0, 0), (3, 4)), (((1, 0.5), (0.5, 2)), ((1, 0), (0, 1)), (1, 0), (1, 0)), \
        (((1, 0), (0, 1)), ((0.5, 0.25), (0.25, 1)), (0, 0.5), (2, 0))
    out = []
    for R, T, *means in pairs:
        B, m = np.array([R, np.array(T) @ np.array(R)], float), np.array(means, float)
        exact = {name: [[Fraction(v) for v in row] for row in matrix] for name, matrix in (("R", R), ("T", T))}
        out.append((gaussians.Size(2), dict(m=m, B=B, coins=np.zeros(2), mean=m, excess=0 * B),
                    exact | {f"m{k}": [Fraction(v) for v in mean] for k, mean in enumerate(means, 1)}))
    return tuple(out)


m1, m2 = symbols("m_1 m_2", extended_real=True)
S1, S2 = symbols("Sigma_1 Sigma_2", commutative=False)
with sympy_evaluate(False):
    GAUSSIAN_TERMS = (Wasserstein(2, mu, nu)**2, Trace(S2), Norm(m1 - m2)**2, Root(S1), InverseRoot(S1), Root(Root(S1) * S2 * Root(S1)),
                      TV(mu, Gaussian(m1, S1)), MinEigen(S1))


# -- samples and densities
def sample_twins():
    """Weights and bins in sixteenths, integer distances, p = 1 and 2."""
    out, size = [], samples.Size(3, 2, 2, 2)
    for power, weights in ((1, (5, 5, 6)), (2, (1, 7, 8)), (1, (16, 0, 0))):
        mass = [Fraction(w, 16) for w in weights]
        line = [[Fraction(a) for a in row] for row in ((0, "1/2"), ("1/4", "1/2"), ("3/4", "1/4"), ("1/8", "7/8"), ("1/2", "1/2"))]
        distances = ms.line(3).astype(int).tolist()
        exact = dict(metric=distances, D=2, mu=mass, n=2, p=power, line=tuple(line))
        floats = [np.array(row, float) for row in line]
        names = ("left", "length", "weights", "points", "masses")
        claims = {name: np.float64(value) for name, value in (("p", power), ("D", 2), ("k", 3), ("m", 2), ("repeated", 0))}
        out.append((size, claims | dict(
            metric=np.array(distances, float), mu=np.array(mass, float), line=dict(zip(names, floats)), radius=np.ones((2, 2)),
            shares=np.full((2, 2), 0.5), M=np.array([3.0, 1, 1])), exact))
    return tuple(out)


s, Omega = symbols("s Omega", extended_real=True)
j, k, n, one = Symbol("j", integer=True), Symbol("k", integer=True), Symbol("n", integer=True), Integer(1)
with sympy_evaluate(False):
    SAMPLE_TERMS = (
        p, D, k, m, Count(X), Total(Distance(x, y), (x, X), (y, X)),
        Total(Probability(s) * Wasserstein(p, Empirical(s), mu)**p, (s, Omega)),
        Total(Prod(Weight(mu, Draw(s, j)), (j, 1, n)), (s, Omega)), Wasserstein(p, Continuous(one), Discrete(one)),
        PeakDensity(Continuous(one)), DensityBound(one), SupportSize(Discrete(one)), BallVolume(one))


def result(slug, *left_out):
    """The hypotheses of a result but those left out, and what they mention."""
    theorem = catalogue.load(slug)
    return tuple(dataclasses.replace(h, forall=h.forall) for h in theorem.hypotheses if h.name not in left_out), theorem.glossary


WORLDS = {
    "measures": Entry(
        MEASURES, (*words.probability(mu, nu, rho), *words.metric(), words.EXPONENT, words.POSITIVE_EXPONENT, words.SEPARATED,
                   words.DIAMETER),
        words.glossary(mu, nu, rho, X, p, m, D), MEASURE_TERMS, measure_twins, {h: MEASURES.broken(h) for h in ms.WITHOUT}),
    "divergences": Entry(
        DIVERGENCES, (*words.metric(), *result("wgan_topologies")[0]), result("wgan_topologies")[1], DIVERGENCE_TERMS, divergence_twins,
        excused={edge: {"full"} for edge in ("three Diracs", "equal measures", "zero weights, discrete metric", "tree metric")}),
    "lines": Entry(lines.LINES, *result("parallel_lines"), LINE_TERMS, line_twins, excused={"same line": {"apart"}}),
    "gaussians": Entry(gaussians.GAUSSIANS, *result("gaussian_wasserstein", "first_regular"), GAUSSIAN_TERMS, gaussian_twins),
    "samples": Entry(SAMPLES, *result("wasserstein_sample_complexity"), SAMPLE_TERMS, sample_twins),
}
