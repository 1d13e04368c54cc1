"""The deployed stack as the drill sees it: from outside of both Regions."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config

from domain.resilience import Lease, Work, all_open_buckets, done_bucket
from lambdas.clients.work_listing import WorkListing
from lambdas.work.rows import INDEX, parse_lease, parse_work

SCANS = 4
CONNECTIONS = 64
LONGEST_S = 90.0
LIVE = "live"
"""The alias that everything calls (`components.function`)."""


@dataclass
class Site:
    """Two Regions of one stack.

    Attributes:
        outputs: The stack's outputs.
        environment: Address and credentials of the drill, who is outside of both Regions.
    """

    outputs: Mapping[str, Any]
    environment: Mapping[str, str]
    _clients: dict[tuple[str, str, float], Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def primary(self) -> str:
        """The preferred Region."""
        return str(self.outputs["primaryRegion"])

    @property
    def secondary(self) -> str:
        """The other one."""
        return str(self.outputs["secondaryRegion"])

    @property
    def regions(self) -> tuple[str, str]:
        """Both."""
        return self.primary, self.secondary

    def client(self, service: str, region: str, timeout_s: float = LONGEST_S) -> Any:
        """A client that asks once, and waits for its answer for so many seconds."""
        key = (service, region, timeout_s)
        with self._lock:
            return self._clients.setdefault(key, None) or self._made(key)

    def _made(self, key: tuple[str, str, float]) -> Any:
        service, region, timeout_s = key
        if self._clients[key] is None:
            session = boto3.Session(
                aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
                region_name=region,
            )
            self._clients[key] = session.client(
                service,
                endpoint_url=self.environment["AWS_ENDPOINT_URL"],
                config=Config(
                    max_pool_connections=CONNECTIONS,
                    connect_timeout=min(5.0, timeout_s),
                    read_timeout=timeout_s,
                    retries={"total_max_attempts": 1},
                ),
            )
        return self._clients[key]

    def keeper(self, region: str) -> str:
        """The name of a Region's keeper; empty when nothing runs there."""
        name = "keepLeaseFunction" if region == self.primary else "secondaryKeepLeaseFunction"
        return str(self.outputs.get(name) or "")

    def ask_keeper(self, region: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """One order to a keeper, or a question.

        Raises:
            RuntimeError: It refused; the text says why.
        """
        reply = self.client("lambda", region).invoke(
            FunctionName=self.keeper(region), Payload=json.dumps(event).encode()
        )
        found: dict[str, Any] = json.loads(reply["Payload"].read())
        if "FunctionError" in reply:
            raise RuntimeError(f"{found.get('errorType')}: {found.get('errorMessage')}")
        return found

    def start_keeper(self, region: str) -> None:
        """Starts a minute of looks, as the schedule does."""
        self.client("lambda", region).invoke(FunctionName=self.keeper(region), InvocationType="Event", Payload=b"{}")

    def heartbeat_ms(self, region: str) -> int:
        """When a Region said last how it is, in its own replica; 0 when it never did."""
        found = self.client("dynamodb", region).get_item(
            TableName=self.outputs["tokenTable"], Key={"task_id": {"S": f"region#{region}"}}
        )
        return int(found["Item"]["at_ms"]["N"]) if "Item" in found else 0

    def lease(self, region: str) -> Lease | None:
        """The lease as a Region's replica has it."""
        found = self.client("dynamodb", self._ledger_region(region)).get_item(
            TableName=self.outputs["ledgerTable"], Key={"id": {"S": "lease"}}
        )
        return parse_lease(found["Item"]) if "Item" in found else None

    def works(self, region: str) -> list[Work]:
        """Every piece of work as a Region's replica has it."""
        with ThreadPoolExecutor(SCANS) as pool:
            parts = pool.map(lambda part: list(self._scan(region, part)), range(SCANS))
            return [work for part in parts for work in part]

    def open_keys(self, region: str) -> list[str]:
        """The keys of the work without a result, by the ledger's index."""
        listing = WorkListing(self.client("dynamodb", self._ledger_region(region)), self.outputs["ledgerTable"])
        return [work.key for work in listing.open_work()]

    def any_open(self, region: str) -> bool:
        """Whether there is work without a result: one entry of the index is enough, so it can be asked often."""
        return any(self._entries(region, bucket, Limit=1) for bucket in all_open_buckets())

    def any_done_since(self, region: str, epoch: int, since_ms: int, now_ms: int) -> bool:
        """Whether a piece of work has a result of an epoch after this one.

        Args:
            region: Whose replica is asked.
            epoch: The epoch.
            since_ms: Of the oldest result that counts, in milliseconds since 1970.
            now_ms: Now: the day may have changed meanwhile.
        """
        found = (self._entries(region, bucket, since_ms) for bucket in {done_bucket(since_ms), done_bucket(now_ms)})
        return any(int(entry["epoch"]["N"]) > epoch for entries in found for entry in entries)

    def _entries(self, region: str, bucket: str, since_ms: int = 0, **more: Any) -> list[dict[str, Any]]:
        """The first page of a bucket of the index."""
        answer: dict[str, Any] = self.client("dynamodb", self._ledger_region(region)).query(
            TableName=self.outputs["ledgerTable"],
            IndexName=INDEX,
            KeyConditionExpression="#bucket = :bucket AND at_ms >= :since",
            ExpressionAttributeNames={"#bucket": "bucket"},
            ExpressionAttributeValues={":bucket": {"S": bucket}, ":since": {"N": str(since_ms)}},
            **more,
        )
        found: list[dict[str, Any]] = answer["Items"]
        return found

    def feed(self, region: str, *, flows: bool) -> None:
        """Stops what brings a Region's work to its function, or lets it go on: what is started waits meanwhile."""
        client = self.client("lambda", region)
        named = f"{self.outputs['runWorkFunctions'][region]}:{LIVE}"
        for mapping in client.list_event_source_mappings(FunctionName=named)["EventSourceMappings"]:
            client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=flows)

    def executions(self, region: str) -> list[tuple[str, str]]:
        """Name and status of every execution in a Region."""
        machine = self.outputs["workStateMachines"].get(region)
        if machine is None:
            return []
        pages = self.client("stepfunctions", region).get_paginator("list_executions").paginate(stateMachineArn=machine)
        return [(one["name"], one["status"]) for page in pages for one in page["executions"]]

    def _ledger_region(self, region: str) -> str:
        return region if self.outputs["ledgerRegion"] in self.regions else str(self.outputs["ledgerRegion"])

    def _scan(self, region: str, part: int) -> Iterator[Work]:
        pages = (
            self.client("dynamodb", self._ledger_region(region))
            .get_paginator("scan")
            .paginate(TableName=self.outputs["ledgerTable"], Segment=part, TotalSegments=SCANS, ConsistentRead=True)
        )
        for page in pages:
            yield from (parse_work(item) for item in page["Items"] if item["id"]["S"].startswith("work#"))
