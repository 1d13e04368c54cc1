"""Aliases with two versions: the split, what it is measured by, and what is refused."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.server.conftest import Aws, Tools

BY_VERSION = """
def handler(event, context):
    if context.function_version == "2":
        raise ValueError("broken")
    return context.function_version
"""


@pytest.fixture
def function(aws: Aws) -> str:
    """A function with three versions, the second of which fails, and the alias `live` on the first."""
    name = aws.function(BY_VERSION)
    client = aws.client("lambda")
    for number in ("1", "2", "3"):
        client.update_function_configuration(FunctionName=name, Description=number)
        assert client.publish_version(FunctionName=name)["Version"] == number
    client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    return name


def shift(aws: Aws, function: str, weights: dict[str, float], **more: Any) -> None:
    config = {"AdditionalVersionWeights": weights}
    aws.client("lambda").update_alias(FunctionName=function, Name="live", RoutingConfig=config, **more)


def split(aws: Aws, function: str, calls: int) -> list[str]:
    replies = [aws.invoke(function, {}, Qualifier="live") for _ in range(calls)]
    return [reply.raw["ExecutedVersion"] for reply in replies]


def test_calls_are_split_by_weight_and_repeatably(aws: Aws, function: str) -> None:
    shift(aws, function, {"3": 0.25})
    aws.admin.set_options(alias_seed=7)
    first = split(aws, function, 40)
    aws.admin.set_options(alias_seed=8)
    assert split(aws, function, 40) != first
    aws.admin.set_options(alias_seed=7)
    assert split(aws, function, 40) == first
    aws.admin.set_options(alias_seed=0)
    assert set(first) == {"1", "3"}
    assert Counter(first)["3"] < 20


@pytest.mark.parametrize(("weight", "version"), [(0.0, "1"), (1.0, "3")])
def test_nothing_and_everything_are_weights(aws: Aws, function: str, weight: float, version: str) -> None:
    shift(aws, function, {"3": weight})
    assert set(split(aws, function, 5)) == {version}
    shift(aws, function, {})
    assert set(split(aws, function, 5)) == {"1"}


def test_errors_are_counted_by_the_version_that_answered(aws: Aws, function: str, tools: Tools) -> None:
    shift(aws, function, {"2": 0.5})
    answered = Counter(split(aws, function, 30))
    live = [{"Name": "FunctionName", "Value": function}, {"Name": "Resource", "Value": f"{function}:live"}]

    def total(metric: str, dimensions: list[dict[str, str]]) -> float:
        found = aws.client("cloudwatch").get_metric_statistics(
            Namespace="AWS/Lambda",
            MetricName=metric,
            Dimensions=dimensions,
            StartTime="2026-01-01T00:00:00Z",
            EndTime="2100-01-01T00:00:00Z",
            Period=86400 * 36500,
            Statistics=["Sum"],
        )
        return float(sum(point["Sum"] for point in found["Datapoints"]))

    for version, errors in (("1", 0), ("2", answered["2"])):
        by_version = [*live, {"Name": "ExecutedVersion", "Value": version}]
        assert total("Invocations", by_version) == answered[version]
        assert total("Errors", by_version) == errors
    assert total("Invocations", live) == total("Invocations", live[:1]) == 30
    assert total("ConcurrentExecutions", live[:1]) == 30


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        ({"2": 0.1, "3": 0.1}, "at most 1"),
        ({"2": 1.5}, "0 to 1|max value"),
        ({"$LATEST": 0.1}, "LATEST"),
        ({"1": 0.1}, "own version"),
        ({"9": 0.1}, "not found"),
    ],
)
def test_weights_that_lambda_refuses(aws: Aws, function: str, weights: dict[str, float], reason: str) -> None:
    with pytest.raises(ClientError, match=reason):
        shift(aws, function, weights)


def test_an_alias_of_latest_takes_no_weights(aws: Aws, function: str) -> None:
    with pytest.raises(ClientError, match="LATEST"):
        shift(aws, function, {"2": 0.1}, FunctionVersion="$LATEST")


def test_snapshots_are_of_published_versions(aws: Aws) -> None:
    name = aws.function(BY_VERSION, SnapStart={"ApplyOn": "PublishedVersions"})
    client = aws.client("lambda")
    version = client.publish_version(FunctionName=name)
    assert version["SnapStart"] == {"ApplyOn": "PublishedVersions", "OptimizationStatus": "On"}
    latest = client.get_function_configuration(FunctionName=name)
    assert latest["SnapStart"] == {"ApplyOn": "PublishedVersions", "OptimizationStatus": "Off"}
    client.update_function_configuration(FunctionName=name, SnapStart={"ApplyOn": "None"})
    assert client.get_function_configuration(FunctionName=name)["SnapStart"]["ApplyOn"] == "None"
