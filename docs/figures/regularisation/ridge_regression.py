"""Filter factors with their largest values, and prior, likelihood and posterior of the worked example as ellipses."""
import numpy as np
from figures import ACCENT, FAINT, MUTED, SECOND, Drawing, axes

X, Y = np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([1.0, 2.0])


def ellipse(mean, covariance):
    """The points at distance one standard deviation."""
    angle = np.linspace(0, 2 * np.pi, 120)
    return mean[:, None] + np.linalg.cholesky(covariance) @ np.array([np.cos(angle), np.sin(angle)])


def factors(ax):
    d = np.linspace(0.0, 5, 250)
    ax.plot(d[d > 0.7], 1 / d[d > 0.7], color=MUTED, lw=1)
    ax.text(0.95, 1.2, "least squares 1/d", color=MUTED)
    for lam, name in ((0.25, "¼"), (1.0, "λ = 1"), (4.0, "4")):
        root = lam**0.5
        ax.plot(d, d / (d**2 + lam), color=ACCENT)
        ax.plot(root, 1 / (2 * root), "o", color=SECOND)
        ax.annotate(name, (root, 1 / (2 * root)), xytext=(0, -5), textcoords="offset points", ha="center", va="top", color=ACCENT)
    ax.text(1.3, 0.98, "highest: 1/(2√λ)", color=SECOND)
    ax.set(xlim=(0, 5), ylim=(0, 1.35), xlabel="singular value d", ylabel="factor d/(d² + λ)")


def beliefs(ax):
    G, eye = X.T @ X, np.eye(2)
    prior, likelihood = ellipse(np.zeros(2), eye), ellipse(np.linalg.solve(X, Y), np.linalg.inv(G))
    mean = np.linalg.solve(G + eye, X.T @ Y)
    posterior = ellipse(mean, np.linalg.inv(G + eye))
    ax.fill(*prior, color=FAINT, lw=0)
    ax.plot(*likelihood, color=SECOND)
    ax.plot(*posterior, color=ACCENT)
    ax.plot(*mean, "o", color=ACCENT)
    ax.plot(*np.linalg.solve(X, Y), "o", color=SECOND)
    ax.text(-0.95, -0.55, "prior", color=MUTED)
    ax.text(-0.72, 1.84, "likelihood", color=SECOND)
    ax.text(0.5, 0.98, "posterior", color=ACCENT)
    ax.set(xlim=(-1.2, 1.35), ylim=(-1.2, 2.1), aspect="equal", xlabel="w₁", ylabel="w₂")


def draw(record, theorem):
    figure, (left, right) = axes(columns=2, height=2.7, width_ratios=(1.25, 1))
    factors(left)
    beliefs(right)
    return Drawing(figure, alt="Left: the filter factor of ridge regression against the singular value for three strengths; each curve is "
                   "largest at the root of the strength, all stay below the curve 1/d of least squares. Right: prior, likelihood and "
                   "posterior of two weights; the posterior is between the other two, and shorter than the likelihood where that is long.")
