"""Scheduled scaling over real HTTP: variants of SageMaker and aliases of functions, and the metrics that are asked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from botocore.exceptions import ClientError

from sandbox.client import SandboxClientError
from sandbox.errors import AwsError
from sandbox.scaling.service import _page

Until = Callable[..., Any]
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}


@pytest.fixture
def target(aws: Any, model: str) -> dict[str, str]:
    endpoint = aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1))
    return {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{endpoint}/variant/AllTraffic",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }


@pytest.fixture
def function(aws: Any) -> str:
    """A function with a version and the alias `live`; its name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", "def handler(event, context):\n    return 1\n")
    functions, name = aws.client("lambda"), aws.name("function")
    functions.create_function(
        FunctionName=name,
        Role=aws.role([], {"Version": "2012-10-17", "Statement": [TRUST]}),
        Runtime="python3.13",
        Handler="app.handler",
        Code={"ZipFile": packed.getvalue()},
        Publish=True,
    )
    functions.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    return str(name)


def refused(call: Callable[..., Any], said: str, **arguments: Any) -> str:
    with pytest.raises(ClientError, match=said) as caught:
        call(**arguments)
    return str(caught.value.response["Error"]["Code"])


def test_an_action_scales_a_variant_by_the_clock_and_on_demand(
    aws: Any, target: dict[str, str], helpers: Until
) -> None:
    scaling, sagemaker = aws.client("application-autoscaling"), aws.client("sagemaker")
    endpoint, name = target["ResourceId"].split("/")[1], aws.name("action")
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=1)

    def put(name: str, low: int, high: int, schedule: str) -> None:
        bounds = {"MinCapacity": low, "MaxCapacity": high}
        scaling.put_scheduled_action(
            **target, ScheduledActionName=name, Schedule=schedule, ScalableTargetAction=bounds, Timezone="Asia/Tokyo"
        )

    def count() -> int:
        found = sagemaker.describe_endpoint(EndpointName=endpoint)
        return int(found["ProductionVariants"][0]["CurrentInstanceCount"])

    put(name, 2, 4, "cron(0 9 ? * MON-FRI 2199)")
    assert aws.running.client.run_schedule(name) == [target["ResourceId"]]
    assert count() == 2
    scaling.register_scalable_target(**target, SuspendedState={"ScheduledScalingSuspended": True})
    put(name, 3, 4, "cron(0 9 ? * MON-FRI 2199)")
    assert aws.running.client.run_schedule(name, target["ResourceId"]) == []
    assert count() == 2
    shown = scaling.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[target["ResourceId"]])
    assert shown["ScalableTargets"][0]["SuspendedState"]["ScheduledScalingSuspended"] is True

    scaling.register_scalable_target(**target, SuspendedState={"ScheduledScalingSuspended": False})
    moment = datetime.now(UTC) + timedelta(seconds=5)
    put(name, 4, 4, f"at({moment.astimezone(ZoneInfo('Asia/Tokyo')):%Y-%m-%dT%H:%M:%S})")
    helpers(lambda: count() == 4, "four instances by the clock")
    told = scaling.describe_scaling_activities(ServiceNamespace="sagemaker", ResourceId=target["ResourceId"])
    assert {one["Cause"] for one in told["ScalingActivities"]} >= {
        f"scheduled action name {name} was triggered",
        "minimum capacity was set to 4",
    }
    scaling.deregister_scalable_target(**target)
    sagemaker.delete_endpoint(EndpointName=endpoint)


def test_a_schedule_that_nobody_has_is_an_error(aws: Any) -> None:
    with pytest.raises(SandboxClientError, match="no schedule, scheduled rule or scheduled action named nothing"):
        aws.running.client.run_schedule("nothing")


def test_provisioned_concurrency_is_set_shown_and_taken_away(aws: Any, function: str) -> None:
    functions = aws.client("lambda")
    where = {"FunctionName": function, "Qualifier": "live"}
    get, put = functions.get_provisioned_concurrency_config, functions.put_provisioned_concurrency_config
    missing = "ProvisionedConcurrencyConfigNotFoundException"
    assert refused(get, "No Provisioned Concurrency Config found", **where) == missing
    assert put(**where, ProvisionedConcurrentExecutions=2)["Status"] == "IN_PROGRESS"
    found = get(**where)
    assert (found["Status"], found["RequestedProvisionedConcurrentExecutions"]) == ("READY", 2)
    listed = functions.list_provisioned_concurrency_configs(FunctionName=function)["ProvisionedConcurrencyConfigs"]
    assert [one["FunctionArn"].rsplit(":", 2)[1:] for one in listed] == [[function, "live"]]

    latest = {"FunctionName": function, "Qualifier": "$LATEST"}
    refused(put, "unpublished function versions", **latest, ProvisionedConcurrentExecutions=1)
    refused(put, "Function not found", FunctionName=function, Qualifier="9", ProvisionedConcurrentExecutions=1)
    functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=3)
    refused(put, "greater than the reserved", **where, ProvisionedConcurrentExecutions=4)
    refused(put, "greater than the reserved", FunctionName=function, Qualifier="1", ProvisionedConcurrentExecutions=2)
    functions.delete_provisioned_concurrency_config(**where)
    assert refused(get, "No Provisioned Concurrency Config found", **where) == missing
    put(**where, ProvisionedConcurrentExecutions=1)
    functions.delete_alias(FunctionName=function, Name="live")
    functions.create_alias(FunctionName=function, Name="live", FunctionVersion="1")
    assert refused(get, "No Provisioned Concurrency Config found", **where) == missing


def test_an_action_scales_the_provisioned_concurrency_of_an_alias(aws: Any, function: str) -> None:
    scaling, functions = aws.client("application-autoscaling"), aws.client("lambda")
    target = {
        "ServiceNamespace": "lambda",
        "ResourceId": f"function:{function}:live",
        "ScalableDimension": "lambda:function:ProvisionedConcurrency",
    }
    where, name = {"FunctionName": function, "Qualifier": "live"}, aws.name("action")
    absent = {**target, "ResourceId": f"function:{function}:gone"}
    assert (
        refused(scaling.register_scalable_target, "Function not found", **absent, MinCapacity=0, MaxCapacity=1)
        == "ValidationException"
    )
    crossed = {**target, "ServiceNamespace": "sagemaker"}
    refused(scaling.register_scalable_target, "Unsupported", **crossed, MinCapacity=0, MaxCapacity=1)

    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2)
    wanted = functions.get_provisioned_concurrency_config
    assert wanted(**where)["RequestedProvisionedConcurrentExecutions"] == 1
    for low, high in ((3, 5), (0, 0)):
        bounds = {"MinCapacity": low, "MaxCapacity": high}
        scaling.put_scheduled_action(
            **target, ScheduledActionName=name, Schedule="rate(30 days)", ScalableTargetAction=bounds
        )
        assert aws.running.client.run_schedule(name) == [target["ResourceId"]]
        if low:
            assert wanted(**where)["RequestedProvisionedConcurrentExecutions"] == low
    refused(wanted, "No Provisioned Concurrency Config found", **where)
    tracking = {
        "TargetValue": 0.7,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "LambdaProvisionedConcurrencyUtilization"},
    }
    put = scaling.put_scaling_policy(
        **target, PolicyName="p", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=tracking
    )
    names = [alarm["AlarmName"] for alarm in put["Alarms"]]
    alarms = aws.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"]
    assert {(one["Namespace"], one["MetricName"]) for one in alarms} == {
        ("AWS/Lambda", "ProvisionedConcurrencyUtilization")
    }
    kept = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    assert target["ResourceId"] not in [one["ResourceId"] for one in kept]
    scaling.deregister_scalable_target(**target)


def test_descriptions_come_in_pages_of_fifty() -> None:
    targets = [{"n": number} for number in range(120)]
    first = _page(targets, "ScalableTargets", {})
    rest = _page(targets, "ScalableTargets", {"NextToken": first["NextToken"], "MaxResults": 500})
    last = _page(targets, "ScalableTargets", {"NextToken": rest["NextToken"]})
    assert [len(one["ScalableTargets"]) for one in (first, rest, last)] == [50, 50, 20]
    assert "NextToken" not in last
    with pytest.raises(AwsError, match="next token"):
        _page(targets, "ScalableTargets", {"NextToken": "x"})


def test_metric_queries_are_held_to_what_cloudwatch_takes(aws: Any) -> None:
    cloudwatch, space, now = aws.client("cloudwatch"), aws.name("Space"), datetime.now(UTC)

    def datum(name: str, hours: float) -> dict[str, Any]:
        dimensions = [{"Name": "EndpointName", "Value": name}, {"Name": "VariantName", "Value": "v"}]
        moment = now - timedelta(hours=hours)
        return {"MetricName": "Invocations", "Value": 3, "Timestamp": moment, "Dimensions": dimensions}

    cloudwatch.put_metric_data(Namespace=space, MetricData=[datum("new", 1), datum("old", 4)])
    query = {
        "Id": "m",
        "MetricStat": {
            "Metric": {"Namespace": space, "MetricName": "Invocations", "Dimensions": datum("new", 1)["Dimensions"]},
            "Period": 3600,
            "Stat": "Sum",
        },
    }
    window = {"StartTime": now - timedelta(hours=2), "EndTime": now}
    get = cloudwatch.get_metric_data
    answer = get(MetricDataQueries=[{**query, "Id": f"m{number}"} for number in range(500)], **window)
    assert {(one["StatusCode"], sum(one["Values"])) for one in answer["MetricDataResults"]} == {("Complete", 3.0)}
    over = [{**query, "Id": f"m{number}"} for number in range(501)]
    refused(get, "must not have a size greater than 500", MetricDataQueries=over, **window)
    every = cloudwatch.list_metrics(Namespace=space)["Metrics"]
    recent = cloudwatch.list_metrics(Namespace=space, RecentlyActive="PT3H")["Metrics"]
    assert (len(every), [one["Dimensions"][0]["Value"] for one in recent]) == (2, ["new"])
    for _ in range(3):
        cloudwatch.put_metric_data(Namespace=space, MetricData=[datum("new", 0)])
    assert len(cloudwatch.list_metrics(Namespace=space)["Metrics"]) == 2, "a metric is named once, not for each datum"
