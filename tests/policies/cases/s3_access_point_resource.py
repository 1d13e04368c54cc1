"""Fixtures of s3-access-point-resource."""

from __future__ import annotations

from tests.policies.cases.access_points import OBJECTS, POINT, attachment, by_cloud_control, give, point, policy_of
from tests.policies.cases.case import Cases, U, aws

BUCKET = "arn:aws:s3:::models/*"
IN_BUCKET = f'has "{BUCKET}", which is in a bucket'

CASES = Cases(
    passes=[
        point(give("s3:GetObject", OBJECTS)),
        point(give("s3:GetObject", OBJECTS, key="NotResource")),
        point(give("s3:ListBucket", POINT), give("s3:GetObject", OBJECTS)),
        policy_of(give("s3:GetObject", "*")),
        attachment(give("s3:GetObject", OBJECTS)),
        by_cloud_control(give("s3:GetObject", OBJECTS)),
        by_cloud_control(give("s3:GetObject", OBJECTS), fsx=True),
    ],
    fails=[
        point(give("s3:GetObject", BUCKET)).but((f"policy.Statement[0].Resource {IN_BUCKET}",)),
        point(give("s3:GetObject", BUCKET, key="NotResource")).but((f"policy.Statement[0].NotResource {IN_BUCKET}",)),
        policy_of(give("s3:GetObject", BUCKET)).but((f"policy.Statement[0].Resource {IN_BUCKET}",)),
        attachment(give("s3:GetObject", BUCKET)).but((f"s3AccessPoint.policy.Statement[0].Resource {IN_BUCKET}",)),
        by_cloud_control(give("s3:GetObject", BUCKET)).but((f"desiredState.Policy.Statement[0].Resource {IN_BUCKET}",)),
        by_cloud_control(give("s3:GetObject", BUCKET), fsx=True).but(
            (f"desiredState.S3AccessPoint.Policy.Statement[0].Resource {IN_BUCKET}",)
        ),
    ],
    not_applicable=[
        aws("s3/accessPoint", bucket="models", name="models"),
        aws("cloudcontrol/resource", typeName="AWS::S3::Bucket", desiredState='{"BucketName": "models"}'),
    ],
    unknown=[
        aws("s3/accessPoint", bucket="models", policy=U),
        aws("cloudcontrol/resource", typeName="AWS::S3::AccessPoint", desiredState=U),
    ],
)
