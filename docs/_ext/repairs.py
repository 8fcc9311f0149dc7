"""Accessibility: what the theme and its parts leave out, put into every page that a build writes."""

import re
import time
from pathlib import Path

REPAIRS = (
    ('<div class="table-wrapper', '<div tabindex="0" role="group" aria-label="Table" class="table-wrapper'),  # scrolls: by keyboard too
    ("<pre>", '<pre tabindex="0">'),
    ('<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="Site">'),
    ('<aside class="toc-drawer', '<aside aria-label="Contents" class="toc-drawer'),
    (' role="doc-biblioentry"', ""),  # deprecated role
    ('<div role="list" class="citation-list">', '<div class="citation-list">'),
)
VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')


def accessible(page: str) -> str:
    """A page with these repairs, and with one viewport; applying them twice changes nothing."""
    for old, new in REPAIRS:
        if not new or new not in page:
            page = page.replace(old, new)
    first = VIEWPORT.search(page)
    return page[: first.end()] + VIEWPORT.sub("", page[first.end() :]) if first else page


def begin(app):
    """Pages older than this were repaired before."""
    app.companion_began = time.time() - 2  # file systems round


def repair(app, error):
    """Repair every page that this build wrote."""
    if error or app.builder.format != "html":
        return
    for file in Path(app.outdir).rglob("*.html"):
        if file.stat().st_mtime < app.companion_began:
            continue
        before = file.read_text()
        if (after := accessible(before)) != before:
            file.write_text(after)


def setup(app):
    app.connect("builder-inited", begin)
    app.connect("build-finished", repair)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
