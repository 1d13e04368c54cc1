"""What a Region has that runs: functions, state machine, clock, stream, routes of events, alarms.

Both Regions are built from this one piece. Nothing in it asks the other Region for anything: it knows its name, and the
ARN of its event bus.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.function import PythonFunction
from components.function_host import FunctionHost
from components.function_schedule import FunctionSchedule, FunctionScheduleArgs
from components.resilience.alarms import MINUTE_S, SiteAlarms, SiteAlarmsArgs
from components.resilience.buses import WorkBus, WorkRoutes, WorkRoutesArgs
from components.resilience.dashboard import SiteView
from components.resilience.functions import SiteFunctions, SiteFunctionsArgs
from components.resilience.metrics import SiteMetrics
from components.resilience.parts import Canary, Ledger, SiteEndpoint, TokenStore
from components.resilience.state_machine import WorkDefinitionArgs, definition, statements
from components.resilience.stream import LONGEST_RECORD_AGE_S, WorkStream, WorkStreamArgs
from components.settings.resilience import ResilienceSettings
from components.workflow import StateMachine, StateMachineArgs
from domain.checks import refuse
from domain.resilience import LeaseRules


@dataclass(frozen=True, kw_only=True)
class SiteArgs:
    """Inputs.

    Attributes:
        host: What all functions of the Region share; its account says which Region it is.
        state_log_prefix: Prefix of the state machine's log group.
        settings: The theme's settings.
        rules: The lease's rules.
        primary_region: The Region that is preferred.
        peer_region: The one that is not this one.
        ledger: The ledger as this Region asks it.
        tokens: The token store's replica of this Region.
        endpoint: What predicts here.
        canary: What is predicted to know whether the Region serves.
        fingerprint: Hash of what is deployed here, apart from the functions' code.
        bus: Event bus of this Region.
        peer_bus_arn: Event bus of the other one; ``None`` when nothing runs there.

    Raises:
        ValueError: The Regions contradict one another.
    """

    host: FunctionHost
    state_log_prefix: str
    settings: ResilienceSettings
    rules: LeaseRules
    primary_region: str
    peer_region: str
    ledger: Ledger
    tokens: TokenStore
    endpoint: SiteEndpoint
    canary: Canary
    fingerprint: pulumi.Input[str]
    bus: WorkBus
    peer_bus_arn: pulumi.Input[str] | None

    def __post_init__(self) -> None:
        if self.peer_region == self.region:
            refuse("peer_region", self.peer_region, "another Region than the site's own")
        if self.primary_region not in (self.region, self.peer_region):
            refuse("primary_region", self.primary_region, f"{self.region} or {self.peer_region}")

    @property
    def region(self) -> str:
        """The site's own Region."""
        return self.host.account.region


class Site(PlatformComponent):
    """One Region that accepts work, runs it while it holds the lease, and takes the lease when the other is gone."""

    accept_function: pulumi.Output[str]
    accept_alias_arn: pulumi.Output[str]
    run_function: pulumi.Output[str]
    keep_function: pulumi.Output[str]
    keep_alias_arn: pulumi.Output[str]
    state_machine_arn: pulumi.Output[str]
    bus_arn: pulumi.Output[str]
    canary_alarm: pulumi.Output[str]

    def __init__(self, name: str, args: SiteArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": args.region, "peerRegion": args.peer_region}, opts)
        self.args = args
        self.region = args.region
        machine = self._machine()
        functions = self._functions(machine)
        self._events(functions)
        alarms = self._alarms()
        self.accept_function = functions.accept.function_name
        self.accept_alias_arn = functions.accept.alias_arn
        self.run_function = functions.run.function_name
        self.keep_function = functions.keep.function_name
        self.keep_alias_arn = functions.keep.alias_arn
        self.state_machine_arn = machine.arn
        self.bus_arn = args.bus.arn
        self.canary_alarm = alarms.canary_name
        self.view = SiteView(
            metrics=self._metrics(),
            peer_region=args.peer_region,
            token_table=args.tokens.name,
            run_function=functions.run.function_name,
            alarm_arns=alarms.arns,
        )
        self.finish()

    def _metrics(self) -> SiteMetrics:
        return SiteMetrics(self.args.host.environment, self.region)

    def _machine(self) -> StateMachine:
        args, host = self.args, self.args.host
        work = WorkDefinitionArgs(
            partition=host.account.partition,
            region=args.region,
            token_table=args.tokens.name,
            longest_request_s=args.rules.longest_request_ms / 1000,
            handling_s=LONGEST_RECORD_AGE_S,
        )
        made = StateMachineArgs(
            account=host.account,
            definition=definition(work),
            statements=statements(args.tokens.arn, args.tokens.key_arn),
            log_group_prefix=args.state_log_prefix,
            log_retention_days=host.log_retention_days,
            key_arn=host.key_arn,
            alarm_topic_arn=host.alarm_topic_arn,
            alarm_on_failures=False,  # each is one attempt: what a failover fences, and what the keeper starts again
        )
        return StateMachine(self.child_name("work"), made, opts=self.child())

    def _functions(self, machine: StateMachine) -> SiteFunctions:
        args = self.args
        made = SiteFunctionsArgs(
            host=args.host,
            settings=args.settings,
            rules=args.rules,
            primary_region=args.primary_region,
            peer_region=args.peer_region,
            ledger=args.ledger,
            tokens=args.tokens,
            endpoint=args.endpoint,
            machine=machine,
            canary=args.canary,
            fingerprint=args.fingerprint,
        )
        return SiteFunctions(self.child_name("fn"), made, opts=self.child())

    def _events(self, functions: SiteFunctions) -> None:
        """What starts the functions: the clock, the stream, the bus."""
        args, host = self.args, self.args.host
        clock = FunctionScheduleArgs(
            account=host.account,
            function=functions.keep,
            every_minutes=1,
            key_arn=host.key_arn,
            description="Look at this Region's health, and keep the lease",
        )
        FunctionSchedule(self.child_name("clock"), clock, opts=self.child())
        self._one_try_a_minute(functions.keep)
        stream = WorkStreamArgs(
            account=host.account,
            tokens=args.tokens,
            run=functions.run,
            batch_size=args.settings.work.batch_size,
            parallelization=args.settings.work.parallelization,
            key_arn=host.key_arn,
            alarm_topic_arn=host.alarm_topic_arn,
        )
        WorkStream(self.child_name("stream"), stream, opts=self.child())
        routes = WorkRoutesArgs(
            account=host.account,
            bus=args.bus,
            peer_region=args.peer_region,
            peer_bus_arn=args.peer_bus_arn,
            accept=functions.accept,
        )
        WorkRoutes(self.child_name("routes"), routes, opts=self.child())

    def _one_try_a_minute(self, keep: PythonFunction) -> None:
        """A minute that failed is over: tried again, it would take a run from the next minutes, and from an operator.

        Without this Lambda tries twice more, and keeps for six hours what finds no run.
        https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
        """
        aws.lambda_.FunctionEventInvokeConfig(
            self.child_name("clock-calls"),
            function_name=keep.function_name,
            qualifier=keep.alias_name,
            maximum_retry_attempts=0,
            maximum_event_age_in_seconds=MINUTE_S,
            opts=self.child(),
        )

    def _alarms(self) -> SiteAlarms:
        args = self.args
        made = SiteAlarmsArgs(
            settings=args.settings.alarms,
            metrics=self._metrics(),
            peer_region=args.peer_region,
            peer_runs=args.peer_bus_arn is not None,
            token_table=args.tokens.name,
            alarm_topic_arn=args.host.alarm_topic_arn,
        )
        return SiteAlarms(self.child_name("alarms"), made, opts=self.child())
