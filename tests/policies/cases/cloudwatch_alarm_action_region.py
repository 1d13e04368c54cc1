"""Fixtures of cloudwatch-alarm-action-region."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def thing(arn: object, region: str = "eu-west-1") -> Case:
    return replace(aws("cloudwatch/metricAlarm", namespace="Shop", alarmActions=[arn]), provider_region=region)


def composite(arn: str) -> Case:
    return replace(aws("cloudwatch/compositeAlarm", insufficientDataActions=[arn]), provider_region="eu-west-1")


def done(arn: str) -> Case:
    return replace(aws("cloudwatch/metricAlarm", okActions=[arn]), provider_region="eu-west-1")


HERE = "arn:aws:sns:eu-west-1:123456789012:alarms"
THERE = "arn:aws:sns:us-east-1:123456789012:alarms"
FOUND = "alarmActions[0] is in us-east-1, and the"
CASES = Cases(
    passes=[
        thing(HERE),
        thing(THERE, "us-east-1"),
        thing(HERE).but(region="eu-west-1"),
        thing("arn:aws:automate:eu-west-1:ec2:stop"),
        composite(HERE),
        done(HERE),
    ],
    fails=[
        composite(THERE).but(("insufficientDataActions[0] is in",)),
        done(THERE).but(("okActions[0] is in",)),
        thing(THERE).but((FOUND,)),
        thing(HERE).but(("alarmActions[0] is in eu-west-1, and the",), region="us-east-1"),
    ],
    not_applicable=[
        thing(THERE, ""),
        replace(aws("cloudwatch/metricAlarm", namespace="Shop"), provider_region="eu-west-1"),
    ],
    unknown=[thing(U)],
)
