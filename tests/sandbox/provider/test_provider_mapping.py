"""The walk between property names and API parameters, on botocore's real models."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.provider.catalog import type_spec
from sandbox.provider.config import ProviderConfig
from sandbox.provider.mapping import MappingError, from_response, to_request
from sandbox.provider.session import AwsSession
from sandbox.provider.validation import problems
from sandbox.provider.values import UNKNOWN

OFFLINE = AwsSession(ProviderConfig(region="us-east-1", access_key="x", secret_key="x"))


def shape(service: str, operation: str) -> Any:
    return OFFLINE.operation(service, operation).input_shape


def test_names_kinds_and_single_objects() -> None:
    inputs = {
        "name": "f",
        "memorySize": 256.0,
        "kmsKeyArn": "arn:k",
        "environment": {"variables": {"A": "1", "b_C": UNKNOWN}},
        "tracingConfig": [{"mode": "Active"}],
        "fileSystemConfig": {"arn": "arn:x", "localMountPath": "/mnt/x"},
        "publish": "true",
        "__defaults": ["x"],
        "code": object(),
    }
    rename = {"name": "FunctionName", "fileSystemConfig": "FileSystemConfigs"}
    assert to_request(inputs, shape("lambda", "CreateFunction"), rename=rename, local={"code"}) == {
        "FunctionName": "f",
        "MemorySize": 256,
        "KMSKeyArn": "arn:k",
        "Environment": {"Variables": {"A": "1", "b_C": UNKNOWN}},
        "TracingConfig": {"Mode": "Active"},
        "FileSystemConfigs": [{"Arn": "arn:x", "LocalMountPath": "/mnt/x"}],
        "Publish": True,
    }


@pytest.mark.parametrize(
    ("inputs", "path", "reason"),
    [
        ({"memorySiz": 1}, "memorySiz", "did you mean 'MemorySize'"),
        ({"memorySize": "much"}, "memorySize", "accepted: a value of type integer"),
        ({"memorySize": 1.5}, "memorySize", "accepted: a value of type integer"),
        ({"memorySize": True}, "memorySize", "accepted: a value of type integer"),
        ({"publish": "yes"}, "publish", "accepted: a value of type boolean"),
        ({"layers": "arn"}, "layers", "accepted: a list"),
        ({"environment": "A=1"}, "environment", "accepted: an object"),
        ({"environment": {"variables": ["A"]}}, "environment.variables", "accepted: an object"),
        ({"vpcConfig": {"subnets": []}}, "vpcConfig.subnets", "has no counterpart in the API"),
        ({"description": {"a": 1}}, "description", "accepted: a value of type string"),
    ],
)
def test_what_does_not_fit_is_named(inputs: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(MappingError, match=reason) as caught:
        to_request(inputs, shape("lambda", "CreateFunction"), rename={})
    assert caught.value.failure.property == path


def test_answers_come_back_under_the_programs_names() -> None:
    spec = type_spec("aws:sagemaker/endpointConfiguration:EndpointConfiguration")
    assert spec is not None
    variant = {
        "VariantName": "v",
        "ServerlessConfig": {"MemorySizeInMB": 2048},
        "RoutingConfig": {"RoutingStrategy": "R"},
    }
    answer = {"EndpointConfigName": "c", "ProductionVariants": [variant], "KmsKeyId": None, "Unrelated": 1}
    rename = {"name": "EndpointConfigName", "productionVariants.routingConfigs": "RoutingConfig"}
    assert from_response(answer, spec.state, spec.module, rename=rename) == {
        "name": "c",
        "productionVariants": [
            {
                "variantName": "v",
                "serverlessConfig": {"memorySizeInMb": 2048},
                "routingConfigs": [{"routingStrategy": "R"}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"FunctionName": "f", "Code": {}, "Role": UNKNOWN}, []),
        ({"FunctionName": "f", "Code": {}, "Role": "r", "Layers": [UNKNOWN, "l"]}, []),
        ({"Code": {}, "Role": "r"}, ['Missing required parameter in input: "FunctionName"']),
        ({"FunctionName": "f", "Code": {}, "Role": "r", "Runtime": "cobol"}, ["'cobol'; accepted: "]),
        ({"FunctionName": "f", "Code": {}, "Role": "r", "Architectures": ["vax"]}, ["'vax'; accepted: x86_64, arm64"]),
        (
            {"FunctionName": "f", "Code": {}, "Role": "r", "Timeout": 0},
            ["Invalid value for parameter Timeout, value: 0, valid min value: 1"],
        ),
        ({"FunctionName": "f", "Code": {}, "Role": "r", "MemorySize": 99_999_999}, ["accepted: at most"]),
        (
            {"FunctionName": "f", "Code": {}, "Role": "r", "Description": "x" * 300},
            ["length 300; accepted: at most 256"],
        ),
        ({"FunctionName": "f", "Code": {}, "Role": "r", "Layers": "l"}, ["Invalid type for parameter Layers"]),
    ],
)
def test_what_aws_would_refuse_is_known_before(params: dict[str, Any], expected: list[str]) -> None:
    found = problems(OFFLINE.operation("lambda", "CreateFunction"), params)
    assert len(found) == len(expected)
    assert all(part in sentence for part, sentence in zip(expected, found, strict=True)), found
