"""Fixtures of glue-job-security-configuration."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("glue/job", securityConfiguration="encrypted")
OTHERS = (aws("glue/crawler", securityConfiguration=U), aws("glue/devEndpoint", securityConfiguration=U))
NOT_SET = ("securityConfiguration is not set",)

CASES = Cases(
    passes=[SOUND, *OTHERS],
    fails=[
        SOUND.but(NOT_SET, securityConfiguration=None),
        *(one.but(NOT_SET, securityConfiguration=None) for one in OTHERS),
    ],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
