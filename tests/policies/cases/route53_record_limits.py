"""Fixtures of route53-record-limits."""

from __future__ import annotations

from guardrails.aws import route53

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

BASE = aws("route53/record", zoneId="Z123", name="api.example.com", type="A", records=["192.0.2.1"], ttl=60.0)
WEIGHTED = BASE.but(weightedRoutingPolicies=[{"weight": 90.0}], setIdentifier="live")
FAILOVER = BASE.but(failoverRoutingPolicies=[{"type": "PRIMARY"}], setIdentifier="live")
EDGES = [
    at_the_edges(BASE, {name: limit for name, limit in route53.RECORD_LIMITS.items() if name != "ttl"}),
    at_the_edges(WEIGHTED, route53.WEIGHT, "weightedRoutingPolicies.0"),
    at_the_edges(FAILOVER, route53.FAILOVER, "failoverRoutingPolicies.0"),
]

CASES = Cases(
    passes=[
        BASE,
        BASE.but(ttl=0.0),
        BASE.but(ttl=2147483647.0),
        WEIGHTED,
        FAILOVER,
        *[case for passes, _ in EDGES for case in passes],
    ],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        BASE.but(("ttl is -1, outside 0 to",), ttl=-1.0),
        BASE.but(("ttl is 2147483648, outside 0 to",), ttl=2147483648.0),
        BASE.but(("type is ALIAS; accepted: SOA, A, TXT, NS, ...;",), type="ALIAS"),
    ],
    not_applicable=[],
    unknown=[BASE.but(type=U), BASE.but(ttl=U), WEIGHTED.but(weightedRoutingPolicies=U)],
    always_applicable=True,
)
