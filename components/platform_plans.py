"""What is decided before the first resource is registered: everything that can be refused is refused here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pulumi

from components.delivery.provider import provider_arn
from components.delivery.trust_policy import planned_delivery
from components.foundation import Account
from components.inference import ModelFile, checked_model
from components.resilience.canary import canary_of
from components.resilience.packages import require_reach
from components.resilience.parts import Canary
from components.settings import Settings
from components.settings.capacity_plan import CapacityPlan, plan_capacity
from components.settings.resilience_plan import TwoRegions, plan_two_regions
from components.settings.schedule_plan import SchedulePlan, plan_schedules
from components.switching.functions import probe_of
from domain.delivery import Delivery


@dataclass(frozen=True, kw_only=True)
class Plans:
    """The plans of a stack.

    Attributes:
        model: The checked model archive; ``None`` while inference is off.
        schedules: When capacity is up, compiled and proved.
        capacity: What is bought of Bedrock, and how Lambda's concurrency is divided.
        regions: The two Regions of the resilience theme; ``None`` while it is off.
        canary: What is predicted to know whether one of them serves; ``None`` likewise.
        delivery: Who may deploy from GitHub; ``None`` while that theme is off.
    """

    model: ModelFile | None
    schedules: SchedulePlan
    capacity: CapacityPlan
    regions: TwoRegions | None
    canary: Canary | None
    delivery: Delivery | None


def planned(settings: Settings, account: Account, root: Path, today: date) -> Plans:
    """Plan a stack.

    Args:
        settings: The stack's settings.
        account: Where it is deployed.
        root: Folder of the project.
        today: The day from which on schedules are proved for a year, and for which prices and models must count.

    Raises:
        pulumi.RunError: Something cannot be as the settings say; the text has what, and what to do.
    """
    if settings.switching.enabled:
        probe_of(root, settings.switching.probe)
    archive = settings.inference.model.archive
    model = checked_model(root, archive) if settings.inference.enabled and archive is not None else None
    canary = canary_of(root, settings.resilience.canary) if settings.resilience.enabled else None
    theme = settings.delivery
    delivery = planned_delivery(theme, theme.provider_arn or provider_arn(account)) if theme.enabled else None
    try:
        return Plans(
            model=model,
            schedules=plan_schedules(settings.cost, root, today),
            capacity=plan_capacity(settings, account.region, today),
            regions=_two_regions(settings, account),
            canary=canary,
            delivery=delivery,
        )
    except ValueError as error:
        raise pulumi.RunError(str(error)) from error


def _two_regions(settings: Settings, account: Account) -> TwoRegions | None:
    """The two Regions, whose functions reach the ledger."""
    plan = plan_two_regions(settings, account.region)
    if plan is not None:
        running = [plan.primary, *([plan.secondary] if settings.resilience.runs_there else [])]
        for region in running:
            require_reach(settings.foundation.network.mode, plan.coordination.ledger_region_of(region), [region])
    return plan
