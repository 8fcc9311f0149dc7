"""Citations: of a result of this site as BibTeX, RIS and CSL-JSON, and of its source from docs/references.bib."""

import functools
import json
import re

import library
from pybtex.database import Entry, parse_file
from pybtex.richtext import Text

BIBLIOGRAPHY = library.ROOT / "docs" / "references.bib"
CITE = re.compile(r"\{cite:[a-z:]*\}`([^`]+)`")


@functools.cache
def entries() -> dict[str, Entry]:
    """The bibliography by key."""
    return dict(parse_file(str(BIBLIOGRAPHY), bib_format="bibtex").entries)


def missing() -> list[str]:
    """Keys that a theorem or a page cites and references.bib lacks, with the place that cites them."""
    cited = [(f"theorems/{r.slug}.py", r.theorem.source.key) for r in library.results()]
    for page in sorted((library.ROOT / "docs").rglob("*.md")):
        for keys in CITE.findall(page.read_text()):
            cited += [(page.relative_to(library.ROOT).as_posix(), k.strip()) for k in keys.split(",")]
    return [f"{place} cites {key!r}, which is not in docs/references.bib" for place, key in cited if key not in entries()]


def plain(latex: str) -> str:
    """LaTeX of a bibliography field as text."""
    return str(Text.from_latex(latex.replace("$", ""))).replace("--", "–")


def short(key: str) -> str:
    """`Wiatowski and Bölcskei 2018`."""
    entry = entries()[key]
    names = [plain(" ".join(p.prelast_names + p.last_names)) for p in entry.persons.get("author", [])]
    who = names[0] + " et al." if len(names) > 2 else " and ".join(names)
    return f"{who} {entry.fields.get('year', '')}".strip()


def authors(key: str) -> list[str]:
    """Full names, `Given Family`."""
    return [
        plain(" ".join(p.first_names + p.middle_names + p.prelast_names + p.last_names))
        for p in entries()[key].persons.get("author", [])
    ]


def source_bibtex(key: str) -> str:
    """The entry of the source as it stands in references.bib."""
    text = BIBLIOGRAPHY.read_text()
    start = re.search(rf"^@\w+\{{{re.escape(key)},", text, re.M).start()
    return text[start : text.index("\n}", start) + 2]


def address(result: library.Result, base: str) -> str:
    """The permanent address, relative to the site's root while the site has no public address."""
    return f"{base.rstrip('/')}/t/{result.tag}/" if base else f"t/{result.tag}/"


def title(result: library.Result) -> str:
    """Title with tag, as a citation prints it."""
    return f"{result.theorem.title} (tag {result.tag})"


def note(result: library.Result) -> str:
    """Which version was cited: release and record."""
    digest = f", record {result.record['digest']}" if result.record else ""
    source = result.theorem.source
    return f"release {library.project()['version']}{digest}; statement of {short(source.key)}, {source.locator}"


def bibtex(result: library.Result, base: str) -> str:
    """A BibTeX entry for the page of a result."""
    project = library.project()

    def escaped(text):
        return re.sub(r"([&%_#])", r"\\\1", text)

    where = ("url", address(result, base)) if base else ("howpublished", f"\\texttt{{{address(result, base)}}}")
    fields = [
        ("author", f"{{{escaped(project['name'])}}}"),
        ("title", f"{{{escaped(title(result))}}}"),
        ("year", project["date"][:4]),
        where,
        ("note", escaped(note(result))),
    ]
    body = "".join(f"  {k} = {{{v}}},\n" for k, v in fields if v)
    return f"@misc{{tag{result.tag},\n{body}}}"


def ris(result: library.Result, base: str) -> str:
    """A RIS record for the page of a result."""
    project = library.project()
    fields = [
        ("TY", "ELEC"),
        ("AU", project["name"]),
        ("TI", title(result)),
        ("PY", project["date"][:4]),
        ("ET", project["version"]),
        ("UR", address(result, base)),
        ("N1", note(result)),
        ("ID", f"tag{result.tag}"),
        ("ER", ""),
    ]
    return "\n".join(f"{k}  - {v}".rstrip() if k != "ER" else "ER  - " for k, v in fields if v or k == "ER")


def csl(result: library.Result, base: str) -> str:
    """A CSL-JSON item for the page of a result."""
    project = library.project()
    item = {
        "id": f"tag{result.tag}",
        "type": "webpage",
        "title": title(result),
        "author": [{"literal": project["name"]}],
        "version": project["version"],
        "URL": address(result, base),
        "note": note(result),
    }
    if project["date"]:
        item["issued"] = {"date-parts": [[int(x) for x in project["date"].split("-")]]}
    return json.dumps([item], indent=1, ensure_ascii=False)


FORMATS = {"bib": ("BibTeX", "bibtex", bibtex), "ris": ("RIS", "text", ris), "json": ("CSL-JSON", "json", csl)}
