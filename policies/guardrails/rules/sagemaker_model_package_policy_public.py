"""The policy of a model package group names who may use it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="sagemaker-model-package-policy-public",
    family=Family.SAGEMAKER,
    severity=Severity.CRITICAL,
    resources=("aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy",),
    summary="No policy of a model package group allows everyone.",
    cause="Everybody with an AWS account can read or deploy your models, or register their own in your group.",
    remedy="name accounts or roles in Principal, or add a condition on aws:PrincipalOrgID",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy-xaccount.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """As for every other policy of a resource."""
    yield from iam.public_findings(resource["resourcePolicy"])
