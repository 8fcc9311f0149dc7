"""References to results by tag or slug, {thm}`0006` or {thm}`the text <wasserstein_metric>`; entries for objects.inv."""

import re

import library
from docutils import nodes
from elements import chip
from needs import need
from sphinx.addnodes import pending_xref
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import make_refnode

log = logging.getLogger(__name__)


class Reference(XRefRole):
    """{thm}`0006` links to a result and prints tag and title."""

    def __init__(self):
        super().__init__(warn_dangling=True)

    def run(self):
        self.refdomain, self.reftype = "thm", "result"
        self.classes = ["xref", "thm"]
        need(self.env, "titles")
        return self.create_xref_node()


class Planned(SphinxRole):
    """{page}`slug`: a link to the page of a result with its verdict and whose statement it is; `not yet` while there is none."""

    def run(self):
        result = library.find(self.text)
        if result is None:
            if not re.fullmatch(r"[a-z0-9_]+", self.text):
                log.warning("{page}`%s`: a slug is expected", self.text, location=self.get_location())
            need(self.env, "titles")
            return [nodes.inline("", "not yet", classes=["quiet"])], []
        need(self.env, f"result:{result.slug}")
        node = pending_xref(
            "",
            nodes.inline("", f"{result.tag} {result.theorem.title}"),
            refdomain="thm",
            reftype="result",
            reftarget=result.tag,
            refexplicit=True,
            refdoc=self.env.docname,
            refwarn=True,
        )
        return [node, nodes.Text(": "), nodes.Text(result.origin), nodes.Text(" "), chip(result.overall, result.overall)], []


class ResultDomain(Domain):
    """Results, by tag and by slug."""

    name, label = "thm", "Results"
    object_types = {"result": ObjType("result", "result")}  # noqa: RUF012
    roles = {"result": Reference()}  # noqa: RUF012
    dangling_warnings = {"result": "there is no result %(target)s; theorems/tags lists tags and slugs"}  # noqa: RUF012

    def get_objects(self):
        """Tags and slugs for `objects.inv`."""
        for r in library.results():
            if r.page in self.env.found_docs:
                # For `objects.inv`. The search page has its own rows for results, so these are not shown there.
                yield r.tag, f"{r.tag} {r.theorem.title}", "result", r.page, r.slug, -1
                yield r.slug, r.theorem.title, "result", r.page, r.slug, -1

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        """A link to the page of a result; None (a warning) for an unknown one."""
        result = library.find(target)
        if result is None or result.page not in env.found_docs:
            return None
        if not node.get("refexplicit"):
            contnode = nodes.inline("", f"{result.tag} {result.theorem.title}")
        return make_refnode(builder, fromdocname, result.page, "", contnode, result.theorem.title)

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode):
        """Tags and slugs also answer to {any}."""
        found = self.resolve_xref(env, fromdocname, builder, "result", target, node, contnode)
        return [("thm:result", found)] if found is not None else []

    def merge_domaindata(self, docnames, otherdata):
        """Nothing is stored: the results come from theorems/tags."""


def setup(app):
    app.add_domain(ResultDomain)
    app.add_role("thm", Reference())
    app.add_role("page", Planned())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
