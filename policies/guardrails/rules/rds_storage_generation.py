"""The storage of an RDS instance is not gp2 or magnetic where the program names it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="rds-storage-generation",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:rds/instance:Instance",),
    summary="A database's storage is of the current generation.",
    cause="gp2 has less throughput than gp3 at the same price, and standard fails under load.",
    remedy="set storageType to gp3",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a type RDS chooses."""
    kind = resource["storageType"]
    if kind.text() in {"gp2", "standard"}:
        yield violation(kind, f"is {kind.show()}")
