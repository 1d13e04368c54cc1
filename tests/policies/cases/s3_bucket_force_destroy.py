"""Fixtures of s3-bucket-force-destroy."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = replace(aws("s3/bucket", forceDestroy=False), environment="prod")
OLD = replace(aws("s3/bucketV2", forceDestroy=False), environment="production")
FOUND = SOUND.but(("forceDestroy is true",), forceDestroy=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(forceDestroy=None), OLD],
    fails=[FOUND, OLD.but(FOUND.names, forceDestroy=True)],
    not_applicable=[replace(FOUND, environment="staging"), replace(FOUND, environment="")],
    unknown=[SOUND.but(forceDestroy=U)],
)
