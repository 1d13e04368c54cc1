"""Fixtures of ecs-service-public-ip."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

INSIDE = {"subnets": [U], "assignPublicIp": False}
SOUND = aws("ecs/service", name="shop", networkConfiguration=INSIDE)

CASES = Cases(
    passes=[
        SOUND,
        aws("ecs/service", name="shop"),
        SOUND.but(networkConfiguration={"subnets": [U]}),
        aws("ecs/taskSet", networkConfiguration=INSIDE),
    ],
    fails=[
        SOUND.but(
            ("networkConfiguration.assignPublicIp is true",), networkConfiguration={**INSIDE, "assignPublicIp": True}
        ),
        aws(
            "ecs/taskSet",
            ("networkConfiguration.assignPublicIp is true",),
            networkConfiguration={**INSIDE, "assignPublicIp": True},
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(networkConfiguration=U)],
    always_applicable=True,
)
