"""Schedules of a region that is down: silent meanwhile, and what was missed is not made up for."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sandbox.borders import Borders
from sandbox.context import SandboxContext, SandboxOptions
from sandbox.events import scheduler
from sandbox.events.schedule import Timing
from sandbox.faults import Fault, FaultBook, FaultKind

START = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


class Clock:
    moment = START

    def now(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> bool:
        raise AssertionError(f"nobody waits here, not {seconds} s")


@pytest.fixture
def fired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A minute's schedule in two regions, a clock, the faults, and the regions that have fired."""
    faults, clock, seen = FaultBook(), Clock(), []
    context = SandboxContext(
        directory=tmp_path, endpoint_url="", python=sys.executable, options=SandboxOptions(), borders=Borders(faults)
    )
    nobody: Any = None
    loop = scheduler.ScheduleLoop(context, nobody, nobody, clock)
    record = SimpleNamespace(last_modified_date=START.timestamp())
    entries = [
        scheduler._Entry(region, Timing("rate(1 minute)", START, at_once=False), record, region, is_rule=True)
        for region in ("us-east-1", "us-east-2")
    ]
    monkeypatch.setattr(scheduler, "_entries", lambda: iter(entries))
    monkeypatch.setattr(loop, "_fire", lambda entry, _moment: seen.append(entry.region))

    def after(minutes: float) -> list[str]:
        clock.moment = START + timedelta(minutes=minutes)
        seen.clear()
        loop.tick()
        return sorted(seen)

    return SimpleNamespace(after=after, faults=faults)


def test_what_an_outage_missed_is_not_made_up_for(fired: Any) -> None:
    assert fired.after(1.1) == ["us-east-1", "us-east-2"]
    down = fired.faults.add(Fault(kind=FaultKind.REGION_DOWN, region="us-east-1"))
    assert [fired.after(2.1), fired.after(3.1), fired.after(4.1)] == [["us-east-2"]] * 3
    fired.faults.remove(down)

    assert fired.after(4.2) == []
    assert fired.after(5.1) == ["us-east-1", "us-east-2"]
