"""The model registry: groups, and the versions in them.

moto keeps packages too, but takes whatever it is given, deletes nothing and tells nobody. Packages outside of a group
(for the Marketplace) are not kept here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.sagemaker.records import GROUP, PACKAGE, Kind, Record, Records
from sandbox.sagemaker.registry_pages import group_page, package_page
from sandbox.sagemaker.registry_rules import check_group, check_package, check_update

DETAIL_TYPE: Final = "SageMaker Model Package State Change"
TOLD: Final = (
    "ModelPackageGroupName",
    "ModelPackageVersion",
    "ModelPackageArn",
    "ModelPackageDescription",
    "CreationTime",
    "InferenceSpecification",
    "ModelPackageStatus",
    "ModelPackageStatusDetails",
    "CertifyForMarketplace",
    "ModelApprovalStatus",
    "ApprovalDescription",
    "CustomerMetadataProperties",
)
"""Members of the event: https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html"""
CHANGEABLE: Final = ("ModelApprovalStatus", "ApprovalDescription", "InferenceSpecification", "SourceUri")

Operation = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


class ModelRegistry:
    """Answers the registry's operations.

    Args:
        context: Events go out through it.
        records: What exists.
    """

    def __init__(self, context: SandboxContext, records: Records) -> None:
        self._context = context
        self._records = records
        self._lock = threading.RLock()
        self._last: dict[str, int] = {}
        self._by_token: dict[tuple[str, str], Record] = {}

    def operations(self) -> dict[str, Operation]:
        """Name of each operation, and what answers it."""
        return {
            "CreateModelPackageGroup": self._create_group,
            "DescribeModelPackageGroup": lambda region, request: dict(self._group(region, request).fields),
            "ListModelPackageGroups": lambda region, request: group_page(self._records.listing(GROUP, region), request),
            "DeleteModelPackageGroup": self._delete_group,
            "CreateModelPackage": self._create,
            "DescribeModelPackage": lambda region, request: _described(self._package(region, request)),
            "ListModelPackages": lambda region, request: package_page(self._records.listing(PACKAGE, region), request),
            "UpdateModelPackage": self._update,
            "DeleteModelPackage": self._delete,
        }

    def _create_group(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        check_group(request)
        with self._lock:
            if self._records.find(GROUP, region, request["ModelPackageGroupName"]) is not None:
                arn = GROUP.arn(region, request["ModelPackageGroupName"])
                raise AwsError("ValidationException", f"Model Package Group already exists: {arn}")
            record = self._records.add(GROUP, region, {"ModelPackageGroupStatus": "Completed", **request})
        return {GROUP.arn_member: record.arn}

    def _delete_group(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        with self._lock:
            group = self._group(region, request)
            held = [one for one in self._records.listing(PACKAGE, region) if _group_name(one) == group.name]
            if held:
                message = f"Model Package Group {group.arn} cannot be deleted: it still has {len(held)} Model Packages."
                raise AwsError("ConflictException", message)
            self._records.remove(group)
        return {}

    def _create(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        if not request.get("ModelPackageGroupName"):
            raise AwsError(
                "ValidationException", "ModelPackageGroupName is not given; the sandbox keeps versions only."
            )
        check_package(request)
        with self._lock:
            group = self._group(region, request)
            token = (group.arn, str(request.get("ClientToken") or ""))
            known = self._by_token.get(token) if token[1] else None
            if known is not None:
                return {PACKAGE.arn_member: known.arn}
            # A number is never given twice, whatever was deleted: so an ARN means one model for good.
            version = self._last.get(group.arn, 0) + 1
            record = self._records.add(PACKAGE, region, _content(group, version, request))
            self._last[group.arn] = version
            self._by_token[token] = record
        self._announce(record)
        return {PACKAGE.arn_member: record.arn}

    def _update(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        check_update(request)
        record = self._package(region, {"ModelPackageName": request["ModelPackageArn"]})
        with self._lock:
            before = record.fields["ModelApprovalStatus"]
            properties = {**record.fields.get("CustomerMetadataProperties", {})}
            properties.update(request.get("CustomerMetadataProperties") or {})
            for name in request.get("CustomerMetadataPropertiesToRemove") or ():
                properties.pop(name, None)
            changes = {name: request[name] for name in CHANGEABLE if name in request}
            record.update(**changes, **({"CustomerMetadataProperties": properties} if properties else {}))
            if not properties:
                record.fields.pop("CustomerMetadataProperties", None)
        if record.fields["ModelApprovalStatus"] != before or "ApprovalDescription" in request:
            self._announce(record)
        return {PACKAGE.arn_member: record.arn}

    def _delete(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        record = self._package(region, request)
        record.fields["ModelPackageStatus"] = "Deleting"
        self._records.remove(record)
        with self._lock:
            self._by_token = {token: one for token, one in self._by_token.items() if one is not record}
        return {}

    def _group(self, region: str, request: Mapping[str, Any]) -> Record:
        return self._found(GROUP, region, str(request["ModelPackageGroupName"]), "Model Package Group")

    def _package(self, region: str, request: Mapping[str, Any]) -> Record:
        return self._found(PACKAGE, region, str(request["ModelPackageName"]), "Model Package")

    def _found(self, kind: Kind, region: str, name: str, title: str) -> Record:
        record = self._records.of_arn(name) if name.startswith("arn:") else self._records.find(kind, region, name)
        if record is None or record.kind is not kind or record.region != region:
            arn = name if name.startswith("arn:") else kind.arn(region, name)
            raise AwsError("ValidationException", f"{title} {arn} does not exist.")
        return record

    def _announce(self, record: Record) -> None:
        detail: dict[str, Any] = {name: record.fields[name] for name in TOLD if name in record.fields}
        detail["CreationTime"] = int(detail["CreationTime"] * 1000)
        detail["ModelPackageName"] = record.name
        self._context.emit_event(record.region, "aws.sagemaker", DETAIL_TYPE, detail, [record.arn])


def _content(group: Record, version: int, request: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ModelApprovalStatus": "PendingManualApproval",
        "CertifyForMarketplace": False,
        **{name: value for name, value in request.items() if name != "ClientToken"},
        PACKAGE.name: f"{group.name}/{version}",
        GROUP.name: group.name,
        "ModelPackageVersion": version,
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "CreationTime": time.time(),
    }


def _group_name(record: Record) -> str:
    return str(record.fields[GROUP.name])


def _described(record: Record) -> dict[str, Any]:
    """A version has no name of its own: AWS answers its group's."""
    return {**record.fields, PACKAGE.name: _group_name(record)}
