"""Fixtures of ecs-task-efs-tls."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def volume(encryption: object) -> list[object]:
    return [{"name": "models", "efsVolumeConfiguration": {"fileSystemId": U, "transitEncryption": encryption}}]


SOUND = aws("ecs/taskDefinition", volumes=volume("ENABLED"))
PATH = "volumes[0].efsVolumeConfiguration.transitEncryption is "

CASES = Cases(
    passes=[SOUND, SOUND.but(volumes=[*volume("ENABLED"), {"name": "scratch"}])],
    fails=[
        SOUND.but((f"{PATH}not set",), volumes=volume(None)),
        SOUND.but((f"{PATH}DISABLED",), volumes=volume("DISABLED")),
    ],
    not_applicable=[SOUND.but(volumes=[{"name": "scratch"}]), SOUND.but(volumes=None)],
    unknown=[SOUND.but(volumes=U), SOUND.but(volumes=volume(U))],
)
