"""Looks of two Regions: who holds the lease, what a failing step costs, and what is said of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError, IncompleteReadError

from domain.batches.outcomes import TIMEOUT, EndpointError
from domain.resilience import LeaseMode, WorkState
from tests.lambdas.keep_lease.two_regions import TwoRegions
from tests.lambdas.work.ledger_cloud import EAST, LATE, LEDGER, LOST, TOKENS, UNREACHABLE, WEST, accepted, code

ILL = EndpointError(TIMEOUT, 0, "no answer")


def test_the_primary_takes_the_lease_and_keeps_it(regions: TwoRegions) -> None:
    first = regions.east.look()
    assert (first.decision, first.standing.epoch) == ("acquire", 1)
    assert regions.west.look().decision == "wait"
    regions.replicate()
    regions.time.now += 10
    again = regions.east.look()
    assert (again.decision, again.standing.epoch, again.standing.active) == ("renew", 1, True)
    assert regions.east.endpoint.asked[0] == (b"digit", "image/png", 5.0)


def test_a_reply_says_how_things_stand(regions: TwoRegions) -> None:
    regions.settle()
    reply = regions.east.look().to_reply()
    assert reply == {
        "region": EAST,
        "holder": EAST,
        "epoch": 1,
        "mode": "held",
        "handover_to": None,
        "pinned": None,
        "expires_in_ms": 60_000,
        "acts": True,
        "healthy": True,
        "peer": {
            "region": WEST,
            "healthy": True,
            "fresh": True,
            "staleness_ms": reply["peer"]["staleness_ms"],
            "epoch": 1,
            "drifted": False,
            "diverged": False,
        },
        "decision": "renew",
        "reason": "us-east-1 is healthy",
        "dispatched": 0,
        "given_up": 0,
        "open": 0,
    }
    assert 0 < reply["peer"]["staleness_ms"] <= 11_000


def test_metrics_say_the_same(regions: TwoRegions) -> None:
    regions.settle()
    found = regions.east.metrics()
    assert found["CanaryHealthy"] == 1
    assert found["CanaryLatency"] == pytest.approx(50)
    assert (found["LeaseHeld"], found["LeaseUnheld"], found["LeaseEpoch"]) == (1, 0, 1)
    assert found["StandbyDrift"] == found["PeerDiverged"] == found["WorkOpen"] == 0
    assert (regions.west.metrics()["LeaseHeld"], regions.west.metrics()["LeaseUnheld"]) == (0, 0)
    assert "WorkOpen" not in regions.west.metrics()


def test_a_region_that_is_gone_is_followed_once_its_lease_is_over(regions: TwoRegions) -> None:
    regions.settle()
    work = regions.put(accepted())
    before = regions.lease
    assert before is not None
    while regions.time.now * 1000 < before.expires_at_ms + 2_000:
        assert regions.west.look().decision == "wait"
        regions.time.now += 1
    report = regions.west.look()
    assert (report.decision, report.standing.epoch) == ("acquire", 2)
    assert (regions.work(work.key).state, regions.work(work.key).region) == (WorkState.CLAIMED, WEST)
    assert len(regions.west.machine.executions) == 1
    # And the one that comes back finds that it may do nothing.
    assert not regions.east.look().standing.active


def test_an_ill_region_drains_and_hands_over(regions_with: Callable[..., TwoRegions]) -> None:
    regions = regions_with(return_after_ms=60_000)
    regions.round(8)
    regions.east.endpoint.error = ILL
    regions.round(3)
    lease = regions.lease
    assert lease is not None
    assert (lease.mode, lease.handover_to) == (LeaseMode.DRAINING, WEST)
    work = regions.put(accepted())
    regions.round(5)
    lease = regions.lease
    assert lease is not None
    assert (lease.holder, lease.epoch, lease.mode) == (WEST, 2, LeaseMode.HELD)
    assert regions.work(work.key).region == WEST
    assert not regions.east.machine.executions


def test_one_canary_that_fails_is_no_news(regions: TwoRegions) -> None:
    regions.settle()
    regions.east.endpoint.error = ILL
    regions.round(1)
    regions.east.endpoint.error = None
    regions.round(1)
    found = regions.east.heartbeat()
    assert found is not None
    assert (found.failures, found.healthy_since_ms > 0) == (0, True)
    assert regions.east.look().standing.epoch == 1


def test_a_clock_that_was_far_ahead_does_not_silence_the_region(regions: TwoRegions) -> None:
    regions.settle()
    regions.east.skew_s = 3_600
    regions.east.look()
    regions.east.skew_s = 0
    regions.east.look()
    found = regions.east.heartbeat()
    assert found is not None
    assert found.at_ms <= regions.time.now * 1000


def test_a_heartbeat_that_is_older_than_the_one_there_is_not_written(regions: TwoRegions) -> None:
    regions.settle()
    before = regions.east.heartbeat()
    regions.time.now -= 60
    regions.east.look()
    assert regions.east.heartbeat() == before


def test_an_answer_that_is_too_late_is_a_failure(regions: TwoRegions) -> None:
    regions.east.endpoint.takes_s = 5.01
    regions.east.look()
    found = regions.east.heartbeat()
    assert found is not None
    assert (found.failures, found.canary_ms) == (1, 5010)


STEPS: dict[str, Callable[[TwoRegions], None]] = {
    "the canary": lambda regions: setattr(regions.east.endpoint, "error", ILL),
    "a slow canary": lambda regions: setattr(regions.east.endpoint, "takes_s", 5.0),
    "the token table": lambda regions: setattr(regions.east.tokens_client, "down", UNREACHABLE),
    "reading a heartbeat": lambda regions: regions.east.tokens_client.before.update(get_item=[LOST, LOST]),
    "writing a heartbeat": lambda regions: regions.east.tokens_client.before.update(put_item=[code("Oops", 500)]),
    "the deployed code": lambda regions: setattr(regions.east.code, "error", UNREACHABLE),
    "code without a hash": lambda regions: setattr(regions.east.code, "sha", ""),
    "listing open work": lambda regions: regions.east.ledger_client.before.update(query=[LOST]),
    "starting": lambda regions: regions.east.machine.errors.extend([code("ThrottlingException")] * 9),
    "claiming": lambda regions: regions.east.ledger_client.before.update(update_item=[LOST] * 9),
    "a write that got lost": lambda regions: regions.east.ledger_client.before.update(put_item=[LOST]),
    "a lost answer": lambda regions: regions.east.ledger_client.after.update(put_item=[LOST]),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_step_that_fails_does_not_cost_the_lease(regions: TwoRegions, step: Callable[[TwoRegions], None]) -> None:
    regions.settle()
    regions.put(accepted())
    before = regions.lease
    assert before is not None
    step(regions)
    report = regions.east.look()
    after = regions.lease
    assert after is not None
    assert (after.holder, after.epoch, after.version) == (EAST, 1, before.version + 1)
    assert after.expires_at_ms > before.expires_at_ms
    assert report.standing.active
    regions.time.now += 10
    regions.east.endpoint.error, regions.east.tokens_client.down, regions.east.code.error = None, None, None
    assert regions.east.look().standing.active


@pytest.mark.parametrize("error", [UNREACHABLE, code("InternalServerError", 500)], ids=str)
def test_a_ledger_that_does_not_answer_lets_nobody_begin(regions: TwoRegions, error: Exception) -> None:
    regions.settle()
    regions.put(accepted())
    regions.east.ledger_client.down = error
    report = regions.east.look()
    assert not report.standing.active
    assert report.to_reply()["holder"] is None
    assert "the ledger does not say who acts" in report.reason
    assert (regions.east.metrics()["LeaseHeld"], regions.east.metrics()["LeaseUnheld"]) == (0, 1)
    assert not regions.east.machine.executions
    found = regions.east.heartbeat()
    assert found is not None
    assert (found.failures, found.epoch) == (0, 0)  # healthy, and believes nothing


def test_a_lease_that_may_still_arrive_is_not_acted_on(regions: TwoRegions) -> None:
    regions.settle()
    regions.put(accepted())
    regions.east.ledger_client.before["put_item"] = [LATE, LATE]
    assert not regions.east.look().standing.active
    assert not regions.east.machine.executions
    first, second = regions.east.ledger_client.late
    first()
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        second()
    assert regions.east.look().standing.active


def test_a_write_that_got_lost_is_decided_about_anew_and_the_first_one_cannot_follow(regions: TwoRegions) -> None:
    regions.settle()
    before = regions.lease
    assert before is not None
    regions.east.ledger_client.before["put_item"] = [LATE]
    assert regions.east.look().standing.active
    after = regions.lease
    assert after is not None
    assert after.version == before.version + 1
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        regions.east.ledger_client.late[0]()


def test_a_third_of_failing_calls_costs_no_lease(regions: TwoRegions) -> None:
    regions.settle()
    calls = itertools.count()
    client = regions.east.ledger_client

    def fails(_: str) -> None:
        client.down = code("ServiceUnavailable", 503) if next(calls) % 3 == 0 else None

    client.on_call = fails
    regions.round(12)
    lease = regions.lease
    assert lease is not None
    assert (lease.holder, lease.epoch) == (EAST, 1)


def test_a_lease_that_is_broken_lets_nobody_begin(regions: TwoRegions) -> None:
    regions.ledger.put_item(TableName=LEDGER, Item={"id": {"S": "lease"}, "epoch": {"N": "7"}})
    for site in (regions.east, regions.west):
        assert not site.look().standing.active
    item = regions.ledger.get_item(TableName=LEDGER, Key={"id": {"S": "lease"}})["Item"]
    assert item == {"id": {"S": "lease"}, "epoch": {"N": "7"}}


def test_health_that_nobody_watched_does_not_count(regions: TwoRegions) -> None:
    regions.settle()
    regions.time.now += 3_600
    regions.east.look()
    found = regions.east.heartbeat()
    assert found is not None
    assert found.healthy_since_ms == found.at_ms


def test_without_an_own_heartbeat_to_read_the_last_one_is_remembered(regions: TwoRegions) -> None:
    regions.settle()
    keeper = regions.east.keeper()
    regions.east.endpoint.error = ILL
    keeper.look(regions.time.now + 10)
    regions.east.tokens_client.down = UNREACHABLE
    keeper.look(regions.time.now + 10)
    assert keeper.pulse.known(EAST) is not None
    assert keeper.pulse.known(EAST).failures == 2  # type: ignore[union-attr]


def test_a_later_heartbeat_is_not_written_over(regions: TwoRegions) -> None:
    regions.settle()
    later = regions.east.heartbeat()
    regions.time.now -= 100
    regions.east.look()
    assert regions.east.heartbeat() == later


def test_an_item_that_is_no_heartbeat_says_nothing(regions: TwoRegions) -> None:
    item = {"task_id": {"S": f"region#{WEST}"}, "at_ms": {"S": "soon"}}
    regions.east.tokens_client.client.put_item(TableName=TOKENS, Item=item)
    assert regions.east.look().theirs is None


@pytest.mark.parametrize(
    "error", [IncompleteReadError(actual_bytes=1, expected_bytes=2), OSError("broken pipe")], ids=str
)
def test_an_endpoint_that_breaks_off_is_a_failed_canary(
    regions: TwoRegions, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    regions.settle()

    def breaks_off(*_: object) -> bytes:
        raise error

    monkeypatch.setattr(regions.east.endpoint, "invoke", breaks_off)
    assert regions.east.look().standing.active
    assert regions.east.metrics()["CanaryHealthy"] == 0


def test_other_code_in_the_standby_is_seen(regions: TwoRegions) -> None:
    regions.west.code.sha = "another"
    regions.settle()
    assert regions.east.metrics()["StandbyDrift"] == 1
    regions.west.code.error = UNREACHABLE  # not known is not different
    regions.round(1)
    lines = len(regions.east.lines)
    regions.east.look()
    assert not any("StandbyDrift" in line for line in regions.east.lines[lines:])


def test_the_code_is_asked_for_once_in_an_invocation(regions: TwoRegions) -> None:
    keeper = regions.east.keeper()
    for _ in range(3):
        keeper.look(regions.time.now + 10)
    assert regions.east.code.calls == 1


def meet(regions: TwoRegions, other: Callable[[], Any]) -> None:
    """Let something else happen between the read of the lease and its writing."""
    client = regions.east.ledger_client

    def before(name: str) -> None:
        if name == "put_item":
            client.on_call = lambda _: None
            other()

    client.on_call = before


def test_overlapping_looks_of_one_region_do_the_work_once(regions: TwoRegions) -> None:
    regions.settle()
    work = regions.put(accepted())
    meet(regions, regions.east.look)
    outer = regions.east.look()
    assert outer.reason == "another look was first: nothing is begun"
    assert not outer.standing.active
    lease = regions.lease
    assert lease is not None
    assert (lease.holder, lease.epoch) == (EAST, 1)
    assert len(regions.east.machine.executions) == 1
    assert regions.work(work.key).attempt == 1


def test_two_regions_that_take_the_first_lease_at_once_have_one_holder(regions: TwoRegions) -> None:
    regions.round(7, east=False)  # the standby has been waiting for long enough to take it
    meet(regions, regions.west.look)
    east = regions.east.look()
    assert not east.standing.active
    lease = regions.lease
    assert lease is not None
    assert (lease.holder, lease.epoch) == (WEST, 1)


def test_an_automatic_return_waits_until_all_is_reconciled(regions_with: Callable[..., TwoRegions]) -> None:
    regions = regions_with(failback="automatic", return_after_ms=60_000)
    regions.settle()
    regions.round(9, east=False)
    older = replace(accepted(), state=WorkState.CLAIMED, epoch=1, attempt=1, region=EAST)
    regions.put(older)
    regions.west.ledger_client.before["update_item"] = [LOST] * 99  # it cannot be claimed anew
    regions.round(12)
    lease = regions.lease
    assert lease is not None
    assert (lease.holder, lease.mode) == (WEST, LeaseMode.HELD)
    regions.west.ledger_client.before.clear()
    regions.round(8)
    lease = regions.lease
    assert lease is not None
    assert (lease.holder, lease.epoch) == (EAST, 3)


def test_an_automatic_return_waits_where_open_work_cannot_be_listed(regions_with: Callable[..., TwoRegions]) -> None:
    regions = regions_with(failback="automatic", return_after_ms=60_000)
    regions.settle()
    regions.round(9, east=False)
    regions.west.ledger_client.before["query"] = [LOST] * 99
    regions.round(12)
    lease = regions.lease
    assert lease is not None
    assert (lease.holder, lease.mode) == (WEST, LeaseMode.HELD)
