"""Reads a package of the model registry, and refuses one that nobody approved."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.rollouts.record import Source
from lambdas.errors import PackageNotApprovedError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"registry": ("sagemaker:DescribeModelPackage",)}

APPROVED: Final = "Approved"
COMPLETED: Final = "Completed"
_ABSENT: Final = ("does not exist", "could not find")


class ApprovedPackages:
    """Describes model packages."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def source(self, package_arn: str) -> Source:
        """Return what of a package is deployed.

        Raises:
            PackageNotApprovedError: There is no such package, it is not Completed or not Approved, or it is not one
                that register_model wrote.
        """
        try:
            found = self._client.describe_model_package(ModelPackageName=package_arn)
        except ClientError as error:
            if any(text in error.response["Error"].get("Message", "").lower() for text in _ABSENT):
                raise PackageNotApprovedError(f"there is no model package {package_arn!r}: register one") from error
            raise
        state, approval = found.get("ModelPackageStatus"), found.get("ModelApprovalStatus")
        if (state, approval) != (COMPLETED, APPROVED):
            raise PackageNotApprovedError(
                f"model package {package_arn!r} is {state} and {approval}; accepted: {COMPLETED} and {APPROVED}. "
                "Approve it with `python -m advisor model approve`"
            )
        return _source(package_arn, found)


def _source(package_arn: str, found: Mapping[str, Any]) -> Source:
    about, containers = (
        found.get("CustomerMetadataProperties", {}),
        found.get("InferenceSpecification", {}).get("Containers", []),
    )
    try:
        (container,) = containers
        return Source(
            model=about["model"],
            version=about["version"],
            package_arn=package_arn,
            image=container["Image"],
            data_url=container["ModelDataUrl"],
            environment=dict(container.get("Environment", {})),
        )
    except (KeyError, ValueError) as error:
        raise PackageNotApprovedError(
            f"model package {package_arn!r} is none of this platform ({type(error).__name__}: {error}): it has one "
            "container with Image and ModelDataUrl, and the metadata model and version"
        ) from error
