"""PyTorch Geometric: Laplacians, and layers as filters of a signal with one channel."""
import functools

import torch
from torch_geometric.nn import APPNP, ChebConv, GCNConv, SGConv, global_mean_pool
from torch_geometric.utils import get_laplacian, to_dense_adj

from benchmarks.conformance.cases import Case


def edges_of(W):
    """(pairs, weights) of all entries that are not 0."""
    edge_index = W.nonzero().T
    return edge_index, W[edge_index[0], edge_index[1]]


def laplacian(W, normalization=None):
    edge_index, weight = get_laplacian(*edges_of(W), normalization=normalization, num_nodes=len(W))
    return to_dense_adj(edge_index, edge_attr=weight, max_num_nodes=len(W))[0]


def gcn(W, x, **options):
    layer = GCNConv(1, 1, bias=False, **options)
    torch.nn.init.ones_(layer.lin.weight)
    return layer(x[:, None], *edges_of(W))[:, 0]


def simple(W, x, K):
    layer = SGConv(1, 1, K=K, bias=False)
    torch.nn.init.ones_(layer.lin.weight)
    return layer(x[:, None], *edges_of(W))[:, 0]


def propagation(W, x, K, alpha):
    return APPNP(K, alpha)(x[:, None], *edges_of(W))[:, 0]


def chebyshev(W, x, K, normalization="sym"):
    """The last of K terms, T_(K-1); without normalisation lambda_max is twice the largest degree."""
    layer = ChebConv(1, 1, K, normalization=normalization, bias=False)
    for k, lin in enumerate(layer.lins):
        torch.nn.init.constant_(lin.weight, float(k == K - 1))
    bound = None if normalization == "sym" else torch.clamp(2 * W.sum(1).max(), min=1)
    return layer(x[:, None], *edges_of(W), lambda_max=bound)[:, 0]


def two_layers(W, x):
    return gcn(W, torch.relu(gcn(W, x)) - x)


def pooled(W, x):
    return global_mean_pool(two_layers(W, x)[:, None], None)[0]


NAME, D_A = "torch-geometric", {"dirichlet": "the reference: L = D - A without normalization"}
FLOAT = {"arrays": "torch", "precision": "float32"}
ISOLATED = ("The reference: I - D^(-1/2) A D^(-1/2). Of an isolated vertex that is 1, so that it is not counted by the kernel. Its form is "
            "another one.")


def cases():
    for loops in (False, True):
        yield Case(NAME, "utils.get_laplacian", laplacian, "laplacian",
                   "the defaults" + ("; some vertices have loops" if loops else ""), True, {"loops": loops}, {} if loops else D_A, **FLOAT)
    yield Case(NAME, "utils.get_laplacian", functools.partial(laplacian, normalization="sym"), "laplacian", "", False, {}, {},
               note=ISOLATED, **FLOAT)
    local = "the reference: a power, or a polynomial, of a matrix that joins neighbours"
    yield Case(NAME, "nn.GCNConv", gcn, "graph_filter", "one channel, the weight 1, bias=False; otherwise the defaults", True,
               {"hops": 1}, {"local": local}, **FLOAT)
    yield Case(NAME, "nn.SGConv", functools.partial(simple, K=2), "graph_filter", "one channel, the weight 1, bias=False", True,
               {"hops": 2}, {"local": local}, **FLOAT)
    yield Case(NAME, "nn.APPNP", functools.partial(propagation, K=2, alpha=0.1), "graph_filter", "otherwise the defaults", True,
               {"hops": 2}, {"local": local}, **FLOAT)
    yield Case(NAME, "nn.ChebConv", functools.partial(chebyshev, K=3), "graph_filter",
               "one channel, the weight 1 for the last term, bias=False; otherwise the defaults", True, {"hops": 2}, {"local": local},
               **FLOAT)
    yield Case(NAME, "nn.ChebConv", functools.partial(chebyshev, K=3, normalization=None), "graph_filter",
               "one channel, the weight 1 for the last term, bias=False, lambda_max twice the largest degree", False,
               {"hops": 2, "chebyshev": True}, {"local": local, "chebyshev": "the reference: polynomials of 2 L / lambda_max - I"},
               **FLOAT)
    yield Case(NAME, "nn.GCNConv", two_layers, "graph_network", "two layers with relu between; one channel, the weight 1, bias=False", True,
               {}, {}, **FLOAT)
    yield Case(NAME, "nn.global_mean_pool", pooled, "graph_network", "of two layers GCNConv", True, {"returns": "readout"}, {}, **FLOAT)
