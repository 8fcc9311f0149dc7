"""Which results there are, and where their parts lie. Folders are listed, and one fixed name, `THEOREM`, is read from each module."""
import difflib
import functools
import importlib
import re
from dataclasses import dataclass
from pathlib import Path

from theorems.language.statement import Theorem

FOLDER = Path(__file__).resolve().parent.parent
ROOT = FOLDER.parent
TAG = re.compile(r"[0-9A-HJ-NP-Z]{4}")        # no I and no O: they read as 1 and 0
FAMILIES = {
    "scattering": "Scattering",
    "extractors": "Deep feature extraction",
    "transport": "Optimal transport",
    "flows": "Flows and auto-encoders",
    "networks": "Networks",
    "regularisation": "Regularisation",
    "manifolds": "Manifolds",
    "graphs": "Graphs",
    "landscapes": "Mathematics of deep learning",
    "ensembles": "Ensembles",
}


@dataclass(frozen=True)
class Place:
    """Where the parts of a result lie: paths from the root of the project, names of modules, the document of the site."""

    family: str                   # a folder, a key of FAMILIES
    slug: str

    @property
    def formula(self) -> str:
        return f"theorems/{self.family}/{self.slug}.py"

    @property
    def model(self) -> str:
        return f"proofs_numeric/{self.family}/{self.slug}.py"

    @property
    def record(self) -> str:
        return f"proofs_numeric/records/{self.family}/{self.slug}.json"

    @property
    def prose(self) -> str:
        return f"docs/results/{self.family}/{self.slug}.md"

    @property
    def figure(self) -> str:
        return f"docs/figures/{self.family}/{self.slug}.py"

    @property
    def page(self) -> str:
        return f"results/{self.family}/{self.slug}"

    @property
    def formula_module(self) -> str:
        return f"theorems.{self.family}.{self.slug}"

    @property
    def model_module(self) -> str:
        return f"proofs_numeric.{self.family}.{self.slug}"

    @property
    def title(self) -> str:
        """The name of the family."""
        return FAMILIES[self.family]


@functools.cache
def places() -> dict[str, Place]:
    """slug -> place, from the files in the folders of the families. Raises LookupError when two families have the same slug."""
    found: dict[str, Place] = {}
    for family in FAMILIES:
        for file in sorted((FOLDER / family).glob("[!_]*.py")):
            if file.stem in found:
                raise LookupError(f"theorems/{family}/{file.name} and {found[file.stem].formula} have one name; slugs are unique.")
            found[file.stem] = Place(family, file.stem)
    return found


def place(slug: str) -> Place:
    """Where the parts of a result lie. `slug`: or its tag, see `find`. Raises LookupError for an unknown one."""
    return places()[slug if slug in places() else find(slug)]


def slugs() -> tuple[str, ...]:
    """The results, in the order of their tags."""
    listed = tags()
    if missing := [p for s, p in places().items() if s not in listed.values()]:
        raise LookupError(f"{missing[0].formula} has no tag: append a line `<next tag> {missing[0].slug}` to theorems/tags.")
    if gone := sorted(set(listed.values()) - set(places())):
        raise LookupError(f"theorems/tags names {gone[0]}, but no family has theorems/*/{gone[0]}.py. Tags are permanent: "
                          "restore the module, and say on its page what was wrong.")
    return tuple(listed.values())


def tags(text: str | None = None) -> dict[str, str]:
    """tag -> slug, from theorems/tags (or from `text`, in tests). Raises ValueError on a malformed or reused tag."""
    text = (FOLDER / "tags").read_text() if text is None else text
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        tag, _, slug = line.partition(" ")
        if not TAG.fullmatch(tag) or not slug.isidentifier():
            raise ValueError(f"theorems/tags, line {number}: {line!r} is not `<tag> <slug>` with a tag of four characters, digits and "
                             "capital letters but I and O.")
        if tag in found or slug in found.values():
            raise ValueError(f"theorems/tags, line {number}: {tag} {slug} is already in use; tags are never reused.")
        found[tag] = slug
    return found


def load(slug: str) -> Theorem:
    """The statement of a result. `slug`: or its tag, see `find`. Raises LookupError for an unknown one, ValueError when its tag is
    not the listed one."""
    slug = find(slug)
    theorem = importlib.import_module(place(slug).formula_module).THEOREM
    if tags().get(theorem.tag) != slug:
        listed = tags().get(theorem.tag, "nothing")
        raise ValueError(f"{place(slug).formula} says tag {theorem.tag}, under which theorems/tags has {listed}.")
    return theorem


def find(name: str) -> str:
    """The slug of a result: of its tag, in small or capital letters, or of its slug, also with dashes. Raises LookupError."""
    listed = tags()
    word = name.strip().replace("-", "_").lower()
    if (slug := listed.get(word.upper(), word)) in listed.values():
        return slug
    near = difflib.get_close_matches(word, listed.values(), 3)
    raise LookupError(f"unknown tag or result {name!r}: tags go from {min(listed)} to {max(listed)}, and results have names such as "
                      f"{', '.join(near) or next(iter(listed.values()))}.")
