"""Compiled programs that are kept on disk.

Most of a repeated run would be tracing: JAX's own cache keeps what XLA compiled, but a formula has to be walked in Python before
that cache can be asked. So the compiled program is kept under a key that determines it without tracing: the formulas, all code
that takes part in tracing, the versions of the packages, the processor, the size and the shapes. Where no cache directory is
configured, or no key is given, nothing is written and nothing is read.
"""
import contextlib
import functools
import hashlib
import os
import pickle
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.experimental import serialize_executable

from proofs_numeric.engine import record
from proofs_numeric.engine.oracle import Unanswered
from proofs_numeric.engine.sources import PROJECT, ROOT, code_of, file_of

# Compiling these large programs is most of a first run. XLA's older emitters take half to two thirds of the time of the newer ones,
# and optimising once, in one part, a quarter less again, for steps that are as fast.
COMPILED = {"xla_cpu_use_fusion_emitters": False, "xla_backend_optimization_level": 1, "xla_cpu_parallel_codegen_split_count": 1}
# Most of those that judge run for milliseconds: compiling and loading quickly matters, running quickly does not. Arithmetic of intervals
# stays in functions that are called: inlined, XLA would copy a value into each loop that uses it, and programs would be twice as large.
QUICK = COMPILED | {"xla_backend_optimization_level": 0, "xla_llvm_disable_expensive_passes": True,
                    "xla_disable_hlo_passes": "call-inliner"}
BUSY = 2**25                     # numbers that one run computes; from here on running quickly matters to those that run again and again
PACKAGES = ("jax", "jaxlib", "numpy", "sympy", "POT", "scikit-learn", "PyWavelets")


def key(theorem, model: Path, root: Path = ROOT) -> str:
    """What determines the programs of a theorem in the model of the file `model`: formulas, code, packages, machine, options.

    Code is that of whole files, with whatever they import, although a fingerprint counts less: a program that is taken for another one
    would be noticed by nobody, and one that is compiled again costs seconds.
    """
    code: dict[str, str] = {}
    own = [file_of(o.__module__, root) for o in theorem.vocabulary()]
    folders = [f for folder in ("proofs_numeric/engine", "theorems/language") for f in sorted((root / folder).rglob("*.py"))]
    for file in (model, *folders, *filter(None, own)):
        code_of(file, root, code, PROJECT)
    text = [record.formula_of(c) for c in theorem.clauses] + [f"{name}: {source}" for name, source in sorted(code.items())]
    text += [platform.python_version(), platform.machine(), _instructions(), *(f"{p} {version(p)}" for p in PACKAGES)]
    text += [jax.devices()[0].device_kind, *(f"{name}={os.environ.get(name, '')}" for name in ("XLA_FLAGS", "NPROC"))]
    return hashlib.sha256("\n".join(text).encode()).hexdigest()


def _instructions() -> str:
    """The instruction sets of the processor, where the system lists them: XLA compiles for this very machine."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    return next((line for line in lines if line.startswith(("flags", "Features"))), platform.processor())


def _directory() -> Path | None:
    folder = jax.config.jax_compilation_cache_dir  # type: ignore[attr-defined]
    return Path(folder) / "programs" if folder else None


@contextlib.contextmanager
def _not_kept_by_jax():
    """JAX's own cache would keep a second copy of what is compiled inside."""
    name = "jax_persistent_cache_min_compile_time_secs"
    usual = getattr(jax.config, name)
    jax.config.update(name, float("inf"))
    try:
        yield
    finally:
        jax.config.update(name, usual)


class Ready(NamedTuple):
    """A compiled function of arrays, the structure of its value, what tracing found out."""

    compiled: jax.stages.Compiled
    out: Any
    static: Any


class Program:
    """`function(size, *arrays) -> (arrays, static)`, compiled once for every size and all shapes.

    name: tells the programs of one key apart. static: anything picklable that tracing finds out. again: whether it runs for many batches.
    A program that turns out to need answers (Unanswered) is remembered as such.
    """

    def __init__(self, function, name: str, key: str | None = None, options: dict[str, Any] | None = None, again=False):
        self.function, self.name, self.key, self.options, self.again = function, name, key, options, again
        self._ready: dict[Any, Any] = {}

    def __call__(self, size, *arrays):
        leaves, tree = jax.tree.flatten(arrays)
        leaves = [x if isinstance(x, jax.Array) else np.asarray(x) for x in leaves]
        spec = (size, tree, tuple((x.shape, x.dtype.name) for x in leaves))
        if spec not in self._ready:
            self._ready[spec] = self._load(spec, leaves)
        if self._ready[spec] is None:
            raise Unanswered
        compiled, out, static = self._ready[spec]
        return jax.tree.unflatten(out, compiled(*leaves)), static

    def _load(self, spec, leaves) -> Ready | None:
        """The compiled program, or None for one that needs answers."""
        folder = _directory()
        if not (folder and self.key):
            return self._compile(spec, leaves)
        file = folder / hashlib.sha256(f"{self.key} {self.name} {spec}".encode()).hexdigest()
        if file.exists():
            return _read(file)
        with _not_kept_by_jax():
            ready = self._compile(spec, leaves, "kept")
        _write(file, ready)
        return ready

    def _compile(self, spec, leaves, name="program") -> Ready | None:
        size, tree, _ = spec
        found: dict[str, Any] = {}

        def flat(*leaves):
            value, found["static"] = self.function(size, *jax.tree.unflatten(tree, leaves))
            values, found["out"] = jax.tree.flatten(value)
            return values
        # Under its own name a kept program is never found in JAX's cache: XLA cannot write again what it did not compile itself.
        flat.__name__ = name
        shapes = [jax.ShapeDtypeStruct(x.shape, x.dtype) for x in leaves]
        try:
            traced = jax.jit(flat).trace(*shapes)
        except Unanswered:
            return None
        options = COMPILED if self.again and _numbers(traced.jaxpr.jaxpr) >= BUSY else self.options
        return Ready(traced.lower().compile(compiler_options=options), found["out"], found["static"])


def _numbers(jaxpr) -> int:
    """How many numbers one run of a traced program computes; what is repeated counts once."""
    inner = sum(_numbers(getattr(x, "jaxpr", x)) for equation in jaxpr.eqns for x in jax.tree.leaves(equation.params)
                if hasattr(getattr(x, "jaxpr", x), "eqns"))
    return inner + sum(v.aval.size for equation in jaxpr.eqns for v in equation.outvars if hasattr(v.aval, "size"))


def _write(file: Path, ready: Ready | None) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.{os.getpid()}")    # two processes may write the same program
    partial.write_bytes(pickle.dumps(ready and (serialize_executable.serialize(ready.compiled), ready.out, ready.static)))
    partial.replace(file)


@functools.cache
def _find_lapack() -> None:
    """JAX looks up LAPACK when it lowers linear algebra. A program that was lowered in another process would call what is not there."""
    jax.jit(jnp.linalg.cholesky).lower(jax.ShapeDtypeStruct((1, 1), jnp.float64))


def _read(file: Path) -> Ready | None:
    _find_lapack()
    kept = pickle.loads(file.read_bytes())
    return kept and Ready(serialize_executable.deserialize_and_load(*kept[0]), *kept[1:])
