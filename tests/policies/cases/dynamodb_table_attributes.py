"""Fixtures of dynamodb-table-attributes."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def declared(*names: object) -> list[dict[str, object]]:
    return [{"name": name, "type": "S"} for name in names]


def table(*names: object, **props: object) -> Case:
    return aws("dynamodb/table", hashKey="user", attributes=declared(*names)).but(**props)


LOCAL = [{"name": "by-date", "rangeKey": "made", "projectionType": "ALL"}]
GLOBAL = [{"name": "by-state", "hashKey": "state", "rangeKey": "made", "projectionType": "KEYS_ONLY"}]
MANY = [
    {
        "name": "by-place",
        "projectionType": "ALL",
        "keySchemas": [
            {"attributeName": "country", "keyType": "HASH"},
            {"attributeName": "town", "keyType": "HASH"},
            {"attributeName": "made", "keyType": "RANGE"},
        ],
    }
]
MISSED = ("order", "made", "state")
PLACES = table("user", "country", "made", "town", globalSecondaryIndexes=MANY)
PLAIN = table("user", billingMode="PAY_PER_REQUEST", name="sessions", ttl={"attributeName": "expires", "enabled": True})
FULL = table("user", "order", "made", "state", rangeKey="order", localSecondaryIndexes=LOCAL)
FULL = FULL.but(globalSecondaryIndexes=GLOBAL)


def full(last: str, names: tuple[str, ...] = (), *more: str) -> Case:
    """The table with all attributes, this one as the last, or with all but that."""
    others = ["user", *(name for name in MISSED if name != last)]
    return FULL.but(names, attributes=declared(*others, *more))


CASES = Cases(
    passes=[PLAIN, FULL, PLACES, *[full(each, (), each) for each in MISSED]],
    fails=[
        PLAIN.but(
            ("attributes[1].name is email, which is the key of neither the table nor an index;",),
            attributes=declared("user", "email"),
        ),
        PLAIN.but(("hashKey is user, which is not declared in attributes;",), attributes=[]),
        PLAIN.but(("hashKey is not set",), hashKey=None, attributes=U),
        full("order", ("rangeKey is order, which",)),
        full(
            "made",
            ("localSecondaryIndexes[0].rangeKey is made, which", "globalSecondaryIndexes[0].rangeKey is made, which"),
        ),
        full("state", ("globalSecondaryIndexes[0].hashKey is state",)),
        PLACES.but(
            ("globalSecondaryIndexes[0].keySchemas[1].attributeName is town, which is not declared",),
            attributes=declared("user", "country", "made"),
        ),
    ],
    not_applicable=[
        aws("dynamodb/table", restoreSourceName="orders", restoreToLatestTime=True),
        aws("dynamodb/table", restoreSourceTableArn=U, hashKey="user", attributes=declared("email")),
        aws("dynamodb/table", restoreBackupArn=U),
        PLAIN.but(hashKey=None, attributes=U, restoreBackupArn=U),
    ],
    unknown=[
        PLAIN.but(attributes=U),
        PLAIN.but(hashKey=U),
        PLAIN.but(attributes=declared(U, "user")),
        PLAIN.but(attributes=declared(U)),
        PLAIN.but(attributes=declared("user", "made"), globalSecondaryIndexes=U),
        PLAIN.but(attributes=declared("user", "made"), localSecondaryIndexes=U),
        PLAIN.but(
            attributes=declared("user", "made"),
            globalSecondaryIndexes=[{"name": "x", "projectionType": "ALL", "keySchemas": U}],
        ),
    ],
)
