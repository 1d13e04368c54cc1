"""A role for a service that acts for many accounts says for which account the service may use it.

Only services that pass ``aws:SourceAccount`` or ``aws:SourceArn`` when they assume a role, and whose guide shows the
condition in the role's trust policy, are asked for it. Lambda, EC2 and ECS tasks pass none or do not need it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam, iam_trust
from guardrails.rule import Family, Finding, Level, Resource, Rule, Setting, Severity, not_applicable, violation

SERVICES: Final = (
    "scheduler.amazonaws.com",
    "pipes.amazonaws.com",
    "bedrock.amazonaws.com",
    "bedrock-agentcore.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
    "personalize.amazonaws.com",
    "transfer.amazonaws.com",
    "grafana.amazonaws.com",
)
SOURCES: Final = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths")

RULE = Rule(
    id="iam-role-confused-deputy",
    family=Family.IAM,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    resources=(iam_trust.ROLE,),
    summary="A role for a service that acts across accounts demands the source account or ARN.",
    cause="Somebody else's resource in that service can make it use your role.",
    remedy="add a StringEquals condition on aws:SourceAccount, or ArnLike on aws:SourceArn",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention",
    settings=(Setting("services", {"type": "array", "items": {"type": "string"}}, list(SERVICES)),),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag statements for these services without a source condition."""
    services = resource.texts("services")
    concerned = False
    for statement in iam_trust.allowed(resource):
        for service in iam_trust.values_of(statement, "service"):
            if service in services:
                concerned = True
                if not _sourced(statement):
                    yield violation(statement.where("Principal"), f"lets {service} in for every account")
    if not concerned:
        yield not_applicable("it trusts none of the services that are asked for a source")


def _sourced(statement: iam.Statement) -> bool:
    for _, key, values in statement.conditions():
        if key in SOURCES and not any(iam.is_everything(text) for text in values.texts()):
            return True
    return False
