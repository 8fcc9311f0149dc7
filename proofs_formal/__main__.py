"""`python -m proofs_formal`: check every proof and write the record; `--lock`: accept the statements as they are now."""
import argparse
import datetime
import json
import sys
import tempfile
from pathlib import Path

from proofs_formal import audit


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m proofs_formal", description=__doc__)
    parser.add_argument("--lock", action="store_true", help="rewrite statements.lock, after a change was reviewed")
    if parser.parse_args().lock:
        audit.LOCK.write_text(json.dumps(audit.locks(), indent=1, sort_keys=True) + "\n")
    if why := audit.unavailable():
        sys.exit(f"The proofs were not checked: {why}. To install the prover: {audit.INSTALL}")
    with tempfile.TemporaryDirectory() as name:
        problems, theorems = audit.check(Path(name))
    if problems:
        sys.exit("\n".join(problems))
    record = {"checked": datetime.date.today().isoformat(), "versions": audit.versions(), "sources": audit.sources(), "theorems": theorems}
    audit.RECORD.write_text(json.dumps(record, indent=1) + "\n")
    print(f"{len(theorems)} theorems machine-checked; {sum(t['refused'] for t in theorems.values())} false variants refused")


if __name__ == "__main__":
    main()
