"""`{public} name`: a public name of proofs_numeric.numerics with signature and docstring, as they stand in the source; JAX is not needed.

The content of the directive is an example, which tests/test_numerics_page.py runs.
"""

import ast
import functools
import re
import textwrap
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from elements import Directive, bullets, code, details, link, listing, paragraph, section, text
from library import ROOT

PACKAGE = "proofs_numeric.numerics"
BLOCKS = ast.ClassDef | ast.FunctionDef
ENTRY = re.compile(r"^(?=[a-z]\w*(?:, \w+)*: |Raises )", re.M)      # `eps: ...` begins the description of an argument


class Named(NamedTuple):
    """What a name means: the file, its node there, or None for the whole module."""

    file: Path
    node: BLOCKS | None


@functools.cache
def tree(file: Path, modified: int) -> ast.Module:
    return ast.parse(file.read_text())


def parsed(file: Path) -> ast.Module:
    return tree(file, file.stat().st_mtime_ns)


def file_of(module: str) -> Path | None:
    """The file of a module of the project, if it is one."""
    path = ROOT / module.replace(".", "/")
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.exists()), None)


def find(name: str, module: str = PACKAGE) -> Named:
    """What `name` means in a module: defined there, or imported into it; `filters.meyer` stands in filters. Raises LookupError."""
    if "." in name:
        inner, _, rest = name.partition(".")
        return find(rest, f"{module}.{inner}")
    file = file_of(module)
    for node in ast.walk(parsed(file)) if file else ():
        if isinstance(node, BLOCKS) and node.name == name:
            return Named(file, node)
        if isinstance(node, ast.ImportFrom) and name in [a.asname or a.name for a in node.names]:
            inner = file_of(f"{node.module}.{name}")
            return Named(inner, None) if inner and node.module == module else find(name, node.module)
    raise LookupError(f"{module} has no {name!r}")


def signature(name: str, node: BLOCKS) -> str:
    """As one calls it, without types: `sinkhorn(a, b, C, eps, tol=None, most=10_000)`. Of a class, its constructor."""
    fields = [n for n in node.body if isinstance(n, ast.AnnAssign)] if isinstance(node, ast.ClassDef) else []
    if isinstance(node, ast.ClassDef):
        own = [n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"]
        if not own:
            given = [f"{n.target.id}={ast.unparse(n.value)}" if n.value else n.target.id for n in fields]
            return f"{name}({', '.join(given)})" if given else name
        node = own[0]
    arguments = ast.parse(ast.unparse(node.args).join(("def f(", "): pass"))).body[0].args
    for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        a.annotation = None
    words = ast.unparse(arguments).removeprefix("self, ").removeprefix("self").replace("'", '"')
    return f"{name}({words})"


def methods(node) -> list[ast.FunctionDef]:
    """The public methods of a class that say what they do."""
    found = [n for n in node.body if isinstance(n, ast.FunctionDef)] if isinstance(node, ast.ClassDef) else []
    return [n for n in found if n.name[0] != "_" and ast.get_docstring(n)]


def worded(words: str) -> list[nodes.Node]:
    """Inline nodes of a sentence of a docstring: only backticks mean something."""
    return [code(part) if k % 2 else text(part) for k, part in enumerate(re.split(r"`([^`]+)`", " ".join(words.split())))]


def blocks(docstring: str) -> list[nodes.Node]:
    """The nodes of a docstring: paragraphs, and formulas, tables and examples as they stand."""
    found: list[nodes.Node] = []
    for part in re.split(r"\n\n+", docstring):
        if part.startswith((" ", ">>>")):
            found.append(listing(textwrap.dedent(part), "pycon" if part.startswith(">>>") else "text"))
        else:
            found += [paragraph(*worded(p)) for p in ENTRY.split(part) if p.strip()]
    return found


class Public(Directive):
    """`{public} name`: what it is, how it is called, an example; the rest of its docstring opens on demand."""

    required_arguments = 1
    has_content = True

    def run(self):
        name = self.arguments[0]
        file, node = find(name)
        self.depend(*sorted((ROOT / PACKAGE.replace(".", "/")).rglob("*.py")))
        said = ast.get_docstring(node if node else parsed(file)) or ""
        first, *rest = blocks(said)
        shown = [paragraph(code(signature(name, node)), classes=["signature"])] if node else []
        example = [listing("\n".join(self.content), "pycon")] if self.content else []
        if own := methods(node):
            items = [[paragraph(code(signature(m.name, m)), text(": "), *worded(ast.get_docstring(m).split("\n\n")[0]))] for m in own]
            rest.append(bullets(items))
        path = file.relative_to(ROOT).as_posix()
        if file.name != "__init__.py":                      # these have no page
            rest.append(paragraph(text("Source: "), link(path, f"source/{path}.html"), classes=["quiet"]))
        more = details(f"More on {name}", *rest) if rest else []
        return [section(name, f"function-{name.replace('.', '-').replace('_', '-').lower()}", *shown, first, *example, *more)]


def setup(app):
    app.add_directive("public", Public)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
