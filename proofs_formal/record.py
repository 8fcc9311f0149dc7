"""What was accepted: the reviewed statements in `statements.lock`, and in `record.json` when and with which prover all was checked."""
import functools
import json
from pathlib import Path
from typing import Any

from proofs_formal import manifest, prover, sources

LOCK, RECORD = sources.HERE / "statements.lock", sources.HERE / "record.json"


def locks() -> dict[str, str]:
    """File -> hash of its interface, now."""
    return {f: sources.digest(sources.interface(sources.source(f))) for f in sources.files()}


def whole(file: str) -> str:
    """Hash of a file but for comments and white space: proofs are in it."""
    return sources.digest(" ".join(sources.bare(sources.source(file)).split()))


def hashes() -> dict[str, str]:
    """File -> hash of all of it but comments, now."""
    return {f: whole(f) for f in sources.files()}


@functools.cache
def load() -> dict[str, Any]:
    """When and with which prover every listed theorem was last found to be machine-checked; see `audit.check`."""
    return json.loads(RECORD.read_text())


def current(name: str) -> bool:
    """Whether the record is about the theorem as it is now: its entry, its file, that of its witness, and all files these need."""
    entry, then = manifest.theorems()[name], load()
    needed = sources.needed(entry.file) | sources.needed(entry.witness.split(".")[0])
    return then["theorems"].get(name, {}).get("audited") == entry.audited and all(then["sources"].get(f) == whole(f) for f in needed)


def kept() -> dict[str, dict[str, Any]]:
    """The theorems that are as the record has them, with what it says of each; none if prover or libraries have another version now."""
    then = load()
    return {n: then["theorems"][n] for n in manifest.theorems() if current(n)} if then["versions"] == prover.versions() else {}


def state() -> str:
    """Hash of all that decides whether the proofs are accepted: sources, lock, manifests, our programs, prover and libraries.

    The libraries enter by size and date, because a rebuilt library may keep the version of the one before.
    """
    own = [*sources.paths().values(), LOCK, *sorted(sources.HERE.glob("*/manifest.json")), *sorted(sources.HERE.glob("*.py"))]
    where = Path(prover.run(["coqc", "-where"]).stdout.strip())
    libraries = [(str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(where.rglob("*.vo"))]
    return sources.digest(json.dumps([[(str(p), p.read_text()) for p in own], prover.run(["coqc", "--print-version"]).stdout, libraries]))
