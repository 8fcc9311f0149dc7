"""NetworkX: Laplacians, and what it says of the vertices and of the whole graph in another numbering."""
import functools

import networkx as nx
import numpy as np

from benchmarks.conformance.cases import Case


def laplacian(W, normalized=False):
    f = nx.normalized_laplacian_matrix if normalized else nx.laplacian_matrix
    return f(nx.from_numpy_array(W)).toarray()


def fiedler(W, x):
    return nx.fiedler_vector(nx.from_numpy_array(W), seed=0)


def ranks(W, x):
    return np.array(list(nx.pagerank(nx.from_numpy_array(W), personalization=dict(enumerate(x))).values()))


def estrada(W, x):
    return nx.estrada_index(nx.from_numpy_array(W))


def resistance(W, x):
    return nx.effective_graph_resistance(nx.from_numpy_array(W), weight="weight")


D_A = {"dirichlet": "the reference: L = D - A, with the degrees on the diagonal of D"}
NORMAL = "The reference: D^(-1/2) L D^(-1/2), where a loop counts in D. Its form is another one."


def cases():
    yield Case("networkx", "laplacian_matrix", laplacian, "laplacian", "the defaults", True, {}, D_A)
    yield Case("networkx", "laplacian_matrix", laplacian, "laplacian", "the defaults; some vertices have loops", True, {"loops": True}, D_A)
    for loops in (False, True):
        yield Case("networkx", "normalized_laplacian_matrix", functools.partial(laplacian, normalized=True), "laplacian",
                   "the defaults" + ("; some vertices have loops" if loops else ""), True, {"loops": loops}, {}, note=NORMAL)
    yield Case("networkx", "fiedler_vector", fiedler, "graph_network", "seed=0; otherwise the defaults", True, {"connected": True}, {},
               tolerance=(1e-6, "the default tolerance of the solver is 1e-8, for residuals"),
               note="The reference: an eigenvector for the second eigenvalue, which is one of two or of many.")
    yield Case("networkx", "pagerank", ranks, "graph_network", "personalization=x > 0; otherwise the defaults", True,
               {"signals": "positive"}, {},
               tolerance=(1e-6, "the default stops at changes below 1e-6 a vertex"))
    yield Case("networkx", "estrada_index", estrada, "graph_network", "there are no settings", True, {"returns": "readout"},
               {}, tolerance=(1e-10, "of eigenvalues, in an exponential"))
    yield Case("networkx", "effective_graph_resistance", resistance, "graph_network", "weight='weight'; otherwise the defaults", True,
               {"returns": "readout", "connected": True}, {}, tolerance=(1e-10, "of the reciprocals of eigenvalues"))
