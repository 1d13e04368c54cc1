"""The report of a stack's recovery times: read, computed, compared with a drill, shown."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from advisor.dr.measured import Comparison, compare, read_drill
from advisor.dr.report import document
from advisor.errors import InputError
from advisor.stack.settings import StackSettings, read_stack_settings
from components.settings.resilience_plan import coordination_of, recovery_plan
from domain.resilience.objectives import Objectives, objectives

MET, NOT_MET, UNREADABLE = 0, 1, 2


def report(stack: str | None, measured: Path | None, project: Path, *, as_json: bool) -> int:
    """Show the report; returns the exit code."""
    try:
        found = _theme_of(stack, project)
        computed = objectives(recovery_plan(found.settings))
        coordination = "" if found.region is None else _coordination(found, found.region)
        compared = () if measured is None else compare(computed, read_drill(measured))
    except InputError as error:
        typer.echo(f"dr: {error}", err=True)
        return UNREADABLE
    if as_json:
        typer.echo(json.dumps(document(found, computed, coordination, compared), indent=2))
    else:
        from advisor.dr.table import show

        show(found, computed, coordination, compared)
    return MET if _holds(computed, compared) else NOT_MET


def _holds(computed: Objectives, compared: tuple[Comparison, ...]) -> bool:
    return computed.holds and all(one.agrees for one in compared)


def _theme_of(stack: str | None, project: Path) -> StackSettings:
    if stack is None:
        raise InputError("no stack is named; give --stack NAME, or one of the commands that --help lists")
    found = read_stack_settings(stack, project)
    if not found.settings.resilience.enabled:
        raise InputError(
            f"Pulumi.{stack}.yaml declares no tier: resilience.enabled is false; "
            "set it, with a tier and a secondary_region"
        )
    return found


def _coordination(found: StackSettings, region: str) -> str:
    """Where the ledger lies, and why.

    Raises:
        InputError: The two Regions do not go together.
    """
    try:
        chosen = coordination_of(found.settings.resilience, region)
    except ValueError as error:
        raise InputError(str(error)) from error
    return f"{chosen.mode.value}: {chosen.reason}"
