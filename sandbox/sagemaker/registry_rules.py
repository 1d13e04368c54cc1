"""What the model registry refuses: pure checks over the request.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateModelPackage.html
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.errors import AwsError

APPROVALS: Final = ("Approved", "Rejected", "PendingManualApproval")
MAX_CONTAINERS: Final = 15
MAX_PROPERTIES: Final = 50
MAX_IMAGE: Final = 255
MAX_URL: Final = 1024
GROUP_NAME: Final = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
TOKEN: Final = re.compile(r"[a-zA-Z0-9-]{1,36}")
_PUNCTUATION: Final = frozenset("_.:/=+-@")

Fields = Mapping[str, Any]


def check_group(request: Fields) -> None:
    """CreateModelPackageGroup.

    Raises:
        AwsError: `ValidationException` with every problem.
    """
    name = str(request.get("ModelPackageGroupName", ""))
    _refuse([] if GROUP_NAME.fullmatch(name) else [f"ModelPackageGroupName {name!r} must match {GROUP_NAME.pattern}"])


def check_package(request: Fields) -> None:
    """CreateModelPackage of a version.

    Raises:
        AwsError: `ValidationException` with every problem.
    """
    problems = [*_approval(request), *_properties(request), *_metrics(request)]
    if request.get("ModelPackageName"):
        problems.append("Both ModelPackageName and ModelPackageGroupName are present in the input. Provide either.")
    if request.get("Tags"):
        problems.append("Tags are not supported on versioned model packages; add tags to their model package group.")
    token = request.get("ClientToken")
    if token is not None and not TOKEN.fullmatch(str(token)):
        problems.append(f"ClientToken {token!r} must match {TOKEN.pattern}")
    specification = request.get("InferenceSpecification")
    if specification is not None:
        problems += _containers(specification.get("Containers") or [])
    _refuse(problems)


def check_update(request: Fields) -> None:
    """UpdateModelPackage.

    Raises:
        AwsError: `ValidationException` with every problem.
    """
    problems = [*_approval(request), *_properties(request)]
    if len(str(request.get("ApprovalDescription", ""))) > 1024:
        problems.append("ApprovalDescription must have 1024 characters or fewer")
    _refuse(problems)


def _approval(request: Fields) -> Iterator[str]:
    found = request.get("ModelApprovalStatus")
    if found is not None and found not in APPROVALS:
        yield f"ModelApprovalStatus {found!r} must be one of {', '.join(APPROVALS)}"


def _properties(request: Fields) -> Iterator[str]:
    found = request.get("CustomerMetadataProperties") or {}
    if len(found) > MAX_PROPERTIES:
        yield f"CustomerMetadataProperties has {len(found)} entries; at most {MAX_PROPERTIES} are accepted"
    for key, value in found.items():
        for what, text, longest in (("key", key, 128), ("value", value, 256)):
            if not 1 <= len(text) <= longest or not all(map(_accepted, text)):
                yield (
                    f"CustomerMetadataProperties {what} {text!r:.80} must have 1 to {longest} letters, digits, spaces "
                    f"or {' '.join(sorted(_PUNCTUATION))}"
                )


def _accepted(character: str) -> bool:
    return character in _PUNCTUATION or unicodedata.category(character)[0] in "LZN"


def _metrics(request: Fields) -> Iterator[str]:
    for area, sources in (request.get("ModelMetrics") or {}).items():
        for name, source in sources.items():
            if not source.get("ContentType") or not str(source.get("S3Uri", "")).startswith(("s3://", "https://")):
                yield f"ModelMetrics.{area}.{name} needs a ContentType and an S3Uri that is s3:// or https://"


def _containers(containers: list[Any]) -> Iterator[str]:
    if not 1 <= len(containers) <= MAX_CONTAINERS:
        yield f"InferenceSpecification.Containers has {len(containers)} items; accepted: 1 to {MAX_CONTAINERS}"
    for container in containers:
        image, url = str(container.get("Image", "")), str(container.get("ModelDataUrl", "s3://"))
        if not image or len(image) > MAX_IMAGE or any(map(str.isspace, image)):
            yield f"Image {image!r:.80} must have 1 to {MAX_IMAGE} characters without spaces"
        if len(url) > MAX_URL or not url.startswith(("s3://", "https://")):
            yield f"ModelDataUrl {url!r:.80} must be an S3 URI or an https URL of at most {MAX_URL} characters"


def _refuse(problems: list[str]) -> None:
    if problems:
        raise AwsError("ValidationException", f"{len(problems)} validation error(s) detected: {'; '.join(problems)}")
