"""A function's /tmp has a size that Lambda accepts."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-function-ephemeral-storage",
    family=Family.LAMBDA,
    severity=Severity.LOW,
    resources=("aws:lambda/function:Function",),
    summary="A function's ephemeral storage is between 512 MB and 10,240 MB.",
    cause="Lambda rejects the function in the middle of a deployment.",
    remedy="set ephemeralStorage.size to a whole number of MB within the limit",
    url="https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a size Lambda takes 512 MB."""
    storage = resource["ephemeralStorage.size"]
    if storage.missing:
        yield not_applicable("the default of 512 MB holds")
    elif resource["capacityProviderConfig"].present:
        yield not_applicable("functions on managed instances have limits of their own")
    elif (size := storage.number()) is not None and not (512 <= size <= 10240 and size.is_integer()):
        yield violation(storage, f"is {storage.show()} MB, outside 512 to 10240 MB")
