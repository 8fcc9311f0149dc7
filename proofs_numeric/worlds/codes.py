"""What the words of an auto-encoder on finite sets mean, in floating point and in rational arithmetic.

Matrices whose sums are right up to rounding stand for the nearest ones whose sums are right: a bound on what this moves belongs to
every entry. So a formula holds for the exact object, and a sum that is wrong by more stays wrong.
"""
import functools
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp

from proofs_numeric.engine.enclosure import EPS, Interval, rounding
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.measures import normalising
from proofs_numeric.worlds.world import Words

ROUNDING = 1e-12                 # sums that are off by more are not meant to be right


class Moved(NamedTuple):
    """A vector or matrix >= 0 within l^1 distance `by` of `value`."""

    value: jax.Array
    by: jax.Array


def about(matrix, off):
    """`Moved`: what stands for a matrix whose sums are off by the arrays `off`, in all."""
    if not rounding.value:
        return Moved(matrix, jnp.float64(0))
    worst = sum(jnp.abs(x).sum() for x in off)
    return Moved(matrix, jnp.where(worst < ROUNDING, 2 * worst + 4 * matrix.size * EPS, 4 * matrix.size * EPS) * jnp.abs(matrix).sum())


def entry(moved: Moved, *place) -> Interval:
    """One entry; where it is not negative, what it stands for is not either."""
    x = moved.value[place]
    if not rounding.value:
        return Interval(x, x)
    return Interval(jnp.where(x >= 0, jnp.maximum(x - moved.by, 0.0), x - moved.by), x + moved.by)


def _resolved(problem, plan, potential, C, moved):
    found = transport.resolved(problem, (plan, potential))
    if not rounding.value:
        return found
    span = jnp.where(jnp.isfinite(C).all(), 2 * jnp.abs(C).max() * moved, jnp.inf)
    return Interval(jnp.where((C >= 0).all(), jnp.maximum(found.lo - span, 0.0), found.lo - span), found.hi + span)


# -- in floating point
class Coded(Words):
    def values(self):
        i = self.instance
        laws = {"P_X": about(i["data"], (i["data"].sum() - 1,)), "P_Z": about(i["prior"], (i["prior"].sum() - 1,))}
        first = [i["data"] - i[k].sum(1) for k in "QE"]
        encoders = {"Q": about(i["Q"], (first[0], i["prior"] - i["Q"].sum(0))), "E": about(i["E"], (first[1],))}
        return ({name: Named(name, moved) for name, moved in (laws | encoders).items()}
                | {"D": Named("D", i["fixed"]), "R": Named("R", i["random"])}
                | {"Z": jnp.arange(len(i["prior"])), "G": i["G"], "L": i["L"]})

    def Weight(self, law, x):
        return entry(unnamed(law), x)

    def Joint(self, encoder, x, z):
        return entry(unnamed(encoder), x, z)

    def Kernel(self, decoder, z, x):
        row = decoder.value[z]
        return Interval(row[x], row[x]).widened(normalising(row) * jnp.abs(row[x]))

    def Decoded(self, z):
        return self.instance["G"][z]

    def Indicator(self, x, y):
        return jnp.where(x == y, 1.0, 0.0)

    def CostAt(self, x, y):
        return self.instance["c"][x, y]

    def Output(self, law, decoder):
        K = decoder.value
        if not rounding.value:
            return Named(f"{law.name} {decoder.name}", Moved(law.value.value @ K, jnp.float64(0)))
        moved = law.value.by + (jnp.abs(law.value.value) * (jax.vmap(normalising)(K) + 4 * len(K) * EPS) * jnp.abs(K).sum(1)).sum()
        return Named(f"{law.name} {decoder.name}", Moved(law.value.value @ K, moved))

    def Codes(self, encoder):
        P = encoder.value
        return Named(f"codes of {encoder.name}", Moved(P.value.sum(0), P.by + len(P.value) * EPS * jnp.abs(P.value).sum()))

    @functools.cached_property
    def _costs(self):
        """kind -> (costs, their relative error)"""
        i = self.instance
        p = unnamed(self.known["p"])
        return {"c": (i["c"], 0.0), "through G": (i["c"][:, i["G"]], 0.0),
                "d": transport.powers(i["D"], p), "d_Z": transport.powers(i["latent"], p)}

    @functools.cached_property
    def _usual(self):
        """The transports of the formulas, {(kind, a, b): place} and a stack of answers: one question and one trace for all."""
        data, prior, D, R = (self.known[name] for name in ("P_X", "P_Z", "D", "R"))
        made, codes = self.Output(prior, D), self.Codes(self.known["E"])
        asked = (("c", data, made), ("c", data, self.Output(prior, R)), ("through G", data, prior), ("d", data, made),
                 ("d_Z", codes, prior))
        return {ask: k for k, ask in enumerate(asked)}, self._answers(asked)

    def _answers(self, asked):
        """(plans, costs) of transports, filled up to one shape by points without mass. Mass that moves costs at most the span of C."""
        side = max(len(self.instance["data"]), len(self.instance["prior"]))

        def filled(x):
            return jnp.pad(x, [(0, side - k) for k in x.shape])
        a, b = (jnp.stack([filled(law.value.value) for law in laws]) for laws in zip(*((a, b) for _, a, b in asked)))
        C = jnp.stack([filled(jnp.nan_to_num(self._costs[kind][0], nan=0.0, posinf=jnp.inf)) for kind, _, _ in asked])
        relative = jnp.stack([jnp.asarray(self._costs[kind][1], float) for kind, _, _ in asked])
        moved = jnp.stack([a.value.by + b.value.by for _, a, b in asked])
        problems = jax.vmap(transport.posed)(a, b, C, relative)
        plans, potentials = self.ask(transport.simplex, problems.a, problems.b, problems.C)
        return plans, jax.vmap(_resolved)(problems, plans, potentials, C, moved)

    def _transport(self, kind, a, b):
        places, (plans, costs) = self._usual
        k = places.get((kind, a, b))
        if k is None:
            k, (plans, costs) = 0, self._answers(((kind, a, b),))
        return plans[k][:len(a.value.value), :len(b.value.value)], Interval(costs.lo[k], costs.hi[k])

    def TransportCost(self, a, b):
        return self._transport("c", a, b)[1]

    def EncoderMinimum(self, a, b):
        return self._transport("through G", a, b)[1]

    def Wasserstein(self, p, a, b):
        return transport.rooted(self._transport("d", a, b)[1], unnamed(p))

    def LatentWasserstein(self, p, a, b):
        return transport.rooted(self._transport("d_Z", a, b)[1], unnamed(p))

    def Lift(self, a, b):
        """Divided among the codes of an output, an error of the plan is not enlarged."""
        P, prior, G = self._transport("c", a, b)[0], self.instance["prior"], self.instance["G"]
        plan, fibre = transport.plan(a.value.value, b.value.value, P), b.value.value[G]
        lifted = plan.center[:, G] * jnp.where(fibre > 0, prior / jnp.where(fibre > 0, fibre, 1.0), 0.0)
        return Named(f"lift of {a.name} {b.name}", Moved(lifted, plan.radius + 2 * (a.value.by + b.value.by) + 8 * len(prior) * EPS))

    def ReconstructionCost(self, p, encoder):
        C, relative = transport.powers(self.instance["D"][:, self.instance["G"]], unnamed(p))
        encoder, C = unnamed(encoder), jnp.where(jnp.isfinite(C), C, 0.0)
        value = (encoder.value * C).sum()
        return Interval.around(value, (C.size * EPS + relative) * (jnp.abs(encoder.value) * C).sum() + C.max() * encoder.by)

    def LatentDistance(self, z, w):
        return self.instance["latent"][z, w]


# -- in rational arithmetic
def _lift(plan, prior, G):
    """An exact plan (n, n), divided among the codes."""
    made = [sum((b for b, y in zip(prior, G) if y == x), Fraction(0)) for x in range(len(plan))]
    return [[row[y] * b / made[y] if made[y] else Fraction(0) for b, y in zip(prior, G)] for row in plan]


class ExactCoded(Words):
    """Laws are lists of weights, encoders and decoders lists of rows. Transport costs have certificates."""

    def values(self):
        i = self.instance
        names = {"P_X": "data", "P_Z": "prior", "Q": "Q", "E": "E", "D": "fixed", "R": "random", "G": "G", "L": "L"}
        return {name: i[key] for name, key in names.items()} | {"Z": range(len(i["prior"]))}

    def Weight(self, law, x):
        return law[x]

    def Joint(self, encoder, x, z):
        return encoder[x][z]

    def Kernel(self, decoder, z, x):
        return decoder[z][x]

    def Decoded(self, z):
        return self.instance["G"][z]

    def Indicator(self, x, y):
        return int(x == y)

    def CostAt(self, x, y):
        return self.instance["c"][x][y]

    def Output(self, law, decoder):
        return [sum((b * row[x] for b, row in zip(law, decoder)), Fraction(0)) for x in range(len(decoder[0]))]

    def Codes(self, encoder):
        return [sum(column, Fraction(0)) for column in zip(*encoder)]

    def TransportCost(self, a, b):
        return transport.certify(a, b, self.instance["c"]).value

    def EncoderMinimum(self, a, b):
        return transport.certify(a, b, [[row[y] for y in self.instance["G"]] for row in self.instance["c"]]).value

    def Lift(self, a, b):
        return _lift(transport.certify(a, b, self.instance["c"]).matrix().tolist(), self.instance["prior"], self.instance["G"])

    def Wasserstein(self, p, a, b):
        return self._distance(unnamed(p), a, b, self.instance["D"])

    def LatentWasserstein(self, p, a, b):
        return self._distance(unnamed(p), a, b, self.instance["latent"])

    def _distance(self, p, a, b, distances):
        if not isinstance(p, int):
            raise ArithmeticError(f"distances to the power {p} are irrational: they have no certificate")
        value = transport.certify(a, b, [[d**p for d in row] for row in distances]).value
        return value if p == 1 else Radical((value,))

    def ReconstructionCost(self, p, encoder):
        p, D, G = unnamed(p), self.instance["D"], self.instance["G"]
        if not isinstance(p, int):
            raise ArithmeticError(f"distances to the power {p} are irrational")
        value = sum((mass * D[x][y]**p for x, row in enumerate(encoder) for mass, y in zip(row, G)), Fraction(0))
        return value if p == 1 else Radical.of(value)

    def LatentDistance(self, z, w):
        return self.instance["latent"][z][w]
