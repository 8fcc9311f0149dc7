"""Networks on graphs, and numbers that belong to a graph: what they say should not depend on the numbering of the vertices."""
import numpy as np

from proofs_numeric.conformance import graphs, plain
from proofs_numeric.conformance.calling import Unfit
from proofs_numeric.conformance.graphs import Graphs
from proofs_numeric.conformance.subject import Asked, Parameter, Subject, choice
from proofs_numeric.engine.enclosure import Ball


def network(f, parameters, data, size):
    """A network on a graph and on the renumbered one. size is in units of the scale of the clauses, ||value|| + ||x|| + 1.

    Of the filter in a scale nothing is known here: the signal stands for its value. A readout is a part of the function.
    """
    order, W, x = data["order"], np.array(data["W"], float), np.array(data["x"], float)

    def net(W, x):
        y = f(W, x)
        if isinstance(y, list):
            raise Unfit(f"the function returned {len(y)} arrays: one array is wanted.")
        y = graphs.signal(y, W) if parameters["returns"] == "signal" else np.ravel(y)
        return graphs.ball(y, size * float(np.linalg.norm(y) + np.linalg.norm(x) + 1))

    def moved(_, x):
        return graphs.ball(np.asarray(x.center)[order], x.radius) if isinstance(x, Ball) else x[order]
    return {"W": W, "x": x, "P": "P", "r": 0, "Net": net, "Applied": lambda W, x: x, "Norm": graphs.norm, "Moved": moved,
            "Conjugated": lambda P, W: plain.renumbered(W, order), "Readout": lambda r, y: y}


def returns(kind):
    return lambda parameters: "" if parameters["returns"] == kind else f"it is about a {kind}"


SPACE = Graphs(("x", "order"), empty=True)
SUBJECT = Subject(
    name="graph_network",
    title="a network on a graph, or a number of a graph, that does not see the numbering of the vertices",
    call="f(W, x) with symmetric nonnegative weights W (n, n) and a signal x (n,); it returns a signal (n,), or a readout, numbers for the "
         "whole graph",
    arguments=("W", "x"),
    budget=8, unit="the norms of the value and of the signal and 1, together",
    asked=(Asked("0019", "network", network, plain.renumbered_network, SPACE, when=returns("signal")),
           Asked("0019", "invariant", network, plain.renumbered_readout, SPACE, when=returns("readout"))),
    parameters={"returns": Parameter("signal", choice("signal", "readout"), "'signal', the default, or 'readout'"),
                "vertices": graphs.VERTICES, "weights": graphs.WEIGHTS, "signals": graphs.SIGNALS, "connected": graphs.CONNECTED})
