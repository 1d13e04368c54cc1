"""How a stack was used: metrics by name and dimensions, what is not known, and figures for a usage file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from advisor.actuals.correction import Suggestion, logical_name, suggest, usage_file
from advisor.actuals.inventory import Inventory, Kind, Served, inventory
from advisor.actuals.metrics import REQUESTS, Observed, Reading, observe
from advisor.actuals.scope import Period
from advisor.errors import InputError
from advisor.usage.profile import parse_usage
from advisor.usage.sections import FunctionUsage, ServerlessUsage

PERIOD = Period(date(2026, 11, 1), date(2026, 11, 3))
TAGS = {"Project": "inference-platform"}
ARN = "arn:aws:sagemaker:us-east-1:123456789012:endpoint/"
BOTH = (("EndpointName", "quick-0a1b2c3"), ("VariantName", "primary"))
SERVERLESS = Served("quick-0a1b2c3", Kind.SERVERLESS, (BOTH,))
FUNCTION = Served("predict-0a1b2c3", Kind.FUNCTION, ((("FunctionName", "predict-0a1b2c3"),),))


@pytest.fixture
def cloudwatch() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("cloudwatch", "us-east-1")


def put(client: Any, metric: str, values: list[float], dimensions: Any = BOTH, **more: Any) -> None:
    data = [
        {
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions],
            "Timestamp": more.get("at", datetime(2026, 11, 1, 9, tzinfo=UTC)),
            "Value": value,
        }
        for value in values
    ]
    client.put_metric_data(Namespace=more.get("namespace", "AWS/SageMaker"), MetricData=data)


def test_requests_latencies_and_cold_starts_of_a_serverless_endpoint(cloudwatch: Any) -> None:
    """Erratum 32: the metric is Invocations, and it has the dimension VariantName besides EndpointName."""
    put(cloudwatch, "Invocations", [1.0] * 4)
    put(cloudwatch, "Invocations", [1.0], at=datetime(2026, 11, 2, 23, 59, tzinfo=UTC))
    put(cloudwatch, "ModelLatency", [100_000.0, 300_000.0])
    put(cloudwatch, "OverheadLatency", [5_000.0])
    put(cloudwatch, "ModelSetupTime", [6_000_000.0])
    found = observe(cloudwatch, [SERVERLESS], PERIOD)[0]
    assert found.requests == 5
    assert found.duration_ms == 200  # microseconds
    assert found.overhead_ms == 5
    assert (found.cold_starts, found.cold_start_ms) == (1, 6000)


def test_a_metric_of_one_dimension_or_of_the_wrong_name_is_not_taken(cloudwatch: Any) -> None:
    put(cloudwatch, "Invocations", [7.0], dimensions=BOTH[:1])
    put(cloudwatch, "ModelInvocations", [7.0])
    assert observe(cloudwatch, [SERVERLESS], PERIOD)[0].requests is None


def test_the_day_after_the_period_is_not_in_it(cloudwatch: Any) -> None:
    put(cloudwatch, "Invocations", [1.0])
    put(cloudwatch, "Invocations", [100.0], at=datetime(2026, 11, 3, 0, 0, tzinfo=UTC))
    assert observe(cloudwatch, [SERVERLESS], PERIOD)[0].requests == 1


def test_means_are_of_requests_and_not_of_days(cloudwatch: Any) -> None:
    put(cloudwatch, "ModelLatency", [1000.0] * 3)
    put(cloudwatch, "ModelLatency", [5000.0], at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    assert observe(cloudwatch, [SERVERLESS], PERIOD)[0].duration_ms == 2.0


def test_the_duration_of_a_function_is_in_milliseconds(cloudwatch: Any) -> None:
    for metric, value in (("Invocations", 2.0), ("Duration", 500.0), ("Errors", 1.0)):
        put(cloudwatch, metric, [value], FUNCTION.dimensions[0], namespace="AWS/Lambda")
    found = observe(cloudwatch, [FUNCTION], PERIOD)[0]
    assert (found.requests, found.duration_ms) == (2, 250)


class Pages:
    """A CloudWatch that answers as it is told and keeps the questions."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[dict[str, Any]] = []

    def get_paginator(self, _name: str) -> Pages:
        return self

    def paginate(self, **question: Any) -> Iterator[dict[str, Any]]:
        self.asked.append(question)
        yield from self.answer(question)


def test_more_than_500_series_are_asked_for_in_several_calls() -> None:
    def answer(question: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for query in question["MetricDataQueries"]:
            yield {"MetricDataResults": [{"Id": query["Id"], "Values": [1.0], "StatusCode": "Complete"}]}

    served = [
        Served(f"e{n}", Kind.SERVERLESS, ((("EndpointName", f"e{n}"), ("VariantName", "v")),)) for n in range(120)
    ]
    pages = Pages(answer)
    found = observe(pages, served, PERIOD)
    sizes = [len(question["MetricDataQueries"]) for question in pages.asked]
    assert (sizes, sum(sizes)) == ([500, 500, 80], 120 * 9)
    assert {item.requests for item in found} == {1.0}
    assert len({query["Id"] for query in pages.asked[0]["MetricDataQueries"]}) == 500


def test_a_series_over_two_pages_is_added_up_and_a_broken_one_is_not_known() -> None:
    def answer(_question: dict[str, Any]) -> Iterator[dict[str, Any]]:
        first = {"Id": "m0", "Values": [2.0], "StatusCode": "PartialData"}
        broken = {"Id": "m1", "Values": [9.0], "StatusCode": "InternalError"}
        yield {"MetricDataResults": [first, broken]}
        yield {"MetricDataResults": [{"Id": "m0", "Values": [3.0], "StatusCode": "Complete"}]}

    found = observe(Pages(answer), [FUNCTION], PERIOD)[0]
    assert found.requests == 5
    assert found.duration_ms is None
    assert found.problem == "Duration: InternalError"


def test_several_variants_count_together(cloudwatch: Any) -> None:
    other = (BOTH[0], ("VariantName", "second"))
    put(cloudwatch, "Invocations", [1.0])
    put(cloudwatch, "Invocations", [2.0], other)
    assert observe(cloudwatch, [Served("quick", Kind.INSTANCES, (BOTH, other))], PERIOD)[0].requests == 3


def test_what_cloudwatch_refuses_is_one_clear_line() -> None:
    client = boto3.client("cloudwatch", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    with Stubber(client) as stub:
        stub.add_client_error("get_metric_data", "AccessDenied", "no")
        with pytest.raises(InputError, match="cloudwatch:GetMetricData"):
            observe(client, [SERVERLESS], PERIOD)


def stubbed(service: str) -> tuple[Any, Stubber]:
    client = boto3.client(service, "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    stub = Stubber(client)
    stub.activate()
    return client, stub


def find(arns: list[str], describe: Any) -> Inventory:
    tagging, pages = stubbed("resourcegroupstaggingapi")
    asked = {
        "TagFilters": [{"Key": "Project", "Values": ["inference-platform"]}],
        "ResourceTypeFilters": ["sagemaker:endpoint", "lambda:function"],
    }
    half = len(arns) // 2
    for part, token, after in ((arns[:half], "more", {}), (arns[half:], "", {"PaginationToken": "more"})):
        found = [{"ResourceARN": arn} for arn in part]
        pages.add_response(
            "get_resources", {"PaginationToken": token, "ResourceTagMappingList": found}, {**asked, **after}
        )
    sagemaker, answers = stubbed("sagemaker")
    describe(answers)
    result = inventory({"resourcegroupstaggingapi": tagging, "sagemaker": sagemaker}.__getitem__, TAGS)
    pages.assert_no_pending_responses()
    answers.assert_no_pending_responses()
    return result


def describe_one(stub: Stubber, name: str, *variants: dict[str, Any]) -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    stub.add_response(
        "describe_endpoint",
        {
            "EndpointName": name,
            "EndpointArn": ARN + name,
            "EndpointConfigName": f"{name}-config",
            "EndpointStatus": "InService",
            "CreationTime": now,
            "LastModifiedTime": now,
        },
        {"EndpointName": name},
    )
    stub.add_response(
        "describe_endpoint_config",
        {
            "EndpointConfigName": f"{name}-config",
            "EndpointConfigArn": ARN + name,
            "CreationTime": now,
            "ProductionVariants": list(variants),
        },
        {"EndpointConfigName": f"{name}-config"},
    )


def test_endpoints_and_functions_are_found_by_their_tags_on_every_page() -> None:
    def describe(stub: Stubber) -> None:
        size = {"MemorySizeInMB": 2048, "MaxConcurrency": 5}
        describe_one(stub, "quick", {"VariantName": "primary", "ModelName": "m", "ServerlessConfig": size})
        describe_one(stub, "steady", {"VariantName": "primary", "ModelName": "m", "InstanceType": "ml.m5.large"})
        describe_one(stub, "sleepy", {"VariantName": "primary", "InstanceType": "ml.m5.large"})
        component = {
            "CreationTime": datetime(2026, 11, 1, tzinfo=UTC),
            "InferenceComponentArn": "arn:aws:sagemaker:us-east-1:123456789012:inference-component/digits",
            "InferenceComponentName": "digits",
            "EndpointArn": ARN + "sleepy",
            "EndpointName": "sleepy",
            "VariantName": "primary",
            "LastModifiedTime": datetime(2026, 11, 1, tzinfo=UTC),
        }
        stub.add_response(
            "list_inference_components", {"InferenceComponents": [component]}, {"EndpointNameEquals": "sleepy"}
        )

    function = "arn:aws:lambda:us-east-1:123456789012:function:predict"
    found = find([ARN + "quick", function, ARN + "steady", ARN + "sleepy"], describe)
    assert [(item.name, item.kind) for item in found.served] == [
        ("quick", Kind.SERVERLESS),
        ("predict", Kind.FUNCTION),
        ("steady", Kind.INSTANCES),
        ("sleepy", Kind.COMPONENTS),
    ]
    assert found.served[0].dimensions == ((("EndpointName", "quick"), ("VariantName", "primary")),)
    assert found.served[3].dimensions == ((("InferenceComponentName", "digits"),),)


def test_an_endpoint_that_went_away_does_not_hide_the_others() -> None:
    def describe(stub: Stubber) -> None:
        stub.add_client_error("describe_endpoint", "ValidationException", "Could not find endpoint")
        describe_one(stub, "steady", {"VariantName": "primary", "ModelName": "m", "InstanceType": "ml.m5.large"})

    found = find([ARN + "gone", ARN + "steady"], describe)
    assert [item.name for item in found.served] == ["steady"]
    assert "endpoint gone could not be read" in found.unknown[0]


def test_tags_that_cannot_be_searched_are_one_clear_line() -> None:
    tagging, stub = stubbed("resourcegroupstaggingapi")
    stub.add_client_error("get_resources", "AccessDeniedException", "no")
    with pytest.raises(InputError, match="tag:GetResources"):
        inventory(lambda _: tagging, TAGS)


def test_the_suggested_file_is_one_that_the_estimate_reads() -> None:
    model = {Reading("ModelLatency", "Sum"): 400_000.0, Reading("ModelLatency", "SampleCount"): 2.0}
    observed = [
        Observed(SERVERLESS, {REQUESTS: 480.0, **model}),
        Observed(FUNCTION, {REQUESTS: 0.0}),
        Observed(Served("silent", Kind.INSTANCES, ()), {}),
    ]
    text = usage_file(suggest(observed, PERIOD, ["quick", "predict"]), PERIOD)
    usage = parse_usage(text, "usage.yaml")
    serverless = usage.of(ServerlessUsage, "quick")
    assert serverless.requests.expected == 7300  # 480 in two days, 730 hours a month
    assert serverless.duration_ms.expected == 200
    assert serverless.request_kb == ServerlessUsage().request_kb
    assert usage.of(FunctionUsage, "predict").requests.expected == 0
    assert [override.match for override in usage.overrides] == ["quick", "predict"]
    assert "2026-11-01 to 2026-11-02" in text


def test_nothing_observed_is_an_empty_usage_file() -> None:
    assert parse_usage(usage_file((), PERIOD), "usage.yaml").overrides == ()


def test_an_endpoint_on_instances_gets_requests_only() -> None:
    observed = Observed(Served("steady-0a1b2c3", Kind.INSTANCES, ()), {REQUESTS: 48.0})
    assert suggest([observed], PERIOD) == (Suggestion("steady", "endpoint", {"requests": 730}),)


@pytest.mark.parametrize(
    ("physical", "names", "logical"),
    [
        ("inference-serverless-0a1b2c3", ["inference", "inference-serverless"], "inference-serverless"),
        ("predict", ["predict"], "predict"),
        ("fn-predict-0a1b2c3", [], "fn-predict"),
        ("other", ["predict"], "other"),
    ],
)
def test_a_logical_name_is_found_again(physical: str, names: list[str], logical: str) -> None:
    assert logical_name(physical, names) == logical
