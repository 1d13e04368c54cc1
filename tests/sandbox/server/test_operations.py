"""Every request that botocore can make is recognised as the operation it is."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSRequest
from botocore.model import ListShape, OperationModel, Shape, StructureShape
from botocore.serialize import create_serializer

from sandbox.operations import OperationIndex
from sandbox.parsing import credential_scope, parse
from sandbox.wire import RawRequest

APIS = [
    ("s3", "s3"),
    ("s3control", "s3"),
    ("lambda", "lambda"),
    ("sagemaker", "sagemaker"),
    ("sagemaker-runtime", "sagemaker"),
    ("stepfunctions", "states"),
    ("events", "events"),
    ("scheduler", "scheduler"),
    ("dynamodb", "dynamodb"),
    ("iam", "iam"),
    ("sqs", "sqs"),
    ("sns", "sns"),
    ("kms", "kms"),
    ("logs", "logs"),
    ("application-autoscaling", "application-autoscaling"),
    ("cloudcontrol", "cloudcontrolapi"),
    ("fsx", "fsx"),
]
# Two operations of one URI that differ in nothing a server can see; AWS answers the first for both.
SAME_WIRE = {"ListDirectoryBuckets": "ListBuckets"}
INDEX = OperationIndex()
SESSION = botocore.session.get_session()


def example(shape: Shape, depth: int = 0) -> Any:
    """The least input that a shape's required members ask for."""
    if isinstance(shape, StructureShape):
        return {name: example(shape.members[name], depth + 1) for name in shape.required_members} if depth < 6 else {}
    if isinstance(shape, ListShape):
        return [example(shape.member, depth + 1)] if depth < 6 else []
    kinds: dict[str, Any] = {"map": {}, "integer": 1, "long": 1, "boolean": True, "float": 1.0, "double": 1.0}
    kinds |= {"blob": b"x", "timestamp": 0}
    choices = getattr(shape, "enum", None)
    return kinds.get(shape.type_name, choices[0] if choices else "xx-1")


def raw_request(operation: OperationModel, signing: str) -> RawRequest:
    serializer = create_serializer(operation.service_model.protocol, include_validation=False)
    shape = operation.input_shape
    made = serializer.serialize_to_request(example(shape) if shape is not None else {}, operation)
    body = made["body"] if isinstance(made["body"], bytes | str) else ""
    prepared = AWSRequest(
        method=made["method"],
        url="http://127.0.0.1" + made["url_path"],
        params=made.get("query_string") or {},
        headers=made["headers"],
        data=made["body"] if isinstance(made["body"], dict) else body,
    ).prepare()
    scope = f"AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/{signing}/aws4_request, SignedHeaders=host"
    headers = (*((str(name), str(value)) for name, value in prepared.headers.items()), ("Authorization", scope))
    content = prepared.body or b""
    url = str(prepared.url).removeprefix("http://127.0.0.1")
    return RawRequest(made["method"], url, headers, content if isinstance(content, bytes) else str(content).encode())


@pytest.mark.parametrize(("api", "signing"), APIS)
def test_every_operation_of_a_service_is_recognised(api: str, signing: str) -> None:
    model = SESSION.get_service_model(api)
    wrong = []
    for name in model.operation_names:
        operation = model.operation_model(name)
        if operation.deprecated:
            continue
        request = parse(raw_request(operation, signing), INDEX)
        if (request.api, request.operation) != (api, SAME_WIRE.get(name, name)):
            wrong.append((name, request.api, request.operation))
        assert (request.service, request.region, request.access_key_id) == (signing, "eu-west-1", "AKID")
    assert wrong == []


def test_path_values_are_decoded() -> None:
    path = "/2015-03-31/functions/arn%3Aaws%3Alambda%3Ar%3A1%3Afunction%3Af%3Alive/invocations"
    found = INDEX.resolve("lambda", "POST", path, {}, {}, b"")

    assert (found.name, found.path_params) == ("Invoke", {"FunctionName": "arn:aws:lambda:r:1:function:f:live"})
    nested = INDEX.resolve("s3", "GET", "/bucket/a/b%20c/d.png", {}, {}, b"")
    assert nested.path_params == {"Bucket": "bucket", "Key": "a/b c/d.png"}


def test_what_no_model_knows_has_no_operation() -> None:
    assert INDEX.resolve("nothing", "GET", "/", {}, {}, b"").name == ""
    assert INDEX.resolve("lambda", "GET", "/nowhere", {}, {}, b"").name == ""


def test_scope_of_a_presigned_url_and_of_an_unsigned_request() -> None:
    query = {"X-Amz-Credential": "AKID/20260101/eu-west-1/s3/aws4_request"}
    scope = credential_scope({}, query)

    assert scope is not None
    assert (scope.access_key_id, scope.region, scope.service) == ("AKID", "eu-west-1", "s3")
    assert credential_scope({"authorization": "Basic abc"}, {}) is None
    form = b"Action=AssumeRoleWithWebIdentity&RoleArn=x"
    headers = (("Content-Type", "application/x-www-form-urlencoded"),)
    request = parse(RawRequest("POST", "/", headers, form), INDEX)
    assert (request.service, request.operation, request.access_key_id) == ("sts", "AssumeRoleWithWebIdentity", "")
