"""Fixtures of mwaa-environment-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

KINDS = ("schedulerLogs", "taskLogs", "webserverLogs", "workerLogs")
ALL: dict[str, object] = {kind: {"enabled": True, "logLevel": "INFO"} for kind in KINDS}
SOUND = aws("mwaa/environment", name="shop", loggingConfiguration=ALL)

CASES = Cases(
    passes=[SOUND, SOUND.but(loggingConfiguration={**ALL, "taskLogs": {"logLevel": "INFO"}})],
    fails=[
        *(
            SOUND.but(
                (f"loggingConfiguration.{kind}.enabled is false",),
                loggingConfiguration={**ALL, kind: {"enabled": False, "logLevel": "INFO"}},
            )
            for kind in KINDS
        ),
        SOUND.but(
            tuple(f"loggingConfiguration.{kind}.enabled is not set" for kind in KINDS if kind != "taskLogs"),
            loggingConfiguration=None,
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(loggingConfiguration=U)],
    always_applicable=True,
)
