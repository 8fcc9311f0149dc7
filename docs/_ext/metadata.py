"""What a page says about itself to programs: `citation_*`, JSON-LD, OpenGraph, a description, and sitemap.xml.

What is not known is left out: without a public address there is no absolute one, without a release no date of it.
"""

import html
import json
from pathlib import Path

import citation
import library
import tagpages
from project import lacking, project
from sphinx.errors import ConfigError

WORK = {"article": "ScholarlyArticle", "inproceedings": "ScholarlyArticle", "book": "Book", "incollection": "Chapter"}


def meta(fields) -> str:
    """<meta name="..."> for what is not empty, `property` for OpenGraph."""
    return "".join(
        f'<meta {"property" if k.startswith("og:") else "name"}="{k}" content="{html.escape(v, quote=True)}">\n' for k, v in fields if v
    )


def source(key: str) -> dict:
    """A published work in the words of schema.org."""
    entry = citation.entries()[key]
    doi = entry.fields.get("doi", "")
    work = {
        "@type": WORK.get(entry.type, "CreativeWork"),
        "name": citation.plain(entry.fields["title"]),
        "author": [{"@type": "Person", "name": a} for a in citation.authors(key)],
        "datePublished": entry.fields["year"],
        "identifier": {"@type": "PropertyValue", "propertyID": "DOI", "value": doi} if doi else "",
        "sameAs": f"https://doi.org/{doi}" if doi else "",
    }
    return {k: v for k, v in work.items() if v}


def reference(key: str) -> str:
    """The source as one `citation_reference` value."""
    entry = citation.entries()[key]
    fields = {
        "citation_title": entry.fields["title"],
        "citation_journal_title": entry.fields.get("journal") or entry.fields.get("booktitle", ""),
        "citation_publication_date": entry.fields.get("year", ""),
        "citation_doi": entry.fields.get("doi", ""),
    }
    parts = [f"{k}={citation.plain(v)}" for k, v in fields.items() if v] + [f"citation_author={a}" for a in citation.authors(key)]
    return "; ".join(parts)


def structured(result, base: str, up: str = "../../") -> dict:
    """JSON-LD of the page of a result. Addresses inside the site are absolute, or relative to the page while there is no public one."""
    about, root = project(), base or up
    last = tagpages.days(result.tag)
    data = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": result.theorem.title,
        "alternateName": list(result.theorem.aliases),
        "description": describe(result),
        "creditText": citation.attribution(result),
        "identifier": result.tag,
        "url": f"{root}t/{result.tag}/" + ("" if base else "index.html"),
        "version": about["version"],
        "datePublished": about["date"],
        "dateModified": last[0][0] if last else "",
        "license": f"https://spdx.org/licenses/{about['licence']}.html" if about["licence"] else "",
        "author": {"@type": "Organization", "name": about["author"]},
        "publisher": {"@type": "Organization", "name": about["author"]},
        "isPartOf": {"@type": "WebSite", "name": about["name"], "url": base or f"{up}index.html"},
        "about": result.place.title,
        # A source that was not read is pointed to; the page is not based on it.
        "isBasedOn" if result.clean else "citation": source(result.theorem.source.key),
    }
    return {k: v for k, v in data.items() if v}


def describe(result) -> str:
    """The page of a result in one sentence."""
    phrase = citation.briefly(result)
    return f"{result.theorem.title}: {phrase}. Stated as a formula and checked against instances that could refute it."


def describe_page(app, pagename, templatename, context, doctree):
    """Put all of it into the head of a page, and the tag into the title of its window."""
    base, about = app.config.html_baseurl, project()
    result = library.find(pagename.rpartition("/")[2]) if pagename.startswith("results/") else None
    tag = library.find(pagename.split("/")[1]) if pagename.startswith("t/") else None
    address = context.get("pageurl") or ""
    if tag:
        address = context["pageurl"] = citation.address(tag, base) if base else None
    about_page = describe(result or tag) if result or tag else about["description"]
    fields = [("description", about_page)]
    name = context.get("title", "")
    if result or tag:
        name = context["title"] = f"{(result or tag).tag} {(result or tag).theorem.title}"
    if not pagename.startswith("source/"):
        fields += [("og:title", name), ("og:type", "article" if result else "website"), ("og:url", address), ("og:description", about_page),
                   ("og:site_name", about["name"])]
    tags = ""
    if result:
        fields += [
            ("citation_title", citation.title(result)),
            ("citation_author", about["author"]),
            ("citation_publication_date", (about["date"] or about["year"]).replace("-", "/")),
            ("citation_technical_report_institution", about["author"]),
            ("citation_technical_report_number", result.tag),
            ("citation_public_url", citation.address(result, base) if base else ""),
            ("citation_reference", reference(result.theorem.source.key)),
        ]
        script = json.dumps(structured(result, base), ensure_ascii=False).replace("</", "<\\/")
        tags = f'<script type="application/ld+json">{script}</script>\n'
    context["metatags"] = context.get("metatags", "") + "\n" + meta(fields) + tags


def sitemap(app, error):
    """All documents and all permanent pages, once the site has a public address."""
    base = app.config.html_baseurl
    if error or not base or app.builder.format != "html":
        return
    found = [f"{base}{d}.html" for d in sorted(app.env.found_docs)] + [citation.address(r, base) for r in library.results()]
    places = "".join(f"<url><loc>{html.escape(address)}</loc></url>\n" for address in found)
    (Path(app.outdir) / "sitemap.xml").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'
    )


def released(app):
    """A release without address or date is not built."""
    if faults := lacking(project()):
        raise ConfigError("; ".join(faults))


def setup(app):
    app.connect("builder-inited", released)
    app.connect("html-page-context", describe_page, priority=900)
    app.connect("build-finished", sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
