"""PyTorch: are nn.functional.kl_div and distributions.kl_divergence of Categorical the Kullback-Leibler divergence, and of which order?"""
import functools

from torch.distributions import Categorical, kl_divergence
from torch.nn.functional import kl_div

from benchmarks.conformance.cases import Case


def loss(p, q, **settings):
    return kl_div(q.log(), p, **settings)


def batch_of_one(p, q):
    return kl_div(q.log()[None], p[None], reduction="batchmean")


def exchanged(p, q):
    return kl_div(p.log(), q, reduction="sum")


def logarithms(p, q):
    return kl_div(q.log(), p.log(), reduction="sum", log_target=True)


def categorical(p, q):
    return kl_divergence(Categorical(probs=p), Categorical(probs=q))


KL = ("gibbs", "kullback_leibler", "kullback_leibler_reversed", "kullback_leibler_at_zero", "js_kl", "js_kl_reversed", "pinsker",
      "pinsker_reversed", "full_support")


def cases():
    kind = {"kind": "kl"}
    warned = "the reference warns that this mean is not the divergence, and names batchmean as the setting that is"
    yield Case("torch", "nn.functional.kl_div", loss, "divergence", "log q and p as input and target; otherwise the defaults, float64",
               True, kind, arrays="torch", note=warned)
    summed = dict.fromkeys(KL, "the reference defines the terms target (log target - input), for input in log-probabilities")
    for precision in ("float64", "float32"):
        yield Case("torch", "nn.functional.kl_div", functools.partial(loss, reduction="sum"), "divergence",
                   f"log q and p as input and target, {precision}", False, kind, summed, arrays="torch", precision=precision)
    yield Case("torch", "nn.functional.kl_div", batch_of_one, "divergence", "reduction='batchmean', rows of shape (1, n), float64", False,
               kind, dict.fromkeys(KL, "the reference says that this reduction is the divergence"), arrays="torch")
    yield Case("torch", "nn.functional.kl_div", logarithms, "divergence", "reduction='sum', log_target=True, float64", False, kind, summed,
               arrays="torch")
    yield Case("torch", "nn.functional.kl_div", exchanged, "divergence", "reduction='sum', log p and q as input and target, float64", False,
               kind, arrays="torch", note="the reference says that the target is the first law of the divergence, the other way round")
    for precision in ("float64", "float32"):
        yield Case("torch", "distributions.kl_divergence of Categorical", categorical, "divergence", f"probs=p and probs=q, {precision}",
                   True, kind, dict.fromkeys(KL, "the reference calls it the divergence of two distributions"), arrays="torch",
                   precision=precision)
