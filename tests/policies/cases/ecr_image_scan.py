"""Fixtures of ecr-image-scan."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ecr/repository", imageScanningConfiguration={"scanOnPush": True})

CASES = Cases(
    passes=[SOUND, SOUND.but(imageScanningConfiguration=[{"scanOnPush": True}])],
    fails=[
        SOUND.but(("imageScanningConfiguration.scanOnPush is not set",), imageScanningConfiguration=None),
        SOUND.but(
            ("imageScanningConfiguration.scanOnPush is false",), imageScanningConfiguration={"scanOnPush": False}
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(imageScanningConfiguration=U), SOUND.but(imageScanningConfiguration={"scanOnPush": U})],
    always_applicable=True,
)
