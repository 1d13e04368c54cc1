"""Fixtures of config-recorder-all-resources."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cfg/recorder", recordingGroup={"allSupported": True})
EXCEPT = [{"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"}]

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(recordingGroup=None),
        SOUND.but(recordingGroup={"allSupported": False, "recordingStrategies": EXCEPT}),
    ],
    fails=[SOUND.but(("recordingGroup.allSupported is false",), recordingGroup={"allSupported": False})],
    not_applicable=[],
    unknown=[SOUND.but(recordingGroup=U)],
    always_applicable=True,
)
