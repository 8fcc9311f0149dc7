"""Numbers in prose come from records: {num}`path` from that of the page's own result, {conf}`row` from benchmarks/conformance.json."""

import functools
import json

import library
from conformance import RECORD, anchors, shown
from docutils import nodes
from elements import link
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

log = logging.getLogger(__name__)


class NoSuchNumber(LookupError):
    """A path that does not lead to a number."""


def look(record, path: str):
    """What stands at a path with slashes: keys of dictionaries; in a list the entry with this `name`. Raises NoSuchNumber."""
    here = record
    for k, step in enumerate(steps := path.split("/")):
        keys = {str(x.get("name", "")): x for x in here} if isinstance(here, list) else here
        if not isinstance(keys, dict) or step not in keys:
            known = f"; there are {', '.join(map(repr, keys))}" if isinstance(keys, dict) else ""
            raise NoSuchNumber(f"{'/'.join(steps[:k]) or 'the record'} has no {step!r}{known}")
        here = keys[step]
    if isinstance(here, dict) and "value" in here:              # a value of the worked example
        here = here["value"]
    if isinstance(here, (dict, list)):
        raise NoSuchNumber(f"{path} is no number; go on with one of {', '.join(map(str, here))}"[:300])
    return here


def printed(x) -> str:
    """A number for the reader, a text as it is."""
    return x if isinstance(x, str) and x not in ("inf", "-inf", "nan") else library.number(x)


class Number(SphinxRole):
    """{num}`samples/duality/applicable`: a number from the record of the page's result."""

    def run(self):
        result = library.find(self.env.docname.rpartition("/")[2])
        try:
            if result is None or not result.record:
                raise NoSuchNumber("there is no record")
            return [nodes.inline("", printed(look(result.record, self.text)), classes=["num"])], []
        except NoSuchNumber as error:
            where = result.place.record if result else self.env.docname
            log.warning("{num}`%s`: %s: %s", self.text, where, error, location=self.get_location())
            return [nodes.inline("", "?", classes=["num"])], []


@functools.cache
def _rows(modified: float) -> dict[str, dict]:
    rows = json.loads(RECORD.read_text())["rows"]
    return dict(zip(anchors(rows), rows))


class Row(SphinxRole):
    """{conf}`scipy-wasserstein-distance-0009-duality-1`: the worst value of a row of the table of conformance, linked to it."""

    def run(self):
        self.env.note_dependency(str(RECORD))
        rows = _rows(RECORD.stat().st_mtime)
        if self.text not in rows:
            log.warning("{conf}`%s`: %s has no such row", self.text, RECORD.name, location=self.get_location())
            return [nodes.inline("", "?")], []
        up = "../" * self.env.docname.count("/")
        return [link(shown(rows[self.text]), f"{up}conformance.html#{self.text}")], []


def setup(app):
    app.add_role("num", Number())
    app.add_role("conf", Row())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
