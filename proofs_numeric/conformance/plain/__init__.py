"""Numbers and instances in NumPy and SciPy alone: what a script prints is computed by these functions, and by nothing else of the project.

A number is computed by f(call, parameters, **data): `call` is the function under examination, with arrays as arguments, `parameters` is a
dictionary. A measure is a pair of lists, its points and its weights, which count as divided by their sum. Names are unique in all modules.
"""
import numpy as np  # noqa: F401        expressions of instances use it

from proofs_numeric.conformance.plain.common import *  # noqa: F403
from proofs_numeric.conformance.plain.graphs import *  # noqa: F403
from proofs_numeric.conformance.plain.learning import *  # noqa: F403
from proofs_numeric.conformance.plain.measures import *  # noqa: F403
from proofs_numeric.conformance.plain.signals import *  # noqa: F403
