"""W_2 between Gaussian laws."""
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.subject import Asked, Data, Parameter, Subject, choice
from proofs_numeric.conformance.subjects.transport import enclosed_power
from proofs_numeric.engine.enclosure import Ball, Interval
from proofs_numeric.mathematics import gaussians


def normal(f, parameters, data, size):
    """W_2^2 of centred laws with the covariances S1 = R R, S2 = T S1 T against the closed form; size in units of the traces.

    R and T are positive semidefinite, with whole numbers as entries. So the roots in the closed form are known exactly,
    S1^(1/2) = R and (S1^(1/2) S2 S1^(1/2))^(1/2) = R T R, also for singular covariances.
    """
    R, T = np.array(data["R"], float), np.array(data["T"], float)
    S1, zero = R @ R, np.zeros(len(R))
    S2 = T @ S1 @ T

    def wasserstein(*_):
        value = f(zero, S1, zero, S2)
        if np.shape(value):
            raise Unfit(f"the function returned the shape {np.shape(value)} for two laws: one number is wanted.")
        square = float(value) if parameters["returns"] == "cost" else float(value) * abs(float(value))
        return enclosed_power(Interval.around(np.float64(square), size * float(np.trace(S1 + S2))), 0.5)
    return {"m_1": zero, "m_2": zero, "Sigma_1": S1, "Sigma_2": S2, "mu": "mu", "nu": "nu", "Wasserstein": wasserstein,
            "Norm": lambda x: Ball.of(x).norm(), "Trace": gaussians.trace, "Root": lambda S: R if S is S1 else R @ T @ R}


HADAMARD = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])
REGULAR = {"condition 64": (8, 4, 2, 1), "condition 1": (1, 1, 1, 1), "condition 1e6": (1000, 30, 3, 1)}
SINGULAR = {"rank 3": (8, 4, 1, 0), "rank 2": (8, 4, 0, 0), "rank 1": (8, 0, 0, 0)}


@dataclass(frozen=True)
class Roots:
    """Pairs (R, T) of positive semidefinite matrices of whole numbers. Parameter: covariances."""

    def named(self, parameters) -> Iterator[tuple[str, Data]]:
        spectra = {"regular": REGULAR, "singular": SINGULAR, "any": REGULAR | SINGULAR}[parameters["covariances"]]
        for name, spectrum in spectra.items():
            R = (HADAMARD @ np.diag(spectrum) @ HADAMARD.T).tolist()          # with the eigenvalues 4 times these
            yield f"d = 4, {name}, another covariance", {"R": R, "T": np.diag([1, 2, 3, 5]).tolist()}
            yield f"d = 4, {name}, equal covariances", {"R": R, "T": np.eye(4, dtype=int).tolist()}

    def drawn(self, rng, parameters):
        d = int(rng.integers(1, 5))
        R, T = (B @ B.T for B in rng.integers(-3, 4, (2, d, d)))
        if parameters["covariances"] != "singular":
            R = R + np.eye(d, dtype=int)
        elif d > 1:
            R[-1], R[:, -1] = 0, 0
        return {"R": R.tolist(), "T": T.tolist()}

    def moved(self, rng, data, size, parameters):
        """Another draw: whole matrices have no neighbours at every distance."""
        return self.drawn(rng, parameters)

    def simpler(self, data):
        R, T = np.array(data["R"]), np.array(data["T"])
        for k in range(len(R) if len(R) > 1 else 0):
            keep = np.delete(np.arange(len(R)), k)
            yield {"R": R[np.ix_(keep, keep)].tolist(), "T": T[np.ix_(keep, keep)].tolist()}          # principal minors stay semidefinite
        for name, M in (("R", R), ("T", T)):
            for other in (np.eye(len(M), dtype=int), np.diag(np.diag(M))):
                if not np.array_equal(other, M):
                    yield {**data, name: other.tolist()}


SUBJECT = Subject(
    name="gaussian",
    title="the distance W_2 between Gaussian laws",
    call="f(m1, S1, m2, S2) with means (d,) and covariances (d, d); it returns W_2, or W_2^2",
    arguments=("m1", "S1", "m2", "S2"),
    budget=2.0**26, unit="the sum of the traces, for W_2^2: half of the digits are what matrix roots keep of singular matrices",
    asked=(Asked("000B", "distance", normal, plain.gaussian, Roots()),),
    parameters={"returns": Parameter("distance", choice("distance", "cost"), "'distance' for W_2, the default, or 'cost' for W_2^2"),
                "covariances": Parameter("any", choice("regular", "singular", "any"), "'regular', 'singular', or 'any', the default")})
