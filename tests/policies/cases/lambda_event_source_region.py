"""Fixtures of lambda-event-source-region."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def thing(arn: object, region: str = "eu-west-1") -> Case:
    return replace(aws("lambda/eventSourceMapping", functionName="collect", eventSourceArn=arn), provider_region=region)


HERE = "arn:aws:sqs:eu-west-1:123456789012:inputs"
THERE = "arn:aws:sqs:us-east-1:123456789012:inputs"
FOUND = "eventSourceArn is in us-east-1, and the"
CASES = Cases(
    passes=[
        thing(HERE),
        thing(THERE, "us-east-1"),
        thing(HERE).but(region="eu-west-1"),
        thing(HERE).but(functionName="arn:aws:lambda:eu-west-1:123456789012:function:a"),
    ],
    fails=[
        thing(HERE).but(
            ("functionName is in us-east-1",), functionName="arn:aws:lambda:us-east-1:123456789012:function:a"
        ),
        thing(THERE).but((FOUND,)),
        thing(HERE).but(("eventSourceArn is in eu-west-1, and the",), region="us-east-1"),
    ],
    not_applicable=[
        thing(THERE, ""),
        replace(aws("lambda/eventSourceMapping", batchSize=1.0), provider_region="eu-west-1"),
    ],
    unknown=[thing(U)],
)
