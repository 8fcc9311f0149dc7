"""Pools of agents: maps of finitely many solutions with values, drawn at random, alone and in groups that work in turns.

Maps are whole numbers; values and laws are floats, the laws known up to 2^-44 of their masses. A group moves in turn, each member once a
round, as many rounds as there are solutions. All sequences of draws are enumerated.
"""
import functools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.engine.enclosure import EPS, Interval
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.worlds.forests import KNOWN, around, sequences
from proofs_numeric.worlds.world import Part, Words, World, in_latex


class Size(NamedTuple):
    solutions: int
    agents: int
    chosen: int                  # N_1
    drawn: int                   # N


def ends(maps, group):
    """Where a group, a sequence of agents, ends from every solution. maps (agents, solutions)."""
    state = maps[group[0]] * 0 + np.arange(len(maps[0]))
    for _ in range(len(maps[0])):
        for member in group:
            state = maps[member][state]
    return state


def number(group, agents):
    """The position of a sequence among all."""
    return sum(member * agents**(len(group) - 1 - k) for k, member in enumerate(group))


# -- words
class PoolWords(Words):
    @functools.cached_property
    def _alone(self):
        """(agents, solutions): where each agent ends alone."""
        maps = self.instance["maps"]
        return jnp.stack([ends(maps, (k,)) for k in range(len(maps))])

    def _mean(self, states):
        """Mean value of final solutions, and its error."""
        value, pi = self.instance["V"], self.instance["pi"]
        return value[states] @ pi, 4 * (KNOWN + len(pi) * EPS) * (jnp.abs(pi) * jnp.abs(value).max()).sum()

    @functools.cached_property
    def _better(self):
        size, mu = self.size, self.instance["mu"]
        draws, groups = sequences(size.agents, size.drawn), sequences(size.agents, size.chosen)
        final = jax.vmap(lambda g: ends(self.instance["maps"], [g[k] for k in range(size.chosen)]))(groups)
        value, slack = self._mean(final)
        ability = self._mean(self._alone)[0]
        order = jnp.argsort(-ability[draws], axis=1, stable=True)[:, :size.chosen]
        weights = size.agents ** np.arange(size.chosen - 1, -1, -1)
        first, strong = draws[:, :size.chosen] @ weights, jnp.take_along_axis(jnp.asarray(draws), order, 1) @ weights
        same = (final[first] == final[strong]).all(1)
        gap, mass = value[first] - value[strong], mu[draws].prod(1)
        sure, perhaps = ~same & (gap > 2 * slack), ~same & (gap > -2 * slack)
        ends_ = jnp.stack([mass * sure, mass * perhaps])
        budget = (4 * size.drawn * KNOWN + len(draws) * EPS) * jnp.abs(mass).sum()
        return Interval(ends_.min(0).sum() - budget, ends_.max(0).sum() + budget)

    def values(self):
        size, mu = self.size, self.instance["mu"]
        p, k = mu[self.instance["best"]], np.arange(size.chosen)
        few = (np.array([math.comb(size.drawn, i) for i in k]) * p**k * (1 - p)**(size.drawn - k)).sum()
        return {"X": jnp.arange(size.solutions), "A": jnp.arange(size.agents), "top": self.instance["top"], "best": self.instance["best"],
                "N": size.drawn, "N_1": size.chosen, "Better": self._better,
                "Few": Interval.around(few, 8 * size.drawn * KNOWN * (1 + jnp.abs(p))**size.drawn)}

    def Worth(self, x):
        return self.instance["V"][_index(x)]

    def Image(self, a, x):
        return self.instance["maps"][a, x]

    def Movers(self, x):
        return (self.instance["maps"][:, x] != x).sum()

    def Stuck(self, a):
        return (self._alone[a] != self.instance["top"]).sum()

    def Ability(self, a):
        value, slack = self._mean(self._alone[a])
        return Interval.around(value, slack)

    def AgentMass(self, a):
        return around(self.instance["mu"][a])

    def StartMass(self, x):
        return around(self.instance["pi"][x])

    def PoolEnd(self, x):
        return ends(self.instance["maps"], range(self.size.agents))[x]


def _index(x):
    """A solution, where arithmetic has made an enclosure of it."""
    return jnp.round(x.mid).astype(int) if isinstance(x, Interval) else x


class ExactPoolWords(Words):
    def _mean(self, states):
        return sum((w * self.instance["V"][s] for w, s in zip(self.instance["pi"], states)), Fraction(0))

    def _ends(self, group):
        return ends(self.instance["maps"], group)

    @functools.cached_property
    def _ability(self):
        return [self._mean(self._ends((k,))) for k in range(len(self.instance["maps"]))]

    @functools.cached_property
    def _better(self):
        i = self.instance
        count = len(i["maps"])
        value = [self._mean(self._ends(g)) for g in sequences(count, i["N_1"]).tolist()]
        found = Fraction(0)
        for draw in sequences(count, i["N"]).tolist():
            strong = sorted(draw, key=lambda k: -self._ability[k])[:i["N_1"]]
            if value[number(draw[:i["N_1"]], count)] > value[number(strong, count)]:
                found += math.prod((i["mu"][k] for k in draw), start=Fraction(1))
        return found

    def values(self):
        i = self.instance
        p = i["mu"][i["best"]]
        few = sum((math.comb(i["N"], k) * p**k * (1 - p)**(i["N"] - k) for k in range(i["N_1"])), Fraction(0))
        domains = {"X": range(len(i["V"])), "A": range(len(i["maps"])), "Better": self._better, "Few": few}
        return domains | {name: i[name] for name in ("top", "best", "N", "N_1")}

    def Worth(self, x):
        return self.instance["V"][x]

    def Image(self, a, x):
        return int(self.instance["maps"][a][x])

    def Movers(self, x):
        return sum(int(m[x] != x) for m in self.instance["maps"])

    def Stuck(self, a):
        return sum(int(s != self.instance["top"]) for s in self._ends((a,)))

    def Ability(self, a):
        return self._ability[a]

    def AgentMass(self, a):
        return self.instance["mu"][a]

    def StartMass(self, x):
        return self.instance["pi"][x]

    def PoolEnd(self, x):
        return int(self._ends(range(len(self.instance["maps"])))[x])


# -- the world
@dataclass(frozen=True)
class Pool(Part):
    """Solutions in ascending order of value, the last one the best; agent a is stuck at the solutions x with x = a modulo their number."""

    floating, exact = PoolWords, ExactPoolWords
    frees = "where agents move, values, and masses of any sign"

    def draw(self, size, rng):
        n, m = size.solutions, size.agents
        return dict(V=rng.normal(size=n), mu=rng.normal(size=m), pi=rng.normal(size=n), moves=rng.integers(8, size=(m, n)))

    def build(self, size, theta, knobs, built):
        n, m = size.solutions, size.agents
        moves = jnp.abs(jnp.round(jax.lax.stop_gradient(theta["moves"]))).astype(int)
        x, a = np.arange(n), np.arange(m)[:, None]
        target = jnp.minimum(x + 1 + moves % 2, n - 1)
        stays = (x % m == a) | ((moves >= 5) & ((x + 1) % m != a))
        uneven = np.arange(1.0, n + 1)**2
        share = dict(maps=jnp.where(stays, x, target), V=jnp.cumsum(0.2 + jax.nn.softplus(theta["V"])),
                     mu=ms.probabilities(0.3 * theta["mu"][None])[0],
                     pi=0.5 * ms.probabilities(theta["pi"][None])[0] + 0.5 * uneven / uneven.sum())
        return share | dict(top=jnp.asarray(n - 1), best=self._best(share))

    def _best(self, share):
        maps = share["maps"]
        alone = jnp.stack([ends(maps, (k,)) for k in range(len(maps))])
        return jnp.argmax(share["V"][alone] @ share["pi"])

    def draw_free(self, size, rng):
        odd = rng.uniform(size=(size.agents, size.solutions)) < rng.choice([0.0, 0.15])
        return self.draw(size, rng) | dict(odd=1.0 * odd, anywhere=rng.integers(size.solutions, size=(size.agents, size.solutions)),
                                           loose=rng.choice([0.0, 0.0, 1.0], size=3))

    def build_free(self, size, theta, built):
        share = self.build(size, theta, {}, built)
        odd, anywhere, loose = (jax.lax.stop_gradient(theta[name]) for name in ("odd", "anywhere", "loose"))
        anywhere = jnp.clip(jnp.round(anywhere), 0, size.solutions - 1).astype(int)
        share |= dict(maps=jnp.where(odd > 0, anywhere, share["maps"]), V=share["V"] + loose[0] * theta["V"],
                      mu=share["mu"] + loose[1] * theta["mu"], pi=share["pi"] + loose[2] * theta["pi"])
        return share | dict(best=self._best(share))

    def named(self, given, exact):
        """V, maps, N_1, N; mu and pi: by default equal. The best solution and agent are the first ones of largest value."""
        V, maps = [Fraction(v) for v in given["V"]], np.array(given["maps"], int)
        mu, pi = ([Fraction(1, n)] * n for n in (len(maps), len(V)))
        alone = [sum(V[s] for s in ends(maps, (k,))) for k in range(len(maps))]
        out = dict(V=V, maps=maps, mu=mu, pi=pi, top=V.index(max(V)), best=alone.index(max(alone)))
        return out | {"N_1": given["chosen"], "N": given["drawn"]} if exact else {name: np.array(v, float) if name in ("V", "mu", "pi") else
                                                                                 np.array(v) for name, v in out.items()}

    def shown(self, instance):
        rows = {rf"\varphi_{k}": in_latex([int(v) for v in row]) for k, row in enumerate(instance["maps"])}
        return {"V": in_latex(instance["V"]), **rows, "N_1": in_latex(instance["N_1"]), "N": in_latex(instance["N"])}


@dataclass(frozen=True)
class Pools(World):
    """A named instance is exact: values, maps, and the numbers N_1 and N."""

    def rational(self, name, V, maps, chosen=3, drawn=9, **k):
        """In rational arithmetic."""
        return self.named(name, None, dict(V=V, maps=maps, chosen=chosen, drawn=drawn), **k)


POOLS = Pools("Pools of two and of three agents on three and on four solutions; all sequences of draws are enumerated, float64 values and "
              "laws are the instance.", (Size(3, 2, 3, 6), Size(4, 3, 2, 4)), (Pool(),))
