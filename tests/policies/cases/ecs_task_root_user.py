"""Fixtures of ecs-task-root-user."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ecs/taskDefinition", family="shop", containerDefinitions=json.dumps([{"name": "shop", "user": "1000"}]))


def holding(*containers: object) -> str:
    return json.dumps([dict(each) for each in containers])  # type: ignore[call-overload]


CASES = Cases(
    passes=[SOUND, SOUND.but(containerDefinitions=holding({"name": "shop"}))],
    fails=[
        SOUND.but(
            ("containerDefinitions[0].user is root",), containerDefinitions=holding({"name": "shop", "user": "root"})
        ),
        SOUND.but(("containerDefinitions[0].user is 0",), containerDefinitions=holding({"name": "shop", "user": "0"})),
        SOUND.but(
            ("containerDefinitions[0].user is 0:1000",),
            containerDefinitions=holding({"name": "shop", "user": "0:1000"}),
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(containerDefinitions=U)],
    always_applicable=True,
)
