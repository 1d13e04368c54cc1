"""One of each component of the theme, for what holds for every component."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pulumi

from components.base import PlatformComponent
from components.function_host import function_host
from components.switching import Switching, SwitchingArgs
from components.switching.alarms import SwitchAlarms, SwitchAlarmsArgs
from components.switching.dashboard import SwitchDashboard, SwitchDashboardArgs
from components.switching.functions import SwitchFunctions, SwitchFunctionsArgs
from components.switching.patterns import SwitchPatternsArgs, switch_patterns
from tests.components.support.project import TODAY
from tests.components.switching.support import ACCOUNT, TARGETS, TWO, foundation, switching

Options = pulumi.ResourceOptions | None


def _alarms(name: str, opts: Options, _: Path) -> SwitchAlarms:
    args = SwitchAlarmsArgs(
        settings=switching(TWO), environment="staging", billed=["sagemaker_serverless"], alarm_topic_arn="arn:t"
    )
    return SwitchAlarms(name, args, opts)


def _dashboard(name: str, opts: Options, _: Path) -> SwitchDashboard:
    args = SwitchDashboardArgs(
        name=f"{name}-d",
        region="us-east-1",
        environment="staging",
        patterns=("sagemaker_realtime", "sagemaker_serverless"),
        hourly_usd={"sagemaker_realtime": 0.1},
        priced=("sagemaker_realtime",),
        p99_ms=2500,
        router_name="f",
    )
    return SwitchDashboard(name, args, opts)


def _functions(name: str, opts: Options, project: Path) -> SwitchFunctions:
    settings = switching(TWO)
    made = SwitchPatternsArgs(
        settings=settings, targets=TARGETS, account=ACCOUNT, architecture="arm64", rate=lambda _: None
    )
    args = SwitchFunctionsArgs(
        host=function_host(foundation(name, project)),
        settings=settings,
        patterns=switch_patterns(made),
        table="t",
        table_arn="arn:aws:dynamodb:us-east-1:123456789012:table/t",
        utilization="{}",
        probe="{}",
    )
    return SwitchFunctions(name, args, opts)


def _switch(name: str, opts: Options, project: Path) -> Switching:
    args = SwitchingArgs(settings=switching(TWO), foundation=foundation(name, project), targets=TARGETS, today=TODAY)
    return Switching(name, args, opts)


CASES: dict[type[PlatformComponent], Callable[[str, Options, Path], PlatformComponent]] = {
    SwitchAlarms: _alarms,
    SwitchDashboard: _dashboard,
    SwitchFunctions: _functions,
    Switching: _switch,
}
