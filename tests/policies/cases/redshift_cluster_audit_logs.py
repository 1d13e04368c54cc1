"""Fixtures of redshift-cluster-audit-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

OWNER = aws("redshift/cluster", called="warehouse")
PART = aws("redshift/logging", called="log", clusterIdentifier=U)
FOUND = ("warehouse: clusterIdentifier is named by no Logging of this stack",)

CASES = Cases(
    passes=[
        stack(OWNER, PART.made_from(clusterIdentifier="warehouse")),
        stack(OWNER.but(clusterIdentifier="it"), PART.but(clusterIdentifier="it")),
    ],
    fails=[
        stack(OWNER, names=FOUND),
        stack(OWNER, PART.made_from(clusterIdentifier="another"), names=FOUND),
    ],
    not_applicable=[stack(aws("sns/topic"))],
    presence_only=True,
)
