"""Fixtures of dynamodb-table-stream."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TABLE = aws("dynamodb/table", hashKey="id", billingMode="PAY_PER_REQUEST")
KINDS = ("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY")
STREAM = TABLE.but(streamEnabled=True, streamViewType="NEW_IMAGE")
OFF = "streamEnabled is not true, so streamViewType does nothing;"

CASES = Cases(
    passes=[
        *[TABLE.but(streamEnabled=True, streamViewType=kind) for kind in KINDS],
        TABLE.but(streamEnabled=False),
        TABLE.but(streamEnabled=False, streamViewType=""),
    ],
    fails=[
        STREAM.but(("streamViewType is not set, but streamEnabled is true;",), streamViewType=None),
        STREAM.but(("streamViewType is not set, but streamEnabled is true;",), streamViewType=""),
        STREAM.but(("streamViewType is ALL; accepted: NEW_IMAGE",), streamViewType="ALL"),
        STREAM.but((OFF,), streamEnabled=None),
        STREAM.but((OFF,), streamEnabled=False),
        STREAM.but(("streamViewType is ALL", OFF), streamViewType="ALL", streamEnabled=False),
    ],
    not_applicable=[TABLE, STREAM.but(streamEnabled=None, streamViewType=None)],
    unknown=[
        STREAM.but(streamEnabled=U),
        STREAM.but(streamEnabled=U, streamViewType=None),
        STREAM.but(streamViewType=U),
    ],
)
