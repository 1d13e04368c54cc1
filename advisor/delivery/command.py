"""``python -m advisor delivery who``: which jobs of GitHub's may take which role of a stack's delivery theme."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
import yaml
from rich.console import Console
from rich.table import Table

from advisor.errors import InputError
from advisor.places import PROJECT
from components.settings import NAMESPACE, Settings, SettingsError, parse
from domain.delivery import Attempt, DeliveryRole, who_may

PREFIX: Final = f"{NAMESPACE}:"
PROVIDER: Final = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
"""Whose ARN it is makes no difference to who may take a role."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def delivery() -> None:
    """Who may deploy from GitHub, as the trust policies decide it."""


@app.command()
def who(
    stack: Annotated[str, typer.Option("--stack", help="Stack file to read: the STACK of Pulumi.STACK.yaml.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Every kind of job against every role: yes, or why not. No account is asked."""
    try:
        attempts = attempts_of(settings_of(PROJECT / f"Pulumi.{stack}.yaml", stack))
    except (InputError, SettingsError, ValueError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps([_plain(one) for one in attempts], indent=2))
    else:
        Console().print(_table(attempts))


def settings_of(path: Path, stack: str) -> Settings:
    """The checked settings of a stack file.

    Raises:
        InputError: It is not there or no YAML, or its delivery theme is off.
        SettingsError: A setting is refused.
    """
    try:
        given = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("config") or {}
    except (OSError, yaml.YAMLError) as error:
        raise InputError(f"{path.name} could not be read: {error}") from None
    raw = {key.removeprefix(PREFIX): value for key, value in given.items() if key.startswith(PREFIX)}
    settings = parse(raw, stack=stack)
    if not settings.delivery.enabled:
        raise InputError(f"{path.name}: delivery.enabled is false: nobody may take a role; set it to true")
    return settings


def attempts_of(settings: Settings) -> tuple[Attempt, ...]:
    """The table of a stack."""
    pipeline = settings.delivery.delivery()
    return who_may(pipeline, {role: pipeline.trust_policy(role, PROVIDER) for role in DeliveryRole})


def _plain(attempt: Attempt) -> dict[str, object]:
    found = {str(role): {"allowed": one.allowed, "reason": one.reason} for role, one in attempt.decisions.items()}
    return {"who": attempt.who, "subject": attempt.subject, "roles": found}


def _table(attempts: tuple[Attempt, ...]) -> Table:
    table = Table("job", "subject", *(str(role) for role in DeliveryRole))
    for one in attempts:
        cells = ["yes" if one.decisions[role].allowed else "no" for role in DeliveryRole]
        table.add_row(one.who, one.subject, *cells)
    return table
