"""Fixtures of lambda-event-source-kind."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

QUEUE = aws(
    "lambda/eventSourceMapping",
    eventSourceArn="arn:aws:sqs:us-east-1:123456789012:jobs",
    scalingConfig={"maximumConcurrency": 10.0},
)
STREAM = aws(
    "lambda/eventSourceMapping",
    eventSourceArn="arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
    startingPosition="LATEST",
    parallelizationFactor=2.0,
    bisectBatchOnFunctionError=True,
    maximumRetryAttempts=3.0,
    maximumRecordAgeInSeconds=3600.0,
    tumblingWindowInSeconds=60.0,
    destinationConfig={"onFailure": {"destinationArn": U}},
)
TABLE = STREAM.but(eventSourceArn="arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026-01-01T00:00:00.000")
AT = {"startingPosition": "AT_TIMESTAMP", "startingPositionTimestamp": "2026-11-01T00:00:00Z"}
OTHERS = {
    "startingPosition": "LATEST",
    "startingPositionTimestamp": "2026-11-01T00:00:00Z",
    "parallelizationFactor": 2.0,
    "bisectBatchOnFunctionError": True,
    "maximumRetryAttempts": 3.0,
    "maximumRecordAgeInSeconds": 3600.0,
    "tumblingWindowInSeconds": 60.0,
    "destinationConfig": {"onFailure": {"destinationArn": U}},
}

CASES = Cases(
    passes=[
        QUEUE,
        QUEUE.but(bisectBatchOnFunctionError=False, destinationConfig={}),
        STREAM,
        TABLE,
        STREAM.but(startingPosition="TRIM_HORIZON", scalingConfig={}),
        STREAM.but(**AT),
        TABLE.but(startingPosition="TRIM_HORIZON", startingPositionTimestamp="2026-11-01T00:00:00Z"),
    ],
    fails=[
        *[QUEUE.but((f"{name} is set for a queue",), **{name: value}) for name, value in OTHERS.items()],
        STREAM.but(("scalingConfig is set for a stream",), scalingConfig={"maximumConcurrency": 10.0}),
        STREAM.but(("startingPosition is not set for a stream",), startingPosition=None),
        TABLE.but(("startingPosition is not set for a stream",), startingPosition=None),
        STREAM.but(("startingPositionTimestamp is not set for AT_TIMESTAMP",), startingPosition="AT_TIMESTAMP"),
        TABLE.but(("startingPosition is AT_TIMESTAMP, which DynamoDB streams",), **AT),
    ],
    not_applicable=[
        aws("lambda/eventSourceMapping", topics=["clicks"]),
        QUEUE.but(eventSourceArn="arn:aws:kafka:us-east-1:123456789012:cluster/c/u", startingPosition="LATEST"),
        QUEUE.but(eventSourceArn="clicks"),
    ],
    unknown=[
        QUEUE.but(eventSourceArn=U, startingPosition="LATEST"),
        QUEUE.but(startingPosition=U),
        QUEUE.but(destinationConfig=U),
        STREAM.but(startingPosition=U),
    ],
)
