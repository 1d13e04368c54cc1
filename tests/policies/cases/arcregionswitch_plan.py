"""Fixtures of arcregionswitch-plan."""

from __future__ import annotations

from guardrails.rules import arcregionswitch_plan as rule

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

PLAN = aws(
    "arcregionswitch/plan",
    name="serving",
    executionRole=U,
    recoveryApproach="activePassive",
    regions=["eu-west-1", "eu-west-2"],
    primaryRegion="eu-west-1",
    recoveryTimeObjectiveMinutes=15.0,
    workflows=[
        {"workflowTargetAction": "activate", "workflowTargetRegion": "eu-west-2", "steps": []},
        {"workflowTargetAction": "activate", "workflowTargetRegion": "eu-west-1", "steps": []},
    ],
    triggers=[{"action": "activate", "targetRegion": "eu-west-2", "minDelayMinutesBetweenExecutions": 30.0}],
    associatedAlarms=[{"mapBlockKey": "errors", "alarmType": "trigger", "resourceIdentifier": U}],
)
BARE = aws("arcregionswitch/plan", name="serving", executionRole=U, recoveryApproach="activeActive")
TWO = BARE.but(regions=["eu-west-1", "eu-west-2"])
EDGES = [
    at_the_edges(PLAN, rule.PLAN),
    at_the_edges(PLAN, rule.WORKFLOW, "workflows.1"),
    at_the_edges(PLAN, rule.TRIGGER, "triggers.0"),
    at_the_edges(PLAN, rule.ALARM, "associatedAlarms.0"),
]
NOT_TWO = "regions are {}, not two different ones;"
OUTSIDE = "{} is us-east-1, which is none of regions;"

CASES = Cases(
    passes=[PLAN, TWO, *[case for passes, _ in EDGES for case in passes]],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        PLAN.but(("name is serving_eu, which holds characters",), name="serving_eu"),
        TWO.but((NOT_TWO.format("eu-west-1"),), regions=["eu-west-1"]),
        TWO.but((NOT_TWO.format("eu-west-1, eu-west-1"),), regions=["eu-west-1", "eu-west-1"]),
        TWO.but((NOT_TWO.format("eu-west-1, eu-west-2, us-east-1"),), regions=["eu-west-1", "eu-west-2", "us-east-1"]),
        TWO.but((NOT_TWO.format("eu-west-1, eu-west-2, eu-west-2"),), regions=["eu-west-1", "eu-west-2", "eu-west-2"]),
        PLAN.but((OUTSIDE.format("primaryRegion"),), primaryRegion="us-east-1"),
        PLAN.but(
            (OUTSIDE.format("workflows[1].workflowTargetRegion"),),
            workflows=[
                {"workflowTargetAction": "activate", "workflowTargetRegion": "eu-west-2", "steps": []},
                {"workflowTargetAction": "activate", "workflowTargetRegion": "us-east-1", "steps": []},
            ],
        ),
        PLAN.but(
            (OUTSIDE.format("triggers[0].targetRegion"),),
            triggers=[{"action": "activate", "targetRegion": "us-east-1", "minDelayMinutesBetweenExecutions": 30.0}],
        ),
    ],
    not_applicable=[],
    unknown=[
        PLAN.but(regions=U),
        TWO.but(regions=["eu-west-1", U]),
        PLAN.but(regions=["eu-west-3", U]),
        PLAN.but(primaryRegion=U),
        PLAN.but(workflows=U),
        PLAN.but(triggers=U),
    ],
    always_applicable=True,
)
