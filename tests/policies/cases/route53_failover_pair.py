"""Fixtures of route53-failover-pair."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack


def record(called: str, kind: object, **props: object) -> Case:
    facts = {"zoneId": "Z123", "name": "api.example.com", "type": "A", "ttl": 60.0, **props}
    return aws("route53/record", called=called, failoverRoutingPolicies=[{"type": kind}], **facts)


FIRST, SECOND = record("first", "PRIMARY"), record("second", "SECONDARY")
ZONED = record("first", "PRIMARY", zoneId=U).made_from(zoneId="zone")
OTHER = record("second", "SECONDARY", zoneId=U).made_from(zoneId="zone")
PLAIN = aws("route53/record", called="plain", zoneId="Z123", name="www.example.com", type="A", ttl=60.0)
LACKS = "{}: failoverRoutingPolicies has no {} in the stack;"
NO_SECOND, NO_FIRST = LACKS.format("first", "SECONDARY"), LACKS.format("second", "PRIMARY")

CASES = Cases(
    passes=[
        stack(FIRST, SECOND),
        stack(FIRST, SECOND, PLAIN),
        stack(FIRST, SECOND.but(name="API.example.com.")),
        stack(ZONED, OTHER),
        stack(record("odd", "TERTIARY")),
    ],
    fails=[
        stack(FIRST, names=(NO_SECOND,)),
        stack(SECOND, names=(NO_FIRST,)),
        stack(FIRST, SECOND.but(type="AAAA"), names=(NO_SECOND, NO_FIRST)),
        stack(FIRST, SECOND.but(name="app.example.com"), names=(NO_SECOND, NO_FIRST)),
        stack(FIRST, SECOND.but(zoneId="Z456"), names=(NO_SECOND, NO_FIRST)),
        stack(ZONED, OTHER.made_from(zoneId="other"), names=(NO_SECOND, NO_FIRST)),
        stack(FIRST, record("second", "PRIMARY"), names=(NO_SECOND, LACKS.format("second", "SECONDARY"))),
    ],
    not_applicable=[stack(PLAIN)],
    unknown=[
        stack(FIRST, SECOND.but(name=U)),
        stack(FIRST.but(zoneId=U)),
        stack(FIRST, record("second", U)),
        stack(FIRST, SECOND.but(type=U)),
    ],
)
