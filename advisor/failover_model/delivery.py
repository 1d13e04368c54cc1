"""The token's row as the streams of both Regions carry it, and who takes it for its own."""

from __future__ import annotations

from functools import cache
from typing import Final

from advisor.failover_model.one_input import KEY
from advisor.failover_model.step import REGIONS
from domain.resilience import task_id
from lambdas.run_work.records import parse_records, started_of

_BODY: Final = '{"content_type": "text/csv", "body": "1,2"}'


@cache
def takes(region: int, execution_region: int, epoch: int, attempt: int) -> bool:
    """Whether ``run_work`` in a Region works on a row that was written in one: the shipped reading of the record.

    A global table shows each row in the stream of each Region; the event filter of the mapping is left out here, so
    that the function alone has to be right.
    """
    row = {
        "task_id": task_id(KEY, epoch, attempt),
        "task_token": "token",
        "execution_region": REGIONS[execution_region],
        "input": _BODY,
    }
    image = {name: {"S": value} for name, value in row.items()}
    event = {"Records": [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": "1", "NewImage": image}}]}
    (record,) = parse_records(event)
    return started_of(record, REGIONS[region]) is not None
