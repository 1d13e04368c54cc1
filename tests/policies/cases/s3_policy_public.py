"""Fixtures of s3-policy-public."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws

ATTACHMENT = "AWS::FSx::S3AccessPointAttachment"
ACCOUNT = {"AWS": "arn:aws:iam::123456789012:root"}
OPEN = ("policy.Statement[0].Principal",)


def open_to(principal: object, condition: object = None, effect: str = "Allow") -> dict[str, object]:
    statement = {"Effect": effect, "Principal": principal, "Action": "s3:GetObject", "Resource": "*"}
    return {"Statement": [statement if condition is None else {**statement, "Condition": condition}]}


def attached(principal: object) -> str:
    return json.dumps({"S3AccessPoint": {"Policy": open_to(principal)}})


NAMED = aws("s3/bucketPolicy", bucket=U, policy=json.dumps(open_to(ACCOUNT)))
ENDPOINT = {"aws:SourceVpce": "vpce-1a2b"}
ELSEWHERE = {"StringNotEquals": {"aws:SourceVpce": "vpce-9f8e"}}
WITHIN = NAMED.but(policy=open_to("*", {**ELSEWHERE, "StringEquals": ENDPOINT}))
MAYBE = {"StringLikeIfExists": {"aws:PrincipalOrgID": "o-abcdef1234"}}
OFFICE = NAMED.but(policy=open_to("*", {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}))
OURS = NAMED.but(policy=open_to("*", {**MAYBE, "StringLike": {"aws:PrincipalOrgID": "o-abcdef1234"}}))
POINT = aws("fsx/s3AccessPointAttachment", s3AccessPoint={"policy": open_to(ACCOUNT)})
CONTROL = aws("cloudcontrol/resource", typeName=ATTACHMENT, desiredState=attached(ACCOUNT))
OTHERS = [
    aws(token, policy=open_to(ACCOUNT))
    for token in ("s3/bucket", "s3/bucketV2", "s3/accessPoint", "s3control/accessPointPolicy")
]

CASES = Cases(
    passes=[
        NAMED,
        *OTHERS,
        WITHIN,
        OFFICE,
        OURS,
        POINT,
        CONTROL,
        NAMED.but(policy=open_to({"AWS": "*"}, effect="Deny")),
    ],
    fails=[
        NAMED.but(OPEN, policy=json.dumps(open_to({"AWS": "*"}))),
        NAMED.but(OPEN, policy=open_to({"AWS": "*"})),
        *(other.but(OPEN, policy=open_to({"AWS": "*"})) for other in OTHERS),
        WITHIN.but(OPEN, policy=open_to("*", ELSEWHERE)),
        OFFICE.but(OPEN, policy=open_to("*", {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})),
        OURS.but(OPEN, policy=open_to("*", MAYBE)),
        POINT.but(("s3AccessPoint.policy.Statement[0].Principal",), s3AccessPoint={"policy": open_to({"AWS": "*"})}),
        CONTROL.but(("desiredState.S3AccessPoint.Policy.Statement[0].Principal",), desiredState=attached({"AWS": "*"})),
    ],
    not_applicable=[
        aws("s3/bucket", bucket="b"),
        aws("fsx/s3AccessPointAttachment", name="a"),
        aws("cloudcontrol/resource", typeName="AWS::SageMaker::InferenceComponent", desiredState="{}"),
        aws("cloudcontrol/resource", typeName="AWS::Shop::Attachment", desiredState=attached({"AWS": "*"})),
        aws("cloudcontrol/resource", typeName=ATTACHMENT, desiredState="{}"),
    ],
    unknown=[NAMED.but(policy=U), NAMED.but(policy=open_to({"AWS": U})), CONTROL.but(desiredState=U)],
)
