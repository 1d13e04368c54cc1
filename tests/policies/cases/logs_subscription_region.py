"""Fixtures of logs-subscription-region."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def thing(arn: object, region: str = "eu-west-1") -> Case:
    return replace(aws("cloudwatch/logSubscriptionFilter", logGroup="g", destinationArn=arn), provider_region=region)


HERE = "arn:aws:kinesis:eu-west-1:123456789012:stream/logs"
THERE = "arn:aws:kinesis:us-east-1:123456789012:stream/logs"
FOUND = "destinationArn is in us-east-1, and the"
CASES = Cases(
    passes=[thing(HERE), thing(THERE, "us-east-1"), thing(HERE).but(region="eu-west-1")],
    fails=[
        thing(THERE).but((FOUND,)),
        thing(HERE).but(("destinationArn is in eu-west-1, and the",), region="us-east-1"),
    ],
    not_applicable=[
        thing(THERE, ""),
        replace(aws("cloudwatch/logSubscriptionFilter", logGroup="g"), provider_region="eu-west-1"),
    ],
    unknown=[thing(U)],
)
