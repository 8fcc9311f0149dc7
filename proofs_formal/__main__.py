"""`python -m proofs_formal`: check every proof and write the record; `--lock`: accept the statements as they are now.

With `--changed` every proof is checked and every axiom asked for, but false variants are tried only of theorems that are not as the record
has them. Of the others the record keeps how many were refused, for their sources and the versions of prover and libraries are the same.
"""
import argparse
import datetime
import json
import sys
import tempfile
from pathlib import Path

from proofs_formal import audit, manifest, prover, record


def main() -> None:
    parser = argparse.ArgumentParser("python -m proofs_formal", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lock", action="store_true", help="rewrite statements.lock, after a change was reviewed")
    parser.add_argument("--changed", action="store_true", help="try false variants only of theorems that changed since the record")
    asked = parser.parse_args()
    if asked.lock:
        record.LOCK.write_text(json.dumps(record.locks(), indent=1, sort_keys=True) + "\n")
    if why := prover.unavailable():
        sys.exit(f"The proofs were not checked: {why}. To install the prover: {prover.INSTALL}")
    kept = record.kept() if asked.changed else {}
    with tempfile.TemporaryDirectory() as name:
        problems, theorems = audit.check(Path(name), manifest.theorems().keys() - kept.keys())
    theorems |= kept
    if problems:
        sys.exit("\n".join(problems))
    found = {"checked": datetime.date.today().isoformat(), "versions": prover.versions(), "sources": record.hashes(), "theorems": theorems}
    record.RECORD.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    now = sum(t["refused"] for name, t in theorems.items() if name not in kept)
    earlier = sum(t["refused"] for t in kept.values())
    print(f"{len(theorems)} theorems machine-checked; {now} false variants refused" + (f", and {earlier} in earlier runs" if kept else ""))


if __name__ == "__main__":
    main()
