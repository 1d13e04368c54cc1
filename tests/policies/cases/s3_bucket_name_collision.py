"""Fixtures of s3-bucket-name-collision."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

BUCKET = aws("s3/bucket", called="one", bucket="inputs")
SECOND = aws("s3/bucketV2", called="two", bucket="inputs-eu")
CASES = Cases(
    passes=[stack(BUCKET, SECOND)],
    fails=[stack(BUCKET, SECOND.but(bucket="inputs"), names=("two: bucket is inputs, which one has too",))],
    not_applicable=[stack(aws("s3/bucket", called="one"))],
    unknown=[stack(BUCKET, SECOND.but(bucket=U))],
)
