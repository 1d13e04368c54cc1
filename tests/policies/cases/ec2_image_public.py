"""Fixtures of ec2-image-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SHARED = aws("ec2/amiLaunchPermission", imageId="ami-1", accountId="123456789012")
IMAGES = aws("ec2/imageBlockPublicAccess", state="block-new-sharing")
SNAPSHOTS = aws("ebs/snapshotBlockPublicAccess", state="block-all-sharing")

CASES = Cases(
    passes=[SHARED, IMAGES, SNAPSHOTS],
    fails=[
        SHARED.but(("group is all",), group="all"),
        IMAGES.but(("state is unblocked",), state="unblocked"),
        SNAPSHOTS.but(("state is unblocked",), state="unblocked"),
    ],
    not_applicable=[],
    unknown=[SHARED.but(group=U), IMAGES.but(state=U)],
    always_applicable=True,
)
