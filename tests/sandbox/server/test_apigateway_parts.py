"""The pure parts of API Gateway and CodeDeploy: limits, paths, templates, steps."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.apigateway.document import Authorization, Integration, Route
from sandbox.apigateway.limits import Quotas, Throttles, period_start
from sandbox.apigateway.patches import patch, patch_stage
from sandbox.apigateway.proxy import Call, event_of, response_of
from sandbox.apigateway.replies import STATUS, GatewayError, fill, gateway_response
from sandbox.apigateway.routing import match
from sandbox.codedeploy.shifts import PREDEFINED, ShiftError, steps
from sandbox.errors import AwsError

SEGMENT = st.text("abc", min_size=1, max_size=3)
PATHS = st.lists(SEGMENT, min_size=1, max_size=4)


def route(path: str, method: str = "GET") -> Route:
    return Route(method, path, Integration("mock"), Authorization(), False, False, {}, ())


@given(st.floats(0, 50), st.integers(0, 20), st.lists(st.floats(0, 0.5), max_size=60))
def test_a_bucket_admits_no_more_than_burst_and_rate(rate: float, burst: int, pauses: list[float]) -> None:
    now = 0.0
    throttles = Throttles(lambda: now)
    admitted = 0
    for pause in pauses:
        now += pause
        admitted += throttles.admit("one", rate, burst)
    assert admitted <= burst + rate * now + 1e-6
    assert admitted >= min(len(pauses), burst)


def test_without_limits_everything_passes() -> None:
    throttles = Throttles(lambda: 0.0)
    assert all(throttles.admit("one", rate, burst) for rate, burst in ((None, None), (-1.0, -1)) for _ in range(9_999))


def test_a_quota_begins_anew_with_its_period() -> None:
    now = datetime(2026, 11, 30, 23, 59, tzinfo=UTC).timestamp()
    quotas = Quotas(lambda: now)
    quota = {"limit": 2, "period": "MONTH", "offset": 1}
    assert [quotas.admit("plan", "key", quota) for _ in range(2)] == [True, False]
    now += 120
    assert quotas.admit("plan", "key", quota)
    assert quotas.usage("plan", "key", "2026-12-01") == 1


@pytest.mark.parametrize(("period", "start"), [("DAY", "2026-11-26"), ("WEEK", "2026-11-22"), ("MONTH", "2026-11-01")])
def test_periods_begin_where_they_should(period: str, start: str) -> None:
    assert period_start(period, datetime(2026, 11, 26, 12, tzinfo=UTC)) == start


@given(PATHS, st.lists(PATHS, max_size=4))
def test_the_exact_path_wins_over_every_pattern(path: list[str], others: list[list[str]]) -> None:
    wanted = "/" + "/".join(path)
    patterns = ["/{any+}", *("/" + "/".join(["{x}", *other[1:]]) for other in others), wanted]
    found = match([route(pattern) for pattern in patterns], "GET", wanted)
    assert found is not None
    assert (found[0].path, found[1]) == (wanted, {})


def test_a_method_wins_over_any() -> None:
    routes = [route("/a", "ANY"), route("/a", "POST")]
    assert [match(routes, method, "/a")[0].method for method in ("POST", "GET")] == ["POST", "ANY"]  # type: ignore[index]
    assert match(routes, "GET", "/b") is None


def test_templates_have_their_values() -> None:
    values = {"requestId": "r", "error.message": "m", "stageVariables.colour": "blue"}
    assert fill('{"a":"$context.requestId","b":$context.none}', values) == '{"a":"r","b":}'
    assert fill("$context.requestId. ${stageVariables.colour} $context.x-", values, absent="-") == "r. blue --"


@given(st.text(), st.sampled_from(sorted(STATUS)))
def test_whatever_was_said_the_answer_is_json(message: str, kind: str) -> None:
    own = {"DEFAULT_4XX": {"responseTemplates": {"application/json": '{"m": "$context.error.message"}'}}}
    for custom in ({}, own):
        answer = gateway_response(GatewayError(kind, message), custom, {}, {})
        assert message in json.loads(answer.body).values()
        assert answer.status == STATUS[kind]


@given(st.binary(max_size=50))
def test_a_binary_body_comes_back_as_it_was(body: bytes) -> None:
    call = Call("POST", "/a", "/a", [("Content-Type", "image/png")], [], {}, body, {}, binary_types=["image/png"])
    event = event_of(call)
    assert event["isBase64Encoded"] is bool(body)
    reply = {"statusCode": 200, "body": event["body"], "isBase64Encoded": event["isBase64Encoded"]}
    assert response_of(json.dumps(reply).encode()).body == body


def test_headers_of_a_reply() -> None:
    reply = {"statusCode": 401, "headers": {"WWW-Authenticate": "x", "N": 1, "Content-Length": "9"},
             "multiValueHeaders": {"Vary": ["a", "b"]}}  # fmt: skip
    answer = response_of(json.dumps(reply).encode())
    expected = {"x-amzn-Remapped-WWW-Authenticate": "x", "N": "1", "Vary": "a, b", "Content-Type": "application/json"}
    assert answer.headers == expected


@pytest.mark.parametrize("name", sorted(PREDEFINED))
def test_every_rollout_grows_to_all_calls(name: str) -> None:
    weights = [step.weight for step in steps(PREDEFINED[name])]
    assert weights == sorted(set(weights))
    assert weights[-1] == 1.0


@given(st.integers(1, 99), st.integers(1, 2880))
def test_a_linear_rollout_goes_in_equal_steps(share: int, minutes: int) -> None:
    plan = steps({"type": "TimeBasedLinear", "timeBasedLinear": {"linearPercentage": share, "linearInterval": minutes}})
    assert [round(step.weight * 100) for step in plan[:-1]] == list(range(share, 100, share))
    assert {step.hold_s for step in plan[:-1]} == {minutes * 60.0}
    assert plan[-1].weight == 1.0


@pytest.mark.parametrize("percentage", [0, 100, None, "10"])
def test_shares_that_are_none(percentage: Any) -> None:
    canary = {"canaryPercentage": percentage, "canaryInterval": 5}
    with pytest.raises(ShiftError, match="canaryPercentage"):
        steps({"type": "TimeBasedCanary", "timeBasedCanary": canary})


def test_patches_find_maps_lists_and_settings() -> None:
    fields: dict[str, Any] = {"types": ["EDGE"], "media": ["a/b"]}
    patch(
        fields,
        [
            {"op": "replace", "path": "/types/EDGE", "value": "REGIONAL"},
            {"op": "add", "path": "/media/c~1d"},
            {"op": "remove", "path": "/media/a~1b"},
            {"op": "replace", "path": "/throttle/rateLimit", "value": "2.5"},
            {"op": "replace", "path": "/enabled", "value": "true"},
        ],
    )
    assert fields == {"types": ["REGIONAL"], "media": ["c/d"], "throttle": {"rateLimit": 2.5}, "enabled": True}
    stage: dict[str, Any] = {"methodSettings": {}}
    patch_stage(stage, [{"op": "replace", "path": "/~1a~1{b}/GET/throttling/burstLimit", "value": "5"}])
    assert stage["methodSettings"]["a/{b}/GET"]["throttlingBurstLimit"] == 5
    patch_stage(stage, [{"op": "remove", "path": "/~1a~1{b}/GET"}])
    assert stage["methodSettings"] == {}
    for wrong in ({"op": "replace", "path": "/enabled", "value": "maybe"}, {"op": "test", "path": "/a"}):
        with pytest.raises(AwsError, match="Invalid"):
            patch(fields, [wrong])
