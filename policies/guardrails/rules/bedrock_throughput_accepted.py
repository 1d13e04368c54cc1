"""Somebody accepted what provisioned throughput costs in a month, and wrote it on the purchase."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Final

from guardrails.aws import bedrock
from guardrails.rule import Family, Finding, Level, Resource, Rule, Setting, Severity, not_applicable, violation

MAPS: Final = ("tags", "tagsAll")

RULE = Rule(
    id="bedrock-throughput-accepted",
    family=Family.COST,
    severity=Severity.HIGH,
    resources=(bedrock.THROUGHPUT,),
    summary="Provisioned throughput has a tag with the dollars a month that somebody accepted.",
    cause="A model unit is billed by the hour, used or not: thousands of dollars a month that no plan mentions.",
    remedy="tag it with the accepted sum, such as AcceptedMonthlyUsd: 40150.00",
    url="https://docs.aws.amazon.com/bedrock/latest/userguide/prov-throughput.html",
    level=Level.ADVISORY,
    settings=(
        Setting(
            "tag",
            {"type": "string", "description": "Tag with the accepted sum; empty asks for none."},
            "AcceptedMonthlyUsd",
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Default tags of the provider count too, though a sum for all purchases says little of each."""
    name = str(resource.settings["tag"])
    if not name:
        yield not_applicable("no tag is asked for")
        return
    found = [resource[each][name] for each in MAPS]
    given = next((node for node in found if node.present), found[0])
    text = given.text()
    if given.missing:
        yield violation(given, "is not set")
    elif text is not None and not _is_sum(text):
        yield violation(given, f"is {given.show()}, which is no sum above 0")


def _is_sum(text: str) -> bool:
    try:
        return float(text) > 0 and isfinite(float(text))
    except ValueError:
        return False
