"""A rule's event pattern is a JSON object whose leaves are lists."""

from __future__ import annotations

import json
from collections.abc import Iterator

from guardrails.aws import events
from guardrails.props import UNKNOWN_SENTINELS
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudwatch-event-rule-pattern",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.RULE,),
    summary="A rule's eventPattern is a JSON object whose leaves are lists of values.",
    cause="EventBridge rejects the rule.",
    remedy='write each value as a list, for example {"source": ["aws.s3"]}',
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """What is unknown inside of a text may stand for a list, so the whole pattern then waits."""
    node = resource["eventPattern"]
    text = node.text()
    if not text:
        yield not_applicable("the rule has no event pattern")
    elif any(sentinel in text for sentinel in UNKNOWN_SENTINELS):
        node.defer()
    else:
        try:
            pattern = json.loads(text)
        except (ValueError, RecursionError):
            yield violation(node, "is not valid JSON")
            return
        for path, problem in events.faults(pattern, node.path):
            yield violation(path, problem)
