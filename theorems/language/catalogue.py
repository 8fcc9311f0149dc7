"""Which results there are. The folder is listed and one fixed name, `THEOREM`, is read from each module."""
import importlib
import re
from pathlib import Path

from theorems.language.statement import Theorem

FOLDER = Path(__file__).resolve().parent.parent
ROOT = FOLDER.parent
TAG = re.compile(r"[0-9A-Z]{4}")


def slugs() -> tuple[str, ...]:
    """The results, in the order of their tags."""
    found = {p.stem for p in FOLDER.glob("*.py") if not p.stem.startswith("_")}
    listed = tags()
    if missing := sorted(found - set(listed.values())):
        raise LookupError(f"theorems/{missing[0]}.py has no tag: append a line `<next tag> {missing[0]}` to theorems/tags.")
    if gone := sorted(set(listed.values()) - found):
        raise LookupError(f"theorems/tags names {gone[0]}, but theorems/{gone[0]}.py does not exist. Tags are permanent: "
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
            raise ValueError(f"theorems/tags, line {number}: {line!r} is not `<tag of four characters 0-9A-Z> <slug>`.")
        if tag in found or slug in found.values():
            raise ValueError(f"theorems/tags, line {number}: {tag} {slug} is already in use; tags are never reused.")
        found[tag] = slug
    return found


def load(slug: str) -> Theorem:
    """The statement of a result. Raises LookupError for an unknown slug, ValueError when its tag is not the listed one."""
    listed = {s: t for t, s in tags().items()}
    if slug not in listed:
        raise LookupError(f"unknown result {slug!r}; known are {', '.join(listed)}.")
    theorem = importlib.import_module(f"theorems.{slug}").THEOREM
    if theorem.tag != listed[slug]:
        raise ValueError(f"theorems/{slug}.py says tag {theorem.tag}, theorems/tags says {listed[slug]}.")
    return theorem


def by_tag(tag: str) -> str:
    """The slug of a tag. Raises LookupError for an unknown tag."""
    try:
        return tags()[tag]
    except KeyError:
        raise LookupError(f"unknown tag {tag!r}; theorems/tags lists {', '.join(tags())}.") from None
