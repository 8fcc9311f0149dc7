"""Handwritten digits (8 x 8 pixels with values 0 to 16, shipped with scikit-learn) as rational measures."""
import functools
from fractions import Fraction


@functools.cache
def _images():
    """Imported when it is asked for: the import is slow, and only real data needs it."""
    from sklearn.datasets import load_digits
    return load_digits().images


def digit_measure(index: int, blocks: int = 4) -> tuple[Fraction, ...]:
    """Image number `index`, summed over blocks and normalised: blocks**2 weights, in the order of `image.ravel()`.

    Raises ValueError for an index outside 0 ... 1796 and for a number of blocks that does not divide 8.
    """
    images = _images()
    if not 0 <= index < len(images):
        raise ValueError(f"index = {index}: there are {len(images)} images, 0 to {len(images) - 1}")
    if blocks < 1 or 8 % blocks:
        raise ValueError(f"blocks = {blocks} does not divide 8: take 1, 2, 4 or 8")
    side = 8 // blocks
    pixels = images[index].reshape(blocks, side, blocks, side).sum((1, 3)).ravel()
    return tuple(Fraction(int(x), int(pixels.sum())) for x in pixels)


def digit_pixels(index: int) -> tuple[int, ...]:
    """The 64 grey values, 0 to 16, of image number `index`."""
    return tuple(int(x) for x in _images()[index].ravel())
