"""Fixtures of s3-bucket-without-public-access-block."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

BUCKET = aws("s3/bucket", called="inputs", bucket="inputs")
UNNAMED = aws("s3/bucket", called="inputs", bucket=U)
OLD = aws("s3/bucketV2", called="inputs", bucket="inputs")
BLOCK = aws("s3/bucketPublicAccessBlock", called="block", bucket="inputs")
MADE_FROM = BLOCK.but(bucket=U).made_from(bucket="inputs")
ANOTHERS = BLOCK.but(bucket=U).made_from(bucket="results")
ACCOUNT = aws("s3/accountPublicAccessBlock", called="all")
MISSING = ("inputs: bucket has no public access block",)

CASES = Cases(
    passes=[stack(BUCKET, BLOCK), stack(OLD, BLOCK), stack(UNNAMED, MADE_FROM)],
    fails=[
        stack(BUCKET, names=MISSING),
        stack(OLD, names=MISSING),
        stack(BUCKET, BLOCK.but(bucket="results"), names=MISSING),
        stack(UNNAMED, ANOTHERS, names=MISSING),
    ],
    not_applicable=[stack(BUCKET, ACCOUNT), stack(aws("sns/topic"))],
    presence_only=True,
)
