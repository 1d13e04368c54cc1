"""Deployment guardrails over real HTTP: two fleets serve while traffic moves, and an alarm takes it back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

MODEL = "answers"
HANDLER = b"""
import json

NAME = %r


def model_fn(folder):
    return NAME


def input_fn(body, content_type):
    return body


def predict_fn(data, model):
    if model == "broken":
        raise RuntimeError("this model answers nothing")
    return {"from": model}


def output_fn(prediction, accept):
    return json.dumps(prediction).encode(), "application/json"
"""
ALARM_ACTION = {"Action": "cloudwatch:DescribeAlarms", "Resource": "*"}


@pytest.fixture(scope="module")
def fleets(aws: Any, repack: Callable[..., bytes]) -> Callable[..., str]:
    """Makes a configuration whose model answers with its own name."""
    bucket = aws.bucket()
    read = {
        "Action": ["s3:GetObject", "s3:ListBucket"],
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
    }
    role = aws.role([read, ALARM_ACTION])

    def make(name: str, instances: int = 2) -> str:
        archive = repack(add={"code/inference.py": HANDLER % name})
        model = aws.model(bucket, archive, role)
        return str(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=instances))

    return make


@pytest.fixture
def alarm(aws: Any) -> Iterator[str]:
    name = aws.name("alarm")
    client = aws.client("cloudwatch")
    client.put_metric_alarm(
        AlarmName=name,
        Namespace="Ours",
        MetricName=name,
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="ignore",
    )
    yield name
    client.delete_alarms(AlarmNames=[name])


def policy(kind: str, wait: int, alarm: str, **size: Any) -> dict[str, Any]:
    return {
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": {"Type": kind, "WaitIntervalInSeconds": wait, **size},
            "TerminationWaitInSeconds": 0,
        },
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": alarm}]},
    }


def answered(aws: Any, endpoint: str, calls: int = 8) -> Counter[str]:
    runtime, found = aws.client("sagemaker-runtime"), Counter[str]()
    for _ in range(calls):
        try:
            answer = runtime.invoke_endpoint(EndpointName=endpoint, Body=b"{}", ContentType="application/json")
            found[json.loads(answer["Body"].read())["from"]] += 1
        except ClientError as error:
            found[error.response["Error"]["Code"]] += 1
    return found


def pending(aws: Any, endpoint: str) -> dict[str, Any]:
    described = aws.client("sagemaker").describe_endpoint(EndpointName=endpoint)
    return dict(described.get("PendingDeploymentSummary", {}))


def baking(aws: Any, endpoint: str) -> bool:
    variants = pending(aws, endpoint).get("ProductionVariants", [])
    return any(one["Status"] == "Baking" for variant in variants for one in variant["VariantStatus"])


def test_a_canary_serves_its_share_and_an_alarm_takes_it_back(
    aws: Any, fleets: Callable[..., str], alarm: str, helpers: Any
) -> None:
    old, new = fleets("old"), fleets("new")
    endpoint = aws.endpoint(old)
    sagemaker = aws.client("sagemaker")
    half = {"CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50}}
    how = policy("CANARY", 3600, alarm, **half)
    sagemaker.update_endpoint(EndpointName=endpoint, EndpointConfigName=new, DeploymentConfig=how)
    helpers(lambda: baking(aws, endpoint), "the canary baking")
    described = sagemaker.describe_endpoint(EndpointName=endpoint)
    assert (described["EndpointStatus"], described["EndpointConfigName"]) == ("Updating", old)
    assert described["PendingDeploymentSummary"]["EndpointConfigName"] == new
    assert answered(aws, endpoint) == {"old": 4, "new": 4}
    with pytest.raises(ClientError, match="Cannot update in-progress endpoint"):
        sagemaker.update_endpoint(EndpointName=endpoint, EndpointConfigName=old)

    aws.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="test")
    helpers(lambda: aws.status(endpoint) == "InService", "the rollback")
    described = sagemaker.describe_endpoint(EndpointName=endpoint)
    assert described["EndpointConfigName"] == old
    assert alarm in described["FailureReason"]
    assert described["LastDeploymentConfig"] == how
    assert "PendingDeploymentSummary" not in described
    assert answered(aws, endpoint) == {"old": 8}
    sagemaker.delete_endpoint(EndpointName=endpoint)


def test_a_linear_shift_ends_with_the_new_fleet_alone(
    aws: Any, fleets: Callable[..., str], alarm: str, helpers: Any
) -> None:
    old, new = fleets("old"), fleets("new")
    endpoint = aws.endpoint(old)
    size = {"LinearStepSize": {"Type": "INSTANCE_COUNT", "Value": 1}}
    aws.client("sagemaker").update_endpoint(
        EndpointName=endpoint, EndpointConfigName=new, DeploymentConfig=policy("LINEAR", 60, alarm, **size)
    )
    helpers(lambda: aws.status(endpoint) == "InService", "the end of the shift")
    described = aws.client("sagemaker").describe_endpoint(EndpointName=endpoint)
    assert described["EndpointConfigName"] == new
    assert "FailureReason" not in described
    assert answered(aws, endpoint) == {"new": 8}
    aws.client("sagemaker").delete_endpoint(EndpointName=endpoint)


def test_a_role_that_may_not_see_the_alarms_rolls_back(
    aws: Any, model: str, fleets: Callable[..., str], alarm: str, helpers: Any
) -> None:
    endpoint = aws.endpoint(fleets("old"))
    blind = aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=2)
    aws.client("sagemaker").update_endpoint(
        EndpointName=endpoint, EndpointConfigName=blind, DeploymentConfig=policy("ALL_AT_ONCE", 0, alarm)
    )
    helpers(lambda: aws.status(endpoint) == "InService", "the rollback")
    reason = aws.client("sagemaker").describe_endpoint(EndpointName=endpoint)["FailureReason"]
    assert "could not be described" in reason
    assert answered(aws, endpoint, 2) == {"old": 2}
    aws.client("sagemaker").delete_endpoint(EndpointName=endpoint)


def test_what_guardrails_exclude_is_refused_before_anything_starts(aws: Any, serverless: str) -> None:
    described = aws.client("sagemaker").describe_endpoint(EndpointName=serverless)
    rolling = {
        "RollingUpdatePolicy": {
            "MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 50},
            "WaitIntervalInSeconds": 0,
        }
    }
    with pytest.raises(ClientError, match="not supported for serverless endpoints"):
        aws.client("sagemaker").update_endpoint(
            EndpointName=serverless, EndpointConfigName=described["EndpointConfigName"], DeploymentConfig=rolling
        )
    assert aws.status(serverless) == "InService"
