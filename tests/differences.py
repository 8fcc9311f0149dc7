"""Central differences with an allowance that follows from the values, not from a choice.

With near = (f(h) - f(-h)) / 2h and far = (f(2h) - f(-2h)) / 4h the truncation errors are h^2 f'''/6 and four times that, up to
h^4, so that near errs by |far - near| / 3. If values err by `rounding`, near errs by rounding / h more, and far - near by 3/2 of
that: together |near - f'(0)| <= |far - near| / 3 + (3/2) rounding / h.
"""
import numpy as np

STEP = 2.0**-17                  # about the cube root of EPS, where truncation and rounding are of one size
POINTS = STEP * np.array([-2, -1, 1, 2])


def line(z, direction):
    """(4, *shape): the points of the line through z at which f is wanted."""
    return z + POINTS.reshape(-1, *[1] * np.ndim(z)) * direction


def assert_slope(slope, values, rounding, what=""):
    """That `slope` is f'(0), for the values (4,) of f at `POINTS`, each known up to `rounding`.

    Twice the allowance is left, for the terms in h^4 and the rounding of the slope itself.
    """
    lower, low, high, higher = map(float, values)
    near, far = (high - low) / (2 * STEP), (higher - lower) / (4 * STEP)
    allowed = 2 * (abs(far - near) / 3 + 1.5 * rounding / STEP)
    assert abs(float(slope) - near) <= allowed, f"{what}: derivative {slope}, difference quotient {near}, allowed {allowed}"
