import numpy as np

import mylib


def wasserstein(x, a, y, b):
    return np.sqrt(mylib.wasserstein(x, a, y, b))
