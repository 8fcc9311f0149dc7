"""Groups of problem solvers on finitely many solutions: values, moves, starts, random groups and samples, all of them enumerated.

Values are multiples of 1/8 and weights of starts multiples of 2^-20, so that mean values and their order are exact in floating point.
Probabilities of agents and weights of pairs are known up to 2^-44 of their size: those whose float64 values sum to one up to rounding
stand for laws.
"""
import functools
import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.world import Part, Words, World, in_latex

KNOWN = 2.0**-44                 # relative
UNITS = 2**20                    # of the mass of the starts


class Size(NamedTuple):
    solutions: int
    agents: int
    group: int
    sample: int


@functools.cache
def sequences(agents: int, length: int) -> np.ndarray:
    """(agents^length, length): all of them, in lexicographic order."""
    return np.array([*itertools.product(range(agents), repeat=length)])


def place(sequence, agents):
    """Where a sequence of agents, the last axis, stands among all of its length."""
    return sum(sequence[..., -1 - k] * agents**k for k in range(sequence.shape[-1]))


def ends(moves, groups, array=jnp):
    """(where each group is from each start after as many rounds as there are solutions; in how many of them a member moves).

    moves: (agents, solutions). groups: (G, length). Whole numbers (G, solutions).
    """
    solutions = moves.shape[1]
    after = array.broadcast_to(array.arange(solutions), (len(groups), solutions))
    active = after < 0
    for k in range(groups.shape[1]):
        moved = moves[groups[:, k][:, None], after]
        after, active = moved, active | (moved != after)
    at, rounds = array.broadcast_to(array.arange(solutions), after.shape), 0
    for _ in range(solutions):
        rounds = rounds + array.take_along_axis(active, at, 1)
        at = array.take_along_axis(after, at, 1)
    return at, rounds * 1


def wins(values, starts, moves, size, array=jnp):
    """(groups, samples): whether a group outperforms the best members of a sample. Any numbers, compared as they are."""
    groups, samples = sequences(size.agents, size.group), sequences(size.agents, size.sample)
    alone = values[ends(moves, sequences(size.agents, 1), array)[0]] @ starts
    together = values[ends(moves, groups, array)[0]] @ starts
    order = array.argsort(-alone[samples], axis=1, stable=True)[:, :size.group]
    chosen = place(array.take_along_axis(array.asarray(samples), order, 1), size.agents)
    return together[:, None] > together[chosen]


# -- solutions and agents
class AgentWords(Words):
    @functools.cached_property
    def _alone(self):
        return ends(self.instance["moves"], sequences(self.size.agents, 1))[0]

    @functools.cached_property
    def _together(self):
        return ends(self.instance["moves"], sequences(self.size.agents, self.size.group))

    def values(self):
        i, size = self.instance, self.size
        return {"X": jnp.arange(size.solutions), "Phi": jnp.arange(size.agents), "G": jnp.arange(size.agents**size.group),
                "top": i["top"], "best": i["best"], "N_1": size.group, "cardinality": size.solutions}

    def Value(self, x):
        return self.instance["V"][x]

    def Move(self, a, x):
        return self.instance["moves"][a, x]

    def Movers(self, x):
        return (self.instance["moves"][:, x] != x).sum()

    def StartMass(self, x):
        return self.instance["nu"][x]

    def Stuck(self, a):
        return (self._alone[a] != self.instance["top"]).sum()

    def Ability(self, a):
        return self.instance["V"][self._alone[a]] @ self.instance["nu"]

    def End(self, g, x):
        return self._together[0][g, x]

    def Rounds(self, g, x):
        return self._together[1][g, x]

    def Performance(self, g):
        return self.instance["V"][self._together[0][g]] @ self.instance["nu"]

    def Clones(self, a):
        return a * sum(self.size.agents**k for k in range(self.size.group))

    def Covers(self, g):
        members = jnp.asarray(sequences(self.size.agents, self.size.group))[g]
        return (members[:, None] == jnp.arange(self.size.agents)).any(0).all() * 1


class ExactAgentWords(Words):
    @functools.cached_property
    def _size(self):
        i = self.instance
        return Size(len(i["V"]), len(i["moves"]), i["group"], i["sample"])

    @functools.cached_property
    def _tables(self):
        size, moves = self._size, np.array(self.instance["moves"])
        return (ends(moves, sequences(size.agents, 1), np)[0].tolist(),
                *(table.tolist() for table in ends(moves, sequences(size.agents, size.group), np)))

    def values(self):
        i, size = self.instance, self._size
        return {"X": range(size.solutions), "Phi": range(size.agents), "G": range(size.agents**size.group),
                "top": i["top"], "best": i["best"], "N_1": size.group, "cardinality": size.solutions}

    def Value(self, x):
        return self.instance["V"][x]

    def Move(self, a, x):
        return self.instance["moves"][a][x]

    def Movers(self, x):
        return sum(row[x] != x for row in self.instance["moves"])

    def StartMass(self, x):
        return self.instance["nu"][x]

    def Stuck(self, a):
        return sum(end != self.instance["top"] for end in self._tables[0][a])

    def _mean(self, row):
        return sum((weight * self.instance["V"][end] for weight, end in zip(self.instance["nu"], row)), Fraction(0))

    def Ability(self, a):
        return self._mean(self._tables[0][a])

    def End(self, g, x):
        return self._tables[1][g][x]

    def Rounds(self, g, x):
        return self._tables[2][g][x]

    def Performance(self, g):
        return self._mean(self._tables[1][g])

    def Clones(self, a):
        return sequences(self._size.agents, self._size.group).tolist().index([a] * self._size.group)

    def Covers(self, g):
        return int(set(sequences(self._size.agents, self._size.group)[g].tolist()) == set(range(self._size.agents)))


@dataclass(frozen=True)
class Agents(Part):
    """Values V of solutions, moves (agents, solutions), weights nu of starts, a solution `top` and an agent `best`.

    Built, every agent is stuck somewhere, each somewhere else, but not at the top, and moves upwards or stays elsewhere.
    """

    floating, exact = AgentWords, ExactAgentWords
    frees = "moves, weights of starts of any sign, which solution is called the top and which agent the best"

    def draw(self, size, rng):
        m, n = size.agents, size.solutions
        return dict(V=rng.normal(size=n), target=rng.normal(size=(m, n, n)), stuck=rng.normal(size=n), mover=rng.normal(size=n),
                    nu=rng.normal(size=n))

    def build(self, size, theta, knobs, built):
        """One of the first two agents moves at each solution but the top."""
        m, n = size.agents, size.solutions
        theta = jax.lax.stop_gradient(theta)
        V = jnp.round(8 * jnp.tanh(theta["V"])) / 8
        top = jnp.argmax(V)
        V = V + jnp.eye(n)[top]
        holes = jnp.argsort(jnp.where(jnp.arange(n) == top, jnp.inf, theta["stuck"]))[:m]              # of agent a: holes[a]
        mover = jnp.where(theta["mover"] > 0, 1, 0).at[holes[0]].set(1).at[holes[1]].set(0)
        leaves = (jnp.arange(m)[:, None] == mover) & (jnp.arange(n) != top)
        higher = (V > V[:, None]) | (jnp.eye(n, dtype=bool) & ~leaves[:, :, None])                      # (agent, from, to)
        moves = jnp.argmax(jnp.where(higher, theta["target"], -jnp.inf), 2)
        moves = jnp.where(holes[:, None] == jnp.arange(n), jnp.arange(n), moves)
        share = ms.probabilities((theta["nu"] + 0.3 * jnp.arange(n))[None])[0]
        nu = 1 + jnp.round((UNITS - 2 * n) * share)
        nu = nu.at[-1].set(UNITS - nu[:-1].sum()) / UNITS
        ability = V[ends(moves, sequences(m, 1))[0]] @ nu
        return dict(V=V, top=top, moves=moves, nu=nu, best=jnp.argmax(ability))

    def draw_free(self, size, rng):
        n = size.solutions
        return self.draw(size, rng) | dict(odd=ms.switches(5, rng), to=rng.integers(n, size=(size.agents, n)), at=rng.integers(n),
                                           by=rng.integers(size.agents), shift=rng.integers(-3, 4, size=n))

    def build_free(self, size, theta, built):
        theta = jax.lax.stop_gradient(theta)
        share, (moves, top, best, starts, flat) = self.build(size, theta, {}, built), theta["odd"] > 0

        def index(v, count):
            return jnp.clip(jnp.round(v).astype(int), 0, count - 1)
        chosen = (theta["target"][:, :, 0] > 0) & moves
        return dict(
            V=jnp.where(flat, jnp.round(share["V"]), share["V"]),
            moves=jnp.where(chosen, index(theta["to"], size.solutions), share["moves"]),
            top=jnp.where(top, index(theta["at"], size.solutions), share["top"]),
            best=jnp.where(best, index(theta["by"], size.agents), share["best"]),
            nu=share["nu"] + jnp.where(starts, jnp.clip(jnp.round(theta["shift"]), -8, 8) / 8, 0.0))

    def named(self, given, exact):
        """V and moves; top: by default the best solution; nu: by default equal; best: by default the first agent."""
        V = [Fraction(v) for v in given["V"]]
        nu = [Fraction(v) for v in given.get("nu") or [Fraction(1, len(V))] * len(V)]
        return dict(V=V, moves=[list(row) for row in given["moves"]], nu=nu, top=given.get("top", V.index(max(V))),
                    best=given.get("best", 0), group=given.get("group", 3), sample=given.get("sample", 5))

    def shown(self, instance):
        return {"V": in_latex(instance["V"]), **{rf"\varphi_{{{a}}}": in_latex(row) for a, row in enumerate(instance["moves"])},
                "N_1": in_latex(instance["group"]), "N": in_latex(instance["sample"])} if "group" in instance else {}


# -- random groups and samples
def couplings(mu, size, array=jnp):
    """Weights (groups, samples) of pairs: independent ones, and groups that are the beginning of their sample."""
    groups, samples = sequences(size.agents, size.group), sequences(size.agents, size.sample)
    one, other = mu[groups].prod(1), mu[samples].prod(1)
    return one[:, None] * other, (array.arange(len(groups))[:, None] == place(samples[:, :size.group], size.agents)) * other


class DrawWords(Words):
    def values(self):
        i, size = self.instance, self.size
        won = wins(i["V"], i["nu"], i["moves"], size)
        return {"S": jnp.arange(size.agents**size.sample), "N": size.sample, "Win": self._summed(jnp.where(won, i["w"], 0.0))}

    def _summed(self, terms):
        return Interval.around(terms.sum(), (2 * self.size.sample * KNOWN + (terms.size + 2) * EPS) * jnp.abs(terms).sum())

    def AgentMass(self, a):
        return Interval.around(self.instance["mu"][a], KNOWN * jnp.abs(self.instance["mu"][a]))

    def PairMass(self, g, s):
        return Interval.around(self.instance["w"][g, s], 2 * self.size.sample * KNOWN * jnp.abs(self.instance["w"][g, s]))

    def GroupMass(self, g):
        return self._summed(self.instance["w"][g])

    def SampleMass(self, s):
        return self._summed(self.instance["w"][:, s])

    def _chance(self, members):
        value = self.instance["mu"][members].prod()
        return Interval.around(value, 2 * self.size.sample * KNOWN * jnp.abs(value))

    def GroupChance(self, g):
        return self._chance(jnp.asarray(sequences(self.size.agents, self.size.group))[g])

    def SampleChance(self, s):
        return self._chance(jnp.asarray(sequences(self.size.agents, self.size.sample))[s])

    def Fewer(self, n, N, p):
        return sum(math.comb(N, k) * p**k * (1 - p)**(N - k) for k in range(n))


class ExactDrawWords(Words):
    @functools.cached_property
    def _size(self):
        i = self.instance
        return Size(len(i["V"]), len(i["moves"]), i["group"], i["sample"])

    def values(self):
        i, size = self.instance, self._size
        won = wins(np.array(i["V"], object), np.array(i["nu"], object), np.array(i["moves"]), size, np)
        return {"S": range(size.agents**size.sample), "N": size.sample, "Win": i["w"][won].sum()}

    def AgentMass(self, a):
        return self.instance["mu"][a]

    def PairMass(self, g, s):
        return self.instance["w"][g, s]

    def GroupMass(self, g):
        return self.instance["w"][g].sum()

    def SampleMass(self, s):
        return self.instance["w"][:, s].sum()

    def GroupChance(self, g):
        return math.prod(self.instance["mu"][a] for a in sequences(self._size.agents, self._size.group)[g])

    def SampleChance(self, s):
        return math.prod(self.instance["mu"][a] for a in sequences(self._size.agents, self._size.sample)[s])

    def Fewer(self, n, N, p):
        return sum((math.comb(N, k) * p**k * (1 - p)**(N - k) for k in range(n)), Fraction(0))


@dataclass(frozen=True)
class Draws(Part):
    """A law mu of the agents and weights w of all pairs of a group and a sample."""

    floating, exact = DrawWords, ExactDrawWords
    frees = "weights of agents, and of pairs of a group and a sample, of any sign"

    def draw(self, size, rng):
        return dict(mu=rng.normal(size=size.agents), nested=rng.normal())

    def build(self, size, theta, knobs, built):
        """A mixture of groups that are independent of the sample and of groups that are its beginning."""
        mu = 0.9 * ms.probabilities(theta["mu"][None])[0] + 0.1 / size.agents
        apart, nested = couplings(mu, size)
        part = jax.nn.sigmoid(theta["nested"])
        return dict(mu=mu, w=(1 - part) * apart + part * nested)

    def draw_free(self, size, rng):
        return self.draw(size, rng) | dict(odd_draw=ms.switches(3, rng), noise=rng.normal(size=(2, size.agents**size.sample)),
                                           mass=rng.normal())

    def build_free(self, size, theta, built):
        """Noise in two rows that cancels keeps the law of the sample, and that of the group where each sums to 0."""
        share, (scaled, skewed, kept) = self.build(size, theta, {}, built), jax.lax.stop_gradient(theta["odd_draw"]) > 0
        noise = 0.5 * jnp.minimum(share["w"][0], share["w"][1]) * jnp.tanh(theta["noise"][0])
        noise = jnp.where(kept, noise - noise.mean(), noise)
        w = share["w"].at[0].add(jnp.where(skewed | kept, noise, 0.0)).at[1].add(jnp.where(skewed & ~kept, 0.0, -1.0) * jnp.where(
            skewed | kept, noise, 0.0))
        more = jnp.where(scaled, jnp.exp(jnp.tanh(theta["mass"])), 1.0)
        return dict(mu=share["mu"] * more, w=w)

    def named(self, given, exact):
        """mu: by default equal; draws: "independent", or "nested" as is the default, or weights as a function of (mu, size)."""
        m = len(given["moves"])
        mu = np.array([Fraction(v) for v in given.get("mu") or [Fraction(1, m)] * m], object)
        size = Size(len(given["V"]), m, given.get("group", 3), given.get("sample", 5))
        draws = given.get("draws", "nested")
        w = draws(mu, size) if callable(draws) else couplings(mu, size, np)[draws == "nested"]
        return dict(mu=[*mu], w=w)


def opposed(mu, size):
    """Groups in the order of how many agents they miss, samples with few of the first agent first: as in a monotone coupling."""
    groups, samples = sequences(size.agents, size.group), sequences(size.agents, size.sample)
    rows = sorted(range(len(groups)), key=lambda g: -len(set(groups[g].tolist())))
    columns = sorted(range(len(samples)), key=lambda s: (samples[s] == 0).sum())
    w = np.full((len(groups), len(samples)), Fraction(0), object)
    left, right, i, j = mu[groups].prod(1)[rows], mu[samples].prod(1)[columns], 0, 0
    while i < len(rows) and j < len(columns):
        part = min(left[i], right[j])
        w[rows[i], columns[j]] += part
        left[i], right[j] = left[i] - part, right[j] - part
        i, j = i + (left[i] == 0), j + (right[j] == 0)
    return w


@dataclass(frozen=True)
class Solvers(World):
    """A named instance has values, moves, and what else is given of top, best, nu, mu, draws, group and sample."""

    def rational(self, name, V, moves, **k):
        """In exact arithmetic."""
        given = {key: k.pop(key) for key in ("top", "best", "nu", "mu", "draws", "group", "sample") if key in k}
        return self.named(name, None, dict(V=V, moves=moves) | given, **k)


def solvers(*parts: Part) -> Solvers:
    """The world of these parts, `Agents` first."""
    return Solvers("Two agents on three solutions and three agents on four, with all groups of three agents and all samples of seven and "
                   "of four; the float64 weights are the instance.", (Size(3, 2, 3, 7), Size(4, 3, 3, 4)), parts)
