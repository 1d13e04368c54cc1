"""Fixtures of dynamodb-table-ttl."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def table(names: tuple[str, ...] = (), /, **ttl: object) -> Case:
    return aws("dynamodb/table", names, hashKey="id", billingMode="PAY_PER_REQUEST", ttl=ttl)


LACKS = "ttl.attributeName is not set, but ttl.enabled is true;"

CASES = Cases(
    passes=[
        table(enabled=True, attributeName="expires"),
        table(enabled=True, attributeName=U),
        table(enabled=False, attributeName="expires"),
        table(enabled=False, attributeName=""),
        table(enabled=False),
        table(),
    ],
    fails=[
        table((LACKS,), enabled=True),
        table((LACKS,), enabled=True, attributeName=""),
        table(("ttl.enabled is not set, so no item expires;",), attributeName="expires"),
    ],
    not_applicable=[aws("dynamodb/table", hashKey="id")],
    unknown=[table(enabled=U), table(attributeName=U)],
)
