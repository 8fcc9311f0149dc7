"""scikit-learn: the spectral embedding of a graph in another numbering."""
import numpy as np
from sklearn.manifold import spectral_embedding

from benchmarks.conformance.cases import Case


def embedding(W, x):
    return np.ravel(spectral_embedding(W, n_components=1, random_state=0))


def cases():
    yield Case("scikit-learn", "manifold.spectral_embedding", embedding, "graph_network",
               "n_components=1, random_state=0; otherwise the defaults", True, {"connected": True}, {},
               tolerance=(1e-6, "of an iterative solver of eigenvectors"),
               note="The reference: signs are fixed by the entry that is largest in modulus. Eigenvectors of a multiple eigenvalue, and "
                    "entries that are equally large, depend on the numbering.")
