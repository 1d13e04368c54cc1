"""Fixtures of dynamodb-table-replica-stream."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

TABLE = aws("dynamodb/table", called="orders", hashKey="id", streamEnabled=True, streamViewType="NEW_AND_OLD_IMAGES")
REPLICA = aws("dynamodb/tableReplica", called="there", globalTableArn=U).made_from(globalTableArn="orders")
OFF = TABLE.but(streamEnabled=None, streamViewType=None)

CASES = Cases(
    passes=[
        stack(TABLE, REPLICA),
        stack(TABLE.but(streamViewType=None), REPLICA),
    ],
    fails=[
        stack(TABLE.but(streamEnabled=False), REPLICA, names=("orders: streamEnabled is not true, but the table has",)),
        stack(OFF, REPLICA, names=("orders: streamEnabled is not true, but the table has replicas;",)),
        stack(
            TABLE.but(streamViewType="KEYS_ONLY"),
            REPLICA,
            names=("orders: streamViewType is KEYS_ONLY, but the table has replicas;",),
        ),
    ],
    not_applicable=[
        stack(OFF),
        stack(OFF, REPLICA.made_from(globalTableArn="other")),
        stack(REPLICA),
    ],
    unknown=[
        stack(TABLE.but(streamEnabled=U), REPLICA),
        stack(TABLE.but(streamViewType=U), REPLICA),
    ],
)
