"""``python -m advisor switch status | explain | decide``: the switch's table, read; and its function, asked to look."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any, Final

import typer

from advisor.errors import InputError
from advisor.function_call import Answer, invoked
from advisor.model.place import Place, place_of, told
from advisor.options import OutputsOption, StackOption
from advisor.switch import report
from advisor.switch.records import SwitchRecords
from advisor.switch.requests import log_group, logged
from domain.switching import SwitchState, parse_rules

COMMAND: Final = "switch"
TABLE_OUTPUT: Final = "switchTable"
FUNCTION_OUTPUT: Final = "switchFunction"
ROUTER_OUTPUT: Final = "routerFunction"
REMEDY: Final = "set switching.enabled to true and deploy it"
LONGEST_S: Final = 910
SECONDS_PER_HOUR: Final = 3600

RegionOption = Annotated[str | None, typer.Option("--region", help="AWS Region; the stack's, or the shell's.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def switch() -> None:
    """Which pattern has the traffic, why, and a look at their health now."""


@app.command()
def status(
    stack: StackOption = None,
    outputs: OutputsOption = None,
    region: RegionOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Who has the traffic, and how each pattern was judged by the last look."""
    with _told():
        records = _records(place_of(stack, outputs, None, region))
        state = records.state()
        if state is None:
            raise InputError("nobody has looked yet; wait a minute, or `python -m advisor switch decide`")
        decision, circuits = records.decision(state.decision_id), records.circuits(state.order)
        now_s = time.time()
        if as_json:
            shown = {"state": json.loads(state.to_json()), "decision": decision}
            typer.echo(
                json.dumps({**shown, "circuits": {name: asdict(one) for name, one in circuits.items()}}, indent=2)
            )
            return
        _print(report.status_lines(state, now_s, _stale_s(decision)))
        _show(report.patterns_table(_findings(decision, state), state.weights, circuits, now_s))


@app.command()
def explain(
    identifier: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Of a decision or of a request; the last decision without it.")
    ] = None,
    stack: StackOption = None,
    outputs: OutputsOption = None,
    region: RegionOption = None,
    hours: Annotated[int, typer.Option("--hours", min=1, max=720, help="How far back a request is looked for.")] = 24,
    *,
    as_json: JsonOption = False,
) -> None:
    """What was decided and for which reasons; of a request, what it went through and on which decision."""
    with _told():
        place = place_of(stack, outputs, None, region)
        records = _records(place)
        decision_id, request = identifier or _last(records), None
        decision = records.decision(decision_id)
        if decision is None and identifier is not None:
            request = _request(place, identifier, hours)
            decision = records.decision(str(request.get("decision_id") or ""))
        if as_json:
            typer.echo(json.dumps({"request": request, "decision": decision}, indent=2))
            return
        if request is not None:
            _print(report.request_lines(request))
        if decision is None:
            _print(["decision  none was known, or it is no longer kept: the order of the settings was tried"])
            return
        _print(report.decision_lines(decision))
        _show(report.patterns_table(decision["patterns"], decision["weights"], {}, time.time()))


@app.command()
def decide(
    stack: StackOption = None,
    outputs: OutputsOption = None,
    region: RegionOption = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look, probe and decide, and change nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at the patterns now and decide, by the function that does it each minute."""
    with _told():
        place = place_of(stack, outputs, None, region)
        name = _output(place, FUNCTION_OUTPUT)
        # Once: a second attempt would be a second decision.
        client = place.client("lambda", read_timeout=LONGEST_S, retries={"total_max_attempts": 1})
        answer = invoked(client, name, {"dry_run": True} if dry_run else {})
        if as_json:
            typer.echo(json.dumps(answer.payload, indent=2))
        else:
            _tell(answer, name, dry_run=dry_run)
    raise typer.Exit(1 if answer.failed else 0)


def _tell(answer: Answer, name: str, *, dry_run: bool) -> None:
    found = answer.payload
    if answer.failed:
        _print([f"function {name} failed: {found.get('errorType')}: {found.get('errorMessage')}"])
        return
    did = "nothing was changed (dry run)" if dry_run else "decided" if found["stored"] else "another look was first"
    _print(
        [
            f"{did}: {found['primary']} has the traffic{', a switch' if found['switched'] else ''}",
            f"mode      {found['mode']}",
            f"reason    {found['reason']}",
            f"decision  {found['decision_id']}",
        ]
    )
    _show(report.patterns_table(found["patterns"], found["weights"], {}, time.time()))


def _records(place: Place) -> SwitchRecords:
    return SwitchRecords(place.client("dynamodb"), _output(place, TABLE_OUTPUT))


def _last(records: SwitchRecords) -> str:
    state = records.state()
    if state is None:
        raise InputError("nobody has decided yet; wait a minute, or `python -m advisor switch decide`")
    return state.decision_id


def _request(place: Place, request_id: str, hours: int) -> Mapping[str, Any]:
    router = _output(place, ROUTER_OUTPUT)
    group = log_group(place.client("lambda"), router)
    found = logged(place.client("logs"), group, request_id, time.time() - hours * SECONDS_PER_HOUR)
    if found is None:
        raise InputError(
            f"{request_id!r} is no decision that is kept, and no request in {group} of the last {hours} hours; "
            "look further back with --hours"
        )
    return found


def _findings(decision: Mapping[str, Any] | None, state: SwitchState) -> list[Mapping[str, Any]]:
    """How each pattern was judged; without the decision's record only who there is."""
    if decision is not None:
        return list(decision["patterns"])
    return [
        {"pattern": name, "verdict": "unknown", "reasons": ["the decision is no longer kept"], "health": None}
        for name in state.order
    ]


def _stale_s(decision: Mapping[str, Any] | None) -> float:
    return float("inf") if decision is None else parse_rules(str(decision["rules"])).limits.stale_s


def _output(place: Place, name: str) -> str:
    found = place.output(name)
    if found is None:
        listed = ", ".join(sorted(place.outputs)) or "no outputs; give --stack NAME or --outputs FILE"
        raise InputError(f"{place.where} has no output {name}; it has {listed}. {REMEDY}")
    return found


def _print(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)


def _show(table: Any) -> None:
    from rich.console import Console

    Console(highlight=False).print(table)


@contextmanager
def _told() -> Iterator[None]:
    """One line and exit code 2, also for what another version wrote."""
    with told(COMMAND):
        try:
            yield
        except (KeyError, TypeError) as error:
            raise InputError(
                f"{error} is missing: it was written by another version; --json prints it as it is"
            ) from error
