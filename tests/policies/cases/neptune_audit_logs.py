"""Fixtures of neptune-audit-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("neptune/cluster", enableCloudwatchLogsExports=["audit"])

CASES = Cases(
    passes=[SOUND, SOUND.but(enableCloudwatchLogsExports=["slowquery", "audit"])],
    fails=[
        SOUND.but(("enableCloudwatchLogsExports has no audit",), enableCloudwatchLogsExports=None),
        SOUND.but(("enableCloudwatchLogsExports has no audit",), enableCloudwatchLogsExports=["slowquery"]),
    ],
    not_applicable=[],
    unknown=[SOUND.but(enableCloudwatchLogsExports=U)],
    always_applicable=True,
)
