"""Theme: a second Region, and work that a failover neither loses nor runs twice.

The primary is the stack's own Region; the secondary is built below one explicit provider that its children inherit.
Which of the two acts is decided while they run, by the lease in the ledger: nothing here is "active" or "passive".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pulumi

from components.base import PlatformComponent
from components.foundation import Account, Foundation, FoundationArgs
from components.function_host import function_host
from components.inference import Inference, ModelFile
from components.regional_provider import regional_provider
from components.resilience.buses import WorkBus, WorkBusArgs
from components.resilience.dashboard import ResilienceDashboard, ResilienceDashboardArgs
from components.resilience.dns import DnsSide, FailoverDns, FailoverDnsArgs
from components.resilience.keys import for_replicas
from components.resilience.parts import Canary, SiteEndpoint
from components.resilience.replication import ArtifactReplication, ArtifactReplicationArgs, BucketSide
from components.resilience.site import Site, SiteArgs
from components.resilience.standby import Standby, StandbyArgs
from components.resilience.tables import WorkTables, WorkTablesArgs
from components.settings import FoundationSettings, InferenceSettings, ResilienceSettings
from components.settings.resilience_plan import TwoRegions
from domain.naming import regional_name
from domain.resilience import fingerprint
from domain.routing import InferencePath

PATHS: Final[Mapping[str, InferencePath]] = {
    "serverless": InferencePath.SERVERLESS_INFERENCE,
    "realtime": InferencePath.REALTIME_ENDPOINT,
    "components": InferencePath.INFERENCE_COMPONENTS,
}
"""The endpoint path of a unit."""


@dataclass(frozen=True, kw_only=True)
class ResilienceArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        plan: The two Regions, decided and computed.
        canary: What is predicted to know whether a Region serves.
        foundation: The primary's.
        inference: The primary's.
        standby_foundation: Settings of the secondary's foundation.
        standby_inference: Settings of inference there; ``None`` while nothing runs there.
        model: The checked model archive.
    """

    settings: ResilienceSettings
    plan: TwoRegions
    canary: Canary
    foundation: Foundation
    inference: Inference
    standby_foundation: FoundationSettings
    standby_inference: InferenceSettings | None
    model: ModelFile

    @property
    def protect(self) -> bool:
        """Whether tables and replicas are protected: as all data is, until they are to be retired."""
        return self.foundation.args.settings.protect_data and not self.settings.retire


class Resilience(PlatformComponent):
    """The secondary, the two tables, and what each Region runs."""

    tier: int
    rtoSeconds: float  # noqa: N815 - registered under this name, which policies read
    rpoSeconds: float | None  # noqa: N815 - as above

    def __init__(self, name: str, args: ResilienceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        tier, found = args.settings.tier, args.plan.objectives
        figures = {"tier": tier, "rtoSeconds": found.rto_s, "rpoSeconds": found.rpo_s}
        super().__init__(name, {**figures, "secondaryRegion": args.plan.secondary}, opts)
        self.args = args
        self.tier, self.rtoSeconds, self.rpoSeconds = tier, found.rto_s, found.rpo_s
        self._primary = args.foundation.args.account
        self._secondary = replace(self._primary, region=args.plan.secondary)
        self._provider = regional_provider(
            self.child_name("secondary"), self._primary, args.plan.secondary, self.child()
        )
        self.standby = self._standby()
        self._replicate()
        self.tables = self._tables()
        self.sites = self._sites()
        if args.settings.dashboard:
            self._dashboard()
        if args.settings.dns.enabled:
            self._dns()
        self.finish()

    def outputs(self) -> Mapping[str, Any]:
        """Stack outputs of the theme."""
        plan, sites = self.args.plan, self.sites
        found: dict[str, Any] = {
            "primaryRegion": plan.primary,
            "secondaryRegion": plan.secondary,
            "ledgerTable": self.tables.ledger_table,
            "ledgerRegion": plan.coordination.ledger_region_of(plan.primary),
            "tokenTable": self.tables.token_table,
            "keepLeaseFunction": sites[plan.primary].keep_function,
            "acceptWorkFunctions": {region: site.accept_alias_arn for region, site in sites.items()},
            "runWorkFunctions": {region: site.run_function for region, site in sites.items()},
            "workStateMachines": {region: site.state_machine_arn for region, site in sites.items()},
            "workBuses": {region: site.bus_arn for region, site in sites.items()},
            "workEndpoints": {region: self._endpoint(region).name for region in sites},
            "standbyRunBucket": self.standby.run_bucket,
            "standbyKeyArn": self.standby.key_arn,
        }
        if plan.secondary in sites:
            found["secondaryKeepLeaseFunction"] = sites[plan.secondary].keep_function
        return found

    def _below_secondary(self) -> pulumi.ResourceOptions:
        return self.child(providers=[self._provider])

    def _standby(self) -> Standby:
        base = self.args.foundation.args
        foundation = FoundationArgs(
            settings=self.args.standby_foundation,
            account=self._secondary,
            environment=base.environment,
            project=base.project,
            root=base.root,
            callers=base.callers,
            grants=for_replicas(self._secondary),
        )
        args = StandbyArgs(foundation=foundation, inference=self.args.standby_inference, model=self.args.model)
        return Standby(self.child_name("standby"), args, opts=self._below_secondary())

    def _replicate(self) -> None:
        """Artifacts go to the secondary; and back, where runs can be there while it acts."""
        base, timed = self.args.foundation, self.args.settings.replication_time_control
        here = BucketSide(
            region=self._primary.region, bucket=base.run_bucket, arn=base.run_bucket_arn, key_arn=base.key_arn
        )
        there = BucketSide(
            region=self._secondary.region,
            bucket=self.standby.run_bucket,
            arn=self.standby.run_bucket_arn,
            key_arn=self.standby.key_arn,
        )
        after = [base, self.standby]
        out = ArtifactReplicationArgs(account=self._primary, source=here, target=there, timed=timed, after=after)
        ArtifactReplication(self.child_name("artifacts"), out, opts=self.child())
        if self.args.settings.runs_there:
            back = replace(out, account=self._secondary, source=there, target=here)
            ArtifactReplication(self.child_name("artifacts-back"), back, opts=self._below_secondary())

    def _tables(self) -> WorkTables:
        args = WorkTablesArgs(
            account=self._primary,
            secondary=self._secondary.region,
            scope=self.args.foundation.args.scope,
            coordination=self.args.plan.coordination,
            key_arn=self.args.foundation.key_arn,
            secondary_key_arn=self.standby.key_arn,
            protect=self.args.protect,
        )
        return WorkTables(self.child_name("work"), args, opts=self.child())

    def _sites(self) -> dict[str, Site]:
        """A site for each Region that runs; its bus first, for each leads to the other's."""
        running = {self._primary.region: self.args.foundation}
        if self.standby.foundation is not None:
            running[self._secondary.region] = self.standby.foundation
        buses = {region: self._bus(region, foundation) for region, foundation in running.items()}
        return {region: self._site(region, foundation, buses) for region, foundation in running.items()}

    def _options(self, region: str) -> pulumi.ResourceOptions:
        return self.child() if region == self._primary.region else self._below_secondary()

    def _bus(self, region: str, foundation: Foundation) -> WorkBus:
        base = foundation.args
        args = WorkBusArgs(
            account=base.account,
            bus_name=regional_name(base.project, base.environment, region, "work"),
            key_arn=foundation.key_arn,
            alarm_topic_arn=foundation.alarm_topic_arn,
        )
        return WorkBus(self.child_name(f"{self._side(region)}-bus"), args, opts=self._options(region))

    def _site(self, region: str, foundation: Foundation, buses: Mapping[str, WorkBus]) -> Site:
        plan = self.args.plan
        peer = plan.secondary if region == plan.primary else plan.primary
        args = SiteArgs(
            host=function_host(foundation),
            state_log_prefix=foundation.log_group_prefixes[1],
            settings=self.args.settings,
            rules=plan.rules,
            primary_region=plan.primary,
            peer_region=peer,
            ledger=self.tables.ledger(region),
            tokens=self.tables.tokens(region),
            endpoint=self._endpoint(region),
            canary=self.args.canary,
            fingerprint=static_fingerprint(self.args),
            bus=buses[region],
            peer_bus_arn=buses[peer].arn if peer in buses else None,
        )
        return Site(self.child_name(self._side(region)), args, opts=self._options(region))

    def _side(self, region: str) -> str:
        return "primary" if region == self._primary.region else "secondary-site"

    def _endpoint(self, region: str) -> SiteEndpoint:
        """What predicts in a Region.

        Raises:
            ValueError: Nothing does: the settings' own check says so before this can happen.
        """
        primary = region == self._primary.region
        inference, account = (
            (self.args.inference, self._primary) if primary else (self.standby.inference, self._secondary)
        )
        path = PATHS[self.args.settings.work.endpoint]
        if inference is None or path not in inference.endpoints:
            raise ValueError(f"no endpoint of the path {path} is in {region}; accepted: one that inference deploys")
        found = inference.endpoints[path]
        return SiteEndpoint(
            name=found.name,
            arn=found.arn,
            component=found.component,
            component_arn=component_arn(account, found.component),
        )

    def _dashboard(self) -> None:
        base = self.args.foundation.args
        args = ResilienceDashboardArgs(
            name=regional_name(base.project, base.environment, base.account.region, "resilience"),
            environment=base.environment,
            sites=[site.view for site in self.sites.values()],
        )
        ResilienceDashboard(self.child_name("dashboard"), args, opts=self.child())

    def _dns(self) -> None:
        plan = self.args.plan
        args = FailoverDnsArgs(
            settings=self.args.settings.dns,
            primary=self._dns_side(plan.primary),
            secondary=self._dns_side(plan.secondary),
        )
        FailoverDns(self.child_name("records"), args, opts=self.child())

    def _dns_side(self, region: str) -> DnsSide:
        return DnsSide(region=region, canary_alarm=self.sites[region].canary_alarm)


def component_arn(account: Account, component: pulumi.Input[str] | None) -> pulumi.Output[str] | None:
    """ARN of an inference component; ``None`` for an endpoint without one."""
    if component is None:
        return None
    return pulumi.Output.concat(account.arn("sagemaker", "inference-component/"), component)


def static_fingerprint(args: ResilienceArgs) -> str:
    """What must be equal in both Regions, beside the functions' code: a model, its image, and the rules."""
    image = (args.inference.args.settings.model.image_uri or "").partition("/")[2]
    work = args.settings.work.model_dump(mode="json")
    return fingerprint(
        {
            "model": args.model.sha256,
            "image": image,
            "rules": args.plan.rules.to_json(),
            "work": json.dumps(work, sort_keys=True),
            "canary": args.canary.to_json(),
        }
    )
