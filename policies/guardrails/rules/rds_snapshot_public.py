"""A snapshot of a database is shared with named accounts only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="rds-snapshot-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=(
        "aws:rds/snapshot:Snapshot",
        "aws:rds/clusterSnapshot:ClusterSnapshot",
        "aws:rds/snapshotCopy:SnapshotCopy",
        "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
    ),
    summary="No snapshot of a database is public.",
    cause="Any AWS account can restore the database and read all of it.",
    remedy="name accounts in sharedAccounts instead of all",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-1",
    frameworks=("AWS FSBP RDS.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The word "all" means every account of AWS."""
    for account in resource["sharedAccounts"].each():
        if account.text() == "all":
            yield violation(account, "is all")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """The named accounts keep it."""
    shared = resource["sharedAccounts"]
    if "all" not in (names := shared.texts()) or any(account.unknown for account in shared.each()):
        return {}
    return {"sharedAccounts": [name for name in names if name != "all"]}
