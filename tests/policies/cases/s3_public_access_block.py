"""Fixtures of s3-public-access-block."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ON = {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True, "restrictPublicBuckets": True}
BUCKET = aws("s3/bucketPublicAccessBlock", bucket=U, **ON)
POINT = aws("s3/accessPoint", bucket=U, publicAccessBlockConfiguration=ON)
WORLD = aws("s3control/multiRegionAccessPoint", details={"name": "m", "publicAccessBlock": ON})
MADE_ONCE = [
    POINT.but(
        ("publicAccessBlockConfiguration.blockPublicPolicy is false",),
        publicAccessBlockConfiguration={**ON, "blockPublicPolicy": False},
    ),
    WORLD.but(
        ("details.publicAccessBlock.ignorePublicAcls is false",),
        details={"name": "m", "publicAccessBlock": {**ON, "ignorePublicAcls": False}},
    ),
]

CASES = Cases(
    passes=[
        BUCKET,
        aws("s3/accountPublicAccessBlock", **ON),
        POINT,
        POINT.but(publicAccessBlockConfiguration=None),
        POINT.but(publicAccessBlockConfiguration={"blockPublicAcls": True}),
        WORLD,
    ],
    fails=[
        BUCKET.but(("blockPublicAcls is false",), blockPublicAcls=False),
        BUCKET.but(("blockPublicPolicy is false",), blockPublicPolicy=False),
        BUCKET.but(("ignorePublicAcls is false",), ignorePublicAcls=False),
        BUCKET.but(("restrictPublicBuckets is not set",), restrictPublicBuckets=None),
        *MADE_ONCE,
    ],
    not_applicable=[],
    unknown=[BUCKET.but(blockPublicPolicy=U), POINT.but(publicAccessBlockConfiguration=U)],
    always_applicable=True,
    left=MADE_ONCE,
)
