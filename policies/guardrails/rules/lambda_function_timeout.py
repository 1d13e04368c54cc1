"""A function's timeout is one that Lambda accepts, or the lower one that the organisation sets."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-function-timeout",
    family=Family.LAMBDA,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/function:Function",),
    summary="A function's timeout is between 1 s and 900 s.",
    cause="Lambda rejects the function in the middle of a deployment.",
    remedy="set timeout within the limit, or move longer work to Step Functions or a batch job",
    url="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    settings=(
        Setting(
            "maxSeconds",
            {"type": "integer", "minimum": 1, "maximum": 900, "description": "Highest timeout in seconds"},
            900,
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a timeout Lambda takes 3 s."""
    timeout, highest = resource["timeout"], resource.number("maxSeconds")
    if timeout.missing:
        yield not_applicable("the default of 3 s holds")
    elif resource["capacityProviderConfig"].present:
        yield not_applicable("functions on managed instances have limits of their own")
    elif (seconds := timeout.number()) is not None and not (1 <= seconds <= highest and seconds.is_integer()):
        yield violation(timeout, f"is {timeout.show()} s, outside 1 to {highest:g} s")
