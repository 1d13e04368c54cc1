"""The model registry: finds the package of a version, and registers one."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "any": ("sagemaker:ListModelPackages",),
    # Of the group and of the packages in it.
    "registry": ("sagemaker:CreateModelPackage", "sagemaker:DescribeModelPackage"),
}

APPROVED: Final = "Approved"
PENDING: Final = "PendingManualApproval"
FAILED: Final = "Failed"
MODEL_PROPERTY: Final = "model"
VERSION_PROPERTY: Final = "version"
MEDIA_TYPE: Final = "application/json"
PAGE: Final = 100


@dataclass(frozen=True)
class Registered:
    """A package in the registry; ``status`` and ``approval`` in SageMaker's words."""

    arn: str
    approval: str
    status: str

    @property
    def approved(self) -> bool:
        """Whether it may be deployed."""
        return self.approval == APPROVED


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is registered.

    Attributes:
        model: Name of the model.
        version: Its version.
        image: Container that serves it.
        package_uri: S3 URI of the package.
        evaluation_uri: S3 URI of ``evaluation.json``; ``None`` when it lies in the package alone.
        properties: What else is said of it; texts.
        approval: ``Approved`` or ``PendingManualApproval``.
    """

    model: str
    version: str
    image: str
    package_uri: str
    evaluation_uri: str | None
    properties: Mapping[str, str]
    approval: str


class ModelRegistry:
    """One model package group."""

    def __init__(self, client: Any, group: str) -> None:
        """Use ``client`` (SageMaker) on the group of that name."""
        self._client = client
        self.group = group

    def find(self, model: str, version: str) -> Registered | None:
        """Return the package of a version, or ``None``.

        Its description names it, so that a listing is enough to find it; its metadata says whether that is true.
        """
        for one in self._packages():
            if one.get("ModelPackageDescription") == described(model, version):
                found = self._client.describe_model_package(ModelPackageName=one["ModelPackageArn"])
                about = found.get("CustomerMetadataProperties", {})
                if (about.get(MODEL_PROPERTY), about.get(VERSION_PROPERTY)) == (model, version):
                    return Registered(
                        found["ModelPackageArn"], found["ModelApprovalStatus"], found["ModelPackageStatus"]
                    )
        return None

    def create(self, entry: Entry) -> Registered:
        """Register a package. The same version again is the same package: SageMaker knows it by its token."""
        container = {"Image": entry.image, "ModelDataUrl": entry.package_uri}
        evaluated = {"ContentType": MEDIA_TYPE, "S3Uri": entry.evaluation_uri}
        measured = {} if entry.evaluation_uri is None else {"ModelMetrics": {"ModelQuality": {"Statistics": evaluated}}}
        answer = self._client.create_model_package(
            ModelPackageGroupName=self.group,
            ModelPackageDescription=described(entry.model, entry.version),
            ClientToken=_token(entry),
            InferenceSpecification={
                "Containers": [container],
                "SupportedContentTypes": [MEDIA_TYPE],
                "SupportedResponseMIMETypes": [MEDIA_TYPE],
            },
            ModelApprovalStatus=entry.approval,
            CustomerMetadataProperties={
                **entry.properties,
                MODEL_PROPERTY: entry.model,
                VERSION_PROPERTY: entry.version,
            },
            **measured,
        )
        return Registered(answer["ModelPackageArn"], entry.approval, "Completed")

    def _packages(self) -> Iterator[Mapping[str, Any]]:
        position: dict[str, str] = {}
        while True:
            page = self._client.list_model_packages(ModelPackageGroupName=self.group, MaxResults=PAGE, **position)
            yield from page["ModelPackageSummaryList"]
            if not page.get("NextToken"):
                return
            position = {"NextToken": page["NextToken"]}


def described(model: str, version: str) -> str:
    """Return how a listing names a version."""
    return f"{model} {version}"


def _token(entry: Entry) -> str:
    """At most 36 letters, digits and hyphens.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html
    """
    return hashlib.sha256(described(entry.model, entry.version).encode()).hexdigest()[:36]
