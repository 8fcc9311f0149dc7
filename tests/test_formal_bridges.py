"""The bridges between programs and proofs: what a program tests exactly is the premise of a formal theorem; the proof gives the rest."""
from fractions import Fraction

import numpy as np
import pytest

from proofs_formal import sources
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.engine.interpret import evaluate
from proofs_numeric.mathematics import transport
from theorems.language import catalogue

A, B, C = [Fraction(1, 3), Fraction(2, 3)], [Fraction(1, 2), Fraction(1, 2)], [[0, 1], [1, 0]]


def test_the_checker_of_transport_certificates_tests_the_premises_of_certificate_sound():
    """`premises` names what the formal statement assumes: the fields of `coupling`, and the other two premises, literally."""
    statement = " ".join(sources.passage("Transport.certificate_sound").split())
    coupling = sources.passage("Transport.coupling")
    names = list(transport.premises(transport.certify(A, B, C), A, B, C))
    fields = [n for n in ("cpl_ge0", "cpl_fst", "cpl_snd") if f"{n} :" in coupling]
    assert coupling.count(" : forall ") == len(fields) == 3 and names[:3] == fields
    arrows = statement.split(" : ", 1)[1] if " : " in statement else statement
    assert "coupling mu nu pi -> (forall x y, f x + g y <= c x y) -> cost c pi = dual mu nu f g -> (forall pi'" in arrows
    assert names[3:] == ["f x + g y <= c x y", "cost c pi = dual mu nu f g"]


SIXTH = Fraction(1, 6)


@pytest.mark.parametrize("premise, moved, lowered", [
    ("cpl_ge0", {(0, 0): SIXTH, (0, 1): -SIXTH, (1, 0): -SIXTH, (1, 1): SIXTH}, (2 * SIXTH, 2 * SIXTH)),
    ("cpl_fst", {(0, 0): SIXTH, (1, 0): -SIXTH}, (SIXTH, SIXTH)),
    ("cpl_snd", {(1, 1): SIXTH, (1, 0): -SIXTH}, (SIXTH, SIXTH)),
    ("f x + g y <= c x y", {}, (-1, Fraction(1, 2))),
    ("cost c pi = dual mu nu f g", {}, (1, 1))])
def test_the_checker_notices_when_one_premise_fails(premise, moved, lowered):
    """Mass is moved and the potentials f are lowered so that all other premises still hold."""
    good = transport.certify(A, B, C)
    assert all(transport.premises(good, A, B, C).values())
    flow = {(i, j): good.flow.get((i, j), Fraction(0)) + moved.get((i, j), 0) for i in range(2) for j in range(2)}
    f = tuple(x - low for x, low in zip(good.f, lowered))
    cost = sum(mass * C[i][j] for (i, j), mass in flow.items())
    found = transport.premises(transport.Certificate(cost, flow, f, good.g), A, B, C)
    assert [name for name, holds in found.items() if not holds] == [premise]


def test_the_littlewood_paley_certificate_checks_the_premise_of_littlewood_paley_real():
    """The clause that is certified in ball arithmetic, evaluated on filters given in time, is `LP_real z b k <= 1` times 2."""
    clause = next(h for h in catalogue.load("scattering_nonexpansive").hypotheses if h.name == "littlewood_paley")
    assert " ".join(sources.passage("Fourier.LP_real").split()).endswith(
        r":= `|dft (phi b) k| ^+ 2 + 2%:R^-1 * \sum_l (`|dft (psi b l) k| ^+ 2 + `|dft (psi b l) (- k)| ^+ 2).")
    assert "(forall k, LP_real z b k <= B)" in sources.passage("Fourier.littlewood_paley_real")
    rng, n = np.random.default_rng(3), 6
    phi, psi = rng.normal(size=n), rng.normal(size=(2, n)) + 1j * rng.normal(size=(2, n))
    z = np.exp(2j * np.pi / n)

    def dft(x, k):
        return sum(x[j] * np.conj(z ** (k % n * j)) for j in range(n))
    for k in range(n):
        formal = abs(dft(phi, k)) ** 2 + 0.5 * sum(abs(dft(p, k)) ** 2 + abs(dft(p, -k)) ** 2 for p in psi)
        meaning = {"J": 1, "omega": k, "Bands": lambda J: (0, 1), "LowPass": lambda J, w: Interval.of(abs(dft(phi, w))),
                   "BandPass": lambda J, lam, w: Interval.of(abs(dft(psi[lam], w)))}
        found = evaluate(clause.relation.lhs, meaning, {})
        assert clause.relation.rhs == 2 and abs(float(found.mid) - 2 * formal) < 1e-9
