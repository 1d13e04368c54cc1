"""Fixtures of route53-failover-health."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

PRIMARY = aws(
    "route53/record",
    zoneId="Z123",
    name="api.example.com",
    type="A",
    setIdentifier="primary",
    failoverRoutingPolicies=[{"type": "PRIMARY"}],
)
SECONDARY = PRIMARY.but(setIdentifier="secondary", failoverRoutingPolicies=[{"type": "SECONDARY"}])
VALUES = PRIMARY.but(records=["192.0.2.1"], ttl=60.0, healthCheckId="0f6a2b9e-6c1d-4b0a-9a55-1f2e3d4c5b6a")


def alias(case: Case, health: object) -> Case:
    return case.but(aliases=[{"name": "lb.amazonaws.com", "zoneId": "Z32O12XQLNTSW2", "evaluateTargetHealth": health}])


LACKS = "healthCheckId is not set, but the record is the primary of a failover;"

CASES = Cases(
    passes=[
        VALUES,
        VALUES.but(healthCheckId=U),
        alias(PRIMARY, True),
        alias(PRIMARY.but(healthCheckId="0f6a2b9e"), False),
        VALUES.but(healthCheckId=U, aliases=U),
    ],
    fails=[
        VALUES.but((LACKS,), healthCheckId=None),
        VALUES.but((LACKS,), healthCheckId=""),
        VALUES.but((LACKS,), healthCheckId=None, aliases=[]),
        alias(PRIMARY, False).but(("aliases[0].evaluateTargetHealth is false, and healthCheckId is not set;",)),
    ],
    not_applicable=[
        PRIMARY.but(failoverRoutingPolicies=None),
        SECONDARY,
        SECONDARY.but(records=["192.0.2.1"], ttl=60.0),
        VALUES.but(failoverRoutingPolicies=[{"type": "SECONDARY"}], healthCheckId=None, aliases=[]),
        alias(SECONDARY, False),
    ],
    unknown=[
        alias(PRIMARY, U),
        PRIMARY.but(aliases=U),
        VALUES.but(healthCheckId=None, failoverRoutingPolicies=U),
    ],
)
