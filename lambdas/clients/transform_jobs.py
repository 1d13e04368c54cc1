"""Starts SageMaker batch transform jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError

from lambdas.errors import TransformJobRefusedError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "job": ("sagemaker:CreateTransformJob",),
    # SageMaker encrypts the job's volumes by a grant on the caller's behalf.
    # https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
    "key": ("kms:CreateGrant",),
}

INVOCATION_TIMEOUT_S: Final = 60
INVOCATION_RETRIES: Final = 2
_NAME_TAKEN: Final = "ResourceInUse"


@dataclass(frozen=True, kw_only=True)
class TransformJob:
    """What a job needs. ``max_payload_mb`` in MB, URIs of S3, ``key_arn`` encrypts its volumes and outputs."""

    name: str
    model: str
    manifest_uri: str
    output_uri: str
    content_type: str
    instance_type: str
    instance_count: int
    max_concurrent_transforms: int
    max_payload_mb: int
    key_arn: str


class TransformJobs:
    """Creates jobs."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def create(self, job: TransformJob) -> bool:
        """Start a job; ``False`` says that a job of that name is there already.

        Raises:
            TransformJobRefusedError: SageMaker refused it for another reason.
        """
        try:
            self._client.create_transform_job(**_request(job))
        except ClientError as error:
            found = error.response["Error"]
            if found["Code"] == _NAME_TAKEN:
                return False
            raise TransformJobRefusedError(
                f"transform job {job.name!r} of model {job.model!r} on {job.instance_count} x {job.instance_type} was "
                f"refused: {found['Code']}: {found.get('Message', '')}"
            ) from error
        return True


def _request(job: TransformJob) -> dict[str, Any]:
    """Return the arguments of CreateTransformJob: one file is one record."""
    source = {"S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": job.manifest_uri}}
    return {
        "TransformJobName": job.name,
        "ModelName": job.model,
        "BatchStrategy": "SingleRecord",
        "MaxConcurrentTransforms": job.max_concurrent_transforms,
        "MaxPayloadInMB": job.max_payload_mb,
        "ModelClientConfig": {
            "InvocationsTimeoutInSeconds": INVOCATION_TIMEOUT_S,
            "InvocationsMaxRetries": INVOCATION_RETRIES,
        },
        "TransformInput": {
            "DataSource": source,
            "ContentType": job.content_type,
            "CompressionType": "None",
            "SplitType": "None",
        },
        "TransformOutput": {
            "S3OutputPath": job.output_uri,
            "Accept": "application/json",
            "AssembleWith": "None",
            "KmsKeyId": job.key_arn,
        },
        "TransformResources": {
            "InstanceType": job.instance_type,
            "InstanceCount": job.instance_count,
            "VolumeKmsKeyId": job.key_arn,
        },
    }
