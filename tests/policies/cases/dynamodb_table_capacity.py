"""Fixtures of dynamodb-table-capacity."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TABLE = aws("dynamodb/table", hashKey="id", attributes=[{"name": "id", "type": "S"}])
UNITS = {"readCapacity": 5.0, "writeCapacity": 1.0}
ON_DEMAND = TABLE.but(billingMode="PAY_PER_REQUEST", onDemandThroughput={"maxReadRequestUnits": 100.0})
PROVISIONED = TABLE.but(billingMode="PROVISIONED", **UNITS)
INDEX = {"name": "all", "hashKey": "id", "projectionType": "ALL"}
INDEXED = PROVISIONED.but(globalSecondaryIndexes=[{**INDEX, **UNITS}])
WAITS = ", but the table's capacity is provisioned;"

CASES = Cases(
    passes=[
        ON_DEMAND,
        ON_DEMAND.but(readCapacity=0.0, writeCapacity=0.0, globalSecondaryIndexes=[INDEX]),
        PROVISIONED,
        PROVISIONED.but(billingMode=None, readCapacity=U),
        TABLE.but(**UNITS),
        INDEXED,
        INDEXED.but(localSecondaryIndexes=[{"name": "made", "rangeKey": "made", "projectionType": "ALL"}]),
    ],
    fails=[
        ON_DEMAND.but(("readCapacity is 1, but the table is billed by request;",), readCapacity=1.0),
        ON_DEMAND.but(("writeCapacity is 5, but the table is billed by request;",), writeCapacity=5.0),
        PROVISIONED.but((f"readCapacity is missing{WAITS}",), readCapacity=None),
        PROVISIONED.but((f"writeCapacity is 0{WAITS}",), writeCapacity=0.0),
        TABLE.but(**UNITS).but((f"writeCapacity is missing{WAITS}",), writeCapacity=None),
        INDEXED.but(
            (f"globalSecondaryIndexes[0].writeCapacity is missing{WAITS}",),
            globalSecondaryIndexes=[{**INDEX, "readCapacity": 5.0}],
        ),
    ],
    not_applicable=[aws("dynamodb/table", restoreBackupArn=U, billingMode="PROVISIONED")],
    unknown=[
        TABLE.but(billingMode=U),
        ON_DEMAND.but(readCapacity=U),
        PROVISIONED.but(globalSecondaryIndexes=U),
    ],
)
