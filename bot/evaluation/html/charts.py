"""The charts of a report: each an SVG that follows the page's theme, with its data as a table."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from bot.evaluation.html.readable import readable
from bot.evaluation.html.svg import ACCENT, BAND, BEFORE, GRID, INK, MUTED, PAPER, embedded

Curve = Sequence[tuple[float, float]]
_LONGEST = 26  # characters of a tag beside its bar
_MOST_BARS = 24
_BINS = 24
_STYLE = {
    "svg.fonttype": "none",  # text stays text: it can be selected and takes the page's font
    "text.parse_math": False,  # tags are strangers' text, and may hold a $
    "font.size": 11,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GRID,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.color": GRID,
    "ytick.color": GRID,
    "grid.color": GRID,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing and what it shows: in a sentence, and as a table."""

    name: str
    title: str
    text: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A share of a tag with its interval; before: that of the baseline."""

    label: str
    value: float
    low: float | None
    high: float | None
    n: int
    before: float | None = None


def risk_coverage(curve: Curve, before: Curve | None) -> Chart:
    """Share of wrong answers against share of questions answered, likeliest first."""

    def draw(axes: Axes) -> None:
        if before:
            _line(axes, before, baseline=True)
        axes.fill_between(*_columns(curve), color=BAND, alpha=0.25, linewidth=0)
        _line(axes, curve)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, max(0.05, *(risk for _, risk in (*curve, *(before or ())))) * 1.1)
        axes.set_xlabel("share of questions answered, likeliest first")
        axes.set_ylabel("wrong among these")
        _percent(axes)
        _legend(axes, bool(before))

    answered, wrong = curve[-1]
    text = (
        f"{answered:.0%} of the questions were answered, {wrong:.0%} of the answers were wrong. Had it "
        f"answered only half as many, the likeliest, {_at(curve, answered / 2):.0%} would have been."
    )
    steps = tuple(step / 10 for step in range(1, 11) if step / 10 <= answered) or (answered,)
    rows = tuple(
        (
            f"{step:.0%}",
            f"{_at(curve, step):.1%}",
            *((f"{_at(before, step):.1%}",) if before else ()),
        )
        for step in steps
    )
    return _chart(
        "risk", "Risk and coverage", text, draw, (_head(before, "answered", "wrong"), rows)
    )


def recall(curve: Curve, before: Curve | None) -> Chart:
    """Share of the gold articles among the first k articles found."""

    def draw(axes: Axes) -> None:
        if before:
            _line(axes, before, baseline=True, marker="s")
        _line(axes, curve, marker="o")
        axes.set_ylim(0, 1.04)
        axes.set_xscale("log", base=2)
        axes.set_xticks([k for k, _ in curve], labels=[f"{k:g}" for k, _ in curve])
        axes.minorticks_off()
        axes.set_xlabel("first articles looked at")
        axes.set_ylabel("recall of gold articles")
        _percent(axes, only_y=True)
        _legend(axes, bool(before))

    ends = ", ".join(f"{share:.0%} among the first {k:g}" for k, share in (curve[0], curve[-1]))
    text = f"How much of what should be found is found: {ends}. Higher is better."
    earlier = dict(before or ())
    rows = tuple(
        (f"{k:g}", f"{share:.1%}", *((_share(earlier.get(k)),) if before else ()))
        for k, share in curve
    )
    return _chart("recall", "Recall", text, draw, (_head(before, "first articles", "recall"), rows))


def tags(bars: Sequence[Bar]) -> Chart:
    """Share of right outcomes by tag, most questions first."""
    shown = sorted(bars, key=lambda bar: -bar.n)[:_MOST_BARS]

    def draw(axes: Axes) -> None:
        places = range(len(shown))
        axes.barh(places, [bar.value for bar in shown], height=0.62, color=BAND)
        for place, bar in zip(places, shown, strict=True):
            if bar.low is not None and bar.high is not None:
                axes.plot([bar.low, bar.high], [place, place], color=INK, linewidth=1.4)
            if bar.before is not None:
                axes.plot([bar.before] * 2, [place - 0.42, place + 0.42], color=BEFORE, linewidth=3)
            axes.text(1.02, place, f"{bar.value:.0%} of {bar.n}", va="center")
        axes.set_yticks(places, labels=[_short(bar.label) for bar in shown])
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.set_xlim(0, 1)
        _percent(axes, only_x=True)

    compared = any(bar.before is not None for bar in bars)
    text = "Share of questions that came out right, by tag; the thin line is the 95 % interval" + (
        ", the upright mark the baseline." if compared else "."
    )
    rows = tuple(
        (bar.label, f"{bar.value:.1%}", f"{_share(bar.low)} to {_share(bar.high)}", str(bar.n))
        + ((_share(bar.before),) if compared else ())
        for bar in sorted(bars, key=lambda bar: -bar.n)
    )
    head = ("tag", "right", "95 %", "questions", *(("baseline",) if compared else ()))
    return _chart("tags", "By tag", text, draw, (head, rows), height=0.8 + 0.32 * len(shown))


def latency(milliseconds: Sequence[float]) -> Chart:
    """How long the questions took."""
    import numpy as np

    edges = np.histogram_bin_edges(milliseconds, bins=min(_BINS, max(5, len(milliseconds) // 3)))
    counts, _ = np.histogram(milliseconds, edges)
    middle, slow = (float(np.percentile(milliseconds, share)) for share in (50, 95))

    def draw(axes: Axes) -> None:
        axes.bar(edges[:-1], counts, np.diff(edges) * 0.94, align="edge", color=ACCENT)
        for value, label in ((middle, "p50"), (slow, "p95")):
            axes.axvline(value, color=BEFORE, linewidth=1.6, linestyle=(0, (4, 3)))
            axes.text(value, counts.max() * 1.1, label, ha="center", va="bottom")
        axes.set_ylim(0, counts.max() * 1.1)
        axes.set_xlabel("milliseconds a question")
        axes.set_ylabel("questions")
        axes.grid(axis="y", linewidth=0.6)
        axes.set_axisbelow(True)

    text = f"Half of the questions took {middle:.0f} ms or less, 95 % took {slow:.0f} ms or less."
    rows = tuple(
        (f"{low:.0f} to {high:.0f}", str(count))
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    )
    return _chart("latency", "Time", text, draw, (("milliseconds", "questions"), rows))


def _chart(
    name: str,
    title: str,
    text: str,
    draw: Callable[[Axes], None],
    table: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]],
    *,
    height: float = 3.3,
) -> Chart:
    written = io.StringIO()
    with mpl.rc_context({**_STYLE, "svg.hashsalt": name}), warnings.catch_warnings():
        # The page's own font draws it, so that matplotlib's lacks a letter is no matter.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        canvas = Canvas(figsize=(6.4, height), layout="tight")
        axes = canvas.subplots()
        axes.tick_params(length=0)
        draw(axes)
        canvas.savefig(written, format="svg")
    svg = embedded(written.getvalue(), name=name, title=title, description=text)
    return Chart(name=name, title=title, text=text, svg=svg, head=table[0], rows=table[1])


def _line(axes: Axes, curve: Curve, *, baseline: bool = False, marker: str = "") -> None:
    axes.plot(
        *_columns(curve),
        color=BEFORE if baseline else ACCENT,
        linestyle=(0, (4, 3)) if baseline else "-",
        linewidth=1.8 if baseline else 2.4,
        marker=marker,
        markeredgecolor=PAPER,
        markersize=8 if marker else 0,
        label="baseline" if baseline else "this run",
        clip_on=False,
    )


def _legend(axes: Axes, compared: bool) -> None:
    axes.grid(linewidth=0.6)
    if compared:
        axes.legend(frameon=False, loc="best", labelcolor=MUTED)


def _percent(axes: Axes, *, only_x: bool = False, only_y: bool = False) -> None:
    from matplotlib.ticker import PercentFormatter

    if not only_y:
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    if not only_x:
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def _columns(curve: Curve) -> tuple[list[float], list[float]]:
    return [x for x, _ in curve], [y for _, y in curve]


def _at(curve: Curve, coverage: float) -> float:
    """The risk of the first point that covers as much."""
    return next((risk for covered, risk in curve if covered >= coverage - 1e-9), curve[-1][1])


def _head(before: Curve | None, first: str, second: str) -> tuple[str, ...]:
    return (first, second, "baseline") if before else (first, second)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _short(label: str) -> str:
    label = readable(label)
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…"
