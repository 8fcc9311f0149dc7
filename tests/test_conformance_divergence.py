"""Divergences as a subject of conformance: wrong ones are refuted by every clause, right ones by none."""
import math
import subprocess
import sys

import numpy as np
import pytest
from scipy.spatial.distance import cityblock
from scipy.special import rel_entr

from proofs_numeric.conformance import Unfit, Verdict, check
from tests.conformance_clauses import QUICK, applicable, disagreements, misprints, verdict


def tv(p, q):
    return 0.5 * abs(p - q).sum()


def kl(p, q):
    return rel_entr(p, q).sum()


def js(p, q):
    m = (p + q) / 2
    return (rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2


def norm(p, q):
    return abs(p - q).sum()


def largest(p, q):
    return abs(p - q).max()


def biased(p, q):
    return 0.5 * np.sqrt((p - q) ** 2 + 1e-16).sum()


def half(p, q):
    return 0.5 * tv(p, q)


def base2(p, q):
    return kl(p, q) / math.log(2)


def base10(p, q):
    return kl(p, q) / math.log(10)


def smoothed(p, q):
    return ((p + 1e-10) * np.log((p + 1e-10) / (q + 1e-10))).sum()


def guarded(p, q):
    return kl(p, q + 1e-10)


def mean(p, q):
    return kl(p, q) / len(p)


def root(p, q):
    with np.errstate(invalid="ignore"):                      # of nearly equal laws
        return np.sqrt(js(p, q))


def js2(p, q):
    return js(p, q) / math.log(2)


def doubled(p, q):
    return 2 * js(p, q)


def js10(p, q):
    return js(p, q) / math.log(10)


def js_guarded(p, q):
    m = (p + q) / 2 + 1e-12
    return (rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2


RIGHT = {"tv": tv, "js": js, "kl": kl}
WRONG = (
    [("tv", c, norm) for c in ("events", "coupling", "total_variation", "mixture", "js_below", "js_square", "pinsker", "pinsker_reversed")]
    + [("tv", c, half) for c in ("js_above", "full_support", "events")]
    + [("tv", "total_variation_at_zero", biased), ("tv", "events", largest)]
    + [("kl", c, base2) for c in ("gibbs", "full_support")] + [("kl", "gibbs", smoothed), ("kl", "gibbs", mean)]
    + [("kl", c, base10) for c in ("pinsker", "pinsker_reversed", "js_kl", "js_kl_reversed")]
    + [("kl", c, smoothed) for c in ("kullback_leibler", "kullback_leibler_reversed")] + [("kl", "kullback_leibler_at_zero", guarded)]
    + [("js", c, root) for c in ("jensen_shannon", "js_above", "js_kl", "js_kl_reversed")]
    + [("js", c, js2) for c in ("jensen_shannon", "js_above", "js_kl", "js_kl_reversed")]
    + [("js", c, js10) for c in ("js_below", "js_square")]
    + [("js", "jensen_shannon_at_zero", js_guarded), ("js", "js_above", doubled)])
QUADRATIC = {"js_square", "pinsker", "pinsker_reversed", "js_kl", "js_kl_reversed", "js_below", "js_above", "full_support"}


@pytest.mark.parametrize("kind, clause, function", [pytest.param(*w, id=f"{w[0]}-{w[1]}-{w[2].__name__}") for w in WRONG])
def test_a_wrong_divergence_is_refuted(kind, clause, function):
    found = verdict("divergence", clause, function, kind=kind)
    assert found.verdict is Verdict.REFUTED, found.text


@pytest.mark.parametrize("kind", RIGHT)
def test_every_clause_has_a_control(kind):
    assert set(applicable("divergence", kind=kind)) == {c for k, c, _ in WRONG if k == kind}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("kind", RIGHT)
def test_a_right_divergence_is_not_refuted(kind, precision):
    """Equalities are EQUAL; of bounds by a square, nearly equal laws have both sides below the rounding of float32."""
    report = check(RIGHT[kind], "divergence", kind=kind, precision=precision, seconds=math.inf, effort=QUICK)
    assert report.ok, str(report)
    for f in report.findings:
        if f.clause not in QUADRATIC:
            assert f.verdict is Verdict.EQUAL, f.text
        elif precision == "float64":
            assert f.verdict in (Verdict.EQUAL, Verdict.NOT_REFUTED), f.text


@pytest.mark.parametrize("kind", RIGHT)
def test_equality_cases_are_met(kind):
    wanted = {"tv": ("js_above", "js_below", "full_support"), "js": ("js_above", "js_below"), "kl": ("full_support",)}[kind]
    report = check(RIGHT[kind], "divergence", kind=kind, clauses=wanted, seconds=math.inf, effort=QUICK)
    assert {f.verdict for f in report.findings} == {Verdict.EQUAL}, str(report)


@pytest.mark.parametrize("kind", RIGHT)
def test_plain_numbers_are_those_of_the_formulas(kind):
    found = {c: d for c in applicable("divergence", kind=kind) if (d := disagreements("divergence", c, RIGHT[kind], kind=kind))}
    assert not found, found


@pytest.mark.parametrize("kind, function", [("tv", norm), ("js", root), ("kl", smoothed)])
def test_scripts_print_the_numbers(kind, function, tmp_path):
    assert not misprints("divergence", function, tmp_path, kind=kind)


def test_the_script_of_a_finding_runs_alone(tmp_path):
    found = verdict("divergence", "events", cityblock, kind="tv")
    assert found.verdict is Verdict.REFUTED and len(found.data["mu"]) == 2, found.text
    done = subprocess.run([sys.executable, "-c", found.script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert math.isclose(float(done.stdout), found.number), done.stdout


def test_infinity_is_a_value_of_kullback_leibler_only():
    for kind in ("js", "tv"):
        found = verdict("divergence", {"js": "jensen_shannon", "tv": "total_variation"}[kind], lambda p, q: np.inf, kind=kind)
        assert found.verdict is Verdict.NO_VALUE and found.reason == "inf", found.text
    assert verdict("divergence", "kullback_leibler", lambda p, q: -np.inf, kind="kl").verdict is Verdict.NO_VALUE
    assert verdict("divergence", "kullback_leibler", lambda p, q: 1e300, kind="kl").verdict is Verdict.REFUTED
    assert verdict("divergence", "gibbs", lambda p, q: np.inf, kind="kl").verdict is Verdict.REFUTED


def test_no_number_of_two_atoms_is_a_finding():
    def naive(p, q):
        with np.errstate(all="ignore"):
            return (p * np.log(p / q)).sum()
    found = verdict("divergence", "kullback_leibler_at_zero", naive, kind="kl")
    assert found.verdict is Verdict.NO_VALUE and found.data == {"Z": [1]}, found.text


def test_unfit_functions_and_parameters_are_named():
    with pytest.raises(Unfit, match=r"shape \(2,\)"):
        check(lambda p, q: p, "divergence", kind="kl")
    with pytest.raises(ValueError, match="kind"):
        check(kl, "divergence")
    with pytest.raises(ValueError, match="'tv'"):
        check(kl, "divergence", kind="KL")
    with pytest.raises(ValueError, match="points"):
        check(kl, "divergence", kind="kl", points=1)


def test_weights_are_what_the_function_receives():
    seen = []

    def spy(p, q):
        seen.append((p, q))
        return tv(p, q)
    check(spy, "divergence", kind="tv", clauses="events", effort=QUICK)
    assert all(p.shape == q.shape and abs(p.sum() - 1) < 1e-15 * len(p) and (p >= 0).all() for p, q in seen)
