"""The windowed scattering transform on a finite grid: wavelet moduli along all paths, averaged by the low-pass filter.

U_0 x = x,  U_{m+1} x = { |u * psi_l| : u in U_m x, l = 1 ... L },  S_m x = { u * phi : u in U_m x }.

Layer m holds L^m paths, the last letter of a path running fastest. Every layer is one ball: its radius is in the norm
( sum over paths ||.||^2 )^(1/2) in which the theorems are stated.
"""
from dataclasses import replace

import jax.numpy as jnp
from jax.numpy.fft import fftn, ifftn

from proofs_numeric.engine.enclosure import EPS, Ball, euclid, modulus, once, root
from proofs_numeric.mathematics.signals import fourier_budget
from proofs_numeric.mathematics.wavelets import Bank, frame_bound, frequencies


@once
def absolute(z: Ball) -> Ball:
    """|z| elementwise: 1-Lipschitz, and computed to 4 EPS."""
    return Ball(modulus(z.center), z.radius + 4 * EPS * z.size)


@once
def analyse(bank: Bank, u: Ball) -> tuple[Ball, Ball]:
    """(P, *grid) -> the averages u * phi, (P, *grid), and the wavelet coefficients u * psi, (P * L, *grid).

    Budget: two transforms and a product, relative to the norm of u times that of the bank on complex signals.
    """
    axes = tuple(range(-len(bank.grid), 0))
    size = 1
    for n in bank.grid:
        size *= n
    spectrum = fftn(u.center, axes=axes)[:, None]
    filters = jnp.concatenate([bank.phi[None], bank.psi])
    y = ifftn(spectrum * filters, axes=axes)
    # The length of a transform need not be a power of two: one stage more than log2.
    radius = root(frame_bound(bank)) * (u.radius + (2 * fourier_budget(2 * size) + 4 * EPS) * u.size) * (1 + 16 * EPS)
    return Ball(y[:, 0], radius), Ball(y[:, 1:].reshape(-1, *bank.grid), radius)


def scatter(bank: Bank, x: Ball, depth: int, rho=absolute) -> tuple[list[Ball], list[Ball]]:
    """([S_0, ..., S_{depth-1}], [U_0, ..., U_depth]) of a signal x (*grid).

    rho: what is applied to wavelet coefficients, the modulus; a map of balls.
    Raises ValueError if the shape of x is not the grid of the bank.
    """
    if x.center.shape != bank.grid:
        raise ValueError(f"x has shape {x.center.shape}, the bank is given on the grid {bank.grid}: sample both on one grid.")
    outputs, propagated = [], [Ball(x.center[None], x.radius)]
    for _ in range(depth):
        average, coefficients = analyse(bank, propagated[-1])
        outputs.append(average)
        propagated.append(rho(coefficients))
    return outputs, propagated


def join(balls: list[Ball]) -> Ball:
    """The family of all layers, as one vector."""
    center = jnp.concatenate([b.center.ravel() for b in balls])
    return Ball(center, euclid(jnp.stack([b.radius for b in balls])) * (1 + 8 * EPS))


def translate(c, x: Ball) -> Ball:
    """(T_c x)[n] = x[n - c] for c (d,): an exact cyclic shift for whole c, else multiplication of the spectrum by a phase."""
    grid = x.center.shape
    d = len(grid)
    whole = jnp.round(c)
    shifted = jnp.roll(x.center, whole.astype(int), tuple(range(d)))
    angle = 2 * jnp.pi * (frequencies(grid) / jnp.array(grid)) @ c
    turned = ifftn(fftn(x.center) * jnp.exp(-1j * angle))
    on_grid = (whole == c).all()
    slack = (2 * fourier_budget(2 * x.center.size) + 4 * EPS * (1 + jnp.pi * jnp.abs(c).sum())) * x.size
    return replace(x, center=jnp.where(on_grid, shifted, turned), radius=x.radius + jnp.where(on_grid, 0.0, slack))
