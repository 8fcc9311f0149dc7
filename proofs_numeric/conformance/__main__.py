"""Which theorems does a function satisfy?

    python -m proofs_numeric.conformance MODULE:FUNCTION --as SUBJECT [--set p=2]

Exit code 0: nothing was refuted. 1: a clause is refuted, or the function gave no value. 2: the question makes no sense.
"""
import argparse
import ast
import importlib
import os
import sys

from proofs_numeric.conformance import subject as subjects
from proofs_numeric.conformance.calling import PRECISIONS, said
from proofs_numeric.conformance.checking import check


def setting(text: str) -> tuple[str, object]:
    """NAME=VALUE; the value as Python reads it, or a word."""
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r}: give NAME=VALUE")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value


def described() -> str:
    """All subjects, with their parameters and clauses."""
    parts = []
    for name in subjects.names():
        s = subjects.load(name)
        parts.append("\n".join([f"{name}: {s.title}", f"  {s.call}", *(f"  {k}: {p.words}" for k, p in s.parameters.items()),
                                "  clauses: " + ", ".join(f"{a.tag} {a.clause}" for a in s.asked)]))
    return "\n\n".join(parts)


def loaded(place: str):
    """The function at MODULE:FUNCTION. Raises ValueError with what is wrong."""
    module, colon, name = place.partition(":")
    if not colon or not module or not name:
        raise ValueError(f"{place!r}: give MODULE:FUNCTION, such as mylib.distances:wasserstein.")
    sys.path.insert(0, os.getcwd())
    try:
        found = importlib.import_module(module)
    except Exception as error:                               # whatever the module does when it is imported
        raise ValueError(f"{module} cannot be imported: {said(error)}.") from None
    for part in name.split("."):
        if not hasattr(found, part):
            raise ValueError(f"{module} has no {name!r}.")
        found = getattr(found, part)
    return found


def main(arguments=None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m proofs_numeric.conformance", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("function", nargs="?", metavar="MODULE:FUNCTION")
    parser.add_argument("--as", dest="subject", metavar="SUBJECT", help=f"what it claims to be: {', '.join(subjects.names())}")
    parser.add_argument("--list", action="store_true", help="explain the subjects")
    parser.add_argument("--set", type=setting, action="append", default=[], metavar="NAME=VALUE", help="a parameter of the subject")
    parser.add_argument("--clause", action="append", help="only this clause")
    parser.add_argument("--precision", choices=PRECISIONS, default="float64")
    parser.add_argument("--tolerance", type=float, help="the error that is granted to a value, in the unit of the subject")
    parser.add_argument("--seconds", type=float, default=30.0, help="for the whole search")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--arrays", default="auto", help="auto, numpy, jax or torch")
    parser.add_argument("--batch", action="store_true", help="the function wants a first axis for the batch")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if given.list:
        print(described())
        return 0
    if not given.function or not given.subject:
        parser.error("give MODULE:FUNCTION and --as SUBJECT, or --list")
    try:
        parameters = dict(given.set)
        subjects.load(given.subject).completed(parameters)   # a name of an option of `check` is none of a parameter
        report = check(loaded(given.function), given.subject, clauses=given.clause, precision=given.precision, tolerance=given.tolerance,
                       seconds=given.seconds, seed=given.seed, arrays=given.arrays, batch=given.batch, **parameters)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(report.json() if given.json else report)
    if not given.json:
        for finding in report.findings:
            if finding.bad:
                print(f"\n{finding.script}")
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main())
