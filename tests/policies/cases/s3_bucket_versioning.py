"""Fixtures of s3-bucket-versioning."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("s3/bucketVersioning", versioningConfiguration={"status": "Enabled"})
OLD = aws("s3/bucketVersioningV2", versioningConfiguration={"status": "Enabled"})
INLINE = aws("s3/bucket", versioning={"enabled": True})
PLURAL = aws("s3/bucketV2", versionings=[{"enabled": True}])
SUSPENDED = ("versioningConfiguration.status is Suspended",)

CASES = Cases(
    passes=[SOUND, OLD, INLINE, PLURAL],
    fails=[
        SOUND.but(SUSPENDED, versioningConfiguration={"status": "Suspended"}),
        OLD.but(SUSPENDED, versioningConfiguration={"status": "Suspended"}),
        SOUND.but(("versioningConfiguration.status is Disabled",), versioningConfiguration={"status": "Disabled"}),
        INLINE.but(("versioning.enabled is false",), versioning={"enabled": False}),
        PLURAL.but(("versionings[0].enabled is false",), versionings=[{"enabled": False}]),
    ],
    not_applicable=[aws("s3/bucket", bucket="b"), aws("s3/bucketV2", bucket="b")],
    unknown=[SOUND.but(versioningConfiguration=U), INLINE.but(versioning=U)],
)
