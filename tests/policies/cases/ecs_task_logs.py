"""Fixtures of ecs-task-logs."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws

LOGS = {"logDriver": "awslogs"}


def containers(*logs: object) -> list[object]:
    return [{"name": f"c{index}", "logConfiguration": driver} for index, driver in enumerate(logs)]


SOUND = aws("ecs/taskDefinition", containerDefinitions=json.dumps(containers(LOGS, LOGS)))

CASES = Cases(
    passes=[SOUND, SOUND.but(containerDefinitions=containers(LOGS, U))],
    fails=[
        SOUND.but(
            ("containerDefinitions[1].logConfiguration is not set",),
            containerDefinitions=json.dumps(containers(LOGS, None)),
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(containerDefinitions=U)],
    always_applicable=True,
)
