"""The times that are computed for the drill's stack, by the code that computes them for any."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from components.settings import Settings
from components.settings.resilience_lease import lease_rules
from components.settings.resilience_plan import recovery_plan
from domain.resilience import LeaseRules
from domain.resilience.objectives import Objectives, objectives


def rules_of(settings: dict[str, Any]) -> LeaseRules:
    """The lease's rules of a stack file's content."""
    return lease_rules(_read(settings).resilience)


def computed(settings: dict[str, Any]) -> Objectives:
    """The recovery times of a stack file's content; here schedules fire to the second."""
    return objectives(replace(recovery_plan(_read(settings)), schedule_jitter_s=0.0))


def _read(settings: dict[str, Any]) -> Settings:
    return Settings.model_validate(settings)
