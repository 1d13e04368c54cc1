"""Fixtures of bedrock-throughput-protected."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

FREE = aws(
    "bedrock/provisionedModelThroughput",
    modelArn="arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0:300k",
    modelUnits=1.0,
    provisionedModelName="triage",
)
COMMITTED = FREE.but(commitmentDuration="SixMonths")
PROTECTED = replace(COMMITTED, protect=True)

CASES = Cases(
    passes=[PROTECTED, PROTECTED.but(commitmentDuration="OneMonth")],
    fails=[
        COMMITTED.but(("commitmentDuration is SixMonths, and the resource is not protected;",)),
        FREE.but(
            ("commitmentDuration is OneMonth, and the resource is not protected;",), commitmentDuration="OneMonth"
        ),
    ],
    not_applicable=[FREE, replace(FREE, protect=True)],
    unknown=[FREE.but(commitmentDuration=U)],
)
