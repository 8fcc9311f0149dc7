"""Mathematics: KaTeX runs when the site is built, in the JavaScript engine `dukpy`. A reader needs no script and no network.

The package manager of dukpy fetches one pinned version of KaTeX from npm into `.cache/katex`; what arrives must hash to SHA256.
Rendered formulas are kept beside it. A formula that KaTeX rejects, or accepts only with a complaint (`strict`), is a warning
with file and line.
"""

import contextlib
import hashlib
import io
import json
import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

VERSION = "0.16.22"
SHA256 = "29cc679a7b4486ee4af5ea7720fcce3ce419a4e15263c637b19393cb2816c5d2"  # of what `files` lists, see `checksum`
ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / ".cache" / "katex"
log = logging.getLogger(__name__)


class FormulaError(ValueError):
    """A formula that KaTeX does not accept."""


def files(dist: Path) -> list[Path]:
    """The files of KaTeX that are used."""
    return [dist / "katex.min.js", dist / "katex.min.css", *sorted((dist / "fonts").glob("*.woff2"))]


def checksum(dist: Path) -> str:
    """SHA-256 of these files."""
    h = hashlib.sha256()
    for file in files(dist):
        h.update(file.name.encode() + b"\0" + file.read_bytes())
    return h.hexdigest()


def package() -> Path:
    """The folder `dist` of KaTeX, fetched if it is not there. Raises RuntimeError when it is not what was pinned."""
    dist = FOLDER / VERSION / "katex" / "dist"
    if not dist.exists():
        import dukpy

        with contextlib.redirect_stdout(io.StringIO()):
            dukpy.install_jspackage("katex", VERSION, str(FOLDER / VERSION))
    if checksum(dist) != SHA256:
        raise RuntimeError(
            f"{dist.relative_to(ROOT)} hashes to {checksum(dist)}, expected {SHA256} for KaTeX {VERSION}. "
            f"Delete {FOLDER.relative_to(ROOT)} and build again; if it stays, the package was changed."
        )
    return dist


class Renderer:
    """`render(latex, display)` -> HTML with MathML inside; formulas already seen are not rendered again.

    What was rendered is appended to a file, one line a formula, so that processes that build together share it.
    """

    def __init__(self, file: Path = FOLDER / f"formulas-{VERSION}.jsonl"):
        self._engine, self._file = None, file
        self._known: dict[str, str] = {}
        for line in file.read_text().splitlines() if file.exists() else ():
            with contextlib.suppress(ValueError):          # a build was stopped while it wrote
                self._known.update(json.loads(line))

    def render(self, latex: str, display: bool) -> str:
        """Raises FormulaError."""
        key = hashlib.sha256(f"{display}{latex}".encode()).hexdigest()[:20]
        if key not in self._known:
            self._known[key] = self._run(latex, display)
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a") as kept:
                kept.write(json.dumps({key: self._known[key]}, ensure_ascii=False) + "\n")
        return self._known[key]

    def _run(self, latex: str, display: bool) -> str:
        import dukpy

        if self._engine is None:
            self._engine = dukpy.JSInterpreter()
            self._engine.evaljs((package() / "katex.min.js").read_text() + "\n;var katex = this.katex || module.exports; 0")
        try:
            return self._engine.evaljs(
                "katex.renderToString(dukpy.latex, {displayMode: dukpy.display, throwOnError: true, "
                "strict: 'error', output: 'htmlAndMathml'})",
                latex=latex,
                display=display,
            )
        except dukpy.JSRuntimeError as error:
            message = str(error).strip().splitlines()[0].removeprefix("ParseError: ")
            raise FormulaError(f"{message} in {latex!r}") from None


renderer = Renderer()


def html(latex: str, display: bool, location=None) -> str:
    """HTML of a formula; a rejected one is a warning at `location` and shows its source."""
    try:
        return renderer.render(latex.strip(), display)
    except FormulaError as error:
        log.warning("KaTeX: %s", error, location=location, type="katex")
        return f"<code>{nodes.unescape(latex)}</code>"


CLOSING = re.compile(r"[.,;:!?)\]’”%]+")
END = "</span></span></span>"  # of the last part of a formula that stays on one line, of its visible half, of the formula


def attach(app, doctree, docname):
    """Punctuation after a formula becomes a part of it: browsers break lines there, whatever character stands between."""
    for node in list(doctree.findall(nodes.math)):
        after = node.next_node(descend=False, siblings=True)
        if isinstance(after, nodes.Text) and after.parent is node.parent and (mark := CLOSING.match(after.astext())):
            node["after"] = mark.group()
            place = next(k for k, child in enumerate(after.parent) if child is after)      # equal texts are not the same node
            after.parent[place] = nodes.Text(after.astext()[mark.end() :])


def _inline(self, node):
    formula, mark = html(node.astext(), False, node), node.get("after", "")
    if mark and formula.endswith(END):
        # The visible half is hidden from screen readers and from those who take the text: they get the mark a second time.
        formula = f'{formula.removesuffix(END)}<span class="stop">{mark}</span>{END}'
        mark = f'<span class="unseen">{mark}</span>'
    self.body.append(f'<span class="math">{formula}</span>{mark}')
    raise nodes.SkipNode


def _display(self, node):
    latex = node.astext()
    # As in other renderers, blank lines separate rows and `&` asks for alignment.
    if "\\begin{" not in latex and ("\\\\" in latex or "&" in latex):
        latex = r"\begin{aligned}" + latex + r"\end{aligned}"
    wraps = "wraps" in node["classes"]  # set as text, so that a long formula breaks into lines
    if wraps:
        latex = r"\displaystyle " + latex.replace(r"\quad \forall", r"\quad \allowbreak \forall")
    number = ""
    if node.get("number"):
        number = f'<span class="eqno">({get_node_equation_number(self, node)})</span>'
    ids = "".join(f' id="{i}"' for i in node.get("ids", [])[:1])
    self.body.append(
        f'<div class="math-display" tabindex="0" role="group" aria-label="Formula"{ids}>'
        f"{html(latex, not wraps, node)}{number}</div>\n"
    )
    raise nodes.SkipNode


def _copy(app):
    """Style sheet and fonts, before any page is written: pages name the hash of the style sheet."""
    if app.builder.format != "html":
        return
    dist, target = package(), Path(app.outdir) / "_static" / "katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    for file in files(dist)[2:]:
        shutil.copyfile(file, target / "fonts" / file.name)
    css = (dist / "katex.min.css").read_text()
    css = re.sub(r",url\(fonts/[^)]+\.(?:woff|ttf)\) format\(\"(?:woff|truetype)\"\)", "", css)
    (target / "katex.min.css").write_text(css)


def setup(app):
    app.add_html_math_renderer("katex", (_inline, None), (_display, None))
    app.add_css_file("katex/katex.min.css", priority=300)
    app.connect("doctree-resolved", attach)
    app.connect("builder-inited", _copy)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
