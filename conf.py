"""Sphinx: `sphinx-build -W --keep-going -c . docs build/html`. Needs the committed records and no JAX."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs" / "_ext")]

import library  # noqa: E402

_project = library.project()
project, release, version = _project["name"], _project["version"], _project["version"]
author = project
copyright = ""
html_show_copyright = False
html_show_sphinx = False

extensions = ["myst_parser", "sphinxcontrib.bibtex", "katex", "domain", "results", "overview", "conformance", "proofs", "speed", "publish"]
exclude_patterns = ["_ext", "_static", "_templates", "figures"]
smartquotes_action = "qe"                # no dashes: `--record` stays what it is
nitpicky = True
keep_warnings = False

myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "deflist", "fieldlist", "attrs_inline"]
myst_heading_anchors = 3

bibtex_bibfiles = ["docs/references.bib"]
bibtex_cite_id = "cite-{key}"
bibtex_reference_style = "author_year"
bibtex_default_style = "plain"

html_theme = "furo"
html_title = project
html_baseurl = ""                       # the public address of the site, once there is one
html_math_renderer = "katex"
html_static_path = ["docs/_static"]
templates_path = ["docs/_templates"]
html_css_files = ["companion.css"]
html_js_files = [("companion.js", {"defer": "defer"})]
html_show_search_summary = False
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"top_of_page_buttons": [], "navigation_with_keys": False}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
