"""``python -m advisor``: what a stack will cost, when it is up, what it cost, and what is cheapest."""

from __future__ import annotations

import io
import sys
from importlib import import_module
from typing import Any, Final, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command

PROGRAM: Final = "python -m advisor"


class Entry(NamedTuple):
    """Where a command is; it is imported when it is asked for, because some bring a plotter or an AWS client.

    Args:
        module: Its module.
        attribute: A function, or an application with commands of its own.
        help: What it does, for the list of commands.
    """

    module: str
    attribute: str
    help: str


COMMANDS: Final = {
    "cost": Entry("advisor.cost.command", "cost", "A month of a stack, what a change costs, and a budget gate."),
    "schedule": Entry("advisor.schedule.command", "schedule", "When each unit is up, and the hours and money saved."),
    "auto-stop": Entry("advisor.auto_stop", "app", "Run the auto-stop function, or restore what it stopped."),
    "break-even": Entry("advisor.break_even.command", "break_even", "Below which traffic which way is the cheapest."),
    "actuals": Entry("advisor.actuals.command", "actuals", "What a deployed stack cost, against its estimate."),
    "prices": Entry("advisor.prices.command", "prices", "Refresh the prices from AWS, or check how old they are."),
}


class LazyCommands(TyperGroup):
    """The commands of the table."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """A command, or ``None`` for a name that is in no table."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        found = getattr(import_module(entry.module), entry.attribute)
        if not isinstance(found, typer.Typer):
            single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            single.command(cmd_name)(found)
            found = single
        command = get_command(found)
        command.name = cmd_name
        return command

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        """The list for ``--help``, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


app = typer.Typer(
    cls=LazyCommands, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def advisor() -> None:
    """What a stack will cost, when it is up, what it cost, and which way of serving is the cheapest."""


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a log that knows ASCII only gets signs for what it cannot show
    app(prog_name=PROGRAM)
