"""Options, selection, and the summary. `pytest` verifies every result again; `pytest --record` rewrites the records."""
import functools
import gc
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
for name, value in {"JAX_COMPILATION_CACHE_DIR": str(ROOT / ".cache" / "jax"),       # before JAX is imported
                    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
                    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "0",
                    "NPROC": "1"}.items():      # threads of XLA: sums do not depend on the machine, and workers do not compete
    os.environ.setdefault(name, value)

from built_site import pages as pages  # noqa: E402
from built_site import site as site  # noqa: E402

from theorems.language import catalogue  # noqa: E402


def pytest_addoption(parser):
    parser.addoption("--record", action="store_true", help="rewrite proofs_numeric/records from this run")
    parser.addoption("--tag", action="append", default=[], help="run the tests of the result with this tag, or name, only")


def pytest_configure(config):
    for name in config.getoption("--tag"):
        try:
            catalogue.find(name)
        except LookupError as error:
            raise pytest.UsageError(f"--tag: {error.args[0]}") from None


def pytest_collection_finish():
    gc.freeze()                                 # what was imported stays: the collector need not walk through it again and again
    gc.set_threshold(50_000, 20, 20)            # nor so often through terms and programs, which stay as long as their result is tested


def pytest_generate_tests(metafunc):
    if "slug" in metafunc.fixturenames and "fault" not in metafunc.fixturenames:
        # Tests of one result run in one process, so that it is verified once.
        together = "result" in metafunc.fixturenames
        metafunc.parametrize("slug", [pytest.param(s, marks=[pytest.mark.xdist_group(s)] * together) for s in catalogue.slugs()])


@pytest.hookimpl(tryfirst=True)                 # before `-k` is asked
def pytest_collection_modifyitems(config, items):
    tag_of = {slug: tag for tag, slug in catalogue.tags().items()}
    slugs = [getattr(i, "callspec", None) and i.callspec.params.get("slug") for i in items]
    for item, slug in zip(items, slugs):
        if slug in tag_of:                      # `-k` finds a result by its tag, and by its name with dashes
            item.extra_keyword_matches |= {tag_of[slug], slug.replace("_", "-")}
    wanted = {catalogue.find(name) for name in config.getoption("--tag")}
    if wanted:
        keep = [i for i, slug in zip(items, slugs) if slug in wanted]
        config.hook.pytest_deselected(items=[i for i in items if i not in keep])
        items[:] = keep


@functools.cache
def bench(slug):
    """The theorem in its model, compiled once for all tests of a result."""
    from proofs_numeric.engine.bench import Bench
    from proofs_numeric.engine.model import load
    from proofs_numeric.engine.programs import key
    theorem = catalogue.load(slug)
    return Bench(theorem, load(slug), key=key(theorem, ROOT / catalogue.place(slug).model))


@functools.cache
def verified(slug):
    """(compiled bench, record of this run): every result is verified once for all its tests."""
    from proofs_numeric.engine.verify import verify
    return bench(slug), verify(bench(slug), slug)


@pytest.fixture
def result(slug):
    return verified(slug)


def pytest_terminal_summary(terminalreporter):
    rows, slowest = {}, {}
    for report in (r for kind in ("", "passed", "failed") for r in terminalreporter.stats.get(kind, [])):        # "": set-up
        properties = dict(report.user_properties)
        if "summary" in properties:
            rows[properties["slug"]] = properties["summary"]
        slug = re.split(r"[-\]]", report.nodeid.partition("[")[2])[0]
        if slug in catalogue.tags().values():
            slowest[slug] = slowest.get(slug, 0.0) + report.duration
    say = terminalreporter.write_line
    _say_what_the_prover_did(terminalreporter, say)
    if not rows:
        return
    terminalreporter.section("what was verified")
    total = {k: sum(r[k] for r in rows.values())
             for k in ("conclusions", "instances", "controls", "problems", "equal", "open", "free", "unnoticed")}
    verdicts = {v: sum(r["verdicts"][v] for r in rows.values()) for v in ("HOLDS", "UNDECIDED", "REFUTED")}
    say(f"{len(rows)} results, {total['conclusions']} conclusions: " + ", ".join(f"{n} {v}" for v, n in verdicts.items()))
    say(f"{total['instances']} random instances ({total['equal']} judgements equal, {total['open']} open), {total['controls']} controls "
        f"refuted, {total['problems']} problems")
    say(f"{total['free']} judgements where what is printed is met and nothing guaranteed; {total['unnoticed']} derived mistakes not "
        "noticed")
    say("slowest: " + ", ".join(f"{s} {t:.1f} s" for s, t in sorted(slowest.items(), key=lambda x: -x[1])[:5]))


def _say_what_the_prover_did(terminalreporter, say):
    """One line: whether the machine-checked proofs were checked again in this run."""
    from proofs_formal import manifest, prover
    ran = [r.nodeid for r in terminalreporter.stats.get("passed", []) if "the_prover_accepts_every_theorem" in r.nodeid]
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "the_prover_accepts_every_theorem" in r.nodeid]
    count, thorough = len(manifest.theorems()), os.environ.get("REQUIRE_FORMAL")
    if ran:
        variants = ", and every false variant was refused" if thorough else "; REQUIRE_FORMAL=1 tries the false variants too"
        say(f"{count} machine-checked proofs were checked again{variants}")
    elif skipped and prover.unavailable():
        say(f"{count} machine-checked proofs were NOT checked again: {prover.unavailable()}. To install the prover: {prover.INSTALL}")
    elif skipped:
        say(f"{count} machine-checked proofs: unchanged since they were checked on this machine; REQUIRE_FORMAL=1 checks them again")
