"""Access points in each of the ways in which a program makes them."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, aws
from tests.policies.cases.iam_samples import document

POINT = "arn:aws:s3:eu-west-1:123456789012:accesspoint/models"
OBJECTS = f"{POINT}/object/*"
READER = {"AWS": "arn:aws:iam::123456789012:role/reader"}


def give(action: object, resource: object, *, key: str = "Resource", **more: object) -> dict[str, object]:
    return {"Effect": "Allow", "Principal": READER, "Action": action, key: resource, **more}


def point(*statements: object) -> Case:
    return aws("s3/accessPoint", bucket="models", name="models", policy=document(*statements))


def policy_of(*statements: object) -> Case:
    return aws("s3control/accessPointPolicy", accessPointArn=POINT, policy=document(*statements))


def attachment(*statements: object) -> Case:
    policy = {"policy": document(*statements)}
    return aws("fsx/s3AccessPointAttachment", name="models", type="OPENZFS", s3AccessPoint=policy)


def by_cloud_control(*statements: object, fsx: bool = False) -> Case:
    policy = json.loads(document(*statements))
    inside = {"Name": "models", "S3AccessPoint": {"Policy": policy}}
    state = inside if fsx else {"Name": "models", "Bucket": "models", "Policy": policy}
    kind = "AWS::FSx::S3AccessPointAttachment" if fsx else "AWS::S3::AccessPoint"
    return aws("cloudcontrol/resource", typeName=kind, desiredState=json.dumps(state))
