"""Fixtures of iam-policy-privilege-escalation."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, allow, aws
from tests.policies.cases.iam_documents import EVERY_ROLE, NO_DOCUMENT, OBJECTS, ROLE, policy

FOUND = "policy.Statement[0].Action lets the holder gain permissions by"
MYSELF = "arn:aws:iam::*:user/${aws:username}"
TO_LAMBDA = ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"]
DEPLOY = ["lambda:UpdateFunctionCode", "lambda:InvokeFunction"]
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:job"


def split(role_arn: object, *names: str, effect: str = "Allow", condition: object = None) -> Case:
    """PassRole in one statement, what runs code in another."""
    passing = {"Effect": effect, "Action": "iam:PassRole", "Resource": role_arn}
    if condition is not None:
        passing["Condition"] = condition
    running = {"Effect": "Allow", "Action": ["sagemaker:CreateTrainingJob", "s3:GetObject"], "Resource": FUNCTION}
    return policy({"Statement": [running, passing]}, *names)


def two(effect: str, *names: str) -> Case:
    """Two ways, the first of which starts in the second statement."""
    one = {"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "*"}
    return policy({"Statement": [one, {"Effect": effect, "Action": TO_LAMBDA, "Resource": "*"}]}, *names)


def passed_to(service: object) -> dict[str, object]:
    return {"StringLike": {"iam:PassedToService": service}}


def bounded(boundary: str) -> dict[str, object]:
    return allow("iam:PutRolePolicy", "*", Condition={"StringLike": {"iam:PermissionsBoundary": boundary}})


SECOND = "policy.Statement[1].Action lets the holder gain permissions by"

CASES = Cases(
    passes=[
        policy(allow("iam:CreatePolicyVersion", "arn:aws:iam::123456789012:policy/app-*")),
        policy(allow("iam:GetPolicyVersion", "*")),
        policy(allow("iam:AttachRolePolicy", ROLE)),
        policy(allow("iam:CreateAccessKey", MYSELF)),
        policy(allow("iam:GetUserPolicy", MYSELF)),
        policy(bounded("arn:aws:iam::123456789012:policy/boundary")),
        policy(allow("*", "*")),
        policy(allow(["*", "iam:GetRole"], "*")),
        policy(allow(TO_LAMBDA[:2], "*")),
        policy(allow(TO_LAMBDA, ROLE)),
        policy(allow(DEPLOY, FUNCTION)),
        policy(allow(DEPLOY, "arn:aws:lambda:*:*:function:job")),
        policy(allow("iam:PutUserPolicy", "arn:aws:iam::*:user/ann")),
        policy(allow(["iam:GetRole", "iam:PutRolePolicy"], ROLE)),
        policy(allow(["sagemaker:*"], "*")),
        two("Deny"),
        split(ROLE),
        split(EVERY_ROLE, effect="Deny"),
        split(EVERY_ROLE, condition=passed_to("ecs-tasks.amazonaws.com")),
        split(EVERY_ROLE, condition={"StringEquals": {"aws:ResourceTag/a": "b"}}),
        policy(allow("s3:GetObject", OBJECTS)),
        policy(allow(["iam:PutRolePolicy", "iam:AttachRolePolicy"], ROLE)),
        policy(allow(["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:AddUserToGroup"], ROLE)),
        split(EVERY_ROLE, condition=passed_to(["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"])),
        aws("iam/role", inlinePolicies=[{"policy": allow("iam:Get*", "*")}]),
    ],
    fails=[
        policy(allow("iam:CreatePolicyVersion", "*"), f"{FOUND} iam:CreatePolicyVersion;"),
        policy(allow("iam:CreatePolicyVersion", "arn:aws:iam::123456789012:policy/*"), FOUND),
        policy(allow("iam:AttachRolePolicy", EVERY_ROLE), f"{FOUND} iam:AttachRolePolicy;"),
        policy(allow("iam:PutUserPolicy", MYSELF), f"{FOUND} iam:PutUserPolicy;"),
        policy(bounded("*"), f"{FOUND} iam:PutRolePolicy;"),
        policy(allow(["*", "iam:PutRolePolicy"], "*"), f"{FOUND} iam:PutRolePolicy;"),
        policy(allow(TO_LAMBDA, "*"), f"{FOUND} iam:PassRole + lambda:CreateFunction + lambda:InvokeFunction;"),
        policy(allow(DEPLOY, "*"), f"{FOUND} lambda:UpdateFunctionCode + lambda:InvokeFunction;"),
        policy(allow(["sagemaker:*", "iam:Pass*"], "*"), f"{FOUND} iam:PassRole + sagemaker:CreateNotebookInstance"),
        policy(allow(DEPLOY, "arn:aws:lambda:*:*:function:*"), f"{FOUND} lambda:UpdateFunctionCode + lambda:Inv"),
        policy(
            allow(["iam:PutRolePolicy", "iam:AttachRolePolicy"], "*"),
            f"{FOUND} iam:AttachRolePolicy, and in other ways (1);",
        ),
        policy(
            allow(["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:AddUserToGroup"], "*"),
            f"{FOUND} iam:AttachRolePolicy, and in other ways (2);",
        ),
        two("Allow", f"{SECOND} iam:PassRole + lambda:CreateFunction + lambda:InvokeFunction, and in other"),
        split(EVERY_ROLE, f"{SECOND} iam:PassRole + sagemaker:CreateTrainingJob;"),
        split(EVERY_ROLE, SECOND, condition=passed_to("sagemaker.amazonaws.com")),
        split(EVERY_ROLE, SECOND, condition=passed_to("*")),
        split(EVERY_ROLE, SECOND, condition=passed_to(["ecs-tasks.amazonaws.com", "sagemaker.amazonaws.com"])),
        aws("iam/role", ("inlinePolicies[0].policy.Statement",), inlinePolicies=[{"policy": allow("iam:Put*", "*")}]),
    ],
    not_applicable=[NO_DOCUMENT],
    unknown=[policy(U), policy(allow("iam:PutRolePolicy", U)), split(U), policy(allow(U, "*"))],
)
