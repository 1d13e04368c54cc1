"""Fixtures of cloudwatch-event-target-region."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def thing(arn: object, region: str = "eu-west-1") -> Case:
    return replace(aws("cloudwatch/eventTarget", rule="r", arn=arn), provider_region=region)


HERE = "arn:aws:states:eu-west-1:123456789012:stateMachine:run"
THERE = "arn:aws:states:us-east-1:123456789012:stateMachine:run"
FOUND = "arn is in us-east-1, and the"
CASES = Cases(
    passes=[
        thing("x:y:z:us-east-1:0:a"),
        thing(HERE),
        thing(THERE, "us-east-1"),
        thing(HERE).but(region="eu-west-1"),
        thing("arn:aws:events:us-east-1:123456789012:event-bus/main"),
    ],
    fails=[thing(THERE).but((FOUND,)), thing(HERE).but(("arn is in eu-west-1, and the",), region="us-east-1")],
    not_applicable=[thing(THERE, ""), replace(aws("cloudwatch/eventTarget", rule="r"), provider_region="eu-west-1")],
    unknown=[thing(U)],
)
