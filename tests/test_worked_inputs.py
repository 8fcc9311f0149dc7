"""The inputs that a page prints as formulas are those of the instance that was evaluated."""
import numpy as np
import pytest

from proofs_numeric.engine.model import load
from proofs_numeric.scattering.fourier_modulus_instability import hann
from proofs_numeric.worlds.world import in_latex
from theorems.language import catalogue


def _one(k, count, value=1.0):
    """Coefficients -degree ... degree of `value` at the frequencies k."""
    out = np.zeros(count, complex)
    out[np.array(k) + count // 2] = value
    return out


# slug -> printed input -> (its value, what it has to be on the instance, what the instance has)
PRINTED = {
    "scattering_translation_invariance": {
        "N": ("64", 64, lambda i: len(i["f"])),
        "f(k)": (r"\cos(4\pi k/64)", np.cos(4 * np.pi * np.arange(64) / 64), lambda i: i["f"])},
    "scattering_deformation_stability": {
        "f(x)": (r"\cos 2\pi x", _one((-1, 1), 25, 0.5), lambda i: i["c"]),
        r"\tau(x)": (r"0.05\,\sin(2\pi x)/(2\pi)", [0, 0, 0.05 / (2 * np.pi), 0],
                     lambda i: [i["offset"], abs(i["cosines"]).max(), i["sines"][0], abs(i["sines"][1:]).max()]),
        "M": ("3", 3, lambda i: load("scattering_deformation_stability").example.case.size.depth)},
    "fourier_modulus_instability": {
        r"\theta(x)": (r"(1 + \cos\pi x)/2", hann(load("fourier_modulus_instability").example.case.size), lambda i: i["window"]),
        r"\epsilon": ("0.01", 0.01, lambda i: i["stretch"]), r"\xi": ("40000", 40000, lambda i: i["pace"])},
    "scattering_energy_conservation": {"N": ("4", 4, lambda i: len(i["f"])), "M": ("3", 3, lambda i: i["depth"])},
    "feature_extractor_nonexpansive": {
        "f": ("1", np.ones(16), lambda i: i["f"]), "h": (r"\tfrac14", np.ones(16) / 4, lambda i: i["h"]),
        r"\text{gains of the atoms}": (r"(0.8,\ 0.8,\ 0)", np.outer([0.8, 0.8, 0], np.ones(16)), lambda i: i["modules"].atoms[:, 0]),
        r"\text{of the output atoms}": (r"(0.6,\ 0.6,\ 1)", np.outer([0.6, 0.6, 1], np.ones(16)), lambda i: i["modules"].outputs),
        "B_k": ("1", np.ones(3), lambda i: i["claims"].bounds)},
    "vertical_translation_invariance": {
        # Sixteen samples to the period 2 of the tone.
        "f(x)": (r"e^{\pi ix}", np.exp(1j * np.pi * 2 * np.arange(16) / 16), lambda i: i["f"]),
        r"\lVert f\rVert": ("4", 4, lambda i: np.linalg.norm(i["f"])),
        "S_1 = S_2": ("2", [2, 2], lambda i: i["modules"].dilations[:2])},
    "deformation_sensitivity": {
        "f(x)": (r"e^{4\pi ix}", _one((2,), 5), lambda i: i["c"]),
        r"\tau(x)": (r"0.02\,\sin 2\pi x", 0.02 * np.sin(2 * np.pi * np.arange(32) / 32), lambda i: i["sigma"]),
        r"\omega": ("0", np.zeros(32), lambda i: i["nu"])},
}


@pytest.mark.parametrize("which", PRINTED)
def test_an_input_that_is_printed_as_a_formula_is_that_of_the_instance(which):
    slug, model = which, load(which)
    instance, shown = model.example.case.instance, model.shown(model.example.case.instance)
    for name, value in shown.items():
        if name in PRINTED[slug]:
            printed, wanted, found = PRINTED[slug][name]
            assert value == printed
            # Filters are smaller than printed by one part in 10^10; other values are rounded.
            np.testing.assert_allclose(found(instance), wanted, rtol=1e-9, atol=1e-12, err_msg=f"{slug}: {name}")
        else:
            assert value == in_latex(instance[name]), f"{slug}: {name} is typed, and nothing compares it with the instance"


def test_every_other_example_prints_what_its_world_reads_from_the_instance():
    typed = [s for s in catalogue.slugs() if "lambda" in getattr(load(s).shown, "__name__", "")]
    assert sorted(typed) == sorted(PRINTED)
