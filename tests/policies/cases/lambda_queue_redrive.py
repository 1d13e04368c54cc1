"""Fixtures of lambda-queue-redrive."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

KEPT = aws("sqs/queue", called="jobs", name="jobs", redrivePolicy=U)
LOST = KEPT.but(redrivePolicy=None)
READ = aws("lambda/eventSourceMapping", called="read", functionName=U).made_from(eventSourceArn="jobs")
OTHER = aws("lambda/eventSourceMapping", called="read", functionName=U).made_from(eventSourceArn="orders")
APART = aws("sqs/redrivePolicy", called="apart", redrivePolicy=U).made_from(queueUrl="jobs")
FOUND = ("jobs: redrivePolicy is not set, and a function reads the queue",)

CASES = Cases(
    passes=[stack(KEPT, READ), stack(LOST, READ, APART)],
    fails=[
        stack(LOST, READ, names=FOUND),
        stack(LOST, READ, APART.made_from(queueUrl="orders"), names=FOUND),
    ],
    not_applicable=[stack(LOST), stack(LOST, OTHER)],
    presence_only=True,
)
