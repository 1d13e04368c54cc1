"""One of each component of a Region's site, for what holds for every component."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.foundation import Foundation, FoundationArgs
from components.foundation.account import Account
from components.function_host import FunctionHost, function_host
from components.resilience.alarms import SiteAlarms, SiteAlarmsArgs
from components.resilience.buses import WorkBus, WorkBusArgs, WorkRoutes, WorkRoutesArgs
from components.resilience.dashboard import ResilienceDashboard, ResilienceDashboardArgs, SiteView
from components.resilience.dns import DnsSide, FailoverDns, FailoverDnsArgs
from components.resilience.functions import SiteFunctions, SiteFunctionsArgs
from components.resilience.metrics import SiteMetrics
from components.resilience.parts import Canary, Ledger, SiteEndpoint, TokenStore
from components.resilience.site import Site, SiteArgs
from components.resilience.stream import WorkStream, WorkStreamArgs
from components.settings import FoundationSettings
from components.settings.resilience import FailoverDnsSettings, ResilienceAlarmSettings, ResilienceSettings
from components.settings.resilience_lease import lease_rules
from components.workflow import StateMachine, StateMachineArgs
from tests.components.support.harness import ACCOUNT_ID, REGION

Options = pulumi.ResourceOptions | None

PEER = "us-east-2"
ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/k"
LEDGER = Ledger(name="ledger", region=REGION, arn=f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/ledger", key_arn=None)
TOKENS = TokenStore(
    name="tokens",
    arn=f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/tokens",
    stream_arn=f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/tokens/stream/1",
    key_arn=KEY,
)
ENDPOINT = SiteEndpoint(name="e", arn=f"arn:aws:sagemaker:{REGION}:{ACCOUNT_ID}:endpoint/e")
CANARY = Canary(content_type="image/png", body_base64="eA==")
PEER_BUS = f"arn:aws:events:{PEER}:{ACCOUNT_ID}:event-bus/work"


def theme(**given: Any) -> ResilienceSettings:
    """Settings of the theme."""
    raw = {"enabled": True, "secondary_region": PEER, **given}
    return ResilienceSettings.model_validate(raw, strict=False)


def dns_settings(**given: Any) -> FailoverDnsSettings:
    """Settings of failover records."""
    raw = {
        "enabled": True,
        "zone_id": "Z0123456789ABC",
        "name": "predict.example.com",
        "primary_target": "one.example.com",
        "secondary_target": "two.example.com",
        **given,
    }
    return FailoverDnsSettings.model_validate(raw, strict=False)


def host(name: str, project: Path) -> FunctionHost:
    """What the functions of a Region share."""
    args = FoundationArgs(
        settings=FoundationSettings(protect_data=False),
        account=ACCOUNT,
        environment="staging",
        project=f"p-{name}"[:30],
        root=project,
    )
    return function_host(Foundation(f"{name}-base", args))


def bus(name: str, opts: Options = None) -> WorkBus:
    """An event bus."""
    args = WorkBusArgs(account=ACCOUNT, bus_name=f"{name}-work", key_arn=KEY, alarm_topic_arn="arn:t")
    return WorkBus(name, args, opts)


def machine(name: str) -> StateMachine:
    """A state machine."""
    args = StateMachineArgs(
        account=ACCOUNT,
        definition={"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
        statements=(),
        log_group_prefix="/aws/vendedlogs/states/p/",
        log_retention_days=7,
        key_arn=KEY,
        alarm_topic_arn="arn:t",
    )
    return StateMachine(name, args)


def functions(name: str, opts: Options, project: Path) -> SiteFunctions:
    """The functions of a Region."""
    settings = theme()
    args = SiteFunctionsArgs(
        host=host(name, project),
        settings=settings,
        rules=lease_rules(settings),
        primary_region=REGION,
        peer_region=PEER,
        ledger=LEDGER,
        tokens=TOKENS,
        endpoint=ENDPOINT,
        machine=machine(f"{name}-machine"),
        canary=CANARY,
        fingerprint="f",
    )
    return SiteFunctions(name, args, opts)


def site_args(name: str, project: Path, **given: Any) -> SiteArgs:
    """Inputs of a site."""
    settings = theme()
    args: dict[str, Any] = {
        "host": host(name, project),
        "state_log_prefix": "/aws/vendedlogs/states/p/",
        "settings": settings,
        "rules": lease_rules(settings),
        "primary_region": REGION,
        "peer_region": PEER,
        "ledger": LEDGER,
        "tokens": TOKENS,
        "endpoint": ENDPOINT,
        "canary": CANARY,
        "fingerprint": "f",
        "bus": bus(f"{name}-bus"),
        "peer_bus_arn": PEER_BUS,
        **given,
    }
    return SiteArgs(**args)


def _routes(name: str, opts: Options, project: Path) -> WorkRoutes:
    accept = functions(f"{name}-f", None, project).accept
    args = WorkRoutesArgs(
        account=ACCOUNT, bus=bus(f"{name}-bus"), peer_region=PEER, peer_bus_arn=PEER_BUS, accept=accept
    )
    return WorkRoutes(name, args, opts)


def _stream(name: str, opts: Options, project: Path) -> WorkStream:
    args = WorkStreamArgs(
        account=ACCOUNT,
        tokens=TOKENS,
        run=functions(f"{name}-f", None, project).run,
        batch_size=10,
        parallelization=2,
        key_arn=KEY,
        alarm_topic_arn="arn:t",
    )
    return WorkStream(name, args, opts)


def _alarms(name: str, opts: Options, _: Path) -> SiteAlarms:
    args = SiteAlarmsArgs(
        settings=ResilienceAlarmSettings(),
        metrics=SiteMetrics("staging", REGION),
        peer_region=PEER,
        peer_runs=True,
        token_table="tokens",
        alarm_topic_arn="arn:t",
    )
    return SiteAlarms(name, args, opts)


def _dashboard(name: str, opts: Options, _: Path) -> ResilienceDashboard:
    view = SiteView(metrics=SiteMetrics("staging", REGION), peer_region=PEER, token_table="tokens", run_function="run")
    return ResilienceDashboard(name, ResilienceDashboardArgs(name=f"{name}-d", sites=[view]), opts)


def _dns(name: str, opts: Options, _: Path) -> FailoverDns:
    args = FailoverDnsArgs(
        settings=dns_settings(), primary=DnsSide(region=REGION, canary_alarm="a"), secondary=DnsSide(region=PEER)
    )
    return FailoverDns(name, args, opts)


CASES: dict[type[PlatformComponent], Callable[[str, Options, Path], PlatformComponent]] = {
    WorkBus: lambda name, opts, _: bus(name, opts),
    WorkRoutes: _routes,
    WorkStream: _stream,
    SiteFunctions: functions,
    SiteAlarms: _alarms,
    Site: lambda name, opts, project: Site(name, site_args(name, project), opts),
    ResilienceDashboard: _dashboard,
    FailoverDns: _dns,
}
