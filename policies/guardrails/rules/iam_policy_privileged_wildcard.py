"""A wildcard inside an action does not reach one that manages permissions.

``iam:Create?ser`` creates users, ``s3:*Policy`` opens buckets. In services whose writes are mostly about permissions
any such wildcard counts. In the others only one that is aimed at them does, as ``dynamodb:*Policy``: ``dynamodb:Put*``
is meant for items, although it reaches ``PutResourcePolicy`` too. A whole-service wildcard is another rule's finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam, iam_actions
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

DELEGATING: Final = frozenset(
    {"iam", "organizations", "sso", "account", "kms", "s3", "lambda", "ram", "sns", "sqs", "lakeformation"}
)
AIMED: Final = re.compile("polic|permission|grant|acl")
OWN_CREDENTIALS: Final = re.compile("AccessKey|LoginProfile|MFADevice|SigningCert|SSHPublicKey|ServiceSpecificCred")
"""What AWS lets users manage for themselves: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html"""

RULE = Rule(
    id="iam-policy-privileged-wildcard",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=iam.IDENTITY_TYPES,
    summary="No wildcard inside an action reaches one that manages permissions.",
    cause="Whoever may change permissions may give themselves all others, and a wildcard hides that they may.",
    remedy="write out the actions that the code calls",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag each pattern once, with the first action that it reaches."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for statement in iam.allowed(resource):
        for action in statement.texts("Action"):
            reached = _reached(statement, action)
            if reached:
                more = f" and {len(reached) - 1} more" if len(reached) > 1 else ""
                yield violation(statement.where("Action"), f'"{action}" reaches {reached[0]}{more}')


def _reached(statement: iam.Statement, action: str) -> list[str]:
    service, _, name = action.lower().partition(":")
    if not re.search("[*?]", name) or not name.strip("*?"):
        return []
    if service not in DELEGATING and not AIMED.search(name):
        return []
    reached = list(iam_actions.privileged(action))
    if not reached:
        return []
    resources = statement.texts("Resource")
    if service == "s3" and not any(map(_may_be_bucket, resources)):
        return []
    if all("${aws:username}" in text for text in resources):
        return [found for found in reached if not OWN_CREDENTIALS.search(found)]
    return reached


def _may_be_bucket(pattern: str) -> bool:
    """False for a pattern that matches objects only."""
    return "/" not in pattern or ":accesspoint/" in pattern
