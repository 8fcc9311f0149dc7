"""Citations: of a result of this site as BibTeX, RIS and CSL-JSON, and of its source from docs/references.bib."""

import codecs
import functools
import json
import re

import latexcodec  # noqa: F401  registers the codec ulatex
import library
from project import project
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
    cited = [(r.place.formula, r.theorem.source.key) for r in library.results()]
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


def attribution(result: library.Result, page: str = "this page") -> str:
    """Whose statement the page of a result shows, in the words of every citation and of every table.

    A published statement is named as such only where the page shows a special case of it. What is ours is called ours, and an
    unconfirmed source is only pointed to. page: what the page is called.
    """
    source, own = result.theorem.source, result.own
    where = f"{short(source.key)}, {source.locator}"
    if not result.clean:
        return f"statement of {page}; see also {where} ({source.fidelity})"
    if len(own) == len(result.theorem.conclusions):
        return f"analogue, stated and proved on {page}, of {where}" if result.kinds == ("analogue",) \
            else f"statement of {page}; compare {where}"
    added = f"; additions of {page}: {', '.join(plain(c.words) for c in own)}" if own else ""
    return f"special case of the statement of {where}{added}"


def number(source) -> str:
    """Under which number a statement is published; the whole locator where no number is given."""
    return source.number or source.locator


def briefly(result: library.Result) -> str:
    """`attribution` in the words of a list: whose statement it is, and its number there."""
    where = f"{short(result.theorem.source.key)}, {number(result.theorem.source)}"
    if not result.clean:
        return f"statement of our own; see also {where} ({result.theorem.source.fidelity})"
    if len(result.own) == len(result.theorem.conclusions):
        return f"analogue of {where}" if result.kinds == ("analogue",) else f"statement of our own; compare {where}"
    return f"special case of {where}" + (", with additions of our own" if result.own else "")


def address(result: library.Result, base: str) -> str:
    """The permanent address, relative to the site's root while the site has no public address."""
    return f"{base.rstrip('/')}/t/{result.tag}/" if base else f"t/{result.tag}/"


def title(result: library.Result) -> str:
    """Title with tag, as a citation prints it."""
    return f"{result.theorem.title} (tag {result.tag})"


def note(result: library.Result) -> str:
    """What was cited: version and record, and whose statement it is."""
    digest = f", record {result.record['digest']}" if result.record else ""
    return f"version {project()['release']}{digest}; {attribution(result, f'tag {result.tag}')}"


# Mathematics in titles and locators, which the codec does not know.
SCRIPTS = {**{c: f"$_{k}$" for k, c in enumerate("₀₁₂₃₄₅₆₇₈₉")}, **{c: f"$^{k}$" for k, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}, "∞": r"$\infty$"}


def latex(text: str) -> str:
    """Text as ASCII for LaTeX. Raises UnicodeError, which names the character, where there is no translation."""
    scripts = re.compile("|".join(SCRIPTS))
    first, *parts = [codecs.encode(part, "ulatex") for part in scripts.split(text)]
    return first + "".join(SCRIPTS[c] + part for c, part in zip(scripts.findall(text), parts))


WHOLE = "theorem-companion"  # the key of the entry for the site as a whole


def _entry(kind: str, key: str, fields) -> str:
    body = "".join(f"  {k} = {{{v}}},\n" for k, v in fields if v)
    return f"@{kind}{{{key},\n{body}}}"


def _where(path: str, base: str) -> list[tuple[str, str]]:
    """The address in an entry; while there is none, the place within the site."""
    if base:
        return [("url", f"{base}{path}")]
    return [("howpublished", rf"page \texttt{{{path}}} of the site")] if path else []


def whole(base: str, kind: str = "misc") -> str:
    """The entry of the site, of which `cite` names a part. kind: `misc`, or `online` for biblatex once there is an address."""
    about = project()
    return _entry(kind, WHOLE, [
        ("author", f"{{{latex(about['author'])}}}"), ("title", f"{{{latex(about['name'])}}}"), ("year", about["year"]),
        *_where("", base), ("doi", about["doi"]), ("version", about["version"]),
    ])


def cite(result: library.Result, base: str) -> str:
    """The command that cites a result as a part of the whole."""
    tag = f"Tag {result.tag}"
    return rf"\cite[{tag}]{{{WHOLE}}}" if not base else rf"\cite[\href{{{address(result, base)}}}{{{tag}}}]{{{WHOLE}}}"


def bibtex(result: library.Result, base: str, kind: str = "misc") -> str:
    """A BibTeX entry for the page of a result. kind: `misc`, or `online` for biblatex once there is an address."""
    about = project()
    return _entry(kind, f"tag{result.tag}", [
        ("author", f"{{{latex(about['author'])}}}"), ("title", f"{{{latex(about['name'])}}}: {{{latex(title(result))}}}"),
        ("year", about["year"]), *_where(f"t/{result.tag}/", base), ("version", about["version"]),
        ("note", f"Tag {result.tag}, {latex(note(result))}"),
    ])


def ris(result: library.Result, base: str) -> str:
    """A RIS record for the page of a result. Without a public address there is no UR."""
    about = project()
    fields = [
        ("TY", "ELEC"),
        ("AU", about["author"]),
        ("TI", title(result)),
        ("T2", about["name"]),
        ("PY", about["year"]),
        ("ET", about["version"]),
        ("UR", address(result, base) if base else ""),
        ("N1", note(result)),
        ("ID", f"tag{result.tag}"),
        ("ER", ""),
    ]
    return "\n".join(f"{k}  - {v}".rstrip() if k != "ER" else "ER  - " for k, v in fields if v or k == "ER")


def csl(result: library.Result, base: str) -> str:
    """A CSL-JSON item for the page of a result. Without a public address there is no URL."""
    about = project()
    item = {
        "id": f"tag{result.tag}",
        "type": "webpage",
        "title": title(result),
        "container-title": about["name"],
        "author": [{"literal": about["author"]}],
        "issued": {"date-parts": [[int(x) for x in (about["date"] or about["year"]).split("-")]]},
        "number": result.tag,
        "version": about["version"],
        **({"URL": address(result, base)} if base else {}),
        "note": note(result),
    }
    return json.dumps([item], indent=1, ensure_ascii=False)


FORMATS = {"bib": ("BibTeX", "bibtex", bibtex), "ris": ("RIS", "text", ris), "json": ("CSL-JSON", "json", csl)}
