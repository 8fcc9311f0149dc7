"""Sphinx: `sphinx-build -W --keep-going -c . docs build/html`. Needs the committed records and no JAX."""
import gc
import sys
from pathlib import Path

gc.set_threshold(50_000, 20, 100)        # trees of nodes are large and die together: collecting less often saves a fifth of a build

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs" / "_ext")]

import needs  # noqa: E402
from project import project as about  # noqa: E402

_project = about()
project, release, version = _project["name"], _project["version"], _project["version"]
author = project
copyright = ""
html_show_copyright = False
html_show_sphinx = False

extensions = ["myst_parser", "sphinxcontrib.bibtex", "katex", "domain", "results", "subjects", "conformance", "proofs", "speed",
              "needs", "counts", "families", "graph", "reliability", "publications", "errata", "citing", "tagpages", "sources", "metadata",
              "index", "repairs", "functions", "spelling"]
exclude_patterns = ["_ext", "_static", "_templates", "figures"]
smartquotes_action = "qe"                # no dashes: `--record` stays what it is
nitpicky = True
keep_warnings = False
companion_code = needs.code()            # a change of the code reads every page again

myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "deflist", "fieldlist", "attrs_inline"]
myst_heading_anchors = 3

bibtex_bibfiles = ["docs/references.bib"]
bibtex_cite_id = "cite-{key}"
bibtex_reference_style = "author_year"
bibtex_default_style = "plain"

html_theme = "furo"
html_title = project
html_baseurl = _project["url"]           # the public address of the site: `url` in CITATION.cff
html_context = {"companion": _project}
html_math_renderer = "katex"
html_static_path = ["docs/_static"]
templates_path = ["docs/_templates"]
html_sidebars = {"**": ["sidebar/brand.html", "sidebar/search.html", "sidebar/scroll-start.html", "navigation.html",
                       "sidebar/scroll-end.html"]}
html_css_files = ["companion.css"]
html_js_files = [("companion.js", {"defer": "defer"})]
html_show_search_summary = False
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"top_of_page_buttons": [], "navigation_with_keys": False}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
