"""What the role of a SageMaker container needs wherever it runs: image, logs, metrics, key and network."""

from __future__ import annotations

import pulumi

from components.foundation.account import Account
from components.iam import Statement

LOG_GROUPS = "log-group:/aws/sagemaker/*"
"""SageMaker names the log groups of endpoints and jobs itself."""

ECR_IMAGE_ACTIONS = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")

NETWORK_ACTIONS = (
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
)
"""https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html"""


def container_statements(
    account: Account, key_arn: pulumi.Input[str], image_uri: str, *, in_network: bool
) -> list[Statement]:
    """The statements that are the same for models and jobs.

    Args:
        account: Where the stack is.
        key_arn: Key of what they read and write.
        image_uri: Their image in ECR.
        in_network: Whether they run in a VPC.
    """
    statements = [
        Statement(sid="UseKey", actions=("kms:Decrypt", "kms:GenerateDataKey"), resources=(key_arn,)),
        Statement(
            sid="WriteLogs",
            actions=("logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
            resources=(account.arn("logs", LOG_GROUPS),),
        ),
        Statement(
            sid="WriteMetrics",
            actions=("cloudwatch:PutMetricData",),
            resources=("*",),  # metrics have no resources; the namespace is held instead
            conditions={"StringLike": {"cloudwatch:namespace": ["AWS/SageMaker", "/aws/sagemaker/*"]}},
        ),
        # A token for ECR has no resource.
        Statement(sid="EnterRegistry", actions=("ecr:GetAuthorizationToken",), resources=("*",)),
        Statement(sid="PullImage", actions=ECR_IMAGE_ACTIONS, resources=(image_repository_arn(image_uri, account),)),
    ]
    if in_network:
        # SageMaker makes the interfaces of its instances with this role; IAM cannot hold them to a resource beforehand.
        statements.append(Statement(sid="NetworkInterfaces", actions=NETWORK_ACTIONS, resources=("*",)))
    return statements


def image_repository_arn(image_uri: str, account: Account) -> str:
    """ARN of the ECR repository of an image, which may be in another account or Region.

    >>> image_repository_arn("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/onnx:1.0",
    ...                      Account(account_id="1", region="us-east-1", partition="aws"))
    'arn:aws:ecr:eu-west-1:123456789012:repository/team/onnx'
    """
    registry, _, path = image_uri.partition("/")
    owner, _, _, region, *_ = registry.split(".")
    repository = path.partition("@")[0].partition(":")[0]
    return f"arn:{account.partition}:ecr:{region}:{owner}:repository/{repository}"
