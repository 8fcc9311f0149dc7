"""What is measured, in words and numbers: the table of workloads and of growths. Nothing heavy is imported here.

`build` names a function that prepares a workload, "module:function", called with `arguments` and the device. It returns a `Race`, or
for a growth, called with one more value, a `Step`.
"""
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


class Unavailable(Exception):
    """A contestant cannot take part; the message says why."""


@dataclass(frozen=True)
class Contestant:
    """make() imports the library, prepares the input and returns the function that is timed; that waits for its result.

    settings: the parameters given, where they are not those of the documentation.
    convention(answer): the answer with the constants that the library leaves out; not timed.
    """

    name: str
    make: Callable[[], Callable[[], Any]]
    settings: str = ""
    convention: Callable[[Any], Any] = lambda answer: answer


@dataclass(frozen=True)
class Race:
    """error(answer): the distance of an answer from an independent reference."""

    ours: Contestant
    peers: tuple[Contestant, ...]
    error: Callable[[Any], float]


@dataclass(frozen=True)
class Step:
    """A function at one value of the parameter, and its cost according to theory, up to a constant."""

    call: Callable[[], Any]
    cost: float


@dataclass(frozen=True)
class Workload:
    """does: what is computed. goal: our time as a part of the best peer's, at most.

    error: what the error of an answer is. bound: what ours must stay below. counts: a peer with a larger error has not done the work
    and is shown without a rank. traded: accuracy can be traded for time, so ours must be at least as accurate as the best peer.
    missed: why the goal is missed, if it is.
    """

    name: str
    title: str
    does: str
    goal: float
    error: str
    bound: float
    counts: float
    build: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    traded: bool = False
    missed: str = ""


@dataclass(frozen=True)
class Growth:
    """theory: the expected cost, in words or a formula. geometric: a factor for each step instead of an exponent is fitted."""

    name: str
    title: str
    parameter: str
    values: tuple[float, ...]
    theory: str
    build: str
    geometric: bool = False
    note: str = ""


MOST = 20_000                    # iterations given to a peer whose stopping rule is another one, at most
GEOMLOSS = 700                   # and to geomloss, whose error falls like one over their number: 1e-6 is out of reach of either


def builder(build: str) -> Callable[..., Any]:
    """The function with the name "module:function"."""
    module, _, function = build.partition(":")
    return getattr(importlib.import_module(f"benchmarks.{module}"), function)


SCATTERING = ("largest relative l² error of a signal among white noise, noise with the spectrum 1/f² and steps, against "
              "the transform with the same filters written out in float64 NumPy without sub-sampling")
ENTROPIC = "l¹ error of both marginals of the plan"
LINE = "largest absolute error, against sorting in extended precision"
# Why a goal is missed, where several rows share the reason.
SCALING = "The scaling by powers of two that keeps tiny and huge signals exact costs a few per cent."
SORTING = "All of it is sorting, by NumPy, on as many threads as there are cores; nothing is left to save but the sort."
ORDERING = "Summing the weights and merging the two laws costs at least as much as sorting, all by NumPy on all cores."
SINGULAR = "Two thirds of it are singular values, by LAPACK."

WORKLOADS = (
    Workload("scattering_1d", "Scattering in 1-D", "64 real signals of 8192 samples, J = 8, Q = 8, orders 0 to 2, paths with increasing "
             "scale, float32; the filters and the reflected padding of kymatio", 0.35, SCATTERING, 1e-4, 0.1,
             "scattering:line", {"samples": 8192, "octaves": 8, "per_octave": 8, "batch": 64, "alias": 4.5e-5}, True, SCALING),
    Workload("scattering_2d", "Scattering in 2-D", "16 images of 128×128, J = 4, L = 8, orders 0 to 2, float32; the filters and the "
             "reflected padding of kymatio", 0.35, SCATTERING, 1e-2, 0.1,
             "scattering:plane", {"side": 128, "octaves": 4, "orientations": 8, "batch": 16, "alias": 1.5e-2}, True, SCALING),
    Workload("scattering_gradient", "Gradient of scattering in 2-D", "gradient of the sum of squares of all coefficients with respect to "
             "8 images of 64×64, J = 3, L = 8, float32", 0.6, SCATTERING.replace("the transform", "the gradient of the transform"),
             2e-2, 0.1, "scattering:gradient", {"side": 64, "octaves": 3, "orientations": 8, "batch": 8, "alias": 1.25e-2}, True,
             "Besides Fourier transforms, spectra, windows and what the moduli keep for going back are read and written. A tenth of the "
             "time is the scaling by powers of two that keeps tiny and huge images exact."),
    Workload("w1", "W₁ on the line", "1000 pairs of 1000 points, uniform weights, float64", 0.1, LINE, 1e-13, 1e-6,
             "transport:line", {"p": 1}, missed=SORTING),
    Workload("w2", "W₂ on the line", "1000 pairs of 1000 points, uniform weights, float64", 0.1, LINE, 1e-13, 1e-6,
             "transport:line", {"p": 2}, missed=SORTING),
    Workload("w1_weighted", "W₁ on the line, weighted", "1000 pairs of 1000 against 800 points with random weights, float64", 0.3,
             LINE, 1e-13, 1e-6, "transport:line", {"p": 1, "weighted": True}, missed=ORDERING),
    Workload("w2_weighted", "W₂ on the line, weighted", "1000 pairs of 1000 against 800 points with random weights, float64", 0.3,
             LINE, 1e-12, 1e-6, "transport:line", {"p": 2, "weighted": True}, missed=ORDERING),
    Workload("exact", "Exact transport, POT's simplex in both", "1000 against 1000 points of the unit square, squared distances; value, "
             "plan and dual potentials. Ours calls POT's network simplex and adds an enclosure of the value", 1.1,
             "absolute error of the value, against SciPy's assignment solver", 1e-13, 1e-6, "transport:exact", {"n": 1000}),
    Workload("entropic", "Entropic transport, ε = 0.05", "the plan for 1000 against 1000 points of the unit square, squared distances, "
             "marginals met to 1e-6 in l¹, float64", 0.4, ENTROPIC, 1e-6, 1.01e-6, "transport:entropic", {"n": 1000, "eps": 0.05},
             missed="So large a regularisation needs few iterations from anybody. Two fifths of our time go into checking and scaling it "
             "and finding a start, which is seen less with a tenth of the regularisation."),
    Workload("entropic_small", "Entropic transport, ε = 0.005", "the same with a tenth of the regularisation", 0.4, ENTROPIC, 1e-6, 1.01e-6,
             "transport:entropic", {"n": 1000, "eps": 0.005}),
    Workload("entropic_batch", "256 entropic problems", "256 plans for 64 against 64 points of the unit square, ε = 0.05, marginals met to "
             "1e-6 in l¹, float64", 0.4, "largest " + ENTROPIC, 1e-6, 1.01e-6, "transport:entropic_batch", {"n": 64, "problems": 256}),
    Workload("gaussian", "Gaussian W₂", "256 pairs of laws on 32 dimensions, covariances of condition about 10³, float64", 0.33,
             "largest relative error of the first 3 distances, against 40 digits", 1e-13, 1e-3,
             "gaussians:distance", {"condition": 1e3}, missed=SINGULAR),
    Workload("gaussian_ill", "Gaussian W₂, ill-conditioned", "the same with covariances of condition 10⁹", 0.33,
             "largest relative error of the first 3 distances, against 40 digits", 1e-13, 1e-3,
             "gaussians:distance", {"condition": 1e9}, missed=SINGULAR),
)

FFTS = "n log n of all Fourier transforms"
GROWTHS = (
    Growth("scattering_samples", "Scattering in 1-D, J = 6, Q = 4, batch 8", "N", (2048, 4096, 8192, 16384, 32768), "N log N",
           "scattering:by_samples"),
    Growth("scattering_octaves", "Scattering in 1-D, N = 8192, Q = 2, batch 8", "J", (4, 5, 6, 7, 8, 9), FFTS, "scattering:by_octaves",
           note="Paths grow like J², but every path needs fewer samples when averages are longer."),
    Growth("scattering_exact", "the same without sub-sampling, N = 4096, batch 2", "J", (3, 4, 5, 6, 7, 8), FFTS,
           "scattering:by_octaves_exactly", note="As many transforms of length N as paths, which grow like J²."),
    Growth("scattering_order", "Scattering in 1-D, N = 4096, J = 8, Q = 1, batch 8", "order", (1, 2, 3), FFTS, "scattering:by_order", True),
    Growth("scattering_batch", "Scattering in 1-D, N = 4096, J = 6, Q = 4", "batch", (4, 8, 16, 32, 64), "batch", "scattering:by_batch"),
    Growth("scattering_side", "Scattering in 2-D, J = 3, L = 4, batch 4", "side", (32, 64, 128, 256), "side² log side",
           "scattering:by_side"),
    Growth("extractor_samples", "Extractor of depth 2, 8 random atoms, ReLU, batch 8", "N", (512, 1024, 2048, 4096, 8192), "N log N",
           "extractor:by_samples"),
    Growth("extractor_depth", "Extractor with 4 random atoms, ReLU, N = 1024, batch 8", "depth", (1, 2, 3, 4, 5), "paths: 4 a layer",
           "extractor:by_depth", True),
    Growth("extractor_decimated", "the same, every layer decimated by 2", "depth", (1, 2, 3, 4, 5, 6), "samples: 4/2 a layer",
           "extractor:by_depth_decimated", True),
    Growth("extractor_batch", "Extractor of depth 2, 8 random atoms, ReLU, N = 1024", "batch", (4, 8, 16, 32, 64), "batch",
           "extractor:by_batch"),
    Growth("line", "W₁ of 64 pairs, uniform weights", "n", (1024, 4096, 16384, 65536), "n log n", "transport:by_points"),
    Growth("line_weighted", "W₂ of 64 pairs, weighted", "n", (1024, 4096, 16384, 65536), "n log n", "transport:by_points_weighted"),
    Growth("exact", "Exact transport by POT's simplex, points of the unit square", "n", (250, 500, 1000, 2000), "n³ log n at worst",
           "transport:by_size_exact"),
    Growth("entropic", "Entropic transport, ε = 0.05, marginals to 1e-6", "n", (250, 500, 1000, 2000), "n²", "transport:by_size_entropic",
           note="The number of iterations depends on ε and hardly on n."),
    Growth("gaussian", "Gaussian W₂ of 16 pairs", "d", (16, 32, 64, 128, 256), "d³", "gaussians:by_dimension"),
)
