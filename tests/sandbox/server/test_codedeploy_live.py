"""Deployments of functions: traffic is shifted, watched, and given back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml
from botocore.exceptions import ClientError

from tests.sandbox.server.conftest import REGION, Aws, Tools

SHIFTS = ["lambda:GetAlias", "lambda:UpdateAlias", "cloudwatch:DescribeAlarms", "lambda:InvokeFunction"]
CODE = "def handler(event, context):\n    return context.function_version\n"
HOOK = """
import boto3
def handler(event, context):
    boto3.client("codedeploy").put_lifecycle_event_hook_execution_status(
        deploymentId=event["DeploymentId"],
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status="%s",
    )
"""


@dataclass
class Rollout:
    """A function with two versions and the alias `live` on the first, and a deployment group."""

    aws: Aws
    function: str
    role: str
    application: str
    group: str = "functions"

    @property
    def client(self) -> Any:
        return self.aws.client("codedeploy")

    def make_group(self, **settings: Any) -> None:
        style = {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"}
        given = {"serviceRoleArn": self.role, "deploymentStyle": style, **settings}
        self.client.create_deployment_group(applicationName=self.application, deploymentGroupName=self.group, **given)

    def appspec(self, hooks: list[dict[str, str]] | None = None, **changed: str) -> dict[str, Any]:
        properties = {"Name": self.function, "Alias": "live", "CurrentVersion": "1", "TargetVersion": "2", **changed}
        resource = {"F": {"Type": "AWS::Lambda::Function", "Properties": properties}}
        return {"version": 0.0, "Resources": [resource], **({"Hooks": hooks} if hooks else {})}

    def deploy(self, spec: Any = None, **settings: Any) -> str:
        text = spec if isinstance(spec, str) else json.dumps(spec or self.appspec())
        content = {"content": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}
        made = self.client.create_deployment(
            applicationName=self.application,
            deploymentGroupName=self.group,
            revision={"revisionType": "AppSpecContent", "appSpecContent": content},
            **settings,
        )
        return str(made["deploymentId"])

    def info(self, deployment: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get_deployment(deploymentId=deployment)["deploymentInfo"]
        return found

    def ended(self, deployment: str, tools: Tools) -> dict[str, Any]:
        def question() -> Any:
            info = self.info(deployment)
            return info if info["status"] in ("Succeeded", "Failed", "Stopped") else None

        found: dict[str, Any] = tools.eventually(question, f"{deployment} ends")
        return found

    @property
    def alias(self) -> tuple[str, dict[str, float]]:
        found = self.aws.client("lambda").get_alias(FunctionName=self.function, Name="live")
        return found["FunctionVersion"], (found.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}


@pytest.fixture
def rollout(aws: Aws, tools: Tools) -> Iterator[Rollout]:
    name = aws.function(CODE)
    client = aws.client("lambda")
    for number in ("1", "2"):
        client.update_function_configuration(FunctionName=name, Description=number)
        client.publish_version(FunctionName=name)
    client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    application = aws.name("app")
    aws.client("codedeploy").create_application(applicationName=application, computePlatform="Lambda")
    role = aws.role(tools.allow(SHIFTS), trust="codedeploy.amazonaws.com")
    yield Rollout(aws, name, role, application)
    aws.admin.set_options(time_scale=0.001)


def alarm(aws: Aws) -> str:
    name = aws.name("alarm")
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        Namespace="N",
        MetricName=name,
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="ignore",
    )
    return name


def watched(name: str, *events: str) -> dict[str, Any]:
    """Settings of a group that an alarm watches."""
    wanted = list(events) or ["DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_FAILURE"]
    return {
        "alarmConfiguration": {"enabled": True, "alarms": [{"name": name}]},
        "autoRollbackConfiguration": {"enabled": True, "events": wanted},
    }


def test_a_canary_ends_with_all_calls_on_the_new_version(rollout: Rollout, tools: Tools) -> None:
    rollout.make_group(deploymentConfigName="CodeDeployDefault.LambdaCanary10Percent5Minutes")
    rollout.aws.admin.set_options(time_scale=0.01)
    deployment = rollout.deploy()
    tools.eventually(lambda: rollout.alias == ("1", {"2": 0.1}), "a tenth of the calls")
    target = rollout.client.get_deployment_target(deploymentId=deployment, targetId=f"{rollout.function}:live")
    shown = target["deploymentTarget"]["lambdaTarget"]
    assert shown["lambdaFunctionInfo"]["targetVersionWeight"] == 0.1
    with pytest.raises(ClientError, match="already has an active Deployment"):
        rollout.deploy()
    info = rollout.ended(deployment, tools)
    assert (info["status"], info["creator"], info["deploymentOverview"]["Succeeded"]) == ("Succeeded", "user", 1)
    assert rollout.alias == ("2", {})
    where = {"applicationName": rollout.application, "deploymentGroupName": rollout.group}
    assert rollout.client.list_deployments(**where)["deployments"] == [deployment]
    assert rollout.client.list_deployments(**where, includeOnlyStatuses=["Failed"])["deployments"] == []
    for changed, code in (("deploymentGroupName", "DeploymentGroup"), ("applicationName", "Application")):
        with pytest.raises(ClientError, match=f"{code}DoesNotExistException"):
            rollout.client.list_deployments(**{**where, changed: "nope"})


def test_an_alarm_takes_the_traffic_back(rollout: Rollout, tools: Tools) -> None:
    name = alarm(rollout.aws)
    rollout.make_group(deploymentConfigName="CodeDeployDefault.LambdaLinear10PercentEvery10Minutes", **watched(name))
    rollout.aws.admin.set_options(time_scale=0.01)
    deployment = rollout.deploy()
    tools.eventually(lambda: rollout.alias == ("1", {"2": 0.1}), "a tenth of the calls")
    rollout.aws.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
    info = rollout.ended(deployment, tools)
    assert (info["status"], info["errorInformation"]["code"]) == ("Stopped", "ALARM_ACTIVE")
    assert name in info["errorInformation"]["message"]
    assert rollout.alias == ("1", {})
    back = rollout.info(info["rollbackInfo"]["rollbackDeploymentId"])
    assert (back["status"], back["creator"]) == ("Succeeded", "codeDeployRollback")
    assert back["rollbackInfo"]["rollbackTriggeringDeploymentId"] == deployment


def test_an_alarm_that_is_active_already_lets_nothing_begin(rollout: Rollout, tools: Tools) -> None:
    name = alarm(rollout.aws)
    rollout.aws.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
    rollout.make_group(**watched(name))
    assert rollout.ended(rollout.deploy(), tools)["errorInformation"]["code"] == "ALARM_ACTIVE"
    assert rollout.alias == ("1", {})


def test_an_alarm_that_is_not_there_stops_unless_that_is_ignored(rollout: Rollout, tools: Tools) -> None:
    rollout.make_group(**watched("nobody"))
    info = rollout.ended(rollout.deploy(), tools)
    assert "Unknown alarms: nobody" in info["errorInformation"]["message"]
    ignoring = {"enabled": True, "ignorePollAlarmFailure": True, "alarms": [{"name": "nobody"}]}
    assert rollout.ended(rollout.deploy(overrideAlarmConfiguration=ignoring), tools)["status"] == "Succeeded"


@pytest.mark.parametrize(("rolls_back", "left"), [(True, ("1", {})), (False, ("1", {"2": 0.1}))])
def test_who_stops_a_deployment_says_whether_it_goes_back(
    rollout: Rollout, tools: Tools, rolls_back: bool, left: tuple[str, dict[str, float]]
) -> None:
    rollout.make_group(deploymentConfigName="CodeDeployDefault.LambdaCanary10Percent30Minutes")
    rollout.aws.admin.set_options(time_scale=0.01)
    deployment = rollout.deploy()
    tools.eventually(lambda: rollout.alias == ("1", {"2": 0.1}), "a tenth of the calls")
    rollout.client.stop_deployment(deploymentId=deployment, autoRollbackEnabled=rolls_back)
    info = rollout.ended(deployment, tools)
    assert (info["status"], info["errorInformation"]["code"]) == ("Stopped", "MANUAL_STOP")
    assert rollout.alias == left
    with pytest.raises(ClientError, match="already completed"):
        rollout.client.stop_deployment(deploymentId=deployment)


def test_hooks_are_asked_before_and_after(rollout: Rollout, tools: Tools) -> None:
    rollout.make_group(autoRollbackConfiguration={"enabled": True, "events": ["DEPLOYMENT_FAILURE"]})
    report = rollout.aws.role(*tools.logs, tools.allow("codedeploy:PutLifecycleEventHookExecutionStatus"))
    good, bad = (rollout.aws.function(HOOK % status, report) for status in ("Succeeded", "Failed"))
    hooks = [{"BeforeAllowTraffic": good}, {"AfterAllowTraffic": bad}]
    deployment = rollout.deploy(yaml.safe_dump(rollout.appspec(hooks)))
    info = rollout.ended(deployment, tools)
    assert (info["status"], info["errorInformation"]["code"]) == ("Failed", "HOOK_EXECUTION_FAILURE")
    targets = rollout.client.list_deployment_targets(deploymentId=deployment)["targetIds"]
    assert targets == [f"{rollout.function}:live"]
    asked = rollout.client.batch_get_deployment_targets(deploymentId=deployment, targetIds=targets)
    found = asked["deploymentTargets"][0]
    events = {one["lifecycleEventName"]: one["status"] for one in found["lambdaTarget"]["lifecycleEvents"]}
    expected = {"BeforeAllowTraffic": "Succeeded", "AllowTraffic": "Succeeded", "AfterAllowTraffic": "Failed"}
    assert events == expected
    assert rollout.alias == ("1", {})
    both = [{"BeforeAllowTraffic": good}, {"AfterAllowTraffic": good}]
    assert rollout.ended(rollout.deploy(rollout.appspec(both)), tools)["status"] == "Succeeded"


def test_a_role_without_rights_shifts_nothing(rollout: Rollout, tools: Tools) -> None:
    rollout.role = rollout.aws.role(trust="codedeploy.amazonaws.com")
    rollout.make_group()
    info = rollout.ended(rollout.deploy(), tools)
    assert (info["status"], info["errorInformation"]["code"]) == ("Failed", "IAM_ROLE_PERMISSIONS")
    assert rollout.alias == ("1", {})


def test_the_alias_must_be_where_the_revision_says(rollout: Rollout, tools: Tools) -> None:
    rollout.make_group()
    spec = rollout.appspec(CurrentVersion="2", TargetVersion="1")
    info = rollout.ended(rollout.deploy(spec), tools)
    assert (info["status"], info["errorInformation"]["code"]) == ("Failed", "INVALID_LAMBDA_CONFIGURATION")
    unknown = rollout.ended(rollout.deploy(rollout.appspec(TargetVersion="9")), tools)
    assert unknown["errorInformation"]["code"] == "INVALID_LAMBDA_FUNCTION"
    assert rollout.alias == ("1", {})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        json.dumps({"version": 0.0, "Resources": []}),
        json.dumps({"version": 1, "Resources": []}),
        json.dumps({"version": 0.0, "Resources": [{"F": {"Type": "AWS::ECS::Service", "Properties": {}}}]}),
        json.dumps(
            {"version": 0.0, "Resources": [{"F": {"Type": "AWS::Lambda::Function", "Properties": {"Name": "f"}}}]}
        ),
    ],
)
def test_revisions_that_are_none_are_refused(rollout: Rollout, text: str) -> None:
    rollout.make_group()
    with pytest.raises(ClientError, match="InvalidRevisionException"):
        rollout.deploy(text)


def test_a_revision_must_be_what_its_digest_says(rollout: Rollout) -> None:
    rollout.make_group()
    content = {"content": json.dumps(rollout.appspec()), "sha256": "0" * 64}
    with pytest.raises(ClientError, match="SHA-256"):
        rollout.client.create_deployment(
            applicationName=rollout.application,
            deploymentGroupName=rollout.group,
            revision={"revisionType": "AppSpecContent", "appSpecContent": content},
        )


def test_groups_that_codedeploy_does_not_take(rollout: Rollout) -> None:
    stop_on_alarm = {"enabled": True, "events": ["DEPLOYMENT_STOP_ON_ALARM"]}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"serviceRoleArn": rollout.aws.role()}, "InvalidRoleException"),
        ({"deploymentConfigName": "nobody"}, "DeploymentConfigDoesNotExistException"),
        ({"deploymentStyle": {"deploymentType": "IN_PLACE"}}, "InvalidDeploymentStyleException"),
        ({"alarmConfiguration": {"enabled": True}}, "InvalidAlarmConfigException"),
        ({"autoRollbackConfiguration": stop_on_alarm}, "InvalidAutoRollbackConfigException"),
        ({"autoRollbackConfiguration": {"enabled": True}}, "InvalidAutoRollbackConfigException"),
    ]
    for settings, code in wrong:
        with pytest.raises(ClientError, match=code):
            rollout.make_group(**settings)
    with pytest.raises(ClientError, match="canaryPercentage is 100"):
        rollout.client.create_deployment_config(
            deploymentConfigName=rollout.aws.name("c"),
            computePlatform="Lambda",
            trafficRoutingConfig={
                "type": "TimeBasedCanary",
                "timeBasedCanary": {"canaryPercentage": 100, "canaryInterval": 1},
            },
        )
    with pytest.raises(ClientError, match="the sandbox plays Lambda"):
        rollout.client.create_application(applicationName=rollout.aws.name("c"))


def test_eventbridge_is_told_of_each_state(rollout: Rollout, tools: Tools) -> None:
    events, sqs = rollout.aws.client("events"), rollout.aws.client("sqs")
    rule, queue = rollout.aws.name("rule"), rollout.aws.name("queue")
    url = sqs.create_queue(QueueName=queue)["QueueUrl"]
    arn = rollout.aws.arn("sqs", queue)
    pattern = {"source": ["aws.codedeploy"], "detail": {"application": [rollout.application]}}
    rule_arn = events.put_rule(Name=rule, EventPattern=json.dumps(pattern))["RuleArn"]
    allowed = {
        **tools.allow("sqs:SendMessage", arn),
        "Principal": {"Service": "events.amazonaws.com"},
        "Condition": {"ArnEquals": {"aws:SourceArn": rule_arn}},
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": tools.document(allowed)})
    events.put_targets(Rule=rule, Targets=[{"Id": "q", "Arn": arn}])
    rollout.make_group()
    deployment = rollout.deploy()
    rollout.ended(deployment, tools)
    found: list[dict[str, Any]] = []

    def both() -> bool:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        found.extend(json.loads(message["Body"]) for message in messages)
        return {one["detail"]["state"] for one in found} == {"START", "SUCCESS"}

    tools.eventually(both, "both events")
    assert {one["detail-type"] for one in found} == {"CodeDeploy Deployment State-change Notification"}
    assert {one["detail"]["deploymentId"] for one in found} == {deployment}
    assert found[0]["resources"][0] == f"arn:aws:codedeploy:{REGION}:123456789012:application:{rollout.application}"
