"""What follows from the theme's settings: which ledger, what is in the secondary, and what a failover would take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from components.settings.foundation import FoundationSettings
from components.settings.inference import InferenceSettings
from components.settings.resilience import FailoverDnsSettings, ResilienceSettings
from components.settings.resilience_lease import lease_rules
from components.settings.stack import Settings
from domain.checks import refuse
from domain.resilience import Coordination, LeaseRules, choose_coordination
from domain.resilience.objectives import Objectives, objectives
from domain.resilience.recovery_plan import DnsPlan, RecoveryPlan, RestorePlan, Standby, standby_start

ALARM_PERIOD_S: Final = 60
"""Of the canary's alarm: a health check takes a standard-resolution metric.
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html"""
REGISTRY_REGION: Final = 3
"""Place of the Region in ``<account>.dkr.ecr.<region>.amazonaws.com``."""


@dataclass(frozen=True, kw_only=True)
class TwoRegions:
    """A stack's two Regions, decided before the first resource.

    Attributes:
        primary: The stack's own Region.
        secondary: The other.
        coordination: Where the ledger is.
        rules: Of the lease.
        objectives: What a failover takes, computed.
    """

    primary: str
    secondary: str
    coordination: Coordination
    rules: LeaseRules
    objectives: Objectives


def plan_two_regions(settings: Settings, primary: str) -> TwoRegions | None:
    """Decide what the theme builds; ``None`` while it is off.

    Args:
        settings: The stack's settings, checked.
        primary: The stack's own Region.

    Raises:
        ValueError: The Regions do not go together, or the stack would not meet the tier that it declares.
    """
    theme = settings.resilience
    if not theme.enabled or theme.secondary_region is None:
        return None
    computed = objectives(recovery_plan(settings))
    if not computed.holds:
        found = "; ".join(computed.findings)
        refuse("resilience.tier", theme.tier, f"a tier that the stack meets, and it does not meet this one: {found}")
    return TwoRegions(
        primary=primary,
        secondary=theme.secondary_region,
        coordination=coordination_of(theme, primary),
        rules=lease_rules(theme),
        objectives=computed,
    )


def coordination_of(theme: ResilienceSettings, primary: str) -> Coordination:
    """Where the ledger of a stack is.

    Args:
        theme: The theme's settings.
        primary: The stack's own Region.

    Raises:
        ValueError: The Regions do not go together; the message says why, and what to do.
    """
    given = theme.coordination
    if theme.secondary_region is None:
        refuse("resilience.secondary_region", None, "the other Region")
    try:
        return choose_coordination(
            primary,
            theme.secondary_region,
            witness=given.witness_region,
            arbiter=given.arbiter_region,
            mode=given.mode,
        )
    except ValueError as error:
        raise ValueError(f"resilience.secondary_region and resilience.coordination: {error}") from error


def recovery_plan(settings: Settings) -> RecoveryPlan:
    """What a failover of this stack takes time for.

    Args:
        settings: The stack's settings, checked.
    """
    theme = settings.resilience
    return RecoveryPlan(
        tier=theme.tier,
        rules=lease_rules(theme),
        start=standby_start(_standby(settings)),
        canary_timeout_s=theme.canary.timeout_ms / 1000,
        dns=_dns(theme.dns, theme.alarms.canary_minutes),
        restore=None if theme.runs_there else RestorePlan(),
        artifacts_bounded=theme.replication_time_control,
    )


def _standby(settings: Settings) -> Standby:
    """What answers in the secondary."""
    unit = settings.resilience.work.endpoint
    if unit == "realtime":
        return Standby.REALTIME
    if unit == "components":
        # Nothing calls them there but the canary. Whether that is enough to keep a copy up nobody measured.
        return Standby.COMPONENTS_ASLEEP
    warm = standby_inference(settings).serverless.provisioned_concurrency
    return Standby.SERVERLESS_PROVISIONED if warm else Standby.SERVERLESS


def _dns(given: FailoverDnsSettings, canary_minutes: int) -> DnsPlan | None:
    if not given.enabled:
        return None
    if given.check == "https":
        return DnsPlan(
            health="https",
            ttl_s=given.ttl_seconds,
            request_interval_s=given.interval_seconds,
            failure_threshold=given.failure_threshold,
        )
    return DnsPlan(
        health="alarm", ttl_s=given.ttl_seconds, alarm_period_s=ALARM_PERIOD_S, alarm_datapoints=canary_minutes
    )


def standby_foundation(settings: Settings) -> FoundationSettings:
    """The foundation's settings in the secondary: the same but for what belongs to a Region, or is to be retired."""
    theme, own = settings.resilience, settings.foundation
    others = {"cidr": theme.cidr, "vpc_id": theme.vpc_id, "subnet_ids": theme.subnet_ids, "zone_names": ()}
    there = own.network.model_copy(update=others)
    kept = own.protect_data and not theme.retire
    return own.model_copy(update={"access_point": theme.access_point, "network": there, "protect_data": kept})


def standby_inference(settings: Settings) -> InferenceSettings:
    """The inference theme's settings in the secondary.

    A warm standby (tier 2) has the serverless endpoint alone and keeps nothing warm, so that it costs nothing while it
    waits. The other tiers have what the primary has.
    """
    own, theme = settings.inference, settings.resilience
    update: dict[str, object] = {"model": own.model.model_copy(update={"image_uri": standby_image(settings)})}
    if theme.tier == 2:
        update |= {
            "type": "none" if own.type == "none" else "serverless",
            "realtime": own.realtime.model_copy(update={"enabled": False}),
            "components": own.components.model_copy(update={"enabled": False}),
            "serverless": own.serverless.model_copy(update={"provisioned_concurrency": 0}),
            "predict": own.predict.model_copy(update={"provisioned_concurrency": 0, "max_provisioned_concurrency": 0}),
        }
    return own.model_copy(update=update)


def standby_image(settings: Settings) -> str | None:
    """The model image in the secondary: SageMaker pulls from its own Region, so the registry is the one there.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
    """
    theme, image = settings.resilience, settings.inference.model.image_uri
    if theme.image_uri is not None or image is None or theme.secondary_region is None:
        return theme.image_uri or image
    registry, slash, repository = image.partition("/")
    parts = registry.split(".")
    parts[REGISTRY_REGION] = theme.secondary_region
    return ".".join(parts) + slash + repository
