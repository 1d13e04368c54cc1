"""Fixtures of lambda-function-limits."""

from __future__ import annotations

from guardrails.aws import lambda_limits

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

FUNCTION = aws(
    "lambda/function",
    name="classify-files_2",
    runtime="python3.13",
    handler="main.handler",
    architectures=["arm64"],
    vpcConfig={"subnetIds": ["subnet-0a1b2c3d"], "securityGroupIds": ["sg-0a1b2c3d"]},
)
EDGES = at_the_edges(FUNCTION, lambda_limits.FUNCTION)
NO_NAME = "which is no name of a function"
MANY = FUNCTION.but(vpcConfig={"subnetIds": ["subnet-0a1b2c3d"] * 16, "securityGroupIds": ["sg-0a1b2c3d"] * 5})

CASES = Cases(
    passes=[
        *EDGES[0],
        aws("lambda/function"),
        FUNCTION.but(vpcConfig={"subnetIds": ["subnet-0a1b2c3d"] * 16}),
        FUNCTION.but(vpcConfig={"securityGroupIds": ["sg-0a1b2c3d"] * 5}),
        MANY,
        FUNCTION.but(name="n" * 64, vpcConfig=None),
        FUNCTION.but(architectures=["x86_64"], vpcConfig=None),
        *[
            MANY.but(name=name)
            for name in (
                "arn:aws:lambda:eu-west-1:123456789012:function:classify",
                "123456789012:function:classify",
                "function:classify",
                "123456789012:classify",
            )
        ],
    ],
    fails=[
        *EDGES[1],
        MANY.but((f"name is {'n' * 65}, {NO_NAME}",), name="n" * 65),
        MANY.but((f"name is classify files, {NO_NAME}",), name="classify files"),
        MANY.but(("handler is main handler, which holds characters",), handler="main handler"),
        MANY.but(("architectures[0] is arm; accepted: x86_64, arm64",), architectures=["arm"]),
        MANY.but(("architectures names 2, above 1",), architectures=["arm64", "x86_64"]),
        FUNCTION.but(("vpcConfig.subnetIds names 17, above 16",), vpcConfig={"subnetIds": ["subnet-0a1b2c3d"] * 17}),
        FUNCTION.but(
            ("vpcConfig.securityGroupIds names 6, above 5",), vpcConfig={"securityGroupIds": ["sg-0a1b2c3d"] * 6}
        ),
    ],
    not_applicable=[],
    unknown=[MANY.but(name=U), MANY.but(architectures=U), MANY.but(architectures=[U]), MANY.but(vpcConfig=U)],
    always_applicable=True,
)
