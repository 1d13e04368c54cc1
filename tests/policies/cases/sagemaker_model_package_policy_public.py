"""Fixtures of sagemaker-model-package-policy-public."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, allow, aws


def policy(document: object) -> Case:
    return aws("sagemaker/modelPackageGroupPolicy", modelPackageGroupName="g", resourcePolicy=document)


def statement(**more: object) -> dict[str, object]:
    return allow("sagemaker:DescribeModelPackage", "*", **more)


ORGANISATION = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
CASES = Cases(
    passes=[
        policy(statement(Principal={"AWS": "arn:aws:iam::123456789012:root"})),
        policy(json.dumps(statement(Principal="*", Condition=ORGANISATION))),
    ],
    fails=[
        policy(statement(Principal={"AWS": "*"})).but(("resourcePolicy.Statement[0].Principal is",)),
        policy(json.dumps(statement(Principal="*"))).but(("resourcePolicy.Statement[0].Principal is",)),
    ],
    not_applicable=[],
    unknown=[policy(U)],
    always_applicable=True,
)
