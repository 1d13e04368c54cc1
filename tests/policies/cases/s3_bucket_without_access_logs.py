"""Fixtures of s3-bucket-without-access-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

BUCKET = aws("s3/bucket", called="inputs", bucket="inputs")
OLD = aws("s3/bucketV2", called="inputs", bucket="inputs")
ARCHIVE = aws("s3/bucket", called="archive", bucket="archive")
LOGGING = aws("s3/bucketLogging", called="logging", bucket="inputs", targetBucket="archive")
OLD_LOGGING = aws("s3/bucketLoggingV2", called="logging", bucket="inputs", targetBucket="archive")
NONE = ("inputs: logging is not set, and no BucketLogging",)

CASES = Cases(
    passes=[
        stack(BUCKET, ARCHIVE, LOGGING),
        stack(OLD, ARCHIVE, OLD_LOGGING),
        stack(BUCKET.but(logging={"targetBucket": U})),
        stack(OLD.but(loggings=U)),
    ],
    fails=[
        stack(BUCKET, names=NONE),
        stack(OLD, names=NONE),
        stack(BUCKET, ARCHIVE, LOGGING.but(bucket="archive"), names=NONE),
        stack(OLD, ARCHIVE, OLD_LOGGING.but(bucket="archive"), names=NONE),
    ],
    not_applicable=[stack(aws("sns/topic"))],
    presence_only=True,
)
