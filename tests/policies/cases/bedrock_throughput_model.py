"""Fixtures of bedrock-throughput-model."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

ARN = "arn:aws:bedrock:us-east-1::foundation-model"
ENDED = {
    "amazon.nova-canvas-v1:0": "2026-09-30",
    "amazon.nova-premier-v1:0": "2026-09-14",
    "amazon.nova-sonic-v1:0": "2026-09-14",
    "amazon.titan-image-generator-v2:0": "2026-06-30",
    "anthropic.claude-3-5-haiku-20241022-v1:0": "2026-06-19",
    "anthropic.claude-3-5-sonnet-20240620-v1:0": "2026-03-01",
    "anthropic.claude-3-5-sonnet-20241022-v2:0": "2026-03-01",
    "anthropic.claude-3-7-sonnet-20250219-v1:0": "2026-04-28",
    "anthropic.claude-3-haiku-20240307-v1:0": "2026-09-10",
    "anthropic.claude-3-sonnet-20240229-v1:0": "2026-07-30",
    "anthropic.claude-sonnet-4-20250514-v1:0": "2026-10-14",
    "cohere.command-r-plus-v1:0": "2026-08-19",
    "cohere.command-r-v1:0": "2026-08-19",
}


def bought(model: object) -> Case:
    return aws("bedrock/provisionedModelThroughput", modelArn=model, modelUnits=1.0, provisionedModelName="triage")


def gone(arn: str, model: str) -> Case:
    return bought(arn).but((f"modelArn is {model}, which ended on {ENDED[model]};",))


LAST = "anthropic.claude-3-7-sonnet-20250219-v1:0"

CASES = Cases(
    passes=[
        bought(f"{ARN}/amazon.nova-pro-v1:0:300k"),
        bought("arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl"),
        bought(f"{ARN}/{LAST}0"),
    ],
    fails=[
        *[gone(f"{ARN}/{model}", model) for model in ENDED],
        gone(LAST, LAST),
        gone(f"{ARN}/{LAST}:200k", LAST),
    ],
    not_applicable=[],
    unknown=[bought(U)],
    always_applicable=True,
)
