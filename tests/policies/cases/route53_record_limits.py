"""Fixtures of route53-record-limits."""

from __future__ import annotations

from guardrails.aws import route53

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

BASE = aws("route53/record", zoneId="Z123", name="api.example.com", type="A", records=["192.0.2.1"], ttl=60.0)
WEIGHTED = BASE.but(weightedRoutingPolicies=[{"weight": 90.0}], setIdentifier="live")
FAILOVER = BASE.but(failoverRoutingPolicies=[{"type": "PRIMARY"}], setIdentifier="live")
EDGES = [
    at_the_edges(BASE, route53.RECORD_LIMITS),
    at_the_edges(WEIGHTED, route53.WEIGHT, "weightedRoutingPolicies.0"),
    at_the_edges(FAILOVER, route53.FAILOVER, "failoverRoutingPolicies.0"),
]

CASES = Cases(
    passes=[
        BASE,
        WEIGHTED,
        FAILOVER,
        *[case for passes, _ in EDGES for case in passes],
    ],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        BASE.but(("type is CNAMES; accepted: A, NS, CNAME, MX, NAPTR, SRV, CAA, DS, ...;",), type="CNAMES"),
    ],
    not_applicable=[],
    unknown=[BASE.but(type=U), BASE.but(ttl=U), WEIGHTED.but(weightedRoutingPolicies=U)],
    always_applicable=True,
)
