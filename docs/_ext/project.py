"""Name, version, release, public address: read from CITATION.cff and pyproject.toml, the only two places where they stand."""

import functools
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def read(cff: str, pyproject: str, licence: str) -> dict[str, str]:
    """What the texts of CITATION.cff, pyproject.toml and LICENSE say. What they do not say is empty; nothing is invented.

    `url`: the public address of the site, ending in a slash. `date`: of the release. `release`: the version as a citation prints it.
    `year`: of the release, before it that of the copyright.
    """
    data = tomllib.loads(pyproject)["project"]

    def field(pattern, text=cff):
        found = re.search(pattern, text, re.M)
        return found.group(1) if found else ""

    date = field(r'^date-released: *["\']?(\d{4}-\d\d-\d\d)')
    url = field(r'^url: *["\']?([^"\'\s]+)')
    return {
        "name": field(r'^title: *"?(.*?)"?$'),
        "author": field(r'^ *- name: *"?(.*?)"?$'),
        "version": data["version"],
        "release": data["version"] if date else f"{data['version']}, unreleased",
        "description": data.get("description", ""),
        "licence": field(r'^license: *"?(.*?)"?$'),
        "date": date,
        "year": date[:4] or field(r"^Copyright \(c\) (\d{4})", licence),
        "url": f"{url.rstrip('/')}/" if url else "",
        "repository": field(r'^repository-code: *["\']?([^"\'\s]+)'),
        "doi": field(r'^doi: *["\']?([^"\'\s]+)'),
    }


def lacking(project: dict[str, str]) -> list[str]:
    """What a release needs and this one lacks: a version without `.dev` has an address and a date. [] for a development version."""
    if ".dev" in project["version"]:
        return []
    wanted = {"url": "`url`, the public address of the site", "date": "`date-released`"}
    return [f"version {project['version']} is a release: CITATION.cff must give {what}" for key, what in wanted.items() if not project[key]]


@functools.cache
def project() -> dict[str, str]:
    """What the files of this project say, see `read`."""
    return read(*((ROOT / name).read_text() for name in ("CITATION.cff", "pyproject.toml", "LICENSE")))


def releases(changelog: str) -> list[tuple[str, str]]:
    """(version, date) of the releases that a changelog names, `## 1.0.0 (2027-01-31)`; what is not released yet has no date."""
    return re.findall(r"(?m)^## (\d+(?:\.\d+)*) \((\d{4}-\d\d-\d\d)\)", changelog)
