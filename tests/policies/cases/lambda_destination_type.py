"""Fixtures of lambda-destination-type."""

from __future__ import annotations

from guardrails.rules.lambda_destination_type import ACCEPTED

from tests.policies.cases.case import Case, Cases, U, aws

ARNS = {
    "sqs": "arn:aws:sqs:eu-west-1:123456789012:failed",
    "sns": "arn:aws:sns:eu-west-1:123456789012:failed",
    "lambda": "arn:aws:lambda:eu-west-1:123456789012:function:failed",
    "events": "arn:aws:events:eu-west-1:123456789012:event-bus/failed",
    "s3": "arn:aws:s3:::failed-4f2a",
    "kinesis": "arn:aws:kinesis:eu-west-1:123456789012:stream/failed",
}


def sending(token: str, path: str, target: object) -> Case:
    value = target
    *outer, last = path.split(".")
    for key in [last, *reversed(outer[1:])]:
        value = {key: value}
    return Case(token, {outer[0]: value})


def cases(*, accepted: bool) -> list[Case]:
    return [
        sending(token, path, arn).but(() if accepted else (f"{path} is {arn}; accepted: sqs, sns",))
        for token, paths in ACCEPTED.items()
        for path, services in paths.items()
        for service, arn in ARNS.items()
        if (service in services) is accepted
    ]


KAFKA = aws("lambda/eventSourceMapping", destinationConfig={"onFailure": {"destinationArn": "kafka://failed"}})
CASES = Cases(
    passes=[*cases(accepted=True), KAFKA],
    fails=cases(accepted=False),
    not_applicable=[Case(token, {}) for token in ACCEPTED],
    unknown=[sending(token, path, U) for token, paths in ACCEPTED.items() for path in paths],
)
