"""``python -m advisor dr model``: every order of events of a failover; with fencing off, how it breaks."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from advisor.failover_model.outcome import Outcome, as_json, counterexample, judged, lines_json
from advisor.failover_model.searches import SEARCHES, UNFENCED, Search
from advisor.failover_model.step import Invariant
from advisor.failover_model.story import Line

HOLDS, BROKEN = 0, 1
STATES: Final = 3_000_000
"""More than any of the searches has."""


def model(
    states: Annotated[
        int, typer.Option("--states", min=1_000, help="States that each search visits at most.")
    ] = STATES,
    *,
    without_fencing: Annotated[
        bool, typer.Option("--without-fencing", help="Let the ledger take every result, and show how that goes wrong.")
    ] = False,
    json_wanted: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Search every order of events of a failover, with the decisions that are deployed.

    Two Regions, late and repeated events, clocks that differ, functions that stand still or crash between any two
    steps, health that flaps, partitions, hand-over and failback. Exit codes: 0 what has to hold holds (without
    fencing: the way that it breaks was found), 1 something else.
    """
    code = _unfenced(states, as_document=json_wanted) if without_fencing else _all(states, as_document=json_wanted)
    raise typer.Exit(code)


def _all(states: int, *, as_document: bool) -> int:
    outcomes = [_run(search, states) for search in SEARCHES]
    holds = not any(one.problems for one in outcomes)
    if as_document:
        total = sum(one.states for one in outcomes)
        document = {"holds": holds, "states": total, "searches": [as_json(one) for one in outcomes]}
        typer.echo(json.dumps(document, indent=2))
    else:
        from rich.console import Console

        from advisor.failover_model.report import show_outcomes

        show_outcomes(outcomes, Console())
        typer.echo("every rule holds" if holds else "a rule does not hold: see above")
    return HOLDS if holds else BROKEN


def _run(search: Search, states: int) -> Outcome:
    if sys.stderr.isatty():
        typer.echo(f"{search.scope.name} ...", err=True)
    return judged(search, limit=states)


def _unfenced(states: int, *, as_document: bool) -> int:
    """Fencing is off: the way that an input gets two effects has to be found."""
    search = Search(UNFENCED, frozenset({Invariant.ONE_EFFECT}))
    lines, seen = counterexample(search, Invariant.ONE_EFFECT, limit=states)
    if as_document:
        typer.echo(
            json.dumps({"broken": lines is not None, "states": seen, "steps": lines_json(lines or [])}, indent=2)
        )
    elif lines is None:
        typer.echo(f"without fencing nothing broke within {seen:,} states; a higher --states looks further")
    else:
        _tell(lines, seen)
    return BROKEN if lines is None else HOLDS


def _tell(lines: Sequence[Line], seen: int) -> None:
    from rich.console import Console

    from advisor.failover_model.report import show_story

    typer.echo(
        f"Without fencing ({seen:,} states): no shorter way than these {len(lines)} steps gives an input two effects."
    )
    show_story(lines, Console())
