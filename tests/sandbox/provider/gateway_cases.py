"""Lives of the types around HTTP APIs and their rollouts; see `provider_cases.py`."""

from __future__ import annotations

import json

from sandbox.provider.values import Props
from tests.sandbox.provider.provider_cases import Case, Make, role, trust

_MOCK = {"type": "mock", "responses": {"default": {"statusCode": "200"}}}


def openapi(*paths: str) -> str:
    """A document with a mock GET at each path."""
    operation = {"responses": {}, "x-amazon-apigateway-integration": _MOCK}
    info = {"title": "t", "version": "1"}
    return json.dumps({"openapi": "3.0.1", "info": info, "paths": {path: {"get": operation} for path in paths}})


def api(make: Make) -> Props:
    return {"restApi": make("aws:apigateway/restApi:RestApi", {"body": openapi("/a")})[0]}


def deployed(make: Make) -> Props:
    made = api(make)
    return {**made, "deployment": make("aws:apigateway/deployment:Deployment", made)[0]}


def stage(make: Make) -> Props:
    made = deployed(make)
    make("aws:apigateway/stage:Stage", {**made, "stageName": "live"})
    return {"restApi": made["restApi"], "stageName": "live"}


def logged(make: Make) -> Props:
    """A deployment whose stage may write logs."""
    log_role = make("aws:iam/role:Role", {"assumeRolePolicy": trust("apigateway.amazonaws.com")})[1]["arn"]
    make("aws:apigateway/account:Account", {"cloudwatchRoleArn": log_role})
    group = make("aws:cloudwatch/logGroup:LogGroup", {})[1]["arn"]
    settings = {"destinationArn": group, "format": '{"id": "$context.requestId"}'}
    return {**deployed(make), "accessLogSettings": settings}


def planned(make: Make) -> Props:
    made = stage(make)
    return {"apiStages": [{"apiId": made["restApi"], "stage": "live"}]}


def key_and_plan(make: Make) -> Props:
    return {
        "keyId": make("aws:apigateway/apiKey:ApiKey", {})[0],
        "usagePlanId": make("aws:apigateway/usagePlan:UsagePlan", {})[0],
    }


def domain(make: Make) -> Props:
    made = stage(make)
    certificate = "arn:aws:acm:us-east-1:123456789012:certificate/c"
    name, _ = make(
        "aws:apigateway/domainName:DomainName",
        {"domainName": "mapped.example.com", "regionalCertificateArn": certificate},
    )
    return {**made, "domainName": name}


def policy_of(make: Make) -> Props:
    return {"restApiId": api(make)["restApi"]}


def _resource_policy(effect: str) -> str:
    statement = {"Effect": effect, "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def log_role(make: Make) -> Props:
    return {"cloudwatchRoleArn": role(make, "apigateway.amazonaws.com")}


GATEWAY_CASES = [
    Case(
        "aws:apigateway/account:Account",
        {},
        {"cloudwatchRoleArn": ""},
        needs=log_role,
        stays=True,
    ),
    Case(
        "aws:apigateway/apiKey:ApiKey",
        {"tags": {"a": "b"}},
        {"description": "for tests", "enabled": False},
        ("arn", "value", "createdDate"),
    ),
    Case(
        "aws:apigateway/basePathMapping:BasePathMapping",
        {"basePath": "models"},
        {"basePath": "predictions"},
        needs=domain,
    ),
    Case(
        "aws:apigateway/deployment:Deployment",
        {"description": "first", "triggers": {"body": "1"}},
        {"triggers": {"body": "2"}},
        ("createdDate",),
        needs=api,
        import_id=lambda own, state: f"{state['restApi']}/{own}",
        replaces=True,
        not_imported=frozenset({"triggers"}),
    ),
    Case(
        "aws:apigateway/domainName:DomainName",
        {
            "domainName": "own.example.com",
            "regionalCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/c",
            "endpointConfiguration": {"types": "REGIONAL"},
            "securityPolicy": "TLS_1_2",
            "tags": {"a": "b"},
        },
        {"regionalCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/d"},
        ("arn", "regionalDomainName", "regionalZoneId"),
    ),
    Case(
        "aws:apigateway/methodSettings:MethodSettings",
        {
            "methodPath": "*/*",
            "settings": {"throttlingRateLimit": 10, "throttlingBurstLimit": 5, "metricsEnabled": True},
        },
        {"settings": {"throttlingRateLimit": 20.5, "throttlingBurstLimit": 5, "metricsEnabled": True}},
        needs=stage,
        import_id=lambda _, state: f"{state['restApi']}/{state['stageName']}/{state['methodPath']}",
    ),
    Case(
        "aws:apigateway/restApi:RestApi",
        {
            "body": openapi("/a"),
            "description": "d",
            "endpointConfiguration": {"types": "REGIONAL"},
            "minimumCompressionSize": "1024",
            "failOnWarnings": True,
            "tags": {"a": "b"},
        },
        {"body": openapi("/a", "/b"), "description": "e", "minimumCompressionSize": "2048", "tags": {"c": "d"}},
        ("arn", "executionArn", "rootResourceId", "createdDate"),
        not_imported=frozenset({"body", "failOnWarnings", "putRestApiMode"}),
    ),
    Case(
        "aws:apigateway/restApiPolicy:RestApiPolicy",
        {"policy": _resource_policy("Allow")},
        {"policy": _resource_policy("Deny")},
        needs=policy_of,
    ),
    Case(
        "aws:apigateway/stage:Stage",
        {"stageName": "live", "xrayTracingEnabled": True, "variables": {"a": "b"}, "tags": {"a": "b"}},
        {"description": "d", "variables": {"c": "d"}, "accessLogSettings": None},
        ("arn", "executionArn", "invokeUrl"),
        needs=logged,
        import_id=lambda _, state: f"{state['restApi']}/{state['stageName']}",
        not_imported=frozenset({"accessLogSettings"}),
    ),
    Case(
        "aws:apigateway/usagePlan:UsagePlan",
        {
            "description": "d",
            "throttleSettings": {"rateLimit": 10, "burstLimit": 5},
            "quotaSettings": {"limit": 100, "period": "DAY"},
            "tags": {"a": "b"},
        },
        {"throttleSettings": {"rateLimit": 20, "burstLimit": 5}, "quotaSettings": None, "apiStages": []},
        ("arn",),
        needs=planned,
    ),
    Case(
        "aws:apigateway/usagePlanKey:UsagePlanKey",
        {"keyType": "API_KEY"},
        needs=key_and_plan,
        outputs=("value",),
        import_id=lambda _, state: f"{state['usagePlanId']}/{state['keyId']}",
    ),
]
