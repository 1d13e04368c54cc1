"""Application Auto Scaling and alarms over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Until = Callable[..., Any]
INSTANCES = {"ServiceNamespace": "sagemaker", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount"}
PROVISIONED = {"ServiceNamespace": "sagemaker", "ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency"}


@pytest.fixture(scope="module")
def target(realtime: str) -> dict[str, str]:
    return {**INSTANCES, "ResourceId": f"endpoint/{realtime}/variant/AllTraffic"}


def refused(call: Callable[..., Any], said: str, **arguments: Any) -> str:
    with pytest.raises(ClientError, match=said) as caught:
        call(**arguments)
    return str(caught.value.response["Error"]["Code"])


def test_bounds_are_checked_and_kept(aws: Any, target: dict[str, str]) -> None:
    scaling = aws.client("application-autoscaling")
    register = scaling.register_scalable_target
    assert refused(register, "cannot be less than", **target, MinCapacity=3, MaxCapacity=1) == "ValidationException"
    refused(register, "required for a new", **target, MaxCapacity=1)
    arn = register(**target, MinCapacity=1, MaxCapacity=4)["ScalableTargetARN"]
    assert register(**target, MaxCapacity=5)["ScalableTargetARN"] == arn
    found = scaling.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[target["ResourceId"]])
    assert [(one["MinCapacity"], one["MaxCapacity"]) for one in found["ScalableTargets"]] == [(1, 5)]
    absent = {**target, "ResourceId": "endpoint/absent/variant/AllTraffic"}
    refused(register, "No endpoint variant found", **absent, MinCapacity=1, MaxCapacity=1)
    wrong = {**target, "ResourceId": "inference-component/x"}
    refused(register, "Unsupported service namespace", **wrong, MinCapacity=1, MaxCapacity=1)


def test_provisioned_concurrency_stays_below_the_variants_maximum(aws: Any, model: str) -> None:
    config = {"MemorySizeInMB": 1024, "MaxConcurrency": 4, "ProvisionedConcurrency": 1}
    endpoint = aws.endpoint(aws.config(ModelName=model, ServerlessConfig=config))
    target = {**PROVISIONED, "ResourceId": f"endpoint/{endpoint}/variant/AllTraffic"}
    scaling = aws.client("application-autoscaling")
    refused(scaling.register_scalable_target, "over MaxConcurrency", **target, MinCapacity=1, MaxCapacity=5)
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=4)
    tracking = {
        "TargetValue": 0.7,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerVariantProvisionedConcurrencyUtilization"},
    }
    scaling.put_scaling_policy(
        **target, PolicyName="p", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=tracking
    )
    scaling.deregister_scalable_target(**target)
    aws.client("sagemaker").delete_endpoint(EndpointName=endpoint)


def test_policies_need_a_target_and_a_configuration_that_fits(aws: Any, target: dict[str, str]) -> None:
    scaling = aws.client("application-autoscaling")
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=4)
    put = scaling.put_scaling_policy
    tracking = {
        "TargetValue": 5.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerInferenceComponentInvocationsPerCopy"},
    }
    kind = {"PolicyName": "p", "PolicyType": "TargetTrackingScaling"}
    refused(
        put,
        "accepted are SageMakerVariantInvocationsPerInstance",
        **target,
        **kind,
        TargetTrackingScalingPolicyConfiguration=tracking,
    )
    refused(
        put,
        "TargetValue above 0",
        **target,
        **kind,
        TargetTrackingScalingPolicyConfiguration={**tracking, "TargetValue": 0.0},
    )
    refused(put, "exactly one of", **target, **kind, TargetTrackingScalingPolicyConfiguration={"TargetValue": 1.0})
    refused(put, "AdjustmentType and StepAdjustments", **target, PolicyName="p", PolicyType="StepScaling")
    refused(put, "accepted are StepScaling", **target, PolicyName="p", PolicyType="PredictiveScaling")
    other = {**target, "ScalableDimension": PROVISIONED["ScalableDimension"]}
    steps = {
        "AdjustmentType": "ChangeInCapacity",
        "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": 0}],
    }
    code = refused(
        put,
        "No scalable target",
        **other,
        PolicyName="p",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration=steps,
    )
    assert code == "ObjectNotFoundException"


def test_scheduled_actions_are_checked_and_remembered(aws: Any, target: dict[str, str]) -> None:
    scaling = aws.client("application-autoscaling")
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=4)
    put = scaling.put_scheduled_action
    good = {
        "Schedule": "cron(0 9 ? * MON-FRI *)",
        "Timezone": "Asia/Tokyo",
        "ScalableTargetAction": {"MinCapacity": 2, "MaxCapacity": 4},
    }
    put(**target, ScheduledActionName="day", **good)
    for change, said in (
        ({"Schedule": "cron(0 9 * * *)"}, "6 fields"),
        ({"Timezone": "Mars/Base"}, "no IANA time zone"),
        ({"ScalableTargetAction": {"MinCapacity": 5, "MaxCapacity": 4}}, "cannot be less"),
        ({"ScalableTargetAction": {}}, "needs MinCapacity"),
    ):
        refused(put, said, **target, ScheduledActionName="night", **{**good, **change})
    found = scaling.describe_scheduled_actions(ServiceNamespace="sagemaker", ResourceId=target["ResourceId"])
    assert [one["Timezone"] for one in found["ScheduledActions"]] == ["Asia/Tokyo"]
    scaling.delete_scheduled_action(**target, ScheduledActionName="day")
    refused(scaling.delete_scheduled_action, "No scheduled action", **target, ScheduledActionName="day")


def test_other_namespaces_are_motos(aws: Any) -> None:
    scaling = aws.client("application-autoscaling")
    assert scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"] == []


def test_an_alarm_scales_a_variant_and_tells_a_topic(
    aws: Any, realtime: str, target: dict[str, str], helpers: Until
) -> None:
    scaling, cloudwatch, sns, sqs = (aws.client(one) for one in ("application-autoscaling", "cloudwatch", "sns", "sqs"))
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=4)
    steps = {
        "AdjustmentType": "ExactCapacity",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 4}],
    }
    policy = scaling.put_scaling_policy(
        **target, PolicyName="out", PolicyType="StepScaling", StepScalingPolicyConfiguration=steps
    )
    queue = sqs.create_queue(QueueName=aws.name("alarms"))["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name=aws.name("alarms"))["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn, Attributes={"RawMessageDelivery": "true"})
    name, space = aws.name("alarm"), aws.name("Namespace")
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace=space,
        MetricName="Load",
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=10,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=[
            policy["PolicyARN"],
            topic,
            topic.replace("us-east-1", "us-west-2"),
            "arn:aws:lambda:us-east-1:123456789012:function:f",
        ],
        OKActions=[topic],
    )
    cloudwatch.put_metric_data(Namespace=space, MetricData=[{"MetricName": "Load", "Value": 50}])
    describe = aws.client("sagemaker").describe_endpoint
    count = lambda: describe(EndpointName=realtime)["ProductionVariants"][0]["CurrentInstanceCount"]  # noqa: E731
    helpers(lambda: count() == 4, "four instances")
    helpers(lambda: cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"] == "OK", "OK again")
    told: list[dict[str, Any]] = []

    def both() -> bool:
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        told.extend(json.loads(one["Body"]) for one in messages)
        return len(told) >= 2

    helpers(both, "two notifications")
    assert [(one["AlarmName"], one["OldStateValue"], one["NewStateValue"]) for one in told[:2]] == [
        (name, "OK", "ALARM"),
        (name, "ALARM", "OK"),
    ]


def test_a_state_that_was_set_runs_its_actions(aws: Any, helpers: Until) -> None:
    cloudwatch, sns, sqs = (aws.client(one) for one in ("cloudwatch", "sns", "sqs"))
    queue = sqs.create_queue(QueueName=aws.name("drill"))["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name=aws.name("drill"))["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn, Attributes={"RawMessageDelivery": "true"})
    name = aws.name("drill")
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="None",
        MetricName="Nothing",
        Statistic="p99",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[topic],
    )
    state = lambda: cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"]  # noqa: E731
    helpers(lambda: state() == "INSUFFICIENT_DATA", "no data")
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="drill")
    message = helpers(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"), "the notification")
    assert json.loads(message[0]["Body"])["NewStateReason"] == "drill"
    helpers(lambda: state() == "INSUFFICIENT_DATA", "the next evaluation")
