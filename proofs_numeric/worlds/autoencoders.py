"""Auto-encoders on finite sets: data, codes, two encoders, two decoders; `codes` says what transport and reconstruction cost."""
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.worlds.codes import ROUNDING, Coded, ExactCoded
from proofs_numeric.worlds.measures import normalising
from proofs_numeric.worlds.metric import Exponent, Metric
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    n: int                       # points of X
    m: int                       # codes


# -- the auto-encoder
def _coupling(order, a, b):
    """The coupling that is increasing when the points of both sides are taken in this order, by the quantiles."""
    def earlier(key):
        return (key[None] < key[:, None]) | ((key[None] == key[:, None]) & np.tri(len(key), k=-1, dtype=bool))
    before = [jnp.where(earlier(key), w[None], 0.0).sum(1) for key, w in zip(order, (a, b))]
    low = jnp.maximum(before[0][:, None], before[1])
    return jnp.maximum(jnp.minimum((before[0] + a)[:, None], before[1] + b) - low, 0.0)


def _tables(theta):
    """(G, the decoder that it is, a random decoder)"""
    G = jnp.argmax(theta["G"], 1)
    return G, jax.nn.one_hot(G, theta["G"].shape[1], dtype=float), ms.probabilities(theta["random"])


@dataclass(frozen=True)
class Codec(Part):
    """Data, prior, encoders Q and E, decoders D and R, the map G, costs c, a latent distance with a Lipschitz constant."""

    floating, exact, extended = Coded, ExactCoded, ExactCoded
    frees = ("laws, encoders and decoders of any sign and mass, codes that do not match, a decoder that is not the map, costs of any sign, "
             "latent distances and a Lipschitz constant of any size")

    def draw(self, size, rng):
        n, m = size
        shapes = dict(data=n, prior=m, rows=n, columns=m, mix=(), E=(n, m), G=(m, n), random=(m, n), c=(n, n), latent=(m, m), slope=())
        return {name: rng.normal(size=shape) for name, shape in shapes.items()}

    def build(self, size, theta, knobs, built):
        a, b = ms.probabilities(theta["data"]), ms.probabilities(theta["prior"])
        t, (G, fixed, random) = jax.nn.sigmoid(theta["mix"]), _tables(theta)
        Q = (1 - t) * jnp.outer(a, b) + t * _coupling((theta["rows"], theta["columns"]), a, b)
        latent = ms.random_metric(theta["latent"])
        steepest = self._steepest(built["D"], G, latent)
        return dict(data=a, prior=b, Q=Q, E=a[:, None] * ms.probabilities(theta["E"]), G=G, fixed=fixed, random=random, c=theta["c"],
                    latent=latent, L=steepest * (1 + 8 * EPS) + jnp.exp(theta["slope"] - 3))

    @staticmethod
    def _steepest(D, G, latent):
        off = 1 - jnp.eye(len(G))
        return (off * D[G][:, G] / jnp.where(latent > 0, latent, 1.0)).max()

    def draw_free(self, size, rng):
        n, m = size
        more = dict(E_off=(n, m), Q_off=(n, m), fixed=(m, n), signs=(m, n), free_L=())
        return self.draw(size, rng) | {name: rng.normal(size=shape) for name, shape in more.items()} | dict(switch=ms.switches(8, rng))

    def build_free(self, size, theta, built):
        """Each thing is wrong with the chance BROKEN, and then by any amount."""
        unmatched, spoilt, mixed, signed, steep, negative, scaled, apart = theta["switch"] > 0
        made = self.build(size, theta, {}, built)
        Q = jnp.where(unmatched, made["data"][:, None] * ms.probabilities(theta["Q_off"]), made["Q"])
        latent = jnp.where(negative, made["latent"] * jnp.sign(theta["latent"]), made["latent"])
        return made | dict(
            data=jnp.where(scaled, jnp.exp(jnp.tanh(theta["mix"])), 1.0) * made["data"], Q=Q, latent=latent,
            prior=jnp.where(apart, made["prior"] + 0.3 * (theta["prior"] - theta["prior"].mean()), made["prior"]),
            E=jnp.where(spoilt, made["E"] + 0.1 * theta["E_off"], made["E"]),
            fixed=jnp.where(mixed, ms.probabilities(theta["fixed"]), made["fixed"]),
            random=jnp.where(signed, made["random"] + 0.3 * theta["signs"], made["random"]),
            L=jnp.where(steep, theta["free_L"], made["L"]))

    def named(self, given, exact):
        """What is not given: Q and E independent, both decoders the map G, c the distance, latent distances 1, the least L."""
        a, b, G, D = given["data"], given["prior"], given["G"], given["D"]
        n, m = len(a), len(b)
        table = [[int(G[z] == x) for x in range(n)] for z in range(m)]
        latent = given["latent"] or ms.discrete(m).tolist()
        apart = [Fraction(D[G[z]][G[w]], latent[z][w]) for z in range(m) for w in range(m) if latent[z][w]]
        full = dict(data=a, prior=b, Q=given["Q"] or [[p * q for q in b] for p in a], E=given["E"] or [[p * q for q in b] for p in a],
                    fixed=given["fixed"] or table, random=given["random"] or table, c=given["c"] or D, latent=latent)
        L = max(apart, default=Fraction(0)) if given["L"] is None else given["L"]
        kind = Fraction if exact else _float
        return {name: _each(kind, value) if exact else np.array(_each(kind, value)) for name, value in full.items()} | dict(
            G=list(G) if exact else np.array(G), L=kind(L))

    def as_exact(self, instance):
        """The nearest matrices with the right sums; raises ZeroDivisionError where there are none."""
        i = instance
        a, b = transport.normalised(i["data"]), transport.normalised(i["prior"])
        E = [[w * mass for w in transport.normalised(row)] if mass else [Fraction(0)] * len(b) for row, mass in zip(i["E"], a)]
        tables = {name: [transport.normalised(row) for row in i[name]] for name in ("fixed", "random")}
        return dict(data=a, prior=b, Q=_repaired(_each(Fraction, i["Q"].tolist()), a, b), E=E, G=i["G"].tolist(), L=Fraction(float(i["L"])),
                    c=_each(Fraction, i["c"].tolist()), latent=_each(Fraction, i["latent"].tolist())) | tables

    def shown(self, instance):
        i = instance
        return {"P_X": in_latex(i["data"]), "P_Z": in_latex(i["prior"]), "G": in_latex([int(y) + 1 for y in i["G"]])} | {
            f"c({x + 1},\\cdot)": in_latex(row) for x, row in enumerate(i["c"])}


def _repaired(Q, a, b):
    """The coupling of a and b near an almost coupling: cut down to the marginals, then filled up. Far from one: the rows only."""
    if sum(abs(sum(column) - mass) for column, mass in zip(zip(*Q), b)) > ROUNDING:
        return [[q * mass / sum(row) for q in row] if mass else row for row, mass in zip(Q, a)]
    cut = [[q * min(Fraction(1), mass / sum(row)) if q else q for q in row] for row, mass in zip(Q, a)]
    columns = [min(Fraction(1), mass / sum(column)) if any(column) else Fraction(1) for column, mass in zip(zip(*cut), b)]
    cut = [[q * t for q, t in zip(row, columns)] for row in cut]
    rows, missing = [mass - sum(row) for row, mass in zip(cut, a)], [mass - sum(column) for column, mass in zip(zip(*cut), b)]
    return [[q + (r * s / sum(rows) if r else 0) for q, s in zip(row, missing)] for row, r in zip(cut, rows)]


def _float(x):
    return np.float64(Fraction(x))


def _each(kind, value):
    return [_each(kind, v) for v in value] if isinstance(value, (list, tuple, np.ndarray)) else kind(value)


# -- points of a Euclidean space
class PlacedWords(Words):
    def values(self):
        i = self.instance
        off = i["random"] @ i["places"] - i["centres"]
        top = 16 * len(i["places"]) * EPS * jnp.abs(i["places"]).max()
        self.centre_off = jnp.where(jnp.abs(off).max() <= top, 2 * top, 0.0)      # a centre that is right up to rounding stands for a mean
        return {}

    def Place(self, x):
        return Ball.of(self.instance["places"][x])

    def Norm(self, place):
        return place.norm()

    def Centre(self, z):
        return Ball(self.instance["centres"][z], self.centre_off)

    def Barycentre(self, decoder, z):
        row, places = decoder.value[z], self.instance["places"]
        slack = normalising(row) + 4 * len(row) * EPS
        return Ball(row @ places, 2 * slack * (jnp.abs(row)[:, None] * jnp.abs(places)).sum())

    def SquaredDistance(self, x, y):
        s = ((self.instance["places"][x] - self.instance["places"][y]) ** 2).sum()
        return Interval.around(s, 8 * EPS * s)

    def SquaredError(self, x, z):
        gap = self.instance["places"][x] - self.instance["centres"][z]
        s = (gap**2).sum()
        return Interval.around(s, 8 * EPS * s + 4 * self.centre_off * (jnp.abs(gap).sum() + self.centre_off))


class ExactPlacedWords(Words):
    def Place(self, x):
        return self.instance["places"][x]

    def Norm(self, place):
        return Radical((sum(u * u for u in place),))

    def Centre(self, z):
        return np.array(self.instance["centres"][z], object)

    def Barycentre(self, decoder, z):
        return np.array([sum((r * u for r, u in zip(decoder[z], coordinate)), Fraction(0))
                         for coordinate in zip(*self.instance["places"])], object)

    def SquaredDistance(self, x, y):
        return sum((u - v) ** 2 for u, v in zip(self.instance["places"][x], self.instance["places"][y]))

    def SquaredError(self, x, z):
        return sum((u - v) ** 2 for u, v in zip(self.instance["places"][x], self.instance["centres"][z]))


@dataclass(frozen=True)
class Placed(Part):
    """The points of X in the plane, and a centre for every code: the mean of the random decoder."""

    floating, exact, extended = PlacedWords, ExactPlacedWords, ExactPlacedWords
    frees = "points of the plane and centres that are no means"

    def draw(self, size, rng):
        return dict(places=rng.normal(size=(size.n, 2)))

    def build(self, size, theta, knobs, built):
        places = 2 * jnp.tanh(theta["places"])
        return dict(places=places, centres=built["random"] @ places)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(centres=rng.normal(size=(size.m, 2)), displaced=ms.switches(1, rng))

    def build_free(self, size, theta, built):
        made = self.build(size, theta, {}, built)
        return made | dict(centres=jnp.where(theta["displaced"] > 0, theta["centres"], made["centres"]))

    def named(self, given, exact):
        """What is not given: the points 0, 1, ... of a line, and the means."""
        n = len(given["data"])
        places = given["places"] or [[x, 0] for x in range(n)]
        decoder = given["random"] or [[int(y == x) for x in range(n)] for y in given["G"]]
        centres = given["centres"] or [[sum(Fraction(r) * u for r, u in zip(row, axis)) for axis in zip(*places)] for row in decoder]
        kind = Fraction if exact else _float
        return {name: _each(kind, v) if exact else np.array(_each(kind, v)) for name, v in (("places", places), ("centres", centres))}


    def as_exact(self, instance):
        places, centres = (_each(Fraction, instance[name].tolist()) for name in ("places", "centres"))
        rows = [transport.normalised(row) for row in instance["random"]]
        means = [[sum((r * u for r, u in zip(row, axis)), Fraction(0)) for axis in zip(*places)] for row in rows]
        near = max(abs(u - v) for g, mean in zip(centres, means) for u, v in zip(g, mean)) < ROUNDING
        return dict(places=places, centres=means if near else centres)


# -- the world
@dataclass(frozen=True)
class AutoEncoders(World):
    """A named instance has laws `data` and `prior`, a map G and distances D; the rest as in `Codec.named` and `Placed.named`."""

    def extended(self, size, instance):
        """In rational arithmetic; distances to powers that are irrational stay open."""
        return super().extended(size, self.as_exact(instance))

    def case(self, name, data, prior, G, D, p=1.0, more=None, **k):
        """In floating point, on a size of the world."""
        return self.named(name, Size(len(data), len(prior)), _given(data, prior, G, D, p, more), **k)

    def rational(self, name, data, prior, G, D, p=1, more=None, **k):
        """In rational arithmetic; p = 1 or 2."""
        return self.named(name, None, _given(data, prior, G, D, p, more), **k)

    def cloud(self, seed, p=1, n=4, m=5, parts=24):
        """Different integer points of a square, integer costs of any sign, G any table, all weights multiples of 1/24."""
        rng = np.random.default_rng(seed)
        points = np.stack(np.divmod(rng.choice(81, n, replace=False), 9), 1) - 4
        a, b = (_weights(rng, k, parts) for k in (n, m))
        E = [[w * mass for w in _weights(rng, m, parts)] for mass in a]
        more = dict(E=E, random=[_weights(rng, n, parts) for _ in range(m)], c=rng.integers(-9, 10, (n, n)).tolist(),
                    latent=(1 + rng.integers(0, 5, (m, m))).tolist(), places=points.tolist())
        return self.rational(f"integer points {seed}, p = {p}", a, b, rng.integers(0, n, m).tolist(), ms.taxicab(points), p, more,
                             about=f"{n} integer points of the plane, {m} codes, integer costs, weights k/{parts}, p = {p}")


def _weights(rng, n, parts):
    cuts = np.sort(rng.integers(0, parts + 1, n - 1))
    return [Fraction(int(k), parts) for k in np.diff(cuts, prepend=0, append=parts)]


def _given(data, prior, G, D, p, more):
    optional = dict.fromkeys(("Q", "E", "fixed", "random", "c", "latent", "L", "places", "centres"))
    laws = {name: [Fraction(w) for w in law] for name, law in (("data", data), ("prior", prior))}
    return optional | laws | dict(G=G, D=np.asarray(D).tolist(), p=p) | (more or {})


def autoencoders() -> AutoEncoders:
    """The world, with the named instances that every model on it is tried on."""
    return AutoEncoders("Data and outputs on a finite metric space with n points and a finite set of m codes; the float64 weights, "
                        "with the sums that they have up to rounding, costs, distances and points of the plane are the instance.",
                        (Size(3, 4),), (Metric(), Exponent(), Codec(), Placed()))
