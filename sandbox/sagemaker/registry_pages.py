"""`List…` answers of the model registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.sagemaker.records import GROUP, PACKAGE, Record

DEFAULT_PAGE: Final = 10
LARGEST_PAGE: Final = 100
GROUP_MEMBERS: Final = (
    "ModelPackageGroupName",
    "ModelPackageGroupArn",
    "ModelPackageGroupDescription",
    "CreationTime",
    "ModelPackageGroupStatus",
)
PACKAGE_MEMBERS: Final = (
    "ModelPackageGroupName",
    "ModelPackageVersion",
    "ModelPackageArn",
    "ModelPackageDescription",
    "CreationTime",
    "ModelPackageStatus",
    "ModelApprovalStatus",
)


def group_page(records: Sequence[Record], request: Mapping[str, Any]) -> dict[str, Any]:
    """One page of groups."""
    found = [one for one in records if request.get("NameContains", "") in one.name and _in_time(one, request)]
    return _page("ModelPackageGroupSummaryList", found, GROUP_MEMBERS, request)


def package_page(records: Sequence[Record], request: Mapping[str, Any]) -> dict[str, Any]:
    """One page of versions. Without a group and a type only packages without versions are asked for: there are none."""
    group = str(request.get("ModelPackageGroupName") or "")
    if not group and request.get("ModelPackageType", "Unversioned") == "Unversioned":
        return {"ModelPackageSummaryList": []}
    found = [one for one in records if _wanted(one, group, request) and _in_time(one, request)]
    return _page("ModelPackageSummaryList", found, PACKAGE_MEMBERS, request)


def _wanted(record: Record, group: str, request: Mapping[str, Any]) -> bool:
    name = record.fields[GROUP.name]
    status = request.get("ModelApprovalStatus")
    return (
        (not group or group in (name, GROUP.arn(record.region, name)))
        and request.get("NameContains", "") in record.fields[PACKAGE.name]
        and (not status or record.fields["ModelApprovalStatus"] == status)
    )


def _in_time(record: Record, request: Mapping[str, Any]) -> bool:
    made = record.fields["CreationTime"]
    return bool(request.get("CreationTimeAfter", 0) < made < request.get("CreationTimeBefore", float("inf")))


def _page(member: str, found: list[Record], members: Sequence[str], request: Mapping[str, Any]) -> dict[str, Any]:
    by_name = request.get("SortBy") == "Name"
    found = sorted(found, key=lambda one: (one.name if by_name else "", one.fields["CreationTime"]))
    if (
        request.get("SortOrder", "Descending" if member.startswith("ModelPackageSummary") else "Ascending")
        != "Ascending"
    ):
        found.reverse()
    token, size = str(request.get("NextToken") or "0"), int(request.get("MaxResults") or DEFAULT_PAGE)
    if not token.isdigit() or not 1 <= size <= LARGEST_PAGE:
        raise AwsError("ValidationException", f"MaxResults {size} or NextToken {token!r:.40} is not accepted.")
    start = int(token)
    answer: dict[str, Any] = {
        member: [
            {name: one.fields[name] for name in members if name in one.fields} for one in found[start : start + size]
        ]
    }
    if start + size < len(found):
        answer["NextToken"] = str(start + size)
    return answer
