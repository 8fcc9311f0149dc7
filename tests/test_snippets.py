"""The programs on the result pages run, one after another, and print what the pages say."""
import ast
import contextlib
import importlib.util
import io
import sys
from pathlib import Path

import pytest

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))

import parts  # noqa: E402


def _snippets(slug):
    """(program, output) of each block of the part `What to compute`."""
    file = ROOT / catalogue.place(slug).prose
    return parts.snippets(parts.prose(file.read_text())[0].get("What to compute", (1, []))[1]) if file.exists() else []


def _absent(programs) -> list[str]:
    """Libraries that the programs import and this machine lacks."""
    names = set()
    for tree in map(ast.parse, programs):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {a.name.split(".")[0] for a in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module.split(".")[0])
    return sorted(name for name in names if importlib.util.find_spec(name) is None)


def run(programs) -> list[str]:
    """What each program prints; they share one namespace."""
    namespace, printed = {"__name__": "snippet"}, []
    for program in programs:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(program, "snippet", "exec"), namespace)
        printed.append(out.getvalue())
    return printed


def test_programs_print_what_the_page_says(slug):
    found = _snippets(slug)
    if not found:
        pytest.skip("the page has no program yet")
    if absent := _absent([program for program, _ in found]):
        pytest.skip(f"not installed: {', '.join(absent)}")
    assert run([program for program, _ in found]) == [output for _, output in found]


def test_a_program_without_its_output_is_found():
    text = "```python\nprint(1)\n```\n\n```text\n1\n```\n\n```python\nx = 2\n```\n\n```console\nls\n```\n"
    assert parts.snippets(text.splitlines()) == [("print(1)\n", "1\n"), ("x = 2\n", "")]


def test_programs_share_what_they_define():
    assert run(["x = 1\n", "print(x + 1)\n"]) == ["", "2\n"]


def test_a_missing_library_is_named():
    assert _absent(["import numpy.linalg\nfrom no_such_library.part import x\n"]) == ["no_such_library"]
