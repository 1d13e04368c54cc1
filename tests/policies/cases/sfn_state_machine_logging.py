"""Fixtures of sfn-state-machine-logging."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def logs(level: object) -> dict[str, object]:
    return {"level": level, "logDestination": U}


SOUND = aws("sfn/stateMachine", loggingConfiguration=logs("ALL"))

CASES = Cases(
    passes=[SOUND, SOUND.but(loggingConfiguration=logs("ERROR")), SOUND.but(loggingConfiguration=logs("FATAL"))],
    fails=[
        SOUND.but(("loggingConfiguration.level is not set",), loggingConfiguration=None),
        SOUND.but(("loggingConfiguration.level is OFF",), loggingConfiguration=logs("OFF")),
    ],
    not_applicable=[],
    unknown=[SOUND.but(loggingConfiguration=U)],
    always_applicable=True,
)
