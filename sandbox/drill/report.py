"""What a drill found: as JSON, and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from sandbox.drill.played import Played
from sandbox.drill.runbooks import Ran

TOLERANCE = 0.2
"""How far a measured time may be from the computed one, as a share of it."""


def off(played: Played) -> float | None:
    """How far the recovery is from the computed time, as a share of it; `None` when there is nothing to compare."""
    if played.computed_s is None or played.moves.recovery_s is None:
        return None
    return (played.moves.recovery_s - played.computed_s) / played.computed_s


def timely(played: Played) -> bool:
    """Whether the recovery took the computed time, or there is none to compare with."""
    share = off(played)
    return played.computed_s is None or (share is not None and abs(share) <= TOLERANCE)


def sound(played: Played) -> bool:
    """Whether nothing was lost and nothing doubled, to the end."""
    return played.audit.sound and not played.problem


def holds(played: Played) -> bool:
    """Whether a scenario went as it should; of one that was played again for its time, that time counts."""
    return sound(played) and (timely(played) or played.repeated)


def document(played: Sequence[Played], ran: Sequence[Ran], took_s: float, problem: str = "") -> dict[str, Any]:
    """The report as JSON; a drill with a problem did not come to its end."""
    held = all(holds(one) for one in played) and all(not one.code for one in ran)
    return {
        "passed": held and bool(played) and not problem,
        "problem": problem,
        "took_s": round(took_s, 1),
        "lost": sum(one.audit.lost for one in played),
        "doubled": sum(one.audit.doubled for one in played),
        "scenarios": [_scenario(one) for one in played],
        "runbook": [{"section": one.step.section, "command": one.step.command, "code": one.code,
                     "took_s": round(one.took_s, 2), "output": one.output if one.code else ""} for one in ran],
    }  # fmt: skip


def _scenario(played: Played) -> dict[str, Any]:
    share = off(played)
    found = {
        "name": played.scenario.name,
        "path": played.scenario.path,
        "computed_s": played.computed_s,
        "measured_s": played.moves.recovery_s,
        "off": share,
        "holds": holds(played),
        "repeated": played.repeated,
        "in_flight": played.in_flight,
        "settled_s": played.settled_s,
        "return_s": played.return_s,
        "problem": played.problem,
        **asdict(played.moves),
        "callers": asdict(played.callers),
        "audit": asdict(played.audit),
    }
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in found.items()}


COLUMNS = (
    "scenario", "in\nflight", "detected\ns", "moved\ns", "recovered\ns", "computed\ns", "off", "settled\ns", "calls",
    "waited", "p99\nms", "p99 ms\nmoved", "restarted", "lost", "doubled", "holds",
)  # fmt: skip
"""Callers' times are of the whole scenario, and of the time in which the other Region held the lease."""


def show(report: dict[str, Any], console: Console) -> None:
    """Prints the table, and what is wrong."""
    table = Table(title="Failover drill", title_justify="left")
    for name in COLUMNS:
        table.add_column(name, justify="left" if name == "scenario" else "right")
    for one in report["scenarios"]:
        callers, found = one["callers"], one["audit"]
        cells = (
            one["in_flight"], one["detection_s"], one["failover_s"], one["recovery_s"], one["computed_s"],
            None if one["off"] is None else f"{one['off']:+.0%}", one["settled_s"], callers["requests"],
            callers["waited"], round(callers["p99_ms"]), _rounded(callers["over_p99_ms"]), found["restarted"],
            found["lost"], found["doubled"], _verdict(one),
        )  # fmt: skip
        table.add_row(one["name"], *(_cell(cell) for cell in cells))
    console.print(table)
    for one in report["scenarios"]:
        for problem in (one["problem"], *one["audit"]["problems"][:5]):
            if problem:
                console.print(f"[red]{one['name']}[/red]: {problem}", highlight=False)
    for one in report["runbook"]:
        if one["code"]:
            console.print(f"[red]runbook[/red]: {one['command']} ended with {one['code']}: {one['output']}")
    for one in report["scenarios"]:
        if one["return_s"] is not None:
            console.print(f"back in the first Region {one['return_s']:.1f} s after the order to fail back")
    console.print(f"{report['lost']} lost, {report['doubled']} doubled, {report['took_s']:.0f} s")


def _verdict(one: dict[str, Any]) -> str:
    if not one["holds"]:
        return "NO"
    return "again" if one["repeated"] else "yes"


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.1f}" if isinstance(value, float) else str(value)
