"""Fixtures of dynamodb-capacity-outside-production."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = replace(aws("dynamodb/table", readCapacity=25.0, writeCapacity=25.0), environment="staging")
READ = SOUND.but(("readCapacity is 26, above 25",), readCapacity=26.0)

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(writeCapacity=None),
        READ.but(billingMode="PAY_PER_REQUEST"),
        SOUND.but(readCapacity=None, writeCapacity=None),
    ],
    fails=[
        READ,
        SOUND.but(("writeCapacity is 100, above 25",), writeCapacity=100.0),
        READ.but(READ.names, billingMode="PROVISIONED"),
        replace(SOUND.but(writeCapacity=None), settings={"maxUnits": 5}, names=("readCapacity is 25, above 5",)),
    ],
    not_applicable=[replace(READ, environment="prod"), replace(READ, environment="")],
    unknown=[SOUND.but(readCapacity=U), READ.but(billingMode=U)],
)
