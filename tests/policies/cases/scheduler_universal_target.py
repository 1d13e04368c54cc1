"""Fixtures of scheduler-universal-target."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def schedule(arn: object, *names: str) -> Case:
    return aws("scheduler/schedule", names, scheduleExpression="rate(1 day)", target={"arn": arn, "roleArn": U})


READS = (
    "s3:getObject",
    "sagemaker:listEndpoints",
    "rds:DescribeDBInstances",
    "bedrockruntime:invokeModel",
    "sqs:receiveMessage",
)

CASES = Cases(
    passes=[
        schedule(f"arn:{partition}:scheduler:::aws-sdk:{call}")
        for partition in ("aws", "aws-cn", "aws-us-gov")
        for call in ("rds:stopDBInstance", "sqs:sendMessage", "sagemaker:updateEndpointWeightsAndCapacities")
    ],
    fails=[
        *[
            schedule(
                f"arn:aws:scheduler:::aws-sdk:{call}",
                f"target.arn is arn:aws:scheduler:::aws-sdk:{call}, which only reads;",
            )
            for call in READS
        ],
        *[
            schedule(arn, f"target.arn is {arn}, which is no universal target;")
            for arn in (
                "arn:aws:states:::aws-sdk:rds:stopDBInstance",
                "arn:aws:scheduler:eu-west-1:123456789012:aws-sdk:rds:stopDBInstance",
                "arn:aws:scheduler:::aws-sdk:rds.stopDBInstance",
                "arn:aws:scheduler:::aws-sdk:rds:",
                "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance:1",
            )
        ],
    ],
    not_applicable=[
        schedule("arn:aws:lambda:eu-west-1:123456789012:function:get"),
        aws("scheduler/schedule", scheduleExpression="rate(1 day)"),
    ],
    unknown=[schedule(U)],
)
