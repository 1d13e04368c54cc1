"""What each answer of a stack means: what is right, what is wrong, and what says nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.smoke import Finding, Outcome
from domain.smoke.alarms import ALARM, NO_DATA, OK, AlarmFacts, judge_alarms, may_settle
from domain.smoke.cost import Move, judge_auto_stop, judge_billing, judge_schedule
from domain.smoke.endpoints import EndpointFacts, judge_answer, judge_endpoint
from domain.smoke.functions import judge_router, judge_switch
from domain.smoke.http import HttpAnswer, judge_health, judge_prediction, judge_refusal, judge_status_is_ours
from domain.smoke.regions import RegionSaid, judge_lease, judge_region
from domain.smoke.runs import RunFacts, judge_run
from domain.smoke.undo import undo

PASS, FAIL, UNKNOWN, LEFT_OUT = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.LEFT_OUT
REALTIME, COMPONENTS = "realtime_endpoint", "inference_components"


def check(found: Finding, outcome: Outcome, part: str) -> None:
    assert found.outcome is outcome, found
    assert part in found.reason


@pytest.mark.parametrize(
    ("facts", "component", "outcome", "part"),
    [
        (EndpointFacts("e", "InService"), False, PASS, "InService"),
        (EndpointFacts("e", None), False, FAIL, "there is no endpoint e"),
        (EndpointFacts("e", "Failed"), False, FAIL, "e is Failed; expected: InService"),
        (EndpointFacts("e", "InService"), True, FAIL, "no inference component"),
        (EndpointFacts("e", "InService", 1, "Failed"), True, FAIL, "is Failed"),
        (EndpointFacts("e", "InService", None, "InService"), True, UNKNOWN, "how many copies"),
        (EndpointFacts("e", "InService", 0, "InService"), True, PASS, "asleep"),
        (EndpointFacts("e", "InService", 2, "InService"), True, PASS, "2 copies"),
    ],
)
def test_endpoints(facts: EndpointFacts, component: bool, outcome: Outcome, part: str) -> None:
    check(judge_endpoint(facts, component=component), outcome, part)


@pytest.mark.parametrize(
    ("answer", "expected", "outcome", "part"),
    [
        ({"label": 7, "score": 0.9}, {"label": 7}, PASS, "as expected"),
        ({"label": 1}, {"label": 7}, FAIL, "label is 1, expected 7"),
        ({}, {"label": None}, FAIL, "label is None"),
        ([7], {"label": 7}, FAIL, "expected: a JSON object"),
        ({"label": 1}, None, PASS, "nobody said"),
    ],
)
def test_answers(answer: Any, expected: Any, outcome: Outcome, part: str) -> None:
    check(judge_answer(answer, expected), outcome, part)


def record(key: str, **change: Any) -> dict[str, Any]:
    return {"key": key, "status": "ok", "prediction": {"label": 7}, "path": REALTIME, "fallback_reason": None} | change


EXPECTED: dict[str, Any] = {"a": {"label": 7}, "b": None}


@pytest.mark.parametrize(
    ("records", "outcome", "part"),
    [
        ([record("a"), record("b")], PASS, "2 inputs, exactly one record each"),
        ([record("a")], FAIL, "1 missing"),
        ([record("a"), record("b"), record("b")], FAIL, "1 too many"),
        ([record("a"), record("c")], FAIL, "1 missing, 1 too many"),
        ([record("a"), record("b", status="error", error={"code": "EmptyFile", "message": "m"})], FAIL, "EmptyFile: m"),
        ([record("a", prediction={"label": 1}), record("b")], FAIL, "a: label is 1, expected 7"),
        ([record("a", prediction=None), record("b")], FAIL, "a has no prediction"),
        ([record("a", path="batch_transform", fallback_reason="timeout"), record("b")], FAIL, "1 timeout"),
        (None, UNKNOWN, "another version"),
    ],
)
def test_runs(records: Any, outcome: Outcome, part: str) -> None:
    check(judge_run(RunFacts(REALTIME, "SUCCEEDED", "", records), EXPECTED), outcome, part)


def test_a_component_that_sleeps_may_leave_its_files_to_batch_and_no_other_reason_may() -> None:
    slept = [record(key, path="batch_transform", fallback_reason="component_no_capacity") for key in EXPECTED]
    check(judge_run(RunFacts(COMPONENTS, "SUCCEEDED", "", slept), EXPECTED), PASS, "no copy was there")
    check(judge_run(RunFacts(REALTIME, "SUCCEEDED", "", slept), EXPECTED), FAIL, "not served over")
    timed = [record(key, path="batch_transform", fallback_reason="timeout") for key in EXPECTED]
    check(judge_run(RunFacts(COMPONENTS, "SUCCEEDED", "", timed), EXPECTED), FAIL, "2 timeout")


def test_a_run_that_did_not_end_is_unknown_and_one_that_failed_says_why() -> None:
    check(judge_run(RunFacts(REALTIME, "RUNNING", "", None), EXPECTED), UNKNOWN, "--run-minutes")
    check(judge_run(RunFacts(REALTIME, "FAILED", "Boom: x", None), EXPECTED), FAIL, "FAILED: Boom: x")


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=5))
def test_only_exactly_one_record_for_each_input_is_a_pass(keys: list[str]) -> None:
    found = judge_run(RunFacts(REALTIME, "SUCCEEDED", "", [record(key) for key in keys]), EXPECTED)
    assert (found.outcome is PASS) == (sorted(keys) == ["a", "b"])


def alarm(name: str, state: str, **change: Any) -> AlarmFacts:
    return AlarmFacts(name, state, "us-east-1", **change)


@pytest.mark.parametrize(
    ("alarms", "outcome", "part"),
    [
        ([alarm("x", OK), alarm("y", NO_DATA)], PASS, "1 of 2 are OK, 1 have no data yet"),
        ([alarm("x", OK), alarm("y", ALARM, why="5 errors")], FAIL, "y (5 errors)"),
        ([alarm("x", NO_DATA)], UNKNOWN, "none of 1 alarms has data"),
        ([], UNKNOWN, "no alarm tells"),
        ([alarm("x", OK), alarm("y", "Strange")], UNKNOWN, "not known"),
        ([alarm("x", OK, enabled=False)], FAIL, "tell nobody"),
    ],
)
def test_alarms(alarms: list[AlarmFacts], outcome: Outcome, part: str) -> None:
    check(judge_alarms(alarms), outcome, part)


def test_only_what_rings_for_want_of_data_is_waited_for() -> None:
    new = alarm("canary", ALARM, needs_data=True)
    assert may_settle([new, alarm("x", OK)])
    assert not may_settle([new, alarm("errors", ALARM)])
    assert may_settle([alarm("x", NO_DATA), alarm("y", NO_DATA)])
    assert not may_settle([alarm("x", NO_DATA), alarm("y", OK)])
    check(judge_alarms([new]), FAIL, "canary")


@given(st.lists(st.sampled_from([OK, ALARM, NO_DATA]), max_size=6))
def test_one_alarm_that_rings_is_always_a_failure(states: list[str]) -> None:
    found = judge_alarms([alarm(str(number), state) for number, state in enumerate(states)])
    assert (found.outcome is FAIL) == (ALARM in states)
    assert (found.outcome is PASS) == (OK in states and ALARM not in states)


DAY, NIGHT = Move("cron(0 9 ? * MON-FRI *)", "Asia/Tokyo", 1, 2), Move("cron(0 18 * * ? *)", "Asia/Tokyo", 0, 1)


def test_schedules() -> None:
    both = frozenset({DAY, NIGHT})
    check(judge_schedule(both, both), PASS, "all 2 scheduled actions")
    check(judge_schedule(both, frozenset({DAY})), FAIL, "1 of 2 scheduled actions are missing: cron(0 18")
    other = Move(NIGHT.schedule, "UTC", 0, 1)
    check(judge_schedule(both, frozenset({DAY, other})), FAIL, "missing")
    check(judge_schedule(frozenset({DAY}), both), PASS, "1 more are not of the schedule")
    check(judge_schedule(frozenset(), both), UNKNOWN, "no action")


def test_billing() -> None:
    tiers = {"warning": 100.0, "critical": 200.0}
    right = {"warning": [alarm("w", OK, threshold=100.0)], "critical": [alarm("c", ALARM, threshold=200.0)]}
    check(judge_billing(tiers, right), PASS, "reached: critical")
    check(judge_billing(tiers, {**right, "critical": [alarm("c", OK, threshold=20.0)]}), FAIL, "found: 20")
    check(judge_billing(tiers, {"warning": right["warning"]}), FAIL, "critical: no alarm at 200 USD")
    mute = [alarm("c", OK, threshold=200.0, enabled=False)]
    check(judge_billing(tiers, {**right, "critical": mute}), FAIL, "critical")
    check(judge_billing({}, {}), UNKNOWN, "no tier")


def test_auto_stop() -> None:
    check(judge_auto_stop({"failed": [], "endpoints": 3}, raised=False), PASS, "3 endpoints")
    check(judge_auto_stop({"failed": ["x: denied"], "endpoints": 3}, raised=False), FAIL, "x: denied")
    check(judge_auto_stop({"errorType": "E", "errorMessage": "m"}, raised=True), FAIL, "E: m")
    check(judge_auto_stop({}, raised=False), UNKNOWN, "another version")


def http(status: int, body: Any) -> HttpAnswer:
    return HttpAnswer(status, body)


NO_MODEL = http(503, {"error": {"code": "model_unavailable", "message": "no version"}})


def test_health() -> None:
    check(judge_health(http(200, {"status": "ok", "model": "m", "version": "1"}), no_model_yet=False), PASS, "model m")
    check(judge_health(NO_MODEL, no_model_yet=False), FAIL, "--no-model-yet")
    check(judge_health(NO_MODEL, no_model_yet=True), LEFT_OUT, "accepts")
    check(judge_health(http(200, "hello"), no_model_yet=True), FAIL, "expected: 200")
    check(judge_health(http(500, {"error": {"code": "internal"}}), no_model_yet=True), FAIL, "500")


def test_prediction() -> None:
    right = http(200, {"predictions": [0, 4], "version": "3"})
    check(judge_prediction(right, [0, 4], no_model_yet=False), PASS, "by version 3")
    check(judge_prediction(right, [0, 5], no_model_yet=True), FAIL, "expected [0, 5]")
    check(judge_prediction(right, None, no_model_yet=False), PASS, "nobody said")
    check(judge_prediction(http(200, {}), [0], no_model_yet=False), FAIL, "expected: predictions")
    check(judge_prediction(http(504, {}), [0], no_model_yet=True), FAIL, "504")
    not_there = http(404, {"error": {"code": "model_not_found", "message": "no model in service"}})
    check(judge_prediction(not_there, [0], no_model_yet=True), LEFT_OUT, "no model")
    check(judge_prediction(not_there, [0], no_model_yet=False), FAIL, "--no-model-yet")


def test_a_model_that_cannot_be_loaded_is_a_failure_also_on_a_new_stack() -> None:
    check(judge_prediction(NO_MODEL, [0], no_model_yet=True), FAIL, "503")


def test_refusals() -> None:
    check(judge_refusal(http(400, {}), (400,)), PASS, "400")
    check(judge_refusal(http(200, {}), (400,)), FAIL, "let in")
    check(judge_refusal(http(502, {}), (401, 403)), FAIL, "expected: 401 or 403")
    found = judge_status_is_ours(http(403, {"message": "Forbidden"}))
    assert found is not None
    check(found, UNKNOWN, "not let in")
    assert judge_status_is_ours(http(400, {})) is None


def test_router() -> None:
    check(judge_router({"status": "answered", "pattern": "p"}, raised=False), PASS, "by p")
    check(judge_router({"status": "failed", "error": {"code": "c", "message": "m"}}, raised=False), FAIL, "c: m")
    check(judge_router({"status": "answered"}, raised=False), FAIL, "no pattern")
    check(judge_router({"errorType": "T"}, raised=True), FAIL, "T")


def test_switch() -> None:
    patterns = [{"pattern": "p", "verdict": "healthy"}]
    check(judge_switch({"primary": "p", "mode": "normal", "patterns": patterns}, raised=False), PASS, "p healthy")
    down = [{"pattern": "p", "verdict": "down"}]
    check(judge_switch({"primary": "p", "mode": "degraded", "patterns": down}, raised=False), FAIL, "p down")
    check(judge_switch({"primary": "p", "mode": "none-healthy", "patterns": patterns}, raised=False), FAIL, "none")
    check(judge_switch({}, raised=False), UNKNOWN, "another version")
    check(judge_switch({"errorType": "T"}, raised=True), FAIL, "T")


ONE, TWO = "us-east-1", "us-east-2"
PEER = {"region": TWO, "fresh": True, "healthy": True, "diverged": False, "drifted": False}


def said(region: str, **change: Any) -> RegionSaid:
    answer = {"holder": ONE, "acts": region == ONE, "healthy": True, "epoch": 3, "mode": "held", "peer": PEER}
    return RegionSaid(region, answer | change)


@pytest.mark.parametrize(
    ("found", "outcome", "part"),
    [
        ([said(ONE), said(TWO)], PASS, f"{ONE} holds it under epoch 3"),
        ([said(ONE, holder=None, acts=False), said(TWO, holder=None)], FAIL, "nobody holds"),
        ([said(ONE), said(TWO, holder=TWO)], FAIL, "disagree"),
        ([said(ONE, acts=False), said(TWO)], FAIL, "nobody acts"),
        ([said(ONE), said(TWO, acts=True)], FAIL, "acts"),
        ([RegionSaid(ONE, None, "timeout"), said(TWO)], UNKNOWN, "does not answer"),
        ([RegionSaid(ONE, None, "timeout"), RegionSaid(TWO, None, "reset")], UNKNOWN, "us-east-2: reset"),
        ([said(ONE), RegionSaid(TWO, None, "timeout")], PASS, "holds it"),
    ],
)
def test_lease(found: list[RegionSaid], outcome: Outcome, part: str) -> None:
    check(judge_lease(found), outcome, part)


@pytest.mark.parametrize(
    ("found", "outcome", "part"),
    [
        (said(ONE), PASS, "hears us-east-2"),
        (said(ONE, healthy=False, reason="canary"), FAIL, "canary"),
        (said(ONE, healthy=None), FAIL, "not healthy"),
        (said(ONE, peer={**PEER, "fresh": False}), FAIL, "too old"),
        (said(ONE, peer={**PEER, "healthy": False}), FAIL, "us-east-2 says that it is not healthy"),
        (said(ONE, peer={**PEER, "diverged": True}), FAIL, "disagree"),
        (said(ONE, peer={**PEER, "drifted": True}), FAIL, "other code"),
        (said(ONE, peer=None), UNKNOWN, "does not say"),
        (RegionSaid(ONE, None, "timeout"), UNKNOWN, "timeout"),
    ],
)
def test_regions(found: RegionSaid, outcome: Outcome, part: str) -> None:
    check(judge_region(found), outcome, part)


def test_a_region_alone_need_not_hear_anybody() -> None:
    check(judge_region(said(ONE, peer={}), alone=True), PASS, "nothing runs in the other Region")


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("http api", "code-release stop --stack prod"),
        ("sandbox-us-east-1-platform-predic-4cd7ab3e65-page", "code-release stop --stack prod"),
        ("platform-training-errors", "model rollback --stack prod"),
        ("router", "switch status --stack prod"),
        ("platform-dr-canary", "dr status --stack prod"),
        ("", "rollback.yml for prod"),
    ],
)
def test_what_to_take_back_begins_with_the_smallest(source: str, first: str) -> None:
    steps = undo("prod", source)
    assert first in steps[0]
    assert "rollback.yml for prod" in steps[-1]
