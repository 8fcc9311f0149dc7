"""PyTorch: do nn.Dropout and its relatives mask every entry by itself, with the scaling that keeps the mean?"""
import torch
from torch import nn

from benchmarks.conformance.cases import Case
from proofs_numeric.conformance import Effort


def module(x, rate, seed):
    torch.manual_seed(seed)
    return nn.Dropout(rate)(x)


def function(x, rate, seed):
    torch.manual_seed(seed)
    return nn.functional.dropout(x, rate)


def alpha(x, rate, seed):
    torch.manual_seed(seed)
    return nn.AlphaDropout(rate)(x)


def channels(x, rate, seed):
    torch.manual_seed(seed)
    return nn.Dropout1d(rate)(x[None])[0]


def module_as_plain(x, rate, seed):
    return module(x, rate, seed)


BOTH = ("identity", "dropout")
SEARCH = Effort(draws=6, climbs=1, steps=6, shrinks=12)


def cases():
    said = dict.fromkeys(BOTH, "the reference says: entries are zeroed independently with probability p, the others divided by 1 - p")
    short = dict.fromkeys(BOTH, "the reference says: entries are zeroed with probability p, and refers to the module for details")
    for f, name, promised, note in (
            (module, "nn.Dropout", said, ""), (function, "nn.functional.dropout", short, ""),
            (alpha, "nn.AlphaDropout", {}, "the reference describes another law: masked entries take another value, and all are scaled and "
                                           "shifted"),
            (channels, "nn.Dropout1d", {}, "the reference says that whole channels are zeroed: the rows of the array")):
        yield Case("torch", name, f, "dropout", "training mode, the seed set before each call, float32", True, {"draws": 512}, promised,
                   arrays="torch", precision="float32", note=note, effort=SEARCH)
    yield Case("torch", "nn.Dropout", module_as_plain, "dropout", "training mode, as dropout without scaling, float32", False,
               {"scaled": False, "draws": 512}, arrays="torch", precision="float32", effort=SEARCH,
               note="the reference says that the outputs are divided by 1 - p")
