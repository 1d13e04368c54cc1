"""The switching theme: one model behind several patterns, and traffic that leaves one before its callers do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pulumi

from components.base import PlatformComponent
from components.foundation import Foundation
from components.function_host import function_host
from components.function_schedule import FunctionSchedule, FunctionScheduleArgs
from components.settings.switching import SwitchingSettings
from components.switching.alarms import SwitchAlarms, SwitchAlarmsArgs
from components.switching.costs import BY_THE_HOUR, rates
from components.switching.dashboard import SwitchDashboard, SwitchDashboardArgs
from components.switching.functions import SwitchFunctions, SwitchFunctionsArgs, probe_of
from components.switching.patterns import SwitchPattern, SwitchPatternsArgs, switch_patterns
from components.switching.targets import SwitchTargets
from components.switching.utilization import utilization
from components.table import TableArgs, table
from domain.naming import regional_name

HASH_KEY: Final = "id"
TTL: Final = "expires_at"


@dataclass(frozen=True, kw_only=True)
class SwitchingArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        foundation: What every theme needs.
        targets: What other themes deploy and the switch calls.
        today: The day for which prices must count.
    """

    settings: SwitchingSettings
    foundation: Foundation
    targets: SwitchTargets
    today: date


class Switching(PlatformComponent):
    """Router, look, table, alarms, dashboard."""

    router_function: pulumi.Output[str]
    switch_function: pulumi.Output[str]
    switch_table: pulumi.Output[str]
    dashboard_name: pulumi.Output[str] | None

    def __init__(self, name: str, args: SwitchingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"patterns": list(args.settings.in_order)}, opts)
        self.args = args
        patterns = self._patterns()
        functions = self._functions(patterns)
        self._schedule(functions)
        self._watch(functions, patterns)
        self.router_function = functions.router.function_name
        self.switch_function = functions.evaluator.function_name
        self.finish()

    def outputs(self) -> dict[str, Any]:
        """Stack outputs of the theme."""
        found = {
            "routerFunction": self.router_function,
            "switchFunction": self.switch_function,
            "switchTable": self.switch_table,
        }
        return found if self.dashboard_name is None else {**found, "switchDashboard": self.dashboard_name}

    def _patterns(self) -> list[SwitchPattern]:
        base = self.args.foundation.args
        args = SwitchPatternsArgs(
            settings=self.args.settings,
            targets=self.args.targets,
            account=base.account,
            architecture=base.settings.functions.architecture,
            rate=rates(base.account.region, self.args.today),
        )
        return switch_patterns(args)

    def _functions(self, patterns: Sequence[SwitchPattern]) -> SwitchFunctions:
        """State, decisions and circuits lie in one table: lost, the next look makes them anew."""
        foundation = self.args.foundation
        states = table(
            self.child_name("states"),
            TableArgs(
                hash_key=HASH_KEY,
                ttl=TTL,
                key_arn=foundation.key_arn,
                protect=foundation.args.settings.protect_data,
            ),
            self,
        )
        self.switch_table = states.name
        args = SwitchFunctionsArgs(
            host=function_host(foundation),
            settings=self.args.settings,
            patterns=patterns,
            table=states.name,
            table_arn=states.arn,
            utilization=utilization(self.args.settings, self.args.targets),
            probe=probe_of(foundation.args.root, self.args.settings.probe),
        )
        return SwitchFunctions(self.child_name("fn"), args, opts=self.child())

    def _schedule(self, functions: SwitchFunctions) -> None:
        args = FunctionScheduleArgs(
            account=self.args.foundation.args.account,
            function=functions.evaluator,
            every_minutes=self.args.settings.timing.every_minutes,
            key_arn=self.args.foundation.key_arn,
            description="Look at the patterns' health",
        )
        FunctionSchedule(self.child_name("clock"), args, opts=self.child())

    def _watch(self, functions: SwitchFunctions, patterns: Sequence[SwitchPattern]) -> None:
        base, settings = self.args.foundation.args, self.args.settings
        priced = [one.entry["pattern"] for one in patterns if one.entry["cost"] is not None]
        alarms = SwitchAlarmsArgs(
            settings=settings,
            environment=base.environment,
            billed=[pattern for pattern in priced if pattern not in BY_THE_HOUR],
            alarm_topic_arn=self.args.foundation.alarm_topic_arn,
        )
        made = SwitchAlarms(self.child_name("alarms"), alarms, opts=self.child())
        self.dashboard_name = None
        if not settings.dashboard:
            return
        shown = SwitchDashboardArgs(
            name=regional_name(base.project, base.environment, base.account.region, self.child_name("dashboard")),
            region=base.account.region,
            environment=base.environment,
            patterns=settings.in_order,
            hourly_usd={one.entry["pattern"]: one.hourly_usd for one in patterns if one.hourly_usd is not None},
            priced=priced,
            p99_ms=settings.limits.p99_ms,
            router_name=functions.router.function_name,
            every_minutes=settings.timing.every_minutes,
            alarm_arns=made.arns,
        )
        self.dashboard_name = SwitchDashboard(self.child_name("dashboard"), shown, opts=self.child()).dashboard_name
