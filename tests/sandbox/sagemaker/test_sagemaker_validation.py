"""What SageMaker refuses, over plain requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import AwsError
from sandbox.sagemaker.artifacts import S3Uri
from sandbox.sagemaker.transform_plan import JobInput, failure_reason, of_manifest, of_prefix
from sandbox.sagemaker.validation import (
    SERVERLESS_MEMORY_MB,
    check_component,
    check_endpoint_config,
    check_model,
    check_transform_job,
)

JOB = {
    "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/in"}}},
    "TransformOutput": {"S3OutputPath": "s3://b/out"},
}
PLAIN = {"VariantName": "v", "ModelName": "m", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
SERVERLESS = {"VariantName": "v", "ModelName": "m", "ServerlessConfig": {"MemorySizeInMB": 1024, "MaxConcurrency": 1}}
CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "model": check_model,
    "config": check_endpoint_config,
    "job": check_transform_job,
    "component": check_component,
}


def variants(*changes: dict[str, Any], base: dict[str, Any] = PLAIN, **more: Any) -> dict[str, Any]:
    """An endpoint configuration with a variant for each change of `base`."""
    return {"ProductionVariants": [{**base, **change} for change in changes], **more}


def serverless(*changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return variants(*changes, base=SERVERLESS, **more)


def scaled(**scaling: Any) -> dict[str, Any]:
    return {"ManagedInstanceScaling": {"Status": "ENABLED", **scaling}}


OTHER = {"DataSource": {"S3DataSource": {"S3DataType": "Other", "S3Uri": "x"}}}


@pytest.mark.parametrize(
    ("kind", "request_", "said"),
    [
        ("model", {}, "exactly one of PrimaryContainer and Containers"),
        ("model", {"PrimaryContainer": {"ModelDataUrl": "file:///m"}}, "must be an S3 URI or an https URL"),
        ("config", variants(), "at least one variant"),
        ("config", variants({}, {}), "non-unique"),
        ("config", serverless({}, {"VariantName": "w"}), "exactly one production variant"),
        ("config", serverless({}, VpcConfig={"Subnets": ["s"]}), "VpcConfig is not supported"),
        ("config", serverless({}, DataCaptureConfig={"a": 1}), "DataCaptureConfig is not"),
        ("config", serverless({}, EnableNetworkIsolation=True), "EnableNetworkIsolation is not"),
        ("config", serverless({"InstanceType": "ml.m5.large"}), "not supported with ServerlessConfig"),
        ("config", serverless({"ModelName": ""}), "ModelName is required"),
        ("config", variants({"InstanceType": ""}), "must have an InstanceType"),
        ("config", variants({"InitialInstanceCount": 0}), "must be 1 or more"),
        ("config", variants(scaled()), "only supported for inference component"),
        ("config", variants({"ModelName": None, **scaled(MinInstanceCount=3, MaxInstanceCount=2)}), "must not exceed"),
        ("job", {**JOB, "TransformInput": OTHER}, "must be S3Prefix or ManifestFile"),
        ("job", {**JOB, "MaxPayloadInMB": -1}, "must be 0 or more"),
        ("job", {**JOB, "MaxPayloadInMB": 51, "MaxConcurrentTransforms": 2}, "over 100 MB"),
        ("job", {**JOB, "DataProcessing": {"JoinSource": "Input"}}, "JoinSource"),
        ("component", {}, "must name a model or a container"),
        ("component", {"Specification": {"ModelName": "m"}}, "ComputeResourceRequirements is required"),
    ],
)
def test_refusals_say_what_is_wrong(kind: str, request_: dict[str, Any], said: str) -> None:
    with pytest.raises(AwsError, match=said) as caught:
        CHECKS[kind](request_)
    assert caught.value.code == "ValidationException"


@pytest.mark.parametrize(
    ("kind", "request_"),
    [
        ("model", {"PrimaryContainer": {"Image": "i", "ModelDataUrl": "s3://b/k"}}),
        ("config", {"ProductionVariants": [PLAIN]}),
        ("config", {"ProductionVariants": [SERVERLESS]}),
        ("job", {**JOB, "MaxPayloadInMB": 25, "MaxConcurrentTransforms": 4}),
    ],
)
def test_good_requests_pass(kind: str, request_: dict[str, Any]) -> None:
    CHECKS[kind](request_)


@given(st.integers(-5, 8000), st.integers(-5, 250), st.one_of(st.none(), st.integers(-5, 250)))
def test_serverless_is_taken_exactly_within_its_ranges(memory: int, most: int, provisioned: int | None) -> None:
    config = {"MemorySizeInMB": memory, "MaxConcurrency": most}
    if provisioned is not None:
        config["ProvisionedConcurrency"] = provisioned
    fits = memory in SERVERLESS_MEMORY_MB and 1 <= most <= 200 and (provisioned is None or 1 <= provisioned <= most)
    try:
        check_endpoint_config({"ProductionVariants": [{**SERVERLESS, "ServerlessConfig": config}]})
    except AwsError:
        assert not fits
    else:
        assert fits


KEYS = st.text("abc/.-", min_size=1, max_size=12).filter(lambda key: not key.startswith("/"))


@given(st.lists(KEYS, min_size=1, max_size=8, unique=True), st.sampled_from(["", "in/", "a/b/"]))
def test_no_two_inputs_share_an_output(keys: list[str], prefix: str) -> None:
    inputs = [of_prefix(S3Uri("b", prefix), prefix + key) for key in keys]
    assert [one.source.key for one in inputs] == [prefix + key for key in keys]
    assert len({one.output("s3://out/x/") for one in inputs}) == len(keys)


def test_outputs_are_named_as_sagemaker_names_them() -> None:
    entry = of_manifest(b'[{"prefix": "s3://alias/digits/"}, "a/0.png"]', "m")[0]
    assert entry == JobInput(S3Uri("alias", "digits/a/0.png"), "a/0.png")
    assert entry.output("s3://runs/r/out") == S3Uri("runs", "r/out/a/0.png.out")
    assert entry.output("s3://runs") == S3Uri("runs", "a/0.png.out")
    assert of_prefix(S3Uri("b", "data/part-"), "data/part-1.png").relative == "part-1.png"


def test_a_long_list_of_failures_is_shortened() -> None:
    reason = failure_reason([(f"key{number}", "bad" * 300) for number in range(9)], 20)
    assert len(reason) <= 1024
    assert failure_reason([(f"k{number}", "bad") for number in range(9)], 20).endswith("k4: bad and 4 more")


@pytest.mark.parametrize("text", ["http://b/k", "s3://", "bucket/key"])
def test_what_is_no_s3_uri_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="accepted: s3://bucket/key"):
        S3Uri.parse(text)
