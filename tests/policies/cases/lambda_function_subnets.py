"""Fixtures of lambda-function-subnets."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TWO = aws("lambda/function", vpcConfig={"subnetIds": [U, "subnet-1"]})

CASES = Cases(
    passes=[TWO, TWO.but(vpcConfig={"subnetIds": []})],
    fails=[TWO.but(("vpcConfig.subnetIds names one subnet",), vpcConfig={"subnetIds": [U]})],
    not_applicable=[TWO.but(vpcConfig=None)],
    unknown=[TWO.but(vpcConfig={"subnetIds": U})],
)
