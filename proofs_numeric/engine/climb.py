"""The adversary without gradients: the best instances for each target are varied and mixed, and the better ones are kept.

It needs nothing but a program that judges, so it serves where an ascent would have to be compiled once more.
"""
import jax
import numpy as np

from proofs_numeric.engine.batches import stacked_like, stacked_vectors

KEPT = 4                         # instances kept for each target


def varied(theta, parents, rng, spread):
    """Children of the rows `parents` (pairs): parameters of two parents mixed, and some of them moved by `spread`."""
    x = stacked_vectors(theta)
    leaves = jax.tree.leaves(theta)
    widths = [int(np.prod(np.shape(leaf)[1:], dtype=int)) for leaf in leaves]
    first, second = x[parents[:, 0]], x[parents[:, 1]]
    whole = np.repeat(rng.uniform(size=(len(parents), len(widths))) < 0.2, widths, 1)       # an array of the second parent, as a whole
    children = np.where(whole, second, first)
    moved = rng.uniform(size=children.shape) < rng.choice([0.05, 0.3, 1.0], size=(len(parents), 1))
    size = spread * (0.1 + np.abs(children)) * rng.choice([0.1, 1.0], size=(len(parents), 1))
    return stacked_like(theta, children + moved * size * rng.normal(size=children.shape))


def climb(evaluate, theta, generations, rng, rows=64):
    """Instances as good as `generations` of variation make them.

    evaluate: stacked theta -> (targets, count) scores, the larger the better. Returns (theta, scores) of the instances kept.
    """
    scores = evaluate(theta)
    for generation in range(generations):
        if not len(scores):
            break
        best = np.argsort(-scores, axis=1)[:, :KEPT]
        targets = np.arange(rows) % len(scores)
        mates = rng.integers(len(scores), size=rows)
        parents = np.stack([best[t, rng.integers(best.shape[1], size=rows)] for t in (targets, mates)], 1)
        children = varied(theta, parents, rng, 0.8**generation)
        keep = np.unique(best)
        theta = jax.tree.map(lambda x, y: np.concatenate([np.asarray(x)[keep], y]), theta, children)
        scores = np.concatenate([scores[:, keep], evaluate(children)], 1)
    return theta, scores
