"""Fixtures of s3-access-point-fsx-actions."""

from __future__ import annotations

from tests.policies.cases.access_points import OBJECTS, POINT, attachment, by_cloud_control, give
from tests.policies.cases.case import Case, Cases, U, aws

REFUSED = ("s3:GetBucketLocation", "s3:PutBucketPolicy", "s3:PutBucketNotification", "s3:PutAccessPointPolicy")
WHERE = "desiredState.S3AccessPoint.Policy.Statement[0].Action"


def on_fsx(action: object) -> Case:
    return by_cloud_control(give(action, POINT), fsx=True)


CASES = Cases(
    passes=[
        on_fsx("s3:ListBucket"),
        on_fsx("s3:*"),
        on_fsx(["s3:GetObject", "s3:PutObject"]),
        attachment(give("s3:GetObject", OBJECTS)),
        attachment(give("s3:ListBucket", POINT)),
    ],
    fails=[
        *[on_fsx(action).but((f'{WHERE} has "{action}"',)) for action in REFUSED],
        attachment(give("s3:GetBucketLocation", POINT)).but(
            ('s3AccessPoint.policy.Statement[0].Action has "s3:GetBucketLocation"',)
        ),
    ],
    not_applicable=[
        by_cloud_control(give("s3:GetBucketLocation", POINT)),
        aws("fsx/s3AccessPointAttachment", name="models", type="OPENZFS"),
    ],
    unknown=[
        aws("cloudcontrol/resource", typeName="AWS::FSx::S3AccessPointAttachment", desiredState=U),
        aws("cloudcontrol/resource", typeName=U, desiredState="{}"),
    ],
)
