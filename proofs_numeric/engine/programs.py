"""Compiled programs that are traced once and kept on disk.

Most of a repeated run would be tracing: JAX's own cache keeps what XLA compiled, but a formula has to be walked in Python
before that cache can be asked. So the traced program is kept too (`jax.export`), under a key that determines it: the formulas,
all code that takes part in tracing, the versions of the packages, the size and the shapes. Where no cache directory is
configured, or no key is given, nothing is written and nothing is read.
"""
import hashlib
import os
import pickle
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import jax
import numpy as np
from jax import export

from proofs_numeric.engine import record
from proofs_numeric.engine.oracle import Unanswered

PACKAGES = ("jax", "jaxlib", "numpy", "sympy", "POT", "scikit-learn", "PyWavelets")


def key(theorem, model: Path, root: Path = record.ROOT) -> str:
    """What determines the programs of a theorem in the model of the file `model`: formulas, code, packages."""
    code = record.code_of(model, root)
    for folder in ("proofs_numeric/engine", "theorems/language"):
        for file in sorted((root / folder).glob("*.py")):
            record.code_of(file, root, code)
    text = [record.formula_of(c) for c in theorem.clauses] + [f"{name}: {source}" for name, source in sorted(code.items())]
    text += [platform.python_version(), platform.machine(), *(f"{p} {version(p)}" for p in PACKAGES)]
    return hashlib.sha256("\n".join(text).encode()).hexdigest()


def _directory() -> Path | None:
    folder = jax.config.jax_compilation_cache_dir  # type: ignore[attr-defined]
    return Path(folder) / "traced" if folder else None


class Traced(NamedTuple):
    """A program: what XLA compiles, the structure of its value, what tracing found out."""

    exported: export.Exported
    out: Any
    static: Any


class Program:
    """`function(size, *arrays) -> (arrays, static)`, compiled once for every size and all shapes.

    name: tells the programs of one key apart. static: anything picklable that tracing finds out.
    A program that turns out to need answers (Unanswered) is remembered as such.
    """

    def __init__(self, function, name: str, key: str | None = None, options: dict[str, Any] | None = None):
        self.function, self.name, self.key, self.options = function, name, key, options
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

    def _load(self, spec, leaves):
        """(compiled function of leaves, structure of its value, static), or None for a program that needs answers."""
        size, tree, _ = spec
        folder = _directory()
        if folder and self.key:
            file = folder / hashlib.sha256(f"{self.key} {self.name} {spec}".encode()).hexdigest()
            if not file.exists():
                _write(file, self._trace(size, tree, leaves))
            traced = _read(file)
        else:
            traced = self._trace(size, tree, leaves)
        if traced is None:
            return None
        # Compiled here and not at the first call: values of an exported program carry a sharding, and where they are arguments again
        # (the state of the ascent), `jit` would compile the program a second time for them.
        compiled = jax.jit(traced.exported.call).lower(*traced.exported.in_avals).compile(compiler_options=self.options)
        return compiled, traced.out, traced.static

    def _trace(self, size, tree, leaves) -> Traced | None:
        found: dict[str, Any] = {}

        def flat(*leaves):
            value, found["static"] = self.function(size, *jax.tree.unflatten(tree, leaves))
            values, found["out"] = jax.tree.flatten(value)
            return values
        shapes = [jax.ShapeDtypeStruct(x.shape, x.dtype) for x in leaves]
        try:
            return Traced(export.export(jax.jit(flat))(*shapes), found["out"], found["static"])
        except Unanswered:
            return None


def _write(file: Path, traced: Traced | None) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.{os.getpid()}")    # two processes may write the same program
    partial.write_bytes(pickle.dumps(traced and (traced.exported.serialize(), traced.out, traced.static)))
    partial.replace(file)


def _read(file: Path) -> Traced | None:
    kept = pickle.loads(file.read_bytes())
    return kept and Traced(export.deserialize(kept[0]), *kept[1:])
