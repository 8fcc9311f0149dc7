"""The worked example of the page "How to add a theorem" is complete: it passes what every result passes."""
from pathlib import Path

from example.model import MODEL
from example.theorem import THEOREM

from proofs_numeric.engine import audit, record
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.programs import key
from proofs_numeric.engine.verify import verify


def test_example_is_green(monkeypatch):
    monkeypatch.setattr(record, "fingerprint", lambda theorem, slug: "example")      # it lies outside proofs_numeric/
    own = key(THEOREM, Path(__file__).parent / "example" / "model.py")
    found = verify(Bench(THEOREM, MODEL, key=own), "bounded_functions")
    assert audit.problems(THEOREM, found) == []
    assert audit.verdict(THEOREM, found, "difference") == "HOLDS"
