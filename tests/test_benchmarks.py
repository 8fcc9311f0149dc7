"""The benchmark: its arithmetic on invented timings, whom it leaves out, its references, and its committed record. No time is asserted."""
import itertools
import json
import math
import re
import socket
from pathlib import Path

import numpy as np
import pytest

from benchmarks import reference, run
from benchmarks.timing import SLOW, interleaved, quartiles, ratio, slope
from benchmarks.workloads import GROWTHS, WORKLOADS, Contestant, Race, Unavailable

ROOT = Path(__file__).resolve().parent.parent
RECORD = json.loads((ROOT / "benchmarks" / "record.json").read_text())


class Clock:
    """A clock that functions move on by the seconds they are said to take."""

    def __init__(self):
        self.now, self.calls = 0.0, []

    def __call__(self):
        return self.now

    def taking(self, name, *seconds, answer=0.0):
        """A function that takes these seconds in turn, the last ones for ever."""
        durations = itertools.chain(seconds, itertools.repeat(seconds[-1]))

        def f():
            self.calls.append(name)
            self.now += next(durations)
            return answer
        return f


# -- arithmetic
def test_functions_are_called_in_turn():
    clock = Clock()
    times = interleaved({"a": clock.taking("a", 1, 2, 3), "b": clock.taking("b", 4, 5, 6)}, 3, clock)
    assert times == {"a": [1, 2, 3], "b": [4, 5, 6]}
    assert clock.calls == ["a", "b"] * 3


def test_a_slow_peer_is_timed_once_and_ours_always():
    clock = Clock()
    functions = {"ours": clock.taking("ours", 1000), "fast": clock.taking("fast", 1), "even": clock.taking("even", SLOW),
                 "slow": clock.taking("slow", SLOW + 1)}
    assert {k: len(t) for k, t in interleaved(functions, 4, clock, "ours").items()} == {"ours": 4, "fast": 4, "even": 4, "slow": 1}


def test_one_outlier_moves_neither_median_nor_ratio():
    assert quartiles([5.0, 1.0, 3.0, 2.0, 4.0]) == [2, 3, 4]
    assert quartiles([7.0]) == [7, 7, 7]
    found = ratio([1.0, 1.0, 50.0], [2.0, 2.0, 2.0])
    assert found["ratio"] == 0.5 and found["low"] == 0.5


@pytest.mark.parametrize("s", [0, 1, 2.5])
def test_the_slope_of_a_power_is_its_exponent_and_of_an_exponential_its_factor(s):
    n = [10, 20, 40, 70]
    assert abs(slope(n, [3 * v**s for v in n]) - s) < 1e-12
    assert abs(slope([1, 2, 3, 4], [5 * 2**(s * k) for k in (1, 2, 3, 4)], geometric=True) - 2**s) < 1e-12


# -- who takes part
def race(clock, **peers):
    def entry(name, error, *seconds):
        return Contestant(name, lambda: clock.taking(name, *seconds, answer=error))
    return Race(entry("ours", 0.0, 9, 1, 1), tuple(entry(name, *spec) if isinstance(spec, tuple) else Contestant(name, spec)
                                                for name, spec in peers.items()), lambda answer: answer)


def test_the_best_peer_is_the_fastest_that_is_accurate_enough():
    clock = Clock()
    row = run.measured(race(clock, wrong=(0.1, 1), right=(1e-9, 5, 4, 4), slower=(0.0, 8)), counts=1e-6, rounds=5, clock=clock)
    assert (row["best"], row["ratio"]) == ("right", 0.25)
    assert [row["peers"][p]["ranked"] for p in ("wrong", "right", "slower")] == [False, True, True]
    assert (row["ours"]["first_s"], row["ours"]["median_s"], row["ours"]["runs"]) == (9, 1, 5)


def test_a_peer_that_does_not_import_is_left_out_with_the_reason():
    def absent():
        import no_such_package  # noqa: F401

    def broken():
        raise ImportError("cannot import name 'x' from 'y' (/some/place/y/__init__.py)")

    def unfit():
        raise Unavailable("this build has no GPU")

    def breaks():
        def call():
            raise RuntimeError
        return call
    clock = Clock()
    row = run.measured(race(clock, absent=absent, broken=broken, unfit=unfit, breaks=breaks, there=(0.0, 2)), 1.0, 3, clock)
    assert row["best"] == "there" and list(row["peers"]) == ["there"]
    assert row["skipped"] == {"absent": "ModuleNotFoundError: No module named 'no_such_package'",
                              "broken": "ImportError: cannot import name 'x' from 'y'", "unfit": "this build has no GPU",
                              "breaks": "RuntimeError: "}


def test_without_peers_there_is_no_ratio_and_ours_must_not_fail():
    clock = Clock()
    row = run.measured(race(clock), 1.0, 3, clock)
    assert row["best"] is None and row["ratio"] is None
    with pytest.raises(ZeroDivisionError):
        run.measured(Race(Contestant("ours", lambda: lambda: 1 / 0), (), float), 1.0, 3, clock)


def test_a_row_that_hangs_loses_only_itself():
    assert run.row_of("workload/w1", "cpu", limit=0.01) == {"failed": "not finished after 0.01 s"}


def test_numbers_that_json_lacks_become_words():
    assert run.plain({"a": [math.inf, 0.123456], "b": math.nan, "c": 3}) == {"a": ["inf", 0.1235], "b": "nan", "c": 3}


# -- references
def test_the_written_out_gradient_of_scattering_agrees_with_differences():
    rng = np.random.default_rng(3)
    layers, phi = [rng.random((2, 16)), rng.random((2, 16))], np.ones(16)
    paths, weight = [(), (0,), (1,), (0, 1), (1, 0)], np.array([0.0, 1, 1, 0])
    x, v = rng.normal(size=(2, 2, 16))

    def energy(x):
        return (weight * reference.scattering(x, layers, phi, paths, 4) ** 2).sum()
    h = 1e-5                                                             # errors h^2 and eps / h, of terms of the size of the energy
    difference = (energy(x + h * v) - energy(x - h * v)) / (2 * h)
    inner = (reference.scattering_gradient(x, layers, phi, paths, 4, weight) * v).sum()
    assert abs(inner - difference) < 1e-6 * energy(x), (inner, difference)


def test_the_reference_on_the_line_knows_exact_values():
    x, y = np.array([[0.0, 1, 3]]), np.array([[5.0, 6, 8]])
    assert float(reference.line(x, y, 1)[0]) == 5
    a, b = np.array([[0.75, 0.25]]), np.array([[0.5, 0.5]])
    ends = np.array([[0.0, 1.0]])
    assert float(reference.line(ends, ends, 1, a, b)[0]) == 0.25 and float(reference.line(ends, ends, 2, a, b)[0]) == 0.5


def test_the_reference_for_gaussian_laws_knows_commuting_covariances():
    S, T = np.diag([1.0, 4.0]), np.diag([9.0, 4.0])
    assert abs(reference.gaussian([np.zeros(2)], [S], [np.ones(2)], [T])[0] - np.sqrt(2 + 4)) < 1e-15


# -- the record
@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda w: w.name)
def test_every_workload_is_recorded_with_an_error_within_its_bound(workload):
    row = RECORD["workloads"][workload.name]
    assert "failed" not in row, row
    assert row["ours"]["error"] <= workload.bound, f"error {row['ours']['error']} > {workload.bound}"
    if row["best"]:
        theirs = row["peers"][row["best"]]["error"]
        assert theirs <= workload.counts
        assert not workload.traded or row["ours"]["error"] <= theirs, f"error {row['ours']['error']} > {theirs} of {row['best']}"
    assert row["ours"]["runs"] == RECORD["rounds"] and row["ours"]["median_s"] > 0
    if row["best"] and row["ratio"] > workload.goal:
        assert workload.missed, f"ratio {row['ratio']} > {workload.goal}: say in `missed` why"


@pytest.mark.parametrize("growth", GROWTHS, ids=lambda g: g.name)
def test_every_growth_is_recorded(growth):
    row = RECORD["growths"][growth.name]
    assert "failed" not in row, row
    assert len(row["median_s"]) == len(growth.values)
    found = slope(growth.values, row["median_s"], growth.geometric)
    assert abs(found - row["slope"]) < 2e-3 * max(1, found), f"{row['slope']} recorded, {found} from the times"


def test_the_record_has_no_row_too_many_and_describes_its_machine():
    assert set(RECORD["workloads"]) == {w.name for w in WORKLOADS} and set(RECORD["growths"]) == {g.name for g in GROWTHS}
    assert {"processor", "cores", "memory_gib", "system", "python", "device", "date"} <= RECORD["machine"].keys()
    assert {"jax", "numpy", "scipy", "POT"} <= RECORD["versions"].keys()


def test_the_record_names_no_place():
    words = json.dumps(RECORD, ensure_ascii=False)
    assert re.findall(r"(?:/[\w.-]+){2,}|[A-Za-z]:\\|\w+://", words) == []
    assert not re.search(rf"\b{re.escape(socket.gethostname())}\b", words)


def test_names_are_unique_and_builders_exist():
    for entries in (WORKLOADS, GROWTHS):
        assert len({e.name for e in entries}) == len(entries)
    for build in {e.build for e in (*WORKLOADS, *GROWTHS)}:
        module, _, function = build.partition(":")
        assert re.search(rf"^def {function}\(", (ROOT / f"benchmarks/{module}.py").read_text(), re.M), build


# -- what the page says
def test_the_page_says_whose_simplex_is_measured_and_how_many_iterations_a_peer_gets():
    exact = [*(w for w in WORKLOADS if w.build == "transport:exact"), *(g for g in GROWTHS if g.build == "transport:by_size_exact")]
    assert exact and all("POT's simplex" in e.title for e in exact), [e.title for e in exact]
    assert "calls POT's network simplex" in (ROOT / "docs" / "benchmarks.md").read_text()
    given = (ROOT / "benchmarks" / "transport.py").read_text()
    calls = re.findall(r"first\([^()]*(?:\([^()]*\))?[^()]*, a, b(?:, (\w+))?\)", given)
    assert "GEOMLOSS" in calls and set(calls) <= {"", "GEOMLOSS", "most: int = MOST"}, calls


def test_no_goal_is_explained_by_numbers_that_no_record_holds():
    for w in WORKLOADS:
        assert not re.search(r"\d+\.\d+", w.missed), f"{w.name}: the record has the ratios; `missed` says why: {w.missed}"
