"""The public functions: what can be imported, that the page of the site lists all of it, and that its examples run as they are printed."""
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "numerics.md").read_text()
BLOCKS = dict(re.findall(r"^```\{public\} (\S+)\n(.*?)^```$", PAGE, re.M | re.S))
sys.path.insert(0, str(ROOT / "docs" / "_ext"))

# Runs the examples given on standard input in a fresh namespace, as if pasted one after another.
PASTED = """
import doctest, sys
text = sys.stdin.read()
test = doctest.DocTestParser().get_doctest(text, {}, "docs/numerics.md", "docs/numerics.md", 0)
sys.exit(doctest.DocTestRunner(verbose=False).run(test).failed)
"""


def public():
    import proofs_numeric.numerics as numerics

    return {name: getattr(numerics, name) for name in numerics.__all__}


def test_every_public_name_is_there_and_listed_once():
    assert set(public()) <= set(BLOCKS)
    listed = re.findall(r"^```\{public\} (\S+)$", PAGE, re.M)
    assert len(listed) == len(set(listed)) and PAGE.count("```{public}") == len(listed)
    from proofs_numeric import numerics

    for name in listed:
        first, _, rest = name.partition(".")
        found = getattr(numerics, first)
        assert getattr(found, rest) if rest else found, name


def test_a_name_that_is_a_module_as_well_is_the_function():
    """Whichever is imported first: importing a module sets its name in the package."""
    program = "{}\nfrom proofs_numeric.numerics import sinkhorn, exact_transport\nassert callable(sinkhorn) and callable(exact_transport)\n"
    first = "from proofs_numeric.numerics.{0} import {1} as own; import proofs_numeric.numerics.{0}"
    for line in ("", first.format("sinkhorn", "sinkhorn"), first.format("transport", "exact_transport")):
        subprocess.run([sys.executable, "-c", program.format(line)], cwd=ROOT, check=True, timeout=120)


def test_transport_of_points_is_imported_for_the_first_who_asks():
    """POT takes longer to import than JAX."""
    program = "import sys, proofs_numeric.numerics as n; assert 'ot' not in sys.modules; n.exact_transport; assert 'ot' in sys.modules"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=120)


def test_the_examples_of_the_page_run_as_they_are_printed(tmp_path):
    begin = ">>> import jax\n>>> jax.config.update('jax_enable_x64', True)\n>>> import numpy as np\n"
    environment = {k: v for k, v in os.environ.items() if k != "JAX_ENABLE_X64"} | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", PASTED], input=begin + "\n".join(BLOCKS.values()), cwd=tmp_path, env=environment,
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.parametrize("name", ["wasserstein_1d", "exact_transport", "sinkhorn", "gaussian_w2", "bures", "Scattering", "Extractor",
                                  "admissibility", "repaired", "filters.meyer", "frames.gabor"])
def test_what_one_calls_has_an_example(name):
    assert ">>> " in BLOCKS[name] and name.rpartition(".")[2] in BLOCKS[name]


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_the_page_shows_what_python_knows(name):
    """Read from the source without JAX: the same docstring and the same names of arguments as the object has."""
    import functions

    from proofs_numeric import numerics

    first, _, rest = name.partition(".")
    value = getattr(numerics, first)
    value = getattr(value, rest) if rest else value
    file, node = functions.find(name)
    said = functions.ast.get_docstring(node or functions.parsed(file))
    assert said and said == inspect.getdoc(value)
    if node and not issubclass(value if inspect.isclass(value) else object, Warning):
        shown = re.sub(r"=[^,]*?(?=, [*\w]+(=|,|$)|$)", "", functions.signature("", node).strip("()"))
        names = [p for p in inspect.signature(value).parameters if p != "self"]
        assert [w.strip() for w in shown.split(",") if w.strip() != "*"] == names


@pytest.mark.parametrize("text", ["docs/numerics.md", "README.md", "proofs_numeric/__init__.py", "proofs_numeric/numerics/__init__.py"])
def test_it_is_said_how_to_switch_double_precision_on(text):
    assert 'jax.config.update("jax_enable_x64", True)' in (ROOT / text).read_text()


def test_without_double_precision_the_caller_is_told_once():
    program = """
import warnings, numpy as np, jax
from proofs_numeric.numerics import PrecisionWarning, gaussian_w2
assert not jax.config.jax_enable_x64
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    for _ in range(2):
        assert gaussian_w2(np.ones(2) / 3, np.eye(2), np.zeros(2), np.eye(2)).dtype == "float32"
assert [w.category for w in told] == [PrecisionWarning], told
assert "m1 has double precision" in str(told[0].message) and "jax.config.update('jax_enable_x64', True)" in str(told[0].message)
"""
    environment = {k: v for k, v in os.environ.items() if k != "JAX_ENABLE_X64"}
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=120, env=environment)
