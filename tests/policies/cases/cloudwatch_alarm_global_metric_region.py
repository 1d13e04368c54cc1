"""Fixtures of cloudwatch-alarm-global-metric-region."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def alarm(namespace: object, region: str = "us-east-1") -> Case:
    case = aws("cloudwatch/metricAlarm", namespace=namespace, metricName="m")
    return replace(case, provider_region=region)


GLOBAL = ("AWS/Billing", "AWS/Route53", "AWS/CloudFront")
CASES = Cases(
    passes=[alarm(name) for name in GLOBAL],
    fails=[alarm(name, "eu-west-1").but((f"namespace is {name}, and the alarm is in eu-west-1",)) for name in GLOBAL],
    not_applicable=[alarm("AWS/Lambda", "eu-west-1"), alarm("AWS/Billing", "")],
    unknown=[alarm(U)],
)
