"""Fixtures of ecs-task-host-network."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ecs/taskDefinition", family="shop", networkMode="awsvpc")

CASES = Cases(
    passes=[SOUND, aws("ecs/taskDefinition", family="shop")],
    fails=[SOUND.but(("networkMode is host",), networkMode="host")],
    not_applicable=[],
    unknown=[SOUND.but(networkMode=U)],
    always_applicable=True,
)
