"""What the proof files state, and whether the prover accepts them.

A theorem listed in the `manifest.json` of a family counts as machine-checked if

- its file and all files it needs compile, without `Admitted` and without axioms of our own, every proof between `Proof` and `Qed`;
- `Print Assumptions` names exactly the axioms that the manifest lists (a quick check asks about all theorems on the same axioms at once);
- definitions and statements are those of `statements.lock`, so that a change is noticed even where no prover is installed;
- its witness, a concrete instance, is proved: the premises can be met;
- at least two false variants of its statement do not compile, and fail inside its own proof.

That the witness is an instance of its theorem, and that a variant is false, is for readers to judge. `record.json` says when, with which
prover, and of which sources and entries of the manifest all of this was last found to be so.
"""
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from proofs_formal import manifest, prover, record, sources


def check(folder: Path, tried: Collection[str] | None = None) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """(problems, theorem -> what was audited, the axioms found, how many false variants were refused).

    folder: empty, for compiled files. tried: the theorems of which false variants are tried, all if None; of the others none count as
    refused. Where nothing is tried, theorems on the same axioms are asked about together.
    """
    tried = manifest.theorems() if tried is None else tried
    lock = json.loads(record.LOCK.read_text())
    problems = [f"{file}.v contains {x}" for file in sources.files() for x in sources.unclean(file)]
    problems += [f"{file}.v does not state what statements.lock says" for file, now in record.locks().items() if lock.get(file) != now]
    problems += [f"{e.name} as a counterpart of {c['clause']}, {c['result']}: {c['strength']!r} is none of {', '.join(manifest.STRENGTHS)}"
                 for e in manifest.theorems().values() for c in e.counterparts if c["strength"] not in manifest.STRENGTHS]
    if wrong := prover.build(folder):
        return problems + [f"{file}.v does not compile: {text}" for file, text in wrong.items()], {}
    found = prover.assumptions(folder, each=bool(tried))
    for name, e in manifest.theorems().items():
        if found[name] != set(e.axioms):
            problems.append(f"{name} rests on {sorted(found[name])}, the manifest says {sorted(e.axioms)}")
        if extra := found[e.witness] - set(manifest.CLASSICAL):
            problems.append(f"the witness {e.witness} rests on {sorted(extra)}")
    refused = dict.fromkeys(manifest.theorems(), 0)
    pairs = [(e, v) for e in manifest.theorems().values() if e.name in tried for v in e.false]
    for (e, v), why in zip(pairs, prover.parallel(lambda pair: prover.accepted(folder, *pair), pairs)):
        if why:
            problems.append(f"a false variant of {e.name} ({v['why']}): {why}")
        else:
            refused[e.name] += 1
    return problems, {name: {"audited": e.audited, "axioms": sorted(found[name]), "refused": refused[name]}
                      for name, e in manifest.theorems().items()}
