"""SciPy: are entropy, jensenshannon, rel_entr and kl_div the divergences of their names, also at zeros and for nearly equal laws?"""
import functools

from scipy.spatial.distance import jensenshannon
from scipy.special import kl_div, rel_entr
from scipy.stats import entropy

from benchmarks.conformance.cases import Case


def of_two(p, q, base=None):
    return entropy(p, q, base)


def squared(p, q, base=None):
    return jensenshannon(p, q, base) ** 2


def unsquared(p, q):
    return jensenshannon(p, q)


def summed_rel_entr(p, q):
    return rel_entr(p, q).sum()


def summed_kl_div(p, q):
    return kl_div(p, q).sum()


KL = ("gibbs", "kullback_leibler", "kullback_leibler_reversed", "kullback_leibler_at_zero", "js_kl", "js_kl_reversed", "pinsker",
      "pinsker_reversed", "full_support")
JS = ("jensen_shannon", "jensen_shannon_at_zero", "js_above", "js_below", "js_square", "js_kl", "js_kl_reversed")


def cases():
    defined = dict.fromkeys(KL, "the reference defines it as the sum of pk log(pk / qk)")
    yield Case("scipy", "stats.entropy", of_two, "divergence", "with qk; otherwise the defaults", True, {"kind": "kl"}, defined)
    yield Case("scipy", "stats.entropy", functools.partial(of_two, base=2), "divergence", "with qk", False, {"kind": "kl"},
               note="the reference says that base is that of the logarithm; the theorems are in nats")
    root = dict.fromkeys(JS, "the reference calls the value the root of the Jensen-Shannon divergence, with natural logarithms by default")
    yield Case("scipy", "distance.jensenshannon, squared", squared, "divergence", "the defaults", True, {"kind": "js"}, root,
               note="nan where rounding makes the divergence of nearly equal laws negative, see issue 20083 of the library")
    yield Case("scipy", "distance.jensenshannon, squared", functools.partial(squared, base=2), "divergence", "", False, {"kind": "js"},
               note="the reference says that base is that of the logarithm; the theorems are in nats")
    yield Case("scipy", "distance.jensenshannon", unsquared, "divergence", "the defaults", True, {"kind": "js"},
               note="the reference says that the value is the root of the divergence, and not the divergence")
    yield Case("scipy", "special.rel_entr, summed", summed_rel_entr, "divergence", "there are no settings", True, {"kind": "kl"},
               dict.fromkeys(KL, "the reference says that relative entropy is the sum of these, and a term with y = 0 < x is infinite"))
    yield Case("scipy", "special.kl_div, summed", summed_kl_div, "divergence", "there are no settings", True, {"kind": "kl"},
               note="the reference defines x log(x / y) - x + y, which for laws has the same sum")
