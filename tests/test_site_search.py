"""Both searches of the site, that of the rows of results and that of Sphinx, find what is typed in another spelling or by another name."""

import json
import re
import sys
from pathlib import Path

import pytest

from theorems.language import catalogue

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")

# What is typed, and results that have to be found.
TYPED = {
    "WGAN": ("0009", "000E", "000F", "000G"),
    "Wasserstein GAN": ("0009",),
    "earth mover": ("0008", "0009"),
    "Earth Mover's distance": ("0008", "0009"),
    "nonexpansive": ("0001", "0005"),
    "non-expansive": ("0001", "0005"),
    "Boelcskei": ("0005", "0006", "0007"),
    "Bölcskei": ("0005", "0006", "0007"),
    "Bolcskei": ("0005", "0006", "0007"),
    "autoencoder": ("000J",),
    "auto-encoder": ("000J",),
    "Frechet": ("000B",),
    "Fréchet": ("000B",),
    "regularization": ("000X", "0010"),
    "regularisation": ("000X", "0010"),
    "Kantorovich–Rubinstein": ("0009",),
}


# -- spellings
@pytest.mark.parametrize("text, wanted", [
    ("nonexpansive", ["expansive", "non"]),
    ("non-expansive maps", ["nonexpansive"]),
    ("Bölcskei", ["boelcskei", "bolcskei"]),
    ("Bo\u0308lcskei", ["boelcskei", "bolcskei"]),                      # o with a combining diaeresis
    ("Erdős", ["erdoes", "erdos"]),
    ("Fréchet and Carathéodory", ["caratheodory", "frechet"]),
    ("normalised, generalization", ["generalisation", "normalized"]),
    ("precise noise, otherwise a promise to arise", []),
    ("Kantorovich-Rubinstein", []),                                    # both parts are names; each is found by itself
    ("plain words", []),
])
def test_other_spellings_of_a_text(text, wanted):
    import spelling

    assert spelling.others(text) == wanted


@pytest.mark.parametrize("typed", TYPED)
def test_the_rows_of_results_are_found(typed):
    import library
    import listing

    found = {r.tag for r in library.results() if all(word in listing.searched(r) for word in listing.fold(typed).split())}
    assert set(TYPED[typed]) <= found and len(found) < len(library.results()) / 2


# -- the index of the built site
@pytest.fixture(scope="module")
def index(site):
    return json.loads(re.fullmatch(r"Search\.setIndex\((.*)\)", (site / "searchindex.js").read_text(), re.S).group(1))


def documents(index, typed) -> set[str]:
    """The documents in which Sphinx finds every word, as its program does: by the stem, or inside of a term if none is the stem."""
    from sphinx.search.en import SearchEnglish

    language, found = SearchEnglish({}), []
    words = [w for w in re.findall(r"\w+", typed.lower()) if w not in language.stopwords]
    for word in map(language.stem, [w for w in words if len(w) > 2] or words):
        matching = []
        for terms in (index["terms"], index["titleterms"]):
            matching += [terms[word]] if word in terms else [d for term, d in terms.items() if word in term]
        found.append({n for d in matching for n in ([d] if isinstance(d, int) else d)})
    return {index["docnames"][n] for n in set.intersection(*found)}


@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("typed", TYPED)
def test_the_pages_of_results_are_found(index, typed):
    wanted = {catalogue.place(tag).page for tag in TYPED[typed]}
    assert wanted <= documents(index, typed)


@pytest.mark.xdist_group("site")
def test_every_alias_is_printed_and_leads_to_its_page(site, index, slug):
    place, theorem = catalogue.place(slug), catalogue.load(slug)
    source = (site / f"{place.page}.html").read_text()
    assert source.count("Also found under.") == bool(theorem.aliases)
    for name in theorem.aliases:
        assert place.page in documents(index, name), name


@pytest.mark.xdist_group("site")
def test_a_public_function_is_found(index):
    for name in ("wasserstein_1d", "exact_transport", "sinkhorn", "gaussian_w2"):
        assert "numerics" in documents(index, name)
