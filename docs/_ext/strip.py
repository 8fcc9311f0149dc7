"""The strip: how close everything that was tried came to each inequality, as log₁₀ of the smaller side over the larger one."""

import math

import matplotlib
import numpy as np
from figures import ACCENT, FAINT, INK, MUTED, REFUTED, SECOND, STYLE, Drawing, axes
from library import plain

from proofs_numeric.engine.record import drawn
from theorems.language.statement import Theorem

CAPTION = (
    "How close the random samples (quantiles), the ascent and the named instances came to the bounds: the side that must be "
    "smaller over the one that must be larger. "
    "Each mark is an instance on which the hypotheses hold, at the largest ratio that its enclosures make certain; controls break "
    "a hypothesis. Only what "
    "is refuted lies in the shaded region. Ratios beyond six powers of ten are put at the edge."
)
SHOWN = 6.0  # powers of ten to the left of equality; anything beyond is put at the edge


def rows(theorem: Theorem) -> list:
    """The conclusions that compare two varying sides."""
    return [c for c in theorem.conclusions if drawn(c)]


def ratio(clause, value) -> float | None:
    """log₁₀ of the certain part of the smaller side over the larger one, of a judged case; None unless both are positive.

    None as well where the enclosures are as wide as the sides: then the ratio is one of rounding errors.
    """
    if not all(isinstance(value[side], (int, float)) and value[side] > 0 for side in ("lhs", "rhs")):
        return None
    if not isinstance(value["width"], (int, float)) or value["width"] >= 1:
        return None
    return value["score"] / math.log(10) if isinstance(value["score"], (int, float)) else None


def marks(theorem: Theorem, record, clause) -> dict[str, list[float]]:
    """Kind of mark -> log₁₀ ratios."""

    def of(cases, wanted=lambda case: True):
        values = [ratio(clause, c["clauses"][clause.name]) for c in cases if wanted(c)]
        return [v for v in values if v is not None]

    def applies(case):
        return all(case["clauses"][h]["verdict"] == "HOLDS" for h in theorem.needs(clause))

    attack = record["attack"].get(clause.name)
    return {
        "samples": list(record["samples"][clause.name]["strip"]),
        "edges": of(record["edges"] + record["anchors"], applies),
        "real data": of(record["real"], applies),
        "extremal": of(record["extremals"], applies),
        "best attack": of([{"clauses": {clause.name: attack}}]) if attack else [],
        "control": of(record["controls"], lambda c: clause.name in c["refutes"] and c["shown"]),
    }


LIFT = {"extremal": -0.2, "best attack": 0.2, "real data": -0.2, "control": 0.0}  # marks at one place stay apart
LOOK = {
    "samples": dict(marker="|", color=ACCENT, markersize=7, alpha=0.45),
    "edges": dict(marker="|", color=MUTED, markersize=9),
    "real data": dict(marker="s", color=SECOND, markersize=4.5),
    "extremal": dict(marker="^", color=INK, markersize=5.5),
    "best attack": dict(marker="D", color=SECOND, markersize=4.5),
    "control": dict(marker="x", color=REFUTED, markersize=5.5),
}


@matplotlib.rc_context(STYLE)
def strip(theorem: Theorem, record) -> Drawing | None:
    """One row for each inequality: what lies to the right of 0 is refuted. None if there is no inequality."""
    clauses = rows(theorem)
    found = [marks(theorem, record, c) for c in clauses]
    values = [v for m in found for group in m.values() for v in group]
    if not values:
        return None
    low = max(-SHOWN, min(values) - 0.15)
    high = min(SHOWN, max(0.3, max(values) + 0.15))
    figure, ax = axes("log₁₀ (smaller side / larger side)", height=0.9 + 0.46 * len(clauses))
    ax.axvspan(0, high, color=FAINT, lw=0)
    ax.axvline(0, color=MUTED, lw=0.8)
    used = {}
    for y, m in enumerate(found):
        for name, group in m.items():
            if group:
                (line,) = ax.plot(
                    np.clip(group, low, high),
                    np.full(len(group), LIFT.get(name, 0) - y),
                    linestyle="none",
                    zorder=3,
                    **LOOK[name],
                )
                used.setdefault(name, line)
    ax.set_yticks([-y for y in range(len(clauses))], [plain(c.words) for c in clauses])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set(xlim=(low, high), ylim=(-len(clauses) + 0.45, 0.55))
    figure.legend(
        used.values(), used.keys(), loc="outside upper center", ncols=min(6, len(used)), columnspacing=1, handletextpad=0.2
    )
    best = {plain(c.words): max((v for k, g in m.items() if k != "control" for v in g), default=None) for c, m in zip(clauses, found)}
    said = "; ".join(f"{k}: largest ratio {10**v:.3g}" for k, v in best.items() if v is not None)
    return Drawing(
        figure,
        f"How close samples, ascent and named instances came to the bounds. {said}.",
    )
