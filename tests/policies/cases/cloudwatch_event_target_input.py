"""Fixtures of cloudwatch-event-target-input."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TARGET = aws("cloudwatch/eventTarget", rule="nightly", arn="arn:aws:lambda:eu-west-1:123456789012:function:f")
TEXT = TARGET.but(input='{"kind": "nightly"}')
PATH = TARGET.but(inputPath="$.detail")
TEMPLATE = TARGET.but(inputTransformer={"inputPaths": {"key": "$.detail.key"}, "inputTemplate": '{"key": <key>}'})

CASES = Cases(
    passes=[TEXT, PATH, TEMPLATE, TARGET.but(input='"plain"'), TARGET.but(input="42"), PATH.but(inputPath="$")],
    fails=[
        TEXT.but(("input is not valid JSON;",), input="plain"),
        TEXT.but(("input is not valid JSON;",), input="{'kind': 'nightly'}"),
        PATH.but(("inputPath is detail, which does not start with $;",), inputPath="detail"),
        TEXT.but(("inputPath is set beside input;",), inputPath="$.detail"),
        TEMPLATE.but(("inputTransformer is set beside input;",), input="{}"),
        TEMPLATE.but(("inputTransformer is set beside inputPath;",), inputPath="$.detail"),
    ],
    not_applicable=[TARGET],
    unknown=[TARGET.but(input=U), TARGET.but(inputPath=U)],
)
