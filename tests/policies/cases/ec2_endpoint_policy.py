"""Fixtures of ec2-endpoint-policy."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws


def policy(action: object = "*", who: object = "*", what: object = "*", **more: object) -> str:
    statement = {"Effect": "Allow", "Principal": who, "Action": action, "Resource": what, **more}
    return json.dumps({"Statement": [statement]})


OURS = {"StringEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}
DOOR = aws("ec2/vpcEndpoint", vpcId=U, serviceName="com.amazonaws.eu-west-1.s3")
WRONG = ("policy.Statement[0].Action lets everyone do everything on everything",)

CASES = Cases(
    passes=[
        DOOR.but(policy=policy("s3:GetObject")),
        DOOR.but(policy=policy(who={"AWS": "arn:aws:iam::123456789012:root"})),
        DOOR.but(policy=policy(what="arn:aws:s3:::shop/*")),
        DOOR.but(policy=policy(Condition=OURS)),
        DOOR.but(policy=policy(Effect="Deny")),
        aws("ec2/vpcEndpointPolicy", policy=policy("s3:GetObject")),
    ],
    fails=[
        DOOR.but(WRONG, policy=policy()),
        DOOR.but(WRONG, policy=policy(who={"AWS": "*"})),
        DOOR.but(WRONG, policy=policy(["s3:GetObject", "*"])),
        aws("ec2/vpcEndpointPolicy", WRONG, policy=policy()),
    ],
    not_applicable=[DOOR],
    unknown=[DOOR.but(policy=U)],
)
