"""Fixtures of codebuild-project-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

BUCKET = {"type": "S3", "location": "builds", "encryptionDisabled": False}
OPEN = {"type": "S3", "location": "builds", "encryptionDisabled": True}
LOGS = {"s3Logs": {"status": "ENABLED", "encryptionDisabled": False}}
SOUND = aws("codebuild/project", artifacts=BUCKET, secondaryArtifacts=[BUCKET], logsConfig=LOGS)

CASES = Cases(
    passes=[SOUND, aws("codebuild/project", artifacts={"type": "NO_ARTIFACTS"})],
    fails=[
        SOUND.but(("artifacts.encryptionDisabled is true",), artifacts=OPEN),
        SOUND.but(("secondaryArtifacts[0].encryptionDisabled is true",), secondaryArtifacts=[OPEN]),
        SOUND.but(
            ("logsConfig.s3Logs.encryptionDisabled is true",),
            logsConfig={"s3Logs": {"status": "ENABLED", "encryptionDisabled": True}},
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(artifacts=U), SOUND.but(secondaryArtifacts=U)],
    always_applicable=True,
)
