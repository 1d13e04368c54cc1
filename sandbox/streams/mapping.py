"""What an event source mapping says, and which of its settings Lambda takes: pure.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sandbox.errors import AwsError

REPORT: Final = "ReportBatchItemFailures"
# Setting, default, least, most.
_NUMBERS: Final = (
    ("BatchSize", 100, 1, 10_000),
    ("MaximumBatchingWindowInSeconds", 0, 0, 300),
    ("ParallelizationFactor", 1, 1, 10),
    ("MaximumRetryAttempts", -1, -1, 10_000),
    ("MaximumRecordAgeInSeconds", -1, -1, 604_800),
)
_LEAST_AGE_S: Final = 60
_MOST_FILTERS: Final = 5
_REFUSED: Final = (
    "TumblingWindowInSeconds",
    "ScalingConfig",
    "ProvisionedPollerConfig",
    "Topics",
    "Queues",
    "SelfManagedEventSource",
    "StartingPositionTimestamp",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReaderSettings:
    """How a stream is read.

    Attributes:
        batch_size: Records that one call of the function gets at most, 1 to 10,000.
        window_s: Seconds to wait for a full batch, 0 to 300.
        lanes: Batches of different keys that may run at once, 1 to 10.
        retries: Further attempts of a batch that fails; -1: until its records expire.
        max_age_s: Records older than this are given up, 60 to 604,800; -1: never.
        bisect: Whether a batch that fails is split in two.
        report: Whether the function names the records that failed.
        patterns: A record is read if one of them matches; none: all are.
        on_failure: ARN that is told of a batch that was given up, or None.
    """

    batch_size: int
    window_s: float
    lanes: int
    retries: int
    max_age_s: float
    bisect: bool
    report: bool
    patterns: tuple[Mapping[str, Any], ...]
    on_failure: str | None


def reader_settings(body: Mapping[str, Any]) -> ReaderSettings:
    """The settings out of CreateEventSourceMapping's members, for a DynamoDB stream.

    Raises:
        AwsError: InvalidParameterValueException or ValidationException, with what is accepted.
    """
    for name in _REFUSED:
        if body.get(name):
            raise _invalid(f"{name} is not taken for a DynamoDB stream by this sandbox")
    numbers = {name: _number(body, name, default, least, most) for name, default, least, most in _NUMBERS}
    age = numbers["MaximumRecordAgeInSeconds"]
    if -1 < age < _LEAST_AGE_S:
        raise _invalid(f"MaximumRecordAgeInSeconds is {age}; accepted: -1 (never), or {_LEAST_AGE_S} to 604800")
    responses = body.get("FunctionResponseTypes") or []
    if not set(responses) <= {REPORT}:
        raise _invalid(f"FunctionResponseTypes is {responses}; accepted: {REPORT}, or nothing")
    return ReaderSettings(
        batch_size=numbers["BatchSize"],
        window_s=float(numbers["MaximumBatchingWindowInSeconds"]),
        lanes=numbers["ParallelizationFactor"],
        retries=numbers["MaximumRetryAttempts"],
        max_age_s=float(age),
        bisect=bool(body.get("BisectBatchOnFunctionError")),
        report=REPORT in responses,
        patterns=_patterns((body.get("FilterCriteria") or {}).get("Filters") or ()),
        on_failure=((body.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination"),
    )


def description(body: Mapping[str, Any]) -> dict[str, Any]:
    """What GetEventSourceMapping gives of the settings, defaults filled in."""
    found: dict[str, Any] = {name: body.get(name, default) for name, default, _, _ in _NUMBERS}
    found["BisectBatchOnFunctionError"] = bool(body.get("BisectBatchOnFunctionError"))
    found["TumblingWindowInSeconds"] = 0
    found["FunctionResponseTypes"] = list(body.get("FunctionResponseTypes") or ())
    found["DestinationConfig"] = body.get("DestinationConfig") or {"OnFailure": {}}
    for name in ("StartingPosition", "EventSourceArn", "FilterCriteria"):
        if body.get(name):
            found[name] = body[name]
    return found


def _number(body: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise AwsError("ValidationException", f"{name} is {value!r}; accepted: a whole number from {least} to {most}")
    return value


def _patterns(filters: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    if len(filters) > _MOST_FILTERS:
        raise _invalid(f"FilterCriteria has {len(filters)} filters; accepted: at most {_MOST_FILTERS}")
    found = []
    for one in filters:
        try:
            pattern = json.loads(one.get("Pattern") or "")
        except ValueError as error:
            raise _invalid(f"Invalid filter pattern definition: {one.get('Pattern')!r} is no JSON") from error
        if not isinstance(pattern, dict) or not pattern:
            raise _invalid(f"Invalid filter pattern definition: {one.get('Pattern')!r} is no object with members")
        found.append(pattern)
    return tuple(found)


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterValueException", message)
