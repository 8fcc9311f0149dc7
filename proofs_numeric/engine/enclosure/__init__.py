"""Numbers known up to an interval, vectors known up to a ball. Differentiable, jit-able, rounded outwards.

Inside `with rounding(False)` rounding is neglected: nothing is enclosed, and the programs are less than half as large.

`Interval(lo, hi)` encloses a real number. Ends may be infinite; infinite values are compared, not computed with. A result that
overflows is not enclosed: numbers of the size 1e300 are not meant.
`Ball(center, radius)` encloses a vector or matrix within Euclidean (Frobenius) distance `radius` of an array.
An operator takes enclosures and returns enclosures, so that a rounding budget belongs to the operator that computes and
travels with the value.
"""
from proofs_numeric.engine.enclosure.ball import Ball
from proofs_numeric.engine.enclosure.floats import EPS, HUGE, TINY, down, euclid, largest, modulus, power, root, rounding, stop, up
from proofs_numeric.engine.enclosure.interval import Interval, exp, log, maximum, minimum, once, total
from proofs_numeric.engine.enclosure.tracing import Array, select

__all__ = [
    "EPS", "HUGE", "TINY", "Array", "Ball", "Interval", "down", "euclid", "exp", "largest", "log", "maximum", "minimum", "modulus",
    "once", "power", "root", "rounding", "select", "stop", "total", "up"]
