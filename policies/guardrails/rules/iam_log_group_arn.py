"""Who may write a log names what is in the log group, not the group alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.aws import iam, iam_actions, iam_language
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

ACTIONS: Final = ("logs:CreateLogStream", "logs:PutLogEvents")
_GROUP: Final = re.compile(r"arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]*[^:*]")

RULE = Rule(
    id="iam-log-group-arn",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=iam.IDENTITY_TYPES,
    summary="Leave to write logs is given on the streams of a log group (its ARN with :* at the end).",
    cause="The statement matches no stream, so nothing is logged, and no error is seen either.",
    remedy="append :* to the log group's ARN",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """What another pattern of the document reaches too is no mistake. An unknown one may reach it."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for document in iam.documents(resource):
        allowed = [statement for statement in iam_language.statements(document) if statement.allows]
        for action in ACTIONS:
            yield from _lost([statement for statement in allowed if statement.grants(action)], action)


def _lost(statements: Sequence[iam.Statement], action: str) -> Iterator[Finding]:
    nodes = [part for statement in statements for node in statement.node.any_case("Resource") for part in node.each()]
    patterns = [text for statement in statements for text in statement.texts("Resource")]
    if any(statement.has("NotResource") for statement in statements) or any(node.unknown for node in nodes):
        return
    for node in nodes:
        group = str(node.text())
        if _GROUP.fullmatch(group) and not any(iam_actions.matches(each, f"{group}:log-stream:a") for each in patterns):
            yield violation(node, f'is the log group alone for {action}: "{group}"')
