"""Fixtures of ecs-task-readonly-root."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws

SOUND = aws(
    "ecs/taskDefinition",
    family="shop",
    containerDefinitions=json.dumps([{"name": "shop", "readonlyRootFilesystem": True}]),
)


def holding(*containers: object) -> str:
    return json.dumps([dict(each) for each in containers])  # type: ignore[call-overload]


CASES = Cases(
    passes=[SOUND, SOUND.but(runtimePlatform={"operatingSystemFamily": "LINUX"})],
    fails=[
        SOUND.but(
            ("containerDefinitions[0].readonlyRootFilesystem is false",),
            containerDefinitions=holding({"name": "shop", "readonlyRootFilesystem": False}),
        ),
        SOUND.but(
            ("containerDefinitions[0].readonlyRootFilesystem is not set",),
            containerDefinitions=holding({"name": "shop"}),
        ),
    ],
    not_applicable=[
        SOUND.but(
            containerDefinitions=holding({"name": "shop"}),
            runtimePlatform={"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"},
        )
    ],
    unknown=[SOUND.but(containerDefinitions=U)],
)
