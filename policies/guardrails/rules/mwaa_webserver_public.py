"""The pages of an Airflow environment are reached in the VPC only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="mwaa-webserver-public",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=("aws:mwaa/environment:Environment",),
    summary="The pages of an Airflow environment are reached in the VPC only.",
    cause="The login of Airflow answers on the internet.",
    remedy="leave webserverAccessMode out, or set it to PRIVATE_ONLY",
    url="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It is private by itself. A login is still needed, so the rule is advisory."""
    yield from if_set(resource["webserverAccessMode"], "PRIVATE_ONLY")
