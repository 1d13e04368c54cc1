"""Fixtures of lambda-queue-visibility."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws, stack

JOBS = aws("sqs/queue", called="jobs", visibilityTimeoutSeconds=60.0)
WORK = aws("lambda/function", called="work", timeout=60.0)
READ = aws("lambda/eventSourceMapping", called="read").made_from(eventSourceArn="jobs", functionName="work")
LIVE = aws("lambda/alias", called="live").made_from(functionName="work")
BY_ALIAS = aws("lambda/eventSourceMapping", called="read").made_from(eventSourceArn="jobs", functionName="live")
OTHER = aws("lambda/function", called="other", timeout=30.0)
BY_OTHER = aws("lambda/eventSourceMapping", called="read").made_from(eventSourceArn="jobs", functionName="other")
TOO_SHORT = ("jobs: visibilityTimeoutSeconds is 59 s, shorter than the 60 s that work needs",)
SIX = {"times": 6}

CASES = Cases(
    passes=[
        stack(JOBS, WORK, READ),
        stack(JOBS, WORK, LIVE, BY_ALIAS),
        stack(JOBS.but(visibilityTimeoutSeconds=3.0), WORK.but(timeout=None), READ),
        stack(JOBS.but(visibilityTimeoutSeconds=None), WORK.but(timeout=30.0), READ),
        stack(JOBS, WORK.but(timeout=900.0)),
        stack(JOBS, aws("sqs/queue", called="orders", visibilityTimeoutSeconds=30.0), WORK, READ),
        stack(JOBS.but(visibilityTimeoutSeconds=59.0), WORK, LIVE, OTHER, BY_OTHER),
        replace(stack(JOBS.but(visibilityTimeoutSeconds=360.0), WORK, READ), settings=SIX),
    ],
    fails=[
        stack(JOBS.but(visibilityTimeoutSeconds=59.0), WORK, READ, names=TOO_SHORT),
        stack(JOBS.but(visibilityTimeoutSeconds=59.0), WORK, LIVE, BY_ALIAS, names=TOO_SHORT),
        stack(
            JOBS.but(visibilityTimeoutSeconds=None),
            WORK.but(timeout=31.0),
            READ,
            names=("jobs: visibilityTimeoutSeconds is 30 s, shorter than the 31 s",),
        ),
        stack(
            JOBS.but(visibilityTimeoutSeconds=2.0),
            WORK.but(timeout=None),
            READ,
            names=("jobs: visibilityTimeoutSeconds is 2 s, shorter than the 3 s",),
        ),
        replace(
            stack(
                JOBS.but(visibilityTimeoutSeconds=359.0),
                WORK,
                READ,
                names=("jobs: visibilityTimeoutSeconds is 359 s, shorter than the 360 s",),
            ),
            settings=SIX,
        ),
    ],
    not_applicable=[stack(JOBS)],
    unknown=[stack(JOBS.but(visibilityTimeoutSeconds=U), WORK, READ), stack(JOBS, WORK.but(timeout=U), READ)],
)
