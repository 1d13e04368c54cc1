"""Predictions over HTTP, from the engine to the caller: who is let in, what is answered, and how code is rolled out."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import pytest
from botocore.credentials import Credentials
from openapi_spec_validator import validate

from advisor.code_release.rollouts import UNDER_WAY
from sandbox import lifecycle
from tests.sandbox.platform.conftest import ROOT

pytestmark = [pytest.mark.engine, pytest.mark.server, pytest.mark.xdist_group("engine-apart")]

ROWS = {"rows": [[1.0, 2.0], {"width": 3.5, "height": -1}]}
MEBIBYTE = 1024 * 1024


def test_a_signed_caller_with_a_key_gets_predictions(api: Any) -> None:
    reply = api.call("POST", "/v1/predict", {**ROWS, "probabilities": True})
    assert reply.status == 200, reply
    assert (reply.body["model"], reply.body["version"]) == ("digits", "1")
    assert len(reply.body["predictions"]) == len(reply.body["probabilities"]) == 2
    assert all(abs(sum(row) - 1) < 1e-3 for row in reply.body["probabilities"])
    assert reply.headers["X-Model-Version"] == "1"
    assert reply.body["inference_time_ms"] >= 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"signed": False}, "missing_authentication"),
        ({"key": None}, "invalid_api_key"),
        ({"key": "0" * 40}, "invalid_api_key"),
        ({"caller": Credentials("AKIAIOSFODNN7EXAMPLE", "wrong")}, "access_denied"),
    ],
)
def test_nobody_else_is_let_in(api: Any, given: dict[str, Any], code: str) -> None:
    reply = api.call("POST", "/v1/predict", ROWS, **given)
    assert reply.status == 403
    if "caller" not in given:  # an unknown key has a code of its own on AWS
        assert reply.code == code


def test_iam_decides_by_method_and_path(api: Any) -> None:
    iam, name = api.client("iam"), "caller"
    iam.create_user(UserName=name)
    made = iam.create_access_key(UserName=name)["AccessKey"]
    caller = Credentials(made["AccessKeyId"], made["SecretAccessKey"])
    refused = api.call("POST", "/v1/predict", ROWS, caller=caller)
    assert (refused.status, refused.code) == (403, "access_denied")
    scope = f"arn:aws:execute-api:{lifecycle.REGION}:*:{api.outputs['predictionApiId']}/live/POST/v1/predict"
    allow = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": scope}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    iam.put_user_policy(UserName=name, PolicyName="predict", PolicyDocument=document)
    assert api.call("POST", "/v1/predict", ROWS, caller=caller).status == 200
    assert api.call("GET", "/v1/models", caller=caller).status == 403


def test_health_is_open_and_nothing_else(api: Any) -> None:
    assert api.call("GET", "/v1/health", signed=False, key=None).status == 200
    assert api.call("GET", "/v1/models", signed=False, key=None).status == 403


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({}, 400, "rows"),
        ({"rows": []}, 400, "rows"),
        ({"rows": [[1.0]]}, 400, "rows[0]"),
        ({"rows": [[1.0, 2.0], [1.0, "x"]]}, 400, "rows[1].height"),
        (b'{"rows": [[1, NaN]]}', 400, ""),
        (b'{"rows": [[1, 2]', 400, ""),
        (b"", 400, ""),
        ({**ROWS, "more": 1}, 400, "more"),
        ({**ROWS, "model": "../secret"}, 400, "model"),
        ({**ROWS, "model": "unknown"}, 404, "unknown"),
        ({**ROWS, "model": "digits", "version": "99"}, 404, "99"),
        (b'{"rows": [[' + b" " * (6 * MEBIBYTE + 1) + b"1, 2]]}", 413, "6 MB"),
    ],
)
def test_what_is_wrong_is_named(api: Any, body: Any, status: int, told: str) -> None:
    reply = api.call("POST", "/v1/predict", body)
    assert reply.status == status, reply.body
    assert told in json.dumps(reply.body)
    assert set(reply.body) == {"error"}
    for ours in ("arn:", "Traceback", "botocore", "/var/task", api.outputs["runBucket"]):
        assert ours not in json.dumps(reply.body)


def test_only_json_is_read(api: Any) -> None:
    reply = api.call("POST", "/v1/predict", b"1,2\n", media_type="text/csv")
    assert (reply.status, reply.code) == (415, "unsupported_media_type")


def test_a_plan_that_is_used_up_is_answered_429(api: Any) -> None:
    gateway = api.client("apigateway")
    stage = {"apiId": api.outputs["predictionApiId"], "stage": api.outputs["predictionApiStage"]}
    plan = gateway.create_usage_plan(name="small", apiStages=[stage], throttle={"rateLimit": 0.001, "burstLimit": 1})
    key = gateway.create_api_key(name="small", enabled=True)
    gateway.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")
    assert api.call("GET", "/v1/models", key=key["value"]).status == 200
    second = api.call("GET", "/v1/models", key=key["value"])
    assert (second.status, second.code) == (429, "too_many_requests")
    assert second.headers["Retry-After"] == "1"


def test_a_prediction_can_be_fetched_later(api: Any) -> None:
    accepted = api.call("POST", "/v1/predictions", {"rows": [[1.0, 2.0]] * 2000})
    assert accepted.status == 202, accepted.body
    assert accepted.headers["Location"].endswith(accepted.body["id"])
    limit = time.monotonic() + 120
    while (reply := api.call("GET", f"/v1/predictions/{accepted.body['id']}")).body.get("status") != "succeeded":
        assert time.monotonic() < limit, reply
        time.sleep(0.2)
    assert len(reply.body["predictions"]) == 2000
    assert api.call("GET", "/v1/predictions/" + "0" * 32).status == 404


def test_the_published_document_is_the_one_that_runs(api: Any) -> None:
    stored = api.client("s3").get_object(Bucket=api.outputs["runBucket"], Key=api.outputs["predictionApiDocument"])
    document = json.loads(stored["Body"].read())
    validate(document)
    assert document["servers"] == [{"url": api.outputs["predictionApiUrl"]}]
    assert "x-amazon" not in json.dumps(document)
    assert {scheme for one in document["paths"]["/v1/predict"]["post"]["security"] for scheme in one} == {
        "iam",
        "apiKey",
    }


def test_each_request_is_in_the_access_log_and_no_body_is(api: Any) -> None:
    api.call("POST", "/v1/predict", {**ROWS, "model": "unknown"})
    logs = api.client("logs")
    groups = [one["logGroupName"] for one in logs.describe_log_groups()["logGroups"]]
    (access,) = [name for name in groups if name.endswith("-access")]
    written = [json.loads(event["message"]) for event in logs.filter_log_events(logGroupName=access)["events"]]
    found = [line for line in written if line["resource"] == "/v1/predict" and str(line["status"]) == "404"]
    assert found
    assert found[-1]["request_id"]
    assert "unknown" not in json.dumps(written)


def released(api: Any, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m advisor code-release` against the stack."""
    path = api.engine.project / "outputs.json"
    path.write_text(json.dumps(api.outputs), encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-m", "advisor", "code-release", *arguments, "--outputs", str(path)]
    environment = {**api.engine.environment, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def answering(api: Any) -> str:
    """The version behind the alias."""
    function = api.outputs["predictionFunctions"]["predict_http"]
    found = api.client("lambda").get_alias(FunctionName=function, Name="live")
    assert not (found.get("RoutingConfig") or {}).get("AdditionalVersionWeights")
    return str(found["FunctionVersion"])


def test_new_code_waits_for_its_rollout_and_pulumi_leaves_the_alias_alone(api: Any) -> None:
    assert released(api, "start").stdout.endswith("there is nothing to roll out\n")
    before = answering(api)
    with api.engine.settings(lambda text: text.replace("memory_mb: 1024", "memory_mb: 1088")):
        api.engine.up()
        assert answering(api) == before
        done = released(api, "start")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Succeeded" in done.stdout
        assert int(answering(api)) == int(before) + 1
        assert api.engine.preview().changes == {}
    assert api.call("POST", "/v1/predict", ROWS).status == 200


def broken_version(api: Any) -> str:
    """A published version that cannot start: its environment is refused."""
    functions, name = api.client("lambda"), api.outputs["predictionFunctions"]["predict_http"]
    sound = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {**sound, "MAX_ROWS": "x"}})
    version = str(functions.publish_version(FunctionName=name)["Version"])
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": sound})
    return version


def test_code_that_cannot_start_is_taken_back_by_its_alarm(api: Any) -> None:
    before, broken = answering(api), broken_version(api)
    begun = released(api, "start", "--version", broken, "--no-wait")
    assert begun.returncode == 0, begun.stdout + begun.stderr
    rollout = begun.stdout.rpartition("rollout ")[2].strip()
    seen = set()
    while state_of(api, rollout) in UNDER_WAY:
        seen.add(api.call("POST", "/v1/predict", ROWS).status)
    told = released(api, "status")
    assert told.returncode == 1
    assert f"rollout {rollout}: Stopped; ALARM_ACTIVE" in told.stdout, f"callers saw {seen}: {told.stdout}"
    assert "alarms-errors" in told.stdout or "front-errors" in told.stdout
    assert answering(api) == before
    assert api.call("POST", "/v1/predict", ROWS).status == 200


def state_of(api: Any, rollout: str) -> str:
    found = api.client("codedeploy").get_deployment(deploymentId=rollout)["deploymentInfo"]
    assert found["status"] != "Succeeded", "the alarm never saw it"
    return str(found["status"])
