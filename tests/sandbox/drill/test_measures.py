"""Figures of a scenario, and the verdict on it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any, cast

import pytest
from rich.console import Console

from domain.resilience import Lease, LeaseMode, Outcome, Work, WorkState
from sandbox.drill import report
from sandbox.drill.__main__ import Drill
from sandbox.drill.audit import Audit
from sandbox.drill.callers import Request
from sandbox.drill.measures import CallerFigures, Moves, caller_figures, moves
from sandbox.drill.played import Played
from sandbox.drill.runbooks import Ran, Step
from sandbox.drill.scenarios import Scenario, scenarios
from sandbox.drill.watch import Seen

EAST, WEST = "us-east-1", "us-east-2"
HELD = Lease(EAST, 3, 20_000, since_ms=1000, version=9)


def done(at_ms: int, epoch: int) -> Work:
    return Work(f"k{at_ms}", WorkState.DONE, "hash", epoch, 1, WEST, outcome=Outcome.SUCCEEDED, at_ms=at_ms)


def test_a_lease_that_runs_out() -> None:
    taken = replace(HELD, holder=WEST, epoch=4, since_ms=22_000, version=10)
    found = moves(Seen(9.0, HELD), [Seen(22.1, taken)], [done(21_000, 3), done(24_000, 4), done(25_000, 4)], 10.0)
    assert found == Moves(12.0, 12.0, 14.0, 1)


def test_a_lease_that_is_handed_over_is_detected_by_its_drain() -> None:
    draining = replace(HELD, mode=LeaseMode.DRAINING, handover_to=WEST, version=10)
    taken = replace(HELD, holder=WEST, epoch=4, since_ms=18_000, version=12)
    found = moves(Seen(9.0, HELD), [Seen(12.5, draining), Seen(18.1, taken)], [done(19_000, 4)], 10.0)
    assert found == Moves(2.5, 8.0, 9.0, 1)


def test_a_lease_that_stays() -> None:
    renewed = replace(HELD, version=10)
    assert moves(Seen(9.0, HELD), [Seen(11.0, renewed)], [done(12_000, 3)], 10.0) == Moves(None, None, None, 0)


def test_what_callers_saw() -> None:
    made = [Request((f"k{at}",), 0.0, 0.1, EAST) for at in range(98)]
    made += [Request(("x",), 0.0, 2.9, WEST), Request(("y",), 0.0, 6.0, "", "ReadTimeoutError")]
    late = [replace(made[0], begun_s=begun, took_s=took) for begun, took in ((20.0, 0.4), (25.0, 0.6), (31.0, 9.0))]
    found = caller_figures(made, WEST, 3.0, (None, 30.0))
    assert (found.requests, found.unanswered, found.by_secondary, found.waited) == (100, 1, 1, 2)
    assert found.p50_ms == pytest.approx(100)
    assert found.p99_ms == pytest.approx(2900)
    assert found.over_p99_ms is None
    assert caller_figures([*made, *late], WEST, 3.0, (20.0, 30.0)).over_p99_ms == pytest.approx(600)
    assert caller_figures([], WEST, 3.0, (20.0, 30.0)).longest_ms == 0.0


SOUND = Audit(10, 0, 10, 0, 0, 2, ())
FIGURES = CallerFigures(10, 0, 1, 0, 20.0, 30.0, 40.0, 25.0)


def played(**changes: Any) -> Played:
    usual: dict[str, Any] = {
        "scenario": scenarios(100)[0],
        "moves": Moves(12.0, 12.0, 14.0, 1),
        "callers": FIGURES,
        "audit": SOUND,
        "in_flight": 80,
        "settled_s": 20.0,
        "computed_s": 14.5,
    }
    return Played(**{**usual, **changes})


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"moves": Moves(12.0, 12.0, 17.3, 1)}, True),
        ({"moves": Moves(12.0, 12.0, 17.5, 1)}, False),
        ({"moves": Moves(8.0, 8.0, 11.5, 1)}, False),
        ({"moves": Moves(None, None, None, 0)}, False),
        ({"moves": Moves(None, None, None, 0), "computed_s": None}, True),
        ({"audit": replace(SOUND, lost=1)}, False),
        ({"audit": replace(SOUND, doubled=1)}, False),
        ({"problem": "no end"}, False),
        ({"moves": Moves(12.0, 12.0, 17.5, 1), "repeated": True}, True),
        ({"moves": Moves(12.0, 12.0, 17.5, 1), "repeated": True, "audit": replace(SOUND, lost=1)}, False),
        ({"problem": "no end", "repeated": True}, False),
    ],
)
def test_a_scenario_holds_when_nothing_is_lost_and_its_time_is_the_computed_one(
    changes: dict[str, Any], holds: bool
) -> None:
    one = played(**changes)
    assert report.holds(one) is holds
    found = json.loads(json.dumps(report.document([one], [], 100.0)))
    assert found["passed"] is holds
    shown = io.StringIO()
    report.show(found, Console(file=shown, width=250))
    assert ("NO" in shown.getvalue()) is not holds


def test_a_command_of_the_runbook_that_fails_fails_the_drill() -> None:
    ran = Ran(Step("Do", "python -m advisor dr fail-over"), 2, 1.0, "no Region answers")
    found = report.document([played()], [ran], 100.0)
    assert not found["passed"]
    shown = io.StringIO()
    report.show(found, Console(file=shown, width=250))
    assert "no Region answers" in shown.getvalue()


def test_nothing_played_is_nothing_passed() -> None:
    assert not report.document([], [], 1.0)["passed"]


def test_the_report_is_what_the_advisor_compares_with() -> None:
    one = report.document([played()], [], 1.0)["scenarios"][0]
    assert (one["path"], one["computed_s"], one["measured_s"]) == ("work", 14.5, 14.0)


class AgainStage:
    """Plays a scenario again, in the time that it is told to take."""

    def __init__(self, recovery_s: float) -> None:
        self.recovery_s, self.numbers = recovery_s, list[int]()

    def begin(self, scenario: Scenario, number: int) -> Scenario:
        self.numbers.append(number)
        return scenario

    def finish(self, scenario: Scenario) -> list[Played]:
        return [played(scenario=scenario, moves=Moves(12.0, 12.0, self.recovery_s, 1))]


@pytest.mark.parametrize(("recovery_s", "passed"), [(15.0, True), (25.0, False)])
def test_a_time_that_is_off_is_measured_once_more_and_no_oftener(recovery_s: float, passed: bool) -> None:
    drill, stage = Drill(cast(Any, FakeDeployed()), 1), AgainStage(recovery_s)
    drill.played = [played(), played(moves=Moves(12.0, 12.0, 17.5, 1)), played(audit=replace(SOUND, lost=1))]
    drill.measure_again(cast(Any, stage))
    assert len(stage.numbers) == 1
    names = [one.scenario.name for one in drill.played]
    assert names[-1] == f"{names[1]}, again"
    assert [report.holds(one) for one in drill.played] == [True, True, False, passed]


class FakeDeployed:
    """A stack whose runbook is not followed."""

    def variables(self) -> dict[str, str]:
        return {}
