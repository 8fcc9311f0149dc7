"""`check`: what it refuses, what it finds, how short it is. The record and the scripts are tested in files of their own."""
import functools
import json
import sys
import time

import jax
import numpy as np
import pytest
from distances import LITTLE, exact, jitted, means, one, quick, rootless

from proofs_numeric import conformance
from proofs_numeric.conformance import Effort, Unfit, Verdict, check, judge, report, script, search, subject
from proofs_numeric.conformance.calling import Called
from proofs_numeric.conformance.subject import Asked, Parameter, Subject


# -- what is refused, with a sentence that names it
@pytest.mark.parametrize(("words", "options"), [
    ("subject = 'transprt': choose one of .*transport", {"subject": "transprt"}),
    ("no parameter 'q'; it has p: the exponent", {"q": 2}),
    ("p = 0.5: give a finite number at least 1", {"p": 0.5}),
    ("p = nan", {"p": float("nan")}),
    ("returns = 'root': choose 'distance' or 'cost'", {"returns": "root"}),
    ("transport is not asked 'triangle', but self", {"clauses": ["triangle"]}),
    ("precision = 'float16': choose 'float64' or 'float32'", {"precision": "float16"}),
    ("arrays = 'tensor': choose 'auto' or one of 'numpy'", {"arrays": "tensor"}),
    ("seconds = 0", {"seconds": 0}), ("tolerance = -1", {"tolerance": -1}), ("seed = -1", {"seed": -1}), ("seed = 'x'", {"seed": "x"}),
    ("instances: 'mine' has points, but an instance of transport has mu or mu, nu", {"instances": [("mine", {"points": [0]})]}),
    ("instances: 'mu' is no pair", {"instances": ["mu"]}),
])
def test_a_wrong_question_is_refused_by_name(words, options):
    with pytest.raises(ValueError, match=words):
        quick(means, **{"subject": "transport", **options})


def test_arrays_of_a_library_that_is_not_installed_are_refused(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ValueError, match="arrays = 'torch': torch is not installed"):
        quick(means, "transport", arrays="torch")


def test_a_parameter_that_must_be_given_is_asked_for(monkeypatch):
    needy = Subject("needy", "", "f()", (), 1, "", (), {"n": Parameter(None, lambda name, x: x, "the number of points", required=True)})
    monkeypatch.setattr(subject, "load", lambda name: needy)
    with pytest.raises(ValueError, match="needy needs the parameter 'n': the number of points"):
        check(means, "needy")


@pytest.mark.parametrize(("function", "words"), [
    (3.0, "3.0 is no function: give one that is called as f"),
    (lambda x, y: 0.0, r"the function takes \(x, y\), and is to be called as f\(x, a, y, b\) .*wrap it in one that takes \(x, a, y, b\)"),
    (lambda x, a, y, b, *, scale: 0.0, "missing a required argument: 'scale'"),
    (lambda x, a, y, b: None, "returned NoneType 'None'"),
    (lambda x, a, y, b: "0.5", "returned str '0.5'"),
    (lambda x, a, y, b: 1j, "returned complex '1j'"),
    (lambda x, a, y, b: np.array(1j), "returned ndarray '1j'"),
    (lambda x, a, y, b: {"value": 1.0}, "returned dict"),
    (lambda x, a, y, b: np.ones((2, 2)), r"returned the shape \(2, 2\) for two measures: one number is wanted"),
    (lambda x, a, y, b: np.ones(1), r"returned the shape \(1,\) for two measures"),
    (lambda x, a, y, b: [None], "returned NoneType"),
])
def test_what_cannot_be_a_distance_is_unfit(function, words):
    with pytest.raises(Unfit, match=words):
        quick(function, "transport")


def test_filters_and_maps_of_the_wrong_shape_are_unfit():
    for function, words in ((lambda: np.ones(32), r"psi \(wavelets, \*grid\) and phi \(\*grid\) are wanted"),
                            (lambda: (np.ones((2, 16)), np.ones(16)), r"filters on the grid \(16,\), and grid = \(32,\)"),
                            (lambda: (np.ones((2, 32)) * 1j, np.ones(32)), "real numbers or arrays of them are wanted")):
        with pytest.raises(Unfit, match=words):
            quick(function, "filters")
    with pytest.raises(Unfit, match="a list for a signal"):
        quick(lambda x: [x[::2], x[1::2]], "transform", stride=2)
    with pytest.raises(Unfit, match="returned 0 and 1 numbers for signals of the same shape"):
        quick(lambda x: x[abs(x) > 0.5], "transform")


def test_a_batch_must_come_back_as_one():
    with pytest.raises(Unfit, match=r"returned the shape \(\) for a batch of one"):
        quick(lambda x, a, y, b: 0.0, "transport", batch=True)


# -- what is a finding
def fails(x, a, y, b):
    raise ValueError("too large\nby far")


@pytest.mark.parametrize(("function", "reason"), [(fails, "ValueError: too large"), (lambda *z: np.nan, "nan"), (lambda *z: np.inf, "inf"),
                                                  (lambda x, a, y, b: exit("done"), None)])
def test_nan_and_exceptions_are_findings_with_an_instance(function, reason):
    if reason is None:
        with pytest.raises(SystemExit):                      # it asks for the end of the process, not for a verdict
            quick(function, "transport")
        return
    found = quick(function, "transport")
    assert not found.ok and all(f.bad for f in found.findings)
    for f in found.findings:
        assert (f.verdict, f.reason, f.number) == (Verdict.NO_VALUE, reason, np.inf), f
        assert f.data and f.instance and f.counts[Verdict.NO_VALUE] == sum(f.counts.values()) > 0
        assert reason in f.text and f.instance in f.text


def test_a_crash_at_one_instance_only_is_found_and_reported_short():
    def picky(x, a, y, b):
        if len(x) > 1 and abs(x).max() > 500:
            raise OverflowError("far away")
        return exact(x, a, y, b)
    finding = one(quick(picky, "transport", clauses="symmetry"))
    assert (finding.verdict, finding.reason) == (Verdict.NO_VALUE, "OverflowError: far away")
    assert finding.counts[Verdict.NO_VALUE] >= 1 and finding.instance.startswith("far from the origin, made shorter in")
    assert sorted(weights for _, weights in finding.data.values()) == [[1], [1, 1]], finding.data


@pytest.mark.parametrize("p", [1, 2, 3])
def test_a_right_function_is_not_refuted(p):
    for precision in ("float64", "float32"):
        found = check(functools.partial(exact, p=p), "transport", p=p, precision=precision, effort=Effort(draws=5, climbs=1, steps=20))
        assert found.ok and found["self"].verdict is Verdict.EQUAL, str(found)
        if precision == "float64":
            assert found["subadditive"].verdict is Verdict.EQUAL and found["symmetry"].verdict is Verdict.EQUAL, str(found)
        assert {c for _, c, _ in found.left_out} == ({"duality"} if p > 1 else set())


def test_the_missing_root_is_found_with_three_points():
    found = check(rootless, "transport", p=2)
    finding = found["subadditive"]
    assert [f.clause for f in found.findings if f.bad] == ["subadditive"]
    assert (finding.verdict, finding.worst, finding.number) == (Verdict.REFUTED, 2.0, 2.0)
    assert finding.data == {"mu": [[[0.0]], [1]], "nu": [[[0.5]], [1]], "rho": [[[1.0]], [1]]}
    assert finding.instance == "points at 0, 1/2 and 1"


def test_a_random_instance_is_made_short_and_round():
    """Where the named instances are not looked at, the missing root is found at random, and ends as a few round numbers."""
    (asked,) = [a for a in subject.load("transport").asked if a.clause == "subadditive"]

    class Space:
        drawn, moved, simpler = asked.space.drawn, asked.space.moved, asked.space.simpler

        def named(self, parameters):
            return iter(())
    called = Called(rootless, "numpy", "float64")
    parameters = subject.load("transport").completed({"p": 2})
    hidden = Asked(asked.tag, asked.clause, asked.meaning, asked.number, Space())
    trail = search.searched(hidden, called, parameters, 64 * 2.0**-52, Effort(), 0, np.inf)
    assert trail.judgement.verdict is Verdict.REFUTED and "made shorter" in trail.name
    assert len(json.dumps(trail.data)) <= 120, trail.data
    assert all(len(points) == 1 and weights == [1] for points, weights in trail.data.values()), trail.data


# -- the search
def test_the_same_seed_gives_the_same_report():
    def told(seed):
        found = check(rootless, "transport", p=2, effort=LITTLE, seed=seed)
        return json.loads(found.json())
    assert told(3) == told(3)
    names = [f.instance for f in check(jitted, "transport", effort=LITTLE, seed=3).findings]
    assert names == [f.instance for f in check(jitted, "transport", effort=LITTLE, seed=3).findings]


@pytest.mark.parametrize("bad", [False, True])
def test_the_time_is_a_limit(bad):
    def slow(x, a, y, b):
        time.sleep(0.02)
        return rootless(x, a, y, b) if bad else exact(x, a, y, b)
    check(exact, "transport", clauses=("self", "subadditive"), seconds=0.01)          # what is loaded once
    began = time.monotonic()
    found = check(slow, "transport", clauses=("self", "subadditive"), seconds=2)
    assert time.monotonic() - began < 3, found
    assert all(f.ended for f in found.findings) and "the time was up" in str(found)
    assert found.ok is not bad


def test_every_clause_is_asked_one_instance_at_least():
    found = check(exact, "transport", seconds=1e-6)
    assert len(found.findings) == 5 and all(sum(f.counts.values()) >= 1 for f in found.findings)


def test_own_instances_come_first():
    mine = {"mu": [[[0.25]], [1]], "nu": [[[7.0]], [1]]}
    found = check(lambda x, a, y, b: 0.0 if y.max() == 7 else exact(x, a, y, b), "transport", instances=[("mine", mine)], effort=LITTLE)
    assert found["separation"].instance.startswith("mine") and found["symmetry"].bad and not found["self"].bad


def test_a_function_that_writes_into_its_arguments_harms_nobody():
    def writes(x, a, y, b):
        found = exact(x, a, y, b)
        x[:] = a[:] = y[:] = b[:] = 0
        return found
    assert quick(writes, "transport").ok


# -- kinds of arrays
def test_jax_functions_are_called_with_jax_arrays():
    found = quick(jitted, "transport")
    assert found.ok and found["duality"].verdict is Verdict.EQUAL, str(found)
    seen = set()

    def only_jax(x, a, y, b):
        if not isinstance(x, jax.Array):
            raise TypeError("an array of JAX is wanted")
        seen.add(str(x.dtype))
        return jitted(x, a, y, b)
    found = quick(only_jax, "transport", precision="float32")
    assert found.arrays == "jax" and found.ok and seen == {"float32"}, str(found)


def test_batches():
    def batched(x, a, y, b):
        assert x.ndim == 3 and a.ndim == 2
        return jax.vmap(jitted)(x, a, y, b)
    found = quick(batched, "transport", batch=True, arrays="jax")
    assert found.ok and found["self"].verdict is Verdict.EQUAL, str(found)


def test_precision_is_that_of_the_arrays():
    seen = set()

    def noted(x, a, y, b):
        seen.update((x.dtype, a.dtype))
        return exact(x, a, y, b)
    for precision in ("float32", "float64"):
        seen.clear()
        assert quick(noted, "transport", precision=precision).ok and seen == {np.dtype(precision)}


def test_float32_budgets_do_not_excuse_a_wrong_function():
    assert one(quick(rootless, "transport", clauses="subadditive", p=2, precision="float32")).verdict is Verdict.REFUTED


def test_negative_values_keep_their_sign():
    found = quick(lambda x, a, y, b: -exact(x, a, y, b), "transport")
    assert found["separation"].verdict is Verdict.REFUTED and found["separation"].number < 0


# -- the judge
SPLIT = {"mu": [[[0.0]], [1]], "nu": [[[0.0], [1.0]], [1, 1]], "rho": [[[1.0]], [1]]}


def judged(clause, size, data, **options):
    """(verdict, number) of one instance for the distance `means`."""
    (asked,) = [a for a in subject.load("transport").asked if a.clause == clause]
    found = judge.judge(asked, functools.partial(means, **options), subject.load("transport").completed({}), data, size)
    return found.verdict, found.number


def test_a_violation_is_refuted_and_equality_has_its_own_word():
    assert judged("subadditive", 64 * 2.0**-52, SPLIT) == (Verdict.EQUAL, 1.0)
    assert judged("subadditive", 1e-7, SPLIT) == (Verdict.EQUAL, 1.0)
    assert judged("subadditive", 1e-9, SPLIT, power=2) == (Verdict.REFUTED, pytest.approx(2))
    assert judged("subadditive", 1e-9, SPLIT, power=0.5) == (Verdict.NOT_REFUTED, pytest.approx(0.5**0.5))


@pytest.mark.parametrize("excess", [1e-12, 1e-9, 1e-6])
def test_equality_ends_where_the_budgets_of_both_sides_end(excess):
    """The longest of three distances is too long by `excess`, and each of them has a budget."""
    data = {"mu": [[[0.0]], [1]], "nu": [[[0.5]], [1]], "rho": [[[1.0]], [1]]}
    found = [judged("subadditive", excess / part, data, extra=excess)[0] for part in (2.9, 3.1)]
    assert found == [Verdict.EQUAL, Verdict.REFUTED], found


def test_a_budget_too_wide_to_say_anything_is_undecided():
    assert judged("subadditive", 1e-3, SPLIT)[0] is Verdict.UNDECIDED
    assert judged("self", 1e-3, {"mu": SPLIT["nu"]})[0] is Verdict.UNDECIDED
    assert judged("separation", 2.0, {k: SPLIT[k] for k in ("mu", "nu")})[0] is Verdict.UNDECIDED


def test_the_verdict_of_a_clause_is_the_worst_that_occurs():
    order = ["NOT REFUTED", "EQUAL", "UNDECIDED", "NO VALUE", "REFUTED"]
    assert [str(v) for v in Verdict] == order and judge.worst(reversed(Verdict)) is Verdict.REFUTED
    assert judge.worst([Verdict.EQUAL, Verdict.NOT_REFUTED]) is Verdict.EQUAL


def test_rounding_around_zero_is_zero():
    """The norm of 0 is enclosed by a tiny interval; a map that is not 0 there has the ratio infinity, as its script says."""
    kind = subject.load("transform")
    (asked,) = [a for a in kind.asked if a.clause == "energy"]
    called, parameters = Called(lambda x: np.ones(3), "numpy", "float64"), kind.completed({})
    found = judge.judge(asked, called, parameters, {"f": "np.zeros([32])"}, 1e-14)
    assert (found.verdict, found.number) == (Verdict.REFUTED, np.inf) and asked.number(called, parameters, np.zeros(32)) == np.inf


def test_unknown_clause_is_refused():
    with pytest.raises(LookupError, match="0008 has no clause 'no_such_clause'"):
        Asked("0008", "no_such_clause", None, None, None).statement()


# -- the report
def test_the_report_is_json_with_infinity_as_a_text():
    found = json.loads(quick(fails, "transport").json(), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert found["findings"][0]["number"] == "inf" and found["ok"] is False and found["findings"][0]["verdict"] == "NO VALUE"
    assert report.plain({"a": float("-inf"), "b": [1, float("nan")]}) == {"a": "-inf", "b": [1, "nan"]}


def test_a_finding_is_asked_for_by_its_name():
    found = quick(exact, "transport", clauses=["self"])
    assert found["self"].title == "0008 self (The Wasserstein distance is a metric)"
    with pytest.raises(KeyError, match="'duality' was not examined; self were"):
        found["duality"]


def test_the_name_of_a_function_has_no_address_in_memory():
    assert quick(functools.partial(exact, p=2), "transport", clauses="self", p=2).function == "exact(p=2)"
    assert script.named(functools.partial(means, np.ones(1))) == "means"
    assert script.named(jitted) == "jitted"


# -- what is written about it
def test_the_example_of_the_package_runs():
    import doctest
    failed, tried = doctest.testmod(conformance)
    assert tried >= 3 and not failed


@pytest.mark.parametrize("name", subject.names())
def test_a_subject_is_complete(name):
    kind = subject.load(name)
    assert kind.name == name and kind.asked and kind.budget >= 0 and kind.title and kind.unit
    parameters = kind.completed({k: {"kind": "tv"}.get(k, 1) for k, p in kind.parameters.items() if p.required})
    for a in kind.asked:
        assert a.statement() is not None and a.number.__module__.startswith("proofs_numeric.conformance.plain.")
        assert len(list(a.space.named(parameters))) >= 1, f"{name} {a.clause} has no named instance"
    for k, p in kind.parameters.items():
        assert p.words and (p.default is None or p.required or k in parameters)


def test_the_example_of_a_subject_is_one(monkeypatch):
    """The file that docs/adding.md shows, as if it lay in the folder of subjects."""
    from example import subject as example
    monkeypatch.setitem(sys.modules, "proofs_numeric.conformance.subjects.spectrum", example)
    monkeypatch.setattr(subject, "names", lambda: ["spectrum"])
    right = quick(modulus, "spectrum")
    assert right["nonexpansive"].verdict is Verdict.EQUAL, str(right)
    assert quick(modulus, "spectrum", precision="float32").ok
    wrong = quick(unscaled, "spectrum")["nonexpansive"]
    assert wrong.verdict is Verdict.REFUTED and wrong.number == pytest.approx(32**0.5)
    with pytest.raises(Unfit, match="no array with 1 axes"):
        quick(lambda x: [x], "spectrum")


def modulus(x):
    return abs(np.fft.fft(x, norm="ortho"))


def unscaled(x):
    return abs(np.fft.fft(x))
