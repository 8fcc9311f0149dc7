"""What a finding leaves to a reader: a script, tests of their own, the command line."""
import functools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from distances import MODULE, exact, one, quick, ran

from proofs_numeric.conformance import Effort, cases, subject

ROOT = Path(__file__).resolve().parent.parent


# -- scripts
@pytest.fixture
def module(tmp_path, monkeypatch):
    """A module of a user."""
    (tmp_path / "users_module.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    import users_module
    yield users_module
    sys.modules.pop("users_module")


@pytest.mark.parametrize(("name", "kind", "clause", "options"), [
    ("means", "transport", "subadditive", {}),
    ("batched", "transport", "subadditive", {"batch": True, "precision": "float32"}),
    ("doubled", "transform", "nonexpansive", {"precision": "float32"}),
    ("doubled", "transform", "energy", {"precision": "float32"}),
    ("bank", "filters", "littlewood_paley", {"precision": "float32"}),
    ("jaxed", "transport", "subadditive", {"arrays": "jax"}),
    ("crashes", "transport", "self", {}),
])
def test_the_script_prints_the_number_alone(module, tmp_path, name, kind, clause, options):
    finding = one(quick(getattr(module, name), kind, clauses=clause, **options))
    assert finding.bad and "proofs_numeric" not in finding.script
    folder = tmp_path / "alone"
    folder.mkdir()
    printed = ran(finding.script, folder, users_module=MODULE)
    if finding.reason:
        assert printed == finding.reason
    else:
        assert float(printed) == pytest.approx(finding.number, rel=1e-6), finding.script


def test_a_script_carries_bound_keywords_and_says_where_a_function_has_no_name(module, tmp_path):
    found = one(quick(functools.partial(module.means, power=3), "transport", clauses="subadditive"))
    assert "functools.partial(bare, power=3)" in found.script and float(ran(found.script, tmp_path)) == pytest.approx(found.number)
    for nameless in (lambda *z: module.means(*z), functools.partial(lambda s, *z: module.means(*z), 1)):
        found = one(quick(nameless, "transport", clauses="subadditive"))
        assert "# Put your function here" in found.script and "0x" not in found.script.partition("\n\n\n")[0]


# -- in a test file of one's own
TESTS = """
from users_module import means, right
from proofs_numeric.conformance import Effort, cases

little = dict(p=2, effort=Effort(draws=2, climbs=0))
test_means = cases(means, "transport", **little)
test_right = cases(right, "transport", clauses=["self", "symmetry"], **little)
"""


def test_cases_name_the_clause_and_print_a_script_that_runs(tmp_path):
    module = MODULE + "\ndef right(*z):\n    return means(*z, power=1)\n"
    (tmp_path / "test_users.py").write_text(TESTS)
    (tmp_path / "users_module.py").write_text(module)
    done = subprocess.run([sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "test_users.py"], cwd=tmp_path, text=True,
                          capture_output=True, timeout=300, env=os.environ | {"PYTHONPATH": str(ROOT)})
    passed = re.findall(r"::(\S+) PASSED", done.stdout)
    failed = re.findall(r"::(\S+) FAILED", done.stdout)
    assert failed == ["test_means[0008-subadditive]"], done.stdout
    assert passed == ["test_means[0008-self]", "test_means[0008-symmetry]", "test_right[0008-self]", "test_right[0008-symmetry]"]
    assert re.findall(r"::(\S+) SKIPPED", done.stdout) == ["test_means[0008-separation]"], "undecided is no pass"
    assert "0008 subadditive (The Wasserstein distance is a metric): REFUTED" in done.stdout and "Traceback" not in done.stdout
    source = re.search(r"This script reproduces it:\n\n(.*?\nprint\(.*?\)\n)", done.stdout, re.S).group(1)
    folder = tmp_path / "alone"
    folder.mkdir()
    assert float(ran(source, folder, users_module=module)) == 2.0


def test_an_undecided_clause_is_no_pass():
    """The distance of different measures is 0: that is within rounding of what the clause demands."""
    case = cases(lambda x, a, y, b: 0.0, "transport", clauses=["separation"], effort=Effort(draws=1, climbs=0))
    with pytest.raises(pytest.skip.Exception, match="UNDECIDED"):
        case("separation")


def test_cases_refuses_what_check_refuses():
    with pytest.raises(ValueError, match="choose one of"):
        cases(exact, "transprt")
    with pytest.raises(ValueError, match="not asked 'triangle'"):
        cases(exact, "transport", clauses=["triangle"])


# -- the command line
def command(folder, *arguments):
    """(exit code, output, error)."""
    done = subprocess.run([sys.executable, "-m", "proofs_numeric.conformance", *arguments], cwd=folder, capture_output=True, text=True,
                          timeout=300, env=os.environ | {"PYTHONPATH": str(ROOT)})
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def elsewhere(tmp_path):
    """A folder with a module of a user."""
    (tmp_path / "users_module.py").write_text(MODULE)
    return tmp_path


def test_the_command_refutes_with_exit_code_1_and_a_script(elsewhere):
    code, out, err = command(elsewhere, "users_module:means", "--as", "transport", "--set", "p=2", "--clause", "subadditive")
    assert (code, err) == (1, ""), err
    assert "p=2.0, returns='distance'" in out and "subadditive  REFUTED" in out and "from users_module import means as call" in out


def test_the_command_prints_json_only(elsewhere):
    code, out, _ = command(elsewhere, "users_module:crashes", "--as", "transport", "--json", "--clause", "self", "--seconds", "1")
    found = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert code == 1 and found["findings"][0]["reason"] == "ValueError: no" and found["findings"][0]["number"] == "inf"


def main(*arguments):
    from proofs_numeric.conformance.__main__ import main as run
    return run(list(arguments))


@pytest.mark.parametrize(("arguments", "words"), [
    (("users_module", "--as", "transport"), "'users_module': give MODULE:FUNCTION"),
    (("no_such_module:f", "--as", "transport"), "no_such_module cannot be imported: ModuleNotFoundError"),
    (("users_module:nothing", "--as", "transport"), "users_module has no 'nothing'"),
    (("users_module:np", "--as", "transport"), "is no function"),
    (("users_module:means", "--as", "transprt"), "choose one of"),
    (("users_module:means", "--as", "transport", "--set", "q=1"), "no parameter 'q'"),
    (("users_module:means", "--as", "transport", "--set", "seed=1"), "no parameter 'seed'"),
    (("users_module:means", "--as", "transport", "--clause", "triangle"), "not asked 'triangle'"),
    (("users_module:doubled", "--as", "transport"), "to be called as"),
])
def test_a_question_without_sense_has_exit_code_2(module, capsys, arguments, words):
    assert main(*arguments) == 2
    out = capsys.readouterr()
    assert words in out.err and out.err.startswith("error: ") and out.out == ""


@pytest.mark.parametrize("arguments", [(), ("users_module:means",), ("users_module:means", "--as", "transport", "--set", "p"),
                                       ("users_module:means", "--as", "transport", "--precision", "float16")])
def test_an_incomplete_command_has_exit_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(*arguments)
    assert stop.value.code == 2 and "usage" in capsys.readouterr().err


def test_the_command_that_refutes_nothing_has_exit_code_0(module, capsys):
    assert main("users_module:means", "--as", "transport", "--set", "p=2", "--clause", "self", "--seconds", "5") == 0
    assert "REFUTED" not in capsys.readouterr().out


@pytest.mark.parametrize("options", [("transform", "--set", "stride=1"), ("nonexpansive",)], ids=lambda options: options[0])
def test_the_command_leaves_what_is_not_set_to_the_subject(options, capsys):
    assert main("numpy:negative", "--as", *options, "--seconds", "5") == 0
    assert "not asked" in capsys.readouterr().out


def test_the_list_explains_every_subject(capsys):
    assert main("--list") == 0
    out = capsys.readouterr().out
    for name in subject.names():
        kind = subject.load(name)
        assert f"{name}: {kind.title}" in out and kind.call in out and all(f"{a.tag} {a.clause}" in out for a in kind.asked)
        assert all(f"  {k}: {p.words}" in out for k, p in kind.parameters.items())
