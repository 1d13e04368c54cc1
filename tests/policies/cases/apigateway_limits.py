"""Fixtures of apigateway-limits."""

from __future__ import annotations

from guardrails.aws.apigateway_limits import AUTHORIZER, HTTP_AUTHORIZER, LIMITS

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.edges import at_the_edges

EDGES = [at_the_edges(Case(token, {}), limits) for token, limits in LIMITS.items()]
BOTH = (AUTHORIZER, HTTP_AUTHORIZER)
TTL = "authorizerResultTtlInSeconds"

CASES = Cases(
    passes=[
        *[case for passes, _ in EDGES for case in passes],
        *[Case(token, {}) for token in LIMITS],
        *[Case(token, {TTL: value}) for token in BOTH for value in (0.0, 3600.0)],
    ],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        *[
            Case(token, {TTL: value}, (f"{TTL} is {value:g}, outside 0 to 3600",))
            for token in BOTH
            for value in (-1.0, 3601.0)
        ],
    ],
    not_applicable=[],
    unknown=[Case(AUTHORIZER, {TTL: U}), Case(AUTHORIZER, {"type": U})],
    always_applicable=True,
)
