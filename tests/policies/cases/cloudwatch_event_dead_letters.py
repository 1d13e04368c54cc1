"""Fixtures of cloudwatch-event-dead-letters."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:lost"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:lost"


def target(arn: object, *names: str) -> Case:
    return aws("cloudwatch/eventTarget", names, rule="nightly", arn=U, deadLetterConfig={"arn": arn})


def schedule(arn: object, *names: str) -> Case:
    facts = {"arn": U, "roleArn": U, "deadLetterConfig": {"arn": arn}}
    return aws("scheduler/schedule", names, scheduleExpression="rate(1 day)", target=facts)


CASES = Cases(
    passes=[target(QUEUE), schedule(QUEUE), target("lost")],
    fails=[
        target(TOPIC, f"deadLetterConfig.arn is {TOPIC}, which is no queue;"),
        target(f"{QUEUE}.fifo", f"deadLetterConfig.arn is {QUEUE}.fifo, which is a FIFO queue;"),
        schedule(TOPIC, f"target.deadLetterConfig.arn is {TOPIC}, which is no queue;"),
        schedule(f"{QUEUE}.fifo", f"target.deadLetterConfig.arn is {QUEUE}.fifo, which is a FIFO queue;"),
    ],
    not_applicable=[
        aws("cloudwatch/eventTarget", rule="nightly", arn=U),
        aws("scheduler/schedule", target={"arn": "arn:aws:lambda:eu-west-1:123456789012:function:f"}),
    ],
    unknown=[target(U), schedule(U), aws("scheduler/schedule", target=U)],
)
