"""Fixtures of s3-notification-region."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def thing(arn: object, region: str = "eu-west-1") -> Case:
    return replace(aws("s3/bucketNotification", bucket="b", queues=[{"queueArn": arn}]), provider_region=region)


def topic(arn: str) -> Case:
    return replace(aws("s3/bucketNotification", topics=[{"topicArn": arn}]), provider_region="eu-west-1")


def function(arn: str) -> Case:
    case = aws("s3/bucketNotification", lambdaFunctions=[{"lambdaFunctionArn": arn}])
    return replace(case, provider_region="eu-west-1")


HERE = "arn:aws:sqs:eu-west-1:123456789012:inputs"
THERE = "arn:aws:sqs:us-east-1:123456789012:inputs"
FOUND = "queues[0].queueArn is in us-east-1, and the"
CASES = Cases(
    passes=[thing(HERE), thing(THERE, "us-east-1"), thing(HERE).but(region="eu-west-1"), topic(HERE), function(HERE)],
    fails=[
        topic(THERE).but(("topics[0].topicArn is in",)),
        function(THERE).but(("lambdaFunctions[0].lambdaFunctionArn is in",)),
        thing(THERE).but((FOUND,)),
        thing(HERE).but(("queues[0].queueArn is in eu-west-1, and the",), region="us-east-1"),
    ],
    not_applicable=[
        thing(THERE, ""),
        replace(aws("s3/bucketNotification", eventbridge=True), provider_region="eu-west-1"),
    ],
    unknown=[thing(U)],
)
