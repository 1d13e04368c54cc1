"""Fixtures of lambda-alias-routing."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def routed(**weights: object) -> Case:
    return aws("lambda/alias", functionVersion="1", routingConfig={"additionalVersionWeights": weights})


CANARY = routed(v2=0.1)

CASES = Cases(
    passes=[CANARY, routed(v2=0.0), routed(v2=1.0)],
    fails=[
        routed(v2=0.1, v3=0.1).but(("routingConfig.additionalVersionWeights names 2 versions",)),
        routed(v2=10.0).but(("routingConfig.additionalVersionWeights.v2 is 10, outside 0 to 1",)),
        routed(v2=-0.5).but(("routingConfig.additionalVersionWeights.v2 is -0.5, outside 0 to 1",)),
    ],
    not_applicable=[aws("lambda/alias", functionVersion="1"), aws("lambda/alias", routingConfig={})],
    unknown=[routed(v2=U), aws("lambda/alias", routingConfig=U)],
)
