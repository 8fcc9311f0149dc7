"""PyTorch: does a convolution layer follow cyclic shifts?"""
import functools

import torch

from benchmarks.conformance.cases import Case


def layer(x, size, **options):
    """Conv1d with one channel, without bias, with the taps 1, 2, 3, ..."""
    f = torch.nn.Conv1d(1, 1, size, padding="same", bias=False, **options)
    with torch.no_grad():
        f.weight[0, 0] = torch.arange(1, size + 1)
    return f(x[None, None])[0, 0]


def plane(x, size, **options):
    """Conv2d on an image of one row."""
    f = torch.nn.Conv2d(1, 1, (1, size), padding="same", bias=False, **options)
    with torch.no_grad():
        f.weight[0, 0, 0] = torch.arange(1, size + 1)
    return f(x[None, None, None])[0, 0, 0]


CYCLIC = dict.fromkeys(("convolution", "diagonal", "norm"), "the reference: with this mode the padding is circular")


def cases():
    words = "padding='same', bias=False"
    for name, f in (("nn.Conv1d", layer), ("nn.Conv2d", plane)):
        yield Case("torch", name, functools.partial(f, size=3), "linear_equivariant", f"{words}; otherwise the defaults", True, {}, {},
                   arrays="torch", precision="float32", note="The reference: the default padding_mode is 'zeros'.")
        for size in (3, 4):
            yield Case("torch", name, functools.partial(f, size=size, padding_mode="circular"), "linear_equivariant", words, False, {},
                       CYCLIC, arrays="torch", precision="float32")
