"""One test for each clause, in a test file of your own.

    from proofs_numeric.conformance import cases
    from mylib import distance
    test_distance = cases(distance, "transport", p=1)
"""
from collections.abc import Callable
from typing import Any

from proofs_numeric.conformance import checking
from proofs_numeric.conformance import subject as subjects
from proofs_numeric.conformance.judge import Verdict


def cases(function: Callable[..., Any], subject: str, *, seconds: float = 30.0, **options: Any) -> Callable[..., None]:
    """A test function with one case for each clause of the subject that says something for these parameters; see `check`.

    seconds: for each case. A case fails if its clause is refuted or has no value, and prints the instance and a script; it is skipped, with
    the instance, if the clause is undecided, which is no pass. Needs pytest.
    """
    import pytest
    kind = subjects.load(subject)
    parameters = kind.completed({k: v for k, v in options.items() if k in kind.parameters})
    asked = [a for a in checking.chosen(kind, options.pop("clauses", None)) if not a.when(parameters)]

    @pytest.mark.parametrize("clause", [pytest.param(a.clause, id=f"{a.tag}-{a.clause}") for a in asked])
    def test(clause: str) -> None:
        (finding,) = checking.check(function, subject, clauses=[clause], seconds=seconds, **options).findings
        if finding.bad:
            pytest.fail(f"{finding.text}\n\nThis script reproduces it:\n\n{finding.script}", pytrace=False)
        if finding.verdict is Verdict.UNDECIDED:
            pytest.skip(finding.text)
    return test
