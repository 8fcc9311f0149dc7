"""Other spellings of what a page says, so that both searches, that of all pages and that of the rows, find it however it is typed.

`nonexpansive` and `non-expansive`, `Bölcskei`, `Boelcskei` and `Bolcskei`, `normalise` and `normalize`. On a page they are keywords in its
head, which the search of Sphinx reads; the other names of a result, its aliases, are printed on its page.
"""

import re
import unicodedata

from docutils import nodes

LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ő": "oe", "ű": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l"}
WRITTEN_OUT = str.maketrans(LETTERS)
PREFIX = re.compile(r"(non|auto|semi|multi|anti)([a-z]{4,})")          # a word that begins so is also looked for in two parts
HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
ENDING = r"(e|ed|es|er|ers|ing|able|ation|ations)\b"
BRITISH, AMERICAN = (re.compile(rf"\b(\w{{2,}}(?:al|im|ar|tr|nt|or|et|dom|on|ard)i){letter}{ENDING}", re.I) for letter in "sz")


def bare(word: str) -> str:
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def others(text: str) -> list[str]:
    """Single words in small letters, in order, that a reader may type for a word of `text` and that are none of its words."""
    text = re.sub("[\u2010\u2011]", "-", unicodedata.normalize("NFC", text))               # hyphens of typesetters
    found: set[str] = set()
    for word in set(re.findall(r"\w+", text.lower())):
        found |= {word.translate(WRITTEN_OUT), bare(word), bare(word.translate(WRITTEN_OUT))} if not word.isascii() else set()
        found |= set(m.groups()) if (m := PREFIX.fullmatch(word)) else set()
    for word in set(HYPHENATED.findall(text)):
        if word.rpartition("-")[2].islower():
            found |= {word.replace("-", ""), bare(word.replace("-", "")), *word.split("-")}
    found |= {f"{m[1]}z{m[2]}" for m in BRITISH.finditer(text)} | {f"{m[1]}s{m[2]}" for m in AMERICAN.finditer(text)}
    said = set(re.findall(r"\w+", text.lower()))
    return sorted({w.lower() for w in found if re.fullmatch(r"[^\W\d_]+", w)} - said)


def keywords(app, doctree):
    """The other spellings of a page become keywords in its head."""
    formal = nodes.literal_block | nodes.math_block | nodes.math
    shown = " ".join(n.astext() for n in doctree.findall(nodes.Text) if not isinstance(n.parent, formal))
    html = " ".join(re.sub(r"<[^<]+?>", " ", n.astext()) for n in doctree.findall(nodes.raw) if n.get("format") == "html")
    if words := others(f"{shown} {html}"):
        doctree.insert(0, nodes.meta("", name="keywords", content=", ".join(words)))


def setup(app):
    app.connect("doctree-read", keywords)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
