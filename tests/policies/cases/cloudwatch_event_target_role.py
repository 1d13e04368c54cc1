"""Fixtures of cloudwatch-event-target-role."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

ROLE = "arn:aws:iam::123456789012:role/events"


def target(service: str, role: object = None, resource: str = "x") -> Case:
    arn = f"arn:aws:{service}:eu-west-1:123456789012:{resource}"
    case = aws("cloudwatch/eventTarget", rule="nightly", arn=arn)
    return case if role is None else case.but(roleArn=role)


BY_ROLE = ("batch", "codebuild", "codepipeline", "ecs", "firehose", "kinesis", "states")
CALL = target("events", ROLE, "api-destination/orders/1")

CASES = Cases(
    passes=[*[target(service, ROLE) for service in BY_ROLE], CALL, target("states", U)],
    fails=[
        *[target(service).but(("roleArn is not set;",)) for service in BY_ROLE],
        CALL.but(("roleArn is not set;",), roleArn=None),
        target("states", "").but(("roleArn is not set;",)),
    ],
    not_applicable=[
        *[target(service) for service in ("lambda", "sns", "sqs", "logs")],
        target("events", None, "event-bus/other"),
        CALL.but(arn="orders"),
    ],
    unknown=[CALL.but(arn=U)],
)
