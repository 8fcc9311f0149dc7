"""Unitary banks, layers between the modulus and none, kernels of averages: floating words against rational ones and definitions."""
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from test_worlds_banks import contains, floating

from proofs_numeric.mathematics import taps, wavelets
from proofs_numeric.mathematics.littlewood_paley import littlewood_paley
from proofs_numeric.mathematics.taps import Taps
from proofs_numeric.scattering.scattering_energy_conservation import WORLD
from proofs_numeric.worlds.banks import Size
from proofs_numeric.worlds.exact_banks import Rational
from proofs_numeric.worlds.unitary import completed, parseval

N, DEPTH = 4, 3
F = np.array([3, -1, 4, 1], object)
BANKS = {"haar": taps.haar(N, 2), "all-pass": taps.all_pass(N), "negative": Taps(-taps.haar(N, 2).low, taps.haar(N, 2).bands)}


def both(bank, turn, linear):
    """One instance in both arithmetics; turn: 0, or 1 for the frequency N/2."""
    size = Size(N, len(bank.bands), DEPTH)
    floats = dict(bank=floating(bank), f=F.astype(complex), linear=jnp.array([float(s) for s in linear]), eta=jnp.array([np.pi * turn]))
    return (WORLD.meaning(size, floats, None),
            WORLD.exact(dict(bank=Rational((bank,)), depth=DEPTH, f=F, linear=linear, eta=turn * N // 2)))


WORDS = {
    "Norm": lambda m: [m["Norm"](m["f"])],
    "Imag": lambda m: [m["Imag"](m["f"])],
    "Energy": lambda m: [m["Energy"](m["f"])],
    "LowPass": lambda m: [m["LowPass"](2, w) for w in m["Omega"]],
    "BandPass": lambda m: [m["BandPass"](2, lam, w) for lam in m["Bands"](2) for w in (*m["Omega"], m["0"])],
    "Bands": lambda m: [],
    "Wavelets": lambda m: [m["Wavelets"](2, m["f"])],
    "Averaged": lambda m: [m["Averaged"](2, k, m["f"]) for k in range(DEPTH)],
    "Propagated": lambda m: [m["Propagated"](2, k, m["f"]) for k in range(DEPTH + 1)],
    "Paths": lambda m: [m["Paths"](2, n, m["f"]) for n in range(1, DEPTH + 1)],
    "Scattering": lambda m: [m["Scattering"](2, n, m["f"]) for n in range(1, DEPTH + 1)],
    "Coefficients": lambda m: [m["Coefficients"](2, k, m["f"]) for k in range(DEPTH)],
    "ScatteringFrom": lambda m: [m["ScatteringFrom"](2, lam, n, m["f"]) for lam in m["Bands"](2) for n in (1, 2)],
    "PropagatedFrom": lambda m: [m["PropagatedFrom"](2, lam, n, m["f"]) for lam in m["Bands"](2) for n in (0, 1, 2)],
    "Smooth": lambda m: [m["Smooth"](2, m["f"])],
    "Filtered": lambda m: [m["Filtered"](lam, m["f"]) for lam in m["Bands"](2)],
    "Modulus": lambda m: [m["Modulus"](m["f"])],
    "Demodulated": lambda m: [m["Demodulated"](2, m["eta"], m["f"])],
    "At": lambda m: [m["At"](m["Smooth"](2, m["f"]), n) for n in m["G"]],
    "Kernel": lambda m: [m["Kernel"](2)],
    "Overlap": lambda m: [m["Overlap"](2, n) for n in m["G"]],
}


def agrees(found, exact):
    if isinstance(exact, (int, Fraction)):
        return Fraction(float(found.lo)) <= exact <= Fraction(float(found.hi))
    return contains(found, exact)


@pytest.mark.parametrize("name, turn", [("haar", 1), ("all-pass", 0), ("negative", 1)])
def test_every_word_encloses_its_rational_twin(name, turn):
    floats, exact = both(BANKS[name], turn, (0, Fraction(1, 4), 1))
    words = set().union(*(part.floating.operators() for part in WORLD.parts))
    assert words == WORDS.keys() and floats["N"] == exact["N"] == N
    for word, values in WORDS.items():
        found, right = values(floats), values(exact)
        assert len(found) == len(right)
        for a, b in zip(found, right):
            assert agrees(a, b), (word, a, b)


def test_the_layers_behind_one_band_are_those_of_its_modulus():
    floats, _ = both(BANKS["haar"], 0, (0, 0, 0))
    for lam in (0, 1):
        first = floats["Modulus"](floats["Filtered"](lam, floats["f"]))
        for m in (0, 1, 2):
            gap = floats["PropagatedFrom"](2, lam, m, floats["f"]).center - floats["Propagated"](2, m, first).center.ravel()
            assert abs(gap).max() < 1e-13


def test_demodulation_is_convolution_with_the_modulated_kernel():
    size, rng = Size(8, 2, 2), np.random.default_rng(3)
    instance = WORLD.build(size, WORLD.draw(size, rng), {})
    m = WORLD.meaning(size, instance, None)
    f, kernel, x = (np.asarray(v).ravel() for v in (m["f"].center, m["Kernel"](2).center, np.arange(8)))
    for k in range(-4, 4):
        modulated = kernel * np.exp(2j * np.pi * k * x / 8)
        direct = [sum(f[(n - v) % 8] * modulated[v] for v in x) for n in x]
        found = m["Demodulated"](2, jnp.array([2 * np.pi * k / 8]), m["f"])
        assert np.linalg.norm(found.center - np.array(direct)) < 1e-13


@pytest.mark.parametrize("size", [Size(8, 2, 3), Size(16, 2, 2)])
def test_a_random_instance_meets_the_hypotheses(size):
    for seed in range(5):
        i = WORLD.build(size, WORLD.draw(size, np.random.default_rng(seed)), {})
        assert abs(littlewood_paley(i["bank"]) - 1).max() < 1e-14 and not abs(i["bank"].psi[:, 0]).any()
        assert np.fft.ifft(i["bank"].phi).real.min() > 0 and abs(np.fft.ifft(i["bank"].phi).imag).max() < 1e-15


def test_the_free_family_breaks_one_hypothesis_at_a_time_and_keeps_the_sum_where_constants_leak():
    size, rng = Size(8, 2, 3), np.random.default_rng(1)
    theta = WORLD.draw_free(size, rng) | dict(spot=np.array([0.7, 0.4, 0.6]))
    leak = WORLD.build_free(size, theta | dict(loose=np.array([0.1, 0.9, 0.9, 0.9])))
    assert abs(littlewood_paley(leak["bank"]) - 1).max() < 1e-14 and (abs(leak["bank"].psi[:, 0]) > 0.1).sum() == 1
    signs = WORLD.build_free(size, theta | dict(loose=np.array([0.9, 0.25, 0.9, 0.9])))
    assert np.fft.ifft(signs["bank"].phi).real.max() < 0 and abs(littlewood_paley(signs["bank"]) - 1).max() < 1e-14
    loud = WORLD.build_free(size, theta | dict(loose=np.array([0.9, 0.9, 0.1, 0.9])))
    assert (abs(littlewood_paley(loud["bank"]) - 1) > 1e-3).sum() in (1, 2)
    linear = WORLD.build_free(size, theta | dict(loose=np.array([0.9, 0.9, 0.9, 0.1])))
    assert np.flatnonzero(linear["linear"]).tolist() == [1]


def test_completed_and_parseval_banks_sum_to_one():
    psi = np.random.default_rng(0).normal(size=(2, 8)) * (np.arange(8) > 0)
    bank = completed(psi, np.fft.fft(np.full(8, 1 / 8)))
    assert abs(littlewood_paley(bank) - 1).max() < 1e-14
    assert abs(littlewood_paley(parseval(wavelets.meyer((16,), 2))) - 1).max() < 1e-14
    assert jax.tree.leaves(completed(0 * psi, np.eye(8)[0]))[0].shape == (2, 8)
