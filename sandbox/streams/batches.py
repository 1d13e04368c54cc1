"""What becomes of a batch after the function answered: pure.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

Record = Mapping[str, Any]


def sequence_number(record: Record) -> str:
    """Place of a record in its stream."""
    return str(record["dynamodb"]["SequenceNumber"])


def failed_from(batch: Sequence[Record], payload: bytes) -> int | None:
    """Index of the first record that a function reports as failed; None: all of them went well.

    An answer that cannot be read, or that names a record that is not in the batch, fails the whole batch.
    """
    try:
        answer = json.loads(payload or b"null")
    except ValueError:
        return 0
    failures = answer.get("batchItemFailures") if isinstance(answer, dict) else None
    if not failures:
        return None
    if not isinstance(failures, list):
        return 0
    places = {sequence_number(record): index for index, record in enumerate(batch)}
    named = [places.get(str(one.get("itemIdentifier") or "")) if isinstance(one, dict) else None for one in failures]
    return min(index if index is not None else 0 for index in named)


def wait_before(attempt: int, time_scale: float) -> float:
    """Seconds before another attempt: 1, 2, 4 … 60, times `time_scale`; AWS does not document its own."""
    return max(min(2.0**attempt, 60.0) * time_scale, 0.01)


def event_record(record: Record, stream_arn: str) -> dict[str, Any]:
    """A record as a function gets it: with the stream's ARN, and moments as seconds."""
    change = dict(record["dynamodb"])
    moment = change["ApproximateCreationDateTime"]
    if isinstance(moment, datetime):
        change["ApproximateCreationDateTime"] = int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())
    return {**record, "eventVersion": "1.1", "dynamodb": change, "eventSourceARN": stream_arn}


def failure_message(batch: Sequence[Record], stream_arn: str, function_arn: str, reason: Mapping[str, Any]) -> str:
    """What the failure destination is told: where the records are, not the records.

    Args:
        batch: Records that were given up.
        stream_arn: Of the stream.
        function_arn: Of the function.
        reason: `condition`, `invokes`, and `error` of the last attempt.
    """
    first, last = batch[0]["dynamodb"], batch[-1]["dynamodb"]
    message = {
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "functionArn": function_arn,
            "condition": reason["condition"],
            "approximateInvokeCount": reason["invokes"],
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": reason["error"]},
        "DDBStreamBatchInfo": {
            "shardId": "shardId-00000001541626099285-f35f62ef",
            "startSequenceNumber": first["SequenceNumber"],
            "endSequenceNumber": last["SequenceNumber"],
            "approximateArrivalOfFirstRecord": first["ApproximateCreationDateTime"],
            "approximateArrivalOfLastRecord": last["ApproximateCreationDateTime"],
            "batchSize": len(batch),
            "streamArn": stream_arn,
        },
    }
    return json.dumps(message, default=str)
