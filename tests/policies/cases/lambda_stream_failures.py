"""Fixtures of lambda-stream-failures."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws(
    "lambda/eventSourceMapping",
    eventSourceArn="arn:aws:kinesis:us-east-1:123456789012:stream/s",
    startingPosition="LATEST",
    maximumRetryAttempts=3.0,
    destinationConfig={"onFailure": {"destinationArn": U}},
)
TABLE = SOUND.but(
    eventSourceArn="arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026",
    maximumRetryAttempts=None,
    maximumRecordAgeInSeconds=3600.0,
)

CASES = Cases(
    passes=[SOUND, TABLE],
    fails=[
        SOUND.but(("destinationConfig.onFailure.destinationArn is not set",), destinationConfig=None),
        SOUND.but(("maximumRetryAttempts is endless, as is maximumRecordAgeInSeconds;",), maximumRetryAttempts=None),
        SOUND.but(("maximumRetryAttempts is endless",), maximumRetryAttempts=-1.0),
        TABLE.but(("maximumRetryAttempts is endless",), maximumRecordAgeInSeconds=-1.0),
        TABLE.but(("destinationConfig.onFailure.destinationArn is not set",), destinationConfig=None),
    ],
    not_applicable=[
        aws("lambda/eventSourceMapping", eventSourceArn="arn:aws:sqs:us-east-1:123456789012:q"),
        aws("lambda/eventSourceMapping", selfManagedEventSource={}),
    ],
    unknown=[SOUND.but(eventSourceArn=U), SOUND.but(maximumRetryAttempts=U)],
)
