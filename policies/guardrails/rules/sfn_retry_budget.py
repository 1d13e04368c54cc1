"""A state with all its retries ends before its execution is ended."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import states_language
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sfn-retry-budget",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:sfn/stateMachine:StateMachine",),
    summary="A state's attempts and the pauses between them fit into the execution's time.",
    cause="A state's timeout counts for each attempt: the execution ends in the middle of one, and no Catch sees it.",
    remedy="raise the definition's TimeoutSeconds, or lower the state's, its MaxAttempts or its intervals",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only retriers that repeat an attempt which timed out count: others repeat one that failed early."""
    definition = resource["definition"].document()
    limit = definition["TimeoutSeconds"].number()
    if limit is None:
        yield not_applicable("the definition sets no TimeoutSeconds for the execution")
        return
    for task in states_language.tasks(definition):
        longest = task.longest()
        if longest is not None and longest > limit:
            yield violation(
                task.timeout, f"is {task.timeout.show()}, with retries {longest:g} s, above the execution's {limit:g}"
            )
