"""Fixtures of scheduler-schedule-target-region."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def thing(arn: object, region: str = "eu-west-1") -> Case:
    return replace(aws("scheduler/schedule", target={"arn": arn}), provider_region=region)


def dead(arn: str) -> Case:
    return replace(aws("scheduler/schedule", target={"deadLetterConfig": {"arn": arn}}), provider_region="eu-west-1")


HERE = "arn:aws:lambda:eu-west-1:123456789012:function:run"
THERE = "arn:aws:lambda:us-east-1:123456789012:function:run"
FOUND = "target.arn is in us-east-1, and the"
CASES = Cases(
    passes=[
        thing(HERE),
        thing(THERE, "us-east-1"),
        thing(HERE).but(region="eu-west-1"),
        thing("arn:aws:scheduler:::aws-sdk:sagemaker:deleteEndpoint"),
        dead(HERE),
    ],
    fails=[
        dead(THERE).but(("target.deadLetterConfig.arn is in",)),
        thing(THERE).but((FOUND,)),
        thing(HERE).but(("target.arn is in eu-west-1, and the",), region="us-east-1"),
    ],
    not_applicable=[thing(THERE, ""), replace(aws("scheduler/schedule", target={}), provider_region="eu-west-1")],
    unknown=[thing(U)],
)
