"""Fixtures of the family iam-least-privilege."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, allow, aws

BUCKET = "arn:aws:s3:::inputs/*"
ROLE = "arn:aws:iam::123456789012:role/job"
SAGEMAKER_ONLY = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
LEGITIMATE_STAR = ["logs:CreateLogGroup", "ec2:DescribeSubnets", "cloudwatch:PutMetricData", "xray:PutTraceSegments"]


def policy(document: object, *names: str) -> Case:
    return aws("iam/rolePolicy", names, policy=document)


def trust(principal: object, **more: object) -> dict[str, object]:
    return {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **more}]}


NO_DOCUMENT = aws("iam/role", assumeRolePolicy=trust({"Service": "lambda.amazonaws.com"}))

CASES = {
    "iam-policy-admin-statement": Cases(
        passes=[
            policy(allow("s3:GetObject", BUCKET)),
            policy(json.dumps(allow(LEGITIMATE_STAR, "*"))),
            policy(allow("*", "arn:aws:s3:::inputs")),
            policy({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}),
            policy(allow("s3:GetObject", U)),
        ],
        fails=[
            policy(allow("*", "*"), "policy.Statement[0].Action allows"),
            policy(json.dumps(allow(["*"], ["*"])), "policy.Statement[0].Action"),
            policy(
                {"statement": {"effect": "ALLOW", "action": "*:*", "resource": "arn:aws:*"}}, "policy.statement.action"
            ),
            policy(allow([U, "*"], [BUCKET, "*", U]), "policy.Statement[0].Action"),
            policy("{not json", "policy is not valid JSON"),
            policy(json.dumps(["*"]), "policy is not a policy document"),
            aws("iam/policy", ("policy.Statement[0].Action",), policy=json.dumps(json.dumps(allow("*", "*")))),
            aws(
                "iam/role",
                ("inlinePolicies[1].policy.Statement[0].Action",),
                inlinePolicies=[{"name": "a", "policy": U}, {"name": "b", "policy": json.dumps(allow("*", "*"))}],
            ),
        ],
        not_applicable=[NO_DOCUMENT],
        unknown=[policy(U), policy(allow("*", U)), policy(allow(U, "*"))],
    ),
    "iam-policy-service-wildcard": Cases(
        passes=[
            policy(allow("s3:*", "arn:aws:s3:::inputs")),
            policy(allow("iam:Get*", ROLE)),
            policy(allow("xray:*", "*")),
        ],
        fails=[
            policy(allow("iam:*", ROLE), "policy.Statement[0].Action allows all of iam"),
            policy(allow(["KMS:*", U], U), "policy.Statement[0].Action allows all of kms"),
            policy(allow("s3:*", "*"), 'policy.Statement[0].Action allows all of s3 on Resource "*"'),
        ],
        not_applicable=[NO_DOCUMENT],
        unknown=[policy(allow("s3:*", U)), policy(U)],
    ),
    "iam-policy-not-action": Cases(
        passes=[policy({"Statement": [{"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}]})],
        fails=[
            policy(
                {"Statement": [{"Effect": "Allow", "NotAction": U, "Resource": "*"}]}, "policy.Statement[0].NotAction"
            ),
            policy(
                {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "notresource": BUCKET}},
                "policy.Statement.notresource",
            ),
        ],
        not_applicable=[NO_DOCUMENT],
        unknown=[policy(U), policy({"Statement": [{"Effect": U, "NotAction": "s3:*", "Resource": "*"}]})],
    ),
    "iam-policy-pass-role": Cases(
        passes=[
            policy(allow("iam:PassRole", ROLE, Condition=SAGEMAKER_ONLY)),
            policy(
                allow(
                    "iam:PassRole", [ROLE], Condition={"StringLike": {"IAM:passedtoservice": ["states.amazonaws.com"]}}
                )
            ),
        ],
        fails=[
            policy(allow("iam:PassRole", "*", Condition=SAGEMAKER_ONLY), "policy.Statement[0].Resource lets"),
            policy(allow("iam:passrole", ROLE), "policy.Statement[0].Action allows iam:PassRole without"),
            policy(allow("iam:Pass*", U), "policy.Statement[0].Action allows iam:PassRole without"),
            policy(
                allow(
                    "iam:PassRole",
                    "arn:aws:iam::123456789012:role/*",
                    Condition={"StringNotEquals": {"iam:PassedToService": "x"}},
                ),
                "policy.Statement[0].Resource lets",
                "policy.Statement[0].Action allows",
            ),
            policy(
                allow("iam:PassRole", ROLE, Condition={"StringLike": {"iam:PassedToService": "*"}}),
                "policy.Statement[0].Condition.StringLike.iam:PassedToService accepts",
            ),
        ],
        not_applicable=[policy(allow("s3:GetObject", BUCKET)), NO_DOCUMENT],
        unknown=[policy(U), policy(allow("iam:PassRole", U, Condition=SAGEMAKER_ONLY)), policy(allow(U, ROLE))],
    ),
    "iam-policy-unscoped-access": Cases(
        passes=[
            policy(allow(LEGITIMATE_STAR, "*")),
            policy(allow(["s3:GetObject", "s3:PutObject"], BUCKET)),
            policy(
                allow("kms:Decrypt", "*", Condition={"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}})
            ),
            policy(allow("ec2:DescribeVpcs", U)),
        ],
        fails=[
            policy(allow("s3:GetObject", "*"), 'policy.Statement[0].Resource is "*" for s3:getobject;'),
            policy(
                allow(["dynamodb:*Item"], [U, "*"]),
                'policy.Statement[0].Resource is "*" for dynamodb:getitem and 3 more;',
            ),
        ],
        not_applicable=[NO_DOCUMENT],
        unknown=[policy(allow("s3:GetObject", U)), policy(U)],
    ),
    "iam-attachment-broad-policy": Cases(
        passes=[
            aws(
                "iam/rolePolicyAttachment", policyArn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
            ),
            aws("iam/rolePolicyAttachment", policyArn="arn:aws:iam::123456789012:policy/AdministratorAccess"),
        ],
        fails=[
            aws(
                "iam/rolePolicyAttachment",
                ("policyArn attaches AdministratorAccess",),
                policyArn="arn:aws:iam::aws:policy/AdministratorAccess",
            ),
            aws(
                "iam/userPolicyAttachment",
                ("policyArn attaches PowerUserAccess",),
                policyArn="arn:aws:iam::aws:policy/PowerUserAccess",
            ),
            aws(
                "iam/groupPolicyAttachment",
                ("policyArn attaches",),
                policyArn="arn:aws-us-gov:iam::aws:policy/AWSLambda_FullAccess",
            ),
            aws(
                "iam/role",
                ("managedPolicyArns[1] attaches AmazonS3FullAccess",),
                managedPolicyArns=[U, "arn:aws:iam::aws:policy/AmazonS3FullAccess"],
            ),
        ],
        not_applicable=[NO_DOCUMENT],
        unknown=[aws("iam/rolePolicyAttachment", policyArn=U), aws("iam/role", managedPolicyArns=U)],
    ),
    "iam-role-open-trust": Cases(
        passes=[
            aws("iam/role", assumeRolePolicy=json.dumps(trust({"Service": "lambda.amazonaws.com"}))),
            aws("iam/role", assumeRolePolicy=trust({"AWS": "arn:aws:iam::123456789012:root"})),
            aws(
                "iam/role",
                assumeRolePolicy=trust("*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-abcdef1234"}}),
            ),
        ],
        fails=[
            aws("iam/role", ("assumeRolePolicy.Statement[0].Principal",), assumeRolePolicy=trust("*")),
            aws(
                "iam/role",
                ("assumeRolePolicy.Statement[0].Principal",),
                assumeRolePolicy=json.dumps(trust({"AWS": ["*"]})),
            ),
            aws("iam/role", ("assumeRolePolicy.Statement[0].Principal",), assumeRolePolicy=trust({"aws": [U, "*"]})),
            aws(
                "iam/role",
                ("assumeRolePolicy.Statement[0].Principal",),
                assumeRolePolicy=trust("*", Condition={"StringLike": {"aws:PrincipalOrgID": "o-*"}}),
            ),
            aws(
                "iam/role",
                ("assumeRolePolicy.Statement[0].Principal",),
                assumeRolePolicy=trust("*", Condition={"StringEquals": {"sts:ExternalId": "known"}}),
            ),
            aws(
                "iam/role",
                ("assumeRolePolicy.Statement.NotPrincipal",),
                assumeRolePolicy={
                    "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "NotPrincipal": {"AWS": ROLE}}
                },
            ),
        ],
        not_applicable=[aws("iam/policy", policy=allow("*", "*"))],
        unknown=[
            aws("iam/role", assumeRolePolicy=U),
            aws("iam/role", assumeRolePolicy=trust({"AWS": U})),
            aws("iam/role", assumeRolePolicy=trust("*", Condition={"StringEquals": {"aws:PrincipalOrgID": U}})),
        ],
    ),
}
