"""A document is not longer than IAM takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from guardrails.aws import iam, iam_language
from guardrails.props import UNKNOWN_SENTINELS, Props
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

MOST: Final[Mapping[str, int]] = {
    "aws:iam/policy:Policy": 6144,
    "aws:iam/rolePolicy:RolePolicy": 10240,
    "aws:iam/userPolicy:UserPolicy": 2048,
    "aws:iam/groupPolicy:GroupPolicy": 5120,
    "aws:iam/role:Role": 10240,
}

RULE = Rule(
    id="iam-document-size",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=tuple(MOST),
    summary="A document has no more characters, without white space, than IAM takes.",
    cause="IAM rejects the document (LimitExceeded).",
    remedy="split it into several managed policies, or join actions and resources by wildcards",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    settings=(
        Setting(
            "trustCharacters",
            {"type": "integer", "minimum": 2048, "maximum": 8192, "description": "The account's quota for trust"},
            2048,
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The inline policies of a role count together. What is unknown makes a document longer, never shorter."""
    documents = list(iam.documents(resource))
    trust = [resource[iam_language.TRUST]] if resource[iam_language.TRUST].present else []
    if not documents and not trust:
        yield not_applicable("it holds no policy document")
    yield from _measured(documents, MOST[resource.type])
    yield from _measured(trust, resource.number("trustCharacters"))


def _measured(documents: Sequence[Props], most: float) -> Iterator[Finding]:
    texts = [re.sub(r"\s", "", document.text() or "") for document in documents if document.is_text or document.unknown]
    size = sum(len(text) for text in texts)
    if size > most and not any(sentinel in text for text in texts for sentinel in UNKNOWN_SENTINELS):
        yield violation(documents[0], f"has {size} characters without white space, more than {most:g}")
