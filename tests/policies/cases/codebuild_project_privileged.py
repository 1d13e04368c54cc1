"""Fixtures of codebuild-project-privileged."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("codebuild/project", environment={"type": "LINUX_CONTAINER", "privilegedMode": False})

CASES = Cases(
    passes=[SOUND, SOUND.but(environment={"type": "LINUX_CONTAINER"})],
    fails=[
        SOUND.but(
            ("environment.privilegedMode is true",), environment={"type": "LINUX_CONTAINER", "privilegedMode": True}
        )
    ],
    not_applicable=[],
    unknown=[SOUND.but(environment=U)],
    always_applicable=True,
)
