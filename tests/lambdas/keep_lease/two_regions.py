"""Two Regions in this process: one ledger, a replica of the token table in each, an endpoint and a machine in each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import boto3

from domain.batches.outcomes import EndpointError
from domain.resilience import Heartbeat, Lease, LeaseRules, Work
from lambdas.clients.deployed_code import DeployedCode
from lambdas.clients.endpoints import EndpointCallError
from lambdas.clients.heartbeats import Heartbeats
from lambdas.clients.lease_changes import LeaseChanges
from lambdas.clients.region_lease import RegionLease
from lambdas.clients.work_changes import WorkChanges
from lambdas.clients.work_executions import WorkExecutions
from lambdas.clients.work_ledger import WorkLedger
from lambdas.clients.work_listing import WorkListing
from lambdas.keep_lease.canary import Canary
from lambdas.keep_lease.keeper import Keeper
from lambdas.keep_lease.meter import KeeperMeter
from lambdas.keep_lease.orders import Operator
from lambdas.keep_lease.pulse import Pulse
from lambdas.keep_lease.report import Report
from lambdas.keep_lease.settings import CanaryBody, Settings
from lambdas.keep_lease.sweep import Sweep
from lambdas.work.dispatch import Dispatcher
from lambdas.work.guard import LeaseGuard
from lambdas.work.settings import WorkSettings
from tests.lambdas.work.ledger_cloud import (
    EAST,
    LEDGER,
    START,
    TOKENS,
    WEST,
    Shaky,
    create_ledger,
    create_tokens,
    raw_item,
    rules,
)
from tests.lambdas.work.machine import MACHINE, Machine

LOOK_S = 10.0


@dataclass
class Endpoint:
    """An endpoint that predicts, or fails; each answer takes its time."""

    time: Time
    takes_s: float = 0.05
    error: EndpointError | None = None
    asked: list[tuple[bytes, str, float]] = field(default_factory=list)

    def invoke(self, body: bytes, content_type: str, timeout_s: float) -> bytes:
        self.asked.append((body, content_type, timeout_s))
        self.time.now += self.takes_s
        if self.error is not None:
            raise EndpointCallError(self.error)
        return b"{}"


@dataclass
class Code:
    """Lambda, as far as it says what is deployed."""

    sha: str = "same"
    error: Exception | None = None
    calls: int = 0

    def get_function_configuration(self, FunctionName: str) -> dict[str, Any]:  # noqa: N803 - boto3's name
        self.calls += 1
        if self.error is not None:
            raise self.error
        return {"CodeSha256": self.sha}


@dataclass
class Time:
    now: float = START


class Site:
    """A Region; `skew_s` is how far its clock is ahead."""

    def __init__(self, regions: TwoRegions, name: str, peer: str, lease_rules: LeaseRules) -> None:
        self.name, self.peer, self.regions, self.skew_s = name, peer, regions, 0.0
        self.rules = lease_rules
        self.ledger_client = Shaky(regions.ledger)
        self.tokens_client = Shaky(boto3.client("dynamodb", region_name=name))
        self.endpoint, self.machine, self.code = Endpoint(regions.time), Machine(), Code()
        self.lines: list[str] = []
        create_tokens(self.tokens_client.client)

    def clock(self) -> float:
        return self.regions.time.now + self.skew_s

    def settings(self) -> Settings:
        return Settings(
            work=WorkSettings(
                environment="test",
                region=self.name,
                peer=self.peer,
                primary=EAST,
                ledger_table=LEDGER,
                ledger_region=EAST,
                token_table=TOKENS,
                state_machine_arn=MACHINE,
                rules=self.rules,
                token_ttl_days=7,
                max_attempts=3,
            ),
            endpoint="digits",
            component=None,
            looks_per_minute=6,
            canary=CanaryBody("image/png", b"digit"),
            canary_timeout_ms=5_000,
            retention_days=30,
            fingerprint_functions={"run": f"run-{self.name}"},
            fingerprint_static="settings-1",
        )

    def keeper(self) -> Keeper:
        """A new one, as each invocation has."""
        settings, ledger_client = self.settings(), self.ledger_client
        leases, ledger = RegionLease(ledger_client, LEDGER), WorkLedger(ledger_client, LEDGER)
        changes, executions = WorkChanges(ledger_client, LEDGER, ledger), WorkExecutions(self.machine, MACHINE)
        endpoints: Any = self.endpoint
        return Keeper(
            settings=settings,
            canary=Canary(endpoints, settings.canary, 5.0, lambda: self.regions.time.now),
            pulse=Pulse(settings, Heartbeats(self.tokens_client, TOKENS), DeployedCode(self.code), self.clock),
            guard=LeaseGuard(leases, self.name, self.rules, self.clock),
            changes=LeaseChanges(ledger_client, LEDGER, leases),
            sweep=Sweep(
                listing=WorkListing(ledger_client, LEDGER),
                ledger=ledger,
                changes=changes,
                executions=executions,
                dispatcher=Dispatcher(changes, executions, self.name, 7, self.clock),
                rules=self.rules,
                max_attempts=3,
                clock=self.clock,
            ),
            meter=KeeperMeter("keep_lease", "test", self.name, self.lines.append, self.clock),
            clock=self.clock,
        )

    def look(self) -> Report:
        return self.keeper().look(self.clock() + LOOK_S)

    def operator(self) -> Operator:
        return Operator(self.keeper())

    def heartbeat(self, of: str | None = None) -> Heartbeat | None:
        return Heartbeats(self.tokens_client.client, TOKENS).read(of or self.name)

    def metrics(self) -> dict[str, float]:
        """The last value of each metric."""
        found: dict[str, float] = {}
        for line in map(json.loads, self.lines):
            names = [one["Name"] for one in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]]
            found |= {name: line[name] for name in names}
        return found


class TwoRegions:
    """The primary, the standby, and what they share."""

    def __init__(self, **rule_changes: Any) -> None:
        self.time = Time()
        self.ledger = boto3.client("dynamodb", region_name=EAST)
        create_ledger(self.ledger)
        self.east = Site(self, EAST, WEST, rules(**rule_changes))
        self.west = Site(self, WEST, EAST, rules(**rule_changes))

    @property
    def lease(self) -> Lease | None:
        return RegionLease(self.ledger, LEDGER).read()

    def put(self, work: Work, claimed_at_ms: int = 0) -> Work:
        self.ledger.put_item(TableName=LEDGER, Item=raw_item(work, claimed_at_ms))
        return work

    def work(self, key: str) -> Work:
        found = WorkLedger(self.ledger, LEDGER).read(key)
        assert found is not None
        return found

    def replicate(self) -> None:
        """Let each Region's heartbeat arrive in the other."""
        for here, there in ((self.east, self.west), (self.west, self.east)):
            key = {"task_id": {"S": f"region#{here.name}"}}
            item = here.tokens_client.client.get_item(TableName=TOKENS, Key=key).get("Item")
            if item is not None:
                there.tokens_client.client.put_item(TableName=TOKENS, Item=item)

    def round(self, count: int = 1, *, east: bool = True, west: bool = True) -> None:
        """Both Regions look, one round each ten seconds."""
        for _ in range(count):
            for site, is_there in ((self.east, east), (self.west, west)):
                if is_there:
                    site.look()
            self.replicate()
            self.time.now += LOOK_S

    def settle(self) -> None:
        """The primary holds the lease, and both are healthy."""
        self.round(3)
        lease = self.lease
        assert lease is not None
        assert lease.holder == EAST
