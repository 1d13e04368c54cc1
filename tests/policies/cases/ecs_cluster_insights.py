"""Fixtures of ecs-cluster-insights."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def insights(value: object, name: object = "containerInsights") -> list[object]:
    return [{"name": name, "value": value}]


SOUND = aws("ecs/cluster", settings=insights("enabled"))

CASES = Cases(
    passes=[SOUND, SOUND.but(settings=insights("enhanced"))],
    fails=[
        SOUND.but(("settings[0].value is disabled",), settings=insights("disabled")),
        SOUND.but(("settings has no containerInsights",), settings=None),
        SOUND.but(("settings has no containerInsights",), settings=insights("enabled", "other")),
    ],
    not_applicable=[],
    unknown=[SOUND.but(settings=U), SOUND.but(settings=insights(U)), SOUND.but(settings=insights("enabled", U))],
    always_applicable=True,
)
