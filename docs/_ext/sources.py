"""A page for each file that the results are made of, with its imports as links."""

import hashlib
import html
import json
import re
from pathlib import Path

import library
from library import ROOT


def sources() -> list[str]:
    """The files that get a source page: what the results are made of, and the tests that bring it together."""
    folders = ("theorems", "proofs_numeric", "proofs_formal", "docs/figures")
    found = [p for folder in folders for pattern in ("*.py", "*.v") for p in (ROOT / folder).rglob(pattern) if p.name != "__init__.py"]
    tests = [ROOT / "tests" / name for name in ("test_results.py", "test_snippets.py")]
    return sorted(p.relative_to(ROOT).as_posix() for p in (*found, *tests) if p.exists())


def linked(code: str, page: str, known: set[str]) -> str:
    """Module names in highlighted imports become links to their source pages."""
    up = "../" * page.count("/")

    def anchor(match):
        path = match.group(2).replace(".", "/") + ".py"
        return (
            f'{match.group(1)}<a href="{up}source/{path}.html">{match.group(2)}</a>{match.group(3)}'
            if path in known
            else match.group(0)
        )

    return re.sub(r'(<span class="nn">)([\w.]+)(</span>)', anchor, code)


def frame(app) -> str:
    """A hash of what stands around every source page: the settings of the site, and whatever else its templates show."""
    templates = (p for folder in app.config.templates_path for p in sorted((ROOT / folder).rglob("*.html")))
    shown = [json.dumps(app.config.html_context, sort_keys=True, default=str), app.config.companion_code, app.env.companion_navigation[""]]
    return hashlib.sha256("\n".join([*shown, *(p.read_text() for p in templates)]).encode()).hexdigest()


def pages(app):
    """The source pages that are not there yet as they have to be; what was written is kept in the folder of doctrees."""
    known = set(sources())
    by_path = {path: r for r in library.results() for path in (r.place.formula, r.place.model, r.place.figure)}
    kept = Path(app.doctreedir) / "sources.json"
    before, after = json.loads(kept.read_text()) if kept.exists() else {}, {}
    around = frame(app)
    for path in sorted(known):
        text, result, page = (ROOT / path).read_text(), by_path.get(path), f"source/{path}"
        back, up = f"{result.tag} {result.theorem.title}" if result else "", "../" * page.count("/")
        links = sorted(known & {f"{word.replace('.', '/')}.py" for word in re.findall(r"[\w.]+", text)})
        after[path] = hashlib.sha256("\n".join([around, text, back, *links]).encode()).hexdigest()
        if before.get(path) == after[path] and Path(app.builder.get_outfilename(page)).exists():
            continue
        language = "coq" if path.endswith(".v") else "python"
        code = app.builder.highlighter.highlight_block(text, language, linenos=False)
        note = f'<p>Part of <a href="{up}{result.page}.html">{html.escape(back)}</a>.</p>' if result else ""
        yield page, {"title": path, "body": f"<h1>{path}</h1>{note}{linked(code, page, known)}"}, "page.html"
    for path in before.keys() - after.keys():
        Path(app.builder.get_outfilename(f"source/{path}")).unlink(missing_ok=True)
    kept.write_text(json.dumps(after))


def setup(app):
    app.connect("html-collect-pages", pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
