"""A document's version, effects and statement ids are ones that IAM takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guardrails.aws import iam, iam_language
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-document-words",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=iam.IDENTITY_TYPES,
    summary="A document's version and effects are IAM's words, and its statement ids are plain and differ.",
    cause="IAM rejects the document (MalformedPolicyDocument).",
    remedy="write 2012-10-17, Allow or Deny, and ids of letters and digits that differ",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """IAM compares letter by letter here."""
    documents = list(iam_language.documents(resource))
    if not documents:
        yield not_applicable("it holds no policy document")
    for document in documents:
        for version in document.document().any_case("Version"):
            yield from _one_of(version, iam_language.VERSIONS)
        seen: set[str] = set()
        for statement in iam_language.statements(document):
            for effect in statement.node.any_case("Effect"):
                yield from _one_of(effect, iam_language.EFFECTS)
            for sid in statement.node.any_case("Sid"):
                text = sid.text() or ""
                if not iam_language.SID.fullmatch(text):
                    yield violation(sid, f"is {sid.show()}, which has more than letters and digits")
                if text in seen:
                    yield violation(sid, f"is {sid.show()}, as that of another statement")
                seen.add(text or sid.path)


def _one_of(node: Props, words: Sequence[str]) -> Iterator[Finding]:
    if node.text() not in {None, *words}:
        yield violation(node, f"is {node.show()}; accepted: {', '.join(words)}")
