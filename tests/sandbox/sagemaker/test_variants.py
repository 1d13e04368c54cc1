"""Weights and capacities of variants: what may be asked for, and what becomes of it over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.errors import AwsError
from sandbox.sagemaker.tag_rules import with_tags
from sandbox.sagemaker.variants import desired, settled

REALTIME = {"VariantName": "a", "ModelName": "m", "InstanceType": "ml.m5.large"}
COMPONENTS = {"VariantName": "a", "InstanceType": "ml.m5.large"}
SERVERLESS = {
    "VariantName": "a",
    "ModelName": "m",
    "ServerlessConfig": {"MemorySizeInMB": 1024, "MaxConcurrency": 4, "ProvisionedConcurrency": 1},
}


def changed(variant: dict[str, Any], **wanted: Any) -> dict[str, Any]:
    config = {"ProductionVariants": [variant], **wanted.pop("config", {})}
    summary = {"VariantName": "a", "DesiredInstanceCount": 2, "CurrentInstanceCount": 2, "CurrentWeight": 1.0}
    if "ServerlessConfig" in variant:
        summary = {"VariantName": "a", "DesiredServerlessConfig": variant["ServerlessConfig"]}
    return desired(config, [summary], [{"VariantName": "a", **wanted}])[0]


def test_what_is_desired_becomes_the_present_state_in_the_end() -> None:
    become = changed(REALTIME, DesiredInstanceCount=1, DesiredWeight=0.5)
    assert (become["DesiredInstanceCount"], become["CurrentInstanceCount"]) == (1, 2)
    (summary,) = settled([become])
    assert (summary["CurrentInstanceCount"], summary["CurrentWeight"]) == (1, 0.5)


@pytest.mark.parametrize(
    ("variant", "wanted", "said"),
    [
        (REALTIME, {"DesiredInstanceCount": 0}, "is 0; it must be 1 or more"),
        (REALTIME, {"ServerlessUpdateConfig": {"MaxConcurrency": 2}}, "which runs on instances"),
        (SERVERLESS, {"DesiredInstanceCount": 1}, "is serverless: it has no instances"),
        (SERVERLESS, {"DesiredWeight": 1.0}, "and no weight"),
        (SERVERLESS, {"ServerlessUpdateConfig": {"MaxConcurrency": 201}}, "MaxConcurrency 1 to 200"),
        (SERVERLESS, {"ServerlessUpdateConfig": {"ProvisionedConcurrency": 5}}, "up to MaxConcurrency"),
    ],
)
def test_what_a_variant_cannot_become_is_refused(variant: dict[str, Any], wanted: dict[str, Any], said: str) -> None:
    with pytest.raises(AwsError, match=said):
        changed(variant, **wanted)


def test_no_instance_at_all_where_something_can_wake_it_up() -> None:
    assert changed(COMPONENTS, DesiredInstanceCount=0)["DesiredInstanceCount"] == 0
    asynchronous = {"AsyncInferenceConfig": {"OutputConfig": {}}}
    assert changed(REALTIME, DesiredInstanceCount=0, config=asynchronous)["DesiredInstanceCount"] == 0
    become = changed(SERVERLESS, ServerlessUpdateConfig={"ProvisionedConcurrency": 2})
    assert become["DesiredServerlessConfig"]["ProvisionedConcurrency"] == 2


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ([("reason", "idle (60 min)")], r"has \( \); accepted are"),
        ([("reason", "no invocations, ever")], "has , ; accepted|has ,; accepted"),
        ([("k" * 129, "v")], "129 characters; at most 128"),
        ([("k", "v" * 257)], "257 characters; at most 256"),
        ([("aws:x", "v")], "reserved"),
        ([("", "v")], "is empty"),
        ([(f"k{number}", "v") for number in range(51)], "would have 51 tags; at most 50"),
    ],
)
def test_tags_that_sagemaker_refuses(tags: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(AwsError, match=said):
        with_tags({}, [{"Key": key, "Value": value} for key, value in tags])


def test_tags_are_added_and_replaced() -> None:
    added = [{"Key": "b", "Value": "äöü 東京 _.:/=+-@"}, {"Key": "a", "Value": ""}]
    assert with_tags({"a": "1", "c": "2"}, added) == {"a": "", "b": "äöü 東京 _.:/=+-@", "c": "2"}


def refused(call: Callable[..., Any], said: str, **arguments: Any) -> None:
    with pytest.raises(ClientError, match=said):
        call(**arguments)


def test_a_variant_is_scaled_and_weighed_over_http(aws: Any, model: str, png: bytes, helpers: Any) -> None:
    sagemaker = aws.client("sagemaker")
    name = aws.name("config")
    one = {"ModelName": model, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    variants = [{"VariantName": variant, **one} for variant in ("a", "b")]
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=variants)
    endpoint = aws.endpoint(name)
    aws.running.client.set_options(endpoint_create_s=0.5)
    try:
        wanted = [
            {"VariantName": "a", "DesiredInstanceCount": 3, "DesiredWeight": 0.0},
            {"VariantName": "b", "DesiredWeight": 1.0},
        ]
        change = sagemaker.update_endpoint_weights_and_capacities
        arn = change(EndpointName=endpoint, DesiredWeightsAndCapacities=wanted)["EndpointArn"]
        during = sagemaker.describe_endpoint(EndpointName=endpoint)
        refused(change, "in-progress", EndpointName=endpoint, DesiredWeightsAndCapacities=wanted)
        helpers(lambda: aws.status(endpoint) == "InService", "the update")
    finally:
        aws.running.client.set_options(endpoint_create_s=0.0)
    after = sagemaker.describe_endpoint(EndpointName=endpoint)["ProductionVariants"]

    assert arn == during["EndpointArn"]
    assert during["EndpointStatus"] == "Updating"
    assert [one["CurrentInstanceCount"] for one in during["ProductionVariants"]] == [1, 1]
    assert [(one["CurrentInstanceCount"], one["CurrentWeight"]) for one in after] == [(3, 0.0), (1, 1.0)]
    refused(
        change,
        "not present within",
        EndpointName=endpoint,
        DesiredWeightsAndCapacities=[{"VariantName": "c", "DesiredInstanceCount": 1}],
    )
    refused(
        change,
        "must be 1 or more",
        EndpointName=endpoint,
        DesiredWeightsAndCapacities=[{"VariantName": "b", "DesiredInstanceCount": 0}],
    )
    invoke = aws.client("sagemaker-runtime").invoke_endpoint
    answers = [invoke(EndpointName=endpoint, Body=png, ContentType="image/png") for _ in range(3)]
    assert {answer["InvokedProductionVariant"] for answer in answers} == {"b"}
    sagemaker.delete_endpoint(EndpointName=endpoint)


def test_a_serverless_variant_has_no_instances_to_scale(aws: Any, serverless: str) -> None:
    change = aws.client("sagemaker").update_endpoint_weights_and_capacities
    wanted = [{"VariantName": "AllTraffic", "DesiredInstanceCount": 1}]
    refused(change, "is serverless", EndpointName=serverless, DesiredWeightsAndCapacities=wanted)


def test_an_asynchronous_endpoint_goes_to_zero_and_comes_back_from_its_configuration(aws: Any, model: str) -> None:
    sagemaker, config = aws.client("sagemaker"), aws.name("config")
    variant = {"VariantName": "v", "ModelName": model, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(
        EndpointConfigName=config,
        ProductionVariants=[variant],
        AsyncInferenceConfig={"OutputConfig": {"S3OutputPath": "s3://bucket/out/"}},
    )
    endpoint = aws.endpoint(config)
    sagemaker.update_endpoint_weights_and_capacities(
        EndpointName=endpoint, DesiredWeightsAndCapacities=[{"VariantName": "v", "DesiredInstanceCount": 0}]
    )
    described = sagemaker.describe_endpoint(EndpointName=endpoint)
    assert described["ProductionVariants"][0]["CurrentInstanceCount"] == 0
    assert described["AsyncInferenceConfig"]["OutputConfig"]["S3OutputPath"] == "s3://bucket/out/"
    sagemaker.add_tags(ResourceArn=described["EndpointArn"], Tags=[{"Key": "AutoStop", "Value": "scale-down"}])
    assert sagemaker.list_tags(ResourceArn=described["EndpointArn"])["Tags"] == [
        {"Key": "AutoStop", "Value": "scale-down"}
    ]
    refused(
        sagemaker.add_tags,
        "accepted are letters",
        ResourceArn=described["EndpointArn"],
        Tags=[{"Key": "Reason", "Value": "idle (1 h)"}],
    )

    sagemaker.delete_endpoint(EndpointName=endpoint)
    refused(sagemaker.describe_endpoint, "Could not find", EndpointName=endpoint)
    sagemaker.create_endpoint(EndpointName=endpoint, EndpointConfigName=config)

    assert sagemaker.describe_endpoint(EndpointName=endpoint)["EndpointArn"] == described["EndpointArn"]
    assert sagemaker.list_tags(ResourceArn=described["EndpointArn"])["Tags"] == []
