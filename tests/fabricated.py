"""A copy of the project with many results, each one that exists with new slugs and tags, to see how the site grows.

    python tests/fabricated.py FOLDER 10        ten of each; then build the site there with `sphinx-build -c . docs OUT`
"""

import itertools
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIGITS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
KEPT = ("theorems", "proofs_numeric", "proofs_formal", "docs", "tests", "benchmarks")
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc")


def following(tag: str) -> str:
    """The next tag."""
    number = sum(DIGITS.index(c) * len(DIGITS) ** k for k, c in enumerate(reversed(tag))) + 1
    return "".join(DIGITS[number // len(DIGITS) ** k % len(DIGITS)] for k in reversed(range(4)))


def fabricate(target: Path, times: int):
    """Write the project to `target`, with each result `times` times. The records are those of the results that were copied."""
    for name in KEPT:
        shutil.copytree(ROOT / name, target / name, ignore=IGNORED, dirs_exist_ok=True)
    for file in ("conf.py", "pyproject.toml", "CITATION.cff", "CHANGELOG.md", "LICENSE", "README.md", "CONTRIBUTING.md"):
        shutil.copyfile(ROOT / file, target / file)
    tags = target / "theorems" / "tags"
    listed = re.findall(r"(?m)^(\w{4}) (\w+)$", tags.read_text())
    tag = listed[-1][0]
    for copy, (old, slug) in itertools.product(range(1, times), listed):
        tag = following(tag)
        new = f"{slug}_{copy}"
        with tags.open("a") as file:
            file.write(f"{tag} {new}\n")
        for part in [p for p in target.rglob(f"{slug}.*") if p.suffix in (".py", ".md", ".json")]:
            text = part.read_text()
            if part.parent.parent.name == "theorems":
                text = text.replace(f'tag="{old}"', f'tag="{tag}"')
            part.with_stem(new).write_text(text)


if __name__ == "__main__":
    fabricate(Path(sys.argv[1]), int(sys.argv[2]))
