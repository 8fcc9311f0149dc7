"""The harness is tested: a deliberate mistake in a formula or in the meaning of an operator turns something red."""
import pytest
from conftest import bench

from proofs_numeric.engine.faults import caught
from proofs_numeric.engine.model import load
from theorems.language import catalogue

FAULTS = [pytest.param(slug, fault, id=f"{slug}-{fault.name}", marks=pytest.mark.xdist_group(slug))
          for slug in catalogue.slugs() for fault in load(slug).faults]


@pytest.mark.parametrize("slug, fault", FAULTS)
def test_deliberate_mistake_is_caught(slug, fault):
    assert caught(bench(slug), fault), (
        f"{slug}: the mistake {fault.name!r} goes unnoticed by samples, cases and ascent; the check is too weak, or the mistake "
        "is no mistake")
