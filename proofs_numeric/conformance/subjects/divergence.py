"""Divergences of two laws on finitely many points."""
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import flint
import jax.numpy as jnp
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import NoValue, Unfit
from proofs_numeric.conformance.subject import Asked, Data, Parameter, Parameters, Subject, choice
from proofs_numeric.engine import enclosure as en
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.mathematics import transport
from proofs_numeric.numerics import checks
from proofs_numeric.worlds.divergences import times_log

EPS = 2.0**-52
BITS = 400                       # of a divergence that is not the function's, so that nearly equal laws cost no digits
OF = {"tv": "TV", "js": "JS", "kl": "KL"}
Weights = list[int]


# -- by definition
def law(weights: Weights) -> list[Fraction]:
    """The masses, exactly."""
    return [Fraction(w, sum(weights)) for w in weights]


def enclosed(x: flint.arb) -> Interval:
    """An interval around a ball of 400 bits."""
    value = float(x)
    return Interval.around(np.float64(value), 2 * EPS * abs(value))


def entropies(p: list[Fraction], q: list[Fraction]) -> list[flint.arb]:
    """The terms p log(p / q), for q > 0 wherever p > 0."""
    with flint.ctx.workprec(BITS):
        return [transport.arb(a) * transport.arb(a / b).log() for a, b in zip(p, q) if a]


def total_variation(mu: Weights, nu: Weights) -> Fraction:
    return sum((abs(a - b) for a, b in zip(law(mu), law(nu))), Fraction(0)) / 2


def kullback_leibler(mu: Weights, nu: Weights) -> Interval:
    p, q = law(mu), law(nu)
    if any(a and not b for a, b in zip(p, q)):
        return Interval(jnp.float64(jnp.inf), jnp.float64(jnp.inf))
    with flint.ctx.workprec(BITS):
        return enclosed(sum(entropies(p, q), flint.arb(0)))


def jensen_shannon(mu: Weights, nu: Weights) -> Interval:
    p, q = law(mu), law(nu)
    middle = [(a + b) / 2 for a, b in zip(p, q)]
    with flint.ctx.workprec(BITS):
        return enclosed(sum(entropies(p, middle) + entropies(q, middle), flint.arb(0)) / 2)


EXACT = {"tv": total_variation, "js": jensen_shannon, "kl": kullback_leibler}


# -- by the function
def unit(kind: str, mu: Weights, nu: Weights) -> float:
    """1, and for Kullback-Leibler 1 + sum |p log(p / q)|.

    With u = 2^-53: masses are rounded to u of themselves, which changes a term by p (1 + |log(p / q)|) 2u, and each of a quotient, a
    logarithm, a product and the m - 1 sums by another u of p + |p log(p / q)|. In all below 2 (m + 6) u (1 + sum |p log(p / q)|), which
    is 12 machine epsilons for the 6 points of a random law; roundings that do not all have one sign stay far below. The moduli of the
    terms of Jensen-Shannon sum up to 2 at most, and so do those of total variation.
    """
    p, q = law(mu), law(nu)
    if kind != "kl" or any(a and not b for a, b in zip(p, q)):
        return 1.0
    return 1.0 + sum(abs(float(t)) for t in entropies(p, q))


def found(f, parameters: Parameters, mu: Weights, nu: Weights, size: float) -> Interval:
    """What the function returns, within `size` units. Raises NoValue for infinity where there is none."""
    kind = parameters["kind"]
    value = f(plain.law(mu), plain.law(nu))
    if np.shape(value):
        raise Unfit(f"the function returned the shape {np.shape(value)} for two laws: one number is wanted.")
    if np.isinf(value) and (kind != "kl" or value < 0):
        raise NoValue(str(float(value)))
    if np.isinf(value):
        return Interval(jnp.float64(value), jnp.float64(value))
    return Interval.around(np.float64(value), size * unit(kind, mu, nu))


def divergences(f, parameters: Parameters, size: float):
    """The meanings of TV, JS and KL: one of them is the function."""
    exact = {OF[kind]: lambda a, b, of=of: of(a, b) for kind, of in EXACT.items()}
    return exact | {OF[parameters["kind"]]: lambda a, b: found(f, parameters, a, b, size)}


def logarithm(x) -> Interval:
    if isinstance(x, (int, Fraction)):
        with flint.ctx.workprec(BITS):
            return enclosed(transport.arb(x).log())
    return en.log(x)


def bounds(f, parameters, data, size):
    """For the clauses of 000E; q is the least mass of nu."""
    return data | divergences(f, parameters, size) | {"q": min(law(data["nu"])), "Log": logarithm, "TimesLog": times_log}


def lines(f, parameters, data, size):
    """For the clauses of 000A: a law is the weights on the line at 0, and those at theta."""
    def line(t, Z):
        return [*Z, *[0] * len(Z)] if t == 0 else [*[0] * len(Z), *Z]
    return {"Z": data["Z"], "theta": 1.0, "Line": line, "Mixture": lambda P, Q: [a + b for a, b in zip(P, Q)],
            "Log": logarithm} | divergences(f, parameters, size)


def subsets(f, parameters, data, size):
    """For the clauses of 000D: all events, and an optimal coupling, in rational numbers."""
    masses = {name: law(weights) for name, weights in data.items()}
    events = tuple(itertools.chain.from_iterable(itertools.combinations(range(len(data["mu"])), k) for k in range(len(data["mu"]) + 1)))

    def mismatch(a, b):
        """A coupling that keeps min(p, q) moves the rest; an event on which p exceeds q by as much shows that none moves less."""
        p, q = masses[a], masses[b]
        moved, needed = 1 - sum(map(min, p, q)), sum((x - y for x, y in zip(p, q) if x > y), Fraction(0))
        if moved != needed:
            raise ArithmeticError(f"{moved} moves, {needed} must")
        return moved
    return {"mu": "mu", "nu": "nu", "Sets": events, "Mass": lambda a, event: sum((masses[a][k] for k in event), Fraction(0)),
            "TV": lambda a, b: found(f, parameters, data[a], data[b], size), "Mismatch": mismatch}


def policy(f, parameters, data, size):
    """For the clause `gibbs` of 000L: beta = 1, the rewards are the logarithms of the masses of nu, and the plan ends in mu."""
    mu, nu = data["mu"], data["nu"]

    def value(p):
        """The sum of p (r - log p). The policy with the masses e^r, which sum to 1, has the value 0."""
        return Interval.of(0.0) if p is nu else -kullback_leibler(p, nu)
    return {"P": "P", "beta": 1, "Gibbs": lambda: nu, "After": lambda P: mu, "Value": value,
            "KL": lambda a, b: found(f, parameters, a, b, size)}


# -- instances
FIRST = (("two coins, exchanged", [3, 1], [1, 3]), ("an atom against a coin", [1, 0], [1, 1]), ("a nearly fair coin", [51, 49], [1, 1]),
         ("an atom against nearly one", [1, 0], [999, 1]), ("nearly an atom against one", [999, 1], [1, 0]),
         ("no mass in common", [1, 0], [0, 1]), ("a part in common, the rest apart", [1, 1, 0], [1, 0, 1]),
         ("zeros at the same point and at others", [1, 2, 0, 0, 3], [3, 0, 1, 0, 2]),
         ("mass 1/100 where the other law has 1e-30", [99, 1], [10**30, 1]),
         ("masses of 1e-30 in both laws", [10**30, 10**30, 1], [10**30, 10**30, 3]), ("equal laws", [1, 2, 3], [1, 2, 3]))
NEAR = 20                        # pairs of nearly equal laws: whether the rounding makes a divergence negative is a matter of chance


@dataclass(frozen=True)
class Laws:
    """Whole weights for each name. full: the names of laws that give mass to every point.

    least: of the total variation; both sides of a bound by its square would be below the rounding. Parameter: points.
    """

    names: tuple[str, ...]
    full: tuple[str, ...] = ()
    least: float = 0.0

    def named(self, parameters: Parameters) -> Iterator[tuple[str, Data]]:
        rng, n = np.random.default_rng(0), parameters["points"]
        near = []
        for size in (10**6, 10**9):
            for k in range(NEAR // 2):
                base = np.array(rng.integers(size // 2, size, n))
                mu, nu = ((base + rng.integers(0, 2, n)).tolist() for _ in range(2))
                near.append((f"laws that differ by {1 / size:g}, number {k}", mu, nu))
        for name, *laws in (*FIRST, *(near if len(self.names) > 1 else ())):
            if self._allowed(data := dict(zip(self.names, laws))):
                yield name, data

    def _allowed(self, data: Data) -> bool:
        return (all(sum(w) > 0 and (min(w) > 0 or name not in self.full) for name, w in data.items())
                and (not self.least or total_variation(*data.values()) >= self.least))

    def drawn(self, rng, parameters):
        n = parameters["points"]
        found = {}
        for name in self.names:
            w = np.maximum(1, np.round(100 * rng.random(n) ** 3)).astype(int)
            zero = (rng.random(n) < 0.25) & (name not in self.full)
            zero[rng.integers(n)] = False
            found[name] = [int(v) for v in np.where(zero, 0, w)]
        return found

    def moved(self, rng, data, size, parameters):
        found = {name: [min(100, max(1, round(v * float(np.exp(size * rng.normal()))))) if v else 0 for v in w] for name, w in data.items()}
        return found if self._allowed(found) else data

    def simpler(self, data):
        n = len(next(iter(data.values())))
        for k in range(n if n > 1 else 0):
            found = {name: w[:k] + w[k + 1:] for name, w in data.items()}
            if self._allowed(found):
                yield found
        for name, w in data.items():
            for top in (1, 3, 9, 99):
                rounded = [max(1, round(top * v / max(w))) if v else 0 for v in w]
                if max(w) > top and rounded != w and self._allowed(found := {**data, name: rounded}):
                    yield found
            for k, v in enumerate(w):
                for lower in (0, 1):
                    if v > lower and self._allowed(found := {**data, name: [*w[:k], lower, *w[k + 1:]]}):
                        yield found


def among(*kinds: str):
    return lambda parameters: "" if parameters["kind"] in kinds else f"it is about {' and '.join(OF[k] for k in kinds)}"


NAMES = ("mu", "nu")
Z, ANY, CLOSE, PAIR = Laws(("Z",)), Laws(NAMES), Laws(NAMES, least=1e-10), Laws(NAMES, least=9e-4)
SUBJECT = Subject(
    name="divergence",
    title="total variation, Jensen-Shannon or Kullback-Leibler divergence of laws on finitely many points, in nats",
    call="f(p, q) with weights p (n,), q (n,) that sum to 1; it returns the number of the kind: half of the sum of |p - q|, the mean of "
         "the Kullback-Leibler divergences to the midpoint, or KL(p || q), which is infinite where q = 0 < p",
    arguments=("p", "q"),
    budget=12, unit="1, and for Kullback-Leibler 1 plus the sum of |p log(p / q)|", infinite=True,
    asked=(Asked("000D", "events", subsets, plain.events, ANY, among("tv")),
           Asked("000D", "coupling", subsets, plain.events, ANY, among("tv")),
           Asked("000L", "gibbs", policy, plain.gibbs, Laws(NAMES, full=("nu",)), among("kl")),
           Asked("000A", "total_variation", lines, plain.apart, Z, among("tv")),
           Asked("000A", "total_variation_at_zero", lines, plain.together, Z, among("tv")),
           Asked("000A", "mixture", lines, plain.half_way, Z, among("tv")),
           Asked("000A", "jensen_shannon", lines, plain.apart, Z, among("js")),
           Asked("000A", "jensen_shannon_at_zero", lines, plain.together, Z, among("js")),
           Asked("000A", "kullback_leibler", lines, plain.apart, Z, among("kl")),
           Asked("000A", "kullback_leibler_reversed", lines, plain.apart_reversed, Z, among("kl")),
           Asked("000A", "kullback_leibler_at_zero", lines, plain.together, Z, among("kl")),
           Asked("000E", "js_above", bounds, plain.js_above, CLOSE, among("js", "tv")),
           Asked("000E", "js_below", bounds, plain.js_below, PAIR, among("js", "tv")),
           Asked("000E", "js_square", bounds, plain.js_square, PAIR, among("js", "tv")),
           Asked("000E", "js_kl", bounds, plain.js_kl, PAIR, among("js", "kl")),
           Asked("000E", "js_kl_reversed", bounds, plain.js_kl_reversed, PAIR, among("js", "kl")),
           Asked("000E", "pinsker", bounds, plain.pinsker, PAIR, among("kl", "tv")),
           Asked("000E", "pinsker_reversed", bounds, plain.pinsker_reversed, PAIR, among("kl", "tv")),
           Asked("000E", "full_support", bounds, plain.full_support, Laws(NAMES, full=("nu",), least=9e-4), among("kl", "tv"))),
    parameters={"kind": Parameter(None, choice("tv", "js", "kl"), "'tv', 'js' or 'kl'", required=True),
                "points": Parameter(6, lambda name, x: checks.count(name, x, least=2), "of every random law, 6 if not given")})
