"""The model: its archive in the bucket, the role that its containers have, and the SageMaker models made of it.

There are two SageMaker models where serverless is on: it supports neither a VPC nor network isolation, and everything
on instances gets both. https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pulumi
import pulumi_aws as aws

from components.archive import project_path
from components.base import PlatformComponent
from components.foundation.account import Account
from components.foundation.network import NetworkPlacement
from components.iam import Statement, document, trust
from components.inference.model_file import ModelFile
from components.sagemaker_role import container_statements


@dataclass(frozen=True, kw_only=True)
class InferenceModelArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        file: The checked archive.
        root: Folder of the project.
        image_uri: Container image in ECR.
        bucket: Artifact bucket.
        bucket_arn: Its ARN.
        key_arn: Customer key.
        access_point_arn: Batch jobs read their input here.
        network: Where instances run; ``None`` for no VPC.
        serverless: Whether a second model for serverless is needed.
    """

    account: Account
    file: ModelFile
    root: Path
    image_uri: str
    bucket: pulumi.Input[str]
    bucket_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    access_point_arn: pulumi.Input[str]
    network: NetworkPlacement | None
    serverless: bool


class InferenceModel(PlatformComponent):
    """Archive, role and SageMaker models."""

    instance_model: pulumi.Output[str]
    serverless_model: pulumi.Output[str] | None
    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: InferenceModelArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"sha256": args.file.sha256}, opts)
        self.args = args
        archive = aws.s3.BucketObjectv2(
            self.child_name("archive"),
            bucket=args.bucket,
            key=args.file.key,
            source=pulumi.FileAsset(project_path(args.file.path, args.root)),
            server_side_encryption="aws:kms",
            kms_key_id=args.key_arn,
            content_type="application/gzip",
            opts=self.child(),
        )
        role = aws.iam.Role(
            self.child_name("role"),
            assume_role_policy=trust("sagemaker.amazonaws.com", args.account.account_id),
            opts=self.child(),
        )
        access = aws.iam.RolePolicy(
            self.child_name("access"), role=role.id, policy=document(*role_statements(args)), opts=self.child()
        )
        network = args.network
        vpc = None
        if network is not None:
            vpc = aws.sagemaker.ModelVpcConfigArgs(
                subnets=network.subnet_ids, security_group_ids=[network.model_group_id]
            )
        instances = aws.sagemaker.Model(
            self.child_name("instances"),
            execution_role_arn=role.arn,
            primary_container=self._container(archive),
            enable_network_isolation=True,
            vpc_config=vpc,
            # SageMaker reads the archive with the role while it makes the model.
            opts=self.child(depends_on=[access]),
        )
        self.instance_model = instances.name
        self.serverless_model = None
        if args.serverless:
            self.serverless_model = aws.sagemaker.Model(
                self.child_name("serverless"),
                execution_role_arn=role.arn,
                primary_container=self._container(archive),
                opts=self.child(depends_on=[access]),
            ).name
        self.role_arn = role.arn
        self.finish()

    def _container(self, archive: aws.s3.BucketObjectv2) -> aws.sagemaker.ModelPrimaryContainerArgs:
        return aws.sagemaker.ModelPrimaryContainerArgs(
            image=self.args.image_uri,
            model_data_url=pulumi.Output.concat("s3://", archive.bucket, "/", archive.key),
            environment={
                "SAGEMAKER_PROGRAM": "inference.py",
                "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
            },
        )


def role_statements(args: InferenceModelArgs) -> list[Statement]:
    """What the containers and SageMaker on their behalf may do."""
    account = args.account
    below = pulumi.Output.concat(args.bucket_arn, "/")
    return [
        Statement(
            sid="ReadModelAndManifests",
            actions=("s3:GetObject",),
            resources=(pulumi.Output.concat(below, "models/*"), pulumi.Output.concat(below, "runs/*/batch/*")),
        ),
        Statement(
            sid="WriteBatchResults",
            actions=("s3:AbortMultipartUpload", "s3:PutObject"),
            resources=(pulumi.Output.concat(below, "runs/*/batch/out/*"),),
        ),
        Statement(sid="ListFiles", actions=("s3:ListBucket",), resources=(args.bucket_arn, args.access_point_arn)),
        Statement(
            sid="ReadFiles",
            actions=("s3:GetObject",),
            resources=(pulumi.Output.concat(args.access_point_arn, "/object/*"),),
        ),
        *container_statements(account, args.key_arn, args.image_uri, in_network=args.network is not None),
    ]
