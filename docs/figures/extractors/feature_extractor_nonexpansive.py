"""Where the distance of two signals goes: what the outputs of each layer show of it, and what is still in the layer."""
import numpy as np
from figures import ACCENT, INK, MUTED, SECOND, Drawing, Slider, axes
from numpy.fft import fft, fftfreq, ifft

N, DEPTH = 128, 4


def bank():
    """A low-pass output atom of height 0.8 and two atoms that share the rest: the Littlewood-Paley sum is 1 at every frequency."""
    w = np.abs(fftfreq(N, 1 / N))
    output = 0.8 * np.exp(-(w / 12)**2)
    low = np.exp(-(w / 20)**4)
    rest = np.sqrt(1 - output**2)
    return output, (rest * low, rest * np.sqrt(1 - low**2))


def layers(f):
    """[(signals of layer n, their outputs)] for n = 0, ..., DEPTH, with the modulus as non-linearity."""
    output, atoms = bank()
    u, found = f[None], []
    for _ in range(DEPTH + 1):
        found.append((u, ifft(fft(u) * output)))
        u = np.abs(ifft(fft(u)[:, None] * np.array(atoms))).reshape(-1, N)
    return found


def draw(record, theorem):
    x = np.arange(N) / N
    f = sum(a * np.exp(-((x - c) / s)**2) for a, c, s in ((1, .2, .01), (-.8, .45, .03), (.9, .7, .015), (-.5, .85, .05)))
    base = layers(f)
    figure, ax = axes("layer n", "squared distance, as a share of that of the signals", height=2.9)
    ax.set(xlim=(-0.6, DEPTH + 0.6), ylim=(0, 1.22), xticks=range(DEPTH + 1))
    ax.axhline(1, color=MUTED, lw=0.6)
    kept = [ax.bar(n, 0.5, 0.7, color=ACCENT, gid=f"kept{n}")[0] for n in range(DEPTH + 1)]
    left = [ax.bar(n, 0.5, 0.7, bottom=0.5, color=SECOND, alpha=0.45, gid=f"left{n}")[0] for n in range(DEPTH + 1)]
    lost = [ax.text(n, 1.03, "", color=INK, ha="center", gid=f"lost{n}") for n in range(DEPTH + 1)]
    ax.text(-0.5, 1.14, "shown by outputs 0 … n-1", color=ACCENT)
    ax.text(DEPTH + 0.5, 1.14, "still in layer n", color=SECOND, ha="right")

    def update(c):
        other = layers(c * f)
        size = ((1 - c)**2 * f**2).sum()
        inside = np.array([(np.abs(u - v)**2).sum() for (u, _), (v, _) in zip(base, other)]) / size
        shown = np.array([(np.abs(u - v)**2).sum() for (_, u), (_, v) in zip(base, other)]) / size
        before = np.concatenate([[0], np.cumsum(shown)[:-1]])
        for n in range(DEPTH + 1):
            kept[n].set_height(before[n])
            left[n].set_y(before[n])
            left[n].set_height(inside[n])
            lost[n].set_text(f"{before[n] + inside[n]:.2f}")

    return Drawing(figure, alt="One bar per layer, stacked from the squared distance that earlier outputs have shown and the squared "
                               "distance that is left in the layer. The height of the bars never grows; it stays 1 when h is a positive "
                               "multiple of f.",
                   slider=Slider("h = c f with c", np.round(np.linspace(-1.5, 0.75, 19), 3), update, default=0.5))
