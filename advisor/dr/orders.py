"""``dr status | fail-over | fail-back | pin | unpin``: the keepers decide and write; a command only asks them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.dr import standing
from advisor.dr.sites import Sites, sites_of
from advisor.errors import InputError
from advisor.function_call import Answer
from advisor.options import OutputsOption, StackOption
from domain.resilience import Order

ToOption = Annotated[str | None, typer.Option("--to", help="Region that is meant.")]
ViaOption = Annotated[
    str | None, typer.Option("--via", help="Region whose keeper is asked; by default one that answers.")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
ProdOption = Annotated[bool, typer.Option("--yes-prod", help="Needed for a stack that is called prod.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the keepers' answers as JSON.")]


def status(stack: StackOption = None, outputs: OutputsOption = None, *, as_json: JsonOption = False) -> None:
    """Which Region acts, how well each is, and how much work is open.

    Exit codes: 0 some Region acts and both answer, 1 none acts or one does not answer, 2 nothing could be asked.
    """
    try:
        sites = sites_of(stack, outputs)
        found = standing.ask(sites)
        if as_json:
            typer.echo(json.dumps(standing.document(found), indent=2))
        else:
            _print(standing.lines(found))
    except InputError as error:
        _stop(error)
    raise typer.Exit(0 if standing.sound(found) else 1)


def fail_over(
    stack: StackOption = None,
    outputs: OutputsOption = None,
    to: ToOption = None,
    via: ViaOption = None,
    *,
    yes: YesOption = False,
    yes_prod: ProdOption = False,
    as_json: JsonOption = False,
) -> None:
    """Drain the Region that acts and hand over to the other, or to the one that --to names."""
    _order(Order.FAIL_OVER, (stack, outputs), to, via, agreed=(yes, yes_prod), as_json=as_json)


def fail_back(
    stack: StackOption = None,
    outputs: OutputsOption = None,
    via: ViaOption = None,
    *,
    yes: YesOption = False,
    yes_prod: ProdOption = False,
    as_json: JsonOption = False,
) -> None:
    """Hand over to the primary; refused while it is not well, or work of an older epoch is open."""
    _order(Order.FAIL_BACK, (stack, outputs), None, via, agreed=(yes, yes_prod), as_json=as_json)


def pin(
    to: Annotated[str, typer.Option("--to", help="Region that keeps the lease.")],
    stack: StackOption = None,
    outputs: OutputsOption = None,
    via: ViaOption = None,
    *,
    yes: YesOption = False,
    yes_prod: ProdOption = False,
    as_json: JsonOption = False,
) -> None:
    """Keep the lease in one Region, whatever its canaries say; nothing fails over by itself until unpin."""
    _order(Order.PIN, (stack, outputs), to, via, agreed=(yes, yes_prod), as_json=as_json)


def unpin(
    stack: StackOption = None,
    outputs: OutputsOption = None,
    via: ViaOption = None,
    *,
    yes: YesOption = False,
    yes_prod: ProdOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let health decide again."""
    _order(Order.UNPIN, (stack, outputs), None, via, agreed=(yes, yes_prod), as_json=as_json)


def _order(
    order: Order,
    named: tuple[str | None, Path | None],
    to: str | None,
    via: str | None,
    *,
    agreed: tuple[bool, bool],
    as_json: bool,
) -> None:
    """Look, ask the person, give the order; exit code 1 when the keeper refuses it, 2 when it was not given."""
    yes, yes_prod = agreed
    try:
        sites = sites_of(*named)
        _known(sites, "--to", to)
        _known(sites, "--via", via)
        _production(sites, yes_prod=yes_prod)
        found = standing.ask(sites)
        region = via or standing.keeper_for(sites, found, order, to)
        if not yes:
            _confirm(found, f"{order.value}{f' to {to}' if to else ''}, ordered in {region}?")
        answer = sites.ask(region, {"action": order.value} | ({"to": to} if to else {}))
    except InputError as error:
        _stop(error)
    if as_json:
        typer.echo(json.dumps(answer.payload, indent=2))
    else:
        _tell(answer, region)
    raise typer.Exit(1 if answer.failed else 0)


def _known(sites: Sites, option: str, region: str | None) -> None:
    if region not in (None, sites.primary, sites.secondary):
        raise InputError(
            f"{option} {region} is not accepted: {sites.primary} or {sites.secondary}; nothing was ordered"
        )


def _production(sites: Sites, *, yes_prod: bool) -> None:
    """A production stack is moved by somebody who says that it is one."""
    if sites.production and not yes_prod:
        raise InputError(f"{sites.where} is called prod; give --yes-prod too. Nothing was ordered")


def _confirm(found: tuple[standing.Said, ...], question: str) -> None:
    for line in standing.lines(found):
        typer.echo(line, err=True)
    if not typer.confirm(question, err=True):
        raise InputError("nothing was ordered")


def _tell(answer: Answer, region: str) -> None:
    found: Mapping[str, Any] = answer.payload
    if answer.failed:
        _print([f"{region} refused: {found.get('errorType')}: {found.get('errorMessage')}"])
        return
    _print([f"{region}: {found.get('decision')}: {found.get('reason')}", *standing.lease_lines(found)])


def _print(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)


def _stop(error: InputError) -> None:
    typer.echo(f"dr: {error}", err=True)
    raise typer.Exit(2) from error
