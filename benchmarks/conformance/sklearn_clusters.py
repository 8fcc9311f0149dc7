"""scikit-learn: what KMeans and MiniBatchKMeans make of all samples of a law on few points."""
import functools
import warnings

from sklearn import cluster

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def centres(points, k, name, **options):
    return getattr(cluster, name)(n_clusters=k, random_state=0, **options).fit(points).cluster_centers_


warnings.simplefilter("ignore")          # fewer different points than centres
FEW = Effort(draws=4, climbs=1, steps=8, shrinks=30)
OWN = "In the place of the supremum over all centres stand those that the function returns for the sample."
MINI = "A centre is the mean of the batches that were drawn, with replacement, and not of the points."


def cases():
    mean = dict.fromkeys(("mean_error", "centres"), "the reference: a centre is the mean of the points of its cluster")
    for k in (1, 2):
        for name, options, words, note in (("KMeans", {}, "the defaults", OWN), ("KMeans", {"init": "random", "n_init": 10}, "", OWN),
                                           ("MiniBatchKMeans", {}, "the defaults", f"{OWN} {MINI}")):
            yield Case("scikit-learn", f"{name}, k = {k}", functools.partial(centres, name=name, **options), "kmeans",
                       "; ".join(x for x in (words, "random_state=0") if x), not options, {"clusters": k, "dimension": 2},
                       mean if name == "KMeans" else {}, None if k == 1 else ("over", "centres"), note=note, effort=FEW)
