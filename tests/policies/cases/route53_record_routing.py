"""Fixtures of route53-record-routing."""

from __future__ import annotations

from guardrails.aws.route53 import POLICIES

from tests.policies.cases.case import Cases, U, aws

BASE = aws("route53/record", zoneId="Z123", name="api.example.com", type="A", records=["192.0.2.1"], ttl=60.0)
BLOCKS = {name: {"anything": U} if name.endswith("Policy") else [{"anything": U}] for name in POLICIES}
WEIGHTED = BASE.but(weightedRoutingPolicies=[{"weight": 90.0}], setIdentifier="live")
MANY = BASE.but(multivalueAnswerRoutingPolicy=True, setIdentifier="one")

CASES = Cases(
    passes=[
        WEIGHTED,
        MANY,
        WEIGHTED.but(setIdentifier=U),
        WEIGHTED.but(multivalueAnswerRoutingPolicy=False, latencyRoutingPolicies=[]),
        *[BASE.but(setIdentifier="a", **{name: block}) for name, block in BLOCKS.items()],
    ],
    fails=[
        *[
            BASE.but(("setIdentifier is not set, but the record has a routing policy;",), **{name: block})
            for name, block in BLOCKS.items()
        ],
        WEIGHTED.but(("setIdentifier is not set, but the record has a routing",), setIdentifier=""),
        MANY.but(("setIdentifier is not set, but the record has a routing",), setIdentifier=None),
        WEIGHTED.but(("setIdentifier is set, but the record has no routing",), weightedRoutingPolicies=None),
        MANY.but(("setIdentifier is set, but the record has no routing",), multivalueAnswerRoutingPolicy=False),
        WEIGHTED.but(
            ("failoverRoutingPolicies is set beside weightedRoutingPolicies;",),
            failoverRoutingPolicies=[{"type": "PRIMARY"}],
        ),
        MANY.but(
            ("multivalueAnswerRoutingPolicy is set beside latencyRoutingPolicies;",),
            latencyRoutingPolicies=[{"region": "eu-west-1"}],
        ),
    ],
    not_applicable=[BASE, BASE.but(multivalueAnswerRoutingPolicy=False), BASE.but(weightedRoutingPolicies=[])],
    unknown=[
        BASE.but(setIdentifier="a", weightedRoutingPolicies=U),
        BASE.but(geoproximityRoutingPolicy=U),
        MANY.but(multivalueAnswerRoutingPolicy=U),
        BASE.but(setIdentifier=U),
    ],
)
