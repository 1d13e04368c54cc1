"""What the fixtures of the IAM rules share: documents, trust policies and the resources that hold them."""

from __future__ import annotations

from tests.policies.cases.case import Case, aws

BUCKET = "arn:aws:s3:::inputs"
OBJECTS = "arn:aws:s3:::inputs/*"
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/job"
EVERY_ROLE = f"arn:aws:iam::{ACCOUNT}:role/*"
LEGITIMATE_STAR = ["logs:CreateLogGroup", "ec2:DescribeSubnets", "cloudwatch:PutMetricData", "xray:PutTraceSegments"]


def policy(document: object, *names: str) -> Case:
    """An inline policy of a role."""
    return aws("iam/rolePolicy", names, policy=document)


def trust(principal: object, action: object = "sts:AssumeRole", **more: object) -> dict[str, list[dict[str, object]]]:
    """A trust policy with one Allow statement."""
    return {"Statement": [{"Effect": "Allow", "Action": action, "Principal": principal, **more}]}


def role(document: object, *names: str, **more: object) -> Case:
    """A role with this trust policy."""
    return aws("iam/role", names, assumeRolePolicy=document, **more)


NO_DOCUMENT = role(trust({"Service": "lambda.amazonaws.com"}))
"""A role without policies of its own."""
