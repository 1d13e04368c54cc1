"""Fixtures of iam-attachment-broad-policy."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.iam_documents import NO_DOCUMENT

AWS = "arn:aws:iam::aws:policy"
OWN = "arn:aws:iam::123456789012:policy/inputs"


def attached(kind: str, arn: object, *names: str) -> Case:
    return aws(f"iam/{kind}PolicyAttachment", names, policyArn=arn)


def listed(token: str, name: str, arn: object, *names: str) -> Case:
    return aws(token, names, **{name: [OWN, arn]})


LISTS = [
    ("iam/role", "managedPolicyArns", "AmazonS3FullAccess"),
    ("iam/rolePolicyAttachmentsExclusive", "policyArns", "IAMFullAccess"),
    ("iam/userPolicyAttachmentsExclusive", "policyArns", "AdministratorAccess-Amplify"),
    ("iam/groupPolicyAttachmentsExclusive", "policyArns", "AmazonElasticMapReduceFullAccess_v2"),
    ("ssoadmin/managedPolicyAttachmentsExclusive", "managedPolicyArns", "PowerUserAccess"),
]

CASES = Cases(
    passes=[
        attached("role", f"{AWS}/service-role/AWSLambdaBasicExecutionRole"),
        attached("role", "arn:aws:iam::123456789012:policy/AdministratorAccess"),
        attached("user", f"{AWS}/ReadOnlyAccess"),
        attached("group", f"{AWS}/job-function/ViewOnlyAccess"),
        aws("iam/policyAttachment", policyArn=OWN),
        aws("ssoadmin/managedPolicyAttachment", managedPolicyArn=f"{AWS}/ReadOnlyAccess"),
        *(listed(token, name, OWN) for token, name, _ in LISTS),
    ],
    fails=[
        attached("role", f"{AWS}/AdministratorAccess", "policyArn attaches AdministratorAccess"),
        attached("user", f"{AWS}/PowerUserAccess", "policyArn attaches PowerUserAccess"),
        attached("group", "arn:aws-us-gov:iam::aws:policy/AWSLambda_FullAccess", "policyArn attaches AWSLambda_"),
        aws("iam/policyAttachment", ("policyArn attaches",), policyArn=f"{AWS}/IAMFullAccess"),
        aws(
            "ssoadmin/managedPolicyAttachment", ("managedPolicyArn attaches",), managedPolicyArn=f"{AWS}/IAMFullAccess"
        ),
        *(listed(token, name, f"{AWS}/{broad}", f"{name}[1] attaches {broad};") for token, name, broad in LISTS),
    ],
    not_applicable=[NO_DOCUMENT],
    unknown=[attached("role", U), aws("iam/role", managedPolicyArns=U), listed(*LISTS[0][:2], U)],
)
