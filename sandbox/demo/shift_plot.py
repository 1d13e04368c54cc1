"""A picture of a shift: who answered, how long callers waited, and what happened when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from sandbox.demo.router import Routed

COLOURS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7")
"""The palette of Okabe and Ito, which people with any kind of sight tell apart."""
SIZE_INCHES: Final = (9.0, 4.5)


class Happened(Protocol):
    """Something that is marked in the picture."""

    @property
    def at_s(self) -> float:
        """When, on the clock of the callers."""

    @property
    def what(self) -> str:
        """In a few words."""


def draw(path: Path, routed: Sequence[Routed], steps: Sequence[Happened]) -> None:
    """Draws one dot a request, coloured by who answered.

    Args:
        path: An SVG or PNG file.
        routed: Requests of one clock.
        steps: What happened meanwhile.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=SIZE_INCHES, layout="constrained")
    first = min((each.sent_s for each in routed), default=0.0)
    for colour, pattern in zip(COLOURS, sorted({each.pattern for each in routed}), strict=False):
        mine = [each for each in routed if each.pattern == pattern]
        times, waits = [each.sent_s - first for each in mine], [each.seconds * 1000 for each in mine]
        axes.plot(times, waits, ".", markersize=4, color=colour, label=pattern or "no answer")
    for step in steps:
        axes.axvline(step.at_s - first, color="#555555", linewidth=0.8)
        where = (step.at_s - first, 0.99)
        axes.annotate(
            step.what, where, xycoords=("data", "axes fraction"), rotation=90, va="top", ha="right", fontsize=8
        )
    axes.set_yscale("log")
    axes.set_xlabel("seconds")
    axes.set_ylabel("milliseconds until the answer")
    axes.set_title("Traffic leaves an endpoint that is overloaded, and comes back")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2, frameon=False)
    figure.savefig(path)
    pyplot.close(figure)
