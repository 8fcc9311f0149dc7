"""Two gratings that differ by the angle of their envelopes: what is left of it when paths are averaged jointly, or angle by angle."""

import numpy as np
from figures import ACCENT, MUTED, SECOND, Drawing, axes
from numpy.fft import fft2, fftfreq, ifft2

N, ANGLES, CARRIER, ENVELOPE = 63, 4, 22, 3


def bands():
    """Analytic filters with sharp edges, by octave and orientation: the carrier is in octave 1, the envelope in octave 4."""
    k = np.stack(np.meshgrid(*[fftfreq(N) * N] * 2, indexing="ij"), -1)
    size, angle = np.hypot(k[..., 0], k[..., 1]), np.arctan2(k[..., 1], k[..., 0])
    turned = [(angle - o * np.pi / ANGLES + np.pi) % (2 * np.pi) - np.pi for o in range(ANGLES)]
    return {(j, o): np.sqrt(2) * ((size < N / 2**j) & (size >= N / 2 ** (j + 1)) & (np.abs(turned[o]) < np.pi / 8))
            for j in (1, 4) for o in range(ANGLES)}


def second_order(x, filters):
    """(o1, o2): the mean of the second modulus, octave 1 and then octave 4."""
    found = np.zeros((ANGLES, ANGLES))
    for o1 in range(ANGLES):
        u = fft2(np.abs(ifft2(fft2(x) * filters[1, o1])))
        for o2 in range(ANGLES):
            found[o1, o2] = N * np.abs(ifft2(u * filters[4, o2])).mean()
    return found


def draw(record, theorem):
    a = 2 * np.pi * np.arange(N) / N
    images = [(1 + np.cos(ENVELOPE * e)) * np.cos(CARRIER * a)[None] for e in (a[None] + 0 * a[:, None], a[:, None])]
    images = [x / np.linalg.norm(x) for x in images]
    filters = bands()
    figure, ((one, other), (joint, apart)) = axes("", "", rows=2, columns=2, height=3.7, gridspec_kw=dict(height_ratios=[1.1, 1]))
    for ax, x, title, color in ((one, images[0], "envelope along the waves", ACCENT), (other, images[1], "envelope across", SECOND)):
        ax.pcolormesh(x[:42, :42], cmap="Greys", rasterized=True)
        ax.set_title(title, color=color)
        ax.set_aspect("equal")
        ax.axis("off")
    for k, (x, color) in enumerate(zip(images, (ACCENT, SECOND))):
        s = second_order(x, filters)
        relative = [sum(s[o, (o + d) % ANGLES] for o in range(ANGLES)) / ANGLES for d in range(ANGLES)]
        joint.bar(np.arange(ANGLES) + 0.36 * (k - 0.5), relative, width=0.34, color=color)
        apart.bar([0.36 * (k - 0.5)], [sum(relative)], width=0.34, color=color)
    joint.set(xticks=range(ANGLES), xticklabels=["0°", "45°", "90°", "135°"], xlabel="relative angle of the two letters",
              ylabel="second order")
    joint.set_title("paths turned as a whole", color=MUTED)
    apart.set(xlim=(-1, 1), xticks=[], yticks=[], xlabel="no angle is left")
    apart.set_title("each letter on its own", color=MUTED)
    top = joint.get_ylim()[1]
    joint.set_ylim(0, top)
    apart.set_ylim(0, top)
    return Drawing(figure, alt="Two gratings with one carrier, whose envelopes run along it and across. Means over orbits of whole paths "
                               "keep the relative angle and tell them apart; means over each angle separately are the same for both.")
