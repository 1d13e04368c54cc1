"""``python -m advisor delivery who``: which jobs of GitHub's may take which role of a stack's delivery theme."""

from __future__ import annotations

import json
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from advisor.errors import InputError
from advisor.stack.settings import read_stack_settings
from components.settings import DeliverySettings
from domain.delivery import Attempt, DeliveryRole, who_may

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
        attempts = attempts_of(settings_of(stack))
    except InputError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps([_plain(one) for one in attempts], indent=2))
    else:
        Console().print(_table(attempts))


def settings_of(stack: str) -> DeliverySettings:
    """The checked settings of a stack's delivery theme.

    Raises:
        InputError: There is no such stack, its settings are refused, or its delivery theme is off.
    """
    theme = read_stack_settings(stack).settings.delivery
    if not theme.enabled:
        raise InputError(f"Pulumi.{stack}.yaml: delivery.enabled is false: nobody may take a role; set it to true")
    return theme


def attempts_of(theme: DeliverySettings) -> tuple[Attempt, ...]:
    """The table of a stack."""
    pipeline = theme.delivery()
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
