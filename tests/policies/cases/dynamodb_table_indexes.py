"""Fixtures of dynamodb-table-indexes."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws

TABLE = aws("dynamodb/table", hashKey="id", rangeKey="made", attributes=[{"name": "id", "type": "S"}])


def local(count: int) -> list[object]:
    return [{"name": f"local-{each}", "rangeKey": f"key{each}", "projectionType": "ALL"} for each in range(count)]


def everywhere(count: int, **more: object) -> list[object]:
    return [
        {"name": f"index-{each}", "hashKey": f"key{each}", "projectionType": "KEYS_ONLY", **more}
        for each in range(count)
    ]


def projected(kind: object, extra: object) -> Case:
    return TABLE.but(globalSecondaryIndexes=everywhere(1, projectionType=kind, nonKeyAttributes=extra))


BOTH = TABLE.but(localSecondaryIndexes=local(5), globalSecondaryIndexes=everywhere(20))
FIFTY = {"maxGlobal": 50}
EXTRA = "globalSecondaryIndexes[0].nonKeyAttributes"

CASES = Cases(
    passes=[
        BOTH,
        TABLE.but(localSecondaryIndexes=local(1)),
        TABLE.but(rangeKey=U, localSecondaryIndexes=local(1)),
        TABLE.but(rangeKey=None, localSecondaryIndexes=[]),
        TABLE.but(rangeKey=None, localSecondaryIndexes=local(1), restoreBackupArn=U),
        projected("INCLUDE", ["state"]),
        projected("ALL", []),
        projected("KEYS_ONLY", None),
        projected("KEYS_ONLY", []),
        TABLE.but(localSecondaryIndexes=local(1), globalSecondaryIndexes=everywhere(1)),
        replace(BOTH.but(globalSecondaryIndexes=everywhere(21)), settings=FIFTY),
    ],
    fails=[
        BOTH.but(("localSecondaryIndexes are 6, more than 5;",), localSecondaryIndexes=local(6)),
        BOTH.but(("globalSecondaryIndexes are 21, more than 20;",), globalSecondaryIndexes=everywhere(21)),
        TABLE.but(
            ("localSecondaryIndexes need a table with a rangeKey",), rangeKey=None, localSecondaryIndexes=local(1)
        ),
        TABLE.but(
            ("globalSecondaryIndexes[0].name is local-0, as another index is called;",),
            localSecondaryIndexes=local(1),
            globalSecondaryIndexes=everywhere(1, name="local-0"),
        ),
        replace(projected("INCLUDE", []), names=(f"{EXTRA} are not set, and projectionType is INCLUDE;",)),
        replace(projected("INCLUDE", None), names=(f"{EXTRA} are not set, and projectionType is INCLUDE;",)),
        replace(projected("ALL", ["state"]), names=(f"{EXTRA} are set, and projectionType is ALL;",)),
        replace(projected("KEYS_ONLY", ["state"]), names=(f"{EXTRA} are set, and projectionType is KEYS_ONLY;",)),
    ],
    not_applicable=[TABLE, aws("dynamodb/table", restoreSourceName="orders")],
    unknown=[
        TABLE.but(localSecondaryIndexes=U),
        TABLE.but(globalSecondaryIndexes=U),
        projected(U, ["state"]),
        projected("INCLUDE", U),
        TABLE.but(globalSecondaryIndexes=everywhere(2, name=U)),
    ],
)
