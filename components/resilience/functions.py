"""The functions of a Region: for each what it is told (environment), what it may touch (access), and its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from components.base import PlatformComponent
from components.function import PythonFunction, PythonFunctionArgs
from components.function_host import FunctionHost
from components.resilience.packages import ACCEPT, KEEP, RUN
from components.resilience.parts import Canary, Ledger, SiteEndpoint, TokenStore
from components.settings.resilience import ResilienceSettings
from components.workflow import StateMachine
from domain.resilience import LeaseRules

INDEX: Final = "by_bucket"
"""Index of the ledger by which open and old work is found."""
KEEPERS: Final = 4
"""Runs of the keeper at one time: the clock's, a late one, and two people's: no look may shut out an order."""
KEEP_TIMEOUT_S: Final = 90
"""A run looks for a minute; the last look and its dispatch may take half a minute more."""
ACCEPT_TIMEOUT_S: Final = 30
MOST_WORKERS: Final = 32
LONGEST_ANSWER_S: Final = 60
"""SageMaker's: a function that ended sooner would leave the endpoint at work for nobody.
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html"""
HANDLING_S: Final = 15
"""What a batch takes beside its requests: the lease, the commits, the callbacks."""
COMPACT: Final = (",", ":")

Grants = dict[str, Sequence[pulumi.Input[str]]]


@dataclass(frozen=True, kw_only=True)
class SiteFunctionsArgs:
    """Inputs.

    Attributes:
        host: What all functions of the Region share.
        settings: The theme's settings.
        rules: The lease's rules.
        primary_region, peer_region: The preferred Region, and the one that is not this one.
        ledger: The ledger as this Region asks it.
        tokens: The token store's replica of this Region.
        endpoint: What predicts.
        machine: The state machine of this Region.
        canary: What is predicted to know whether the Region serves.
        fingerprint: Hash of what is deployed, apart from the functions' code.
    """

    host: FunctionHost
    settings: ResilienceSettings
    rules: LeaseRules
    primary_region: str
    peer_region: str
    ledger: Ledger
    tokens: TokenStore
    endpoint: SiteEndpoint
    machine: StateMachine
    canary: Canary
    fingerprint: pulumi.Input[str]


class SiteFunctions(PlatformComponent):
    """The functions that accept work, run it, and keep the lease."""

    names: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: SiteFunctionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": args.host.account.region}, opts)
        self.args = args
        self._grants = SiteGrants(args)
        self.accept = self._accept()
        self.run = self._run()
        self.keep = self._keep()
        self.names = {one.args.package: one.function_name for one in (self.accept, self.run, self.keep)}
        self.finish()

    def _make(self, args: PythonFunctionArgs) -> PythonFunction:
        return PythonFunction(self.child_name(args.package.replace("_", "-")), args, opts=self.child())

    def _accept(self) -> PythonFunction:
        args, grants = self.args, self._grants
        return self._make(
            PythonFunctionArgs(
                host=args.host,
                package=ACCEPT,
                description="Takes durable predictions, and starts them where the lease is held",
                environment=self._common(),
                access={
                    "work_ledger": grants.ledger(),
                    "work_accepts": grants.ledger(),
                    "work_changes": grants.ledger(),
                    "region_lease": grants.ledger(),
                    "work_executions": grants.executions(),
                },
                timeout_seconds=ACCEPT_TIMEOUT_S,
                asynchronous=True,  # events come by the bus
            )
        )

    def _run(self) -> PythonFunction:
        args, grants, work = self.args, self._grants, self.args.settings.work
        workers = min(work.batch_size, MOST_WORKERS)
        return self._make(
            PythonFunctionArgs(
                host=args.host,
                package=RUN,
                description="Runs what waits for its result, and commits it under the lease's epoch",
                environment={**self._common(), **self._endpoint(), "WORKERS": str(workers)},
                access={
                    "work_ledger": grants.ledger(),
                    "work_changes": grants.ledger(),
                    "region_lease": grants.ledger(),
                    "endpoints": grants.endpoints(),
                    "callbacks": {},
                },
                memory_mb=work.memory_mb,
                timeout_seconds=run_timeout_s(args.rules, work.batch_size),
                reserved_concurrency=work.concurrency,
            )
        )

    def _keep(self) -> PythonFunction:
        args, grants, settings = self.args, self._grants, self.args.settings
        watched = {ACCEPT: self.accept.function_name, RUN: self.run.function_name}
        own: Mapping[str, pulumi.Input[str]] = {
            "LOOKS_PER_MINUTE": str(settings.lease.looks_per_minute),
            "CANARY": args.canary.to_json(),
            "CANARY_TIMEOUT_MS": str(settings.canary.timeout_ms),
            "RETENTION_DAYS": str(settings.work.retention_days),
            "FINGERPRINT_FUNCTIONS": pulumi.Output.json_dumps(watched, separators=COMPACT),
            "FINGERPRINT_STATIC": args.fingerprint,
        }
        return self._make(
            PythonFunctionArgs(
                host=args.host,
                package=KEEP,
                description="Looks at the Region's health, keeps or takes the lease, starts what is left open",
                environment={**self._common(), **self._endpoint(), **own},
                access={
                    "work_ledger": grants.ledger(),
                    "work_changes": grants.ledger(),
                    "work_listing": grants.index(),
                    "work_removal": grants.ledger(),
                    "region_lease": grants.ledger(),
                    "lease_changes": grants.ledger(),
                    "heartbeats": grants.tokens(),
                    "work_executions": grants.executions(),
                    "deployed_code": {"function": [self.accept.function_arn, self.run.function_arn]},
                    "endpoints": grants.endpoints(),
                },
                memory_mb=settings.work.memory_mb,
                timeout_seconds=KEEP_TIMEOUT_S,
                reserved_concurrency=KEEPERS,
                asynchronous=True,  # run by the clock
            )
        )

    def _common(self) -> dict[str, pulumi.Input[str]]:
        args, work = self.args, self.args.settings.work
        return {
            "REGION": args.host.account.region,
            "PEER_REGION": args.peer_region,
            "PRIMARY_REGION": args.primary_region,
            "LEDGER_TABLE": args.ledger.name,
            "LEDGER_REGION": args.ledger.region,
            "TOKEN_TABLE": args.tokens.name,
            "STATE_MACHINE_ARN": args.machine.arn,
            "LEASE_RULES": args.rules.to_json(),
            "TOKEN_TTL_DAYS": str(work.token_ttl_days),
            "MAX_ATTEMPTS": str(work.max_attempts),
        }

    def _endpoint(self) -> dict[str, pulumi.Input[str]]:
        endpoint = self.args.endpoint
        return {"ENDPOINT_NAME": endpoint.name, "COMPONENT_NAME": endpoint.component or ""}


@dataclass(frozen=True)
class SiteGrants:
    """What the clients of a Region's functions may touch.

    Attributes:
        args: What is there.
    """

    args: SiteFunctionsArgs

    def ledger(self) -> Grants:
        """Items of the ledger."""
        return self._table(self.args.ledger.arn, self.args.ledger.key_arn)

    def index(self) -> Grants:
        """The ledger's index; a query of it needs nothing of the table itself."""
        return self._table(pulumi.Output.concat(self.args.ledger.arn, f"/index/{INDEX}"), self.args.ledger.key_arn)

    def tokens(self) -> Grants:
        """Items of the token store's replica in this Region."""
        return self._table(self.args.tokens.arn, self.args.tokens.key_arn)

    def executions(self) -> Grants:
        """Starts of the state machine, and how its executions are."""
        account, machine = self.args.host.account, self.args.machine
        found = pulumi.Output.concat(account.arn("states", "execution:"), machine.state_machine_name, ":*")
        return {"state_machine": [machine.arn], "execution": [found]}

    def endpoints(self) -> Grants:
        """The endpoint that predicts, and the component on it."""
        endpoint = self.args.endpoint
        return {
            "endpoint": [endpoint.arn],
            "component": [] if endpoint.component_arn is None else [endpoint.component_arn],
        }

    @staticmethod
    def _table(arn: pulumi.Input[str], key_arn: pulumi.Input[str] | None) -> Grants:
        """A table under a key of AWS's own asks for no grant on one."""
        return {"table": [arn], "key": [] if key_arn is None else [key_arn]}


def run_timeout_s(rules: LeaseRules, batch_size: int) -> int:
    """The longest that a batch takes: as many requests after another as workers leave, and what goes with them.

    >>> from types import SimpleNamespace
    >>> run_timeout_s(SimpleNamespace(longest_request_ms=20_000), 10)
    75
    >>> run_timeout_s(SimpleNamespace(longest_request_ms=40_000), 64)
    95
    """
    waves = -(-batch_size // MOST_WORKERS)
    return max(LONGEST_ANSWER_S, waves * -(-rules.longest_request_ms // 1000)) + HANDLING_S
