"""The sites of the Regions that run: a bus in each first, for each leads to the other's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation import Account, Foundation
from components.function_host import function_host
from components.inference import Inference
from components.resilience.buses import WorkBus, WorkBusArgs
from components.resilience.parts import Canary, SiteEndpoint
from components.resilience.site import Site, SiteArgs
from components.resilience.tables import WorkTables
from components.settings import ResilienceSettings
from components.settings.resilience_plan import TwoRegions
from domain.checks import refuse
from domain.naming import regional_name
from domain.routing import InferencePath

PATHS: Final[Mapping[str, InferencePath]] = {
    "serverless": InferencePath.SERVERLESS_INFERENCE,
    "realtime": InferencePath.REALTIME_ENDPOINT,
    "components": InferencePath.INFERENCE_COMPONENTS,
}
"""The endpoint path of a unit."""


@dataclass(frozen=True, kw_only=True)
class Running:
    """What stands in a Region that runs.

    Attributes:
        foundation: Key, topic, layer, network.
        inference: Its endpoints.
        provider: Provider of the Region; ``None`` for the stack's own.
    """

    foundation: Foundation
    inference: Inference
    provider: aws.Provider | None = None


@dataclass(frozen=True, kw_only=True)
class SitePairArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        plan: The two Regions.
        canary: What is predicted to know whether a Region serves.
        fingerprint: Hash of what must be equal in both.
        tables: Ledger and token store.
        running: The Regions that run, the primary among them.
    """

    settings: ResilienceSettings
    plan: TwoRegions
    canary: Canary
    fingerprint: str
    tables: WorkTables
    running: Mapping[str, Running]


class SitePair(PlatformComponent):
    """One site, or two that take over from one another."""

    def __init__(self, name: str, args: SitePairArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"regions": list(args.running)}, opts)
        self.args = args
        self._buses = {region: self._bus(region, running) for region, running in args.running.items()}
        self.sites = {region: self._site(region, running) for region, running in args.running.items()}
        self.finish()

    def _role(self, region: str) -> str:
        return "primary" if region == self.args.plan.primary else "secondary"

    def _below(self, running: Running) -> pulumi.ResourceOptions:
        return self.child() if running.provider is None else self.child(providers=[running.provider])

    def _bus(self, region: str, running: Running) -> WorkBus:
        base = running.foundation.args
        args = WorkBusArgs(
            account=base.account,
            bus_name=regional_name(base.project, base.environment, region, "work"),
            key_arn=running.foundation.key_arn,
            alarm_topic_arn=running.foundation.alarm_topic_arn,
        )
        return WorkBus(self.child_name(f"{self._role(region)}-bus"), args, opts=self._below(running))

    def _site(self, region: str, running: Running) -> Site:
        plan = self.args.plan
        peer = plan.secondary if region == plan.primary else plan.primary
        args = SiteArgs(
            host=function_host(running.foundation),
            state_log_prefix=running.foundation.log_group_prefixes[1],
            settings=self.args.settings,
            rules=plan.rules,
            primary_region=plan.primary,
            peer_region=peer,
            ledger=self.args.tables.ledger(region),
            tokens=self.args.tables.tokens(region),
            endpoint=endpoint_of(running, self.args.settings),
            canary=self.args.canary,
            fingerprint=self.args.fingerprint,
            bus=self._buses[region],
            peer_bus_arn=self._buses[peer].arn if self.args.settings.linked and peer in self._buses else None,
        )
        return Site(self.child_name(self._role(region)), args, opts=self._below(running))


def endpoint_of(running: Running, settings: ResilienceSettings) -> SiteEndpoint:
    """What predicts in a Region.

    Raises:
        ValueError: Nothing of the path that the settings name: their own check says so before this can happen.
    """
    path, account = PATHS[settings.work.endpoint], running.foundation.args.account
    if path not in running.inference.endpoints:
        refuse("resilience.work.endpoint", settings.work.endpoint, f"an endpoint that is deployed in {account.region}")
    found = running.inference.endpoints[path]
    return SiteEndpoint(
        name=found.name,
        arn=found.arn,
        component=found.component,
        component_arn=_component_arn(account, found.component),
    )


def _component_arn(account: Account, component: pulumi.Input[str] | None) -> pulumi.Output[str] | None:
    """ARN of an inference component; ``None`` for an endpoint without one."""
    if component is None:
        return None
    return pulumi.Output.concat(account.arn("sagemaker", "inference-component/"), component)
