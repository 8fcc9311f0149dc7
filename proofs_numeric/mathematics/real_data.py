"""Signals that were measured, from data that ships in Python packages: nothing is downloaded.

Photographs and the electrocardiogram are centred (mean 0) and normalised (Euclidean norm 1). The packages are imported where
they are used: loading them takes longer than many a verification.
"""
import functools

import numpy as np

PHOTOGRAPHS = ("ascent", "camera", "aero", "china", "flower")


def _normalised(x) -> np.ndarray:
    x = np.asarray(x, float)
    x = x - x.mean()
    return x / np.linalg.norm(x)


@functools.cache
def _grey(name: str) -> np.ndarray:
    if name in ("ascent", "camera", "aero"):                       # PyWavelets: 512 x 512, grey
        import pywt.data
        return np.asarray(getattr(pywt.data, name)(), float)
    from sklearn.datasets import load_sample_image  # scikit-learn: 427 x 640, colour
    return load_sample_image(f"{name}.jpg").astype(float) @ np.array([0.299, 0.587, 0.114])


def photograph(name: str, shape: tuple[int, int], offset: tuple[int, int] = (0, 0)) -> np.ndarray:
    """The crop of `shape` pixels around the middle of a photograph, moved by `offset`, in grey, mean 0, norm 1.

    Raises ValueError for an unknown name or a crop that leaves the photograph.
    """
    if name not in PHOTOGRAPHS:
        raise ValueError(f"photograph {name!r} is unknown; there are {', '.join(PHOTOGRAPHS)}.")
    whole = _grey(name)
    start = [(n - m) // 2 + o for n, m, o in zip(whole.shape, shape, offset)]
    if any(s < 0 or s + m > n for s, m, n in zip(start, shape, whole.shape)):
        raise ValueError(f"a crop of shape {shape} at offset {offset} leaves {name!r}, which has {whole.shape} pixels: take a "
                         "smaller one.")
    return _normalised(whole[start[0]:start[0] + shape[0], start[1]:start[1] + shape[1]])


def heartbeat(samples: int = 1024) -> np.ndarray:
    """The first `samples` of an electrocardiogram (PyWavelets), mean 0, norm 1. Raises ValueError above 1024."""
    import pywt.data
    x = pywt.data.ecg()
    if samples > len(x):
        raise ValueError(f"samples = {samples}: the recording has {len(x)}; ask for no more.")
    return _normalised(x[:samples])
