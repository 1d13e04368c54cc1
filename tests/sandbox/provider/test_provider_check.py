"""Check and Diff: what they fill in, refuse and replace. Offline: only service models are read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.provider import registry
from sandbox.provider.assets import Archive, Asset
from sandbox.provider.check import NameRequest
from sandbox.provider.config import ProviderConfig
from sandbox.provider.lifecycle import Lifecycle, Subject
from sandbox.provider.session import AwsSession
from sandbox.provider.values import UNKNOWN, Props
from tests.sandbox.provider.provider_cases import trust

QUEUE = "aws:sqs/queue:Queue"
BUCKET = "aws:s3/bucket:Bucket"
FUNCTION = "aws:lambda/function:Function"


@pytest.fixture
def offline() -> Lifecycle:
    return Lifecycle(
        AwsSession(
            ProviderConfig(region="us-east-1", access_key="x", secret_key="x", default_tags={"Stage": "test", "a": "0"})
        )
    )


def check(
    provider: Lifecycle, kind: str, news: Props, olds: Props | None = None, **naming: Any
) -> tuple[Props, list[str]]:
    request = NameRequest("It", naming.pop("seed", b"seed"), **naming)
    inputs, failures = provider.check(Subject(kind, "It"), olds or {}, news, request)
    return inputs, [f"{failure.property}: {failure.reason}" for failure in failures]


def test_defaults_name_and_tags_are_filled_in(offline: Lifecycle) -> None:
    inputs, failures = check(offline, QUEUE, {"tags": {"a": "1"}})
    assert failures == []
    assert inputs["name"].startswith("It-")
    assert inputs["visibilityTimeoutSeconds"] == 30
    assert inputs["tagsAll"] == {"Stage": "test", "a": "1"}
    assert {"name", "visibilityTimeoutSeconds"} <= set(inputs["__defaults"])


def test_a_made_up_name_stays_and_a_given_one_goes(offline: Lifecycle) -> None:
    first, _ = check(offline, QUEUE, {})
    again, _ = check(offline, QUEUE, {}, first, seed=b"another")
    given, _ = check(offline, QUEUE, {"name": "mine"}, first)
    after, _ = check(offline, QUEUE, {}, given)
    assert again["name"] == first["name"]
    assert given["name"] == "mine"
    assert after["name"] != "mine"


def test_names_as_services_want_them(offline: Lifecycle) -> None:
    assert check(offline, BUCKET, {})[0]["bucket"].startswith("it-")
    assert check(offline, BUCKET, {"bucketPrefix": "Pre"})[0]["bucket"].startswith("pre")
    assert check(offline, QUEUE, {"fifoQueue": True})[0]["name"].endswith(".fifo")
    assert check(offline, QUEUE, {}, proposed="wanted")[0]["name"] == "wanted"
    assert check(offline, QUEUE, {}, disabled=True)[1] == ["name: 'name' is required: automatic naming is off"]
    assert "at most 80" in check(offline, QUEUE, {"namePrefix": "x" * 80})[1][0]


@pytest.mark.parametrize(
    ("kind", "news", "expected"),
    [
        (QUEUE, {"visibiltyTimeoutSeconds": 1}, "did you mean 'visibilityTimeoutSeconds'"),
        (QUEUE, {"arn": "x"}, "'arn' is an output of aws:sqs/queue:Queue: it cannot be set"),
        (QUEUE, {"delaySeconds": 901}, "delaySeconds: is 901; accepted: 0 to 900"),
        ("aws:sqs/queuePolicy:QueuePolicy", {}, "queueUrl: 'queueUrl' is required and is not given"),
        (BUCKET, {"versioning": {"enabled": True}}, "use aws.s3.BucketVersioning"),
        (
            FUNCTION,
            {"role": "r", "code": Archive(assets={})},
            "'handler' is required for a function from a zip archive",
        ),
        (FUNCTION, {"role": "r"}, "exactly one of code, imageUri and s3Bucket is needed; given: none"),
        (
            FUNCTION,
            {"role": "r", "code": Archive(assets={}), "handler": "h", "runtime": "python2.0"},
            "lambda:CreateFunction would refuse it: ",
        ),
        (
            FUNCTION,
            {"role": "r", "imageUri": "i", "packageType": "Image", "timeout": 901},
            "is 901 s; accepted: 1 to 900",
        ),
        (
            FUNCTION,
            {
                "role": "r",
                "imageUri": "i",
                "packageType": "Image",
                "vpcConfig": {"subnetIds": [], "securityGroups": []},
            },
            "'securityGroups' is not a property of vpcConfig; did you mean 'securityGroupIds'",
        ),
        ("aws:sfn/stateMachine:StateMachine", {"roleArn": "r", "definition": "{"}, "definition: is not JSON"),
        ("aws:sfn/stateMachine:StateMachine", {"roleArn": "r", "definition": "{}"}, "StartAt and States are needed"),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 2}, "is 2; accepted: 0, 1, 3, 5"),
        ("aws:kms/key:Key", {"deletionWindowInDays": 3}, "is 3; accepted: 7 to 30"),
        ("aws:dynamodb/table:Table", {"hashKey": "a", "warmThroughput": {}}, "'warmThroughput' of a table is not"),
        (
            "aws:dynamodb/table:Table",
            {"hashKey": "a", "replicas": [{"regionName": "us-east-2"}, {"regionName": "us-east-2"}]},
            "us-east-2 is there twice; each replica is in a Region of its own",
        ),
        (
            "aws:dynamodb/table:Table",
            {"hashKey": "a", "globalTableWitness": {"regionName": "us-west-2"}},
            "a witness belongs to replicas of consistencyMode STRONG",
        ),
        (
            "aws:dynamodb/table:Table",
            {
                "hashKey": "a",
                "replicas": [{"regionName": "us-east-2", "consistencyMode": "STRONG"}],
                "ttl": {"attributeName": "t", "enabled": True},
            },
            "a strongly consistent global table has no Time to Live",
        ),
        (
            "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
            {
                "bucket": "b",
                "role": "r",
                "rules": [{"status": "Enabled", "filter": {"prefix": ""}, "destination": {"bucket": "arn:aws:s3:::c"}}],
            },
            "is required beside a filter",
        ),
        ("aws:cloudcontrol/resource:Resource", {"typeName": "A::B::C", "desiredState": "["}, "is not a JSON object"),
        (
            "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
            {"functionName": "f", "qualifier": "$LATEST", "provisionedConcurrentExecutions": 1},
            "accepted: an alias or a published version",
        ),
        (
            "aws:ec2/securityGroup:SecurityGroup",
            {"ingress": [{"protocol": "-1", "fromPort": 0, "toPort": 0}]},
            "use aws.vpc.SecurityGroupIngressRule",
        ),
        (
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            {"securityGroupId": "sg", "ipProtocol": "tcp"},
            "exactly one of cidrIpv4",
        ),
    ],
)
def test_bad_inputs_are_named_before_anything_is_made(
    offline: Lifecycle, kind: str, news: Props, expected: str
) -> None:
    _, failures = check(offline, kind, news)
    assert any(expected in failure for failure in failures), failures


def test_an_unknown_type_is_named_with_what_is_supported(offline: Lifecycle) -> None:
    _, failures = check(offline, "aws:sqs/queues:Queues", {})
    assert len(failures) == 1
    assert "aws:sqs/queues:Queues is not supported by the AWS provider of this machine" in failures[0]
    assert "did you mean 'aws:sqs/queue:Queue'" in failures[0]
    assert all(token in failures[0] for token in registry.tokens())


def test_unknown_values_pass_and_known_ones_beside_them_do_not(offline: Lifecycle) -> None:
    code = Archive(assets={"a.py": Asset(text="x")})
    given = {
        "role": UNKNOWN,
        "code": code,
        "handler": "h",
        "runtime": "python3.13",
        "environment": {"variables": {"A": UNKNOWN}},
    }
    inputs, failures = check(offline, FUNCTION, given)
    assert failures == []
    assert inputs["role"] is UNKNOWN
    assert check(offline, FUNCTION, {**given, "memorySize": 1})[1] == ["memorySize: is 1 MB; accepted: 128 to 10240"]


def test_unknown_tags_make_all_tags_unknown(offline: Lifecycle) -> None:
    assert check(offline, QUEUE, {"tags": UNKNOWN})[0]["tagsAll"] is UNKNOWN


def test_a_document_may_be_an_object(offline: Lifecycle) -> None:
    document = json.loads(trust("lambda.amazonaws.com"))
    inputs, failures = check(offline, "aws:iam/role:Role", {"assumeRolePolicy": document})
    assert failures == []
    assert json.loads(inputs["assumeRolePolicy"]) == document
    document["Statement"][0]["Principal"] = UNKNOWN
    assert check(offline, "aws:iam/role:Role", {"assumeRolePolicy": document})[0]["assumeRolePolicy"] is UNKNOWN


def diff(provider: Lifecycle, kind: str, state: Props, news: Props, old_inputs: Props | None = None) -> Any:
    return provider.diff(Subject(kind, "It"), state, state if old_inputs is None else old_inputs, news)


def test_a_new_name_replaces_and_a_fixed_one_is_freed_first(offline: Lifecycle) -> None:
    renamed = diff(offline, QUEUE, {"name": "a"}, {"name": "b"})
    assert (renamed.replaces, renamed.delete_first) == (("name",), False)
    fixed = diff(offline, QUEUE, {"name": "a", "fifoQueue": False}, {"name": "a", "fifoQueue": True})
    assert (fixed.replaces, fixed.delete_first) == (("fifoQueue",), True)


def test_an_unknown_value_of_a_fixed_property_replaces(offline: Lifecycle) -> None:
    assert diff(offline, BUCKET, {"bucket": "a"}, {"bucket": UNKNOWN}).replaces == ("bucket",)


def test_another_region_replaces(offline: Lifecycle) -> None:
    assert diff(offline, QUEUE, {"region": "us-east-1"}, {"region": "eu-west-1"}).replaces == ("region",)
    assert diff(offline, QUEUE, {"region": "eu-west-1"}, {}).replaces == ("region",)
    assert diff(offline, QUEUE, {"region": "us-east-1"}, {}).changes == ()


def test_what_the_program_no_longer_says_is_removed_unless_aws_computes_it(offline: Lifecycle) -> None:
    state = {"kmsMasterKeyId": "k", "maxMessageSize": 2048, "name": "a"}
    assert diff(offline, QUEUE, state, {"name": "a"}).names == {"kmsMasterKeyId"}
    assert diff(offline, QUEUE, state, {"name": "a"}, old_inputs={"name": "a"}).changes == ()


def test_create_only_properties_of_cloud_control_replace(offline: Lifecycle) -> None:
    kind = "aws:cloudcontrol/resource:Resource"
    state = {
        "typeName": "AWS::SageMaker::InferenceComponent",
        "desiredState": '{"InferenceComponentName": "a", "X": 1}',
    }
    other_name = {**state, "desiredState": '{"InferenceComponentName": "b", "X": 1}'}
    other_value = {**state, "desiredState": '{"X": 2, "InferenceComponentName": "a"}'}
    assert diff(offline, kind, state, other_name).replaces == ("desiredState",)
    assert diff(offline, kind, state, other_value).replaces == ()
    assert (
        diff(offline, kind, state, {**state, "desiredState": '{"X": 1, "InferenceComponentName": "a"}'}).changes == ()
    )


def test_previews_tell_what_is_not_known_yet(offline: Lifecycle) -> None:
    subject = Subject(FUNCTION, "It")
    planned = offline.preview_create(subject, {"name": "f", "__defaults": []})
    assert planned == {
        "name": "f",
        "region": "us-east-1",
        **dict.fromkeys(("arn", "invokeArn", "sourceCodeSize", "architectures"), UNKNOWN),
        **dict.fromkeys(("version", "qualifiedArn", "qualifiedInvokeArn"), UNKNOWN),
        **dict.fromkeys(("lastModified", "codeSha256", "sourceCodeHash"), UNKNOWN),
    }
    state = {"name": "f", "arn": "a", "version": "3", "description": "d"}
    changed = offline.preview_update(subject, state, {"name": "f", "description": "d"}, {"name": "f", "timeout": 5})
    assert changed["arn"] == "a"
    assert changed["version"] is UNKNOWN
    assert changed["timeout"] == 5
    assert "description" not in changed


@pytest.mark.parametrize("token", registry.tokens())
def test_every_type_only_speaks_of_properties_that_the_package_has(token: str) -> None:
    kind = registry.resource(token)
    table = kind.table
    spoken = {*table.local, *table.unread, *table.defaults, *table.outputs, *table.volatile}
    assert spoken <= {*kind.spec.state, *kind.spec.inputs}
    assert {item.split(".")[0] for item in table.replaces} <= {*kind.spec.inputs, "expectedBucketOwner"}
    assert bool(kind.tag_api) == ("tags" in kind.spec.inputs)
