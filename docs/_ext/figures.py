"""Figures of the result pages: drawn with matplotlib when the site is built, shown as inline SVG that follows dark mode.

The author of a result writes `docs/figures/<family>/<slug>.py` with one function:

    import numpy as np
    from figures import ACCENT, MUTED, Drawing, Slider, axes

    def draw(record, theorem):
        figure, ax = axes("shift t", "relative change")
        x = np.linspace(0, 1, 100)
        line, = ax.plot(x, x**2, color=ACCENT, gid="curve")      # gid: the slider moves it
        label = ax.text(0.02, 0.9, "S = 2", gid="value", transform=ax.transAxes)

        def update(s):
            line.set_data(x, x**s)
            label.set_text(f"S = {s:g}")

        return Drawing(figure, alt="The change grows like the S-th power of the shift and stays below the bound.",
                       slider=Slider("pooling factor S", np.linspace(1, 4, 13), update, default=4))

`record` is the dictionary of proofs_numeric/records/<family>/<slug>.json, `theorem` the Theorem. NumPy and SciPy may be imported, JAX
may not; no file other than the record is read; random numbers come from a fixed seed. Drawing takes well below half a second.

- `axes(xlabel, ylabel, rows=1, columns=1, height=..., **subplots)` gives a styled figure that is WIDTH inches wide: all figures
  have the width of the text column. Do not use pyplot.
- Colours are the names below and no others (alpha is free): they become CSS variables. ACCENT: what is checked or measured,
  SECOND: what it is compared with (the bound, the other curve), REFUTED: a refuted instance, a control, MUTED: guides and
  remarks, INK: text, FAINT: fills behind everything.
- Text is Unicode without `$` (‖Φⁿ‖, W₁, ≤): the browser sets it in the font of the page. Label lines directly
  (`ax.annotate`, `ax.text`) rather than by a legend. Logarithmic axes get labels 10⁻³ by themselves. Leave some room
  around labels: text is a third larger on a phone.
- `alt` says what one sees and what it means, in one or two sentences. The caption is the `## Figure` part of the prose.
- A slider moves artists that carry a `gid`: Line2D (with or without markers, the number of points may change, the number of
  markers may not), Patch, fill_between, Text. `update(value)` changes them and nothing else: `set_data`, `set_xy`, `set_text`,
  `set_position` (an arrow of `annotate` stays where it is). Axis limits, colours and artists without a gid stay. Keep it
  below 30 values and 100 points a line. Without scripts the reader sees the figure at `default`.

To look at a figure without building the site:  python docs/_ext/figures.py <slug> figure.html
"""

from __future__ import annotations

import hashlib
import html
import importlib.util
import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FuncFormatter, NullFormatter

from theorems.language import catalogue

ACCENT, SECOND, REFUTED = "#1f5fa8", "#b06a00", "#b3261e"
INK, MUTED, FAINT = "#1b1f24", "#5b646e", "#dfe4ea"
VARIABLES = {
    ACCENT: "--fig-accent",
    SECOND: "--fig-second",
    REFUTED: "--fig-refuted",
    INK: "--fig-ink",
    MUTED: "--fig-muted",
    FAINT: "--fig-faint",
}

WIDTH = 4.8  # inches; the browser scales the figure to the width of the column
STYLE = {
    "font.size": 8,
    "axes.labelsize": 8,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "axes.titlesize": 8,
    "axes.titlelocation": "left",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.edgecolor": MUTED,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "lines.linewidth": 1.4,
    "lines.markersize": 4,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
    "axes.prop_cycle": matplotlib.cycler(color=[ACCENT, SECOND, MUTED]),
    "axes.unicode_minus": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "hatch.linewidth": 0.5,
    "svg.fonttype": "none",
}


@dataclass(frozen=True)
class Slider:
    """One parameter of a figure. `update(value)` sets the artists; `show` formats a value for the reader."""

    label: str
    values: Sequence[Any]
    update: Callable[[Any], None]
    default: Any
    show: Callable[[Any], str] = "{:.3g}".format


@dataclass(frozen=True)
class Drawing:
    """A figure, what it says to someone who cannot see it, and perhaps a slider."""

    figure: Figure
    alt: str
    slider: Slider | None = None


def axes(xlabel="", ylabel="", rows=1, columns=1, height=2.7, **subplots):
    """(figure, axes) in the style of the site; axes as from `Figure.subplots`. The labels go on the outer axes."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        ax = figure.subplots(rows, columns, **subplots)
        grid = np.atleast_2d(ax if rows > 1 or columns == 1 else [ax]).reshape(rows, columns)
        for a in grid[-1]:
            a.set_xlabel(xlabel)
        for a in grid[:, 0]:
            a.set_ylabel(ylabel)
    return figure, ax


# -- from matplotlib to SVG
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(value, _=None) -> str:
    """`10⁻³` for 1e-3; nothing for values between the powers."""
    exponent = np.log10(value) if value > 0 else np.nan
    if not np.isclose(exponent, np.round(exponent)):
        return ""
    return {0: "1", 1: "10"}.get(int(np.round(exponent)), "10" + str(int(np.round(exponent))).translate(SUPERSCRIPT))


def _finish(figure: Figure):
    for a in figure.axes:
        for axis in (a.xaxis, a.yaxis):
            if axis.get_scale() == "log":
                axis.set_major_formatter(FuncFormatter(power_of_ten))
                axis.set_minor_formatter(NullFormatter())
    figure.draw_without_rendering()  # the layout is settled once, before frames are taken
    figure.set_layout_engine("none")


def _svg(figure: Figure, prefix: str) -> str:
    """The figure as an SVG element whose ids start with `prefix`, the same for the same figure."""
    out = io.StringIO()
    with matplotlib.rc_context(STYLE | {"svg.hashsalt": prefix, "svg.id": None}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<(metadata|style)[ >].*?</\1>\s*", "", text, flags=re.S)  # the style would apply to the whole page
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', text)
    text = re.sub(r'(xlink:)?href="#([^"]+)"', rf'href="#{prefix}-\2"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.S)
    return text


def _follow_theme(svg: str) -> str:
    """Colours become CSS variables, fonts those of the page, text sizes scale with --fig-text."""
    for colour, variable in VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    svg = re.sub(
        r"font: (?:(?:italic|oblique|bold|[0-9]+) )*([0-9.]+)px [^;\"]*", r"font-size: calc(\1px * var(--fig-text))", svg
    )
    return re.sub(r"font-size: ([0-9.]+)px(; font-family: [^;\"]*)?", r"font-size: calc(\1px * var(--fig-text))", svg)


def _head(svg: str, alt: str, prefix: str) -> str:
    """The root element with its size from the viewBox, a role and a description."""
    box = re.search(r'viewBox="([^"]+)"', svg).group(1)
    body = svg[svg.index(">") + 1 :]
    return (
        f'<svg viewBox="{box}" role="img" aria-labelledby="{prefix}-alt" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{prefix}-alt">{html.escape(alt)}</title>{body}'
    )


# -- frames of a slider
def _point(xy, height) -> tuple[float, float]:
    return round(float(xy[0]), 1), round(height - float(xy[1]), 1)


def _path(path, transform, height) -> str:
    """The `d` attribute of a path; non-finite points lift the pen."""
    from matplotlib.path import Path as Curve

    letters = {Curve.MOVETO: "M", Curve.LINETO: "L", Curve.CURVE3: "Q", Curve.CURVE4: "C"}
    out = []
    for vertices, code in transform.transform_path(path).iter_segments(remove_nans=True, simplify=False):
        if code == Curve.CLOSEPOLY:
            out.append("Z")
        else:
            points = [_point(v, height) for v in vertices.reshape(-1, 2)]
            out.append(letters[code] + " ".join(f"{x:g} {y:g}" for x, y in points))
    return "".join(out)


def _frame(artist, height) -> dict[str, Any]:
    """What the reader's browser must change to show `artist` as it is now."""
    if isinstance(artist, Line2D):
        frame: dict[str, Any] = {}
        if artist.get_linestyle() not in ("None", "none", "", " "):
            frame["d"] = _path(artist.get_path(), artist.get_transform(), height)
        if artist.get_marker() not in ("None", "none", "", " ", None):
            xy = np.column_stack(artist.get_data())
            frame["xy"] = [_point(p, height) for p in artist.get_transform().transform(xy)]
        return frame
    if isinstance(artist, Patch):
        return {"d": _path(artist.get_path(), artist.get_transform(), height)}
    if isinstance(artist, PolyCollection):
        return {"d": "".join(_path(p, artist.get_transform(), height) for p in artist.get_paths())}
    if isinstance(artist, Text):
        if isinstance(artist, Annotation):
            artist.update_positions(artist.figure.canvas.get_renderer())
        return {"t": artist.get_text(), "by": _point(artist.get_transform().transform(artist.get_position()), height)}
    raise TypeError(
        f"gid {artist.get_gid()!r}: a slider cannot move a {type(artist).__name__}; use Line2D, Patch, fill_between or Text."
    )


def _frames(drawing: Drawing, prefix: str) -> list[dict[str, Any]]:
    figure, slider = drawing.figure, drawing.slider
    moving = {a.get_gid(): a for a in figure.findobj(lambda a: a.get_gid() is not None)}
    if not moving:
        raise ValueError(f"{prefix}: the figure has a slider but no artist with a gid. Give `gid=` to what the slider moves.")
    limits = [(a.get_xlim(), a.get_ylim()) for a in figure.axes]
    height, frames = figure.get_figheight() * 72, []
    dpi, figure.dpi = figure.dpi, 72  # the unit of the SVG
    for value in slider.values:
        slider.update(value)
        if [(a.get_xlim(), a.get_ylim()) for a in figure.axes] != limits:
            raise ValueError(f"{prefix}: `update` changed the limits of an axis. Set them once, wide enough for every value.")
        frames.append({f"{prefix}-{gid}": _frame(artist, height) for gid, artist in moving.items()})
    slider.update(slider.default)
    home = {f"{prefix}-{gid}": _frame(artist, height) for gid, artist in moving.items()}
    figure.dpi = dpi
    for k in home:
        for f in frames:  # a text moves by its distance from where it is drawn
            if "by" in f[k]:
                f[k]["by"] = [round(x - y, 1) for x, y in zip(f[k]["by"], home[k]["by"])]
        if all(f[k].get("by") == [0, 0] for f in frames):
            for f in frames:
                del f[k]["by"]
        if all(f[k] == frames[0][k] for f in frames):
            for f in frames:
                del f[k]
    return frames


def render(drawing: Drawing, prefix: str) -> str:
    """The HTML of a drawing: an SVG, and with a slider its control and its frames as JSON.

    Raises ValueError for a default that is not a value, for `$` in a text and for a colour that does not follow dark mode.
    """
    slider = drawing.slider
    if slider:
        values = list(slider.values)
        if not any(v == slider.default for v in values):
            raise ValueError(f"{prefix}: default {slider.default!r} of the slider is not one of its values {values}.")
        slider.update(slider.default)
    with matplotlib.rc_context(STYLE):
        _finish(drawing.figure)
        for text in drawing.figure.findobj(Text):
            if "$" in text.get_text():
                raise ValueError(f"{prefix}: `$` in the text {text.get_text()!r} of the figure. Write it in Unicode.")
        frames = _frames(drawing, prefix) if slider else []
        svg = _svg(drawing.figure, prefix)
    svg = _follow_theme(svg)
    if stray := sorted(set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", svg))):
        raise ValueError(f"{prefix}: colours {stray} do not follow dark mode. Use ACCENT, SECOND, REFUTED, INK, MUTED, FAINT.")
    svg = _head(svg, drawing.alt, prefix)
    if not slider:
        return svg
    shown = [slider.show(v) for v in values]
    k = next(i for i, v in enumerate(values) if v == slider.default)
    data = json.dumps({"values": shown, "frames": frames}, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return (
        f'{svg}\n<div class="fig-slider" hidden><label for="{prefix}-slider">{html.escape(slider.label)}</label>'
        f'<input id="{prefix}-slider" type="range" min="0" max="{len(values) - 1}" step="1" value="{k}" '
        f'aria-valuetext="{html.escape(shown[k])}" autocomplete="off"><output for="{prefix}-slider">{html.escape(shown[k])}'
        f'</output><script type="application/json">{data}</script></div>'
    )


# -- the figure of a result
FOLDER = Path(__file__).resolve().parent.parent / "figures"


def source(slug: str) -> Path | None:
    """The file that draws the figure of a result, if there is one."""
    file = FOLDER.parent.parent / catalogue.place(slug).figure
    return file if file.exists() else None


def drawn(slug: str, record, theorem) -> Drawing:
    """Run docs/figures/<family>/<slug>.py. Raises ValueError when it does not return a Drawing."""
    file = FOLDER.parent.parent / catalogue.place(slug).figure
    spec = importlib.util.spec_from_file_location(f"figure_of_{slug}", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with matplotlib.rc_context(STYLE):
        drawing = module.draw(record, theorem)
    if not isinstance(drawing, Drawing):
        raise ValueError(f"{catalogue.place(slug).figure}: draw() returned {type(drawing).__name__}; return a figures.Drawing.")
    return drawing


def kept(prefix: str, ingredients, make: Callable[[], Drawing | None]) -> str:
    """`render(make(), prefix)`, or "" for None, from `.cache/figures` if nothing that goes into it has changed.

    ingredients: files and texts that determine the drawing.
    """
    text = [prefix, matplotlib.__version__, np.__version__]
    text += [
        x.read_text() if isinstance(x, Path) else str(x)
        for x in (*ingredients, Path(__file__), Path(__file__).with_name("strip.py"))
    ]
    file = FOLDER.parent.parent / ".cache" / "figures" / f"{hashlib.sha256(chr(0).join(text).encode()).hexdigest()[:24]}.html"
    if not file.exists():
        drawing = make()
        picture = render(drawing, prefix) if drawing else ""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(picture)
    return file.read_text()


def _preview(slug: str, target: Path):
    root = FOLDER.parent.parent
    sys.path[:0] = [str(root)]
    from proofs_numeric.engine import record as rec

    sys.modules["figures"] = sys.modules["__main__"]
    theorem = catalogue.load(slug)
    record = rec.read(slug) if rec.path(slug).exists() else {}
    style, script = ((FOLDER.parent / "_static" / name).read_text() for name in ("companion.css", "companion.js"))
    picture = render(drawn(slug, record, theorem), slug)
    target.write_text(
        f'<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{style}'
        f"body{{max-width:46rem;margin:2rem auto;font-family:sans-serif;background:var(--fig-page,#fff)}}</style>"
        f'<figure class="result-figure">{picture}</figure><script>{script}</script>'
    )
    print(f"{target}: {target.stat().st_size // 1024} kB, {hashlib.sha256(picture.encode()).hexdigest()[:8]}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python docs/_ext/figures.py <slug> <target.html>")
    _preview(sys.argv[1], Path(sys.argv[2]))
