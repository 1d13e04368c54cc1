"""Which actions and resources a request needs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.operations import OperationIndex
from sandbox.parsing import parse
from sandbox.permissions import Permission, needed
from sandbox.wire import RawRequest

INDEX = OperationIndex()
POINTS = {"digits-abc-ext-s3alias": "arn:aws:s3:us-east-1:123456789012:accesspoint/digits"}


def asked(service: str, method: str, target: str, body: Any = b"", **headers: str) -> list[Permission]:
    scope = f"AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host"
    sent = (("Authorization", scope), *((name.replace("_", "-"), value) for name, value in headers.items()))
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = parse(RawRequest(method, target, sent, content), INDEX)
    return needed(request, POINTS)


def permissions(*request: Any, **headers: str) -> list[tuple[str, str | None]]:
    return [(found.action, found.resource) for found in asked(*request, **headers)]


@pytest.mark.parametrize(
    ("method", "target", "headers", "expected"),
    [
        ("GET", "/bkt?list-type=2", {}, [("s3:ListBucket", "arn:aws:s3:::bkt")]),
        ("HEAD", "/bkt", {}, [("s3:ListBucket", "arn:aws:s3:::bkt")]),
        ("HEAD", "/bkt/a/b", {}, [("s3:GetObject", "arn:aws:s3:::bkt/a/b")]),
        ("GET", "/bkt/a?versionId=1", {}, [("s3:GetObjectVersion", "arn:aws:s3:::bkt/a")]),
        ("GET", "/", {}, [("s3:ListAllMyBuckets", "*")]),
        ("POST", "/bkt/a?uploads", {}, [("s3:PutObject", "arn:aws:s3:::bkt/a")]),
        ("DELETE", "/bkt/a?uploadId=1", {}, [("s3:AbortMultipartUpload", "arn:aws:s3:::bkt/a")]),
        ("GET", "/bkt?encryption", {}, [("s3:GetEncryptionConfiguration", "arn:aws:s3:::bkt")]),
        (
            "PUT",
            "/bkt/a",
            {"x_amz_copy_source": "/src/k%20y"},
            [("s3:PutObject", "arn:aws:s3:::bkt/a"), ("s3:GetObject", "arn:aws:s3:::src/k y")],
        ),
        (
            "PUT",
            "/bkt/a",
            {"x_amz_tagging": "a=b"},
            [("s3:PutObject", "arn:aws:s3:::bkt/a"), ("s3:PutObjectTagging", "arn:aws:s3:::bkt/a")],
        ),
        (
            "GET",
            "/digits-abc-ext-s3alias/x/1.png",
            {},
            [("s3:GetObject", "arn:aws:s3:us-east-1:123456789012:accesspoint/digits/object/x/1.png")],
        ),
        (
            "GET",
            "/digits-abc-ext-s3alias?list-type=2",
            {},
            [("s3:ListBucket", "arn:aws:s3:us-east-1:123456789012:accesspoint/digits")],
        ),
    ],
)
def test_s3(method: str, target: str, headers: dict[str, str], expected: list[Any]) -> None:
    assert permissions("s3", method, target, **headers) == expected


def test_every_key_of_a_bulk_delete() -> None:
    body = b"<Delete><Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object></Delete>"

    assert permissions("s3", "POST", "/bkt?delete", body) == [
        ("s3:DeleteObject", "arn:aws:s3:::bkt/a"),
        ("s3:DeleteObject", "arn:aws:s3:::bkt/b&c"),
    ]


ARN = "arn:aws:{}:us-east-1:123456789012:{}"


@pytest.mark.parametrize(
    ("service", "target", "body", "expected"),
    [
        ("dynamodb", "DynamoDB_20120810.Query", {"TableName": "t", "IndexName": "i"},
         ("dynamodb:Query", "table/t/index/i")),
        ("states", "AWSStepFunctions.SendTaskSuccess", {"taskToken": "x"}, ("states:SendTaskSuccess", None)),
        ("sqs", "AmazonSQS.SendMessage", {"QueueUrl": "http://h/1/q"}, ("sqs:SendMessage", "q")),
        ("kms", "TrentService.Decrypt", {"KeyId": "k"}, ("kms:Decrypt", "key/k")),
        ("sagemaker", "SageMaker.CreateTransformJob", {"TransformJobName": "IP-1", "ModelName": "m"},
         ("sagemaker:CreateTransformJob", "transform-job/ip-1")),
        ("sagemaker", "SageMaker.CreateInferenceComponent", {"InferenceComponentName": "c", "EndpointName": "e"},
         ("sagemaker:CreateInferenceComponent", "inference-component/c")),
        ("logs", "Logs_20140328.PutLogEvents", {"logGroupName": "/g", "logStreamName": "s"},
         ("logs:PutLogEvents", "log-group:/g:log-stream:s")),
        ("events", "AWSEvents.PutEvents", {"Entries": [{}]}, ("events:PutEvents", "event-bus/default")),
        ("events", "AWSEvents.PutRule", {"Name": "r"}, ("events:PutRule", "rule/r")),
        ("cloudcontrolapi", "CloudApiService.CreateResource", {}, ("cloudformation:CreateResource", None)),
    ],
)  # fmt: skip
def test_json_services(service: str, target: str, body: dict[str, Any], expected: tuple[str, str | None]) -> None:
    action, rest = expected

    assert permissions(service, "POST", "/", body, x_amz_target=target) == [
        (action, rest and ARN.format(service, rest))
    ]


def test_transactions_need_each_items_action() -> None:
    items = [{"Put": {"TableName": "a"}}, {"ConditionCheck": {"TableName": "b"}}]
    found = permissions(
        "dynamodb", "POST", "/", {"TransactItems": items}, x_amz_target="DynamoDB_20120810.TransactWriteItems"
    )

    assert [action for action, _ in found] == ["dynamodb:PutItem", "dynamodb:ConditionCheckItem"]


def test_functions_with_and_without_qualifier_and_endpoints() -> None:
    function = ARN.format("lambda", "function:f")
    path = "/2015-03-31/functions/f/invocations"

    assert permissions("lambda", "POST", path) == [("lambda:InvokeFunction", function)]
    assert permissions("lambda", "POST", f"{path}?Qualifier=live") == [("lambda:InvokeFunction", f"{function}:live")]
    assert permissions("sagemaker", "POST", "/endpoints/Digits/invocations") == [
        ("sagemaker:InvokeEndpoint", ARN.format("sagemaker", "endpoint/digits"))
    ]
    header = {"X_Amzn_SageMaker_Inference_Component": "c1"}
    assert permissions("sagemaker", "POST", "/endpoints/e/invocations", **header) == [
        ("sagemaker:InvokeEndpoint", ARN.format("sagemaker", "inference-component/c1"))
    ]


def test_what_is_made_with_tags_needs_the_right_to_tag_it_then() -> None:
    body = {"EndpointName": "e", "EndpointConfigName": "c", "Tags": [{"Key": "Team", "Value": "a"}]}
    made, tagged = asked("sagemaker", "POST", "/", body, x_amz_target="SageMaker.CreateEndpoint")

    assert (made.action, tagged.action) == ("sagemaker:CreateEndpoint", "sagemaker:AddTags")
    assert made.resource == tagged.resource == ARN.format("sagemaker", "endpoint/e")
    assert made.context == {"aws:RequestTag/Team": "a", "aws:TagKeys": ["Team"]}
    assert tagged.context == {**made.context, "sagemaker:TaggingAction": "CreateEndpoint"}


def test_tags_of_what_exists_already_are_no_tags_of_a_creation() -> None:
    body = {"ResourceArn": ARN.format("sagemaker", "endpoint/e"), "Tags": [{"Key": "Team", "Value": "a"}]}
    (found,) = asked("sagemaker", "POST", "/", body, x_amz_target="SageMaker.AddTags")

    assert found.context == {"aws:RequestTag/Team": "a", "aws:TagKeys": ["Team"]}


def test_conditions_are_asked_what_is_scaled() -> None:
    body = {"ServiceNamespace": "ecs", "ResourceId": "service/a/b", "ScalableDimension": "ecs:service:DesiredCount"}
    target = "AnyScaleFrontendService.RegisterScalableTarget"
    (found,) = asked("application-autoscaling", "POST", "/", body, x_amz_target=target)

    assert found.context == {
        "application-autoscaling:service-namespace": "ecs",
        "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
    }
