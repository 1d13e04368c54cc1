"""A ledger in this process, and ways to lose answers of it."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from domain.resilience import LeaseRules, Work, WorkState, done_bucket, open_bucket

LEDGER, TOKENS = "ledger", "tokens"
EAST, WEST = "us-east-1", "us-east-2"
START = 1_800_000_000.0
_keys = itertools.count()


def rules(**changes: Any) -> LeaseRules:
    """A lease of a minute, looked at each ten seconds."""
    usual: dict[str, Any] = {
        "lease_ms": 60_000,
        "drain_ms": 30_000,
        "longest_request_ms": 20_000,
        "max_skew_ms": 2_000,
        "look_ms": 10_000,
        "unhealthy_after": 3,
        "return_after_ms": 600_000,
        "failback": "manual",
        "standby_stale_ms": 60_000,
    }
    return LeaseRules(**{**usual, **changes})


def create_ledger(client: Any) -> None:
    client.create_table(
        TableName=LEDGER,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "bucket", "AttributeType": "S"},
            {"AttributeName": "at_ms", "AttributeType": "N"},
        ],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_bucket",
                "KeySchema": [
                    {"AttributeName": "bucket", "KeyType": "HASH"},
                    {"AttributeName": "at_ms", "KeyType": "RANGE"},
                ],
                "Projection": {
                    "ProjectionType": "INCLUDE",
                    "NonKeyAttributes": ["state", "epoch", "attempt", "claimed_at_ms"],
                },
            }
        ],
    )


def create_tokens(client: Any) -> None:
    client.create_table(
        TableName=TOKENS,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "task_id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "task_id", "KeyType": "HASH"}],
    )


def new_key() -> str:
    return f"key-{next(_keys)}"


def accepted(key: str | None = None, **changes: Any) -> Work:
    given: dict[str, Any] = {"input": '{"body":"digit"}', "input_hash": "h", "at_ms": int(START * 1000)}
    return Work(key=key or new_key(), state=WorkState.ACCEPTED, **{**given, **changes})


def raw_item(work: Work, claimed_at_ms: int = 0) -> dict[str, Any]:
    """The item as it would stand after the writes that lead to `work`, made without the code under test."""
    done = work.state is WorkState.DONE
    item = {
        "id": {"S": f"work#{work.key}"},
        "state": {"S": work.state.value},
        "epoch": {"N": str(work.epoch)},
        "attempt": {"N": str(work.attempt)},
        "input_hash": {"S": work.input_hash},
        "bucket": {"S": done_bucket(work.at_ms) if done else open_bucket(work.key)},
        "at_ms": {"N": str(work.at_ms)},
    }
    if claimed_at_ms:
        item["claimed_at_ms"] = {"N": str(claimed_at_ms)}
    texts = {"region": work.region, "input": work.input, "result": work.result}
    item |= {name: {"S": value} for name, value in texts.items() if value}
    return item | ({"outcome": {"S": work.outcome.value}} if work.outcome else {})


def code(name: str, status: int = 400) -> ClientError:
    return ClientError({"Error": {"Code": name, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Call")


LOST = ReadTimeoutError(endpoint_url="https://dynamodb")
LATE = ReadTimeoutError(endpoint_url="https://dynamodb/late")
"""The caller gets no answer, and the call arrives later: when it is taken out of `Shaky.late`."""
UNREACHABLE = EndpointConnectionError(endpoint_url="https://dynamodb")


@dataclass
class Shaky:
    """A client whose next calls of a method fail, before they are made or after; and that can be watched.

    `before` and `after` hold errors by method, taken one a call; `on_call` is called before each.
    """

    client: Any
    before: dict[str, list[Exception | None]] = field(default_factory=dict)
    after: dict[str, list[Exception | None]] = field(default_factory=dict)
    on_call: Callable[[str], None] = lambda _: None
    calls: list[str] = field(default_factory=list)
    down: Exception | None = None
    late: list[Callable[[], Any]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**request: Any) -> Any:
            self.calls.append(name)
            self.on_call(name)
            if self.down is not None:
                raise self.down
            make = functools.partial(getattr(self.client, name), **request)
            if (self.before.get(name) or [None])[0] is LATE:
                self.late.append(make)
            self._fail(self.before, name)
            answer = make()
            self._fail(self.after, name)
            return answer

        return call

    @staticmethod
    def _fail(errors: dict[str, list[Exception | None]], name: str) -> None:
        planned = errors.get(name)
        error = planned.pop(0) if planned else None
        if error is not None:
            raise error
