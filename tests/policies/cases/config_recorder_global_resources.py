"""Fixtures of config-recorder-global-resources."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ALL = {"allSupported": True, "includeGlobalResourceTypes": True}
SOUND = aws("cfg/recorder", roleArn=U, recordingGroup=ALL)

CASES = Cases(
    passes=[SOUND, aws("cfg/recorder", roleArn=U)],
    fails=[
        SOUND.but(
            ("recordingGroup.includeGlobalResourceTypes is false",),
            recordingGroup={**ALL, "includeGlobalResourceTypes": False},
        )
    ],
    not_applicable=[],
    unknown=[SOUND.but(recordingGroup=U)],
    always_applicable=True,
)
