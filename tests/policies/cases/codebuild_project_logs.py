"""Fixtures of codebuild-project-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def logs(cloudwatch: object, bucket: object) -> dict[str, object]:
    return {"cloudwatchLogs": {"status": cloudwatch}, "s3Logs": {"status": bucket}}


SOUND = aws("codebuild/project", logsConfig=logs("ENABLED", "DISABLED"))
FOUND = ("logsConfig.cloudwatchLogs.status is DISABLED, and s3Logs",)

CASES = Cases(
    passes=[SOUND, SOUND.but(logsConfig=None), SOUND.but(logsConfig=logs("DISABLED", "ENABLED"))],
    fails=[SOUND.but(FOUND, logsConfig=logs("DISABLED", "DISABLED"))],
    not_applicable=[],
    unknown=[SOUND.but(logsConfig=logs(U, "DISABLED"))],
    always_applicable=True,
)
