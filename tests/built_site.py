"""The site, built once for all tests from exactly what is here, and its pages as a reader's browser would see them."""

import hashlib
import html.parser
import importlib.metadata
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# The build runs in a process of its own, in which importing JAX is an error.
BUILD = """
import sys
class NoJax:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("jax", "jaxlib", "flint", "ot"):
            raise ImportError(f"the site must be built without {name}")
sys.meta_path.insert(0, NoJax())
from sphinx.cmd.build import main
code = main(["-q", "-W", "--keep-going", *sys.argv[2:], "-c", ".", "docs", sys.argv[1]])
assert not {"jax", "jaxlib"} & set(sys.modules)
sys.exit(code)
"""


def _state() -> str:
    """A hash of everything that the site is made from: all files of the project and the installed packages."""
    folders = [p for p in ROOT.iterdir() if p.is_dir() and p.name[0] != "." and p.name != "build" and p.suffix != ".egg-info"]
    written = (".txt", ".xml", ".log")                       # what a run may leave beside the project
    files = [p for p in ROOT.iterdir() if p.is_file() and p.suffix not in written]
    files += [p for folder in folders for p in folder.rglob("*") if p.is_file()]
    state = hashlib.sha256(sys.version.encode())
    for file in sorted(f for f in files if f.parent.name != "__pycache__"):
        content = file.read_bytes()
        state.update(f"{file.relative_to(ROOT)} {len(content)}\n".encode() + content)
    state.update("\n".join(sorted(f"{d.name} {d.version}" for d in importlib.metadata.distributions())).encode())
    return state.hexdigest()[:24]


def build(out: Path, *options: str):
    """Build the site in the folder `out`, of what it holds already unless an option says otherwise."""
    done = subprocess.run([sys.executable, "-c", BUILD, str(out), *options], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"sphinx-build failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


@pytest.fixture(scope="session")
def site():
    """The folder of the built site. Built anew unless it was built on this machine from exactly what is here now."""
    pytest.importorskip("sphinx", reason="the site needs the packages of the group docs")
    out = ROOT / ".cache" / "site" / _state()
    if not out.exists():
        shutil.rmtree(out.parent, ignore_errors=True)
        partial = out.parent / "partial"
        build(partial, "-E")
        partial.rename(out)
    return out


class Page(html.parser.HTMLParser):
    """What a page loads, its links and those of its navigation, its metadata, its anchors in order.

    And its text outside mathematics, code and scripts.
    """

    SKIPPED = ("script", "style", "pre", "code", "math", "annotation")

    def __init__(self, source):
        super().__init__()
        self.loads, self.links, self.meta, self.ids, self.words, self._skip = [], [], {}, [], [], 0
        self.navigation, self._navigating = [], False
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag in ("script", "img", "source", "iframe", "video", "audio", "embed") and a.get("src"):
            self.loads.append(a["src"])
        if tag == "link" and a.get("href") and a.get("rel") not in ("canonical", "author"):
            self.loads.append(a["href"])
        if tag == "nav":
            self._navigating = True
        if tag in ("a", "use") and a.get("href"):
            self.links.append(a["href"])
            if self._navigating:
                self.navigation.append(a["href"])
        if tag == "meta" and (name := a.get("name") or a.get("property")):
            self.meta.setdefault(name, a.get("content", ""))
        if "id" in a:
            self.ids.append(a["id"])
        self._skip += tag in self.SKIPPED

    def handle_endtag(self, tag):
        self._skip -= tag in self.SKIPPED
        self._navigating = self._navigating and tag != "nav"

    def handle_data(self, data):
        if not self._skip:
            self.words.append(data)


@pytest.fixture(scope="session")
def pages(site):
    """Path in the site -> Page."""
    return {p.relative_to(site).as_posix(): Page(p.read_text()) for p in sorted(site.rglob("*.html"))}
