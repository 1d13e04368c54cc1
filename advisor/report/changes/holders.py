"""Types of resources that hold data: what is gone with them, and what keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Holder:
    """A type that holds data.

    Args:
        called: What people call it.
        holds: What is lost with it.
        keep: What to do first when that is wanted.
    """

    called: str
    holds: str
    keep: str


_TABLE: Final = "export it to S3, or take an on-demand backup and restore it under the new name"
HOLDERS: Final[Mapping[str, Holder]] = {
    "aws:dynamodb/table:Table": Holder("DynamoDB table", "its items", _TABLE),
    "aws:dynamodb/tableReplica:TableReplica": Holder("DynamoDB replica", "this Region's copy of the items", _TABLE),
    "aws:dynamodb/globalTable:GlobalTable": Holder("DynamoDB global table", "its items", _TABLE),
    "aws:s3/bucket:Bucket": Holder("S3 bucket", "its objects", "copy them to another bucket"),
    "aws:s3/bucketV2:BucketV2": Holder("S3 bucket", "its objects", "copy them to another bucket"),
    "aws:kms/key:Key": Holder(
        "KMS key",
        "whatever is encrypted with it",
        "re-encrypt it with another key, or cancel the key's deletion in time",
    ),
    "aws:kms/replicaKey:ReplicaKey": Holder(
        "KMS replica key", "whatever this Region encrypted with it", "re-encrypt it with another key"
    ),
    "aws:cloudwatch/logGroup:LogGroup": Holder("log group", "its log events", "export them to S3"),
    "aws:sqs/queue:Queue": Holder("SQS queue", "messages that wait in it", "let its consumers empty it"),
    "aws:kinesis/stream:Stream": Holder("Kinesis stream", "records that wait in it", "let its consumers catch up"),
    "aws:efs/fileSystem:FileSystem": Holder("EFS file system", "its files", "take a backup"),
    "aws:fsx/ontapFileSystem:OntapFileSystem": Holder("FSx file system", "its volumes", "take a backup"),
    "aws:fsx/ontapStorageVirtualMachine:OntapStorageVirtualMachine": Holder("FSx SVM", "its volumes", "take a backup"),
    "aws:fsx/ontapVolume:OntapVolume": Holder("FSx volume", "its files", "take a backup"),
    "aws:rds/instance:Instance": Holder("RDS database", "its data", "take a final snapshot"),
    "aws:rds/cluster:Cluster": Holder("RDS cluster", "its data", "take a final snapshot"),
    "aws:secretsmanager/secret:Secret": Holder("secret", "its value", "restore it within its recovery window"),
    "aws:ssm/parameter:Parameter": Holder("parameter", "its value and history", "write its value down elsewhere"),
    "aws:ecr/repository:Repository": Holder("ECR repository", "its images", "push them to another repository"),
    "aws:backup/vault:Vault": Holder("backup vault", "its recovery points", "copy them to another vault"),
    "aws:cognito/userPool:UserPool": Holder("user pool", "its users", "export them"),
    "aws:sagemaker/modelPackageGroup:ModelPackageGroup": Holder(
        "model registry group", "its versions and who approved them", "register them in the new group"
    ),
    "aws:cloudwatch/eventArchive:EventArchive": Holder("event archive", "its events", "replay them first"),
    "aws:sns/topic:Topic": Holder("SNS topic", "its subscriptions outside of this stack", "subscribe them again"),
    "aws:route53/zone:Zone": Holder("hosted zone", "its records and its name servers", "move the delegation"),
    "aws:acm/certificate:Certificate": Holder("certificate", "its validation", "validate the new one first"),
}
CLOUD_CONTROL: Final[Mapping[str, Holder]] = {
    "AWS::FSx::S3AccessPointAttachment": Holder(
        "S3 access point of an FSx volume",
        "its name and alias, by which every reader finds it (the files stay on the volume)",
        "give the new alias to every reader",
    ),
    "AWS::SageMaker::ModelPackageGroup": Holder(
        "model registry group", "its versions and who approved them", "register them in the new group"
    ),
    "AWS::DynamoDB::GlobalTable": Holder("DynamoDB global table", "its items", _TABLE),
}
"""The same by the CloudFormation type of a Cloud Control resource."""
CLOUD_CONTROL_TYPE: Final = "aws:cloudcontrol/resource:Resource"


def holder_of(token: str, inputs: Mapping[str, Any]) -> Holder | None:
    """What a resource holds; ``None`` when it holds nothing that could be lost."""
    if token == CLOUD_CONTROL_TYPE:
        return CLOUD_CONTROL.get(str(inputs.get("typeName")))
    return HOLDERS.get(token)
