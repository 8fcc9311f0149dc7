"""JAX: which activations of jax.nn have slopes of at most 1, and are 0 at 0?"""
import functools

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort

jax.config.update("jax_enable_x64", True)


def activation(x, name, **options):
    return np.asarray(getattr(jax.nn, name)(jnp.asarray(x), **options))


SLOPES = {"gelu": "The slope is largest near the root of 2: 1.129.", "silu": "The slope is largest near 2.4: 1.100.",
          "mish": "The slope is largest near 1.5: 1.089.", "hard_swish": "The slope is (2x + 3)/6 below 3, where it comes near 3/2.",
          "selu": "The slope is 1.0507 on the right, and up to 1.758 on the left of 0."}
ZERO = {"grid": 4, "zero": True}
FEW = Effort(draws=10, climbs=1, steps=40, shrinks=60)


def cases():
    for name in ("relu", "leaky_relu", "relu6", "hard_tanh", "soft_sign", "elu", "celu", "squareplus", "gelu", "silu", "mish", "hard_swish",
                 "selu", "sigmoid", "softplus"):
        words = "the default approximate=True" if name == "gelu" else "the defaults"
        yield Case("jax", f"nn.{name}", functools.partial(activation, name=name), "nonexpansive", words, True, ZERO, {},
                   effort=FEW, note=SLOPES.get(name, ""))
    yield Case("jax", "nn.gelu", functools.partial(activation, name="gelu", approximate=False), "nonexpansive", "", False,
               ZERO, {}, effort=FEW, note=SLOPES["gelu"])
