"""The Resource Groups Tagging API over what SageMaker keeps here; moto's knows nothing of SageMaker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.request import AwsRequest, AwsResponse
from sandbox.sagemaker.records import KINDS, Record, Records
from sandbox.service import BaseService

LARGEST_PAGE: Final = 100
SERVICE: Final = "sagemaker"


class TaggedModels(BaseService):
    """Answers `GetResources` when it asks for types of SageMaker only; any other question is moto's.

    AWS lists what has, or once had, tags; here it is what has some.

    Args:
        records: What exists.
    """

    names = frozenset({"tagging"})

    def __init__(self, records: Records) -> None:
        self._records = records

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """The answer to a question about SageMaker."""
        if request.operation != "GetResources":
            return None
        body = request.json()
        types = body.get("ResourceTypeFilters") or []
        if not types or any(kind.split(":")[0] != SERVICE for kind in types):
            return None
        paths = {_path(kind) for kind in types}  # a type that is not known is refused although nothing has tags yet
        found = [
            record
            for record in self._records.all()
            if record.region == request.region
            and record.tags
            and not paths.isdisjoint({"", record.kind.path})
            and all(_fits(record.tags, wanted) for wanted in body.get("TagFilters") or ())
        ]
        return AwsResponse.of_json(_page(sorted(found, key=lambda record: record.arn), body))


def _path(wanted: str) -> str:
    """The kind that `sagemaker:endpoint` names; empty for `sagemaker`, which is all of them.

    Raises:
        AwsError: The sandbox keeps nothing of that type.
    """
    _, _, path = wanted.partition(":")
    if path and path not in {kind.path for kind in KINDS}:
        accepted = ", ".join(f"{SERVICE}:{kind.path}" for kind in KINDS)
        raise AwsError("InvalidParameterException", f"{wanted} is not a type the sandbox knows; it knows {accepted}.")
    return path


def _fits(tags: Mapping[str, str], wanted: Mapping[str, Any]) -> bool:
    values = wanted.get("Values") or ()
    return wanted["Key"] in tags and (not values or tags[wanted["Key"]] in values)


def _page(found: list[Record], body: Mapping[str, Any]) -> dict[str, Any]:
    size = int(body.get("ResourcesPerPage") or LARGEST_PAGE)
    if not 1 <= size <= LARGEST_PAGE:
        raise AwsError("InvalidParameterException", f"ResourcesPerPage is {size}; it is 1 to {LARGEST_PAGE}.")
    token = body.get("PaginationToken") or "0"
    if not token.isdigit():
        raise AwsError("PaginationTokenExpiredException", "The pagination token is not one that was given.")
    start = int(token)
    listed = [
        {"ResourceARN": record.arn, "Tags": [{"Key": key, "Value": value} for key, value in record.tags.items()]}
        for record in found[start : start + size]
    ]
    return {
        "ResourceTagMappingList": listed,
        "PaginationToken": str(start + size) if start + size < len(found) else "",
    }
