"""Fixtures of lambda-function-layers."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

FIVE = aws("lambda/function", layers=[U] * 5)
ONE = aws("lambda/function", packageType="Zip", layers=[U])

CASES = Cases(
    passes=[FIVE, ONE, ONE.but(layers=None), aws("lambda/function", packageType="Image", layers=[])],
    fails=[
        FIVE.but(("layers names 6 layers, above 5",), layers=[U] * 6),
        ONE.but(("layers is set for a container image",), packageType="Image"),
    ],
    not_applicable=[],
    unknown=[FIVE.but(layers=U), ONE.but(packageType=U)],
    always_applicable=True,
)
