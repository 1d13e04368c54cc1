"""A stack that declares a tier of disaster recovery meets it: the figures computed from its settings are within it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import recovery
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="resilience-tier-met",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(recovery.COMPONENT,),
    summary="A stack that declares a recovery tier has computed recovery figures that are within it.",
    cause="The tier is a wish: when the Region is lost, recovery takes longer or loses more than was promised.",
    remedy="declare a tier that is met, or shorten what dominates (`python -m advisor dr --stack NAME` names it)",
    url="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
    settings=(*recovery.settings(recovery.RTO), *recovery.settings(recovery.RPO)),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A figure that is missing is one that nothing bounds."""
    number = resource["tier"]
    tier = recovery.tier(resource)
    if tier is None:
        if not number.unknown:
            yield violation(number, f"is {number.show()}; accepted: 1, 2 or 3")
        return
    for figure in (recovery.RTO, recovery.RPO):
        seconds, most = resource[figure], recovery.allowed(resource, figure, tier)
        if seconds.missing:
            yield violation(seconds, f"is not set, but tier {tier} allows at most {most:g} s")
        elif (value := seconds.number()) is not None and value > most:
            yield violation(seconds, f"is {seconds.show()}, but tier {tier} allows at most {most:g} s")
