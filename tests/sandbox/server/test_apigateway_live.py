"""REST APIs over real HTTP: what API Gateway answers itself, and what reaches the function."""

from __future__ import annotations

import gzip
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
from botocore.exceptions import ClientError

from tests.sandbox.server.conftest import ACCOUNT, REGION, Aws, Tools

ECHO = """
import gzip
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
        region: str = REGION,
    ) -> Answer:
        record = self.aws.running.record
        keys = keys or Credentials(record.access_key_id, record.secret_access_key)
        request = AWSRequest(method, self.url(path), data=body, headers={"Content-Type": "application/json"})
        SigV4Auth(keys, "execute-api", region).add_auth(request)
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
    title = aws.name("api")
    api = client.create_rest_api(name=title)["id"]
    body = document(arn, info={"title": title, "version": "1"}, **more)
    client.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(body))
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


def test_what_is_not_deployed_is_not_live(gateway: Gateway) -> None:
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{gateway.function}"
    changed = document(arn)
    changed["paths"]["/new"] = changed["paths"]["/open"]
    gateway.client.put_rest_api(restApiId=gateway.api, mode="overwrite", body=json.dumps(changed))
    unknown = gateway.call("GET", "/new")
    assert (unknown.status, unknown.json) == (403, {"message": "Missing Authentication Token"})
    deployment = gateway.client.create_deployment(restApiId=gateway.api)["id"]
    assert gateway.call("GET", "/new").status == 403
    gateway.stage_set(**{"/deploymentId": deployment})
    assert gateway.call("GET", "/new").status == 200
    assert gateway.call("GET", "/open").json["requestContext"]["deploymentId"] == deployment


def test_the_nearest_path_answers(gateway: Gateway) -> None:
    def resource(path: str, method: str = "GET") -> str:
        return str(gateway.call(method, path).json["resource"])

    assert resource("/items/a") == "/items/{item}"
    assert resource("/items/known?q=1") == "/items/known"
    assert resource("/rest/a/b/c", "PATCH") == "/rest/{proxy+}"
    assert gateway.call("GET", "/rest/a/b%20c").json["pathParameters"] == {"proxy": "a/b c"}
    for path in ("/items", "/items/a/b", "/rest", "/", ""):
        assert gateway.call("GET", path).status == 403


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"rows": []}', b'{"rows": [["a"]]}', b'{"rows": [[NaN]]}', b'{"rows": [], "x": 1}'],
)
def test_bodies_that_do_not_fit_their_schema_are_refused(gateway: Gateway, body: bytes) -> None:
    answer = gateway.call("POST", "/open", body, JSON)
    assert (answer.status, answer.json) == (400, {"message": "Invalid request body"})
    assert answer.headers["x-amzn-ErrorType"] == "BadRequestException"


def test_a_media_type_without_a_schema_is_the_functions_to_judge(gateway: Gateway) -> None:
    assert gateway.call("POST", "/open", b"anything", {"Content-Type": "text/plain"}).json["body"] == "anything"
    assert gateway.call("POST", "/open", GOOD, {"Content-Type": "application/json; charset=utf-8"}).status == 200


def test_required_parameters_must_be_there(gateway: Gateway) -> None:
    for path in ("/items/known", "/items/known?q=", "/items/known?Q=1"):
        answer = gateway.call("GET", path)
        assert (answer.status, answer.json) == (400, {"message": "Missing required request parameters: [q]"})
    assert gateway.call("GET", "/items/known?q=1").status == 200


def test_iam_decides_by_method_and_path(gateway: Gateway, tools: Tools) -> None:
    arn = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{gateway.api}/live/POST/signed/mine"
    role = gateway.aws.role(tools.allow("execute-api:Invoke", arn))
    trusted = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    gateway.aws.client("iam").update_assume_role_policy(
        RoleName=role.rsplit("/", 1)[-1], PolicyDocument=tools.document(trusted)
    )
    session = gateway.aws.client("sts").assume_role(RoleArn=role, RoleSessionName="caller")["Credentials"]
    keys = Credentials(session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
    answer = gateway.signed("POST", "/signed/mine", GOOD, keys)
    assert answer.status == 200
    assert answer.json["requestContext"]["identity"]["userArn"].endswith("/caller")
    denied = gateway.signed("POST", "/signed/other", GOOD, keys)
    assert denied.status == 403
    assert "is not authorized to perform: execute-api:Invoke" in denied.json["message"]
    assert denied.headers["x-amzn-ErrorType"] == "AccessDeniedException"


def test_who_does_not_sign_or_signs_for_something_else_is_refused(gateway: Gateway) -> None:
    unsigned = gateway.call("POST", "/signed/a", GOOD, JSON)
    assert (unsigned.status, unsigned.json) == (403, {"message": "Missing Authentication Token"})
    stranger = gateway.signed("POST", "/signed/a", GOOD, Credentials("AKIAUNKNOWN", "secret"))
    assert stranger.status == 403
    assert stranger.headers["x-amzn-ErrorType"] == "UnrecognizedClientException"
    elsewhere = gateway.signed("POST", "/signed/a", GOOD, region="eu-west-1")
    assert elsewhere.status == 403
    assert "scoped to correct service and region" in elsewhere.json["message"]


def test_keys_are_throttled_and_have_a_quota(gateway: Gateway) -> None:
    slow = key_of(gateway, throttle={"rateLimit": 0.001, "burstLimit": 2})
    statuses = [gateway.call("POST", "/keyed", GOOD, {"x-api-key": slow}) for _ in range(3)]
    assert [answer.status for answer in statuses] == [200, 200, 429]
    assert statuses[-1].json == {"message": "Too Many Requests"}
    assert statuses[-1].headers["x-amzn-ErrorType"] == "TooManyRequestsException"
    few = key_of(gateway, quota={"limit": 2, "period": "MONTH"})
    answers = [gateway.call("POST", "/keyed", GOOD, {"x-api-key": few}) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[-1].json == {"message": "Limit Exceeded"}
    assert answers[-1].headers["x-amzn-ErrorType"] == "LimitExceededException"


def test_a_key_that_is_off_or_belongs_to_another_stage_is_refused(gateway: Gateway) -> None:
    client = gateway.client
    value = key_of(gateway)
    key = next(one for one in client.get_api_keys(includeValues=True, limit=500)["items"] if one["value"] == value)
    switch = {"op": "replace", "path": "/enabled", "value": "false"}
    client.update_api_key(apiKey=key["id"], patchOperations=[switch])
    assert gateway.call("POST", "/keyed", GOOD, {"x-api-key": value}).status == 403
    lonely = client.create_api_key(name="k", enabled=True)
    assert gateway.call("POST", "/keyed", GOOD, {"x-api-key": lonely["value"]}).status == 403


def test_a_stage_is_throttled(gateway: Gateway) -> None:
    gateway.stage_set(**{"/*/*/throttling/rateLimit": "0.001", "/*/*/throttling/burstLimit": "1"})
    assert [gateway.call("GET", "/open").status for _ in range(2)] == [200, 429]
    # A method with settings of its own does not have the stage's.
    gateway.stage_set(**{"/~1open/GET/throttling/rateLimit": "100", "/~1open/GET/throttling/burstLimit": "100"})
    assert gateway.call("GET", "/open").status == 200


def test_a_body_over_ten_megabytes_is_refused(gateway: Gateway) -> None:
    answer = gateway.call("POST", "/rest/a", b"x" * (10 * 1024 * 1024 + 1), {"Content-Type": "text/plain"})
    assert (answer.status, answer.json) == (413, {"message": "Request Too Long"})
    function_limit = gateway.call("POST", "/rest/a", b"x" * (6 * 1024 * 1024), {"Content-Type": "text/plain"})
    assert function_limit.status == 413


BROKEN = """
def handler(event, context):
    how = event["path"]
    if how.endswith("raises"):
        raise RuntimeError("an inner secret")
    if how.endswith("slow"):
        import time
        time.sleep(3)
    replies = {
        "/rest/text": "ok",
        "/rest/number": {"statusCode": 200, "body": 1},
        "/rest/more": {"statusCode": 200, "x": 1},
        "/rest/none": {"body": "x"},
        "/rest/high": {"statusCode": 700},
    }
    return replies.get(how, {"statusCode": "201", "body": "made"})
"""


@pytest.fixture
def broken(aws: Aws) -> Gateway:
    return deploy(aws, BROKEN)


@pytest.mark.parametrize("how", ["raises", "text", "number", "more", "none", "high"])
def test_a_function_that_fails_is_a_bad_gateway_without_its_words(broken: Gateway, how: str) -> None:
    answer = broken.call("GET", f"/rest/{how}")
    assert (answer.status, answer.json) == (502, {"message": "Internal server error"})
    assert answer.headers["x-amzn-ErrorType"] == "InternalServerErrorException"


def test_a_status_may_be_text(broken: Gateway) -> None:
    answer = broken.call("GET", "/rest/right")
    assert (answer.status, answer.body) == (201, b"made")


def test_a_function_that_is_too_slow_is_a_gateway_timeout(aws: Aws) -> None:
    gateway = deploy(aws, BROKEN)
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{gateway.function}"
    changed = document(arn)
    slow = {"responses": {}, "x-amazon-apigateway-integration": integration(arn, timeoutInMillis=50)}
    changed["paths"]["/rest/{proxy+}"] = {"x-amazon-apigateway-any-method": slow}
    gateway.client.put_rest_api(restApiId=gateway.api, mode="overwrite", body=json.dumps(changed))
    gateway.client.create_deployment(restApiId=gateway.api, stageName="live")
    answer = gateway.call("GET", "/rest/slow")
    assert (answer.status, answer.json) == (504, {"message": "Endpoint request timed out"})


def test_a_function_that_does_not_know_the_gateway_is_not_called(aws: Aws) -> None:
    gateway = deploy(aws, permit=False)
    answer = gateway.call("GET", "/open")
    assert (answer.status, answer.json) == (500, {"message": "Internal server error"})
    assert not [one for one in aws.admin.functions() if one["name"] == gateway.function]


def test_a_throttled_function_is_an_internal_error(gateway: Gateway) -> None:
    gateway.aws.admin.add_fault(kind="throttle", service="lambda", operation="Invoke")
    answer = gateway.call("GET", "/open")
    assert (answer.status, answer.json) == (500, {"message": "Internal server error"})


def test_gateway_responses_of_ones_own(aws: Aws) -> None:
    template = (
        '{"code": "$context.error.responseType", "why": "$context.error.validationErrorString", '
        '"m": $context.error.messageString, "id": "$context.requestId"}'
    )
    responses = {
        "DEFAULT_4XX": {
            "responseTemplates": {"application/json": template},
            "responseParameters": {
                "gatewayresponse.header.Retry-After": "'1'",
                "gatewayresponse.header.X-Echo": "method.request.header.X-Sent",
                "gatewayresponse.header.X-Kind": "context.error.responseType",
            },
        },
        "INVALID_API_KEY": {"statusCode": "401", "responseTemplates": {"application/json": '{"key": "?"}'}},
    }
    gateway = deploy(aws, **{"x-amazon-apigateway-gateway-responses": responses})
    answer = gateway.call("POST", "/open", b'{"rows": "\\"quoted\\""}', {**JSON, "X-Sent": "mine"})
    assert answer.status == 400
    assert answer.json["code"] == "BAD_REQUEST_BODY"
    assert answer.json["m"] == "Invalid request body"
    assert answer.json["id"] == answer.headers["x-amzn-RequestId"]
    assert "is not of type 'array'" in answer.json["why"]
    assert (answer.headers["Retry-After"], answer.headers["X-Echo"]) == ("1", "mine")
    assert answer.headers["X-Kind"] == "BAD_REQUEST_BODY"
    key = gateway.call("POST", "/keyed", GOOD)
    assert (key.status, key.json) == (401, {"key": "?"})


def test_a_resource_policy_limits_who_may_call(aws: Aws) -> None:
    def statement(effect: str, resource: str, **condition: Any) -> dict[str, Any]:
        more = {"Condition": condition} if condition else {}
        return {"Effect": effect, "Principal": "*", "Action": "execute-api:Invoke", "Resource": resource, **more}

    policy = {
        "Version": "2012-10-17",
        "Statement": [
            statement("Allow", "execute-api:/live/GET/open"),
            statement("Allow", "execute-api:/live/*/rest/*"),
            statement("Deny", "execute-api:/*/*/rest/*", NotIpAddress={"aws:SourceIp": ["10.0.0.0/8"]}),
        ],
    }
    gateway = deploy(aws, **{"x-amazon-apigateway-policy": policy})
    assert gateway.call("GET", "/open").status == 200
    refused = gateway.call("GET", "/rest/a")
    assert refused.status == 403
    assert refused.json["message"].startswith("User: anonymous is not authorized")
    assert gateway.call("GET", "/items/a").status == 403  # nobody allows it
    assert gateway.signed("POST", "/signed/a", GOOD).status == 200  # the caller's own policies do


def test_metrics_and_access_logs_tell_of_every_call(gateway: Gateway, tools: Tools) -> None:
    aws, group = gateway.aws, gateway.aws.name("access")
    aws.client("logs").create_log_group(logGroupName=group)
    role = aws.role(tools.allow(["logs:PutLogEvents"]), trust="apigateway.amazonaws.com")
    with pytest.raises(ClientError, match="CloudWatch Logs role ARN must be set"):
        gateway.stage_set(**{"/accessLogSettings/destinationArn": aws.arn("logs", f"log-group:{group}")})
    with pytest.raises(ClientError, match="trust permission"):
        gateway.client.update_account(
            patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": aws.role()}]
        )
    gateway.client.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}])
    line = (
        '{"id":"$context.requestId","status":$context.status,"path":"$context.resourcePath",'
        '"took":"$context.integration.latency","who":"$context.identity.user","error":"$context.error.message"}'
    )
    gateway.stage_set(
        **{
            "/accessLogSettings/destinationArn": aws.arn("logs", f"log-group:{group}"),
            "/accessLogSettings/format": line,
        }
    )
    gateway.signed("POST", "/signed/a", GOOD)
    gateway.call("GET", "/nowhere")
    gateway.client.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": ""}])
    events = aws.client("logs").filter_log_events(logGroupName=group)["events"]
    good, bad = (json.loads(event["message"]) for event in events)
    assert (good["status"], good["path"], good["who"], good["error"]) == (200, "/signed/{item}", "deployer", "-")
    assert int(good["took"]) >= 0
    assert (bad["status"], bad["took"], bad["error"]) == (403, "-", "Missing Authentication Token")
    name = gateway.client.get_rest_api(restApiId=gateway.api)["name"]
    dimensions = [{"Name": "ApiName", "Value": name}, {"Name": "Stage", "Value": "live"}]
    sums = {metric: total(aws, metric, dimensions) for metric in ("Count", "4XXError", "5XXError")}
    assert sums == {"Count": 2, "4XXError": 1, "5XXError": 0}
    assert total(aws, "IntegrationLatency", dimensions, "SampleCount") == 1
    assert total(aws, "Latency", dimensions[:1], "SampleCount") == 2


def total(aws: Aws, metric: str, dimensions: list[dict[str, str]], statistic: str = "Sum") -> float:
    found = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/ApiGateway",
        MetricName=metric,
        Dimensions=dimensions,
        StartTime="2026-01-01T00:00:00Z",
        EndTime="2100-01-01T00:00:00Z",
        Period=86400 * 36500,
        Statistics=[statistic],
    )
    return float(sum(point[statistic] for point in found["Datapoints"]))


def test_a_token_of_the_user_pool_is_enough_and_nothing_else(aws: Aws) -> None:
    cognito = aws.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="p")["UserPool"]
    app = cognito.create_user_pool_client(UserPoolId=pool["Id"], ClientName="c")["UserPoolClient"]["ClientId"]
    password = "Correct-horse-9"
    cognito.admin_create_user(UserPoolId=pool["Id"], Username="ann")
    cognito.admin_set_user_password(UserPoolId=pool["Id"], Username="ann", Password=password, Permanent=True)
    tokens = cognito.admin_initiate_auth(
        UserPoolId=pool["Id"],
        ClientId=app,
        AuthFlow="ADMIN_NO_SRP_AUTH",
        AuthParameters={"USERNAME": "ann", "PASSWORD": password},
    )["AuthenticationResult"]
    scheme = {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": {"type": "cognito_user_pools", "providerARNs": [pool["Arn"]]},
    }
    gateway = deploy(aws)
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{gateway.function}"
    changed = document(arn)
    changed["components"]["securitySchemes"]["pool"] = scheme
    changed["paths"]["/open"]["get"]["security"] = [{"pool": []}]
    gateway.client.put_rest_api(restApiId=gateway.api, mode="overwrite", body=json.dumps(changed))
    gateway.client.create_deployment(restApiId=gateway.api, stageName="live")
    answer = gateway.call("GET", "/open", headers={"Authorization": f"Bearer {tokens['IdToken']}"})
    assert answer.status == 200
    assert answer.json["requestContext"]["authorizer"]["claims"]["cognito:username"] == "ann"
    head, _, tail = tokens["IdToken"].rpartition(".")
    forged = f"{head}.{tail[:-6]}AAAAAA"
    for headers in ({}, {"Authorization": forged}, {"Authorization": tokens["AccessToken"]}, {"Authorization": "x"}):
        refused = gateway.call("GET", "/open", headers=headers)
        assert (refused.status, refused.json) == (401, {"message": "Unauthorized"})


def test_custom_domain_names_lead_to_a_stage(gateway: Gateway) -> None:
    client, name = gateway.client, f"{gateway.aws.name('d')}.example.com"
    certificate = gateway.aws.arn("acm", "certificate/c")
    client.create_domain_name(domainName=name, regionalCertificateArn=certificate)
    client.create_base_path_mapping(domainName=name, basePath="models", restApiId=gateway.api, stage="live")
    answer = send(f"{gateway.aws.running.url}/models/items/a", "GET", None, {"Host": name})
    assert (answer.status, answer.json["path"]) == (200, "/items/a")
    assert answer.json["requestContext"]["domainName"] == name
    assert send(f"{gateway.aws.running.url}/items/a", "GET", None, {"Host": name}).status == 403
    host = f"{gateway.api}.execute-api.{REGION}.amazonaws.com"
    assert send(f"{gateway.aws.running.url}/live/items/a", "GET", None, {"Host": host}).status == 200
    switch = {"op": "replace", "path": "/disableExecuteApiEndpoint", "value": "true"}
    client.update_rest_api(restApiId=gateway.api, patchOperations=[switch])
    assert gateway.call("GET", "/items/a").status == 403


def test_replies_are_compressed_where_the_api_says_so(gateway: Gateway) -> None:
    switch = {"op": "replace", "path": "/minimumCompressionSize", "value": "0"}
    gateway.client.update_rest_api(restApiId=gateway.api, patchOperations=[switch])
    answer = gateway.call("GET", "/open", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["path"] == "/open"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda doc: doc.update(openapi="2.0"), "3.0.x"),
        (lambda doc: doc["paths"]["/open"]["get"].pop("x-amazon-apigateway-integration"), "No integration"),
        (lambda doc: doc["paths"]["/open"]["get"].update(security=[{"nobody": []}]), "securitySchemes"),
        (
            lambda doc: doc["paths"]["/open"]["get"].update({"x-amazon-apigateway-request-validator": "nobody"}),
            "not declared",
        ),
        (
            lambda doc: doc["paths"]["/open"]["get"]["x-amazon-apigateway-integration"].update(timeoutInMillis=30_000),
            "29000 ms",
        ),
        (lambda doc: doc["paths"]["/open"]["get"]["x-amazon-apigateway-integration"].update(type="http"), "aws_proxy"),
    ],
)
def test_documents_that_cannot_be_played_are_refused(gateway: Gateway, change: Any, reason: str) -> None:
    wrong = document("arn:aws:lambda:us-east-1:123456789012:function:f")
    change(wrong)
    with pytest.raises(ClientError, match=reason) as caught:
        gateway.client.put_rest_api(restApiId=gateway.api, mode="overwrite", body=json.dumps(wrong))
    assert caught.value.response["Error"]["Code"] == "BadRequestException"


def test_the_control_plane_tells_what_there_is(gateway: Gateway) -> None:
    client = gateway.client
    paths = {item["path"] for item in client.get_resources(restApiId=gateway.api, limit=500)["items"]}
    assert {"/", "/open", "/rest/{proxy+}"} <= paths
    exported = client.get_export(
        restApiId=gateway.api, stageName="live", exportType="oas30", accepts="application/json"
    )
    assert b"x-amazon-apigateway-integration" not in exported["body"].read()
    value = key_of(gateway)
    gateway.call("POST", "/keyed", GOOD, {"x-api-key": value})
    plans = [plan for plan in client.get_usage_plans(limit=500)["items"] if plan["apiStages"]]
    plan = next(one for one in plans if one["apiStages"][0]["apiId"] == gateway.api)
    used = client.get_usage(usagePlanId=plan["id"], startDate="2020-01-01", endDate="2020-01-02")["items"]
    assert list(used.values()) == [[[0, -1], [0, -1]]]
    with pytest.raises(ClientError, match="associated with API Stages"):
        client.delete_usage_plan(usagePlanId=plan["id"])
    with pytest.raises(ClientError, match="Active stages"):
        client.delete_deployment(
            restApiId=gateway.api, deploymentId=client.get_deployments(restApiId=gateway.api)["items"][0]["id"]
        )
    with pytest.raises(ClientError, match="OpenAPI document"):
        client.create_resource(restApiId=gateway.api, parentId="x", pathPart="y")
    arn = f"arn:aws:apigateway:{REGION}::/restapis/{gateway.api}"
    client.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2", "c": "3"})
    client.untag_resource(resourceArn=arn, tagKeys=["a", "b"])
    assert client.get_tags(resourceArn=arn)["tags"] == {"c": "3"}
