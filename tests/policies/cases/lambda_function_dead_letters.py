"""Fixtures of lambda-function-dead-letters."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

KEPT = aws("lambda/function", called="resize", deadLetterConfig={"targetArn": U})
LOST = KEPT.but(deadLetterConfig=None)
UPLOADS = aws("s3/bucketNotification", called="uploads").made_from(lambdaFunctions="resize")
LIVE = aws("lambda/alias", called="live").made_from(functionName="resize")
NIGHTLY = aws("scheduler/schedule", called="nightly").made_from(target="live")
ON_FAILURE = {"onFailure": {"destination": U}}
CONFIG = aws("lambda/functionEventInvokeConfig", called="failures", destinationConfig=ON_FAILURE).made_from(
    functionName="resize"
)
FOUND = ("resize: deadLetterConfig.targetArn is not set",)

CASES = Cases(
    passes=[
        stack(KEPT, UPLOADS),
        stack(KEPT, LIVE, NIGHTLY),
        stack(LOST, UPLOADS, CONFIG),
        stack(KEPT, UPLOADS, CONFIG.but(destinationConfig=None)),
    ],
    fails=[
        stack(LOST, UPLOADS, names=FOUND),
        stack(LOST, LIVE, NIGHTLY, names=FOUND),
        stack(LOST, UPLOADS, CONFIG.but(destinationConfig=None), names=FOUND),
    ],
    not_applicable=[stack(LOST), stack(LOST, LIVE), stack(LOST, aws("sns/topicSubscription", protocol="email"))],
    presence_only=True,
)
