"""The subject `circular_convolution`: by transforms, by matrices, and what lacks a factor, a wrap or a reflection."""
import graph_controls as controls
import numpy as np
import pytest

from proofs_numeric.conformance import Unfit, check


def by_fourier(u, v):
    return np.fft.irfft(np.fft.rfft(u) * np.fft.rfft(v), len(u))


def by_matrix(u, v):
    return np.stack([np.roll(v, k) for k in range(len(v))], 1) @ u


def correlation(u, v):
    return np.stack([u @ np.roll(v, -k) for k in range(len(v))])


def cut(u, v):
    """The ordinary convolution, cut to the length."""
    return np.convolve(u, v)[:len(u)]


def scaled(u, v):
    """Both transforms without a factor, and the inverse one too."""
    return len(u) * by_fourier(u, v)


def centred(u, v):
    return np.roll(by_fourier(u, v), -(len(u) // 2))


WRONG = {("000R", "convolution"): (cut, "convolution"), ("000R", "correlation"): (by_fourier, "correlation"),
         ("000R", "gain"): (scaled, "convolution"), ("000R", "padding"): (centred, "convolution")}


@pytest.mark.parametrize("samples", [5, 16])
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("function, kind", [(by_fourier, "convolution"), (by_matrix, "convolution"), (correlation, "correlation")])
def test_a_right_one_is_not_refuted(function, kind, precision, samples):
    found = controls.verdicts(function, "circular_convolution", precision, samples=samples, kind=kind)
    assert len(found) == (3 if kind == "convolution" else 1) and set(found.values()) == {"EQUAL"}, found


@pytest.mark.parametrize("clause", WRONG, ids="-".join)
def test_a_wrong_one_is_refuted(clause, tmp_path):
    function, kind = WRONG[clause]
    found = controls.finding(function, "circular_convolution", *clause, kind=kind)
    assert found.verdict == "REFUTED", found.text
    printed = controls.printed(function, found, "circular_convolution", tmp_path, kind=kind)
    assert printed == pytest.approx(found.number, rel=1e-9), (printed, found.number)


@pytest.mark.parametrize("clause", WRONG, ids="-".join)
def test_numbers_are_those_of_the_formulas(clause):
    other, kind = WRONG[clause]
    for function in (by_matrix, correlation, other):
        assert not controls.disagreements(function, "circular_convolution", *clause, samples=7, kind=kind)


def test_another_length_is_named():
    with pytest.raises(Unfit, match=r"the shape \(6,\) for 7 samples"):
        check(lambda u, v: np.fft.irfft(np.fft.rfft(u) * np.fft.rfft(v)), "circular_convolution", samples=7)
