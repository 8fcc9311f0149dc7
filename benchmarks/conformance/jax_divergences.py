"""JAX: are sums of jax.scipy.special.rel_entr and kl_div the Kullback-Leibler divergence, in both precisions?"""
from jax.scipy.special import kl_div, rel_entr

from benchmarks.conformance.cases import Case


def summed_rel_entr(p, q):
    return rel_entr(p, q).sum()


def summed_kl_div(p, q):
    return kl_div(p, q).sum()


def cases():
    for f, name, note in ((summed_rel_entr, "rel_entr", ""),
                          (summed_kl_div, "kl_div", "the reference defines x log(x / y) - x + y, which for laws has the same sum")):
        for precision, words in (("float32", "float32, the default of JAX"), ("float64", "64-bit mode")):
            yield Case("jax", f"scipy.special.{name}, summed", f, "divergence", words, precision == "float32", {"kind": "kl"},
                       note=note, arrays="jax", precision=precision)
