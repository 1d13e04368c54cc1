"""Says whether a version of a model is in the registry; only reads."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"any": ("sagemaker:ListModelPackages",)}

_ABSENT: Final = ("does not exist", "could not find")


class RegisteredVersions:
    """One model package group."""

    def __init__(self, client: Any, group: str) -> None:
        """Use ``client`` (SageMaker) on the group of that name."""
        self._client = client
        self._group = group

    def has(self, model: str, version: str) -> bool:
        """Whether the group has a package of the version, whatever its approval; its description names it."""
        position: dict[str, str] = {}
        while True:
            try:
                page = self._client.list_model_packages(ModelPackageGroupName=self._group, MaxResults=100, **position)
            except ClientError as error:
                if any(text in error.response["Error"].get("Message", "").lower() for text in _ABSENT):
                    return False
                raise
            if any(
                one.get("ModelPackageDescription") == f"{model} {version}" for one in page["ModelPackageSummaryList"]
            ):
                return True
            if not page.get("NextToken"):
                return False
            position = {"NextToken": page["NextToken"]}
