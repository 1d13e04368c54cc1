"""The platform as a whole: what each toggle adds, what off means, what is exported.

Proof limit: mocks show what is asked for, not what AWS bills; which types cost while idle is stated here.
"""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.platform import Platform
from components.settings import Settings
from tests.components.support.harness import RecordedStack, program
from tests.components.support.project import TODAY, raw_settings, settings

TOGGLES = ("realtime", "serverless", "components")

ENDPOINT = {
    "aws:sagemaker/endpoint:Endpoint": 1,
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": 1,
}
SCALING = {"aws:appautoscaling/target:Target": 1, "aws:appautoscaling/policy:Policy": 1}
ADDED: dict[str, dict[str, int]] = {
    "realtime": {**ENDPOINT, **SCALING},
    "serverless": {**ENDPOINT, "aws:sagemaker/model:Model": 1},
    "components": {
        **ENDPOINT,
        "aws:appautoscaling/target:Target": 1,
        "aws:appautoscaling/policy:Policy": 2,
        "aws:cloudcontrol/resource:Resource": 1,
        "aws:cloudwatch/metricAlarm:MetricAlarm": 1,
    },
}
"""What each path adds."""

ANY_ENDPOINT = {
    "aws:lambda/function:Function": 1,
    "aws:lambda/alias:Alias": 1,
    "aws:iam/role:Role": 1,
    "aws:iam/rolePolicy:RolePolicy": 2,
    "aws:cloudwatch/logGroup:LogGroup": 1,
    "aws:cloudwatch/metricAlarm:MetricAlarm": 2,
}
"""What the first endpoint path adds once: ``predict``, the right to run a Distributed Map, an alarm on fallbacks."""

BATCH = {
    "aws:cloudcontrol/resource:Resource": 1,
    "aws:cloudwatch/eventRule:EventRule": 1,
    "aws:cloudwatch/eventTarget:EventTarget": 1,
    "aws:cloudwatch/logGroup:LogGroup": 6,
    "aws:cloudwatch/metricAlarm:MetricAlarm": 11,
    "aws:dynamodb/table:Table": 1,
    "aws:iam/role:Role": 8,
    "aws:iam/rolePolicy:RolePolicy": 8,
    "aws:kms/alias:Alias": 1,
    "aws:kms/key:Key": 1,
    "aws:lambda/alias:Alias": 5,
    "aws:lambda/function:Function": 5,
    "aws:lambda/layerVersion:LayerVersion": 1,
    "aws:lambda/permission:Permission": 1,
    "aws:s3/bucket:Bucket": 2,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 2,
    "aws:s3/bucketLogging:BucketLogging": 1,
    "aws:s3/bucketObjectv2:BucketObjectv2": 1,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 2,
    "aws:s3/bucketPolicy:BucketPolicy": 2,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 2,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 2,
    "aws:s3/bucketVersioning:BucketVersioning": 2,
    "aws:sagemaker/model:Model": 1,
    "aws:scheduler/schedule:Schedule": 1,
    "aws:sfn/stateMachine:StateMachine": 1,
    "aws:sns/topic:Topic": 1,
    "aws:sns/topicPolicy:TopicPolicy": 1,
    "aws:sqs/queue:Queue": 2,
    "aws:sqs/queuePolicy:QueuePolicy": 2,
}
"""The theme with nothing but batch, and the foundation below it."""

NETWORK = {
    "aws:ec2/vpc:Vpc": 1,
    "aws:ec2/subnet:Subnet": 2,
    "aws:ec2/routeTable:RouteTable": 1,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": 2,
    "aws:ec2/vpcEndpoint:VpcEndpoint": 4,
    "aws:ec2/securityGroup:SecurityGroup": 3,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 4,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 1,
}

INVOKED = {"aws:ec2/vpcEndpoint:VpcEndpoint": 1}
"""What the first endpoint path adds to a network: batch invokes no endpoint."""

IDLE_COST = {
    "aws:sagemaker/endpoint:Endpoint",
    "aws:cloudcontrol/resource:Resource",
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "aws:kms/key:Key",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
}
"""Types that can cost while nobody uses them. All others are billed by use, or not at all."""


def deployed(given: Settings, project: Path) -> RecordedStack:
    return program(lambda: Platform("platform", given, project, TODAY))


def toggled(on: tuple[str, ...], *, network: bool = False) -> dict[str, Any]:
    raw = raw_settings(**{path: {"enabled": True} for path in on})
    if network:
        raw["foundation"]["network"] = {"mode": "create"}
    return raw


def expected(on: tuple[str, ...], *, network: bool = False) -> dict[str, int]:
    parts = [BATCH, *(ADDED[path] for path in on)]
    parts += [ANY_ENDPOINT] if on else []
    parts += [NETWORK] if network else []
    parts += [INVOKED] if network and on else []
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)


COMBINATIONS = [
    (subset, network)
    for size in range(len(TOGGLES) + 1)
    for subset in itertools.combinations(TOGGLES, size)
    for network in (False, True)
]


@pytest.mark.parametrize(("on", "network"), COMBINATIONS)
def test_each_combination_of_toggles_makes_exactly_its_parts(
    project: Path, on: tuple[str, ...], *, network: bool
) -> None:
    """Exact counts by type, so a toggle that is off leaves nothing of its own behind."""
    stack = deployed(settings(toggled(on, network=network)), project)
    assert stack.counts() == expected(on, network=network)


@pytest.mark.parametrize(("on", "network"), COMBINATIONS)
def test_with_the_theme_off_nothing_at_all_is_made(project: Path, on: tuple[str, ...], *, network: bool) -> None:
    raw = toggled(on, network=network)
    raw["inference"]["enabled"] = False
    stack = deployed(settings(raw), project)
    assert list(stack.custom()) == []


def test_no_toggle_adds_a_cost_that_is_not_known(project: Path) -> None:
    """Endpoints that cost while idle come only with their own toggle; batch alone has none."""
    assert "aws:sagemaker/endpoint:Endpoint" not in BATCH
    added = {type_ for path in TOGGLES for type_ in ADDED[path] if type_ in IDLE_COST}
    assert added == {
        "aws:sagemaker/endpoint:Endpoint",
        "aws:cloudcontrol/resource:Resource",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
    }
    assert {type_ for type_ in NETWORK if type_ in IDLE_COST} == {"aws:ec2/vpcEndpoint:VpcEndpoint"}


def test_provisioned_concurrency_comes_with_its_scaling(project: Path) -> None:
    warm = {"enabled": True, "provisioned_concurrency": 2}
    stack = deployed(settings(serverless=warm), project)
    assert stack.counts() == {**expected(("serverless",)), **SCALING}


def test_outputs_have_the_names_that_others_rely_on(project: Path) -> None:
    def build() -> None:
        platform = Platform("platform", settings(toggled(TOGGLES)), project, TODAY)
        for name, value in platform.outputs.items():
            pulumi.export(name, value)

    exports = program(build).exports
    assert set(exports) == {
        "stateMachineArn",
        "runBucket",
        "inputAccessPointArn",
        "inputAccessPointAlias",
        "taskTable",
        "endpointNames",
        "componentName",
        "functionNames",
        "keyArn",
        "alarmTopicArn",
    }
    assert set(exports["endpointNames"]) == {"serverless_inference", "realtime_endpoint", "inference_components"}
    assert set(exports["functionNames"]) == {
        "discover",
        "predict",
        "submit_batch",
        "complete_batch",
        "sweep_batch",
        "collect",
    }
