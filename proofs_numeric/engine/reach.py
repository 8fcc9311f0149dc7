"""What the model of a theorem depends on: the definitions that it reaches, not the files in which they stand.

The rule. Counted is what can change the value of `MODEL`, as far as the formulas ask for it:
1. A top-level definition (function, class, assignment) counts once something that counts mentions its name; `module.name` is the
   definition in that module. `X.part = ...` and `@X.part` belong to X.
2. Of a module in which something counts, every other top-level statement (loops, conditions, calls, what it imports with a star) counts.
3. A module that is passed around as an object, looked into by `globals`, `eval` or `exec`, or imported with a star counts as a whole,
   with all that it imports. A module imported by a computed name is refused.
4. Modules of the engine and worlds/world.py count as whole files, with all that they import. `theorems.language` does not count.
5. A member of a class in proofs_numeric/worlds counts once its name occurs in what counts or in the formulas: words (methods named
   after operators) that no formula mentions do not. All members count of a class with a base or a decorator from elsewhere, and
   all of all classes once anything but the files of 4 looks up members under computed names.
Assumed, as everywhere in this project: importing a module fills no registry, so a definition or its decorator changes nothing else.
"""
import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from proofs_numeric.engine.sources import ROOT, code_of, file_of, name_of, origin, without_docstrings

LANGUAGE, WORLDS = "theorems.language", "proofs_numeric.worlds"
WHOLE = ("proofs_numeric.engine", "proofs_numeric.worlds.world")
LOOKS_INTO_MODULE = {"globals", "locals", "eval", "exec"}
IMPORTS = {"importlib", "__import__", "import_module"}
LOOKS_UP = {"vars", "dir", "__dict__", "attrgetter", "methodcaller", "getmembers"}         # besides getattr with a computed name
LISTED = re.compile(r"[\w\s,]+")                                                            # a string that lists names


@dataclass(frozen=True)
class Part:
    """A top-level statement or a member of a class, and what it mentions."""

    place: tuple[int, ...]                    # where it stands among the parts of its module
    text: str
    names: frozenset[str]                     # names that stand for themselves
    dotted: frozenset[tuple[str, str]]        # name.attribute
    mentions: frozenset[str]                  # whatever could be the name of a member
    looks_up: bool                            # members under computed names
    members: tuple[tuple[str, "Part"], ...] = ()
    bases: tuple[str, ...] = ()               # of a class that has members


@dataclass(frozen=True)
class Module:
    """The parts of a module. imports: name -> (module, name in it; None for the module itself, "*" for all of it)."""

    parts: tuple[Part, ...]
    binds: dict[str, tuple[Part, ...]]
    always: tuple[Part, ...]
    imports: dict[str, tuple[tuple[str, str | None], ...]]


def _part(place, text, nodes, imported) -> Part:
    """imported: the names that imports bind; looking into them is looking into a module, which is counted by its name."""
    names, dotted, mentions, seen, looks_up = set(), set(), set(), set(), False
    for node in (n for top in nodes for n in ast.walk(top)):                               # parents before children
        if isinstance(node, ast.Attribute):
            mentions.add(node.attr)
            looks_up = looks_up or node.attr in LOOKS_UP
            if isinstance(node.value, ast.Name):
                dotted.add((node.value.id, node.attr))
                seen.add(node.value)
        elif isinstance(node, ast.Name) and node not in seen:
            names.add(node.id)
            looks_up = looks_up or node.id in LOOKS_UP
        elif isinstance(node, ast.keyword) and node.arg:
            mentions.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and LISTED.fullmatch(node.value):
            mentions |= set(re.findall(r"\w+", node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("getattr", "setattr", "hasattr"):
            looks_up = looks_up or _computed(node, imported)
    return Part(place, text, frozenset(names), frozenset(dotted), frozenset(mentions | names | {x for x, _ in dotted}), looks_up)


def _computed(call: ast.Call, imported) -> bool:
    """Whether `getattr(x, name)` computes the name, of an x that is not imported."""
    if len(call.args) < 2:
        return True
    base: Any = call.args[0]
    while isinstance(base, ast.Attribute):
        base = base.value
    if isinstance(base, ast.Name) and base.id in imported:
        return False
    return not (isinstance(call.args[1], ast.Constant) and isinstance(call.args[1].value, str))


def _targets(node) -> Iterator[str]:
    """The names that an assignment to `node` binds or changes."""
    if isinstance(node, (ast.Tuple, ast.List)):
        for element in node.elts:
            yield from _targets(element)
        return
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _defines(node) -> list[str]:
    """The names that a statement defines, if that is all it does; else none."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        owners = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
        return [node.name, *(x for d in owners if isinstance(d, ast.Attribute) for x in _targets(d))]
    if isinstance(node, ast.Assign):
        return [x for t in node.targets for x in _targets(t)]
    if isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        return [*_targets(node.target)]
    if isinstance(node, ast.With):
        return _defines(node.body[0])                                                     # it has one statement, see `_statements`
    return []


def _statements(body) -> Iterator[ast.stmt]:
    """Top-level statements; a `with` once for each statement in it."""
    for node in body:
        if isinstance(node, ast.With):
            yield from (ast.With(node.items, [inner], None) for inner in _statements(node.body))
        elif not (isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass))
                  or isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield node


def _member(node) -> str:
    """The name of the member that a statement in a class defines, if it may be left out; else ""."""
    name = ""
    if isinstance(node, ast.FunctionDef):
        name = node.name
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
    return "" if name.startswith("__") else name


def _class(place, node: ast.ClassDef, imported) -> Part:
    """A class whose members are parts of their own."""
    own = [(name, n) for n in node.body if (name := _member(n))]
    rest = [n for n in node.body if not _member(n)] or [ast.Pass()]
    head = ast.ClassDef(node.name, node.bases, node.keywords, rest, node.decorator_list)
    members = tuple((name, _part((*place, k), f"{node.name}: {ast.unparse(n)}", [n], imported)) for k, (name, n) in enumerate(own))
    bases = [b.id if isinstance(b, ast.Name) else b.value.id if isinstance(b, ast.Attribute) and isinstance(b.value, ast.Name) else ""
             for b in node.bases]
    foreign = [d for d in node.decorator_list if "dataclass" not in (ast.unparse(d), ast.unparse(d).split("(")[0])]
    return replace(_part(place, ast.unparse(head), [head], imported), members=members,
                   bases=tuple(bases + [""] * bool(node.keywords or foreign)))            # "": one that nobody can look into


def _imports(tree, name: str, is_package: bool) -> dict[str, list[tuple[str, str | None]]]:
    """Name -> what imports anywhere in a module bind to it; "*" -> the modules that are imported with a star."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for a in node.names:
                dotted = "." in a.name and not a.asname           # `import a.b` binds a: mentions of it do not say what is meant
                found.setdefault(a.asname or a.name.split(".")[0], []).append((a.name, "*" if dotted else None))
        elif isinstance(node, ast.ImportFrom):
            for a in node.names:
                found.setdefault(a.asname or a.name, []).append((origin(node, name, is_package), a.name))
    return found


@functools.lru_cache(maxsize=512)
def _module(text: str, name: str, is_package: bool, split: bool) -> Module:
    """split: whether the members of classes are parts of their own."""
    tree = without_docstrings(ast.parse(text))
    imports = _imports(tree, name, is_package)
    binds: dict[str, list[Part]] = {}
    always, parts = [], []
    for k, node in enumerate(_statements(tree.body)):
        if split and isinstance(node, ast.ClassDef):
            part = _class((k,), node, imports)
        else:
            part = _part((k,), ast.unparse(ast.fix_missing_locations(node)), [node], imports)
        parts.append(part)
        defined = [x for x in _defines(node) if x not in imports]
        for x in defined:
            binds.setdefault(x, []).append(part)
        if not defined or defined == ["_"]:
            always.append(part)
    return Module(tuple(parts), {x: tuple(ps) for x, ps in binds.items()}, tuple(always), {x: tuple(t) for x, t in imports.items()})


class _Walk:
    """Everything that is reached. files: path -> code of whole files; parts, bound: of the modules that are looked into."""

    def __init__(self, root: Path, mentioned: set[str]):
        self.root, self.mentioned = root, mentioned
        self.files: dict[str, str] = {}
        self.modules: dict[str, Module | None] = {}
        self.parts: dict[str, dict[tuple[int, ...], str]] = {}
        self.bound: dict[str, set[str]] = {}
        self.reached: set[tuple[str, str]] = set()
        self.waiting: list[tuple[str, str, Part]] = []                                     # module, name, member
        self.looks_up = False
        self.todo: list[Any] = []

    def take_file(self, file: Path):
        """A whole file with all that it imports."""
        known = set(self.files)
        if file.relative_to(self.root).as_posix() not in known:
            code_of(file, self.root, self.files)
        for path in set(self.files) - known:
            self.mentioned |= _mentions(self.files[path])

    def module(self, name: str) -> Module | None:
        """The parts of a module; None for the modules of others and of the language, and of `WHOLE`, which count as files."""
        if name not in self.modules:
            self.modules[name] = self._first_seen(name)
        return self.modules[name]

    def _first_seen(self, name: str) -> Module | None:
        file = file_of(name, self.root)
        if file is None or _within(name, LANGUAGE):
            return None
        if any(_within(name, w) for w in WHOLE):
            self.take_file(file)
            return None
        found = _module(file.read_text(), name, file.name == "__init__.py", _within(name, WORLDS))
        self.todo += [(self.count, name, p) for p in found.always] + [(self.whole, s) for s, _ in found.imports.get("*", ())]
        self.module(name.rpartition(".")[0])                                               # the package is run as well
        return found

    def name(self, module: str, name: str):
        """The definition of a name in a module."""
        found = self.module(module)
        if found is None or (module, name) in self.reached:
            return
        self.reached.add((module, name))
        self.todo += [(self.count, module, part) for part in found.binds.get(name, ())]
        self.todo += [(self.follow, module, name, *target, None) for target in found.imports.get(name, ())]
        if name not in found.binds and name not in found.imports:
            if "__getattr__" in found.binds:
                self.whole(module)
            self.whole(f"{module}.{name}")                                                 # in case that it is a module of this package

    def whole(self, module: str):
        """Every part of a module and whatever it imports."""
        found = self.module(module)
        if found is None or (module, "*") in self.reached:
            return
        self.reached.add((module, "*"))
        self.todo += [(self.count, module, p) for part in found.parts for p in (part, *(m for _, m in part.members))]
        self.todo += [(self.follow, module, x, *t, None) for x, targets in found.imports.items() for t in targets]

    def follow(self, module: str, name: str, source: str, item: str | None, attribute: str | None):
        """What an import binds to `name`: a definition, or a module, of which `attribute` is asked; None: the module as an object."""
        self.bound.setdefault(module, set()).add(f"{name} is {source} {item or ''}")
        if item is not None and file_of(f"{source}.{item}", self.root):
            source, item = f"{source}.{item}", None
        if item == "*" or item is None and attribute is None:
            self.todo.append((self.whole, source))
        else:
            self.todo.append((self.name, source, item or attribute))

    def count(self, module: str, part: Part):
        """Count a part, and go on to what it mentions."""
        counted, found = self.parts.setdefault(module, {}), self.module(module)
        if found is None or part.place in counted:
            return
        counted[part.place] = part.text
        if IMPORTS & part.mentions:
            raise ValueError(f"{module} imports a module by a computed name: what it depends on cannot be followed. Use `import`.")
        if LOOKS_INTO_MODULE & part.names:
            self.todo.append((self.whole, module))
        for x, attribute in [*((x, None) for x in part.names), *part.dotted]:
            if x in found.binds:
                self.todo.append((self.name, module, x))
            self.todo += [(self.follow, module, x, *target, attribute) for target in found.imports.get(x, ())]
        self.mentioned |= part.mentions
        self.looks_up |= part.looks_up
        own = all(self._is_ours(found, base) for base in part.bases)
        self.waiting += [(module, name if own else "", member) for name, member in part.members]

    def _is_ours(self, found: Module, base: str) -> bool:
        return base in found.binds or any(file_of(source, self.root) for source, _ in found.imports.get(base, ()))

    def run(self):
        """Until nothing new is reached."""
        while self.todo:
            while self.todo:
                step, *given = self.todo.pop()
                step(*given)
            ready = [w for w in self.waiting if not w[1] or w[1] in self.mentioned or self.looks_up]
            self.waiting = [w for w in self.waiting if w not in ready]
            self.todo = [(self.count, module, member) for module, _, member in ready]


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


@functools.lru_cache(maxsize=512)
def _mentions(text: str) -> frozenset[str]:
    return _part((), "", [ast.parse(text)], ()).mentions


def code(model: Path, formulas: str, root: Path = ROOT, name: str = "MODEL") -> dict[str, str]:
    """Path or module -> text of what counts of it, for the model in the file `model` and the engine.

    formulas: text in which the operators and symbols of the theorem occur. Raises ValueError without a definition of `name`, and
    where a module is imported by a computed name.
    """
    walk = _Walk(root, set(re.findall(r"\w+", formulas)))
    walk.take_file(root / "proofs_numeric" / "engine" / "verify.py")
    module = name_of(model, root)
    found = walk.module(module)
    if not found or name not in found.binds:
        raise ValueError(f"{model.relative_to(root)} does not define {name}.")
    walk.name(module, name)
    walk.run()
    return walk.files | {m: "\n".join([*sorted(walk.bound.get(m, ())), *(text for _, text in sorted(walk.parts.get(m, {}).items()))])
                         for m in walk.parts.keys() | walk.bound.keys()}
