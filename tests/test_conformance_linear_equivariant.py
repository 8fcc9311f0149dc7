"""The subject `linear_equivariant`: convolutions, and maps that are none at the border."""
import graph_controls as controls
import numpy as np
import pytest

from proofs_numeric.conformance import Unfit, check

TAPS = (1, 2, -1, 0.5)
CLAUSES = [("000S", "convolution"), ("000S", "diagonal"), ("000S", "norm")]


def cyclic(x):
    return sum(x.dtype.type(c) * np.roll(x, k - 1) for k, c in enumerate(TAPS))


def by_fourier(x):
    return np.fft.irfft(np.fft.rfft(x) / (2 + np.arange(len(x) // 2 + 1)), len(x))


def with_zeros(x):
    return np.convolve(x, TAPS, mode="same")


def rectified(x):
    return np.maximum(cyclic(x), 0)


@pytest.mark.parametrize("samples", [5, 16])
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("function", [cyclic, by_fourier])
def test_a_convolution_is_not_refuted(function, precision, samples):
    found = controls.verdicts(function, "linear_equivariant", precision, samples=samples)
    assert found == dict.fromkeys(CLAUSES, "EQUAL")


@pytest.mark.parametrize("function, clause", [(with_zeros, clause) for clause in CLAUSES] + [(rectified, clause) for clause in CLAUSES[:2]])
def test_a_border_or_a_bend_is_refuted(function, clause, tmp_path):
    found = controls.finding(function, "linear_equivariant", *clause)
    assert found.verdict == "REFUTED", found.text
    printed = controls.printed(function, found, "linear_equivariant", tmp_path)
    assert printed == pytest.approx(found.number, rel=1e-9), (printed, found.number)


def test_the_border_is_shown_by_one_impulse():
    found = controls.finding(with_zeros, "linear_equivariant", "000S", "convolution")
    assert found.data["f"].startswith("impulse(") or found.data["f"].startswith("spikes("), found.text


@pytest.mark.parametrize("clause", CLAUSES, ids="-".join)
@pytest.mark.parametrize("function", [cyclic, with_zeros])
def test_numbers_are_those_of_the_formulas(function, clause):
    assert not controls.disagreements(function, "linear_equivariant", *clause, samples=7)


def test_another_length_and_too_many_samples_are_named():
    with pytest.raises(Unfit, match=r"the shape \(11,\) for 8 samples"):
        check(lambda x: np.convolve(x, TAPS), "linear_equivariant")
    with pytest.raises(ValueError, match="samples = 17: at most 16"):
        check(cyclic, "linear_equivariant", samples=17)
