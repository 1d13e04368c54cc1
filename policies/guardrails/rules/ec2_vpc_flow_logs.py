"""Every VPC of the stack has a flow log. Flow logs cost, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.companions import lacking
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, violation

RULE = StackRule(
    id="ec2-vpc-flow-logs",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:ec2/vpc:Vpc", "aws:ec2/flowLog:FlowLog"),
    summary="Every VPC has a flow log.",
    cause="Who talked to whom, and who was refused, is written down nowhere.",
    remedy="add a FlowLog with the VPC's id as vpcId",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
    frameworks=("AWS FSBP EC2.6", "CIS AWS Foundations 3.7"),
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """What completes it is a resource of its own."""
    for owner in lacking(stack, ("aws:ec2/vpc:Vpc",), {"aws:ec2/flowLog:FlowLog": "vpcId"}):
        yield violation("vpcId", "is named by no FlowLog of this stack", owner)
