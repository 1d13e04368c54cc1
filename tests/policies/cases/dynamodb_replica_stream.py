"""Fixtures of dynamodb-replica-stream."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def table(*modes: object, **props: object) -> Case:
    replicas = [{"regionName": "eu-west-2", "consistencyMode": mode} for mode in modes]
    return aws("dynamodb/table", hashKey="id", billingMode="PAY_PER_REQUEST", replicas=replicas).but(**props)


BOTH = {"streamEnabled": True, "streamViewType": "NEW_AND_OLD_IMAGES"}
OFF = "streamEnabled is not true, but the table has replicas;"
EVENTUAL = table(None, "EVENTUAL", **BOTH)

CASES = Cases(
    passes=[EVENTUAL, table("EVENTUAL", **BOTH), table(None, streamEnabled=True), EVENTUAL.but(streamViewType="")],
    fails=[
        EVENTUAL.but((OFF,), streamEnabled=None),
        EVENTUAL.but((OFF,), streamEnabled=False),
        EVENTUAL.but(("streamViewType is KEYS_ONLY, but the table has replicas;",), streamViewType="KEYS_ONLY"),
        table("EVENTUAL").but((OFF,), streamEnabled=None),
    ],
    not_applicable=[
        table(),
        table("STRONG", "STRONG"),
        table("STRONG"),
        aws("dynamodb/table", hashKey="id"),
    ],
    unknown=[
        EVENTUAL.but(streamEnabled=U, streamViewType=None),
        EVENTUAL.but(streamViewType=U),
        table(U),
        table("STRONG", U),
        table(U, None),
        EVENTUAL.but(replicas=U, streamEnabled=None),
    ],
)
