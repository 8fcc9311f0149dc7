"""Modules of the project as text that determines what they do: comments, docstrings and layout do not count."""
import ast
import functools
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = ("proofs_numeric", "theorems")


def without_docstrings(tree: ast.Module) -> ast.Module:
    """`tree`, whose docstrings are gone."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) \
                and isinstance(body[0].value.value, str):
            body[:] = body[1:] or [ast.Pass()]
    return tree


def file_of(module: str, root: Path) -> Path | None:
    """The file of a module of the project; None for the modules of others, and for names that are no module."""
    if module.split(".")[0] not in PROJECT:
        return None
    path = root / module.replace(".", "/")
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.exists()), None)


def name_of(file: Path, root: Path) -> str:
    """The dotted name of the module in `file`."""
    name = file.relative_to(root).with_suffix("").as_posix().replace("/", ".")
    return name.removesuffix(".__init__")


def origin(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    """The module that `from ... import` of the module `module` means; dots count folders."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    above = parts[:len(parts) - node.level + is_package]
    return ".".join([*above, *([node.module] if node.module else [])])


def _imports(tree, module, is_package):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            source = origin(node, module, is_package)
            yield source
            yield from (f"{source}.{a.name}" for a in node.names)
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names)


@functools.lru_cache(maxsize=512)
def _parsed(text: str, module: str, is_package: bool) -> tuple[str, tuple[str, ...]]:
    """A module without comments and docstrings, and what it imports. Results share most of their modules."""
    tree = ast.parse(text)
    return ast.unparse(without_docstrings(tree)), tuple(_imports(tree, module, is_package))


def code_of(file: Path, root: Path = ROOT, seen: dict[str, str] | None = None, within=("proofs_numeric",)) -> dict[str, str]:
    """Path -> source without comments and docstrings, of `file` and of everything in the packages `within` that it imports."""
    seen = {} if seen is None else seen
    name = file.relative_to(root).as_posix()
    if name in seen:
        return seen
    seen[name], imported = _parsed(file.read_text(), name_of(file, root), file.name == "__init__.py")
    for module in {".".join(parts[:n]) for parts in (m.split(".") for m in imported) for n in range(1, len(parts) + 1)}:
        source = file_of(module, root)                         # of a.b.c, a and a.b are run as well
        if source and module.split(".")[0] in within:
            code_of(source, root, seen, within)
    return seen
