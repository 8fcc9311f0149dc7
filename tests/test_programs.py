"""Compiled programs are kept on disk under a key that determines them."""
import shutil
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import toy

from proofs_numeric.engine import programs
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.oracle import Unanswered
from proofs_numeric.engine.programs import Program
from proofs_numeric.engine.record import ROOT
from theorems.language import catalogue

MODEL = catalogue.place("parallel_lines").model


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(programs, "_directory", lambda: tmp_path)
    return tmp_path


def test_a_kept_program_gives_the_same_judgements_without_being_traced_again(folder):
    def judged(meaning):
        bench = Bench(toy.theorem(), toy.model(meaning=meaning), key="k")
        return bench.judge(toy.Size(1), bench.build(toy.Size(1), bench.draw(toy.Size(1), 0)))

    def untraceable(size, instance, ask):
        raise AssertionError("traced again")
    first, again = judged(toy.meaning), judged(untraceable)
    assert jax.tree.all(jax.tree.map(np.array_equal, first, again))


def test_another_key_or_another_shape_is_another_program(folder):
    for key, count in (("a", 3), ("b", 3), ("a", 4)):
        Program(lambda size, x: (x + size, None), "add", key)(1, np.zeros(count))
    assert len(list(folder.iterdir())) == 3


def test_a_kept_program_with_linear_algebra_runs_in_a_process_that_compiles_none(tmp_path):
    run = f"""if True:
        import sys
        from pathlib import Path
        import jax, numpy as np
        from proofs_numeric.engine import programs
        programs._directory = lambda: Path({str(tmp_path)!r})
        function = (lambda size, x: (jax.numpy.linalg.eigvalsh(x), None)) if sys.argv[1] == "first" else None
        print(*np.asarray(programs.Program(function, "eigenvalues", "k")(1, np.diag([2.0, 1.0]))[0]))
    """
    for which in ("first", "again"):
        done = subprocess.run([sys.executable, "-c", run, which], cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert (done.returncode, done.stdout) == (0, "1.0 2.0\n"), (which, done.returncode, done.stderr)


def test_a_program_that_jax_keeps_as_well_can_be_kept(folder):
    """XLA does not write again what it read: the kept program must be one that it compiled."""
    def function(size, x):
        return (jnp.sin(x) + x.sum(), x @ x), None
    usual = jax.config.jax_persistent_cache_min_compile_time_secs
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    try:
        values = [Program(function, "sum", key)(1, np.arange(3.0))[0] for key in (None, "k", "k")]
    finally:
        jax.config.update("jax_persistent_cache_min_compile_time_secs", usual)
    assert all(jax.tree.all(jax.tree.map(np.array_equal, values[0], v)) for v in values[1:])


@pytest.mark.parametrize("again, count, options", [
    (True, 2**20, programs.QUICK), (True, 2**26, programs.COMPILED), (False, 2**26, programs.QUICK)])
def test_only_what_computes_many_numbers_again_and_again_is_compiled_to_run_quickly(again, count, options, monkeypatch):
    asked = []
    compiled = jax.stages.Lowered.compile
    monkeypatch.setattr(jax.stages.Lowered, "compile", lambda self, compiler_options=None: (
        asked.append(compiler_options), compiled(self, compiler_options))[1])

    def mean(size, x):
        return jax.vmap(lambda y: jnp.sin(x + y).mean())(jnp.arange(count / 1024)), None        # numbers inside of a map count too
    found, _ = Program(mean, "mean", None, programs.QUICK, again)(None, np.zeros(1024))
    assert found.shape == (count // 1024,) and asked == [options]


def test_nothing_is_kept_without_a_key(folder):
    value, static = Program(lambda size, x: (x + size, "noted"), "add")(2, np.zeros(3))
    assert (value == 2).all() and static == "noted" and not list(folder.iterdir())


def test_a_program_that_needs_answers_is_remembered_as_such(folder):
    traced = []

    def function(size, x):
        traced.append(x)
        raise Unanswered
    for _ in range(2):
        with pytest.raises(Unanswered):
            Program(function, "asks", "k")(1, np.zeros(1))
    assert len(traced) == 1


def test_another_processor_or_another_option_of_the_compiler_is_another_key(monkeypatch):
    def key():
        return programs.key(catalogue.load("parallel_lines"), ROOT / MODEL)
    keys = [key(), key()]
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_enable_fast_math=true")
    keys.append(key())
    monkeypatch.setattr(programs, "_instructions", lambda: "another processor")
    assert len({*keys, key()}) == 3 and keys[0] == keys[1]


def test_what_is_kept_here_is_not_kept_by_jax_as_well(folder):
    usual = jax.config.jax_persistent_cache_min_compile_time_secs
    within = []

    def noted(size, x):
        within.append(jax.config.jax_persistent_cache_min_compile_time_secs)
        return x, None
    Program(noted, "noted", "k")(1, np.zeros(1))
    assert within == [float("inf")] and jax.config.jax_persistent_cache_min_compile_time_secs == usual


@pytest.mark.parametrize("file", ["proofs_numeric/engine/interpret.py", "proofs_numeric/engine/faults.py", "theorems/language/operators.py",
                                  "theorems/vocabulary/measures.py", MODEL, "proofs_numeric/mathematics/divergences.py"])
def test_a_change_to_code_that_takes_part_in_tracing_changes_the_key(file, tmp_path):
    theorem = catalogue.load("parallel_lines")
    for name in ("proofs_numeric", "theorems"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("records", "__pycache__"))

    def key(root):
        return programs.key(theorem, root / MODEL, root)
    assert key(tmp_path) == key(ROOT)
    path = tmp_path / file
    path.write_text(path.read_text() + "\nCHANGED = 1\n")
    assert key(tmp_path) != key(ROOT)
