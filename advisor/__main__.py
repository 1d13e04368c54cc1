"""``python -m advisor``: which pattern to choose, what a stack costs, when it is up, how it recovers; its models."""

from __future__ import annotations

import io
import sys
from typing import Final

import typer

from advisor.lazy import Entry, LazyCommands

PROGRAM: Final = "python -m advisor"


COMMANDS: Final = {
    "recommend": Entry(
        "advisor.recommend.command", "recommend", "Which pattern to choose, with its size, its price and its settings."
    ),
    "cost": Entry("advisor.cost.command", "cost", "A month of a stack, what a change costs, and a budget gate."),
    "schedule": Entry("advisor.schedule.command", "schedule", "When each unit is up, and the hours and money saved."),
    "auto-stop": Entry("advisor.auto_stop", "app", "Run the auto-stop function, or restore what it stopped."),
    "break-even": Entry("advisor.break_even.command", "break_even", "Below which traffic which way is the cheapest."),
    "actuals": Entry("advisor.actuals.command", "actuals", "What a deployed stack cost, against its estimate."),
    "model": Entry("advisor.model.app", "app", "Package, upload, deploy, call, approve and take back models."),
    "code-release": Entry(
        "advisor.code_release.command", "app", "Roll out new code of the prediction API, step by step, or take it back."
    ),
    "switch": Entry(
        "advisor.switch.command", "app", "Which pattern has the traffic and why, and a look at their health now."
    ),
    "dr": Entry(
        "advisor.dr.app", "app", "What a lost Region would take, which Region acts now, and moving it to the other."
    ),
    "work": Entry(
        "advisor.work.command", "app", "Submit durable predictions to either Region, and read their results."
    ),
    "report": Entry(
        "advisor.report.command", "report", "What a reviewer wants to see of a change: risks, access, cost, recovery."
    ),
    "delivery": Entry("advisor.delivery.command", "app", "Which jobs of GitHub's may take which role of the pipeline."),
    "prices": Entry("advisor.prices.command", "prices", "Refresh the prices from AWS, or check how old they are."),
}


class _Commands(LazyCommands):
    table = COMMANDS


app = typer.Typer(
    cls=_Commands, add_completion=True, pretty_exceptions_enable=False, no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def advisor() -> None:
    """Which pattern and size, what a stack will cost and did cost, when it is up, how it recovers; and its models."""


def main(program: str = PROGRAM) -> None:
    """Runs a command.

    Args:
        program: What it was called as; a shell's completion asks under this name.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a log that knows ASCII only gets signs for what it cannot show
    app(prog_name=program)


if __name__ == "__main__":
    main()
