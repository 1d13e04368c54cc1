"""The smoke tests ask the deployed platform: all is good, then one thing after the other is broken and found.

The caller has exactly the actions of `domain.smoke.actions`. Alarms that ring without data are left out: the sandbox
evaluates an alarm's minutes in a hundredth of the time, and what publishes each minute is then late for each of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from domain.smoke.actions import required_actions
from sandbox import lifecycle

pytestmark = [pytest.mark.engine, pytest.mark.server, pytest.mark.xdist_group("engine")]

ROOT = Path(__file__).resolve().parents[3]
RING_WITHOUT_DATA = ("alarms-canary", "alarms-healthy", "training-stale")
PATHS = ("batch_transform", "serverless_inference", "realtime_endpoint")
COMPONENTS = "inference_components"


@dataclass
class Caller:
    """Somebody with a policy, who runs `python -m smoke`."""

    deployed: Any
    folder: Path
    name: str
    keys: Mapping[str, str]

    def smoke(self, *words: str) -> tuple[int, dict[str, Any]]:
        outputs, report = self.folder / "outputs.json", self.folder / f"{uuid4().hex}.json"
        outputs.write_text(json.dumps(self.deployed.outputs))
        given = [word for part in RING_WITHOUT_DATA for word in ("--ignore-alarm", part)]
        command = [sys.executable, "-m", "smoke", "--stack", "sandbox", "--outputs", str(outputs), *given, *words]
        environment = {**os.environ, **lifecycle.environment(self.deployed.running), **self.keys}
        environment.pop("GITHUB_STEP_SUMMARY", None)
        done = subprocess.run(
            [*command, "--no-model-yet", "--json", str(report)],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=540, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return done.returncode, json.loads(report.read_text())

    @contextmanager
    def without(self, action: str) -> Iterator[None]:
        allow(self.deployed, self.name, {action})
        try:
            yield
        finally:
            allow(self.deployed, self.name, set())


def allow(deployed: Any, name: str, but: set[str]) -> None:
    found = {action for actions in required_actions(writes=True).values() for action in actions} - but
    statement = {"Effect": "Allow", "Action": sorted(found), "Resource": "*"}
    deployed.client("iam").put_user_policy(
        UserName=name, PolicyName="smoke", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statement})
    )


@pytest.fixture(scope="module")
def caller(deployed: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    iam, name = deployed.client("iam"), "smoke-tester"
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    keys = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    allow(deployed, name, set())
    yield Caller(deployed, tmp_path_factory.mktemp("smoke"), name, keys)
    iam.delete_user_policy(UserName=name, PolicyName="smoke")
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=name)


def found(document: Mapping[str, Any], name: str) -> tuple[str, str]:
    check = next(one for one in document["checks"] if one["name"] == name)
    return check["outcome"], check["reason"]


def test_a_sound_stack_is_good_for_a_caller_with_exactly_the_listed_actions(caller: Caller) -> None:
    code, document = caller.smoke()
    assert code == 0, document["reason"]
    outcomes = {one["name"]: one["outcome"] for one in document["checks"]}
    assert all(outcomes[path] == "pass" for path in PATHS), document["checks"]
    may_sleep = {f"{COMPONENTS} answers", COMPONENTS, "health", "prediction"}
    assert {name for name, outcome in outcomes.items() if outcome == "left_out"} <= may_sleep
    assert "off" not in outcomes.values()
    kept = caller.deployed.client("s3").list_objects_v2(
        Bucket=caller.deployed.outputs["inputAccessPointAlias"], Prefix="smoke/"
    )
    assert kept.get("KeyCount", 0) == 0, "the known files are taken away"


def test_an_endpoint_that_fails_is_found_and_a_watch_ends_early(caller: Caller) -> None:
    endpoint = caller.deployed.outputs["endpointNames"]["realtime_endpoint"]
    with caller.deployed.fault(kind="error_5xx", service="sagemaker", operation="InvokeEndpoint", match=endpoint):
        code, document = caller.smoke("--only", "endpoints")
        assert code == 1
        assert found(document, "realtime_endpoint answers")[0] == "fail"
        assert found(document, "serverless_inference answers")[0] == "pass"
        code, document = caller.smoke("--watch", "240", "--watch-only", "--every", "0.5")
    assert code == 1
    assert document["watch"]["early"]
    assert document["watch"]["reason"].startswith("endpoint realtime_endpoint: ")
    assert "rollback.yml" in document["watch"]["undo"][-1]


def test_an_alarm_that_rings_is_found(caller: Caller) -> None:
    cloudwatch = caller.deployed.client("cloudwatch")
    rule = {"Namespace": "Smoke", "MetricName": "Broken", "Period": 86_400, "EvaluationPeriods": 1, "Threshold": 1.0}
    cloudwatch.put_metric_alarm(
        AlarmName="smoke-broken",
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        Statistic="Sum",
        TreatMissingData="notBreaching",
        AlarmActions=[caller.deployed.outputs["alarmTopicArn"]],
        **rule,
    )
    try:
        # It may ring when the check looks and be calm again later: the sandbox forgets soon.
        cloudwatch.put_metric_data(Namespace="Smoke", MetricData=[{"MetricName": "Broken", "Value": 1.0}])
        cloudwatch.set_alarm_state(AlarmName="smoke-broken", StateValue="ALARM", StateReason="somebody broke it")
        code, document = caller.smoke("--only", "alarms")
    finally:
        cloudwatch.delete_alarms(AlarmNames=["smoke-broken"])
    assert code == 1
    assert found(document, "stack's Region")[0] == "fail"
    assert "smoke-broken" in document["reason"]


def test_a_schedule_that_was_removed_and_a_permission_that_was_taken_are_found(caller: Caller) -> None:
    scaling = caller.deployed.client("application-autoscaling")
    actions = scaling.describe_scheduled_actions(ServiceNamespace="lambda")["ScheduledActions"]
    gone = next(one for one in actions if one["Schedule"].startswith("cron"))
    place = {
        name: gone[name] for name in ("ServiceNamespace", "ScheduledActionName", "ResourceId", "ScalableDimension")
    }
    scaling.delete_scheduled_action(**place)
    stop = caller.deployed.outputs["autoStopFunction"]
    try:
        with caller.deployed.named_without(stop, "sagemaker:DescribeEndpoint"):
            code, document = caller.smoke("--only", "cost")
    finally:
        kept = {name: gone[name] for name in ("Schedule", "Timezone", "ScalableTargetAction")}
        scaling.put_scheduled_action(**place, **kept)
    assert code == 1
    outcome, reason = found(document, "schedule of predict")
    assert (outcome, gone["Schedule"] in reason) == ("fail", True)
    assert found(document, "schedule of realtime")[0] == "pass"
    assert found(document, "auto-stop")[0] == "fail"
    assert found(document, "billing alarms")[0] == "pass"


def test_what_the_caller_may_not_ask_is_unknown_and_no_pass(caller: Caller) -> None:
    with caller.without("states:DescribeStateMachine"):
        code, document = caller.smoke("--only", "training")
    assert code == 1
    outcome, reason = found(document, "pipeline")
    assert outcome == "unknown"
    assert "AccessDenied" in reason


def test_a_region_whose_keeper_does_not_answer_is_unknown(caller: Caller) -> None:
    region = caller.deployed.outputs["secondaryRegion"]
    keeper = caller.deployed.outputs["secondaryKeepLeaseFunction"]
    with caller.deployed.fault(kind="error_5xx", service="lambda", region=region, operation="Invoke", match=keeper):
        code, document = caller.smoke("--only", "regions")
    assert code == 1
    assert found(document, region)[0] == "unknown"
    assert found(document, "lease")[0] == "pass"


def test_a_component_that_sleeps_is_woken_up_only_when_that_is_asked_for(caller: Caller) -> None:
    code, document = caller.smoke("--only", "routing", "--paths", COMPONENTS, "--wake")
    assert code == 0, document["reason"]
    assert found(document, COMPONENTS)[0] == "pass"
