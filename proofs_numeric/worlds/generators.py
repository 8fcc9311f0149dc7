"""Small networks that carry a latent law of m atoms to laws of m outputs, and a law of real points beside them."""
import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Ball, Interval
from proofs_numeric.engine.interpret import Meaningless, Named, unnamed
from proofs_numeric.engine.model import Case
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics import transport
from proofs_numeric.mathematics.radicals import square_root
from proofs_numeric.worlds.activations import Activation, balls, distances, forward, forward_exactly
from proofs_numeric.worlds.measures import normalising
from proofs_numeric.worlds.world import Part, Words, World, in_latex

PRECISION = 200                  # bits of extended arithmetic


class Size(NamedTuple):
    m: int                       # latent atoms, and as many real points
    widths: tuple                # of the latent space, the hidden layers, the outputs


class Cloud(NamedTuple):
    """A law: masses (m,) at points (m, d), known up to radii (m,)."""

    points: Any
    weights: Any
    radii: Any


# -- floating point
class GeneratorWords(Words):
    """Weights whose sum is 1 up to rounding stand for the law w / |w|."""

    def values(self):
        i = self.instance
        self.nets = {name: Named(name, tuple(i[name])) for name in ("theta", "eta")}
        data = Cloud(i["x"], i["masses"], jnp.zeros(len(i["x"])))
        return self.nets | {"Z": Named("Z", i["latent"]), "P": Named("P", data), "K": jnp.arange(len(i["z"])),
                            "N": jnp.arange(len(i["x"])), "H": len(i["theta"])}

    @functools.cached_property
    def _outputs(self):
        curve, z = unnamed(self.known["sigma"]), self.instance["z"]
        return {name: forward(net.value, curve, z) for name, net in self.nets.items()}

    def Weight(self, law, k):
        w = unnamed(law)
        w = w.weights if isinstance(w, Cloud) else w
        slack = normalising(w) * jnp.abs(w[k])
        return Interval(w[k] - slack, w[k] + slack)

    def Latent(self, k):
        return Ball.of(self.instance["z"][k])

    def Norm(self, x):
        return Ball.of(x).norm()

    def Layer(self, net, h):
        return net.value[h - 1]

    def LayerBound(self, h):
        return self.instance["bounds"][h - 1]

    def OtherBounds(self, h):
        return functools.reduce(lambda x, y: x * y, [Interval.of(r) for j, r in enumerate(self.instance["bounds"], 1) if j != h],
                                Interval.of(1.0))

    def Output(self, net, k):
        points, radii = self._outputs[net.name]
        return Ball(points[k], radii[k])

    def Generated(self, net):
        points, radii = self._outputs[net.name]
        return Named(f"law of {net.name}", Cloud(points, self.instance["latent"], radii))

    @functools.cached_property
    def _solved(self):
        """name of a law -> name of another one -> W_1, for the three pairs of different laws: one question and one trace for all."""
        laws = [self.known["P"], *map(self.Generated, self.nets.values())]
        pairs = [(laws[0], laws[1]), (laws[0], laws[2]), (laws[1], laws[2])]
        a, b = (jax.tree.map(lambda *x: jnp.stack(x), *(pair[side].value for pair in pairs)) for side in (0, 1))
        relative = (a.points.shape[-1] + 3) * EPS
        problems = jax.vmap(lambda a, b: transport.posed(a.weights, b.weights, distances(a.points, b.points), relative))(a, b)
        answers = self.ask(transport.simplex, problems.a, problems.b, problems.C)
        found = jax.vmap(transport.resolved)(problems, answers)
        slack = a.radii.max(1) + b.radii.max(1)
        return {(p.name, q.name): Interval(found.lo[k], found.hi[k]).widened(slack[k]) for k, (p, q) in enumerate(pairs)}

    def Wasserstein(self, p, P, Q):
        """p = 1. Points that are known up to r and s change no cost by more than r + s."""
        return self._solved[P.name, Q.name]


# -- exact
class ExactGeneratorWords(Words):
    """Laws are (points, weights); distances must be rational where they are transported along."""

    def values(self):
        i = self.instance
        self.nets = {name: Named(name, tuple(i[name])) for name in ("theta", "eta")}
        return self.nets | {"Z": Named("Z", i["latent"]), "P": Named("P", (i["x"], i["masses"])), "K": range(len(i["z"])),
                            "N": range(len(i["x"])), "H": len(i["theta"])}

    @functools.cached_property
    def _outputs(self):
        curve = unnamed(self.known["sigma"])
        return {name: forward_exactly(net.value, curve, self.instance["z"]) for name, net in self.nets.items()}

    def Weight(self, law, k):
        w = unnamed(law)
        return (w[1] if isinstance(w, tuple) else w)[k]

    def Latent(self, k):
        return np.array(self.instance["z"][k], object)

    def Norm(self, x):
        return square_root(sum(v * v for v in np.ravel(x)))

    def Layer(self, net, h):
        return np.array(net.value[h - 1], object)

    def LayerBound(self, h):
        return self.instance["bounds"][h - 1]

    def OtherBounds(self, h):
        return functools.reduce(lambda x, y: x * y, [r for j, r in enumerate(self.instance["bounds"], 1) if j != h], Fraction(1))

    def Output(self, net, k):
        return self._outputs[net.name][k]

    def Generated(self, net):
        return Named(f"law of {net.name}", (self._outputs[net.name], self.instance["latent"]))

    def _costs(self, P, Q):
        return [[self.Norm(np.array(x, object) - np.array(y, object)) for y in Q] for x in P]

    def Wasserstein(self, p, P, Q):
        (points, a), (places, b) = unnamed(P), unnamed(Q)
        costs = self._costs(points, places)
        if any(not isinstance(c, Fraction) for row in costs for c in row):
            raise Meaningless("a distance is irrational in this instance: it has no certificate")
        return transport.certify(a, b, costs).value


class ExtendedGeneratorWords(ExactGeneratorWords):
    """The floats as rationals, weights normalised; roots and tanh in ball arithmetic."""

    def __init__(self, part, size, instance, ask, known):
        flint.ctx.prec = PRECISION
        super().__init__(part, size, part.as_exact(instance), ask, known)

    def Norm(self, x):
        return sum((v * v for v in balls(x).ravel()), flint.arb(0)).nonnegative_part().sqrt()

    def _costs(self, P, Q):
        return [[self.Norm(x - y) for y in balls(Q)] for x in balls(P)]

    def Wasserstein(self, p, P, Q):
        (points, a), (places, b) = unnamed(P), unnamed(Q)
        return transport.enclosed(list(a), list(b), self._costs(points, places)).value


@dataclass(frozen=True)
class Generator(Part):
    """Two settings theta, eta of the layers, bounds of their norms, the latent atoms and the real points."""

    floating, exact, extended = GeneratorWords, ExactGeneratorWords, ExtendedGeneratorWords
    knobs = ("norms",)
    frees = "matrices of any size with any claimed bounds; latent and real weights of any sign and mass"

    def _drawn(self, size, rng):
        shapes = list(zip(size.widths[1:], size.widths[:-1]))
        theta = [rng.normal(size=s) for s in shapes]
        step = rng.choice([0.1, 1, 1, 1, 1, 1, 1, 1])
        eta = [(1 - step) * A + step * rng.normal(size=A.shape) for A in theta]
        return dict(theta=theta, eta=eta, z=rng.normal(size=(size.m, size.widths[0])), x=3 * rng.normal(size=(size.m, size.widths[-1])))

    def draw(self, size, rng):
        return self._drawn(size, rng) | dict(logits=rng.normal(size=size.m), mass=rng.normal(size=size.m),
                                             gap=rng.normal(size=len(size.widths) - 1))

    def build(self, size, theta, knobs, built):
        """Bounds a little above the larger norm, by a factor of at most 2; or 64 times too small."""
        norms = self._norms(theta)
        factor = 1 + 2.0**-20 + jnp.clip(theta["gap"], 0, 1)
        return dict(theta=theta["theta"], eta=theta["eta"], z=theta["z"], x=theta["x"], latent=ms.probabilities(theta["logits"]),
                    masses=ms.probabilities(theta["mass"]), bounds=norms * factor * (1 - 63 / 64 * knobs.get("norms", 0.0)))

    def _norms(self, theta):
        return jnp.stack([jnp.sqrt(jnp.maximum((A**2).sum(), (B**2).sum()) + 2.0**-60) for A, B in zip(theta["theta"], theta["eta"])])

    def draw_free(self, size, rng):
        return self._drawn(size, rng) | dict(latent=ms.draw_weights(1, size.m, rng), masses=ms.draw_weights(1, size.m, rng),
                                             gap=rng.normal(size=len(size.widths) - 1))

    def build_free(self, size, theta, built):
        return dict(theta=theta["theta"], eta=theta["eta"], z=theta["z"], x=theta["x"], latent=ms.weights(theta["latent"])[0],
                    masses=ms.weights(theta["masses"])[0], bounds=self._norms(theta) * jnp.exp(theta["gap"] + 1))

    def named(self, given, exact):
        """By default no real point but one at -10 in every coordinate, and bounds that are the norms."""
        layers = {name: [np.array([[Fraction(v) for v in row] for row in A], object) for A in given[name]] for name in ("theta", "eta")}
        out, one = len(layers["theta"][-1]), [Fraction(1)]
        bounds = given.get("bounds") or [max(square_root((A * A).sum()), square_root((B * B).sum())) for A, B in zip(*layers.values())]
        vectors = dict(z=given["z"], x=given.get("x", [[-10] * out]))
        rows = {name: [[Fraction(v) for v in row] for row in rows] for name, rows in vectors.items()}
        masses = dict(latent=[Fraction(w) for w in given["latent"]], masses=[Fraction(w) for w in given.get("masses", one)],
                      bounds=[Fraction(r) if isinstance(r, (int, str)) else r for r in bounds])
        if exact:
            return layers | rows | masses
        return {k: [A.astype(float) for A in v] for k, v in layers.items()} | {
            k: np.array([[float(v) for v in row] for row in rows]) for k, rows in rows.items()} | {
            k: np.array([float(v) for v in w]) for k, w in masses.items()}

    def as_exact(self, instance):
        def matrix(A):
            return np.array([[Fraction(float(v)) for v in row] for row in np.asarray(A)], object)
        return {name: [matrix(A) for A in instance[name]] for name in ("theta", "eta")} | {
            name: [transport.rationals(row) for row in instance[name]] for name in ("z", "x")} | {
            "latent": transport.normalised(instance["latent"]), "masses": transport.normalised(instance["masses"]),
            "bounds": transport.rationals(instance["bounds"])}

    def shown(self, instance):
        """The layers of both settings row by row, the latent points and their masses."""
        def matrix(A):
            return r",\ ".join(in_latex(list(row)) for row in A)
        names = {"theta": r"\theta", "eta": r"\theta'"}
        layers = {f"A_{h}({names[name]})": matrix(A) for name in names for h, A in enumerate(instance[name], 1)}
        return layers | {"z": r",\ ".join(in_latex(list(z)) for z in instance["z"]), r"\text{masses of } z": in_latex(instance["latent"])}


# -- the world
@dataclass(frozen=True)
class Generators(World):
    """Named instances give the layers `theta` and `eta`, latent points `z` with masses `latent`; the rest has the defaults of `named`."""

    def rational(self, name, theta, eta, z, latent, about="", **given: Any) -> Case:
        """In rational arithmetic; keywords of `Case` are told from inputs by their names."""
        own = {k: given.pop(k) for k in ("facts", "reach") if k in given}
        return self.named(name, None, dict(theta=theta, eta=eta, z=z, latent=latent) | given, about=about, **own)


GENERATORS = Generators(
    space="Networks without biases on m latent atoms with arbitrary weights, and m weighted real points in the plane; the float64 "
          "entries, with the weights divided by their sums, are the instance.",
    sizes=(Size(4, (2, 3, 2)), Size(5, (3, 3, 3, 2))), parts=(Activation(), Generator()))
