"""Fixtures of msk-cluster-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def brokers(kind: object) -> dict[str, object]:
    return {"instanceType": "kafka.m5.large", "connectivityInfo": {"publicAccess": {"type": kind}}}


CLOSED = aws("msk/cluster", brokerNodeGroupInfo=brokers("DISABLED"))

CASES = Cases(
    passes=[CLOSED, CLOSED.but(brokerNodeGroupInfo={"instanceType": "kafka.m5.large"})],
    fails=[
        CLOSED.but(
            ("brokerNodeGroupInfo.connectivityInfo.publicAccess.type is SERVICE_PROVIDED_EIPS",),
            brokerNodeGroupInfo=brokers("SERVICE_PROVIDED_EIPS"),
        )
    ],
    not_applicable=[],
    unknown=[CLOSED.but(brokerNodeGroupInfo=brokers(U))],
    always_applicable=True,
)
