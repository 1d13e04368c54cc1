"""Lives of the types around HTTP APIs and their rollouts; see `provider_cases.py`."""

from __future__ import annotations

import json
import os
from typing import Any

import boto3

from sandbox.provider.values import Props
from tests.sandbox.provider.provider_cases import Case, Make, function, role, trust

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


def rollout(make: Make) -> Props:
    """An application, a role, an alarm and a configuration for a deployment group."""
    routing = {"type": "TimeBasedLinear", "timeBasedLinear": {"interval": 1, "percentage": 50}}
    config = {"computePlatform": "Lambda", "trafficRoutingConfig": routing}
    return {
        "appName": make("aws:codedeploy/application:Application", {"computePlatform": "Lambda"})[1]["name"],
        "serviceRoleArn": role(make, "codedeploy.amazonaws.com"),
        "deploymentConfigName": make("aws:codedeploy/deploymentConfig:DeploymentConfig", config)[0],
    }


def two_alarms(make: Make) -> Props:
    inputs = {"namespace": "N", "metricName": "M", "statistic": "Sum", "period": 60, "evaluationPeriods": 1,
              "threshold": 1, "comparisonOperator": "GreaterThanThreshold"}  # fmt: skip
    one, other = (make("aws:cloudwatch/metricAlarm:MetricAlarm", inputs)[0] for _ in range(2))
    return {"alarmRule": f'ALARM("{one}") AND NOT OK("{other}")'}


def guarded(make: Make) -> Props:
    """A stage, and a web ACL, which another stack makes."""
    made = stage(make)
    arn = f"arn:aws:apigateway:us-east-1::/restapis/{made['restApi']}/stages/live"
    return {"resourceArn": arn, "webAclArn": web_acl()}


def client(service: str) -> Any:
    """The deployer's own client, for what no type of the provider makes."""
    key, _, secret = os.environ["SANDBOX_TEST_KEYS"].partition(":")
    return boto3.client(service, "us-east-1", aws_access_key_id=key, aws_secret_access_key=secret)


def two_versions(make: Make) -> Props:
    """A function with two versions."""
    made = function(make)
    client("lambda").update_function_configuration(FunctionName=made["functionName"], Description="second")
    client("lambda").publish_version(FunctionName=made["functionName"])
    return made


def web_acl() -> str:
    """A web ACL of the sandbox's account; its ARN."""
    seen = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "m"}
    made = client("wafv2").create_web_acl(
        Name=f"acl-{os.urandom(4).hex()}",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        VisibilityConfig=seen,
        Rules=[],
    )
    return str(made["Summary"]["ARN"])


_BODY = {"widgets": [{"type": "metric", "properties": {"region": "us-east-1", "metrics": [["N", "M"]]}}]}
_STYLE = {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"}

GATEWAY_CASES = [
    Case(
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        {"alarmName": "both", "alarmActions": ["arn:aws:sns:us-east-1:123456789012:t"], "tags": {"a": "b"}},
        {"alarmDescription": "d", "alarmActions": []},
        ("arn",),
        needs=two_alarms,
    ),
    Case(
        "aws:cloudwatch/dashboard:Dashboard",
        {"dashboardName": "board", "dashboardBody": json.dumps(_BODY)},
        {"dashboardBody": json.dumps({"widgets": []})},
        ("dashboardArn",),
    ),
    Case(
        "aws:codedeploy/application:Application",
        {"computePlatform": "Lambda", "tags": {"a": "b"}},
        {"name": "renamed"},
        ("arn", "applicationId"),
        import_id=lambda _, state: str(state["name"]),
    ),
    Case(
        "aws:codedeploy/deploymentConfig:DeploymentConfig",
        {
            "computePlatform": "Lambda",
            "trafficRoutingConfig": {
                "type": "TimeBasedCanary",
                "timeBasedCanary": {"interval": 5, "percentage": 10},
            },
        },
        {"trafficRoutingConfig": {"type": "AllAtOnce"}},
        ("arn", "deploymentConfigId"),
        replaces=True,
    ),
    Case(
        "aws:codedeploy/deploymentGroup:DeploymentGroup",
        {
            "deploymentGroupName": "functions",
            "deploymentStyle": _STYLE,
            "alarmConfiguration": {"alarms": ["one", "two"], "enabled": True},
            "autoRollbackConfiguration": {"enabled": True, "events": ["DEPLOYMENT_STOP_ON_ALARM"]},
            "tags": {"a": "b"},
        },
        {
            "alarmConfiguration": {"alarms": ["two"], "enabled": True},
            "autoRollbackConfiguration": None,
        },
        ("arn", "deploymentGroupId", "computePlatform"),
        needs=rollout,
        import_id=lambda _, state: f"{state['appName']}:{state['deploymentGroupName']}",
    ),
    Case(
        "aws:lambda/alias:Alias",
        {"name": "live", "functionVersion": "1", "routingConfig": {"additionalVersionWeights": {"2": 0.1}}},
        {"routingConfig": None},
        ("arn", "invokeArn"),
        needs=two_versions,
        import_id=lambda _, state: f"{state['functionName']}/{state['name']}",
    ),
    Case(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        {},
        needs=guarded,
    ),
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
