"""The switch for people: who has the traffic, how each pattern was judged, what a request went through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from advisor.switch.records import Circuit
from domain.switching import SwitchState

if TYPE_CHECKING:
    from rich.table import Table

DASH = "-"


def at(seconds: float) -> str:
    """A moment, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def status_lines(state: SwitchState, now_s: float, stale_s: float) -> list[str]:
    """What the state says, and whether it is old."""
    age = max(0.0, now_s - state.decided_s)
    lines = [
        f"primary   {state.primary} since {at(state.since_s)}",
        f"mode      {state.mode.value}",
        f"reason    {state.reason}",
        f"decision  {state.decision_id}, number {state.version}, {age:.0f} s ago",
    ]
    if age > stale_s:
        lines.append(f"warning   nobody has decided for {age:.0f} s: see the alarm and the log of the look")
    return lines


def decision_lines(record: Mapping[str, Any]) -> list[str]:
    """What was decided, and why.

    Raises:
        KeyError: It is of another version than this advisor.
    """
    before, primary = record["previous"], record["primary"]
    moved = f"{before} to {primary}" if record["switched"] else f"{primary} stays"
    return [
        f"decision  {record['decision_id']}, number {record['version']}, {at(record['decided_at_s'])}",
        f"primary   {moved}",
        f"mode      {record['mode']}",
        f"reason    {record['reason']}",
    ]


def patterns_table(
    findings: Sequence[Mapping[str, Any]], weights: Mapping[str, float], circuits: Mapping[str, Circuit], now_s: float
) -> Table:
    """How each pattern was judged, in order of preference.

    Raises:
        KeyError: It is of another version than this advisor.
    """
    from rich.table import Table

    table = Table()
    for column in ("pattern", "share", "verdict", "p99 ms", "errors", "in use", "circuit", "why"):
        right = column in ("share", "p99 ms", "errors", "in use")
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for finding in findings:
        name, health = finding["pattern"], finding["health"] or {}
        circuit = circuits.get(name)
        table.add_row(
            name,
            _share(weights.get(name)),
            finding["verdict"],
            _number(health.get("p99_ms")),
            _share(health.get("error_rate")),
            _share(health.get("capacity_utilization")),
            DASH if circuit is None else circuit.describe(now_s),
            "; ".join(finding["reasons"]) or DASH,
        )
    return table


def request_lines(line: Mapping[str, Any]) -> list[str]:
    """What a request went through.

    Raises:
        KeyError: The router is of another version than this advisor.
    """
    lines = [f"request   {line['id']}: {line['status']} by {line.get('pattern') or 'nobody'}"]
    for number, attempt in enumerate(line["attempts"], start=1):
        took = _number(attempt.get("latency_ms"))
        said = f": {attempt['said']}" if attempt.get("said") else ""
        lines.append(f"attempt {number} {attempt['pattern']}: {attempt['outcome']}, {took} ms{said}")
    return lines


def _share(value: float | None) -> str:
    return DASH if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return DASH if value is None else f"{value:,.0f}"
