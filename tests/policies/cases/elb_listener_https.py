"""Fixtures of elb-listener-https."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def listeners(*protocols: object) -> list[object]:
    return [{"instancePort": 8080.0, "instanceProtocol": "http", "lbProtocol": protocol} for protocol in protocols]


SOUND = aws("elb/loadBalancer", listeners=listeners("https", "tcp"))

CASES = Cases(
    passes=[SOUND, SOUND.but(listeners=listeners("SSL", "tcp"))],
    fails=[
        SOUND.but(("listeners[0].lbProtocol is http",), listeners=listeners("http", "tcp")),
        SOUND.but(("listeners[1].lbProtocol is HTTP",), listeners=listeners("https", "HTTP")),
    ],
    not_applicable=[],
    unknown=[SOUND.but(listeners=U), SOUND.but(listeners=listeners("https", U))],
    always_applicable=True,
)
