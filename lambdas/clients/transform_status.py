"""Asks SageMaker how a transform job stands."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.batches.batch import JobOutcome

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"job": ("sagemaker:DescribeTransformJob",)}

_UNKNOWN_TEXT: Final = "could not find"
"""The service model names ResourceNotFound; SageMaker itself answers a ValidationException with this text."""


class TransformStatus:
    """Describes jobs."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def describe(self, job: str) -> JobOutcome | None:
        """Return how the job stands, or ``None`` when SageMaker knows no job of that name."""
        try:
            found = self._client.describe_transform_job(TransformJobName=job)
        except ClientError as error:
            problem = error.response["Error"]
            unknown = _UNKNOWN_TEXT in problem.get("Message", "").lower()
            if problem["Code"] == "ResourceNotFound" or (problem["Code"] == "ValidationException" and unknown):
                return None
            raise
        return JobOutcome(job, found["TransformJobStatus"], found.get("FailureReason", ""))
