"""Semi-discrete frames on cyclic grids, given by the discrete Fourier transforms of their atoms.

A frame on Z/N, or on a product of such groups, is a family of atoms g_l and one output atom chi, all of them with all their
translates. On complex signals

    ||x * chi||^2 + sum_l ||x * g_l||^2 = (1/N) sum_k LP[k] |x^[k]|^2,      LP[k] = |chi^[k]|^2 + sum_l |g_l^[k]|^2,

so the optimal frame bounds are the least and the largest value of LP: they are computed, not estimated. On real signals
|x^[-k]| = |x^[k]|, and the optimal bounds are those of (LP[k] + LP[-k]) / 2: atoms that live on one half of the spectrum may
there have twice the energy.

>>> from proofs_numeric.numerics.frames import gabor, gaussian
>>> frame = gabor(gaussian(64, width=4.0), step=8)
>>> frame
Frame(7 complex atoms on Z/64, real output atom)
>>> [round(float(b), 6) for b in frame.tight().bounds()]
[1.0, 1.0]
"""
import math
from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp
import numpy as np

from proofs_numeric.mathematics.littlewood_paley import reflect, square
from proofs_numeric.numerics import checks
from proofs_numeric.numerics.checks import Array


def host(*arrays) -> tuple:
    """The arrays and the module for computing with them: NumPy where values are known, so that building a network compiles
    nothing, and jax.numpy where they are traced."""
    if checks.known(*arrays):
        return (*map(np.asarray, arrays), np)
    return (*arrays, jnp)


def stages(grid: tuple[int, ...]) -> float:
    """log2 of the number of samples: the rounding errors of a Fourier transform grow like this."""
    return math.log2(max(math.prod(grid), 2))


@checks.node("atoms", "output")
@dataclass(frozen=True, repr=False)
class Frame:
    """atoms (A, *grid), output (*grid): DFTs of the atoms and of the output atom chi, which is not among the atoms.

    real_atoms, real_output: whether they are DFTs of real filters, so that real signals stay real. Use `from_spectra`, which
    finds this out and checks its arguments, or a function that builds a frame of one kind.
    """

    atoms: Array
    output: Array
    real_atoms: bool = False
    real_output: bool = False

    def __post_init__(self):
        for name in ("atoms", "output"):
            x = getattr(self, name)
            if not (isinstance(x, (np.ndarray, jax.Array)) and x.size == 0):                    # the last output atom has no other ones
                object.__setattr__(self, name, checks.array(name, x, real=False))
        _check_one_grid(self.atoms, self.output)
        for name in ("real_atoms", "real_output"):
            object.__setattr__(self, name, checks.flag(name, getattr(self, name)))

    @property
    def grid(self) -> tuple[int, ...]:
        return self.output.shape

    @property
    def dim(self) -> int:
        return self.output.ndim

    def energy(self, real: bool = False, weight=1.0):
        """(*grid): |chi^|^2 + weight * sum |g^|^2, averaged over k and -k if the signals are real. With weight 1 this is LP."""
        real, weight = checks.flag("real", real), checks.array("weight", weight, 0, host=True)
        atoms, output, _ = host(self.atoms, self.output)
        table = square(output) + weight * square(atoms).sum(0)
        return 0.5 * (table + reflect(table, self.dim)) if real else table

    def bounds(self, real: bool = False):
        """(lower, upper): the optimal frame bounds on complex or on real signals."""
        table = self.energy(real)
        return table.min(), table.max()

    def scaled(self, factor) -> "Frame":
        """Every atom multiplied by a positive number, or by a positive function of frequency (*grid) that is even.

        Raises ValueError if the factor is something else.
        """
        factor = checks.array("factor", factor, (0, self.dim), host=True)
        if factor.ndim and factor.shape != self.grid:
            raise ValueError(f"factor has shape {factor.shape} and the grid is {self.grid}: give one number, or one for each frequency.")
        if checks.known(factor):
            values = np.asarray(factor)
            if not (values > 0).all():
                raise ValueError(f"factor has the value {values.min()}: give positive numbers.")
            if values.ndim and not (abs(values - reflect(values, self.dim)) <= 1e-6 * values).all():
                raise ValueError("factor differs at the frequencies k and -k: give an even function, so that real filters stay real.")
        atoms, output, factor, _ = host(self.atoms, self.output, factor)
        # A product with a NumPy scalar of double precision would be double.
        return replace(self, atoms=jnp.asarray(atoms * factor, self.atoms.dtype), output=jnp.asarray(output * factor, self.output.dtype))

    def tight(self, real: bool = False) -> "Frame":
        """The canonical Parseval frame: all atoms divided by the root of LP, so that LP = 1.

        Raises ValueError if LP vanishes (to rounding) somewhere: then this family is no frame.
        """
        table = self.energy(real)
        if checks.known(table):
            lower, upper = float(table.min()), float(table.max())
            if lower <= np.finfo(table.dtype).eps * upper:
                raise ValueError(f"the Littlewood-Paley sum lies between {lower} and {upper}: a family that misses a frequency cannot be "
                                 "made tight; add atoms, widen them, or use `scaled`.")
        return self.scaled(table**-0.5)

    def coarse(self, stride: int) -> "Frame":
        """The same frame on the grid that a pooling by `stride` leaves: every stride-th value of the DFTs.

        This is the dilation of the filters by 1/stride that the unitary dilation of the signals asks for. Its frame bounds lie
        within those of this frame. Raises ValueError unless the stride divides each side.
        """
        stride = checks.count("stride", stride)
        if any(n % stride for n in self.grid):
            raise ValueError(f"stride = {stride} does not divide the grid {self.grid}: choose a divisor of every side.")
        step = (..., *(slice(None, None, stride),) * self.dim)
        return replace(self, atoms=self.atoms[step], output=self.output[step])

    def __repr__(self):
        kinds = ["real" if real else "complex" for real in (self.real_atoms, self.real_output)]
        return f"Frame({len(self.atoms)} {kinds[0]} atoms on {' x '.join(f'Z/{n}' for n in self.grid)}, {kinds[1]} output atom)"


def _check_one_grid(atoms, output):
    if output.ndim == 0 or atoms.ndim != output.ndim + 1 or atoms.shape[1:] != output.shape:
        raise ValueError(f"atoms have shape {atoms.shape} and output {output.shape}: give them as (A, *grid) and (*grid) on one grid.")


def _is_real(spectra, d: int) -> bool:
    """Whether filters are real, f^(-k) = conj f^(k), to the rounding errors of a Fourier transform; False if not known."""
    if not checks.known(spectra):
        return False
    spectra = np.asarray(spectra)
    other = reflect(spectra, d).conj()
    slack = 8 * np.finfo(spectra.dtype).eps * stages(spectra.shape[-d:])
    return bool(abs(spectra - other).max(initial=0.0) <= slack * abs(spectra).max(initial=0.0))


def from_spectra(atoms, output=None) -> Frame:
    """A frame from the DFTs of its atoms (A, *grid) and of its output atom (*grid), real or complex; no output atom if None.

    Raises ValueError if an array is empty, not finite, or if the grids differ.
    """
    atoms = checks.array("atoms", atoms, at_least=2, real=False)
    output = jnp.zeros(atoms.shape[1:], jnp.finfo(atoms.dtype).dtype) if output is None else checks.array("output", output, real=False)
    _check_one_grid(atoms, output)
    return Frame(atoms, output, _is_real(atoms, output.ndim), _is_real(output, output.ndim))


def wavelet(bank) -> Frame:
    """The frame of a filter bank: its wavelets `bank.psi` (A, *grid) are the atoms, its low-pass filter `bank.phi` the output atom.

    Wavelets on one half of the spectrum are normalised for real signals; on complex signals their upper bound is twice that.
    A bank of double precision gives a frame of JAX's default precision. Raises ValueError if there are no such arrays.
    """
    if not (hasattr(bank, "psi") and hasattr(bank, "phi")):
        raise ValueError(f"bank = {bank!r}: give a filter bank, for instance filters.meyer(64, 3).")
    return from_spectra(_default(checks.array("bank.psi", bank.psi, at_least=2, host=True, real=False)),
                        _default(checks.array("bank.phi", bank.phi, host=True, real=False)))


def _default(x):
    """Values made on the host, in JAX's default precision."""
    return jnp.asarray(x, jax.dtypes.canonicalize_dtype(x.dtype))


def on_grid(kernels, grid: tuple[int, ...]):
    """DFTs (..., *grid) of small filters (..., *taps), whose entry taps // 2 sits at the origin: cyclic convolution."""
    d = len(grid)
    taps = kernels.shape[-d:]
    kernels, xp = host(kernels)
    padded = xp.pad(kernels, [(0, 0)] * (kernels.ndim - d) + [(0, n - t) for n, t in zip(grid, taps)])
    return xp.fft.fftn(xp.roll(padded, [-(t // 2) for t in taps], tuple(range(-d, 0))), axes=tuple(range(-d, 0)))


def learned(kernels, output, grid) -> Frame:
    """A frame from impulse responses: kernels (A, *taps) and output (*taps'), placed on a grid by zeros around them.

    Differentiable in both. The entry taps // 2 sits at the origin; real kernels give real filters. Raises ValueError if an
    array is not finite, has not the axes of the grid, or is longer than the grid.
    """
    grid = checks.sides("grid", grid)
    kernels = checks.array("kernels", kernels, len(grid) + 1, real=False)
    output = checks.array("output", output, len(grid), real=False)
    for name, x in (("kernels", kernels), ("output", output)):
        if any(t > n for t, n in zip(x.shape[-len(grid):], grid)):
            raise ValueError(f"{name} has shape {x.shape}, longer than the grid {grid}: shorten it or take a larger grid.")
    spectra = jnp.asarray(on_grid(kernels, grid)), jnp.asarray(on_grid(output, grid))
    return Frame(*spectra, not jnp.iscomplexobj(kernels), not jnp.iscomplexobj(output))


def random(seed, grid, atoms: int, taps: int | None = None, real: bool = True) -> Frame:
    """Independent normal filters, the output atom as well, divided by one number so that the upper frame bound is 1.

    seed: a whole number or a NumPy generator. taps: the length of the filters in each direction, the whole grid by default.
    The filters have JAX's default precision. Raises ValueError for no atoms, and for more taps than the shortest side.
    """
    grid, atoms, real = checks.sides("grid", grid), checks.count("atoms", atoms, 1, checks.LONGEST), checks.flag("real", real)
    rng = seed if isinstance(seed, np.random.Generator) else np.random.default_rng(checks.count("seed", seed, 0))
    shape = (atoms + 1, *(grid if taps is None else (checks.count("taps", taps, 1, min(grid)),) * len(grid)))
    kernels = _default(rng.normal(size=shape) if real else rng.normal(size=shape) + 1j * rng.normal(size=shape))
    frame = learned(kernels[1:], kernels[0], grid)
    return frame.scaled(frame.bounds()[1] ** -0.5)


def gaussian(grid, width: float):
    """(*grid): DFT of a sampled Gaussian, the sum over m of exp(-|k + m N|^2 / (2 width^2)) divided by its value at k = 0.

    width: in cycles per period. The largest value is 1, at frequency 0.
    """
    grid, width = checks.sides("grid", grid), checks.positive("width", width)

    def axis(n):
        if width >= 2 * n:
            return np.ones(n)                                         # to 2 exp(-8 pi^2) = 1e-34
        wide = max(width, 0.01)                                       # where values are 0 and 1 already
        reach = 1 + math.ceil(7 * wide / n)                           # exp(-49/2) is below single precision, its square below double
        k = np.fft.fftfreq(n)[:, None] * n + n * np.arange(-reach, reach + 1)
        values = np.exp(-0.5 * (k / wide) ** 2).sum(-1)
        return values / values[0]
    window = np.ones(())
    for n in grid:
        window = window[..., None] * axis(n)
    return _default(window)


def gabor(window, step, one_sided: bool = False) -> Frame:
    """The Weyl-Heisenberg frame of a window and the lattice of all translations and of modulations by multiples of `step`.

    window (*grid): DFT of the window. step: cycles per period, one number or one for each axis. The atoms are the window
    moved to the other points of the lattice, and the output atom is the window itself, at frequency 0: A = prod(N / step) - 1.
    one_sided: keep one of the two atoms at m and -m and multiply it by sqrt(2). On real signals the frame bounds and all
    energies stay and half of the work is saved; it needs a window that is real in space.
    Raises ValueError unless the step divides each side.
    """
    window, xp = host(checks.array("window", window, at_least=1, real=False))
    grid, d, one_sided = window.shape, window.ndim, checks.flag("one_sided", one_sided)
    steps = checks.sides("step", step)
    steps = steps * d if len(steps) == 1 else steps
    if len(steps) != d or any(n % b for n, b in zip(grid, steps)):
        raise ValueError(f"step = {step} does not divide the grid {grid}: choose a divisor of every side.")
    counts = tuple(n // b for n, b in zip(grid, steps))
    if one_sided and checks.known(window) and not _is_real(window, d):
        raise ValueError("one_sided = True, and the window is not real in space: give a window with an even DFT, or keep both sides.")
    atoms = []
    for m in np.ndindex(*counts):
        twin = tuple(-i % c for i, c in zip(m, counts))
        if not any(m) or one_sided and twin < m:
            continue
        energy = math.sqrt(2) if one_sided and twin != m else 1.0
        atoms.append(energy * xp.roll(window, [i * b for i, b in zip(m, steps)], tuple(range(d))))
    if not atoms:
        raise ValueError(f"step = {step} on the grid {grid} leaves the output atom only: choose a smaller step.")
    return from_spectra(xp.stack(atoms), window)
