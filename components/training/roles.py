"""The roles that SageMaker acts with: for the training job, and for a deployed model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.iam import Statement, document, trust
from components.sagemaker_role import container_statements
from domain.models.names import MODELS, PACKAGE_OBJECTS
from domain.training.layout import RUNS

SERVICE = "sagemaker.amazonaws.com"


@dataclass(frozen=True, kw_only=True)
class SageMakerRolesArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        model: Name of the model.
        bucket_arn: Where runs and packages are kept.
        key_arn: Customer key.
        code_prefix: Where the training code lies in the bucket.
        training_image, serving_image: Images in ECR.
        in_network: Whether containers run in a VPC.
        rolls_back: Whether alarms take an endpoint's deployment back.
    """

    account: Account
    model: str
    bucket_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    code_prefix: str
    training_image: str
    serving_image: str
    in_network: bool
    rolls_back: bool


class SageMakerRoles(PlatformComponent):
    """One role for jobs, one for models; neither may do what the other is for."""

    training_arn: pulumi.Output[str]
    model_arn: pulumi.Output[str]

    def __init__(self, name: str, args: SageMakerRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"model": args.model}, opts)
        self.args = args
        self.training_arn = self._role("training", training_statements(args))
        self.model_arn = self._role("model", model_statements(args))
        self.finish()

    def _role(self, kind: str, statements: Sequence[Statement]) -> pulumi.Output[str]:
        role = aws.iam.Role(
            self.child_name(kind),
            assume_role_policy=trust(SERVICE, self.args.account.account_id),
            opts=self.child(),
        )
        access = aws.iam.RolePolicy(
            self.child_name(f"{kind}-access"), role=role.id, policy=document(*statements), opts=self.child()
        )
        # Whoever hands the role to SageMaker waits for its rights.
        return pulumi.Output.all(role.arn, access.id).apply(lambda found: str(found[0]))


def training_statements(args: SageMakerRolesArgs) -> list[Statement]:
    """What a job reads and writes: its channels, its model, its checkpoints. Not the runs' claims and verdicts."""
    below = pulumi.Output.concat(args.bucket_arn, "/")
    read = (f"{args.code_prefix}*", *(f"{RUNS}*/{part}/*" for part in ("train", "test", "checkpoints")))
    written = tuple(f"{RUNS}*/{part}/*" for part in ("output", "checkpoints"))
    return [
        Statement(
            sid="ReadChannels",
            actions=("s3:GetObject",),
            resources=[pulumi.Output.concat(below, key) for key in read],
        ),
        Statement(
            sid="WriteModels",
            actions=("s3:AbortMultipartUpload", "s3:PutObject"),
            resources=[pulumi.Output.concat(below, key) for key in written],
        ),
        Statement(
            sid="ListChannels",
            actions=("s3:ListBucket",),
            resources=(args.bucket_arn,),
            conditions={"StringLike": {"s3:prefix": [f"{args.code_prefix}*", f"{RUNS}*"]}},
        ),
        # SageMaker opens the encrypted disk of the instance by a grant.
        Statement(
            sid="EncryptDisks",
            actions=("kms:CreateGrant",),
            resources=(args.key_arn,),
            conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
        *container_statements(args.account, args.key_arn, args.training_image, in_network=args.in_network),
    ]


def model_statements(args: SageMakerRolesArgs) -> list[Statement]:
    """What a deployed model reads: packages of this model."""
    packages = pulumi.Output.concat(args.bucket_arn, f"/{MODELS}{args.model}/*/{PACKAGE_OBJECTS[0]}")
    # SageMaker asks for the alarms of a deployment in this role's name. A narrower resource hides composite alarms, and
    # which kinds SageMaker asks for is nowhere said.
    # https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
    alarms = Statement(sid="AskForAlarms", actions=("cloudwatch:DescribeAlarms",), resources=("*",))
    return [
        Statement(sid="ReadPackages", actions=("s3:GetObject",), resources=(packages,)),
        *([alarms] if args.rolls_back else []),
        *container_statements(args.account, args.key_arn, args.serving_image, in_network=args.in_network),
    ]
