"""Fixtures of bedrock-throughput-accepted."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws

TAG = "AcceptedMonthlyUsd"
BARE = aws(
    "bedrock/provisionedModelThroughput",
    modelArn="arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0:300k",
    modelUnits=1.0,
    provisionedModelName="triage",
)
SOUND = BARE.but(tags={TAG: "40150.00", "Owner": "a"})
OTHER = replace(BARE, settings={"tag": "Budget"})


def said(text: str) -> Case:
    return BARE.but((f"tags.{TAG} is {text}, which is no sum above 0;",), tags={TAG: text, "Owner": "a"})


CASES = Cases(
    passes=[
        SOUND,
        BARE.but(tagsAll={TAG: "1"}),
        BARE.but(tags={"Owner": "a"}, tagsAll={TAG: "1", "Owner": "a"}),
        OTHER.but(tags={"Budget": "5e3"}),
        BARE.but(tags={TAG: "1"}),
    ],
    fails=[
        BARE.but((f"tags.{TAG} is not set;",)),
        SOUND.but((f"tags.{TAG} is not set;",), tags={"Owner": "a"}),
        OTHER.but(("tags.Budget is not set;",), tags={TAG: "1"}),
        said("yes"),
        said("0"),
        said("-1"),
        said("inf"),
        said("nan"),
    ],
    not_applicable=[replace(BARE, settings={"tag": ""})],
    unknown=[BARE.but(tags=U), BARE.but(tags={TAG: U}), BARE.but(tagsAll=U)],
)
