"""Fixtures of docdb-audit-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("docdb/cluster", enabledCloudwatchLogsExports=["audit"])

CASES = Cases(
    passes=[SOUND, SOUND.but(enabledCloudwatchLogsExports=["slowquery", "audit"])],
    fails=[
        SOUND.but(("enabledCloudwatchLogsExports has no audit",), enabledCloudwatchLogsExports=None),
        SOUND.but(("enabledCloudwatchLogsExports has no audit",), enabledCloudwatchLogsExports=["slowquery"]),
    ],
    not_applicable=[],
    unknown=[SOUND.but(enabledCloudwatchLogsExports=U)],
    always_applicable=True,
)
