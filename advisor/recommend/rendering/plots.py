"""Pictures of a record: costs by traffic, latencies, capacity over the day; the same bytes for the same record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from advisor.errors import InputError
from advisor.recommend.candidates import Candidate, State
from advisor.recommend.record import Record
from advisor.recommend.sensitivity import cost_curves
from advisor.recommend.workload import SECONDS_PER_MONTH
from domain.patterns import TITLES, Pattern

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS: Final = dict(
    zip(Pattern, ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"), strict=True)
)
"""Told apart with the common kinds of colour blindness (Okabe and Ito)."""
STYLES: Final = dict(zip(Pattern, ("-", "--", "-.", ":", "-", "--", "-."), strict=True))
METADATA: Final[dict[str, dict[str, Any]]] = {".svg": {"Date": None}, ".png": {"Software": None}}
"""What matplotlib would write that differs from run to run, or from machine to machine."""
POINTS: Final = 2000
"""Points of a distribution: more cannot be seen."""
ENDINGS: Final = (".svg", ".png")


def draw(record: Record, folder: Path) -> tuple[Path, ...]:
    """Write the pictures.

    Args:
        record: With at least one simulated pattern.
        folder: Is made; the files are costs, latencies and capacity, each as .svg and .png.

    Returns:
        The files.

    Raises:
        InputError: Nothing was simulated, the folder cannot be written, or matplotlib is not installed.
    """
    if not any(item.outcome for item in record.candidates):
        raise InputError(f"--plots {folder}: no pattern was simulated, so there is nothing to draw")
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError("a picture needs matplotlib: `make setup` installs it (group advisor)") from None
    written = []
    with mpl.rc_context({"svg.hashsalt": "recommend", "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        for name, (size, make) in PICTURES.items():
            figure = Figure(figsize=size(record), layout="constrained")
            make(record, figure)
            written += [_written(figure, folder / f"{name}{ending}") for ending in ENDINGS]
    return tuple(written)


def _written(figure: Figure, target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(target, metadata=METADATA[target.suffix], dpi=120)
    except OSError as error:
        raise InputError(f"{target} could not be written: {error.strerror or error}") from None
    return target


def _costs(record: Record, figure: Figure) -> None:
    axes = figure.add_subplot()
    question, load = record.question, record.question.load
    monthly = load.requests * SECONDS_PER_MONTH / load.duration_s
    for place, (pattern, points) in enumerate(cost_curves(question, record.candidates).items()):
        factors, dollars = zip(*points, strict=True)
        requests = [monthly * factor for factor in factors]
        axes.plot(requests, dollars, STYLES[pattern], color=COLOURS[pattern], label=TITLES[pattern], lw=_width(place))
    budget = question.workload.monthly_budget_usd
    axes.axvline(monthly, color="grey", linewidth=1, label=f"this workload: {monthly:,.0f} requests a month")
    axes.axhline(budget, color="grey", linewidth=1, linestyle=":", label=f"budget: ${budget:,.0f}")
    axes.set(xscale="log", yscale="log", xlabel="requests a month", ylabel="US dollars a month")
    axes.set_title(f"{question.workload.name}: cost by traffic, {question.workload.region}, {question.on}")
    _finish(figure, axes, axes)


def _latencies(record: Record, figure: Figure) -> None:
    """Left what most answers take, right the slow ones, of which the p99 speaks."""
    whole, tail = figure.subplots(1, 2, sharex=True)
    for place, item in enumerate(_simulated(record)):
        found = np.sort(item.outcome.simulated.latencies_ms) if item.outcome else np.zeros(0)
        if not found.size:
            continue
        style: dict[str, Any] = {"color": COLOURS[item.pattern], "ls": STYLES[item.pattern], "lw": _width(place)}
        ranks = np.unique(np.linspace(0, found.size - 1, POINTS).astype(np.int64))
        whole.plot(found[ranks], (ranks + 1) / found.size, label=TITLES[item.pattern], **style)
        slow = np.unique((found.size * (1 - np.logspace(0, -np.log10(found.size), POINTS))).astype(np.int64))
        tail.plot(found[slow], 1 - slow / found.size, **style)
    target = record.question.workload.target_p99_ms
    for axes in (whole, tail):
        axes.axvline(target, color="grey", linewidth=1, label=f"target: {target:,.0f} ms" if axes is whole else None)
        axes.set(xscale="log", xlabel="latency in milliseconds")
    whole.set(ylabel="share of the answers that take at most so long", ylim=(0, 1.01))
    tail.set(yscale="log", ylabel="share that takes longer")
    tail.axhline(0.01, color="grey", linewidth=1, linestyle=":")
    whole.axhline(0.99, color="grey", linewidth=1, linestyle=":", label="99 of 100")
    tail.yaxis.set_major_formatter(lambda value, _: f"{value * 100:.10g} %")
    figure.suptitle(f"{record.question.workload.name}: latencies, cold starts and waiting included")
    _finish(figure, whole, tail)


def _width(place: int) -> float:
    """Thinner and thinner, so that of two that are the same both are seen."""
    return max(1.2, 4.5 - 0.9 * place)


def _finish(figure: Figure, *panels: Axes) -> None:
    for axes in panels:
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        axes.grid(visible=True, which="major", alpha=0.3)
        axes.minorticks_off()  # nobody reads them, and each is laid out as a text
        if axes.get_yscale() == "log" and axes.get_ylabel().startswith("US"):
            axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    figure.legend(loc="outside lower center", ncols=2, fontsize="small")


def _capacity(record: Record, figure: Figure) -> None:
    shown = _simulated(record)
    panels = figure.subplots(len(shown) + 1, 1, sharex=True, squeeze=False)[:, 0]
    minutes = np.bincount((record.question.trace.arrivals_s / 60.0).astype(np.int64))
    hours = np.arange(minutes.size) / 60.0
    panels[0].plot(hours, minutes / 60.0, color="#555555", linewidth=1)
    _panel(panels[0], "requests/s", f"{record.question.workload.name}: what comes, by minute")
    for axes, item in zip(panels[1:], shown, strict=True):
        timeline = item.outcome.simulated.timeline if item.outcome else None
        if timeline is None:
            continue
        hours = np.asarray(timeline.times_s) / 3600.0
        there = np.where(np.isfinite(timeline.capacity), timeline.capacity, np.nan)
        axes.step(hours, there, where="post", color="#999999", linewidth=1.5, label="there")
        axes.plot(hours, timeline.in_use, color=COLOURS[item.pattern], linewidth=1, label="in use")
        _panel(axes, timeline.unit, f"{TITLES[item.pattern]} ({item.state})")
        axes.legend(loc="upper right", fontsize="x-small", ncols=2)
    panels[-1].set_xlabel("hours from the start of the trace")
    panels[-1].set_xlim(0, record.question.trace.duration_s / 3600.0)


def _panel(axes: Axes, unit: str, title: str) -> None:
    """Names and limits, once everything is drawn: the upper limit follows from it, with place for the legend."""
    axes.set_title(title, fontsize="medium", loc="left")
    axes.set_ylabel(unit.replace(" per ", "\nper "), fontsize="small")
    axes.set_ylim(0, max(axes.get_ylim()[1] * 1.25, 1e-9))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.grid(visible=True, alpha=0.3)


def _simulated(record: Record) -> list[Candidate]:
    return [item for item in record.candidates if item.outcome is not None and item.state != State.EXCLUDED]


def _tall(record: Record) -> tuple[float, float]:
    return 9.0, 1.6 * (len(_simulated(record)) + 1) + 0.6


PICTURES: Final[dict[str, tuple[Callable[[Record], tuple[float, float]], Callable[[Record, Figure], None]]]] = {
    "costs": (lambda _: (9.0, 6.0), _costs),
    "latencies": (lambda _: (11.0, 5.5), _latencies),
    "capacity": (_tall, _capacity),
}
