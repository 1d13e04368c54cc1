"""Mistakes in what watches, runs and routes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from tests.policies.cases.case import Case, aws
from tests.policies.errata.entry import Erratum, Mistake
from tests.policies.errata.scaling import ALARM


def billing(region: str) -> Case:
    topic = f"arn:aws:sns:{region}:123456789012:costs"
    alarm = aws("cloudwatch/metricAlarm", called="billing", namespace="AWS/Billing", alarmActions=[topic])
    return replace(alarm, provider_region="us-east-1")


def event(region: str) -> Case:
    machine = f"arn:aws:states:{region}:123456789012:stateMachine:failover"
    return replace(aws("cloudwatch/eventTarget", called="failover", rule="r", arn=machine), provider_region="eu-west-1")


PRIMARY = aws(
    "route53/record",
    called="api",
    zoneId="Z123",
    name="api.example.com",
    type="A",
    ttl=60.0,
    records=["192.0.2.1"],
    setIdentifier="primary",
    failoverRoutingPolicies=[{"type": "PRIMARY"}],
)
FUNCTION = aws("lambda/function", called="score", runtime="python3.13", handler="app.handler", timeout=30.0)


def dashboard(**region: str) -> Case:
    metrics = [["Assist", "RoutingDecision", "Pattern", "ondemand-haiku"]]
    widget = {"type": "metric", "properties": {"metrics": metrics, "period": 300, "stat": "Sum", **region}}
    body = json.dumps({"widgets": [widget]})
    return aws("cloudwatch/dashboard", called="routing", dashboardName="routing", dashboardBody=body)


def provisioned(qualifier: str) -> Case:
    return aws(
        "lambda/provisionedConcurrencyConfig",
        called="warm",
        functionName="score",
        qualifier=qualifier,
        provisionedConcurrentExecutions=5.0,
    )


ERRATA = (
    Erratum(
        21,
        "an alarm on charges that tells a topic of another Region",
        seen=(
            Mistake(
                "cloudwatch-alarm-action-region",
                billing("ap-northeast-1"),
                "billing: alarmActions[0] is in ap-northeast-1",
                billing("us-east-1"),
            ),
        ),
    ),
    Erratum(
        31,
        "provisioned concurrency on $LATEST",
        seen=(
            Mistake(
                "lambda-provisioned-concurrency-version",
                provisioned("$LATEST"),
                "warm: qualifier is $LATEST",
                provisioned("live"),
            ),
        ),
    ),
    Erratum(
        32,
        "a metric that does not exist, and one without the variant's name",
        seen=(
            Mistake(
                "cloudwatch-alarm-metric",
                ALARM.but(metricName="ModelInvocations"),
                "latency: metricName is ModelInvocations",
                ALARM,
            ),
            Mistake(
                "cloudwatch-alarm-dimensions",
                ALARM.but(dimensions={"EndpointName": "assist"}),
                "latency: dimensions has [EndpointName], and ModelLatency comes by",
                ALARM,
            ),
        ),
    ),
    Erratum(
        44,
        "Python 3.11, which AWS leaves in June 2027",
        seen=(
            Mistake(
                "lambda-function-runtime",
                FUNCTION.but(runtime="python3.11"),
                "score: runtime is python3.11",
                FUNCTION,
                today=date(2027, 7, 1),
            ),
        ),
        unseen="what a requirements file pins, and what is billed",
    ),
    Erratum(
        58,
        "a dashboard without Regions, of a metric that is published with more dimensions",
        seen=(
            Mistake(
                "cloudwatch-dashboard-metrics",
                dashboard(),
                "routing: dashboardBody.widgets[0].properties.region is not set",
                dashboard(region="us-east-1"),
            ),
        ),
        unseen="in which dimensions a program of one's own publishes is in its code",
    ),
)
ORIGIN = (
    Erratum(
        "other Region",
        "events that go straight to a state machine of another Region",
        seen=(
            Mistake(
                "cloudwatch-event-target-region",
                event("us-east-1"),
                "failover: arn is in us-east-1",
                event("eu-west-1"),
            ),
        ),
    ),
    Erratum(
        "blind failover",
        "an active record that no health check takes out",
        seen=(
            Mistake(
                "route53-failover-health",
                PRIMARY,
                "api: healthCheckId is not set, but the record is the primary",
                PRIMARY.but(healthCheckId="0f6a2b9e-6c1d-4b0a-9a55-1f2e3d4c5b6a"),
            ),
        ),
    ),
)
