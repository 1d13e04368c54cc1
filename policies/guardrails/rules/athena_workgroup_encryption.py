"""A workgroup that says where results go says how they are encrypted. S3 encrypts them anyway, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given, not_off
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="athena-workgroup-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:athena/workgroup:Workgroup",),
    summary="A workgroup encrypts query results, and its clients cannot override that.",
    cause="A client's own settings decide where results go and under which key.",
    remedy="set resultConfiguration.encryptionConfiguration, and leave enforceWorkgroupConfiguration on",
    url="https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html",
    frameworks=("NIST 800-53 SC-28",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Results that Athena manages itself are always encrypted."""
    configuration = resource["configuration"]
    results = configuration["resultConfiguration"]
    if results["outputLocation"].missing:
        yield not_applicable("the workgroup does not say where results go")
        return
    yield from given(results["encryptionConfiguration.encryptionOption"])
    yield from not_off(configuration["enforceWorkgroupConfiguration"])
