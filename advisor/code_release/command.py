"""``python -m advisor code-release``: start a rollout of the newest published code, look at it, or take it back.

Pulumi publishes a version with each deployment and leaves the alias alone; the rollout moves it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer

from advisor.code_release.rollouts import Releases, Rollout
from advisor.errors import InputError
from advisor.model.place import Place, place_of, told
from advisor.options import OutputsOption, StackOption

COMMAND: Final = "code-release"
ROLLOUT_OUTPUT: Final = "predictionRollout"
FUNCTIONS_OUTPUT: Final = "predictionFunctions"
FUNCTION: Final = "predict_http"
REMEDY: Final = "set prediction_api.rollout.kind to canary or linear and deploy it; all-at-once needs no rollout"

RegionOption = Annotated[str | None, typer.Option("--region", help="AWS Region; the stack's, or the shell's.")]
WaitOption = Annotated[bool, typer.Option("--wait/--no-wait", help="Wait until it has ended.")]

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def code_release() -> None:
    """Give new code of the prediction function its traffic, step by step, while alarms watch."""


@app.command()
def start(
    stack: StackOption = None,
    outputs: OutputsOption = None,
    region: RegionOption = None,
    version: Annotated[
        str | None, typer.Option("--version", help="Published version; the newest without it. An older one goes back.")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be moved, and move nothing.")] = False,
    wait: WaitOption = True,
) -> None:
    """Begin a rollout of a version."""
    with told(COMMAND):
        releases = releases_of(place_of(stack, outputs, None, region))
        move = releases.plan(version)
        if move.is_none:
            typer.echo(f"{move.function}: version {move.current} answers already; there is nothing to roll out")
            return
        step = f"{move.function}: version {move.current} to {move.target}"
        if dry_run:
            typer.echo(f"dry run, nothing was moved: {step}")
            return
        deployment = releases.start(move)
        typer.echo(f"{step}: rollout {deployment}")
        if wait:
            _end(_followed(releases, deployment))


@app.command()
def status(stack: StackOption = None, outputs: OutputsOption = None, region: RegionOption = None) -> None:
    """Say how the newest rollout stands; exit code 1 when it was taken back."""
    with told(COMMAND):
        found = releases_of(place_of(stack, outputs, None, region)).latest()
        if found is None:
            typer.echo("there was no rollout yet")
            return
        typer.echo(line(found))
        if not found.under_way:
            _end(found)


@app.command()
def stop(
    stack: StackOption = None, outputs: OutputsOption = None, region: RegionOption = None, *, wait: WaitOption = True
) -> None:
    """End the rollout that is under way, and move the alias back."""
    with told(COMMAND):
        releases = releases_of(place_of(stack, outputs, None, region))
        found = releases.latest()
        if found is None or not found.under_way:
            raise InputError("no rollout is under way; to go back to an older version: start --version N")
        releases.stop(found.id)
        typer.echo(f"rollout {found.id} is being stopped; the alias goes back")
        if wait:
            _followed(releases, found.id)


def releases_of(place: Place) -> Releases:
    """The application that the stack's outputs name.

    Raises:
        InputError: The stack has none.
    """
    rollout, functions = _object(place, ROLLOUT_OUTPUT), _object(place, FUNCTIONS_OUTPUT)
    for values, names in ((rollout, ("application", "group")), (functions, (FUNCTION,))):
        for name in names:
            if not isinstance(values.get(name), str):
                raise InputError(f"{place.where}: its outputs name no {name}; {REMEDY}")
    return Releases(
        function=functions[FUNCTION],
        application=rollout["application"],
        group=rollout["group"],
        functions=place.client("lambda"),
        codedeploy=place.client("codedeploy"),
    )


def _object(place: Place, name: str) -> Mapping[str, Any]:
    found = place.outputs.get(name)
    if not isinstance(found, dict):
        listed = ", ".join(sorted(place.outputs)) or "none; give --stack NAME or --outputs FILE"
        raise InputError(f"{place.where} has no output {name} that is an object; it has {listed}; {REMEDY}")
    return found


def line(found: Rollout) -> str:
    """A rollout in a line."""
    parts = [f"rollout {found.id}: {found.status}"]
    if found.reason:
        parts.append(found.reason)
    if found.rolled_back_by:
        parts.append(f"taken back by {found.rolled_back_by}")
    return "; ".join(parts)


def _followed(releases: Releases, deployment: str) -> Rollout:
    found = None
    for found in releases.follow(deployment, time.sleep):
        typer.echo(line(found))
    if found is None:
        raise InputError(f"rollout {deployment} has no status")
    return found


def _end(found: Rollout) -> None:
    """Exit code 1 for a rollout that did not succeed: a pipeline must not go on."""
    if not found.succeeded:
        raise typer.Exit(1)
