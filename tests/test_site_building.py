"""What a page is made of: what makes it out of date, and that nothing else does."""

import filecmp
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from built_site import build

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")


def test_a_statement_is_made_of_its_vocabulary(slug):
    import needs

    file = ROOT / catalogue.place(slug).formula
    words = needs.imported(file)
    assert any("vocabulary" in p.parts for p in words) and all(p.exists() for p in words)


def test_a_word_of_the_vocabulary_changes_the_statements_that_use_it(tmp_path, monkeypatch):
    import needs

    monkeypatch.setattr(needs, "ROOT", tmp_path)
    folder = tmp_path / "theorems"
    folder.mkdir()
    for name, text in {"one": "from theorems import word", "two": "import sympy", "word": "x = 1", "other": "y = 1"}.items():
        (folder / f"{name}.py").write_text(text + "\n")
    before = {name: needs.formula(folder / f"{name}.py") for name in ("one", "two")}
    (folder / "word.py").write_text("x = 2\n")
    (folder / "other.py").write_text("y = 2\n")
    assert needs.formula(folder / "one.py") != before["one"] and needs.formula(folder / "two.py") == before["two"]


def _env(needed):
    cited = SimpleNamespace(citation_refs=[])
    return SimpleNamespace(found_docs=set(needed), metadata={d: {"needs": n} for d, n in needed.items()}, get_domain=lambda name: cited)


def test_only_pages_of_which_an_ingredient_changed_are_out_of_date(monkeypatch):
    import needs

    values = {"results": "1", "titles": "1", "result:a": "1", "result:b": "1"}
    monkeypatch.setattr(needs, "ingredient", lambda name: values[name])
    env = _env({"home": "results", "a": "result:a", "b": "result:b titles", "plain": ""})
    needs.remember(None, env)
    assert needs.outdated(None, env, set(), set(), set()) == []
    values["result:b"] = "2"
    assert needs.outdated(None, env, set(), set(), set()) == ["b"]
    values["results"] = "2"
    assert set(needs.outdated(None, env, set(), set(), set())) == {"b", "home"}
    assert set(needs.outdated(None, env, set(), {"home"}, set())) == {"b"}


@pytest.mark.xdist_group("site")               # one build, in one process
def test_every_page_about_all_results_says_what_it_needs(site):
    import pickle

    env = pickle.loads((site / ".doctrees" / "environment.pickle").read_bytes())
    for name in ("index", "graph", "reliability", "errata", "citing", "references"):
        assert "results" in env.metadata[name]["needs"], name
    for slug in catalogue.slugs():
        assert f"result:{slug}" in env.metadata[catalogue.place(slug).page]["needs"]


def test_a_source_page_is_written_again_only_when_it_changed(tmp_path, monkeypatch):
    import sources

    text = {"theorems/language/statement.py": "x = 1\n", "theorems/language/catalogue.py": "from theorems.language import statement\n"}
    for name, content in text.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    monkeypatch.setattr(sources, "sources", lambda: sorted(text))
    monkeypatch.setattr(sources, "frame", lambda app: "")
    highlighter = SimpleNamespace(highlight_block=lambda code, language, linenos: code)
    builder = SimpleNamespace(highlighter=highlighter, get_outfilename=lambda page: str(out / page.replace("/", "_")))
    app = SimpleNamespace(doctreedir=str(tmp_path), builder=builder)

    def written():
        found = [page for page, *_ in sources.pages(app)]
        for page in found:
            Path(builder.get_outfilename(page)).write_text("")
        return [page.rpartition("/")[2] for page in found]

    assert written() == ["catalogue.py", "statement.py"] and written() == []
    (tmp_path / "theorems/language/statement.py").write_text("x = 2\n")
    assert written() == ["statement.py"]
    Path(builder.get_outfilename("source/theorems/language/catalogue.py")).unlink()
    assert written() == ["catalogue.py"]


def _pages(folder: Path) -> set[str]:
    """The files of a site, without what Sphinx keeps for the next build."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and ".doctrees" not in p.parts}


@pytest.mark.xdist_group("site")
def test_a_build_after_a_page_was_touched_equals_a_clean_one(site, tmp_path):
    """The page is read and written again: in the folder of an earlier build it finds other files than in an empty one."""
    again, page = tmp_path / "site", ROOT / "docs" / "errata.md"
    shutil.copytree(site, again)
    (again / "errata.html").write_text("")
    before = page.stat()
    os.utime(page)
    try:
        build(again)
    finally:
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert _pages(again) == _pages(site) and (again / "errata.html").read_text()
    same, other, failed = filecmp.cmpfiles(site, again, _pages(site), shallow=False)
    assert (other, failed) == ([], []) and len(same) > 500
