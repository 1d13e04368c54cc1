"""An action is IAM's name for it, not the SDK's."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam, iam_language, iam_misnomers
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-action-name",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=iam.IDENTITY_TYPES,
    summary="An action is written as IAM calls it, also where a client or an operation has another name.",
    cause="IAM stores the statement, and the action in it allows or denies nothing.",
    remedy="write the name that IAM has for it",
    url="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """IAM has no list of actions to refuse others by. Names with a wildcard are judged by their service."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for document in iam.documents(resource):
        for statement in iam_language.statements(document):
            for key in ("Action", "NotAction"):
                for action in statement.texts(key):
                    if name := iam_misnomers.better(action):
                        yield violation(statement.where(key), f'has "{action}", which IAM calls {name}')
