"""Fixtures of ecs-task-privileged."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ecs/taskDefinition", family="shop", containerDefinitions=json.dumps([{"name": "shop"}]))
JOB = aws("batch/jobDefinition", containerProperties=json.dumps({"image": "etl", "privileged": False}))


def holding(*containers: object) -> str:
    return json.dumps([dict(each) for each in containers])  # type: ignore[call-overload]


CASES = Cases(
    passes=[
        JOB,
        SOUND,
        SOUND.but(pidMode="task", ipcMode="none"),
        SOUND.but(containerDefinitions=holding({"name": "shop", "privileged": False})),
    ],
    fails=[
        JOB.but(
            ("containerProperties.privileged is true",),
            containerProperties=json.dumps({"image": "etl", "privileged": True}),
        ),
        SOUND.but(
            ("containerDefinitions[0].privileged is true",),
            containerDefinitions=holding({"name": "shop", "privileged": True}),
        ),
        SOUND.but(("pidMode is host",), pidMode="host"),
        SOUND.but(("ipcMode is host",), ipcMode="host"),
    ],
    not_applicable=[],
    unknown=[SOUND.but(containerDefinitions=U), SOUND.but(pidMode=U)],
    always_applicable=True,
)
