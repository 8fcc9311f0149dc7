"""Does your function satisfy the theorem? The clauses of the catalogue, with your function as the meaning of an operator.

>>> from proofs_numeric.conformance import check
>>> def distance(x, a, y, b):
...     return abs(a @ x[:, 0] - b @ y[:, 0]) ** 2            # the root is missing
>>> report = check(distance, "transport", clauses="subadditive")
>>> print(report["subadditive"].verdict)
REFUTED

`python -m proofs_numeric.conformance --list` says which subjects there are; `testing.cases` makes a test of every clause.
"""
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.checking import check
from proofs_numeric.conformance.judge import Verdict
from proofs_numeric.conformance.report import Finding, Report
from proofs_numeric.conformance.search import Effort
from proofs_numeric.conformance.testing import cases

__all__ = ["Effort", "Finding", "Report", "Unfit", "Verdict", "cases", "check"]
