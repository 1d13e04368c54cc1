"""Auto-stop against the sandbox over HTTP, under the very role that the component makes: nothing it needs is missing,
and what carries other tags is out of its reach."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from components.cost_control.auto_stop import AutoStopArgs, access, conditions
from components.foundation.account import Account
from components.function_access import client_statements
from components.function_host import FunctionHost
from components.settings import AutoStopSettings
from components.sources import function_sources
from lambdas import sdk
from lambdas.auto_stop.handler import handler
from lambdas.clients.endpoint_capacity import EndpointCapacity
from lambdas.clients.endpoint_state import EndpointState, EndpointStates

pytestmark = pytest.mark.xdist_group("pulumi_aws")

ROOT = Path(__file__).resolve().parents[3]
CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 900_000)


class Deployed:
    """What the component makes, made by hand: table, topic, role and environment."""

    def __init__(self, aws: Any, monkeypatch: pytest.MonkeyPatch, action: str) -> None:
        self.aws = aws
        self.project = aws.name("project")
        self.args = AutoStopArgs(
            host=self._host(),
            settings=AutoStopSettings(enabled=True, action=action, dry_run=False, idle_minutes=15),
            overrides=(),
            project=self.project,
            targets={},
            protect=False,
        )
        table = self._table()
        self._act_as(self._role(table["TableArn"]), monkeypatch)
        given = {
            "PLATFORM_ENVIRONMENT": "staging",
            "ENDPOINT_TAGS": json.dumps(self.args.tags),
            "UNITS": "{}",
            "ACTION": action,
            "IDLE_MINUTES": "15",
            "DRY_RUN": "false",
            "MESSAGES": "news",
            "OVERRIDES": "[]",
            "RECORD_TABLE": table["TableName"],
            "TOPIC_ARN": str(self.args.host.alarm_topic_arn),
        }
        for name, value in given.items():
            monkeypatch.setenv(name, value)

    def endpoint(self, model: str, *, count: int = 2, **tags: str) -> str:
        config = self.aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=count)
        name = str(self.aws.endpoint(config))
        sagemaker = self.aws.client("sagemaker")
        arn = sagemaker.describe_endpoint(EndpointName=name)["EndpointArn"]
        given = [{"Key": key, "Value": value} for key, value in {**self.args.tags, **tags}.items()]
        sagemaker.add_tags(ResourceArn=arn, Tags=given)
        return name

    def instances(self, endpoint: str) -> int:
        found = self.aws.client("sagemaker").describe_endpoint(EndpointName=endpoint)
        return int(found["ProductionVariants"][0]["DesiredInstanceCount"])

    def _host(self) -> FunctionHost:
        topic = self.aws.client("sns").create_topic(Name=self.aws.name("topic"))["TopicArn"]
        return FunctionHost(
            account=Account(account_id="123456789012", region="us-east-1", partition="aws"),
            environment="staging",
            root=ROOT,
            architecture="arm64",
            layer_arn="",
            key_arn="arn:aws:kms:us-east-1:123456789012:key/k",
            log_group_prefix="/",
            log_retention_days=1,
            log_level="INFO",
            alarm_topic_arn=topic,
            network=None,
        )

    def _table(self) -> Any:
        return self.aws.client("dynamodb").create_table(
            TableName=self.aws.name("records"),
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "endpoint", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "endpoint", "KeyType": "HASH"}],
        )["TableDescription"]

    def _role(self, table_arn: str) -> str:
        declared = function_sources(ROOT, "auto_stop").actions
        granted = client_statements("auto_stop", declared, access(self.args, table_arn), conditions(self.args))
        trust = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole"}
        return str(
            self.aws.role(
                [statement.element() for statement in granted], {"Version": "2012-10-17", "Statement": [trust]}
            )
        )

    def _act_as(self, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
        keys = self.aws.client("sts").assume_role(RoleArn=role, RoleSessionName="auto-stop")["Credentials"]
        monkeypatch.setenv("AWS_ENDPOINT_URL", self.aws.running.url)
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", keys["AccessKeyId"])
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", keys["SecretAccessKey"])
        monkeypatch.setenv("AWS_SESSION_TOKEN", keys["SessionToken"])


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """New clients for each test, and endpoints that look a day old."""
    describe = EndpointStates.describe

    def a_day_old(self: EndpointStates, name: str) -> EndpointState | None:
        found = describe(self, name)
        return None if found is None else replace(found, changed_at=found.changed_at - 86_400)

    monkeypatch.setattr(EndpointStates, "describe", a_day_old)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it remembers the keys of the test before
    sdk.forget_clients()
    yield monkeypatch
    sdk.forget_clients()


def heard(aws: Any, helpers: Any, *endpoints: str) -> None:
    """Waits until the instances were heard of: silence before that proves nothing."""
    cloudwatch = aws.client("cloudwatch")

    def all_of_them() -> bool:
        pages = cloudwatch.get_paginator("list_metrics").paginate(
            Namespace="/aws/sagemaker/Endpoints", MetricName="CPUUtilization", RecentlyActive="PT3H"
        )
        names = {one["Value"] for page in pages for metric in page["Metrics"] for one in metric["Dimensions"]}
        return set(endpoints) <= names

    helpers(all_of_them, "a heartbeat")


def test_an_idle_endpoint_goes_down_and_comes_back_and_a_protected_one_stays(
    aws: Any, helpers: Any, model: str, clean: pytest.MonkeyPatch
) -> None:
    stack = Deployed(aws, clean, "scale-down")
    idle, safe = stack.endpoint(model), stack.endpoint(model, DoNotAutoStop="true")
    heard(aws, helpers, idle, safe)

    dry = handler({"dry_run": True}, CONTEXT)
    assert [stack.instances(one) for one in (idle, safe)] == [2, 2]
    done = handler({}, CONTEXT)
    assert done["stopped"] == dry["stopped"]
    assert done["kept"] == {"protected": 1}
    assert [stack.instances(one) for one in (idle, safe)] == [1, 2]
    assert handler({"action": "status"}, CONTEXT)["stopped"][0]["endpoint"] == idle
    assert handler({"action": "restore"}, CONTEXT)["restored"] == [idle]
    assert stack.instances(idle) == 2


def test_a_deleted_endpoint_is_made_again(aws: Any, helpers: Any, model: str, clean: pytest.MonkeyPatch) -> None:
    stack = Deployed(aws, clean, "delete")
    idle = stack.endpoint(model, Team="a")
    heard(aws, helpers, idle)
    assert len(handler({}, CONTEXT)["stopped"]) == 1
    with pytest.raises(ClientError, match="Could not find"):
        aws.status(idle)
    assert handler({"action": "restore", "endpoint": idle}, CONTEXT)["restored"] == [idle]
    helpers(lambda: aws.status(idle) == "InService", "the endpoint in service again")
    arn = aws.client("sagemaker").describe_endpoint(EndpointName=idle)["EndpointArn"]
    tags = {one["Key"]: one["Value"] for one in aws.client("sagemaker").list_tags(ResourceArn=arn)["Tags"]}
    assert {**stack.args.tags, "Team": "a"}.items() <= tags.items()


def test_the_role_cannot_touch_what_carries_other_tags(aws: Any, model: str, clean: pytest.MonkeyPatch) -> None:
    stack = Deployed(aws, clean, "scale-down")
    theirs = stack.endpoint(model, Environment="prod")
    with pytest.raises(ClientError, match="AccessDenied"):
        EndpointCapacity(sdk.client("sagemaker")).set_instances(theirs, {"AllTraffic": 1})
    assert stack.instances(theirs) == 2
    assert handler({}, CONTEXT)["endpoints"] == 0


def test_a_role_that_deletes_can_claim_nothing_of_others_by_tags(
    aws: Any, model: str, clean: pytest.MonkeyPatch
) -> None:
    """Whoever may tag everything may give a foreign endpoint the stack's tags, and then delete it."""
    stack = Deployed(aws, clean, "delete")
    theirs, mine = stack.endpoint(model, Environment="prod"), stack.endpoint(model)
    sagemaker = sdk.client("sagemaker")
    arns = [sagemaker.describe_endpoint(EndpointName=one)["EndpointArn"] for one in (theirs, mine)]
    claim = [{"Key": key, "Value": value} for key, value in stack.args.tags.items()]
    for arn, tags in ((arns[0], claim), (arns[1], [{"Key": "DoNotAutoStop", "Value": "false"}])):
        with pytest.raises(ClientError, match="AccessDenied"):
            sagemaker.add_tags(ResourceArn=arn, Tags=tags)
    config = sagemaker.describe_endpoint(EndpointName=mine)["EndpointConfigName"]
    with pytest.raises(ClientError, match="AccessDenied"):
        sagemaker.create_endpoint(EndpointName=aws.name("ep"), EndpointConfigName=config, Tags=[])
    with pytest.raises(ClientError, match="AccessDenied"):
        sdk.client("sagemaker").delete_endpoint(EndpointName=theirs)


def test_the_role_scales_endpoints_and_nothing_of_other_services(
    aws: Any, model: str, clean: pytest.MonkeyPatch
) -> None:
    stack = Deployed(aws, clean, "scale-down")
    variant = f"endpoint/{stack.endpoint(model)}/variant/AllTraffic"
    limits = {"MinCapacity": 1, "MaxCapacity": 3}
    scaling = sdk.client("application-autoscaling")
    for service, resource, dimension in (
        ("ecs", "service/a/b", "ecs:service:DesiredCount"),
        ("sagemaker", variant, "sagemaker:variant:DesiredProvisionedConcurrency"),
    ):
        target = {"ServiceNamespace": service, "ResourceId": resource, "ScalableDimension": dimension}
        with pytest.raises(ClientError, match="AccessDenied"):
            scaling.register_scalable_target(**target, **limits)
    mine = {"ServiceNamespace": "sagemaker", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount"}
    scaling.register_scalable_target(**mine, ResourceId=variant, **limits)
