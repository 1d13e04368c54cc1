"""Fixtures of the family no-public-access."""

from __future__ import annotations

import json
from typing import Any

from tests.policies.cases.case import Cases, U, aws

ALL_ON: dict[str, Any] = {
    "blockPublicAcls": True,
    "blockPublicPolicy": True,
    "ignorePublicAcls": True,
    "restrictPublicBuckets": True,
}
GROUP = "http://acs.amazonaws.com/groups/global/AllUsers"


def open_to(principal: object, condition: object = None, effect: object = "Allow") -> dict[str, object]:
    statement: dict[str, object] = {
        "Effect": effect,
        "Principal": principal,
        "Action": "sqs:SendMessage",
        "Resource": "*",
    }
    return {"Statement": [statement if condition is None else {**statement, "Condition": condition}]}


OWN_ACCOUNT = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
ATTACHMENT = "AWS::FSx::S3AccessPointAttachment"
OPEN = ("policy.Statement[0].Principal",)

CASES = {
    "lambda-function-url-auth": Cases(
        passes=[aws("lambda/functionUrl", authorizationType="AWS_IAM")],
        fails=[aws("lambda/functionUrl", ("authorizationType is NONE",), authorizationType="NONE", functionName=U)],
        not_applicable=[aws("lambda/function", runtime="python3.13")],
        unknown=[aws("lambda/functionUrl", authorizationType=U)],
    ),
    "lambda-permission-public": Cases(
        passes=[
            aws("lambda/permission", principal="events.amazonaws.com", sourceArn=U),
            aws("lambda/permission", principal="*", principalOrgId="o-abcdef1234"),
        ],
        fails=[
            aws("lambda/permission", ('principal is "*"',), principal="*", function=U),
            aws(
                "lambda/permission",
                ("functionUrlAuthType is NONE", "principal"),
                principal="*",
                functionUrlAuthType="NONE",
            ),
        ],
        not_applicable=[aws("lambda/function", runtime="python3.13")],
        unknown=[aws("lambda/permission", principal=U)],
    ),
    "s3-public-access-block": Cases(
        passes=[aws("s3/bucketPublicAccessBlock", bucket=U, **ALL_ON), aws("s3/accountPublicAccessBlock", **ALL_ON)],
        fails=[
            aws("s3/bucketPublicAccessBlock", ("ignorePublicAcls is false",), **{**ALL_ON, "ignorePublicAcls": False}),
            aws(
                "s3/bucketPublicAccessBlock",
                ("blockPublicAcls is not set", "restrictPublicBuckets is not set"),
                blockPublicPolicy=U,
                ignorePublicAcls=True,
            ),
        ],
        not_applicable=[aws("s3/bucket", bucket="b")],
        unknown=[aws("s3/bucketPublicAccessBlock", **{**ALL_ON, "blockPublicPolicy": U})],
    ),
    "s3-bucket-acl-public": Cases(
        passes=[aws("s3/bucketAcl", acl="private"), aws("s3/bucket", acl="log-delivery-write")],
        fails=[
            aws("s3/bucketAcl", ("acl is public-read;",), acl="public-read"),
            aws("s3/bucket", ("acl is authenticated-read",), acl="authenticated-read"),
            aws("s3/bucketObjectv2", ("acl is public-read-write",), acl="public-read-write", bucket=U),
            aws(
                "s3/bucketAcl",
                ("accessControlPolicy.grants[1].grantee.uri grants to everyone",),
                accessControlPolicy={"grants": [{"grantee": {"id": "1"}}, {"grantee": {"uri": GROUP}}]},
            ),
            aws("s3/bucket", ("grants[0].uri grants",), grants=[{"type": "Group", "uri": GROUP}]),
        ],
        not_applicable=[aws("s3/bucket", bucket="b")],
        unknown=[aws("s3/bucketAcl", acl=U), aws("s3/bucketAcl", accessControlPolicy=U)],
    ),
    "s3-policy-public": Cases(
        passes=[
            aws("s3/bucketPolicy", policy=json.dumps(open_to({"AWS": "arn:aws:iam::123456789012:root"}))),
            aws("s3/bucketPolicy", policy=open_to("*", effect="Deny")),
            aws("s3/bucketPolicy", policy=open_to("*", {"StringEquals": {"aws:SourceVpce": "vpce-1a2b"}})),
            aws(
                "fsx/s3AccessPointAttachment",
                s3AccessPoint={"policy": open_to({"AWS": "arn:aws:iam::123456789012:role/a"})},
            ),
        ],
        fails=[
            aws("s3/bucketPolicy", OPEN, policy=json.dumps(open_to("*"))),
            aws(
                "cloudcontrol/resource",
                ("desiredState.S3AccessPoint.Policy.Statement[0].Principal",),
                typeName=ATTACHMENT,
                desiredState=json.dumps({"S3AccessPoint": {"Policy": open_to("*")}}),
            ),
            aws("s3/bucketPolicy", OPEN, policy=open_to("*", {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})),
            aws("s3/bucketPolicy", OPEN, policy=open_to("*", {"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b"}})),
            aws(
                "s3/bucketPolicy",
                OPEN,
                policy=open_to("*", {"StringLikeIfExists": {"aws:PrincipalOrgID": "o-abcdef1234"}}),
            ),
            aws(
                "fsx/s3AccessPointAttachment",
                ("s3AccessPoint.policy.Statement[0].Principal",),
                s3AccessPoint={"policy": json.dumps(open_to("*"))},
            ),
        ],
        not_applicable=[
            aws("s3/bucket", bucket="b"),
            aws("fsx/s3AccessPointAttachment", name="a"),
            aws("cloudcontrol/resource", typeName="AWS::SageMaker::InferenceComponent", desiredState="{}"),
            aws("cloudcontrol/resource", typeName=ATTACHMENT, desiredState="{}"),
        ],
        unknown=[aws("s3/bucketPolicy", policy=U), aws("s3/bucketPolicy", policy=open_to({"AWS": U}))],
    ),
    "messaging-policy-public": Cases(
        passes=[
            aws("sns/topicPolicy", policy=open_to({"Service": "cloudwatch.amazonaws.com"}, OWN_ACCOUNT)),
            aws(
                "sqs/queuePolicy",
                policy=open_to("*", {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:t"}}),
            ),
            aws("sqs/queuePolicy", policy=open_to("*", {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::inputs"}})),
        ],
        fails=[
            aws("sns/topicPolicy", OPEN, policy=json.dumps(open_to({"AWS": "*"}))),
            aws("sqs/queuePolicy", OPEN, policy=open_to("*", {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}})),
            aws("sqs/queue", OPEN, policy=open_to(["*", U])),
        ],
        not_applicable=[aws("sns/topic", name="a"), aws("sqs/queue", name="a")],
        unknown=[
            aws("sqs/queuePolicy", policy=U),
            aws("sqs/queuePolicy", policy=open_to("*", {"ArnEquals": {"aws:SourceArn": U}})),
        ],
    ),
    "kms-key-policy-public": Cases(
        passes=[
            aws("kms/key", policy=open_to({"AWS": "arn:aws:iam::123456789012:root"})),
            aws("kms/key", policy=open_to({"AWS": "*"}, {"StringEquals": {"kms:CallerAccount": "123456789012"}})),
        ],
        fails=[
            aws("kms/key", OPEN, policy=open_to({"AWS": "*"})),
            aws("kms/keyPolicy", OPEN, policy=json.dumps(open_to("*"))),
        ],
        not_applicable=[aws("kms/key", enableKeyRotation=True)],
        unknown=[aws("kms/key", policy=U)],
    ),
    "ec2-security-group-open-ingress": Cases(
        passes=[
            aws("ec2/securityGroup", ingress=[{"cidrBlocks": ["10.0.0.0/8"], "fromPort": 443.0}]),
            aws("ec2/securityGroup", ingress=[{"securityGroups": [U], "cidrBlocks": []}]),
            aws("vpc/securityGroupIngressRule", cidrIpv4="10.1.0.0/16"),
            aws("ec2/securityGroup", ingress=[], egress=[{"cidrBlocks": ["0.0.0.0/0"]}]),
        ],
        fails=[
            aws(
                "ec2/securityGroup",
                ("ingress[1].cidrBlocks[1] is 0.0.0.0/0",),
                ingress=[U, {"cidrBlocks": [U, "0.0.0.0/0"]}],
            ),
            aws("ec2/securityGroup", ("ingress[0].ipv6CidrBlocks[0] is ::/0",), ingress=[{"ipv6CidrBlocks": ["::/0"]}]),
            aws("ec2/securityGroupRule", ("cidrBlocks[0] is 0.0.0.0/0",), type="ingress", cidrBlocks=["0.0.0.0/0"]),
            aws("vpc/securityGroupIngressRule", ("cidrIpv4 is 0.0.0.0/0",), cidrIpv4="0.0.0.0/0", securityGroupId=U),
            aws("vpc/securityGroupIngressRule", ("cidrIpv6 is ::/0",), cidrIpv6="::/0"),
            aws("vpc/securityGroupIngressRule", ("cidrIpv4 is 128.0.0.0/1",), cidrIpv4="128.0.0.0/1"),
        ],
        not_applicable=[
            aws("ec2/securityGroupRule", type="egress", cidrBlocks=["0.0.0.0/0"]),
            aws("ec2/securityGroup", vpcId="vpc-1"),
        ],
        unknown=[aws("ec2/securityGroup", ingress=U), aws("vpc/securityGroupIngressRule", cidrIpv4=U)],
    ),
}
