"""Fixtures of lambda-function-log-group."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

OURS = aws("lambda/function", called="resize", name="resize", loggingConfig={"logFormat": "JSON", "logGroup": U})
BARE = OURS.but(loggingConfig={"logFormat": "JSON"})
GROUP = aws("cloudwatch/logGroup", called="log", name="/aws/lambda/resize", retentionInDays=30.0)
LINKED = GROUP.but(name=U).made_from(name="resize")
FOUND = ("resize: loggingConfig.logGroup is not set, and no log group has the function's name",)

CASES = Cases(
    passes=[
        stack(OURS),
        stack(BARE, GROUP),
        stack(BARE.but(name=None), LINKED.but(name="own")),
        stack(OURS, BARE, GROUP),
    ],
    fails=[
        stack(BARE, names=FOUND),
        stack(BARE, GROUP.but(name=None), names=FOUND),
        stack(BARE.but(name=None), names=FOUND),
        stack(BARE, GROUP.but(name="/aws/lambda/other"), names=FOUND),
    ],
    not_applicable=[stack(aws("sns/topic"))],
    unknown=[stack(BARE, GROUP.but(name=U)), stack(BARE.but(name=U), GROUP)],
)
