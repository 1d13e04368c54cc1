"""Fixtures of ecr-tag-immutability."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ecr/repository", imageTagMutability="IMMUTABLE")

CASES = Cases(
    passes=[SOUND, SOUND.but(imageTagMutability="IMMUTABLE_WITH_EXCLUSION")],
    fails=[
        SOUND.but(("imageTagMutability is not set",), imageTagMutability=None),
        SOUND.but(("imageTagMutability is MUTABLE",), imageTagMutability="MUTABLE"),
    ],
    not_applicable=[],
    unknown=[SOUND.but(imageTagMutability=U)],
    always_applicable=True,
)
