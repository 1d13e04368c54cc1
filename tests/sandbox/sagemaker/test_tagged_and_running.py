"""What finds endpoints by their tags, and what tells an idle endpoint from one that nobody hears of."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.sagemaker.utilization import COMPONENTS, METRIC, NAMESPACE, NORMALIZED, Heartbeat, Running, cpu_seconds


@pytest.fixture
def tagging(aws: Any) -> Any:
    return aws.client("resourcegroupstaggingapi")


def tagged(aws: Any, **tags: str) -> str:
    """An endpoint without a container: its variant waits for inference components."""
    managed = {"Status": "ENABLED", "MinInstanceCount": 0, "MaxInstanceCount": 1}
    role = aws.role([])
    config = aws.config(
        InstanceType="ml.m5.large", InitialInstanceCount=1, ManagedInstanceScaling=managed, ExecutionRoleArn=role
    )
    name = aws.name("endpoint")
    aws.client("sagemaker").create_endpoint(
        EndpointName=name,
        EndpointConfigName=config,
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    return str(name)


def found(tagging: Any, **wanted: Any) -> list[str]:
    pages = tagging.get_paginator("get_resources").paginate(ResourceTypeFilters=["sagemaker:endpoint"], **wanted)
    return [one["ResourceARN"].rpartition("/")[2] for page in pages for one in page["ResourceTagMappingList"]]


def test_endpoints_are_found_by_key_and_by_value_over_pages(aws: Any, tagging: Any) -> None:
    project = aws.name("project")
    mine = sorted(tagged(aws, Project=project, Owner=str(number)) for number in range(3))
    tagged(aws, Project="another")
    wanted = {"TagFilters": [{"Key": "Project", "Values": [project]}]}
    assert found(tagging, **wanted) == mine
    assert found(tagging, **wanted, PaginationConfig={"PageSize": 1}) == mine
    both = [*wanted["TagFilters"], {"Key": "Owner", "Values": ["1", "7"]}]
    assert len(found(tagging, TagFilters=both)) == 1
    assert set(mine) <= set(found(tagging, TagFilters=[{"Key": "Project"}]))


def test_tags_that_are_set_later_are_seen(aws: Any, tagging: Any) -> None:
    project, sagemaker = aws.name("project"), aws.client("sagemaker")
    name = tagged(aws, Project=project)
    arn = sagemaker.describe_endpoint(EndpointName=name)["EndpointArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "DoNotAutoStop", "Value": "true"}])
    pages = tagging.get_resources(
        TagFilters=[{"Key": "Project", "Values": [project]}], ResourceTypeFilters=["sagemaker"]
    )
    tags = {tag["Key"]: tag["Value"] for tag in pages["ResourceTagMappingList"][0]["Tags"]}
    assert tags == {"Project": project, "DoNotAutoStop": "true"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ResourceTypeFilters": ["sagemaker:notebook"]}, "not a type the sandbox knows"),
        ({"ResourceTypeFilters": ["sagemaker"], "PaginationToken": "x"}, "not one that was given"),
        ({"ResourceTypeFilters": ["sagemaker"], "ResourcesPerPage": 101}, "1 to 100"),
    ],
)
def test_a_question_that_aws_would_refuse_is_refused(tagging: Any, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ClientError, match=said):
        tagging.get_resources(**wrong)


def test_other_types_are_answered_as_before(aws: Any, tagging: Any) -> None:
    bucket = aws.bucket()
    tags = {"TagSet": [{"Key": "Project", "Value": bucket}]}
    aws.client("s3").put_bucket_tagging(Bucket=bucket, Tagging=tags)
    answer = tagging.get_resources(TagFilters=[{"Key": "Project", "Values": [bucket]}], ResourceTypeFilters=["s3"])
    assert [one["ResourceARN"] for one in answer["ResourceTagMappingList"]] == [f"arn:aws:s3:::{bucket}"]


def test_an_endpoint_on_instances_is_heard_of_though_nobody_calls_it(aws: Any, realtime: str, helpers: Any) -> None:
    cloudwatch = aws.client("cloudwatch")

    def variants() -> list[dict[str, str]]:
        metrics = cloudwatch.list_metrics(Namespace=NAMESPACE, MetricName=METRIC)["Metrics"]
        return [{one["Name"]: one["Value"] for one in metric["Dimensions"]} for metric in metrics]

    wanted = {"EndpointName": realtime, "VariantName": "AllTraffic"}
    helpers(lambda: wanted in variants(), "a heartbeat of the endpoint")


class Sink:
    """Keeps what would go to CloudWatch."""

    def __init__(self) -> None:
        self.data: list[tuple[str, str, float, dict[str, str]]] = []

    def put_metric(
        self, region: str, namespace: str, name: str, value: float, unit: str, dimensions: dict[str, str]
    ) -> None:
        assert (namespace, name, unit) == (NAMESPACE, METRIC, "Percent")
        self.data.append((region, dimensions["EndpointName"], value, dimensions))


def test_what_is_published_is_the_processor_time_that_was_used() -> None:
    sink = Sink()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    running = [
        Running("us-east-1", {"EndpointName": "busy"}, os.getpid()),
        Running("us-east-1", {"EndpointName": "gone"}, gone.pid),
    ]
    heartbeat = Heartbeat(sink, lambda: iter(running))  # type: ignore[arg-type]  # only put_metric is used
    try:
        heartbeat.beat()
        spent = cpu_seconds(os.getpid())
        assert spent is not None
        while (cpu_seconds(os.getpid()) or 0) < spent + 0.05:
            sum(range(10_000))
        heartbeat.beat()
    finally:
        heartbeat.close()
    names = [name for _, name, _, _ in sink.data]
    first, second, *_ = [value for _, name, value, _ in sink.data if name == "busy"]
    assert "gone" not in names
    assert first == 0.0
    assert second > 0.0


def test_a_component_also_tells_its_share_of_the_cores_that_it_reserves() -> None:
    published: dict[str, tuple[float, dict[str, str]]] = {}

    class Shares(Sink):
        def put_metric(
            self,
            region: str,
            namespace: str,
            name: str,
            value: float,
            unit: str,
            dimensions: dict[str, str],
        ) -> None:
            published[f"{namespace} {name}"] = value, dimensions

    one = Running("us-east-1", {"EndpointName": "e", "VariantName": "v"}, os.getpid(), "digits", 2.0)
    heartbeat = Heartbeat(Shares(), lambda: iter([one]))  # type: ignore[arg-type]  # only put_metric is used
    try:
        heartbeat.beat()
        spent = cpu_seconds(os.getpid()) or 0.0
        while (cpu_seconds(os.getpid()) or 0) < spent + 0.05:
            sum(range(10_000))
        heartbeat.beat()
    finally:
        heartbeat.close()
    used, _ = published[f"{NAMESPACE} {METRIC}"]
    share, dimensions = published[f"{COMPONENTS} {NORMALIZED}"]
    assert dimensions == {"InferenceComponentName": "digits"}
    assert share == min(100.0, used / 2.0)
    assert share > 0.0
