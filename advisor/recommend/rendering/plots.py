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
    for pattern, points in cost_curves(question, record.candidates).items():
        factors, dollars = zip(*points, strict=True)
        axes.plot(
            [monthly * factor for factor in factors], dollars, STYLES[pattern], color=COLOURS[pattern],
            label=TITLES[pattern], linewidth=2,
        )  # fmt: skip
    axes.axvline(monthly, color="grey", linewidth=1, label=f"this workload: {monthly:,.0f} requests a month")
    axes.axhline(
        question.workload.monthly_budget_usd, color="grey", linewidth=1, linestyle=":",
        label=f"budget: ${question.workload.monthly_budget_usd:,.0f}",
    )  # fmt: skip
    axes.set(xscale="log", yscale="log", xlabel="requests a month", ylabel="US dollars a month")
    axes.set_title(f"{question.workload.name}: cost by traffic, {question.workload.region}, {question.on}")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(loc="upper left", fontsize="small")


def _latencies(record: Record, figure: Figure) -> None:
    axes = figure.add_subplot()
    for item in _simulated(record):
        found = np.sort(item.outcome.simulated.latencies_ms) if item.outcome else np.zeros(0)
        if not found.size:
            continue
        places = np.unique(np.linspace(0, found.size - 1, min(found.size, POINTS)).astype(np.int64))
        axes.plot(
            found[places], (places + 1) / found.size, STYLES[item.pattern], color=COLOURS[item.pattern],
            label=f"{TITLES[item.pattern]} (p99 {item.outcome.p99_ms:,.0f} ms)" if item.outcome else "", linewidth=2,
        )  # fmt: skip
    target = record.question.workload.target_p99_ms
    axes.axvline(target, color="grey", linewidth=1, label=f"target: {target:,.0f} ms")
    axes.axhline(0.99, color="grey", linewidth=1, linestyle=":", label="99 of 100")
    axes.set(xscale="log", xlabel="latency in milliseconds", ylabel="share of the answers", ylim=(0, 1.01))
    axes.set_title(f"{record.question.workload.name}: latencies, cold starts and waiting included")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(loc="lower right", fontsize="small")


def _capacity(record: Record, figure: Figure) -> None:
    shown = _simulated(record)
    panels = figure.subplots(len(shown) + 1, 1, sharex=True, squeeze=False)[:, 0]
    arrivals = record.question.trace.arrivals_s
    minutes = np.bincount((arrivals / 60.0).astype(np.int64))
    _panel(panels[0], np.arange(minutes.size) / 60.0, "requests/s", record.question.workload.name)
    panels[0].plot(np.arange(minutes.size) / 60.0, minutes / 60.0, color="#555555", linewidth=1)
    for axes, item in zip(panels[1:], shown, strict=True):
        timeline = item.outcome.simulated.timeline if item.outcome else None
        if timeline is None:
            continue
        hours = np.asarray(timeline.times_s) / 3600.0
        _panel(axes, hours, timeline.unit, f"{TITLES[item.pattern]} ({item.state})")
        axes.step(hours, timeline.capacity, where="post", color="black", linewidth=1, label="there")
        axes.plot(hours, timeline.in_use, color=COLOURS[item.pattern], linewidth=1, label="in use")
        axes.legend(loc="upper left", fontsize="x-small")
    panels[-1].set_xlabel("hours from the start of the trace")


def _panel(axes: Axes, hours: Any, unit: str, title: str) -> None:
    axes.set_title(title, fontsize="medium", loc="left")
    axes.set_ylabel(unit, fontsize="small")
    axes.set_ylim(bottom=0)
    axes.grid(visible=True, alpha=0.3)
    if len(hours):
        axes.set_xlim(0, max(float(hours[-1]), 1 / 60))


def _simulated(record: Record) -> list[Candidate]:
    return [item for item in record.candidates if item.outcome is not None and item.state != State.EXCLUDED]


def _tall(record: Record) -> tuple[float, float]:
    return 9.0, 1.6 * (len(_simulated(record)) + 1) + 0.6


PICTURES: Final[dict[str, tuple[Callable[[Record], tuple[float, float]], Callable[[Record, Figure], None]]]] = {
    "costs": (lambda _: (9.0, 5.5), _costs),
    "latencies": (lambda _: (9.0, 5.5), _latencies),
    "capacity": (_tall, _capacity),
}
