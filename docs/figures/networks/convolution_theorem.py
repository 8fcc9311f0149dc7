"""Two boxes of three samples: cyclic convolution with four, five and seven samples, against the ordinary one."""
import numpy as np
from figures import ACCENT, MUTED, REFUTED, SECOND, Drawing, axes

BOX = np.ones(3)


def draw(record, theorem):
    figure, panels = axes("x", columns=3, height=2.1, sharey=True)
    ordinary = np.convolve(BOX, BOX)
    for ax, n in zip(panels, (4, 5, 7)):
        cyclic = np.fft.ifft(np.fft.fft(BOX, n)**2).real
        folded = cyclic - np.pad(ordinary, (0, 9))[:n] > 0.5
        ax.vlines(np.arange(n), 0, cyclic, colors=ACCENT, lw=1.4)
        ax.plot(np.arange(n), cyclic, "o", color=ACCENT, ms=4)
        ax.plot(np.arange(n)[folded], cyclic[folded], "o", color=REFUTED, ms=5)
        ax.plot(np.arange(5), ordinary, "o", mfc="none", mec=SECOND, ms=8, mew=1)
        ax.set(xlim=(-0.6, 6.6), ylim=(0, 3.6), xticks=range(0, 7, 2), yticks=range(4))
        ax.set_title(f"N = {n}: " + ("one is folded" if folded.any() else "the same"), color=REFUTED if folded.any() else MUTED)
    panels[0].set_ylabel("")
    panels[0].annotate("folded", (0, 2), xytext=(0.1, 3.2), color=REFUTED, arrowprops=dict(arrowstyle="-", color=REFUTED, lw=0.6))
    return Drawing(figure, alt="Three stem plots of the cyclic convolution of two boxes of three samples with four, five and seven "
                   "samples; rings show the ordinary convolution. With four samples the first value is 2 in the place of 1, as the end of "
                   "the triangle is folded onto it; with five and seven samples both agree.")
