"""Transport distances between weighted points."""
import numpy as np

from proofs_numeric.conformance import plain
from proofs_numeric.conformance.calling import NoValue, Unfit
from proofs_numeric.conformance.spaces import Measures
from proofs_numeric.conformance.subject import Asked, Parameter, Subject, choice
from proofs_numeric.engine.enclosure import Interval
from proofs_numeric.mathematics import transport
from proofs_numeric.numerics import checks

EPS = 2.0**-52


def enclosed_power(value: Interval, power: float) -> Interval:
    """sign(x) |x|^power of an interval: a negative divergence keeps its sign."""
    import jax.numpy as jnp

    from proofs_numeric.engine.enclosure import down, up
    if power == 1:
        return value
    ends = [jnp.sign(v) * jnp.abs(v) ** power for v in (value.lo, value.hi)]
    return Interval(down(ends[0]), up(ends[1]))


def cost(f, parameters, mu, nu, size: float) -> Interval:
    """W_p^p, as the function has it, within `size`."""
    value = f(*plain.arrays(mu), *plain.arrays(nu))
    if np.shape(value):
        raise Unfit(f"the function returned the shape {np.shape(value)} for two measures: one number is wanted.")
    value = float(value)
    with np.errstate(over="ignore"):
        power = value if parameters["returns"] == "cost" else np.sign(value) * abs(value) ** parameters["p"]
    if not np.isfinite(power):
        raise NoValue(f"{value}, whose power {parameters['p']:g} is not finite")
    return Interval.around(np.float64(power), size)


def metric(f, parameters, data, size):
    """For the clauses of 0008; size is in units of the largest cost."""
    p, top = parameters["p"], float(plain.diameter(*data.values()))

    def wasserstein(_, a, b):
        return enclosed_power(cost(f, parameters, data[a], data[b], size * top**p), 1 / p)
    return {"p": p, **{name: name for name in ("mu", "nu", "rho")}, "X": None, "Wasserstein": wasserstein,
            "Diameter": lambda _: Interval.of(top)}


def dual(f, parameters, data, size):
    """W_1 against the supremum over Lipschitz functions, enclosed by potentials of the network simplex; size as in `metric`."""
    (x, a), (y, b) = plain.arrays(data["mu"]), plain.arrays(data["nu"])
    C = np.linalg.norm(x[:, None] - y, axis=-1)

    def supremum(*_):
        return transport.cost(np.asarray(a), np.asarray(b), np.asarray(C), transport.simplex(a, b, C), 8 * EPS)
    return metric(f, parameters, data, size) | {"LipSup": supremum}


SUBJECT = Subject(
    name="transport",
    title="a transport distance W_p between weighted points, with the cost |x - y|^p",
    call="f(x, a, y, b) with points x (n, d), y (m, d) and weights a (n,), b (m,) that sum to 1; it returns W_p, or W_p^p",
    arguments=("x", "a", "y", "b"),
    budget=64, unit="the largest cost",
    asked=(Asked("0008", "self", metric, plain.itself, Measures(("mu",))),
           Asked("0008", "separation", metric, plain.separation, Measures(("mu", "nu"))),
           Asked("0008", "symmetry", metric, plain.symmetry, Measures(("mu", "nu"))),
           Asked("0008", "subadditive", metric, plain.subadditive, Measures(("mu", "nu", "rho"))),
           Asked("0009", "duality", dual, plain.duality, Measures(("mu", "nu")),
                 when=lambda parameters: "" if parameters["p"] == 1 else "it is about p = 1")),
    parameters={"p": Parameter(1.0, lambda name, x: checks.number(name, x, least=1), "the exponent, at least 1; 1 if not given"),
                "returns": Parameter("distance", choice("distance", "cost"), "'distance' for W_p, the default, or 'cost' for W_p^p"),
                "dimension": Parameter(1, checks.count, "of the points, 1 if not given"),
                "points": Parameter(6, checks.count, "of every random measure, 6 if not given")})
