"""The subject `transform` asked of layers: pooling that tiles is covariant and does not increase distances, other layers are not."""
import conformance_controls as co
import numpy as np
import pytest

from proofs_numeric.conformance import Verdict, subject

KIND = subject.load("transform")
GIVEN = {"grid": 16, "stride": 2, "weight": 1.0}


def tiled(x):
    """Maxima over pairs."""
    return x.reshape(-1, 2).max(1)


def overlapping(x):
    """Maxima of three samples, one for every two, cyclically: a sample is in two of them."""
    return np.max([np.roll(x, k)[::2] for k in (-1, 0, 1)], 0)


def padded(x):
    """The mean of three samples, with zeros beyond the ends."""
    return np.convolve(x, [1 / 3] * 3)[1:-1][::2]


def reflected(x):
    """Taps 1/4, 1/2, 1/4, with the second sample in front of the first."""
    return np.convolve(np.pad(x, 1, mode="reflect"), [0.25, 0.5, 0.25], mode="valid")


def median(x):
    """Of three samples, cyclically."""
    return np.median([np.roll(x, k) for k in (-1, 0, 1)], 0)


def resampled(x):
    """Half as many samples by the discrete Fourier transform, with both parts of the highest frequency."""
    y = np.fft.rfft(x)[: len(x) // 4 + 1]
    y[-1] = 2 * y[-1].real
    return np.fft.irfft(y / 2, len(x) // 2)


def standardised(x):
    return (x - x.mean()) / np.sqrt(x.var() + 1e-5)


@pytest.mark.parametrize("clause", ["nonexpansive", "energy", "strided_covariance"])
def test_pooling_that_tiles_reaches_equality(clause):
    assert co.found("transform", clause, tiled, GIVEN).verdict is Verdict.EQUAL


@pytest.mark.parametrize("clause, f, given, number", [
    ("nonexpansive", overlapping, GIVEN, 2**0.5), ("energy", overlapping, GIVEN, 2**0.5), ("strided_covariance", padded, GIVEN, None),
    ("nonexpansive", reflected, {"grid": 16}, None), ("nonexpansive", median, {"grid": 16}, 2**0.5),
    ("nonexpansive", resampled, GIVEN | {"weight": 2**0.5}, 2**0.5), ("energy", standardised, {"grid": 16}, None)])
def test_layers_that_fail_are_refuted(clause, f, given, number):
    found = co.found("transform", clause, f, given)
    assert found.verdict is Verdict.REFUTED
    assert number is None or found.worst == pytest.approx(number, rel=0.05) and found.worst <= number * (1 + 1e-12)


def test_a_short_expression_is_not_made_a_list():
    found = co.found("transform", "energy", resampled, GIVEN | {"weight": 2**0.5})
    assert found.data == {"f": "wave([4], [16], [16])"} and found.number == pytest.approx(2**0.5)


@pytest.mark.parametrize("f, given", [(overlapping, GIVEN), (padded, GIVEN | {"margin": 4}), (standardised, {"grid": 16, "stride": 1})])
def test_what_is_covariant_is_not_refuted(f, given):
    assert co.found("transform", "strided_covariance", f, given).verdict is Verdict.EQUAL


@pytest.mark.parametrize("asked", KIND.asked, ids=lambda a: a.clause)
def test_plain_number_is_that_of_the_formula(asked):
    co.same_number("transform", asked, padded, GIVEN | {"decay": 2.0, "orders": 1})


@pytest.mark.parametrize("clause, f", [("nonexpansive", overlapping), ("energy", overlapping), ("strided_covariance", padded)])
def test_script_prints_the_number(clause, f, tmp_path):
    found = co.found("transform", clause, f, GIVEN)
    assert float(co.printed(found, tmp_path)) == pytest.approx(found.number, rel=1e-9)
