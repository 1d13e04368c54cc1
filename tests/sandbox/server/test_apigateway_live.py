"""REST APIs over real HTTP: what API Gateway answers itself, and what reaches the function."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.sandbox.server.conftest import ACCOUNT, REGION, Aws

ECHO = """
import json
def handler(event, context):
    return {"statusCode": 200, "headers": {"X-Mine": "yes"}, "body": json.dumps(event)}
"""
SCHEMA = {
    "type": "object",
    "required": ["rows"],
    "additionalProperties": False,
    "properties": {"rows": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Row"}}},
}


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Gateway:
    """A deployed API and ways to call it."""

    aws: Aws
    api: str
    stage: str
    function: str

    @property
    def client(self) -> Any:
        return self.aws.client("apigateway")

    def url(self, path: str) -> str:
        return f"{self.aws.running.url}/_execute-api/{self.api}/{self.stage}{path}"

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        return send(self.url(path), method, body, headers or {})

    def signed(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        keys: Credentials | None = None,
        service: str = "execute-api",
    ) -> Answer:
        record = self.aws.running.record
        keys = keys or Credentials(record.access_key_id, record.secret_access_key)
        request = AWSRequest(method, self.url(path), data=body, headers={"Content-Type": "application/json"})
        SigV4Auth(keys, service, REGION).add_auth(request)
        return send(self.url(path), method, body, dict(request.headers))

    def stage_set(self, **values: str) -> None:
        operations = [{"op": "replace", "path": path, "value": value} for path, value in values.items()]
        self.client.update_stage(restApiId=self.api, stageName=self.stage, patchOperations=operations)


def send(url: str, method: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    parts = urlsplit(url)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        connection.request(method, target, body, dict(headers))
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


def integration(function_arn: str, **more: Any) -> dict[str, Any]:
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
    return {"type": "aws_proxy", "httpMethod": "POST", "uri": uri, **more}


def document(function_arn: str, **more: Any) -> dict[str, Any]:
    """An API with an operation for each way to be let in."""

    def operation(**members: Any) -> dict[str, Any]:
        return {"responses": {}, "x-amazon-apigateway-integration": integration(function_arn), **members}

    body = {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Predict"}}}}}
    checked = {"x-amazon-apigateway-request-validator": "all", **body}
    needed = [{"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}]
    signature = {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"}
    return {
        "openapi": "3.0.1",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/open": {"post": operation(**checked), "get": operation()},
            "/items/{item}": {"get": operation()},
            "/items/known": {
                "get": operation(**{"x-amazon-apigateway-request-validator": "all", "parameters": needed})
            },
            "/signed/{item}": {"post": operation(security=[{"sigv4": []}], **checked)},
            "/keyed": {"post": operation(security=[{"key": []}])},
            "/rest/{proxy+}": {"x-amazon-apigateway-any-method": operation()},
        },
        "components": {
            "securitySchemes": {"sigv4": signature, "key": {"type": "apiKey", "name": "x-api-key", "in": "header"}},
            "schemas": {"Predict": SCHEMA, "Row": {"type": "array", "items": {"type": "number"}}},
        },
        "x-amazon-apigateway-request-validators": {
            "all": {"validateRequestBody": True, "validateRequestParameters": True}
        },
        **more,
    }


def deploy(aws: Aws, source: str = ECHO, *, permit: bool = True, **more: Any) -> Gateway:
    client, functions = aws.client("apigateway"), aws.client("lambda")
    name = aws.function(source)
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"
    api = client.create_rest_api(name=aws.name("api"))["id"]
    client.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(document(arn, **more)))
    if permit:
        functions.add_permission(
            FunctionName=name,
            StatementId="gateway",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/live/*",
        )
    deployment = client.create_deployment(restApiId=api)["id"]
    client.create_stage(restApiId=api, stageName="live", deploymentId=deployment, variables={"colour": "blue"})
    return Gateway(aws, api, "live", name)


@pytest.fixture
def gateway(aws: Aws) -> Gateway:
    return deploy(aws)


def key_of(gateway: Gateway, **plan: Any) -> str:
    """The value of a key whose usage plan has the API's stage."""
    client = gateway.client
    key = client.create_api_key(name="k", enabled=True)
    made = client.create_usage_plan(name="p", apiStages=[{"apiId": gateway.api, "stage": gateway.stage}], **plan)
    client.create_usage_plan_key(usagePlanId=made["id"], keyId=key["id"], keyType="API_KEY")
    return str(key["value"])


GOOD = b'{"rows": [[1, 2]]}'
JSON = {"Content-Type": "application/json"}


def test_a_signed_call_reaches_the_function(gateway: Gateway) -> None:
    answer = gateway.signed("POST", "/signed/a%20b?x=1&x=2", GOOD)
    assert answer.status == 200
    assert answer.headers["X-Mine"] == "yes"
    event = answer.json
    assert (event["resource"], event["path"], event["httpMethod"]) == ("/signed/{item}", "/signed/a%20b", "POST")
    assert event["pathParameters"] == {"item": "a b"}
    assert event["queryStringParameters"] == {"x": "2"}
    assert event["multiValueQueryStringParameters"] == {"x": ["1", "2"]}
    assert event["stageVariables"] == {"colour": "blue"}
    assert (event["body"], event["isBase64Encoded"]) == (GOOD.decode(), False)
    context = event["requestContext"]
    assert context["identity"]["userArn"] == f"arn:aws:iam::{ACCOUNT}:user/deployer"
    assert (context["stage"], context["apiId"], context["path"]) == ("live", gateway.api, "/live/signed/a%20b")
    assert context["requestId"] == answer.headers["x-amzn-RequestId"]
    assert "Authorization" not in event["headers"]


def test_a_key_of_a_usage_plan_reaches_the_function(gateway: Gateway) -> None:
    value = key_of(gateway)
    assert gateway.call("POST", "/keyed", GOOD, {"x-api-key": value}).status == 200
    for headers in ({}, {"x-api-key": "unknown"}):
        refused = gateway.call("POST", "/keyed", GOOD, headers)
        assert (refused.status, refused.json) == (403, {"message": "Forbidden"})
        assert refused.headers["x-amzn-ErrorType"] == "ForbiddenException"
