"""Theme: a second Region, and work that a failover neither loses nor runs twice.

The primary is the stack's own Region; the secondary is built below one explicit provider that its children inherit.
Which of the two acts is decided while they run, by the lease in the ledger: nothing here is "active" or "passive".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.foundation import Foundation, FoundationArgs
from components.foundation.reach import Callers
from components.inference import Inference, ModelFile
from components.regional_provider import regional_provider
from components.resilience.dashboard import ResilienceDashboard, ResilienceDashboardArgs
from components.resilience.dns import DnsSide, FailoverDns, FailoverDnsArgs
from components.resilience.keys import for_replicas
from components.resilience.pair import Running, SitePair, SitePairArgs
from components.resilience.parts import Canary
from components.resilience.replication import ArtifactReplication, ArtifactReplicationArgs, BucketSide
from components.resilience.site import Site
from components.resilience.standby import Standby, StandbyArgs
from components.resilience.tables import WorkTables, WorkTablesArgs
from components.settings import FoundationSettings, InferenceSettings, ResilienceSettings
from components.settings.resilience_plan import TwoRegions
from domain.naming import regional_name
from domain.resilience import fingerprint


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
        standby_callers: Functions that run in the network there.
        model: The checked model archive.
    """

    settings: ResilienceSettings
    plan: TwoRegions
    canary: Canary
    foundation: Foundation
    inference: Inference
    standby_foundation: FoundationSettings
    standby_inference: InferenceSettings | None
    standby_callers: Sequence[Callers]
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
        self._elsewhere = regional_provider(
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
            "workEndpoints": {region: site.args.endpoint.name for region, site in sites.items()},
            "standbyRunBucket": self.standby.run_bucket,
            "standbyKeyArn": self.standby.key_arn,
        }
        if plan.secondary in sites:
            found["secondaryKeepLeaseFunction"] = sites[plan.secondary].keep_function
        if self.standby.foundation is not None:
            found["standbyAlarmTopicArn"] = self.standby.foundation.alarm_topic_arn
        return found

    def _below_secondary(self) -> pulumi.ResourceOptions:
        return self.child(providers=[self._elsewhere])

    def _standby(self) -> Standby:
        base = self.args.foundation.args
        foundation = FoundationArgs(
            settings=self.args.standby_foundation,
            account=self._secondary,
            environment=base.environment,
            project=base.project,
            root=base.root,
            callers=self.args.standby_callers,
            grants=for_replicas(self._secondary),
        )
        args = StandbyArgs(foundation=foundation, inference=self.args.standby_inference, model=self.args.model)
        # Not below this theme's own name: with it, names of the roles in there are longer than IAM takes.
        name = f"{self._logical_name.removesuffix('-resilience')}-standby"
        return Standby(name, args, opts=self._below_secondary())

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
        running = {self._primary.region: Running(foundation=self.args.foundation, inference=self.args.inference)}
        if self.standby.foundation is not None and self.standby.inference is not None:
            running[self._secondary.region] = Running(
                foundation=self.standby.foundation,
                inference=self.standby.inference,
                provider=self._elsewhere,
            )
        args = SitePairArgs(
            settings=self.args.settings,
            plan=self.args.plan,
            canary=self.args.canary,
            fingerprint=static_fingerprint(self.args),
            tables=self.tables,
            running=running,
        )
        return SitePair(self.child_name("site"), args, opts=self.child()).sites

    def _dashboard(self) -> None:
        base, linked = self.args.foundation.args, self.args.settings.linked
        args = ResilienceDashboardArgs(
            name=regional_name(base.project, base.environment, base.account.region, "resilience"),
            sites=[site.view for region, site in self.sites.items() if linked or region == base.account.region],
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
