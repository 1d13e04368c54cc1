"""One record for each input, with the same keys on every path, and the summary of a run."""

import json
import math
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Final

from domain.checks import finite_number


class Status(StrEnum):
    """How a record ended. ``deferred`` is never final: batch turns it into one of the others."""

    OK = "ok"
    ERROR = "error"
    DEFERRED = "deferred"


class FallbackReason(StrEnum):
    """Why an endpoint's file goes to batch transform instead."""

    MODEL_NOT_READY = "model_not_ready"
    TIMEOUT = "timeout"
    THROTTLED = "throttled"
    ENDPOINT_ERROR = "endpoint_error"
    ENDPOINT_UNREACHABLE = "endpoint_unreachable"
    PAYLOAD_OVER_LIMIT = "payload_over_limit"
    FUNCTION_DEADLINE = "function_deadline"
    COMPONENT_NO_CAPACITY = "component_no_capacity"


class FileErrorCode(StrEnum):
    """Why one file has no prediction. Each is about that file alone; the run goes on."""

    EMPTY_FILE = "EmptyFile"
    UNSUPPORTED_CONTENT_TYPE = "UnsupportedContentType"
    PAYLOAD_TOO_LARGE = "PayloadTooLarge"
    FILE_VANISHED = "FileVanished"
    FILE_CHANGED = "FileChanged"
    MODEL_REFUSED_INPUT = "ModelRefusedInput"
    INVALID_PREDICTION = "InvalidPrediction"
    BATCH_OUTPUT_MISSING = "BatchOutputMissing"


@dataclass(frozen=True, kw_only=True)
class Record:
    """The result of one input.

    Attributes:
        key: Key of the input in the access point.
        status: ok, error or deferred.
        prediction: What the model said; only when ok.
        error: ``{"code", "message"}``; only on error.
        path: The path that served it, or gave it up; ``None`` when no path was asked.
        fallback_reason: Why it left its endpoint for batch, or ``None``.
        latency_ms: From the first call to the answer, pauses included; ``None`` without an answer of an endpoint.
        cold_start: Whether that answer took as long as only a starting endpoint takes.
        attempts: Calls made to an endpoint.
    """

    key: str
    status: Status
    prediction: Mapping[str, Any] | None = None
    error: Mapping[str, str] | None = None
    path: str | None = None
    fallback_reason: str | None = None
    latency_ms: float | None = None
    cold_start: bool = False
    attempts: int = 0

    def to_line(self) -> str:
        """Return the record as one line of JSON with its newline; every key is always there."""
        return json.dumps(asdict(self), separators=(",", ":"), ensure_ascii=False) + "\n"

    @classmethod
    def from_line(cls, line: str | bytes) -> "Record":
        """Read what :meth:`to_line` wrote.

        Raises:
            ValueError: The line is not JSON, or its keys are not exactly those of a record.
        """
        data = json.loads(line)
        if not isinstance(data, dict) or set(data) != set(RECORD_KEYS):
            found = sorted(data) if isinstance(data, dict) else type(data).__name__
            raise ValueError(f"a result line has {found}; a record has exactly the keys {', '.join(RECORD_KEYS)}")
        return cls(**{**data, "status": Status(data["status"])})


RECORD_KEYS: Final = tuple(item.name for item in fields(Record))


def failed(key: str, code: str, message: str, **known: Any) -> Record:
    """Build the record of a file that got no prediction; ``known`` are further fields of the record."""
    return Record(key=key, status=Status.ERROR, error={"code": str(code), "message": message}, **known)


def deferred(key: str, reason: str, **known: Any) -> Record:
    """Build the record of a file that its endpoint gave up: batch takes it over."""
    return Record(key=key, status=Status.DEFERRED, fallback_reason=str(reason), **known)


def parse_prediction(body: bytes) -> dict[str, Any]:
    """Read a model's answer: a JSON object with an integer ``label`` and ``scores``, a list of finite numbers.

    Raises:
        ValueError: It is something else; the message says what, and never repeats more than its first 80 bytes.
    """
    try:
        data = json.loads(body)
    except ValueError as error:
        raise ValueError(f"the answer is not JSON: {body[:80]!r}") from error
    label = data.get("label") if isinstance(data, dict) else None
    scores = data.get("scores") if isinstance(data, dict) else None
    problem = None
    if isinstance(label, bool) or not isinstance(label, int):
        problem = "no integer 'label'"
    elif not isinstance(scores, list) or not all(_is_score(score) for score in scores):
        problem = "no 'scores' that are a list of finite numbers"
    if problem is not None:
        raise ValueError(f"the answer has {problem}: {body[:80]!r}")
    return {**data}


def _is_score(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def percentile(ordered: Sequence[float], percent: float) -> float | None:
    """Return the nearest-rank percentile of ascending values, exact; ``None`` when there are none.

    Raises:
        ValueError: ``percent`` is not above 0 and at most 100.
    """
    if not 0 < finite_number("percent", percent, 0, above=True) <= 100:
        raise ValueError(f"percent = {percent!r} is not accepted: a number above 0 and at most 100")
    if not ordered:
        return None
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


@dataclass
class SummaryBuilder:
    """Counts records as they stream by. Percentiles are exact: 8 bytes are kept for each answer of an endpoint."""

    run_id: str
    path: str
    _latencies: "array[float]" = field(default_factory=lambda: array("d"))
    _statuses: Counter[str] = field(default_factory=Counter)
    _paths: Counter[str] = field(default_factory=Counter)
    _fallbacks: Counter[str] = field(default_factory=Counter)
    _cold_starts: int = 0

    def add(self, record: Record) -> None:
        """Count one record."""
        self._statuses[record.status] += 1
        self._cold_starts += record.cold_start
        if record.path is not None and record.status is not Status.DEFERRED:
            self._paths[record.path] += 1
        if record.fallback_reason is not None:
            self._fallbacks[record.fallback_reason] += 1
        if record.latency_ms is not None and record.status is Status.OK:
            self._latencies.append(record.latency_ms)

    @property
    def deferred(self) -> int:
        """Records that still wait for batch."""
        return self._statuses[Status.DEFERRED]

    def build(self, results: Mapping[str, str] | None) -> dict[str, Any]:
        """Return the summary; ``results`` says in which bucket and under which key the records are, once they are."""
        ordered = array("d", sorted(self._latencies))
        return {
            "run_id": self.run_id,
            "path": self.path,
            "file_count": self._statuses.total(),
            "ok": self._statuses[Status.OK],
            "errors": self._statuses[Status.ERROR],
            "by_path": dict(sorted(self._paths.items())),
            "fallbacks": dict(sorted(self._fallbacks.items())),
            "cold_starts": self._cold_starts,
            "latency_ms": {"p50": percentile(ordered, 50), "p95": percentile(ordered, 95)},
            "results": dict(results) if results is not None else None,
        }
