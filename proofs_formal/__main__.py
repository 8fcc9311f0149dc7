"""`python -m proofs_formal`: check every proof and write the record; `--lock`: accept the statements as they are now."""
import argparse
import datetime
import json
import sys
import tempfile
from pathlib import Path

from proofs_formal import audit, prover, record


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m proofs_formal", description=__doc__)
    parser.add_argument("--lock", action="store_true", help="rewrite statements.lock, after a change was reviewed")
    if parser.parse_args().lock:
        record.LOCK.write_text(json.dumps(record.locks(), indent=1, sort_keys=True) + "\n")
    if why := prover.unavailable():
        sys.exit(f"The proofs were not checked: {why}. To install the prover: {prover.INSTALL}")
    with tempfile.TemporaryDirectory() as name:
        problems, theorems = audit.check(Path(name))
    if problems:
        sys.exit("\n".join(problems))
    found = {"checked": datetime.date.today().isoformat(), "versions": prover.versions(), "sources": record.hashes(), "theorems": theorems}
    record.RECORD.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    print(f"{len(theorems)} theorems machine-checked; {sum(t['refused'] for t in theorems.values())} false variants refused")


if __name__ == "__main__":
    main()
