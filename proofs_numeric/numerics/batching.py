"""How `vmap` treats an iteration or a factorisation of one small problem.

On a CPU one problem after the other: each iterates as long as it needs and stays in the cache, and LAPACK is called on single
matrices only. The last point is more than speed: jaxlib 0.10 spreads a batched LAPACK call over the threads that also run
the calls, and two independent batched calls in one program (two Cholesky factorisations, 256 x 32 x 32, on two cores) can wait
for each other for ever. Single matrices are not spread, and cost the same time.
On other platforms all problems together.
"""
import jax
import jax.numpy as jnp


def one_by_one(f):
    """f, a function of arrays of one problem; under `vmap` it becomes a loop on a CPU and a batched f elsewhere."""
    @jax.custom_batching.custom_vmap
    def mapped(*args):
        return f(*args)

    @mapped.def_vmap
    def _(size, batched, *args):
        def everywhere(*moving):
            rest = iter(moving)
            return [next(rest) if yes else x for yes, x in zip(batched, args)]

        def loop(*moving):
            return jax.lax.map(lambda t: mapped(*everywhere(*t)), moving)

        def together(*moving):
            return jax.vmap(lambda *t: f(*everywhere(*t)))(*moving)
        out = jax.lax.platform_dependent(*[x for yes, x in zip(batched, args) if yes], cpu=loop, default=together)
        return out, jax.tree.map(lambda _: True, out)
    return mapped


def over_leading(f, axes):
    """f, a function of arrays with so many `axes`, for arrays with further leading axes, which are broadcast."""
    def batched(*args):
        leads = [x.shape[:x.ndim - k] for x, k in zip(args, axes)]
        lead = jnp.broadcast_shapes(*leads)
        own = [() == part for part in leads]                 # one array for all problems is not copied
        g = f
        for _ in lead:
            g = jax.vmap(g, in_axes=[None if alone else 0 for alone in own])
        return g(*(x if alone else jnp.broadcast_to(x, (*lead, *x.shape[x.ndim - k:])) for x, k, alone in zip(args, axes, own)))
    return batched
