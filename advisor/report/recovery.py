"""Whether the stack meets its disaster recovery tier: the figures of `python -m advisor dr`."""

from __future__ import annotations

from advisor.report.model import Recovery, RecoveryTime
from advisor.stack.settings import StackSettings
from components.settings.resilience_plan import recovery_plan
from domain.resilience.objectives import objectives


def recovery(stack: StackSettings) -> Recovery | None:
    """What a lost Region would take; ``None`` when the stack declares no tier.

    Raises:
        ValueError: The plan cannot be computed.
    """
    if not stack.settings.resilience.enabled:
        return None
    found = objectives(recovery_plan(stack.settings))
    allowed, longest = found.declared, found.dominated_by
    return Recovery(
        declared_tier=allowed.number,
        met_tier=found.meets,
        met=found.holds,
        times=(
            RecoveryTime("RTO", float(allowed.rto_s), found.rto_s),
            RecoveryTime("RPO of work and results", float(allowed.rpo_s), found.rpo_s),
            RecoveryTime("RPO of artifacts", float(allowed.artifact_rpo_s), found.artifact_rpo_s),
        ),
        dominated_by=f"{longest.name}, {longest.worst_s:g} s at worst: {longest.change or longest.source}",
        findings=found.findings,
        warnings=found.warnings,
    )
