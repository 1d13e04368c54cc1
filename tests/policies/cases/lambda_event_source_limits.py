"""Fixtures of lambda-event-source-limits."""

from __future__ import annotations

from guardrails.aws import lambda_limits

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

QUEUE = aws("lambda/eventSourceMapping", eventSourceArn="arn:aws:sqs:us-east-1:123456789012:q", batchSize=10.0)
FIFO = QUEUE.but(eventSourceArn="arn:aws:sqs:us-east-1:123456789012:q.fifo")
WAITING = QUEUE.but(batchSize=10000.0, maximumBatchingWindowInSeconds=1.0)
STREAM = aws(
    "lambda/eventSourceMapping",
    eventSourceArn="arn:aws:kinesis:us-east-1:123456789012:stream/s",
    batchSize=10000.0,
    maximumBatchingWindowInSeconds=300.0,
    parallelizationFactor=10.0,
    maximumRetryAttempts=10000.0,
    maximumRecordAgeInSeconds=60.0,
)
LEAST = STREAM.but(
    batchSize=1.0,
    maximumBatchingWindowInSeconds=0.0,
    parallelizationFactor=1.0,
    maximumRetryAttempts=-1.0,
    maximumRecordAgeInSeconds=604800.0,
)

EDGES = at_the_edges(STREAM, lambda_limits.MAPPING)
CASES = Cases(
    passes=[
        *EDGES[0],
        QUEUE,
        FIFO,
        FIFO.but(maximumBatchingWindowInSeconds=1.0),
        WAITING,
        STREAM,
        LEAST,
        LEAST.but(eventSourceArn=None, topics=["clicks"]),
        STREAM.but(maximumRecordAgeInSeconds=-1.0),
        QUEUE.but(scalingConfig={"maximumConcurrency": 2.0}),
        QUEUE.but(scalingConfig={"maximumConcurrency": 1000.0}),
    ],
    fails=[
        *EDGES[1],
        QUEUE.but(("batchSize is 11, outside 1 to 10;",), batchSize=11.0),
        QUEUE.but(("batchSize is 0, outside",), batchSize=0.0),
        FIFO.but(("batchSize is 11, outside 1 to 10;",), batchSize=11.0),
        FIFO.but(("batchSize is 11, outside 1 to 10;",), batchSize=11.0, maximumBatchingWindowInSeconds=1.0),
        WAITING.but(("batchSize is 10001, outside 1 to 10000",), batchSize=10001.0),
        WAITING.but(("batchSize is 10000, outside 1 to 10;",), maximumBatchingWindowInSeconds=None),
        QUEUE.but(("scalingConfig.maximumConcurrency is 1, outside",), scalingConfig={"maximumConcurrency": 1.0}),
        QUEUE.but(("scalingConfig.maximumConcurrency is 1001",), scalingConfig={"maximumConcurrency": 1001.0}),
        STREAM.but(("batchSize is 10001, outside 1 to 10000",), batchSize=10001.0),
        STREAM.but(("maximumBatchingWindowInSeconds is 301",), maximumBatchingWindowInSeconds=301.0),
        STREAM.but(("parallelizationFactor is 11",), parallelizationFactor=11.0),
        STREAM.but(("maximumRetryAttempts is 10001",), maximumRetryAttempts=10001.0),
        STREAM.but(("maximumRecordAgeInSeconds is 59",), maximumRecordAgeInSeconds=59.0),
        LEAST.but(("batchSize is 0",), batchSize=0.0),
        LEAST.but(("maximumBatchingWindowInSeconds is -1",), maximumBatchingWindowInSeconds=-1.0),
        LEAST.but(("parallelizationFactor is 0",), parallelizationFactor=0.0),
        LEAST.but(("maximumRetryAttempts is -2",), maximumRetryAttempts=-2.0),
        LEAST.but(("maximumRecordAgeInSeconds is 604801",), maximumRecordAgeInSeconds=604801.0),
    ],
    not_applicable=[],
    unknown=[
        WAITING.but(maximumBatchingWindowInSeconds=U),
        QUEUE.but(batchSize=U),
        STREAM.but(parallelizationFactor=U),
    ],
    always_applicable=True,
)
