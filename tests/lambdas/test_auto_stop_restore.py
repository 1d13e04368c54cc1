"""What was stopped comes back as it was; a half-done stop ends whole; what others changed is not overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from domain.cost import AutoStopAction
from domain.stops import RecordState
from lambdas.auto_stop.request import Request, Task
from lambdas.auto_stop.restore import restore, status
from lambdas.errors import AutoStopRefusedError, InvalidEventError, StopRecordTakenError
from tests.lambdas.auto_stop_cloud import MINE, NOW, Cloud, Endpoint, Part, Stack, components_of, step

UNIT = "endpoint/idle/variant/v"
DELETE = AutoStopAction.DELETE


def bounds(least: int, most: int) -> dict[str, Any]:
    names = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")
    return {"MinCapacity": least, "MaxCapacity": most, "SuspendedState": dict.fromkeys(names, False)}


def idle(count: int = 3) -> Cloud:
    cloud = Cloud(Endpoint("idle", [Part("v", count=count)]))
    cloud.targets[UNIT] = bounds(2, 6)
    return cloud


def back(stack: Stack, endpoint: str | None = None, **request: Any) -> dict[str, Any]:
    return restore(stack.acting, Request(Task.RESTORE, endpoint, **request), stack.cloud.now)


def stands(cloud: Cloud) -> tuple[int | None, Mapping[str, Any]]:
    return cloud.endpoints["idle"].variants[0].count, cloud.targets[UNIT]


def state(cloud: Cloud, endpoint: str = "idle") -> str:
    return str(cloud.rows[endpoint]["state"]["S"])


@pytest.mark.parametrize("endpoint", ["idle", None])
def test_a_restore_brings_back_capacity_and_bounds(endpoint: str | None) -> None:
    cloud = idle()
    stack = Stack(cloud)
    stack.run()
    assert stands(cloud) == (1, bounds(1, 6))
    cloud.acts.clear()
    assert back(stack, endpoint) == {"action": "restore", "dry_run": False, "restored": ["idle"], "failed": []}
    assert stands(cloud) == (3, bounds(2, 6))
    assert [name for name, _ in cloud.acts] == [
        "update_endpoint_weights_and_capacities",
        "register_scalable_target",
        "add_tags",
    ], "capacity before bounds: raised bounds would start an update of their own"
    assert cloud.endpoints["idle"].tags["AutoStopAction"] == "restore"


def test_what_was_restored_is_not_stopped_again_at_once() -> None:
    cloud = idle()
    stack = Stack(cloud)
    stack.run()
    back(stack)
    cloud.now += timedelta(minutes=59)
    assert stack.run().kept == {"young": 1}
    cloud.now += timedelta(minutes=2)
    assert [one.endpoint for one in stack.run().stopped] == ["idle"]


def test_components_and_schedules_come_back_too() -> None:
    cloud = Cloud(components_of("ic", copies=2))
    cloud.targets["inference-component/ic-model"] = bounds(0, 4)
    cloud.policies["inference-component/ic-model"] = {"PolicyType": "StepScaling", **step(1)}
    stack = Stack(cloud)
    stack.run()
    back(stack)
    assert cloud.endpoints["ic"].components[0].count == 2
    held = idle()
    held.schedules.add(UNIT)
    stack = Stack(held, action=AutoStopAction.DISABLE_SCHEDULE)
    stack.run()
    assert held.targets[UNIT]["SuspendedState"]["ScheduledScalingSuspended"] is True
    back(stack)
    assert stands(held) == (3, bounds(2, 6))


def test_a_deleted_endpoint_is_made_again_with_its_tags_and_bounds() -> None:
    cloud = idle()
    cloud.endpoints["idle"].tags |= {"Team": "a", "aws:cloudformation:stack-name": "s"}
    stack = Stack(cloud, action=DELETE)
    stack.run()
    assert cloud.endpoints == {}
    del cloud.targets[UNIT]
    assert back(stack, "idle")["restored"] == ["idle"]
    assert {**MINE, "Team": "a"}.items() <= cloud.endpoints["idle"].tags.items()
    assert not any(key.startswith("aws:") for key in cloud.endpoints["idle"].tags)
    assert cloud.targets[UNIT] == bounds(2, 6)


def test_an_endpoint_that_somebody_made_again_keeps_its_bounds() -> None:
    cloud = idle()
    stack = Stack(cloud, action=DELETE)
    stack.run()
    cloud.endpoints["idle"] = cloud.configurations["idle-config"]
    cloud.targets[UNIT] = bounds(1, 9)
    assert back(stack, "idle")["restored"] == ["idle"]
    assert cloud.targets[UNIT] == bounds(1, 9)


def test_a_deleted_endpoint_needs_a_stack_that_may_make_one() -> None:
    cloud = idle()
    Stack(cloud, action=DELETE).run()
    reply = back(Stack(cloud), "idle")
    assert (
        "set the stack's action to delete again, or make it from its configuration 'idle-config'" in reply["failed"][0]
    )
    assert state(cloud) == "stopped"


def test_a_dry_restore_says_what_it_would_bring_back() -> None:
    cloud = idle()
    stack = Stack(cloud)
    stack.run()
    cloud.acts.clear()
    assert back(stack, dry_run=True)["restored"] == ["idle"]
    assert cloud.acts == []
    assert state(cloud) == "stopped"


@pytest.mark.parametrize("endpoint", ["idle", "never"])
def test_what_is_not_stopped_cannot_be_restored(endpoint: str) -> None:
    stack = Stack(idle())
    stack.run()
    back(stack)
    with pytest.raises(InvalidEventError, match="it was restored already, or never stopped"):
        back(stack, endpoint)


def test_what_somebody_set_since_is_not_overwritten_unless_forced() -> None:
    cloud = idle()
    stack = Stack(cloud)
    stack.run()
    cloud.targets[UNIT] = bounds(4, 6)
    cloud.endpoints["idle"].variants[0].count = 4
    cloud.acts.clear()
    reply = back(stack)
    assert reply["restored"] == []
    assert "its minimum is 4 now, set by a schedule or by somebody else" in reply["failed"][0]
    assert cloud.acts == []
    assert state(cloud) == "stopped", "the record stays for a forced one"
    assert back(stack, "idle", force=True)["restored"] == ["idle"]
    assert stands(cloud) == (3, bounds(2, 6))


def test_one_that_cannot_be_restored_stops_no_other() -> None:
    cloud = Cloud(*(Endpoint(name) for name in ("a1", "b2", "c3")))
    stack = Stack(cloud)
    stack.run()
    cloud.fail("update_endpoint_weights_and_capacities", on="b2")
    reply = back(stack)
    assert reply["restored"] == ["a1", "c3"]
    assert reply["failed"][0].startswith("b2: ")
    assert state(cloud, "b2") == "stopping"


def test_a_restore_that_could_not_be_noted_is_still_a_restore() -> None:
    cloud = idle()
    stack = Stack(cloud)
    stack.run()
    cloud.fail("add_tags")
    reply = back(stack)
    assert reply["restored"] == ["idle"]
    assert "restored, but could not be tagged so" in reply["failed"][0]
    assert state(cloud) == "restored"


def test_what_a_restore_left_half_done_is_finished_by_the_next_run() -> None:
    cloud = idle()
    stack = Stack(cloud)
    stack.run()
    cloud.fail("register_scalable_target", times=1)
    back(stack)
    assert stands(cloud) == (3, bounds(1, 6)), "half"
    cloud.now += timedelta(minutes=60)
    report = stack.run()
    assert report.settled == ["half-done idle: restored now"]
    assert stands(cloud) == (3, bounds(2, 6))
    assert report.kept == {"young": 1}, "and it is not stopped in the same breath"


def test_a_stop_that_fails_half_way_is_taken_back_at_once() -> None:
    cloud = idle()
    cloud.fail("update_endpoint_weights_and_capacities", times=1)
    report = Stack(cloud).run()
    assert len(report.errors) == 1
    assert stands(cloud) == (3, bounds(2, 6))
    assert state(cloud) == "restored"


def test_a_stop_that_cannot_even_be_taken_back_is_taken_back_by_the_next_run() -> None:
    cloud = idle()
    cloud.fail("update_endpoint_weights_and_capacities", times=1)
    calls = iter([None])

    def only_once(operation: str, request: Any, earlier: Any = cloud.before) -> None:
        earlier(operation, request)
        if operation == "register_scalable_target":
            next(calls, None) if cloud.calls[operation] == 1 else refuse()

    def refuse() -> None:
        raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}, "Register")

    cloud.before = only_once
    stack = Stack(cloud)
    report = stack.run()
    assert "taking it back failed too" in report.errors[0]
    assert stands(cloud) == (3, bounds(1, 6))
    assert state(cloud) == "stopping"
    cloud.now += timedelta(minutes=5)
    assert stack.run().kept == {"unsettled": 1}, "it may still be at it: a function lasts 15 minutes"
    cloud.before = lambda _operation, _request: None
    cloud.now += timedelta(minutes=10)
    assert stack.run().settled == ["half-done idle: restored now"]
    assert stands(cloud) == (3, bounds(2, 6))


def half_done(cloud: Cloud) -> Stack:
    """A stop of everything that set bounds, could not set capacities, and could not be taken back."""
    stack = Stack(cloud)
    cloud.fail("update_endpoint_weights_and_capacities")

    def fail_to_take_back(operation: str, request: Any, earlier: Any = cloud.before) -> None:
        earlier(operation, request)
        if operation == "register_scalable_target" and request["MinCapacity"] != 1:
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}, "Register")

    cloud.before = fail_to_take_back
    assert all("taking it back failed too" in error for error in stack.run().errors)
    cloud.before = lambda _operation, _request: None
    cloud.now += timedelta(minutes=20)
    return stack


def test_one_that_cannot_be_settled_holds_up_no_other() -> None:
    cloud = Cloud(*(Endpoint(name, [Part("v", count=3)]) for name in ("a1", "b2", "c3")))
    for name in cloud.endpoints:
        cloud.targets[f"endpoint/{name}/variant/v"] = bounds(2, 6)
    stack = half_done(cloud)
    cloud.fail("register_scalable_target", on="b2")
    report = stack.run()
    assert report.settled == ["half-done a1: restored now", "half-done c3: restored now"]
    (error,) = report.errors
    assert error.startswith("half-done b2 could not be settled: ")
    assert state(cloud, "b2") == "stopping"


def test_what_settling_left_alone_is_told() -> None:
    cloud = idle()
    stack = half_done(cloud)
    cloud.targets[UNIT] = bounds(4, 6)
    (line,) = stack.run().settled
    assert line.startswith(f"half-done idle: restored now, but {UNIT}: its minimum is 4 now, set by a schedule or by")
    assert stands(cloud) == (3, bounds(4, 6))


@pytest.mark.parametrize("there", [True, False])
def test_a_deletion_that_nobody_saw_end_is_as_sagemaker_says(*, there: bool) -> None:
    cloud = idle()
    stack = Stack(cloud, action=DELETE)
    cloud.fail("put_item", on="'stopped'")
    if there:
        cloud.fail("delete_endpoint")
        cloud.fail("put_item", on="'restored'")
    stack.run()
    assert state(cloud) == "stopping"
    cloud.before = lambda _operation, _request: None
    cloud.now += timedelta(hours=1)
    report = stack.run()
    assert report.settled == [f"half-done idle: {'restored' if there else 'stopped'} now"]
    assert ("idle" in cloud.endpoints) is there


def test_a_dry_run_leaves_what_is_half_done() -> None:
    cloud = idle()
    stack = Stack(cloud)
    cloud.fail("put_item", on="'stopped'")
    stack.run()
    assert state(cloud) == "stopping"
    cloud.before = lambda _operation, _request: None
    cloud.now += timedelta(hours=1)
    cloud.acts.clear()
    report = stack.run(dry_run=True)
    assert report.settled == []
    assert cloud.acts == []


def test_two_runs_at_the_same_time_act_once() -> None:
    """The other run writes its record between this one's look and its own write."""
    cloud = idle()
    stack = Stack(cloud)
    seen = stack.acting.records.find("idle")
    assert seen is None
    stack.run()
    record = stack.acting.records.find("idle")
    assert record is not None
    with pytest.raises(StopRecordTakenError, match="another run has changed its record"):
        stack.acting.records.store(record)


def test_a_restore_waits_for_a_run_that_may_still_be_at_it() -> None:
    cloud = idle()
    stack = Stack(cloud)
    stack.run()
    record = stack.acting.records.find("idle")
    assert record is not None
    stack.acting.records.store(record.next(RecordState.STOPPING, NOW.isoformat()))
    assert "a run is acting on 'idle'" in back(stack, "idle")["failed"][0]


def test_two_stops_in_a_row_are_restored_to_before_the_first() -> None:
    cloud = idle()
    stack = Stack(cloud)
    stack.run()
    cloud.endpoints["idle"].variants[0].count = 5  # traffic, and then none for long
    cloud.now += timedelta(hours=3)
    stack.run()
    back(stack)
    assert stands(cloud) == (3, bounds(2, 6))


def test_the_status_lists_what_is_stopped() -> None:
    cloud = idle()
    stack = Stack(cloud)
    assert status(stack.acting)["stopped"] == []
    stack.run()
    (row,) = status(stack.acting)["stopped"]
    assert row["endpoint"] == "idle"
    assert row["changes"] == [f"{UNIT}: 3 -> 1"]
    assert (row["state"], row["deleted"], row["at"]) == ("stopped", False, NOW.isoformat())
    back(stack)
    assert status(stack.acting)["records"] == 0


def test_a_deletion_without_the_clients_for_it_is_refused() -> None:
    stack = Stack(idle(), action=DELETE)
    stack.run()
    record = stack.acting.records.find("idle")
    assert record is not None
    assert record.removal is not None
    with pytest.raises(AutoStopRefusedError, match="the stack's action is not delete"):
        Stack(idle()).acting.stop(record, (), NOW.isoformat())
