"""Fixtures of messaging-policy-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

OPEN = ("policy.Statement[0].Principal",)
TOPIC = "arn:aws:sns:us-east-1:123456789012:t"


def open_to(principal: object, condition: object = None) -> dict[str, object]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", "Resource": "*"}
    return {"Statement": [statement if condition is None else {**statement, "Condition": condition}]}


ALARMS = aws(
    "sns/topicPolicy",
    policy=open_to({"Service": "cloudwatch.amazonaws.com"}, {"StringEquals": {"aws:SourceAccount": "123456789012"}}),
)
FANNED = aws("sqs/queuePolicy", queueUrl=U, policy=open_to("*", {"ArnLike": {"aws:SourceArn": TOPIC}}))
NAMED = aws("sns/topicPolicy", policy=open_to({"AWS": "arn:aws:iam::123456789012:root"}))
QUEUE = aws("sqs/queue", policy=open_to([U]))
ROLES = aws("sqs/queue", policy=open_to(["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/b"]))
INLINE = aws("sns/topic", policy=open_to({"AWS": "arn:aws:iam::123456789012:root"}))

CASES = Cases(
    passes=[
        ALARMS,
        FANNED,
        NAMED,
        ROLES,
        INLINE,
        FANNED.but(policy=open_to("*", {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::inputs"}})),
    ],
    fails=[
        NAMED.but(OPEN, policy=open_to({"AWS": "*"})),
        FANNED.but(OPEN, policy=open_to("*", {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}})),
        ROLES.but(OPEN, policy=open_to(["*", "arn:aws:iam::123456789012:role/b"])),
        INLINE.but(OPEN, policy=open_to({"AWS": "*"})),
    ],
    not_applicable=[aws("sns/topic", name="a"), aws("sqs/queue", name="a")],
    unknown=[FANNED.but(policy=U), FANNED.but(policy=open_to("*", {"ArnEquals": {"aws:SourceArn": U}})), QUEUE],
)
