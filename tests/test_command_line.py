"""What is wrong on the command line ends in one sentence and the exit code 2 of argparse or 4 of pytest; a tag is as good as a name."""
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
SLUG = "kantorovich_rubinstein"


def run(*command, **variables):
    """The finished process of `python <command>`, in the root."""
    return subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=300, env=os.environ | variables)


# -- names of results
@pytest.mark.parametrize("name", ["0009", " 0009 ", SLUG, "kantorovich-rubinstein", "Kantorovich-Rubinstein", SLUG.upper()])
def test_a_tag_or_a_name_finds_its_result(name):
    assert catalogue.find(name) == SLUG and catalogue.load(name).tag == "0009" and catalogue.place(name).slug == SLUG


def test_every_tag_finds_its_result_also_in_small_letters():
    for tag, slug in catalogue.tags().items():
        assert catalogue.find(tag) == catalogue.find(tag.lower()) == slug


@pytest.mark.parametrize("name", ["ZZZZ", "9", "", " ", "000i", "0009,000B", "kantorovich", "Kantorovich Rubinstein duality", "toy"])
def test_an_unknown_name_is_named_in_one_sentence(name):
    for use in (catalogue.find, catalogue.load, catalogue.place):
        with pytest.raises(LookupError, match=re.escape(f"unknown tag or result {name!r}")) as caught:
            use(name)
        assert "\n" not in caught.value.args[0] and max(catalogue.tags()) in caught.value.args[0]


def test_the_nearest_names_are_proposed():
    with pytest.raises(LookupError, match="names such as kantorovich_rubinstein"):
        catalogue.find("kantorovich")


# -- python -m proofs_numeric
def asked(monkeypatch, capsys, *arguments) -> str:
    """What `python -m proofs_numeric` says of wrong arguments, which it leaves with the code 2."""
    from proofs_numeric.__main__ import main

    monkeypatch.setattr(sys, "argv", ["proofs_numeric", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    assert left.value.code == 2 and said.out == ""
    return said.err.splitlines()[-1]


@pytest.mark.parametrize("arguments, says", [
    (["ZZZZ"], "unknown tag or result 'ZZZZ'"),
    ([""], "unknown tag or result ''"),
    ([], "required: result"),
    ([SLUG, "--size", "99"], "argument --size: 99: kantorovich_rubinstein has 2 sizes"),
    ([SLUG, "--size", "-1"], "argument --size: '-1': give a whole number of at least 0"),
    ([SLUG, "--size", "1.5"], "argument --size: '1.5': give a whole number"),
    ([SLUG, "--index", "64"], "argument --index: 64: a batch has 64 instances"),
    ([SLUG, "--index", "-1"], "argument --index: '-1'"),
    ([SLUG, "--index", "99999"], "argument --index: 99999"),
    ([SLUG, "--seed", "-1"], "argument --seed: '-1'"),
    ([SLUG, "--seed", "nan"], "argument --seed: 'nan'"),
    ([SLUG, "--scale", "2000"], "argument --scale: '2000': give a whole number from -200 to 200"),
    ([SLUG, "--scale", "-2000"], "argument --scale: '-2000'"),
    ([SLUG, "--digits", "1100"], "argument --digits: '1100'"),
    ([SLUG, "--digits", "-3"], "argument --digits: '-3'"),
    ([SLUG, "--digits", ""], "argument --digits: ''"),
    ([SLUG, "--free", "none such"], "argument --free: kantorovich_rubinstein has no free family 'none such'; it has "),
    ([SLUG, "--free", ""], "argument --free: kantorovich_rubinstein has no free family ''"),
    ([SLUG, "--nothing"], "unrecognized arguments: --nothing"),
])
def test_a_wrong_argument_is_named_with_what_is_right(monkeypatch, capsys, arguments, says):
    assert says in asked(monkeypatch, capsys, *arguments)


def test_a_tag_and_the_largest_numbers_are_accepted(monkeypatch, capsys):
    """The bounds that are named are sharp: what lies on them runs."""
    from proofs_numeric.__main__ import main

    for extreme in (["--scale", "200", "--digits", "0"], ["--scale", "-200", "--digits", "200", "--index", "63", "--seed", str(2**70)]):
        monkeypatch.setattr(sys, "argv", ["proofs_numeric", "0009", *extreme])
        main()
        assert capsys.readouterr().out.startswith("0009 Kantorovich-Rubinstein duality")


# -- pytest
@pytest.mark.parametrize("tag", ["ZZZZ", "9", "", "000i"])
def test_a_wrong_tag_ends_pytest_before_it_collects(tag):
    done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "--tag", tag)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR == 4
    said = [line for line in (done.stdout + done.stderr).splitlines() if line]
    assert len(said) == 1 and said[0].startswith(f"ERROR: --tag: unknown tag or result {tag!r}")


def test_pytest_selects_by_tag_or_name_in_either_way():
    def chosen(*options):
        done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "--collect-only", "tests/test_snippets.py", *options)
        return {line for line in done.stdout.splitlines() if "::" in line}
    expected = chosen("--tag", "000B")
    assert expected and all("gaussian_wasserstein" in name for name in expected)
    for options in (["--tag", "000b"], ["--tag", "gaussian_wasserstein"], ["--tag", "gaussian-wasserstein"],
                    ["-k", "000B"], ["-k", "000b"], ["-k", "gaussian-wasserstein"], ["-k", "gaussian_wasserstein"]):
        assert chosen(*options) == expected, options


# -- the other programs
@pytest.mark.parametrize("command, says", [
    (["-m", "proofs_formal", "--locks"], "unrecognized arguments: --locks"),
    (["-m", "proofs_formal", "kantorovich_rubinstein"], "unrecognized arguments"),
    (["-m", "benchmarks.run", "--only", "nothing"], "invalid choice: 'nothing'"),
])
def test_other_programs_refuse_wrong_arguments_as_well(command, says):
    done = run(*command)
    assert done.returncode == 2 and says in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
