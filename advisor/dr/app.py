"""``python -m advisor dr``: recovery times of a stack, the state of its two Regions, and an operator's orders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from advisor.dr.command import report
from advisor.lazy import Entry, LazyCommands
from advisor.places import PROJECT

COMMANDS: Final = {
    "status": Entry("advisor.dr.orders", "status", "Which Region acts, how well each is, and how much work is open."),
    "fail-over": Entry("advisor.dr.orders", "fail_over", "Drain the Region that acts and hand over to the other."),
    "fail-back": Entry("advisor.dr.orders", "fail_back", "Hand over to the primary, once everything is reconciled."),
    "pin": Entry("advisor.dr.orders", "pin", "Keep the lease in one Region, whatever its canaries say."),
    "unpin": Entry("advisor.dr.orders", "unpin", "Let health decide again."),
    "model": Entry(
        "advisor.failover_model.command",
        "model",
        "Check every order of events of a failover; with fencing off, how it breaks.",
    ),
}


class _Commands(LazyCommands):
    table = COMMANDS


app = typer.Typer(cls=_Commands, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def dr(
    context: typer.Context,
    stack: Annotated[
        str | None, typer.Option(help="Name of the stack whose recovery is computed: Pulumi.<stack>.yaml is read.")
    ] = None,
    measured: Annotated[
        Path | None, typer.Option(help="A report of `make drill`, to compare the computed times with.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    project: Annotated[Path, typer.Option(help="Folder of the stack files.")] = PROJECT,
) -> None:
    """What a lost Region would take: which tier the stack really meets, what dominates, what to change.

    Exit codes: 0 the declared tier is met, 1 it is not, or a drill measured something else, 2 nothing was computed.
    """
    if context.invoked_subcommand is not None:
        return
    raise typer.Exit(report(stack, measured, project, as_json=as_json))
