"""`List…` answers: filtered, sorted, in pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.sagemaker.records import COMPONENT, CONFIG, ENDPOINT, JOB, MODEL, TRAINING, Kind, Record

DEFAULT_PAGE: Final = 10
TIMES: Final = ("CreationTime", "LastModifiedTime")
STATUS: Final[Mapping[str, str]] = {
    ENDPOINT.name: "EndpointStatus",
    JOB.name: "TransformJobStatus",
    TRAINING.name: "TrainingJobStatus",
    COMPONENT.name: "InferenceComponentStatus",
}
# Members of a summary beside name and ARN, and the member of the answer that holds the summaries.
SHAPES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    MODEL.name: ("Models", ("CreationTime",)),
    CONFIG.name: ("EndpointConfigs", ("CreationTime",)),
    ENDPOINT.name: ("Endpoints", (*TIMES, "EndpointStatus")),
    JOB.name: ("TransformJobSummaries", (*TIMES, "TransformEndTime", "TransformJobStatus", "FailureReason")),
    TRAINING.name: ("TrainingJobSummaries", (*TIMES, "TrainingEndTime", "TrainingJobStatus", "SecondaryStatus")),
    COMPONENT.name: (
        "InferenceComponents",
        (*TIMES, "InferenceComponentStatus", "EndpointName", "EndpointArn", "VariantName"),
    ),
}


def page(kind: Kind, records: Sequence[Record], request: Mapping[str, Any]) -> dict[str, Any]:
    """One page of a listing.

    Args:
        kind: What is listed.
        records: All of them, oldest first.
        request: NameContains, StatusEquals, EndpointNameEquals, SortBy, SortOrder, MaxResults, NextToken, time bounds.

    Raises:
        AwsError: A token that this listing did not give.
    """
    member, extra = SHAPES[kind.name]
    found = sorted((record for record in records if _fits(kind, record, request)), key=lambda one: _order(one, request))
    if request.get("SortOrder", "Descending") == "Descending":
        found.reverse()
    start = _start(request.get("NextToken"))
    end = start + int(request.get("MaxResults") or DEFAULT_PAGE)
    answer: dict[str, Any] = {member: [_summary(kind, record, extra) for record in found[start:end]]}
    if end < len(found):
        answer["NextToken"] = str(end)
    return answer


def _start(token: str | None) -> int:
    if token is None:
        return 0
    if not token.isdigit():
        raise AwsError("ValidationException", f"Invalid pagination token {token!r}.")
    return int(token)


def _order(record: Record, request: Mapping[str, Any]) -> tuple[Any, str]:
    by = request.get("SortBy", "CreationTime")
    value = record.name if by == "Name" else record.fields.get(by, record.fields["CreationTime"])
    return str(value) if by in ("Name", "Status") else value, record.name


def _fits(kind: Kind, record: Record, request: Mapping[str, Any]) -> bool:
    fields = record.fields
    if request.get("NameContains", "") not in record.name:
        return False
    status = request.get("StatusEquals")
    if status and fields.get(STATUS[kind.name]) != status:
        return False
    for member in ("EndpointName", "VariantName"):
        wanted = request.get(f"{member}Equals")
        if wanted and fields.get(member) != wanted:
            return False
    return all(
        fields[time] > request.get(f"{time}After", 0) and fields[time] < request.get(f"{time}Before", float("inf"))
        for time in TIMES
    )


def _summary(kind: Kind, record: Record, extra: tuple[str, ...]) -> dict[str, Any]:
    members = (kind.name, kind.arn_member, *extra)
    return {member: record.fields[member] for member in members if member in record.fields}
