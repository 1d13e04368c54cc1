"""Fixtures of route53-record-value."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

BASE = aws("route53/record", zoneId="Z123", name="api.example.com", type="A")
VALUES = BASE.but(records=["192.0.2.1"], ttl=60.0)
ALIAS = BASE.but(aliases=[{"name": U, "zoneId": U, "evaluateTargetHealth": True}])
NONE = "records are not set, and neither are aliases;"

CASES = Cases(
    passes=[
        VALUES,
        ALIAS,
        VALUES.but(ttl=0.0),
        VALUES.but(ttl=U),
        VALUES.but(records=U),
        VALUES.but(aliases=[]),
        ALIAS.but(records=[]),
    ],
    fails=[
        VALUES.but(("ttl is not set;",), ttl=None),
        VALUES.but((NONE,), records=None),
        VALUES.but((NONE,), records=[]),
        ALIAS.but(("ttl is set beside aliases;",), ttl=300.0),
        ALIAS.but(("records are set beside aliases;",), records=["192.0.2.1"]),
    ],
    not_applicable=[],
    unknown=[VALUES.but(aliases=U), ALIAS.but(records=U), BASE.but(aliases=U)],
    always_applicable=True,
)
