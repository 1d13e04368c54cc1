"""Fixtures of bedrock-throughput-limits."""

from __future__ import annotations

from guardrails.rules import bedrock_throughput_limits

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

BASE = aws(
    "bedrock/provisionedModelThroughput",
    modelArn="arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0:300k",
    modelUnits=1.0,
    provisionedModelName="triage",
)
EDGES = at_the_edges(BASE, bedrock_throughput_limits.LIMITS)

CASES = Cases(
    passes=[*EDGES[0], BASE, BASE.but(commitmentDuration="SixMonths")],
    fails=[
        *EDGES[1],
        BASE.but(
            ("commitmentDuration is NoCommitment; accepted: OneMonth, SixMonths;",), commitmentDuration="NoCommitment"
        ),
        BASE.but(("provisionedModelName is my model, which holds characters",), provisionedModelName="my model"),
    ],
    not_applicable=[],
    unknown=[BASE.but(commitmentDuration=U), BASE.but(modelUnits=U)],
    always_applicable=True,
)
