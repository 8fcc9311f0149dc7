"""Networks with one hidden layer on finitely many points of the line.

A network is (c0, c, w, b) and has the value c0 + sum_j c_j sigma(w_j x + b_j). The exact twins are in `exact_shallow`.
"""
from dataclasses import dataclass
from fractions import Fraction

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.engine.interpret import Named, unnamed
from proofs_numeric.mathematics import ranks
from proofs_numeric.worlds.exact_shallow import ExactWords, ExtendedWords, Net, Size, points, relabellings
from proofs_numeric.worlds.world import Part, Words, World, in_latex


def tanh(t):
    """Within 8 EPS of the true value for floats t."""
    e = jnp.exp(-2 * jnp.abs(t))
    return jnp.sign(t) * (1 - e) / (1 + e)


# -- in floating point
class FloatingWords(Words):
    """The activation is tanh where `linear` is 0, else max(t, 0)."""

    def values(self):
        i = self.instance
        few, many = points(self.size)
        self.nets = [Net(**i[name]) for name in "fg"]
        self.linear = i["linear"] > 0
        arguments = [net.w * i["x"][:few, None] + net.b for net in self.nets]
        return {"f": Named("f", self.nets[0]), "g": Named("g", self.nets[1]), "m": self.size.m, "n": self.size.n,
                "X": jnp.arange(few), "Y": jnp.arange(many), "U": jnp.arange(self.size.m + self.size.n),
                "S": jnp.arange(len(relabellings(self.size.m)[0])), "T": jnp.concatenate(arguments, 1).ravel()}

    def _sigma(self, t):
        return jnp.where(self.linear, jnp.maximum(t, 0.0), tanh(t))

    def Activation(self, t):
        return Interval.around(self._sigma(t), 8 * EPS)

    def Tanh(self, t):
        return Interval.around(tanh(t), 8 * EPS)

    def Outer(self, j):
        return jnp.concatenate([net.c for net in self.nets])[j]

    def Inner(self, j):
        return jnp.concatenate([net.w for net in self.nets])[j]

    def Pairs(self, net):
        net = unnamed(net)
        same = (net.w[:, None] == net.w) & (net.b[:, None] == net.b) | (net.w[:, None] == -net.w) & (net.b[:, None] == -net.b)
        return (~jnp.tril(same, -1).any(1)).sum().astype(float)

    def Width(self, net):
        return float(len(unnamed(net).c))

    def Different(self, points):
        x = self.instance["x"][points]
        return (~jnp.tril(x[:, None] == x, -1).any(1)).sum().astype(float)

    def Relabelled(self, s, net):
        (order, sign), net = (jnp.asarray(table)[s] for table in relabellings(self.size.m)), unnamed(net)
        return Net(net.c0, *(sign * part[order] for part in net[1:]))

    def Matches(self, f, g):
        f, g = unnamed(f), unnamed(g)
        if len(f.c) != len(g.c):
            return 0.0
        moved = jax.vmap(lambda s: self.Relabelled(s, f))(self.known["S"])
        same = jnp.stack([(a == b).all(1) for a, b in zip(moved[1:], g[1:])]).all(0)
        return (same & (f.c0 == g.c0)).sum().astype(float)

    def Value(self, net, x):
        net, x = unnamed(net), self.instance["x"][x]
        t, size = net.w * x + net.b, jnp.abs(net.w * x) + jnp.abs(net.b)
        value = net.c0 + (net.c * self._sigma(t)).sum()
        slack = (jnp.abs(net.c) * (3 * size + 8)).sum() + (len(net.c) + 3) * (jnp.abs(net.c0) + (jnp.abs(net.c) * (1 + size)).sum())
        return Interval.around(value, EPS * slack)

    def _columns(self, net, points):
        """The values of the units, their derivatives, the points; and a bound on the errors of these (8 EPS is that of tanh)."""
        net, x = unnamed(net), self.instance["x"][points][:, None]
        t, slack = net.w * x + net.b, EPS * (3 * (jnp.abs(net.w * x) + jnp.abs(net.b)) + 8)
        value = self._sigma(t)
        slope = jnp.where(self.linear, jnp.where(t > 0, 1.0, 0.0), 1 - value**2)
        return net, x, value, slope, jnp.where(self.linear, jnp.inf, 3 * slack)

    def Features(self, net, points):
        _, x, value, _, slack = self._columns(net, points)
        return jnp.concatenate([jnp.ones_like(x), value], 1), jnp.sqrt((slack**2).sum())

    def Jacobian(self, net, points):
        net, x, value, slope, slack = self._columns(net, points)
        A = jnp.concatenate([jnp.ones_like(x), value, net.c * slope * x, net.c * slope], 1)
        size = 1 + jnp.abs(net.c) * (1 + jnp.abs(x))
        return A, jnp.sqrt((((slack + 4 * EPS) * size)**2).sum())

    def Rank(self, matrix):
        return ranks.full_rank(*matrix)


# -- instances
def least(k, width):
    """The least moduli of the inner weights of network k and of its outer ones: each ranges over an interval of length one half."""
    return 0.4 + 0.7 * np.arange(width), 0.4 + 1.1 * k


@dataclass(frozen=True)
class Networks(Part):
    """Two networks f, g, the activation, and points.

    Parts of `build` that are fixed bands, such as inner weights of different size, keep the hypotheses strictly; the free family has none.
    """

    floating, exact, extended = FloatingWords, ExactWords, ExtendedWords
    knobs = ("activation", "active", "weights", "distinct", "unrelated")
    frees = ("all parameters, 0 and equal or opposite ones included; a second network that may be the first with its units permuted and "
             "flipped; points that may coincide; an activation that may be max(t, 0)")

    def draw(self, size, rng):
        def net(width):
            return dict(c0=rng.normal(), **{name: rng.normal(size=width) for name in "cwb"})
        return dict(f=net(size.m), g=net(size.n), x=rng.normal(size=points(size)[1]), pick=rng.normal(size=2))

    def build(self, size, theta, knobs, built):
        def net(k, given, width):
            inner, outer = least(k, width)

            def away(x, low):
                return jnp.where(x < 0, -1.0, 1.0) * (low + 0.5 * jnp.tanh(jnp.abs(x)))
            return Net(jnp.tanh(given["c0"]), away(given["c"], outer), away(given["w"], inner), jnp.tanh(given["b"]))
        f, g = net(0, theta["f"], size.m), net(1, theta["g"], size.n)
        first = jnp.arange(size.m) == 0
        f = f._replace(c=jnp.where(first & (knobs.get("active", 0.0) > 0), 0.0, f.c),
                       w=jnp.where(first & (knobs.get("weights", 0.0) > 0), 0.0, f.w))
        if size.m > 1:
            twin = (jnp.arange(size.m) == 1) & (knobs.get("distinct", 0.0) > 0)
            f = f._replace(w=jnp.where(twin, -f.w[0], f.w), b=jnp.where(twin, -f.b[0], f.b))
        if size.m == size.n:
            same = knobs.get("unrelated", 0.0) > 0
            g = jax.tree.map(lambda a, b: jnp.where(same, a, b), relabelled(f, theta["pick"][0]), g)
        many = points(size)[1]
        places = (np.argsort(np.arange(many) * 7 % many, kind="stable") + 0.5 + 0.4 * jnp.tanh(theta["x"])) * 6 / many - 3
        return dict(f=f._asdict(), g=g._asdict(), x=places, linear=jnp.float64(knobs.get("activation", 0.0)))

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(switch=rng.uniform(-1, 1, size=4))

    def build_free(self, size, theta, built):
        """Parameters are multiples of one half: equal and opposite ones are frequent."""
        def net(given):
            return Net(*(jnp.round(2 * jnp.clip(given[name], -3, 3)) / 2 for name in Net._fields))
        f, g = net(theta["f"]), net(theta["g"])
        related, near, together, linear = jnp.asarray(theta["switch"]) > jnp.array([0.4, 0.4, 0.5, 0.7])
        if size.m == size.n:
            copy = relabelled(f, theta["pick"][0])
            copy = copy._replace(c0=copy.c0 + jnp.where(near, jnp.round(theta["pick"][1]), 0.0))
            g = jax.tree.map(lambda a, b: jnp.where(related, a, b), copy, g)
        x = jnp.clip(theta["x"], -3, 3)
        return dict(f=f._asdict(), g=g._asdict(), x=jnp.where(together, x.at[1].set(x[0]), x), linear=jnp.where(linear, 1.0, 0.0))

    def named(self, given, exact):
        """f, g: (c0, units (c, w, b)); x: points, those of X first; few: how many of them are in X. Exactly: b is q = exp(2b), x = k."""
        few, count = given.get("few") or len(given["x"]), len(given["x"])
        if not exact:
            def net(c0, *units):
                return dict(c0=np.float64(c0)) | dict(zip("cwb", np.array(units, float).T))
            return dict(f=net(*given["f"]), g=net(*given["g"]), x=np.array(given["x"], float), linear=np.float64(given["linear"]))

        def exact_net(c0, *units):
            c, w, b = zip(*units)
            return Net(Fraction(c0), tuple(map(Fraction, c)), w, tuple(map(Fraction, b)))
        return dict(f=exact_net(*given["f"]), g=exact_net(*given["g"]), x=list(given["x"]), linear=given["linear"], counts=(few, count))

    def as_exact(self, instance):
        def fractions(values):
            return tuple(Fraction(float(v)) for v in values)
        nets = {name: Net(Fraction(float(net["c0"])), *(fractions(net[part]) for part in "cwb"))
                for name, net in ((name, instance[name]) for name in "fg")}
        size = Size(len(nets["f"].c), len(nets["g"].c))
        return nets | dict(x=fractions(instance["x"]), linear=bool(instance["linear"] > 0), counts=points(size))

    def shown(self, instance):
        """Of an exact instance."""
        def net(name):
            own = instance[name]
            units = " ".join(f"{factor(c, i > 0 or own.c0)}\\tanh({place(w)}{bias(b)})"
                             for i, (c, w, b) in enumerate(zip(own.c, own.w, own.b)))
            return (in_latex(own.c0) if own.c0 else "") + units
        places = instance["x"][:instance["counts"][0]]
        return {"f(x)": net("f"), "g(x)": net("g"), r"x \in X,\ \text{in units of } \tfrac12\log 2": in_latex(places)}


def factor(c, further) -> str:
    """A factor in front of a unit, of the first or of a further term of a sum."""
    return ("-" if c < 0 else "+" if further else "") + ("" if abs(c) == 1 else in_latex(abs(c)))


def place(w) -> str:
    return {1: "x", -1: "-x"}.get(w, f"{w}x")


def bias(q) -> str:
    return "" if q == 1 else rf"+\tfrac12\log {in_latex(q)}"


def relabelled(net: Net, pick) -> Net:
    """The network with its units permuted and flipped, which of the ways follows from the sign and size of a number."""
    order, signs = relabellings(len(net.c))
    k = (jnp.abs(pick) * 100).astype(int) % len(order)
    return Net(net.c0, *(jnp.asarray(signs)[k] * part[jnp.asarray(order)[k]] for part in net[1:]))


@dataclass(frozen=True)
class Shallow(World):
    """Named instances: f and g as (c0, (c, w, b), ...)."""

    def extended(self, size, instance):
        flint.ctx.prec = 400
        return super().extended(size, self.as_exact(instance))

    def rational(self, name, f, g, x, few=None, linear=False, **k):
        """b is given as exp(2b), points as whole multiples of log(2)/2."""
        return self.named(name, None, dict(f=f, g=g, x=x, few=few, linear=linear), **k)

    def case(self, name, f, g, x=None, linear=0.0, **k):
        """In floating point; by default evenly spaced points."""
        size = Size(len(f) - 1, len(g) - 1)
        count = points(size)[1]
        return self.named(name, size, dict(f=f, g=g, x=np.linspace(-3, 3, count) if x is None else x, linear=linear), **k)


ONE = (Fraction(0), (1, 1, 1))                     # tanh x
SHALLOW = Shallow(
    space="Two networks with one hidden layer, of m and n units, on finitely many points of the line; the float64 parameters and points "
          "are the instance.",
    sizes=(Size(2, 1), Size(2, 2)), parts=(Networks(),))
