"""The name that callers use, answered with the Region that serves: health checks and failover records of Route 53.

A record moves callers; it does not say which Region acts. That is the lease's: both Regions accept work. Health is a
canary prediction, by the alarm of the Region, or an answer over HTTPS.

Health checks are global: their API is in us-east-1, and follows alarms of any Region. Type and interval cannot change.

Sources: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html and
https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.settings.resilience import FailoverDnsSettings
from domain.checks import text
from domain.resilience.public_names import require_public_name

HTTPS_PORT: Final = 443
SILENCE: Final = "Unhealthy"
"""What an alarm without data means: a Region that says nothing is none to send callers to. When neither says anything,
Route 53 answers with the primary."""


@dataclass(frozen=True, kw_only=True)
class DnsSide:
    """One of the two Regions.

    Attributes:
        region: The Region.
        canary_alarm: Name of its alarm on canary predictions; ``None`` when nothing looks there.
    """

    region: str
    canary_alarm: pulumi.Input[str] | None = None


@dataclass(frozen=True, kw_only=True)
class FailoverDnsArgs:
    """Inputs.

    Attributes:
        settings: Zone, names, how health is known.
        primary, secondary: The Regions.

    Raises:
        ValueError: A name is missing or private, both names are the same, or health cannot be known.
    """

    settings: FailoverDnsSettings
    primary: DnsSide
    secondary: DnsSide

    def __post_init__(self) -> None:
        settings = self.settings
        text("resilience.dns.zone_id", settings.zone_id)
        require_public_name("resilience.dns.name", settings.name)
        targets = [require_public_name(f"resilience.dns.{role}_target", self.target(role)) for role in ROLES]
        if targets[0] == targets[1]:
            raise ValueError(
                f"resilience.dns.secondary_target = {targets[1]!r} is the primary's too; accepted: the name of the "
                "front in the secondary Region"
            )
        if settings.check == "canary" and self.primary.canary_alarm is None:
            raise ValueError(
                f"canary_alarm of the primary {self.primary.region} is None; accepted with resilience.dns.check "
                "canary: the alarm's name. A primary without a health check is never left"
            )

    def side(self, role: str) -> DnsSide:
        """The Region of a role."""
        return self.primary if role == PRIMARY else self.secondary

    def target(self, role: str) -> str | None:
        """The public name of a Region's front."""
        return self.settings.primary_target if role == PRIMARY else self.settings.secondary_target


PRIMARY: Final = "primary"
SECONDARY: Final = "secondary"
ROLES: Final = (PRIMARY, SECONDARY)


class FailoverDns(PlatformComponent):
    """Two records of one name, and the health check of each."""

    host_name: pulumi.Output[str]

    def __init__(self, name: str, args: FailoverDnsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"check": args.settings.check, "ttlSeconds": args.settings.ttl_seconds}, opts)
        self.args = args
        primary, _ = [self._record(role) for role in ROLES]
        self.host_name = primary.fqdn
        self.finish()

    def _record(self, role: str) -> aws.route53.Record:
        settings = self.args.settings
        health = self._health(role)
        return aws.route53.Record(
            self.child_name(role),
            zone_id=str(settings.zone_id),
            name=require_public_name("resilience.dns.name", settings.name),
            type="CNAME",
            ttl=settings.ttl_seconds,
            records=[require_public_name(f"resilience.dns.{role}_target", self.args.target(role))],
            set_identifier=self.args.side(role).region,
            failover_routing_policies=[aws.route53.RecordFailoverRoutingPolicyArgs(type=role.upper())],
            health_check_id=None if health is None else health.id,
            opts=self.child(),
        )

    def _health(self, role: str) -> aws.route53.HealthCheck | None:
        """The secondary needs none: it is what is left."""
        side, settings = self.args.side(role), self.args.settings
        name = self.child_name(f"{role}-health")
        if settings.check == "https":
            return aws.route53.HealthCheck(
                name,
                type="HTTPS",
                fqdn=require_public_name(f"resilience.dns.{role}_target", self.args.target(role)),
                port=HTTPS_PORT,
                resource_path=settings.path,
                enable_sni=True,
                request_interval=settings.interval_seconds,
                failure_threshold=settings.failure_threshold,
                tags={"Name": name},  # the console lists them by it
                opts=self.child(),
            )
        if side.canary_alarm is None:
            return None
        return aws.route53.HealthCheck(
            name,
            type="CLOUDWATCH_METRIC",
            cloudwatch_alarm_name=side.canary_alarm,
            cloudwatch_alarm_region=side.region,
            insufficient_data_health_status=SILENCE,
            tags={"Name": name},
            opts=self.child(),
        )
