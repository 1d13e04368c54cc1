"""A plan that switches Regions names two of them, and its workflows are of kinds that ARC knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.service_model import Choice, Limits, Range, Text, refused
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

PLAN: Final[Limits] = {
    "name": Text("arc-region-switch", "PlanName", 1, 32, "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?"),
    "recoveryApproach": Choice("arc-region-switch", "RecoveryApproach", ("activeActive", "activePassive")),
    "recoveryTimeObjectiveMinutes": Range(
        "arc-region-switch", "CreatePlanRequestRecoveryTimeObjectiveMinutesInteger", 1, 10080
    ),
}
ACTION: Final = Choice("arc-region-switch", "WorkflowTargetAction", ("activate", "deactivate", "postRecovery"))
WORKFLOW: Final[Limits] = {"workflowTargetAction": ACTION}
TRIGGER: Final[Limits] = {"action": ACTION}
ALARM: Final[Limits] = {"alarmType": Choice("arc-region-switch", "AlarmType", ("applicationHealth", "trigger"))}
BLOCKS: Final = (("workflows", WORKFLOW), ("triggers", TRIGGER), ("associatedAlarms", ALARM))

RULE = Rule(
    id="arcregionswitch-plan",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:arcregionswitch/plan:Plan",),
    summary="A Region switch plan has two Regions, and primary and target Regions are among them.",
    cause="ARC rejects the plan.",
    remedy="name two different regions, and take the primary, the workflows' and the triggers' Region from them",
    url="https://docs.aws.amazon.com/r53recovery/latest/dg/working-with-rs-create-plan.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A Region that is not known yet may be the one that is asked for."""
    yield from refused(resource.props, PLAN)
    for name, limits in BLOCKS:
        for entry in resource[name].each():
            yield from refused(entry, limits)
    regions = resource["regions"]
    known = [region.text() for region in regions.each()]
    if not regions.unknown and None not in known:
        if len({*known}) != 2 or len(known) != 2:
            yield violation(regions, f"are {', '.join(map(str, known))}, not two different ones")
        for node in _named(resource):
            if node.text() not in {None, *known}:
                yield violation(node, f"is {node.show()}, which is none of regions")


def _named(resource: Resource) -> Iterator[Props]:
    yield resource["primaryRegion"]
    yield from (workflow["workflowTargetRegion"] for workflow in resource["workflows"].each())
    yield from (trigger["targetRegion"] for trigger in resource["triggers"].each())
