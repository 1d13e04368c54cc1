"""Fixtures of scheduler-schedule-input."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def schedule(service: str, text: object, *names: str) -> Case:
    target = {"arn": f"arn:aws:{service}:eu-west-1:123456789012:x", "roleArn": U, "input": text}
    return aws("scheduler/schedule", names, scheduleExpression="rate(1 day)", target=target)


TAKE_JSON = ("events", "lambda", "scheduler", "states")

CASES = Cases(
    passes=[schedule(service, '{"EndpointName": "a"}') for service in TAKE_JSON] + [schedule("lambda", '"now"')],
    fails=[schedule(service, "now", "target.input is not valid JSON;") for service in TAKE_JSON],
    not_applicable=[schedule("sqs", "now"), schedule("sns", "now"), schedule("lambda", None)],
    unknown=[schedule("lambda", U), aws("scheduler/schedule", target={"arn": U, "input": "now"})],
)
