"""Fixtures of ecs-cluster-exec-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def execution(logging: object) -> dict[str, object]:
    return {"executeCommandConfiguration": {"logging": logging}}


SOUND = aws("ecs/cluster", configuration=execution("OVERRIDE"))

CASES = Cases(
    passes=[SOUND, SOUND.but(configuration=execution("DEFAULT")), SOUND.but(configuration=None)],
    fails=[
        SOUND.but(("configuration.executeCommandConfiguration.logging is NONE",), configuration=execution("NONE")),
    ],
    not_applicable=[],
    unknown=[SOUND.but(configuration=U)],
    always_applicable=True,
)
