"""Fixtures of s3-bucket-without-tls-policy."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

BUCKET = aws("s3/bucket", called="inputs", bucket="inputs")
OLD = aws("s3/bucketV2", called="inputs", bucket="inputs", policy=U)
POLICY = aws("s3/bucketPolicy", called="policy", bucket="inputs", policy=U)
LATER = BUCKET.but(bucket=U)
OTHERS = aws("s3/bucketPolicy", called="others", bucket="results", policy=U)
MADE_FROM = POLICY.but(bucket=U).made_from(bucket="inputs")
NONE = ("inputs: policy is not set, and no BucketPolicy",)

CASES = Cases(
    passes=[
        stack(BUCKET, POLICY),
        stack(LATER, OTHERS, MADE_FROM),
        stack(BUCKET, OTHERS.but(bucket=U), POLICY),
        stack(OLD),
        stack(BUCKET.but(policy=U)),
        stack(BUCKET.but(bucket=None, policy=U)),
        stack(LATER, MADE_FROM),
    ],
    fails=[
        stack(BUCKET, names=NONE),
        stack(OLD.but(policy=None), names=NONE),
        stack(BUCKET, POLICY.but(bucket="results"), names=NONE),
        stack(BUCKET, POLICY.but(bucket=None), names=NONE),
        stack(BUCKET.but(bucket=None), POLICY, names=NONE),
        stack(LATER, MADE_FROM.made_from(bucket="results"), names=NONE),
        stack(BUCKET, POLICY.but(bucket=U), names=NONE),
    ],
    not_applicable=[stack(aws("sns/topic"))],
    presence_only=True,
)
