"""The adversary with gradients: ascent on the score of every inequality, inside the hypotheses that `build` guarantees."""
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.flatten_util import ravel_pytree

from proofs_numeric.engine.batches import stacked_like, stacked_vectors
from proofs_numeric.engine.enclosure import rounding
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.oracle import Oracle


class Found(NamedTuple):
    """The best instance that the search found for one conclusion."""

    theta: Any
    instance: Any
    judged: dict                 # clause -> Judgement
    legal: int                   # starts that ended where the untouched hypotheses hold
    starts: int
    broken: int                  # steps with a gradient that was not finite


def steps(bench, size, state, knobs, select, answers, template, start, end):
    """The steps start, ..., end - 1 of Adam with a cosine schedule, for all starts; to be compiled."""
    _, unravel = ravel_pytree(template)

    def objective(x, chosen, answers):
        with rounding(bench.model.approximate):
            found = bench.judged(size, bench.model.build(size, unravel(x), knobs), Oracle(answers), bench.targets)
        scores = jnp.stack([found[c.name].score for c in bench.targets])
        return jnp.where(chosen, jnp.where(jnp.isfinite(scores), scores, -1e3), 0.0).sum()

    def step(i, state):
        x, m, v, best, top, broken = state
        s, g = jax.vmap(jax.value_and_grad(objective))(x, select, answers)
        fine = jnp.isfinite(g)
        g = jnp.where(fine, g, 0.0)
        better = s > top
        best, top = jnp.where(better[:, None], x, best), jnp.where(better, s, top)
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        rate = bench.rate * 0.5 * (1 + jnp.cos(jnp.pi * i / bench.steps))
        x = x + rate * m / (1 - 0.9 ** (i + 1.0)) / (jnp.sqrt(v / (1 - 0.99 ** (i + 1.0))) + 1e-12)
        return x, m, v, best, top, broken + ~fine.all(1)
    return jax.lax.fori_loop(start, end, step, state), None


def attack(bench, program, size, seed, *turned) -> dict[str, Found]:
    """Ascend on the score of every inequality from random starts, with some knobs turned. program: `steps`, compiled.

    Per conclusion, the best instance whose untouched hypotheses hold: otherwise an ascent would drive a constant to 0 and win.
    """
    names = [c.name for c in bench.targets]
    if not names:
        return {}
    theta, knobs = bench.draw(size, seed, bench.starts * len(names)), bench.knobs(*turned)
    select = np.repeat(np.eye(len(names), dtype=bool), bench.starts, 0)
    template = jax.tree.map(lambda x: x[0], theta)
    x = stacked_vectors(theta)
    state = (x, 0 * x, 0 * x, x + 0, np.full(len(x), -np.inf), np.zeros(len(x), int))
    once = 1 if size in bench.asking else bench.steps        # the host answers anew before every step
    for i in range(0, bench.steps, once):
        answers = []
        if size in bench.asking:
            answers = bench.answers(size, bench.build(size, stacked_like(theta, state[0]), *turned), True)
        state, _ = program(size, state, knobs, select, answers, template, np.int64(i), np.int64(i + once))
    best, broken = stacked_like(theta, state[3]), np.asarray(state[5])
    instances = bench.build(size, best, *turned)
    found = bench.judge(size, instances)
    legal = np.all([np.ones(len(x), bool)] + [found[h.name].verdict == Verdict.HOLDS for h in bench.theorem.hypotheses
                                              if h.name not in turned], axis=0)
    out = {}
    for k, name in enumerate(names):
        rows = slice(k * bench.starts, (k + 1) * bench.starts)
        row = k * bench.starts + int(np.where(legal[rows], found[name].score[rows], -np.inf).argmax())

        def pick(tree, row=row):
            return jax.tree.map(lambda x: np.asarray(x)[row], tree)
        out[name] = Found(pick(best), pick(instances), pick(found), int(legal[rows].sum()), bench.starts, int(broken[rows].sum()))
    return out
