"""Fixtures of route53-health-check-limits."""

from __future__ import annotations

from guardrails.aws import route53

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

CHECK = aws(
    "route53/healthCheck",
    type="HTTPS",
    fqdn="api.example.com",
    port=443.0,
    resourcePath="/health",
    requestInterval=10.0,
    failureThreshold=3.0,
    regions=["eu-west-1", "us-east-1", "us-west-1"],
)
EDGES = [
    at_the_edges(CHECK, route53.HEALTH_CHECK_LIMITS),
    at_the_edges(CHECK, {"type": route53.HEALTH_CHECK_TYPE}),
]

CASES = Cases(
    passes=[
        CHECK,
        CHECK.but(requestInterval=30.0),
        CHECK.but(requestInterval=None, regions=None),
        CHECK.but(regions=[]),
        CHECK.but(regions=["eu-west-1", "us-east-1", "us-west-2", "sa-east-1"]),
        *[case for passes, _ in EDGES for case in passes],
    ],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        *[
            CHECK.but((f"requestInterval is {value:g}; accepted: 10, 30;",), requestInterval=value)
            for value in (9.0, 11.0, 20.0, 29.0, 31.0)
        ],
        CHECK.but(("regions are 2, fewer than 3;",), regions=["eu-west-1", "us-east-1"]),
        CHECK.but(("regions are 1, fewer than 3;",), regions=["eu-west-1"]),
    ],
    not_applicable=[],
    unknown=[CHECK.but(type=U), CHECK.but(requestInterval=U), CHECK.but(regions=U)],
    always_applicable=True,
)
