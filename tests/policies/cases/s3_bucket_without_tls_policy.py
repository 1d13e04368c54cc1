"""Fixtures of s3-bucket-without-tls-policy."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

BUCKET = aws("s3/bucket", called="inputs", bucket="inputs")
OTHER = aws("s3/bucketV2", called="inputs", bucket="inputs")
POLICY = aws("s3/bucketPolicy", called="policy", bucket="inputs", policy=U)
LINKED = POLICY.but(bucket=U).made_from(bucket="inputs")
FOUND = ("inputs: policy is not set, and the stack has no BucketPolicy",)
CASES = Cases(
    passes=[
        stack(BUCKET, POLICY),
        stack(OTHER, POLICY),
        stack(BUCKET.but(bucket=U), LINKED),
        stack(BUCKET.but(policy=U)),
    ],
    fails=[
        stack(BUCKET, names=FOUND),
        stack(OTHER, names=FOUND),
        stack(BUCKET, POLICY.but(bucket="results"), names=FOUND),
        stack(BUCKET.but(bucket=U), POLICY, names=FOUND),
        stack(BUCKET.but(bucket=U), LINKED.made_from(bucket="results"), names=FOUND),
    ],
    not_applicable=[stack(POLICY)],
    presence_only=True,
)
