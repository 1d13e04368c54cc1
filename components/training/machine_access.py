"""What the state machine's role may do: call its functions, run training jobs of its model, and tell.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/sagemaker-iam.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pulumi

from components.foundation.account import Account
from components.iam import Statement

JOBS_RULE: Final = "StepFunctionsGetEventsForSageMakerTrainingJobsRule"
"""The managed rule by which Step Functions hears of a job's end."""


def machine_statements(
    account: Account,
    model: str,
    *,
    functions: Sequence[pulumi.Input[str]],
    training_role_arn: pulumi.Input[str],
    topic_arn: pulumi.Input[str],
    key_arn: pulumi.Input[str],
) -> list[Statement]:
    """The statements.

    Args:
        account: Where the stack is.
        model: Name of the model; its jobs' names begin with it.
        functions: ARNs of the functions' aliases.
        training_role_arn: Role of the jobs.
        topic_arn: Who is told.
        key_arn: Key of that topic.
    """
    jobs = account.arn("sagemaker", f"training-job/{model}-*")
    return [
        Statement(sid="CallFunctions", actions=("lambda:InvokeFunction",), resources=functions),
        Statement(
            sid="RunJobs",
            actions=(
                "sagemaker:AddTags",
                "sagemaker:CreateTrainingJob",
                "sagemaker:DescribeTrainingJob",
                "sagemaker:ListTags",
                "sagemaker:StopTrainingJob",
            ),
            resources=(jobs,),
        ),
        Statement(
            sid="HandOverTheJobsRole",
            actions=("iam:PassRole",),
            resources=(training_role_arn,),
            conditions={"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
        ),
        Statement(
            sid="HearOfTheJobsEnd",
            actions=("events:DescribeRule", "events:PutRule", "events:PutTargets"),
            resources=(account.arn("events", f"rule/{JOBS_RULE}"),),
        ),
        Statement(sid="Tell", actions=("sns:Publish",), resources=(topic_arn,)),
        Statement(sid="TopicKey", actions=("kms:Decrypt", "kms:GenerateDataKey"), resources=(key_arn,)),
    ]
