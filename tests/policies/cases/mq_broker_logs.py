"""Fixtures of mq-broker-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("mq/broker", logs={"general": True})

ACTIVE = aws("mq/broker", engineType="ActiveMQ", logs={"general": True, "audit": True})

CASES = Cases(
    passes=[SOUND, ACTIVE, SOUND.but(engineType="RabbitMQ"), SOUND.but(logs=[{"general": True}])],
    fails=[
        ACTIVE.but(("logs.audit is false",), logs={"general": True, "audit": False}),
        ACTIVE.but(("logs.audit is not set",), logs={"general": True}),
        SOUND.but(("logs.general is not set",), logs=None),
        SOUND.but(("logs.general is false",), logs={"general": False}),
    ],
    not_applicable=[],
    unknown=[SOUND.but(logs=U), SOUND.but(logs={"general": U})],
    always_applicable=True,
)
