"""Fixtures of rds-log-exports."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/instance", engine="postgres", enabledCloudwatchLogsExports=["postgresql"])
CLUSTER = aws("rds/cluster", engine="aurora-mysql", enabledCloudwatchLogsExports=["audit"])

CASES = Cases(
    passes=[SOUND, CLUSTER, SOUND.but(enabledCloudwatchLogsExports=U), SOUND.but(engine=None)],
    fails=[
        SOUND.but(("enabledCloudwatchLogsExports is not set",), enabledCloudwatchLogsExports=None),
        SOUND.but(("enabledCloudwatchLogsExports is empty",), enabledCloudwatchLogsExports=[]),
        CLUSTER.but(("enabledCloudwatchLogsExports is not set",), enabledCloudwatchLogsExports=None),
    ],
    not_applicable=[aws("rds/instance", engine="aurora-postgresql")],
    unknown=[SOUND.but(engine=U)],
)
