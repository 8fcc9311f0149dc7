"""Distances that are examined in the tests of conformance, a module of a user, and how a script is run as a reader would."""
import functools
import os
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import ot

from proofs_numeric.conformance import Effort, check

LITTLE = Effort(draws=3, climbs=1, steps=5)
quick = functools.partial(check, effort=LITTLE)


def means(x, a, y, b, power=1.0, extra=0.0):
    """|difference of means|^power, a metric on points of the line for power = 1; distances above 0.9 are longer by a part `extra`."""
    found = abs(a @ x[:, 0] - b @ y[:, 0]) ** power
    return found * (1 + extra) if found > 0.9 else found


def exact(x, a, y, b, p=1):
    """W_p on the line; the weights may be of any precision."""
    x, a, y, b = (np.asarray(z, float) for z in (x, a, y, b))
    return ot.wasserstein_1d(x[:, 0], y[:, 0], a, b, p=p) ** (1 / p)


def rootless(x, a, y, b):
    """W_2 without its root."""
    return exact(x, a, y, b, p=2) ** 2


@jax.jit
def jitted(x, a, y, b):
    """W_1 on the line from distribution functions, in JAX."""
    z = jnp.concatenate([x[:, 0], y[:, 0]])
    order = jnp.argsort(z)
    return jnp.abs(jnp.cumsum(jnp.concatenate([a, -b])[order])[:-1]) @ jnp.diff(z[order])


def one(found):
    """The only finding."""
    (finding,) = found.findings
    return finding


def ran(source, folder, **files):
    """What a script prints in a folder that holds nothing but these files."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    (folder / "script.py").write_text(source)
    done = subprocess.run([sys.executable, "script.py"], cwd=folder, capture_output=True, text=True, timeout=120,
                          env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"})
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


MODULE = """
import numpy as np

def means(x, a, y, b, power=2):
    return abs(a @ x[:, 0] - b @ y[:, 0]) ** power

def batched(x, a, y, b):
    assert x.dtype == np.float32
    return [float(means(*(z[0] for z in (x, a, y, b))))]

def doubled(x):
    assert x.dtype == np.float32
    return [2 * x, x[::2]]

def bank():
    return np.ones((2, 32)), np.ones(32)

def jaxed(x, a, y, b):
    import jax
    assert isinstance(x, jax.Array) and str(x.dtype) == "float64"
    return abs(a @ x[:, 0] - b @ y[:, 0]) ** 2

def crashes(x, a, y, b):
    raise ValueError("no")
"""
