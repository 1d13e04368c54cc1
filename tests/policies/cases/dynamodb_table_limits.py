"""Fixtures of dynamodb-table-limits."""

from __future__ import annotations

from guardrails.aws import dynamodb_limits

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

TABLE = aws(
    "dynamodb/table",
    name="inference-sessions_2026.eu",
    billingMode="PAY_PER_REQUEST",
    hashKey="id",
    attributes=[{"name": "id", "type": "S"}],
)
INDEX = {"name": "by-state", "hashKey": "state", "projectionType": "ALL"}
FULL = TABLE.but(
    localSecondaryIndexes=[INDEX],
    globalSecondaryIndexes=[INDEX],
    replicas=[{"regionName": "us-west-2"}],
)
EDGES = [
    at_the_edges(TABLE, dynamodb_limits.TABLE),
    at_the_edges(FULL, dynamodb_limits.ATTRIBUTE, "attributes.0"),
    at_the_edges(FULL, dynamodb_limits.INDEX, "localSecondaryIndexes.0"),
    at_the_edges(FULL, dynamodb_limits.INDEX, "globalSecondaryIndexes.0"),
    at_the_edges(FULL, dynamodb_limits.REPLICA, "replicas.0"),
]

CASES = Cases(
    passes=[TABLE, FULL, *[case for passes, _ in EDGES for case in passes]],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        TABLE.but(("name is sessions/eu, which holds characters",), name="sessions/eu"),
    ],
    not_applicable=[],
    unknown=[TABLE.but(name=U), TABLE.but(attributes=U), TABLE.but(replicas=U), TABLE.but(billingMode=U)],
    always_applicable=True,
)
