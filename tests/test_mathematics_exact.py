"""Exact numbers against high-precision arithmetic, and data that are measured."""
import math
import operator
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from proofs_numeric.mathematics import digits, real_data
from proofs_numeric.mathematics.radicals import Radical
from proofs_numeric.mathematics.surds import Surd

SETTINGS = dict(deadline=None, derandomize=True, database=None, max_examples=80)
RATIONALS = st.fractions(-6, 6, max_denominator=6)
POSITIVE = st.fractions(0, 9, max_denominator=6)
ORDER = (operator.lt, operator.le, operator.eq, operator.ne, operator.ge, operator.gt)


@pytest.fixture(autouse=True)
def precise():
    before, ctx.prec = ctx.prec, 300
    yield
    ctx.prec = before


def ball(x):
    return arb(x.numerator) / x.denominator


def value(x):
    """A surd or a sum of roots as a ball of 300 bits."""
    if isinstance(x, Surd):
        return ball(x.c) * arb(x.q).sqrt()
    if isinstance(x, Radical):
        return sum((ball(Fraction(s)).sqrt() for s in x.squares), arb(0))
    return ball(Fraction(x))


def near(x, y):
    return abs(x - y) < arb(2) ** -250


def ordered(x, y, exact_x, exact_y):
    """All six relations agree with the balls; equal where the balls cannot tell them apart."""
    difference = exact_x - exact_y
    sign = 0 if near(exact_x, exact_y) else 1 if difference > 0 else -1
    return all(relation(x, y) == relation(sign, 0) for relation in ORDER)


@settings(**SETTINGS)
@given(a=RATIONALS, q=st.integers(0, 60), b=RATIONALS, r=st.integers(0, 60), k=st.integers(-3, 4))
def test_surds_compute_and_compare_as_the_numbers_that_they_are(a, q, b, r, k):
    x, y = a * Surd.sqrt(q), Surd.sqrt(r) * b
    assert near(value(x), ball(a) * arb(q).sqrt()) and near(value(y), ball(b) * arb(r).sqrt())
    assert near(value(x * y), value(x) * value(y)) and near(value(-x), -value(x))
    assert ordered(x, y, value(x), value(y)) and ordered(x, b, value(x), ball(b)) and ordered(a, y, ball(a), value(y))
    assert math.isclose(float(x), float(value(x).mid()), rel_tol=1e-14, abs_tol=1e-300)
    assert x != y or hash(x) == hash(y)
    if x.c or k >= 0:
        assert near(value(x**k), value(x) ** k if k >= 0 else 1 / value(x) ** -k)
    if not (x.c and y.c) or x.q == y.q:
        assert near(value(x + y), value(x) + value(y)) and near(value(x - y), value(x) - value(y))
    else:
        with pytest.raises(ArithmeticError, match="is not of the form"):
            x + y


@settings(**SETTINGS)
@given(s=POSITIVE, k=st.integers(-3, 5))
def test_roots_and_half_powers_of_rationals_are_surds(s, k):
    assert near(value(Surd.sqrt(s)) ** 2 if s else arb(0), ball(s)) and Surd.sqrt(s) >= 0
    assume(s or k > 0)
    power = Surd.of(s) ** Fraction(k, 2)
    assert near(value(power) * value(power), ball(s**k)) and power >= 0
    assert power == Surd.of(s) ** Surd.of(Fraction(k, 2))
    assert near(value(s.numerator ** Surd.of(abs(k))), ball(Fraction(s.numerator ** abs(k))))
    if power.q == 1:
        assert power.rational() ** 2 == s**k


def test_squarefree_parts_and_what_is_refused():
    assert Surd.sqrt(12) == Surd(Fraction(2), 3) and Surd.sqrt(Fraction(9, 8)) == Surd(Fraction(3, 4), 2)
    assert Surd.sqrt(0).c == 0 and Surd.sqrt(0).q == 1
    assert Surd.sqrt(2) * Surd.sqrt(8) == 4 and (Surd.sqrt(2) * Surd.sqrt(6)).q == 3 and Surd.sqrt(2) ** 3 == 2 * Surd.sqrt(2)
    assert 3 - Surd.of(1) == 2 and 1 + Surd.of(1) == 2 and Surd.of(Surd.sqrt(2)) == Surd.sqrt(2)
    assert range(5)[Surd.of(3)] == 3 and Surd.of(Fraction(1, 3)).rational() == Fraction(1, 3) and (Surd.sqrt(2) * 0).rational() == 0
    assert Surd.sqrt(2) != "sqrt(2)" and -Surd.sqrt(2) < -1 < Surd.sqrt(2) and -Surd.sqrt(3) < -Surd.sqrt(2)
    for wrong, error, message in ((lambda: Surd.sqrt(-1), ValueError, "x = -1 is negative"),
                                  (lambda: Surd.sqrt(2).rational(), ArithmeticError, "irrational"),
                                  (lambda: Surd.of(2) ** Fraction(1, 3), ArithmeticError, "not of the form"),
                                  (lambda: range(5)[Surd.of(Fraction(1, 2))], TypeError, "not an integer"),
                                  (lambda: range(5)[Surd.sqrt(2)], TypeError, "not an integer")):
        with pytest.raises(error, match=message):
            wrong()


@settings(**SETTINGS)
@given(a=POSITIVE, b=POSITIVE, c=POSITIVE, d=POSITIVE)
def test_sums_of_two_roots_compute_and_compare_as_the_numbers_that_they_are(a, b, c, d):
    one, two, three = Radical((a,)), Radical((a, b)), Radical((c,))
    assert ordered(one, three, value(one), value(three)) and ordered(two, three, value(two), value(three))
    assert ordered(three, two, value(three), value(two)) and ordered(two, c, value(two), ball(c))
    four = Radical((c, d))
    assert ordered(two, four, value(two), value(four)) and (two != four or hash(two) == hash(four))
    assert ordered(three, d, value(three), ball(d)) and near(value(one + three), value(one) + value(three))
    assert near(value(two * d), value(two) * ball(d)) and near(value(d * one), value(one) * ball(d))
    assert math.isclose(float(two), float(value(two).mid()), rel_tol=1e-14)
    assert one**2 == a and near(value(Radical.of(d)), ball(d)) and one + 0 == one
    assert (0 + two).squares == tuple(s for s in (a, b) if s) + (() if a or b else (0,))


def test_equalities_between_roots_are_decided():
    assert Radical((2, 8)) == Radical((18,)) and Radical((18,)) == Radical((2, 8)) and not Radical((2, 8)) < Radical((18,))
    assert Radical((2, 8)) > Radical((Fraction(17999, 1000),)) and Radical((2, 8)) < Radical((Fraction(18001, 1000),))
    assert Radical((4,)) == 2 == Radical((1, 1)) and Radical((16,)) ** Fraction(1, 2) == Radical((4,)) == 2
    assert Radical((Fraction(81, 16),)) ** Fraction(1, 2) == Radical((Fraction(9, 4),))
    for wrong, message in ((lambda: Radical((2,)) ** Fraction(1, 2), "is not a square root"),
                           (lambda: Radical((1, 2)) ** 2, "is not a square root"),
                           (lambda: Radical.of(-1), "-1 is negative"), (lambda: Radical((1, 2, 3)), "give one or two"),
                           (lambda: Radical((-1,)), "give one or two"), (lambda: Radical(()), "give one or two"),
                           (lambda: Radical((1.5,)), "give one or two"), (lambda: Radical((1,)) * -1, "-1 is negative")):
        with pytest.raises(ValueError, match=message):
            wrong()
    assert Radical((2,)) != "sqrt(2)" and len({Radical((2,)), Radical((2,))}) == 1


def test_equal_sums_of_two_roots_are_equal_however_they_are_written():
    assert Radical((2, 8)) == Radical((Fraction(9, 2), Fraction(9, 2))) and Radical((3, 12)) == Radical((27, 0)) != Radical((3, 13))
    assert Radical((1, 2)) < Radical((1, 3)) and Radical((5, 5)) > Radical((1, 11)) and Radical((2, 3)) != Radical((1, 4)) != -3
    for one, other in ((Radical((2, 8)), Radical((18,))), (Radical((1, 4)), 3), (Radical((9,)), 3), (Radical((0,)), 0),
                       (Radical((2, 3)), Radical((3, 2))), (Surd.sqrt(8), 2 * Surd.sqrt(2)), (Surd.of(3), 3), (Surd.sqrt(0), 0)):
        assert one == other and hash(one) == hash(other)


@pytest.mark.parametrize("wrong", [
    lambda: Surd.of(0.5), lambda: Surd.sqrt(2.0), lambda: Surd(0.5), lambda: Surd.of(np.float64(2)), lambda: Surd.sqrt(2) + 1.5,
    lambda: 0.5 * Surd.sqrt(2), lambda: Surd.of(2) ** 0.5, lambda: Surd.sqrt(2) < 1.5, lambda: Surd.of(2) == 2.0,
    lambda: Radical.of(0.5), lambda: Radical((2,)) + 1.5, lambda: Radical((2,)) * 0.5, lambda: Radical((2,)) < 1.5,
    lambda: Radical((4,)) == 2.0])
def test_exact_numbers_refuse_floats(wrong):
    with pytest.raises(TypeError, match=r"(0\.5|1\.5|2\.0)\)? is a float(64)?, and exact numbers are made of int and Fraction only"):
        wrong()


def test_whole_numbers_of_other_packages_are_whole_numbers():
    assert Surd.of(np.int64(3)) == 3 == Surd.sqrt(np.int32(9)) and Radical.of(np.int64(3)) == 3
    assert Surd.of(np.int64(10**10)) ** 4 == 10**40


# -- data
def test_digits_are_rational_measures_and_blocks_are_sums_of_pixels():
    from sklearn.datasets import load_digits
    image = load_digits().images[7]
    fine, coarse = digits.digit_measure(7, 8), digits.digit_measure(7, 4)
    total = int(image.sum())
    assert fine == tuple(Fraction(int(x), total) for x in image.ravel()) and sum(fine) == sum(coarse) == 1
    assert coarse[1] == Fraction(int(image[0:2, 2:4].sum()), total) and coarse[4] == Fraction(int(image[2:4, 0:2].sum()), total)
    assert digits.digit_measure(7, 1) == (1,) and digits.digit_measure(7) == coarse and len(digits.digit_measure(1796, 2)) == 4
    for index, blocks, message in ((-1, 4, "index = -1: there are 1797 images"), (1797, 4, "index = 1797"),
                                   (0, 3, "blocks = 3 does not divide 8"), (0, 0, "blocks = 0")):
        with pytest.raises(ValueError, match=message):
            digits.digit_measure(index, blocks)


@pytest.mark.parametrize("name, size", [("ascent", (512, 512)), ("flower", (427, 640))])
def test_photographs_are_centred_normalised_crops_of_the_middle(name, size):
    whole = real_data.photograph(name, size)
    assert whole.shape == size and abs(whole.mean()) < 1e-15 and abs(np.linalg.norm(whole) - 1) < 1e-12
    crop = real_data.photograph(name, (64, 32), (3, -5))
    top, left = (size[0] - 64) // 2 + 3, (size[1] - 32) // 2 - 5
    part = whole[top:top + 64, left:left + 32]
    part = part - part.mean()
    assert np.allclose(crop, part / np.linalg.norm(part), atol=1e-13)
    moved = real_data.photograph(name, (64, 32), (4, -5))
    assert abs(np.corrcoef(crop[1:].ravel(), moved[:-1].ravel())[0, 1] - 1) < 1e-12
    with pytest.raises(ValueError, match="leaves"):
        real_data.photograph(name, (size[0], 8), (1, 0))
    with pytest.raises(ValueError, match="leaves"):
        real_data.photograph(name, (8, 8), (0, -size[1] // 2))
    assert real_data.photograph(name, (size[0], 8), (0, 3)).shape == (size[0], 8)


def test_grey_is_the_weighted_mean_of_the_colours():
    from sklearn.datasets import load_sample_image
    colour = load_sample_image("china.jpg").astype(float)
    assert np.allclose(real_data._grey("china"), 0.299 * colour[..., 0] + 0.587 * colour[..., 1] + 0.114 * colour[..., 2])


def test_the_electrocardiogram_and_unknown_data():
    x = real_data.heartbeat(300)
    assert x.shape == (300,) and abs(x.mean()) < 1e-15 and abs(np.linalg.norm(x) - 1) < 1e-14
    whole = real_data.heartbeat()
    assert whole.shape == (1024,) and abs(np.corrcoef(whole[:300], x)[0, 1] - 1) < 1e-12
    with pytest.raises(ValueError, match="samples = 1025: the recording has 1024"):
        real_data.heartbeat(1025)
    with pytest.raises(ValueError, match="photograph 'moon' is unknown"):
        real_data.photograph("moon", (8, 8))


def test_a_sum_of_roots_is_above_every_negative_number():
    assert Radical((2,)) > -3 and Radical((0,)) >= Fraction(-1, 2) and not Radical((2,)) < -1 and Radical((2,)) != -2
