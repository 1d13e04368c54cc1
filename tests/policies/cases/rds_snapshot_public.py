"""Fixtures of rds-snapshot-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NAMED = aws("rds/snapshot", dbInstanceIdentifier="db", sharedAccounts=["123456789012"])

LATER = NAMED.but(("sharedAccounts[0] is all",), sharedAccounts=["all", U, "123456789012"])

COPIES = [aws(f"rds/{kind}", sharedAccounts=["123456789012"]) for kind in ("snapshotCopy", "clusterSnapshotCopy")]

CASES = Cases(
    passes=[*COPIES, NAMED, NAMED.but(sharedAccounts=None), aws("rds/clusterSnapshot", sharedAccounts=[])],
    fails=[
        LATER,
        *(copy.but(("sharedAccounts[0] is all",), sharedAccounts=["all"]) for copy in COPIES),
        NAMED.but(("sharedAccounts[0] is all",), sharedAccounts=["all"]),
        NAMED.but(("sharedAccounts[1] is all",), sharedAccounts=["123456789012", "all"]),
        aws("rds/clusterSnapshot", ("sharedAccounts[0] is all",), sharedAccounts=["all"]),
    ],
    not_applicable=[],
    unknown=[NAMED.but(sharedAccounts=U), NAMED.but(sharedAccounts=[U])],
    always_applicable=True,
    left=[LATER],
)
