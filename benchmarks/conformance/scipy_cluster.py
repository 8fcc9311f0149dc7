"""SciPy: what kmeans and kmeans2 make of all samples of a law on few points."""
import functools
import warnings

from scipy.cluster import vq

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def centres(points, k, name, **options):
    return getattr(vq, name)(points, k, rng=0, **options)[0]


warnings.simplefilter("ignore")          # empty clusters
FEW = Effort(draws=4, climbs=1, steps=8, shrinks=30)
OWN = "In the place of the supremum over all centres stand those that the function returns for the sample."
DRAWN = ("By default the first centres are drawn from a normal law with the covariance of the data; for a single point, and "
         "where that is singular, as for points on a line, the function raises an exception.")


def cases():
    mean = {"mean_error": "the reference: k-means, whose centroids are means of their observations"}
    for k in (1, 2):
        for name, options, words, note in (("kmeans", {}, "the defaults", OWN), ("kmeans2", {}, "the defaults", f"{OWN} {DRAWN}"),
                                           ("kmeans2", {"minit": "++"}, "", OWN), ("kmeans2", {"minit": "points"}, "", OWN)):
            fixed = "rng=0; the points are not whitened first" if name == "kmeans" else "rng=0"
            yield Case("scipy", f"{name}, k = {k}", functools.partial(centres, name=name, **options), "kmeans",
                       "; ".join(x for x in (words, fixed) if x), not options, {"clusters": k, "dimension": 2}, mean,
                       None if k == 1 else ("over", "centres"), note=note, effort=FEW)
