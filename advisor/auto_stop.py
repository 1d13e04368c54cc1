"""``python -m advisor auto-stop``: run the auto-stop function now, restore what it stopped, or list that.

The function decides and acts, with its own role; this only asks it. So a restore by hand, a run by hand and the run by
the clock are one and the same code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from advisor.deployed import outputs_of, text_output
from advisor.errors import InputError
from advisor.function_call import Answer, invoked
from advisor.options import OutputsOption, StackOption

OUTPUT: Final = "autoStopFunction"
LONGEST_S: Final = 910
"""A little longer than the function may take: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"""

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Decide and report, and change nothing.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the function's answer as JSON.")]

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def auto_stop() -> None:
    """Stop idle endpoints now, restore them, or list what is stopped."""


@app.command()
def run(
    stack: StackOption = None,
    outputs: OutputsOption = None,
    *,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Look at every endpoint of the stack and stop what is idle; the stack's own dry run stays one."""
    _ask({"action": "run", "dry_run": dry_run}, stack, outputs, as_json=as_json)


@app.command()
def restore(
    endpoint: Annotated[
        str | None, typer.Argument(help="Endpoint to restore; without it all that are stopped.")
    ] = None,
    stack: StackOption = None,
    outputs: OutputsOption = None,
    *,
    dry_run: DryRunOption = False,
    force: Annotated[bool, typer.Option("--force", help="Also overwrite what somebody else has set since.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring back what was there before the stop."""
    event: dict[str, Any] = {"action": "restore", "dry_run": dry_run, "force": force}
    _ask(event if endpoint is None else {**event, "endpoint": endpoint}, stack, outputs, as_json=as_json)


@app.command()
def status(stack: StackOption = None, outputs: OutputsOption = None, *, as_json: JsonOption = False) -> None:
    """List what is stopped now."""
    _ask({"action": "status"}, stack, outputs, as_json=as_json)


def _ask(event: Mapping[str, Any], stack: str | None, file: Path | None, *, as_json: bool) -> None:
    try:
        found = outputs_of(stack, file)
        where = str(file) if file is not None else f"stack {stack}"
        name = text_output(found, OUTPUT, where, "Set cost.auto_stop.enabled to true and deploy it.")
        answer = invoked(_client(_region(found)), name, event)
    except InputError as error:
        typer.echo(f"auto-stop: {error}", err=True)
        raise typer.Exit(2) from error
    if as_json:
        typer.echo(json.dumps(answer.payload, indent=2))
    else:
        _tell(answer, name)
    raise typer.Exit(1 if answer.failed else 0)


def _tell(answer: Answer, name: str) -> None:
    try:
        show(answer)
    except (KeyError, TypeError, ValueError) as error:
        known = "it is another version than this advisor's; --json prints its answer as it is"
        typer.echo(f"auto-stop: function {name} answers without {error}; {known}", err=True)
        raise typer.Exit(2) from error


def _region(outputs: Mapping[str, Any]) -> str | None:
    """The stack's Region, from the ARN of its topic; the shell's own without one."""
    parts = str(outputs.get("alarmTopicArn", "")).split(":")
    return parts[3] if len(parts) > 3 else None


def _client(region: str | None) -> Any:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    # Once: a second attempt would be a second run.
    config = Config(read_timeout=LONGEST_S, retries={"total_max_attempts": 1})
    try:
        return boto3.client("lambda", region_name=region, config=config)
    except BotoCoreError as error:
        raise InputError(f"AWS cannot be asked: {error}") from error


def show(answer: Answer) -> None:
    """Print an answer for people."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console, payload = Console(highlight=False), answer.payload
    if answer.failed:
        console.print(f"{payload.get('errorType', 'failed')}:", style="bold red")
        for line in str(payload.get("errorMessage", "the function says no more; see its log")).split("; "):
            console.print(f"  {line}", markup=False, soft_wrap=True)
        return
    table = Table(title=_title(payload), title_justify="left")
    table.add_column("what")
    table.add_column("endpoint and reason", overflow="fold")
    for what, lines in _rows(payload):
        for line in lines:
            table.add_row(what, Text(line), style="bold" if what in ("stopped", "restored") else "")
    console.print(table)


def _title(payload: Mapping[str, Any]) -> str:
    if payload["action"] == "status":
        return f"{payload['records']} stopped"
    mode = "dry run, nothing was changed" if payload["dry_run"] else "done"
    if payload["action"] == "restore":
        return f"{mode}: {len(payload['restored'])} restored"
    saves = f"saves {payload['saves_usd_per_hour']:.3f} USD an hour"
    unpriced = f", and {len(payload['unpriced'])} unpriced" if payload["unpriced"] else ""
    return f"{mode}: {len(payload['stopped'])} of {payload['endpoints']} endpoints stopped, {saves}{unpriced}"


def _rows(payload: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    if payload["action"] == "status":
        return [
            (
                "stopped",
                [f"{row['endpoint']} ({row['state']}, {row['at']}): {row['reason']}" for row in payload["stopped"]],
            )
        ]
    if payload["action"] == "restore":
        return [("restored", payload["restored"])]
    return [
        ("stopped", payload["stopped"]),
        ("settled", payload["settled"]),
        ("kept", payload["kept_examples"]),
        ("override expired", payload["expired_overrides"]),
    ]
