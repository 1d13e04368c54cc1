"""A function's memory is one that Lambda accepts, or the lower one that the organisation sets."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-function-memory",
    family=Family.LAMBDA,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/function:Function",),
    summary="A function's memory is between 128 MB and 10,240 MB.",
    cause="Lambda rejects the function in the middle of a deployment.",
    remedy="set memorySize to a whole number of MB within the limit",
    url="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    settings=(
        Setting(
            "maxMegabytes",
            {"type": "integer", "minimum": 128, "maximum": 10240, "description": "Highest memory in MB"},
            10240,
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a size Lambda takes 128 MB."""
    memory = resource["memorySize"]
    highest = resource.number("maxMegabytes")
    if memory.missing:
        yield not_applicable("the default of 128 MB holds")
    elif resource["capacityProviderConfig"].present:
        yield not_applicable("functions on managed instances have limits of their own")
    elif (size := memory.number()) is not None and not (128 <= size <= highest and size.is_integer()):
        yield violation(memory, f"is {memory.show()} MB, outside 128 to {highest:g} MB")
