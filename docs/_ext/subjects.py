"""What a function can claim to be: the files of proofs_numeric/conformance/subjects. They are read and not run, since that needs JAX."""

import ast
import functools
import html
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import library
from elements import Directive, paragraph, raw, text
from library import ROOT, words
from needs import need

from theorems.language.statement import Role

FOLDER = ROOT / "proofs_numeric" / "conformance" / "subjects"


@dataclass(frozen=True)
class Told:
    """A subject as its file tells it. asked: (tag, clause). parameters: name -> (what it is, whether it must be given)."""

    name: str
    title: str
    call: str
    budget: float
    unit: str
    asked: tuple[tuple[str, str], ...]
    parameters: dict[str, tuple[str, bool]]


@dataclass(frozen=True)
class Made:
    """A call that is not run."""

    positional: list[Any]
    named: dict[str, Any]

    def part(self, position: int, name: str, default=None):
        return self.positional[position] if position < len(self.positional) else self.named.get(name, default)


def value(node: ast.expr, names: dict[str, ast.expr]) -> Any:
    """Texts, numbers, tuples, dictionaries, sums and unions of them, calls as Made, names of the file; None for everything else."""
    read = functools.partial(value, names=names)
    match node:
        case ast.Constant():
            return node.value
        case ast.Name() if node.id in names:
            return read(names[node.id])
        case ast.Attribute(value=ast.Name()) if (file := FOLDER.parent / f"{node.value.id}.py").exists():
            own = assigned(file)                             # of a module that subjects share
            return value(own[node.attr], own) if node.attr in own else None
        case ast.Tuple() | ast.List():
            parts = [read(n.value) if isinstance(n, ast.Starred) else [read(n)] for n in node.elts]
            return tuple(x for part in parts for x in part or ())
        case ast.Dict():
            parts = [read(v) if k is None else {read(k): read(v)} for k, v in zip(node.keys, node.values)]
            return {k: v for part in parts for k, v in (part or {}).items()}
        case ast.BinOp(op=ast.Add()):
            return read(node.left) + read(node.right)
        case ast.BinOp(op=ast.BitOr()):
            return read(node.left) | read(node.right)
        case ast.BinOp(op=ast.Pow()):
            return read(node.left) ** read(node.right)
        case ast.BinOp(op=ast.Mult()):
            return read(node.left) * read(node.right)
        case ast.Call():
            return Made([read(n) for n in node.args], {k.arg: read(k.value) for k in node.keywords if k.arg})
    return None


def assigned(file: Path) -> dict[str, ast.expr]:
    """What a file assigns to its names."""
    body = ast.parse(file.read_text()).body
    return {t.id: s.value for s in body if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name)}


@functools.cache
def _read(file: Path, modified: float) -> Told:
    names = assigned(file)
    made = value(names["SUBJECT"], names)
    name, title, call, budget, unit, asked, parameters = (
        made.part(k, field, {} if field == "parameters" else None)
        for k, field in ((0, "name"), (1, "title"), (2, "call"), (4, "budget"), (5, "unit"), (6, "asked"), (7, "parameters"))
    )
    return Told(name, title, call, budget, unit, tuple((a.part(0, "tag"), a.part(1, "clause")) for a in asked),
                {k: (p.part(2, "words"), bool(p.part(3, "required"))) for k, p in parameters.items()})


def read(name: str) -> Told:
    """The subject in the file of this name."""
    file = FOLDER / f"{name}.py"
    return _read(file, file.stat().st_mtime)


def names() -> list[str]:
    """The subjects there are."""
    return sorted(p.stem for p in FOLDER.glob("[a-z]*.py"))


def clause_link(tag: str, name: str, label: str = "") -> str:
    """A clause as HTML, linked to where it stands; as words where there is no such clause any more."""
    result = library.find(tag)
    clause = next((c for c in result.theorem.clauses if c.name == name), None) if result else None
    shown = html.escape(label or words(name))
    if result is None or clause is None:
        return shown
    part = "conclusion" if result.theorem.role(clause) is Role.CONCLUSION else "hypothesis"
    title = html.escape(f"{tag} {library.plain(result.theorem.title)}", quote=True)
    return f'<a href="{result.page}.html#{part}-{clause.name}" title="{title}">{shown}</a>'


class Subjects(Directive):
    """All subjects: what each is called, how its functions are called, its parameters, its clauses."""

    def run(self):
        found = names()
        self.depend(*(FOLDER / f"{name}.py" for name in found))
        need(self.env, "results")
        if not found:
            return [paragraph(text("There is none."))]
        return [raw("".join(self.told(read(name)) for name in found))]

    def told(self, s: Told) -> str:
        parameters = "".join(f"<li><code>{k}</code>: {html.escape(about)}{', must be given' if must else ''}</li>"
                             for k, (about, must) in s.parameters.items())
        clauses = ", ".join(f"<code>{tag}</code> {clause_link(tag, clause)}" for tag, clause in s.asked)
        return (f'<details class="subject" id="subject-{s.name}"><summary><code>{s.name}</code>: {html.escape(s.title)}</summary>'
                f"<p>{html.escape(s.call)}.</p><p>Clauses: {clauses}.</p>"
                f"<p>Rounding that is granted to a value: {s.budget:g} machine epsilons of {html.escape(s.unit)}.</p>"
                + (f"<p>Parameters:</p><ul>{parameters}</ul>" if parameters else "<p>It has no parameters.</p>") + "</details>")


def setup(app):
    app.add_directive("subjects", Subjects)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
