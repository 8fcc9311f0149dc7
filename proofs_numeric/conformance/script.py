"""The script of a finding: it runs the function on the worst instance and prints the number, and needs nothing of this project.

It is made of the function, the parameters, the instance, and those functions of `plain` that compute the number. The function is imported
from where it lives, or, where a project wants scripts that stand alone, copied out of its file with everything that it uses there.
"""
import ast
import builtins
import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from proofs_numeric.conformance import plain

PLAIN = tuple(sorted(Path(plain.__file__).parent.glob("[a-z]*.py")))


def names(tree: ast.AST) -> set[str]:
    """Names that are read somewhere in a tree, without those that it binds itself."""
    used = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
    bound = {n.id for n in used if not isinstance(n.ctx, ast.Load)} | {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    return {n.id for n in used} - (bound if isinstance(tree, ast.FunctionDef) else set())


def _defined(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {a.asname or a.name.partition(".")[0] for a in statement.names}
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    if isinstance(statement, ast.Assign):
        return {n.id for t in statement.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return set()


@functools.cache
def _statements(file: Path) -> tuple[str, tuple[ast.stmt, ...]]:
    source = file.read_text()
    return source, tuple(ast.parse(source).body)


def _inner(statement: ast.stmt) -> bool:
    """Whether a statement imports from `plain`: these modules are one to a script."""
    return isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(plain.__name__)


def closure(files: Sequence[Path], wanted: Iterable[str]) -> tuple[set[str], list[str]]:
    """(imports, definitions) of files that these names need, definitions in the order of the files.

    A statement that is only a call, such as an option of a library, is always taken along.
    Raises LookupError for a name that the files do not define.
    """
    body = [(source, s) for source, statements in map(_statements, files) for s in statements if not _inner(s)]
    homes = {name: s for _, s in body for name in _defined(s)}
    calls = [s for _, s in body if isinstance(s, ast.Expr) and isinstance(s.value, ast.Call)]
    needed: set[str] = set()
    missing = set(wanted).union(*map(names, calls))
    while missing:
        name = missing.pop()
        if name not in homes:
            raise LookupError(f"{', '.join(file.name for file in files)} does not define {name!r}")
        needed.add(name)
        if not isinstance(homes[name], (ast.Import, ast.ImportFrom)):
            missing |= (names(homes[name]) & homes.keys()) - needed
    imports, definitions = set(), []
    for source, s in body:
        if isinstance(s, (ast.Import, ast.ImportFrom)):
            for a in s.names:
                if (a.asname or a.name.partition(".")[0]) in needed:
                    start = f"from {s.module} import " if isinstance(s, ast.ImportFrom) else "import "
                    imports.add(start + a.name + (f" as {a.asname}" if a.asname else ""))
        elif s in calls or _defined(s) & needed:
            first = min([s.lineno, *(d.lineno for d in getattr(s, "decorator_list", ()))])
            definitions.append(undocumented(s, source, first))
    return imports, definitions


def _end(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno


def undocumented(statement: ast.stmt, source: str, first: int) -> str:
    """The source of a statement from line `first`, without the docstring of a function that has more than it."""
    lines = source.splitlines()
    body = getattr(statement, "body", [])
    documented = len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(getattr(body[0].value, "value", None), str)
    gone = range(body[0].lineno, _end(body[0]) + 1) if documented else ()
    return "\n".join(lines[k - 1] for k in range(first, _end(statement) + 1) if k not in gone)


def literal(value: Any) -> str:
    """A value of an instance as Python: a text is an expression already."""
    return value if isinstance(value, str) else repr(value)


def assigned(setting: dict[str, Any]) -> str:
    """A setting in words: `J=5, Q=8`."""
    return ", ".join(f"{k}={v!r}" for k, v in setting.items())


def unwrapped(function: Callable[..., Any]) -> tuple[Callable[..., Any], dict[str, Any]]:
    """(a function, the keywords that `functools.partial` bound); a partial that binds more than keywords stays as it is."""
    if not isinstance(function, functools.partial) or function.args:
        return function, {}
    inner, keywords = unwrapped(function.func)
    return inner, keywords | function.keywords


def named(function: Callable[..., Any]) -> str:
    """A function as a reader calls it: its name, and the keywords that were bound."""
    inner, keywords = unwrapped(function)
    inner = inner.func if isinstance(inner, functools.partial) else inner
    return getattr(inner, "__qualname__", type(inner).__qualname__) + (f"({assigned(keywords)})" if keywords else "")


def imported(function: Callable[..., Any]) -> tuple[list[str], str]:
    """(lines, name): how a script gets the function from where it lives; a comment where it cannot be imported from there."""
    inner, keywords = unwrapped(function)
    module, name = getattr(inner, "__module__", None), getattr(inner, "__qualname__", None)
    if not module or not name or module == "__main__" or "<" in name or "." in name:
        return [f"# Put your function here: {named(function)} cannot be imported.", "call = ..."], "call"
    if not keywords:
        return [f"from {module} import {name} as call"], "call"
    return [f"from {module} import {name} as bare", f"call = functools.partial(bare, {assigned(keywords)})"], "call"


def copied(function: Callable[..., Any]) -> tuple[set[str], list[str], str]:
    """(imports, definitions, expression) of a function that is copied out of its file."""
    inner, keywords = unwrapped(function)
    imports, definitions = closure([Path(inspect.getfile(inspect.unwrap(inner)))], [inner.__name__])
    name = inner.__name__
    return imports, definitions, f"functools.partial({name}, {assigned(keywords)})" if keywords else name


CONVERTED = {"numpy": "", "jax": "jnp.asarray", "torch": "torch.tensor"}


def script(title: str, function: Callable[..., Any] | None, number: str, parameters: dict[str, Any], data: dict[str, Any], *,
           arrays: str = "numpy", precision: str = "float64", batch: bool = False,
           source: tuple[set[str], list[str], str] | None = None) -> str:
    """The source of a script. source: `copied(function)`, where the function is not to be imported."""
    recipes = {n for value in data.values() if isinstance(value, str) for n in names(ast.parse(value))} - {"np"}
    ours, numbers = closure(PLAIN, {number, *(recipes - vars(builtins).keys()), "np"})
    if source is None and function is not None:
        lines, call = imported(function)
        theirs, theirs_defined = {line for line in lines if line.startswith("from")}, [x for x in lines if not x.startswith("from")]
    else:
        assert source is not None
        theirs, theirs_defined, call = source
    imports = theirs | ours | ({"import functools"} if any("functools." in x for x in (*theirs_defined, call)) else set())
    wrapped = _wrapper(call, arrays, precision, batch)
    if wrapped:
        imports |= {"jax": {"import jax", "import jax.numpy as jnp"}, "torch": {"import torch"}}.get(arrays, set())
        theirs_defined, call = [*theirs_defined, wrapped], "converted"
    if arrays == "jax" and precision == "float64":
        theirs_defined = ['jax.config.update("jax_enable_x64", True)', *theirs_defined]
    top = "\n".join([*(f"# {line}" for line in title.splitlines()), *sorted(imports, key=lambda line: (line.startswith("from"), line))])
    used = {n.value for text in numbers for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant)} & parameters.keys()
    end = [f"parameters = {({k: v for k, v in parameters.items() if k in used})!r}",
           *(f"{name} = {literal(value)}" for name, value in data.items()),
           f"print({number}({', '.join((call, 'parameters', *data))}))"]
    return "\n\n\n".join([top, *numbers, *theirs_defined, "\n".join(end)]) + "\n"


def _wrapper(call: str, arrays: str, precision: str, batch: bool) -> str:
    """The source of a function that calls with other arrays than float64 of NumPy, or nothing where that is not needed."""
    if arrays == "numpy" and precision == "float64" and not batch:
        return ""
    given = f"np.array(x, np.{precision} if x.dtype.kind == 'f' else x.dtype)" + ("[None]" if batch else "")
    given = f"{CONVERTED[arrays]}({given})" if CONVERTED[arrays] else given
    value = "y.detach().cpu() if hasattr(y, 'detach') else y" if arrays == "torch" else "y"
    taken = f"np.asarray({value}, float)" + ("[0]" if batch else "")
    return f"""def converted(*arguments):
    found = ({call})(*[{given} if isinstance(x, np.ndarray) else x for x in arguments])
    many = isinstance(found, (list, tuple)) and not all(isinstance(y, (int, float)) for y in found)
    found = [{taken} for y in (found if many else [found])]
    return found if many else found[0]"""
