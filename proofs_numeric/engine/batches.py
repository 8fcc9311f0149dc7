"""Many instances at once: stacked pytrees, batches of one shape, questions to the host, cases grouped by size."""
from typing import Any

import jax
import numpy as np

from proofs_numeric.engine.judge import Judgement
from proofs_numeric.engine.oracle import Oracle

LARGE = 4096                     # entries of an array; instances with a larger one are judged alone, not in a batch
BATCH = 64                       # instances per compiled call: one program serves samples, edges, cases and controls


def coarse(theta, digits: int, scale: int):
    """theta rounded to `digits` binary digits and scaled by 2**scale.

    This is what a search for a simple counterexample varies: every configuration has the same shapes, so nothing is
    compiled again.
    """
    return jax.tree.map(lambda x: np.round(np.asarray(x, float) * 2.0**digits) / 2.0**digits * 2.0**scale, theta)


def posed(judged, instances):
    """(questions, solvers) of `judged(instance, oracle)` on stacked instances."""
    oracle = Oracle()

    def record(instance):
        oracle.solvers, oracle.questions = [], []
        judged(instance, oracle)
        return oracle.questions
    return jax.vmap(record)(instances), oracle.solvers


def answered(questions, solvers):
    return [solver(*map(np.asarray, q)) for solver, q in zip(solvers, questions)]


def in_batches(function, stacked):
    """The value of `function` on stacked pytrees, BATCH rows at a time: one shape, one compiled program. NumPy arrays."""
    stacked = jax.tree.map(np.asarray, stacked)
    count = len(jax.tree.leaves(stacked)[0])
    parts = []
    for start in range(0, count, BATCH):
        rows = np.minimum(np.arange(start, start + BATCH), count - 1)        # the last row fills the last batch
        parts.append(jax.tree.map(np.asarray, function(jax.tree.map(lambda x, rows=rows: x[rows], stacked))))
    return jax.tree.map(lambda *x: np.concatenate(x)[:count], *parts)


def is_large(case):
    """Photographs: judged alone, not in a batch."""
    return max(map(np.size, jax.tree.leaves(case.instance)), default=0) > LARGE


def row_of(judgement, row) -> Judgement:
    return Judgement(*(np.asarray(x)[row].item() for x in judgement))


def grouped(cases, exactly, together):
    """What is found for each case: `exactly(case)` for rational ones, else `together(size, stacked instances, cases)` for
    all of one size and shape.
    """
    found: dict[int, dict[str, Judgement]] = {}
    groups: dict[Any, list[int]] = {}
    for k, case in enumerate(cases):
        if case.size is None:
            found[k] = {name: Judgement(*(np.asarray(x).item() for x in j)) for name, j in exactly(case).items()}
        else:
            leaves, tree = jax.tree.flatten(case.instance)
            forms = tuple((np.shape(x), np.asarray(x).dtype.name) for x in leaves)
            groups.setdefault((case.size, tree, forms, k if is_large(case) else None), []).append(k)
    for (size, *_), rows in groups.items():
        stacked = jax.tree.map(lambda *x: np.stack([*map(np.asarray, x)]), *[cases[k].instance for k in rows])
        found |= zip(rows, together(size, stacked, [cases[k] for k in rows]))
    return [found[k] for k in range(len(cases))]


def stacked_vectors(theta):
    """(count, dimension): the parameters of every instance as one vector, in the order of `ravel_pytree`."""
    return np.concatenate([np.reshape(leaf, (len(leaf), -1)) for leaf in jax.tree.leaves(theta)], 1)


def stacked_like(theta, x):
    """The inverse: vectors (count, dimension) as parameters of the shapes of `theta`, whose own count does not matter."""
    leaves, tree = jax.tree.flatten(theta)
    ends = np.cumsum([np.prod(np.shape(leaf)[1:], dtype=int) for leaf in leaves])
    parts = np.split(np.asarray(x), ends[:-1], 1)
    return jax.tree.unflatten(tree, [np.reshape(part, (len(x), *np.shape(leaf)[1:])) for part, leaf in zip(parts, leaves)])
