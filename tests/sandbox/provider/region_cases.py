"""The lives of what a second Region needs: event buses, event source mappings, health checks, records."""

from __future__ import annotations

import json
from typing import Final

from sandbox.provider.values import Props
from tests.sandbox.provider.provider_cases import Case, Make, code, queue, trust

LAMBDA: Final = "lambda.amazonaws.com"


def bus_parts(make: Make) -> Props:
    return {"kmsKeyIdentifier": make("aws:kms/key:Key", {})[1]["arn"], "deadLetterConfig": {"arn": queue(make)["arn"]}}


def stream_reader(make: Make) -> Props:
    """A table with a stream, and a function whose role may read it."""
    table = make(
        "aws:dynamodb/table:Table",
        {
            "hashKey": "id",
            "attributes": [{"name": "id", "type": "S"}],
            "billingMode": "PAY_PER_REQUEST",
            "streamEnabled": True,
            "streamViewType": "NEW_AND_OLD_IMAGES",
        },
    )[1]
    actions = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"]
    statement = {"Effect": "Allow", "Action": [f"dynamodb:{name}" for name in actions], "Resource": "*"}
    failed = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
    role, state = make("aws:iam/role:Role", {"assumeRolePolicy": trust(LAMBDA)})
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement, failed]})
    make("aws:iam/rolePolicy:RolePolicy", {"role": role, "policy": document})
    inputs = {"code": code(), "handler": "app.handler", "runtime": "python3.13", "role": state["arn"], "publish": True}
    function, _ = make("aws:lambda/function:Function", inputs)
    alias = {"functionName": function, "functionVersion": "1", "name": "live"}
    arn = make("aws:lambda/alias:Alias", alias)[1]["arn"]
    failures = {"onFailure": {"destinationArn": queue(make)["arn"]}}
    return {"eventSourceArn": table["streamArn"], "functionName": arn, "destinationConfig": failures}


def zone(make: Make) -> Props:
    return {"zoneId": make("aws:route53/zone:Zone", {"name": "example.com"})[0]}


def failover(make: Make) -> Props:
    check, _ = make("aws:route53/healthCheck:HealthCheck", {"type": "HTTPS", "fqdn": "one.example.com", "port": 443})
    return {**zone(make), "healthCheckId": check}


def alarm(make: Make) -> Props:
    inputs = {"comparisonOperator": "LessThanThreshold", "evaluationPeriods": 1, "metricName": "CanaryHealthy"}
    more = {"namespace": "N", "period": 60, "statistic": "Maximum", "threshold": 1}
    return {"cloudwatchAlarmName": make("aws:cloudwatch/metricAlarm:MetricAlarm", {**inputs, **more})[0]}


PATTERN: Final = json.dumps({"eventName": ["INSERT"]})

REGION_CASES: Final = [
    Case(
        "aws:cloudwatch/eventBus:EventBus",
        {"name": "work", "description": "Work", "tags": {"a": "b"}},
        {"tags": {"a": "c", "d": "e"}},
        ("arn",),
        needs=bus_parts,
    ),
    Case(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        {
            "startingPosition": "TRIM_HORIZON",
            "batchSize": 10,
            "parallelizationFactor": 2,
            "maximumRetryAttempts": 3,
            "maximumRecordAgeInSeconds": 600,
            "bisectBatchOnFunctionError": True,
            "functionResponseTypes": ["ReportBatchItemFailures"],
            "filterCriteria": {"filters": [{"pattern": PATTERN}]},
            "tags": {"a": "b", "c": "d"},
        },
        {"batchSize": 20, "maximumRetryAttempts": None, "filterCriteria": None, "tags": {"a": "x"}},
        ("arn", "uuid", "functionArn", "state"),
        needs=stream_reader,
    ),
    Case(
        "aws:route53/healthCheck:HealthCheck",
        {
            "type": "HTTPS",
            "fqdn": "api.example.com",
            "port": 443,
            "resourcePath": "/health",
            "requestInterval": 10,
            "failureThreshold": 3,
            "tags": {"Name": "api"},
        },
        {"resourcePath": "/ready", "failureThreshold": 2, "tags": {"Name": "front"}},
        ("arn",),
    ),
    Case("aws:route53/zone:Zone", {"name": "example.org", "tags": {"a": "b"}}, {"comment": "Other"}, ("zoneId", "arn")),
    Case(
        "aws:route53/record:Record",
        {
            "name": "predict.example.com",
            "type": "CNAME",
            "ttl": 60,
            "records": ["one.example.com"],
            "setIdentifier": "us-east-1",
            "failoverRoutingPolicies": [{"type": "PRIMARY"}],
        },
        {"ttl": 30, "records": ["two.example.com"]},
        ("fqdn",),
        needs=failover,
    ),
]

MORE_REGION_CASES: Final = [
    Case(
        "aws:route53/healthCheck:HealthCheck",
        {
            "type": "CLOUDWATCH_METRIC",
            "cloudwatchAlarmRegion": "us-east-1",
            "insufficientDataHealthStatus": "Unhealthy",
        },
        {"insufficientDataHealthStatus": "Healthy"},
        ("arn",),
        needs=alarm,
        not_imported=frozenset({"cloudwatchAlarmName", "cloudwatchAlarmRegion", "insufficientDataHealthStatus"}),
    ),
    Case(
        "aws:route53/healthCheck:HealthCheck",
        {"type": "TCP", "ipAddress": "192.0.2.44", "port": 443, "requestInterval": 30},
        {"requestInterval": 10},
        replaces=True,
    ),
    Case(
        "aws:route53/record:Record",
        {"name": "Plain.example.com", "type": "A", "ttl": 300, "records": ["192.0.2.1", "192.0.2.2"]},
        {"records": ["192.0.2.3"]},
        needs=zone,
        not_imported=frozenset({"name"}),  # Route 53 keeps small letters
    ),
]
