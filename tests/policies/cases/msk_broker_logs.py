"""Fixtures of msk-broker-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def logs(place: str, enabled: object) -> dict[str, object]:
    return {"brokerLogs": {place: {"enabled": enabled}}}


SOUND = aws("msk/cluster", loggingInfo=logs("cloudwatchLogs", True))
FOUND = ("loggingInfo.brokerLogs has no place that is enabled",)

CASES = Cases(
    passes=[SOUND, SOUND.but(loggingInfo=logs("s3", True)), SOUND.but(loggingInfo=logs("firehose", True))],
    fails=[SOUND.but(FOUND, loggingInfo=None), SOUND.but(FOUND, loggingInfo=logs("cloudwatchLogs", False))],
    not_applicable=[],
    unknown=[SOUND.but(loggingInfo=U), SOUND.but(loggingInfo=logs("s3", U))],
    always_applicable=True,
)
