"""Stops the training jobs of a run."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    # Listing cannot be held to names: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
    "any": ("sagemaker:ListTrainingJobs",),
    "job": ("sagemaker:StopTrainingJob",),
}

_OVER: Final = ("could not find", "requested resource not found", "status", "cannot be stopped")
"""A job that is gone or has ended takes no stop: a ValidationException says so in one of these ways."""


class TrainingStops:
    """Lists and stops training jobs."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def stop(self, part: str) -> list[str]:
        """Stop every job in progress whose name contains ``part``; return their names."""
        stopped: list[str] = []
        position: dict[str, str] = {}
        while True:
            page = self._client.list_training_jobs(NameContains=part, StatusEquals="InProgress", **position)
            for job in page["TrainingJobSummaries"]:
                self._stop(job["TrainingJobName"])
                stopped.append(job["TrainingJobName"])
            if not page.get("NextToken"):
                return stopped
            position = {"NextToken": page["NextToken"]}

    def _stop(self, job: str) -> None:
        try:
            self._client.stop_training_job(TrainingJobName=job)
        except ClientError as error:
            said = error.response["Error"].get("Message", "").lower()
            known = error.response["Error"]["Code"] in ("ValidationException", "ResourceNotFound")
            if not (known and any(text in said for text in _OVER)):
                raise
