"""A ledger in moto, a clock that stands, and what two Regions' functions are told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.exceptions import ClientError

from domain.resilience import Lease, LeaseRules, Work, WorkState, input_hash
from lambdas.clients.region_lease import RegionLease
from lambdas.clients.work_accepts import WorkAccepts
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_ledger import WorkLedger
from lambdas.work.guard import LeaseGuard
from lambdas.work.rows import lease_item, work_item
from lambdas.work_body import WorkBody

LEDGER, HERE, THERE = "ledger", "us-east-1", "us-east-2"
NOW_S = 1_800_000_000.0
NOW_MS = int(NOW_S * 1000)
MACHINE = f"arn:aws:states:{HERE}:123456789012:stateMachine:work"
BODY = WorkBody("image/png", b"\x89PNG")
RULES = LeaseRules(
    lease_ms=60_000,
    drain_ms=20_000,
    longest_request_ms=8_000,
    max_skew_ms=1_000,
    look_ms=10_000,
    unhealthy_after=3,
    return_after_ms=600_000,
    failback="manual",  # type: ignore[arg-type]
    standby_stale_ms=60_000,
)
ENVIRONMENT = {
    "PLATFORM_ENVIRONMENT": "test",
    "REGION": HERE,
    "PEER_REGION": THERE,
    "PRIMARY_REGION": HERE,
    "LEDGER_TABLE": LEDGER,
    "LEDGER_REGION": HERE,
    "TOKEN_TABLE": "tokens",
    "STATE_MACHINE_ARN": MACHINE,
    "LEASE_RULES": RULES.to_json(),
    "TOKEN_TTL_DAYS": "7",
    "MAX_ATTEMPTS": "5",
}


@dataclass
class Ledger:
    """The ledger's table, and the clients on it."""

    client: Any
    now_ms: int = NOW_MS

    def __post_init__(self) -> None:
        self.works = WorkLedger(self.client, LEDGER)
        self.accepts = WorkAccepts(self.client, LEDGER, self.works)
        self.changes = WorkChanges(self.client, LEDGER, self.works)

    def guard(self, region: str = HERE) -> LeaseGuard:
        return LeaseGuard(RegionLease(self.client, LEDGER), region, RULES, lambda: self.now_ms / 1000)

    def held_by(self, region: str, epoch: int = 1, **fields: Any) -> None:
        lease = Lease(region, epoch, **{"expires_at_ms": NOW_MS + RULES.lease_ms, **fields})
        self.client.put_item(TableName=LEDGER, Item=lease_item(lease))

    def accepted(self, key: str, body: WorkBody = BODY) -> Work:
        work = Work(
            key=key,
            state=WorkState.ACCEPTED,
            input_hash=input_hash(body.content_type, body.content),
            input=body.to_json(),
            at_ms=NOW_MS,
        )
        self.client.put_item(TableName=LEDGER, Item=work_item(work))
        return work

    def claimed(self, key: str, epoch: int = 1, attempt: int = 1, region: str = HERE) -> Work:
        if self.works.read(key) is None:
            self.accepted(key)
        change = self.changes.claim(Claim(key, epoch, attempt), region=region, now_ms=NOW_MS)
        assert change.done
        assert change.found is not None
        return change.found


def ledger() -> Ledger:
    """A new table."""
    client = boto3.client("dynamodb")
    client.create_table(
        TableName=LEDGER,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    return Ledger(client)


@dataclass
class FakeStates:
    """Step Functions as far as it is called: remembers starts by name, and answers by token."""

    started: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: list[tuple[str, str, Any]] = field(default_factory=list)
    refuses: str = ""

    def start_execution(self, **asked: str) -> dict[str, Any]:
        self._refuse("StartExecution")
        if asked["name"] in self.started:
            raise ClientError({"Error": {"Code": "ExecutionAlreadyExists"}}, "StartExecution")
        self.started[asked["name"]] = json.loads(asked["input"])
        return {}

    def send_task_success(self, **asked: str) -> None:
        self._refuse("SendTaskSuccess")
        self.answers.append((asked["taskToken"], "success", json.loads(asked["output"])))

    def send_task_failure(self, **asked: str) -> None:
        self._refuse("SendTaskFailure")
        self.answers.append((asked["taskToken"], asked["error"], asked["cause"]))

    def _refuse(self, operation: str) -> None:
        if self.refuses:
            raise ClientError({"Error": {"Code": self.refuses}}, operation)
