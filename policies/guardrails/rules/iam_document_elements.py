"""A statement has the elements that its kind of document needs, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam, iam_language
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-document-elements",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=iam.IDENTITY_TYPES,
    summary="A statement has an effect and actions; a granting one has resources, a trusting one principals.",
    cause="IAM rejects the document (MalformedPolicyDocument).",
    remedy="add what lacks, take out what does not belong, and keep one of each pair",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
)

_NEEDED = {"Principal": "NotPrincipal", "Resource": "NotResource"}


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Whom a granting document means is the identity that holds it; what a trusting one means is the role."""
    documents = list(iam_language.documents(resource))
    if not documents:
        yield not_applicable("it holds no policy document")
    for document in documents:
        trusts = document.path == iam_language.TRUST
        needed, foreign = ("Principal", "Resource") if trusts else ("Resource", "Principal")
        for statement in iam_language.statements(document):
            if not statement.has("Effect"):
                yield violation(statement.node, "has no Effect")
            yield from _pair(statement, "Action", "NotAction")
            yield from _pair(statement, needed, _NEEDED[needed])
            for key in (foreign, _NEEDED[foreign]):
                if statement.has(key):
                    yield violation(statement.where(key), "does not belong there")


def _pair(statement: iam.Statement, key: str, other: str) -> Iterator[Finding]:
    if not statement.has(key) and not statement.has(other):
        yield violation(statement.node, f"has no {key}")
    elif statement.has(key) and statement.has(other):
        yield violation(statement.where(other), f"stands beside {key}")
