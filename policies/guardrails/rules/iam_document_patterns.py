"""Actions, resources and conditions of a document have the form that IAM takes."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam, iam_language
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-document-patterns",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=iam.IDENTITY_TYPES,
    summary="Actions are service:Name, resources are ARNs or *, and conditions use IAM's operators on service:key.",
    cause="IAM rejects the document (MalformedPolicyDocument).",
    remedy="write actions as service:Name, resources as ARNs, and conditions as IAM's operators on service:key",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Whether an action or a key exists is not asked here: IAM stores documents about what it does not know."""
    documents = list(iam_language.documents(resource))
    if not documents:
        yield not_applicable("it holds no policy document")
    for document in documents:
        for statement in iam_language.statements(document):
            for key in ("Action", "NotAction"):
                for action in statement.texts(key):
                    if not iam_language.ACTION.fullmatch(action):
                        yield violation(statement.where(key), f'has "{action}", which is not service:Name')
            for key in ("Resource", "NotResource"):
                for text in statement.texts(key):
                    if not iam_language.is_resource(text):
                        yield violation(statement.where(key), f'has "{text}", which is no ARN')
            yield from _conditions(statement)


def _conditions(statement: iam.Statement) -> Iterator[Finding]:
    for operator, key, _ in statement.conditions():
        if not iam_language.is_operator(operator):
            yield violation(statement.where("Condition"), f'has the operator "{operator}", which IAM does not know')
        if ":" not in key:
            yield violation(statement.where("Condition"), f'has the key "{key}", which names no service')
