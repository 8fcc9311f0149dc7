"""Eigenvectors of a small grid, and the energies of random orthonormal columns above the sums of the smallest eigenvalues."""
import numpy as np
from figures import ACCENT, FAINT, MUTED, SECOND, Drawing, axes

ACROSS, DOWN = 5, 4


def grid():
    places = np.array([(a, b) for b in range(DOWN) for a in range(ACROSS)], float)
    W = (np.abs(places[:, None] - places).sum(-1) == 1) * 1.0
    return places, W, np.diag(W.sum(1)) - W


def eigenvectors(ax, places, W, basis, value):
    for row, index in enumerate((1, 2, 3)):
        shift = np.array([0, -row * (DOWN + 0.9)])
        for a, b in zip(*np.nonzero(np.triu(W))):
            ax.plot(*(places[[a, b]] + shift).T, color=FAINT, lw=0.8, zorder=0)
        x = basis[:, index] / np.abs(basis[:, index]).max()
        for positive, colour in ((x >= 0, ACCENT), (x < 0, SECOND)):
            ax.scatter(*(places[positive] + shift).T, s=4 + 60 * np.abs(x[positive]), color=colour, lw=0)
        ax.text(ACROSS - 0.3, DOWN / 2 - 0.5 + shift[1], f"λ = {value[index]:.2f}", color=MUTED, va="center")
    ax.set(xlim=(-0.6, ACROSS + 1.6), aspect="equal")
    ax.axis("off")


def energies(ax, L, value, rng):
    n = len(L)
    for _ in range(60):
        U = np.linalg.qr(rng.normal(size=(n, n)))[0]
        ax.plot(np.arange(1, n + 1), np.cumsum((U * (L @ U)).sum(0)), ".", color=ACCENT, ms=1.5, alpha=0.5)
    ax.plot(np.arange(n + 1), np.append(0, np.cumsum(value)), color=SECOND)
    ax.text(11.5, 12, "λ₁ + ... + λₖ", color=SECOND)
    ax.set(xlabel="columns k", title="energy of k columns", xlim=(0, n), xticks=range(0, n + 1, 5))


def draw(record, theorem):
    places, W, L = grid()
    value, basis = np.linalg.eigh(L)
    figure, (left, right) = axes(columns=2, height=2.7, width_ratios=(1, 1.35))
    eigenvectors(left, places, W, basis, value)
    energies(right, L, value, np.random.default_rng(0))
    return Drawing(figure, alt="Left, three eigenvectors of a grid change slowly from vertex to vertex. Right, the energies of random "
                   "orthonormal columns lie above the convex curve of the sums of the smallest eigenvalues.")
