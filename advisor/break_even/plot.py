"""The curves of an analysis as a picture: the same bytes for the same input."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from advisor.errors import InputError
from domain.serving.break_even import Analysis
from domain.serving.curve import Curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS: Final = 400
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
"""Told apart with the common kinds of colour blindness (Okabe and Ito)."""
STYLES: Final = ("-", "--", "-.", ":")
MARKERS: Final = ("o", "s", "^", "D", "v", "P")
"""One for each two of four options; the legend says where: beside the points, labels would lie on each other."""
METADATA: Final[dict[str, dict[str, Any]]] = {".svg": {"Date": None}, ".png": {"Software": None}}
"""What matplotlib would write that differs from run to run, or from machine to machine."""


def draw(analysis: Analysis, target: Path) -> None:
    """Write the picture; its format follows from the ending.

    Args:
        analysis: What to draw; at least one option must be priced.
        target: File to write, ``.svg`` or ``.png``; its folder is made.

    Raises:
        InputError: Another ending, nothing to draw, no place to write to, or matplotlib is not installed.
    """
    if target.suffix not in METADATA:
        raise InputError(f"{target}: accepted endings are {', '.join(sorted(METADATA))}")
    if not analysis.quotes:
        raise InputError(f"{target}: no option has a price, so there is no curve to draw")
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError("a picture needs matplotlib: `make setup` installs it (group advisor)") from None
    with mpl.rc_context({"svg.hashsalt": "break-even", "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(9, 5.5), layout="constrained")
        _axes(analysis, figure.add_subplot())
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(target, metadata=METADATA[target.suffix], dpi=120)
        except OSError as error:
            raise InputError(f"{target} could not be written: {error.strerror or error}") from None


def _axes(analysis: Analysis, axes: Axes) -> None:
    low, high = _range(analysis)
    for number, item in enumerate(analysis.quotes):
        samples = _samples(item.curve, low, high)
        costs = [float(item.curve.cost(requests)) for requests in samples]
        axes.plot(samples, costs, STYLES[number % 4], color=COLOURS[number % 4], label=item.option, linewidth=2)
    curves = {item.option: item.curve for item in analysis.quotes}
    seen = [pair for pair in analysis.comparisons if pair.crossing is not None and low <= pair.crossing <= high]
    for marker, pair in zip(MARKERS, seen, strict=False):
        requests = pair.crossing or 0
        cost = float(curves[pair.first].cost(requests))
        label = f"{pair.first} / {pair.second}: {requests:,}"
        axes.plot([requests], [cost], marker, color="black", markersize=6, zorder=5, label=label)
    axes.set(xscale="log", yscale="log", xlabel="requests a month", ylabel="US dollars a month", xlim=(low, high))
    axes.set_title(f"Cost of serving in {analysis.plan.region}, prices as of {analysis.plan.on}")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(loc="upper left")


def _range(analysis: Analysis) -> tuple[int, int]:
    """From far below the first crossing to beyond the last, as far as one looks at all."""
    crossings = [item.crossing for item in analysis.comparisons if item.crossing is not None]
    settled = [item.settled for item in analysis.comparisons if item.settled is not None]
    most = analysis.plan.most_requests
    high = min(most, 10 * max([*settled, *crossings, 1_000_000]))
    return max(1, min([high, *crossings]) // 1000), high


def _samples(curve: Curve, low: int, high: int) -> list[int]:
    """Evenly spread on the logarithmic axis, and both sides of the first stairs, which are seen as such."""
    end = high if curve.ceiling is None else min(high, curve.ceiling)
    ratio = (high / low) ** (1 / POINTS)
    points = {low, end, *(round(low * ratio**step) for step in range(POINTS))}
    if curve.stairs is not None:
        edges = [curve.stairs.size * step for step in range(1, 40)]
        points |= {*edges, *(edge + 1 for edge in edges)}
    return sorted(point for point in points if low <= point <= end)
