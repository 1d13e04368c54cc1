"""A watch ends when it knows enough: with a clock that only the test moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from advisor.errors import InputError
from domain.smoke import Finding, Outcome, failed, passed
from domain.smoke.alarms import ALARM, NO_DATA, OK, AlarmFacts
from smoke.targets import Target
from smoke.watch import Watch, WatchArgs, Watched

WELL = [AlarmFacts("calm", OK, "us-east-1")]
RINGS = [AlarmFacts("platform-predictions-errors", ALARM, "us-east-1", why="5 errors")]
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "DescribeAlarms")


@dataclass
class World:
    """A clock, and what is asked in it; an answer takes its time."""

    now: float = 0.0
    slow_s: float = 0.05

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += max(seconds, 0.001)

    def target(self, name: str, bad: Callable[[float], bool], objective_ms: float | None = None) -> Target:
        def ask() -> Finding:
            self.now += self.slow_s
            return failed("500 boom") if bad(self.now) else passed("right")

        return Target(name, ask, objective_ms)

    def watch(
        self, targets: Sequence[Target], alarms: Callable[[float], Any] = lambda _now: WELL, **args: Any
    ) -> Watched:
        def look() -> Any:
            found = alarms(self.now)
            if isinstance(found, Exception):
                raise found
            return found

        return Watch(
            args=WatchArgs(**{"stack": "prod", "seconds": 300, "every_s": 5, **args}),
            targets=targets,
            alarms=look,
            clock=self.clock,
            sleep=self.sleep,
        ).run()


def never(_now: float) -> bool:
    return False


def test_a_sound_stack_is_watched_to_the_end() -> None:
    world = World()
    found = world.watch([world.target("http api", never), world.target("router", never)])
    assert found.good
    assert not found.early
    assert found.seconds >= 300
    assert found.undo == ()
    assert "no alarm rang" in found.finding.reason


def test_one_bad_answer_ends_nothing() -> None:
    world = World()
    found = world.watch([world.target("http api", lambda now: 100 < now < 105)])
    assert found.good, found.finding


@pytest.mark.parametrize("breaks_at", [0.0, 150.0])
def test_what_breaks_is_seen_within_half_a_minute_and_named(breaks_at: float) -> None:
    world = World()
    sound, broken = world.target("router", never), world.target("http api", lambda now: now >= breaks_at)
    found = world.watch([sound, broken])
    assert found.early
    assert found.finding.outcome is Outcome.FAIL
    assert found.seconds <= breaks_at + 30
    assert found.finding.reason.startswith("http api: ")
    assert "the last one: 500 boom" in found.finding.reason
    assert "code-release stop --stack prod" in found.undo[0]


def test_an_alarm_ends_it_at_the_next_look_and_is_named() -> None:
    world = World()
    found = world.watch([world.target("router", never)], lambda now: RINGS if now > 100 else WELL)
    assert found.early
    assert 100 < found.seconds <= 120
    assert found.finding.reason == "1 alarms ring: platform-predictions-errors (5 errors)"
    assert "model rollback --stack prod" in " ".join(found.undo)


def test_alarms_that_cannot_be_read_for_long_end_it_as_unknown() -> None:
    world = World()
    found = world.watch([world.target("router", never)], lambda _now: DENIED)
    assert found.finding.outcome is Outcome.UNKNOWN
    assert "AccessDenied" in found.finding.reason
    assert found.early
    assert not found.good


def test_alarms_that_cannot_be_read_once_are_read_again() -> None:
    world = World()
    found = world.watch([world.target("router", never)], lambda now: DENIED if 50 < now < 60 else WELL)
    assert found.good


def test_alarms_that_cannot_be_read_at_the_end_are_no_pass() -> None:
    world = World()
    found = world.watch([world.target("router", never)], lambda now: DENIED if now > 280 else WELL)
    assert found.finding.outcome is Outcome.UNKNOWN
    assert "at the end" in found.finding.reason


def test_too_few_answers_are_no_pass() -> None:
    world = World()
    found = world.watch([world.target("router", never)], seconds=30)
    assert found.finding.outcome is Outcome.UNKNOWN
    assert "watch longer" in found.finding.reason


def test_a_stack_with_alarms_alone_is_watched_too() -> None:
    assert World().watch([]).good
    assert not World().watch([], lambda now: RINGS if now > 200 else WELL).good


@pytest.mark.parametrize("found", [[], [AlarmFacts("new", NO_DATA, "us-east-1")]])
def test_a_watch_that_saw_neither_an_answer_nor_an_alarm_with_data_is_no_pass(found: list[AlarmFacts]) -> None:
    """All alarms were removed, or nothing ran: nobody knows anything."""
    watched = World().watch([], lambda _now: found)
    assert watched.finding.outcome is Outcome.UNKNOWN
    assert not watched.good


def test_a_percentile_needs_enough_answers_and_counts_against_it_only_when_asked_for() -> None:
    world = World()
    found = world.watch([world.target("router", never, 100)])
    assert [check.finding.outcome for check in found.latencies] == [Outcome.LEFT_OUT]
    assert found.good
    world = World()
    found = world.watch([world.target("router", never, 100)], p99_ms=100.0)
    assert [check.finding.outcome for check in found.latencies] == [Outcome.UNKNOWN]
    assert not found.good


def test_enough_answers_say_whether_the_objective_is_met() -> None:
    for slow_s, outcome in ((0.05, Outcome.PASS), (0.2, Outcome.FAIL)):
        world = World(slow_s=slow_s)
        found = world.watch([world.target("router", never, 100)], seconds=400, every_s=1)
        assert [check.finding.outcome for check in found.latencies] == [outcome]
        assert found.good is (outcome is Outcome.PASS)


def test_credentials_that_end_are_said_at_once() -> None:
    world = World()

    def ask() -> Finding:
        raise NoCredentialsError

    with pytest.raises(InputError, match="credentials"):
        world.watch([Target("router", ask, None)])
