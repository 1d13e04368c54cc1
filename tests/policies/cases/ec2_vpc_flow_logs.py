"""Fixtures of ec2-vpc-flow-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

OWNER = aws("ec2/vpc", called="network")
PART = aws("ec2/flowLog", called="log", vpcId=U)
FOUND = ("network: vpcId is named by no FlowLog of this stack",)

CASES = Cases(
    passes=[
        stack(OWNER, PART.made_from(vpcId="network")),
    ],
    fails=[
        stack(OWNER, names=FOUND),
        stack(OWNER, PART.made_from(vpcId="another"), names=FOUND),
    ],
    not_applicable=[stack(aws("sns/topic"))],
    presence_only=True,
)
