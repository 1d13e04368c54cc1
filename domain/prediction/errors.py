"""What goes wrong with a prediction, and what the caller is told: a code, a text without internals, a status."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from domain.prediction.limits import MAX_REPLY_BYTES, MEBIBYTE


class ErrorCode(StrEnum):
    """The `code` of an error reply: stable, so that clients may compare it."""

    INVALID_JSON = "invalid_json"
    INVALID_REQUEST = "invalid_request"
    INVALID_ROW = "invalid_row"
    NOT_FOUND = "not_found"
    MODEL_NOT_FOUND = "model_not_found"
    PREDICTION_NOT_FOUND = "prediction_not_found"
    PREDICTION_EXPIRED = "prediction_expired"
    BODY_TOO_LARGE = "body_too_large"
    REPLY_TOO_LARGE = "reply_too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    TOO_MANY_REQUESTS = "too_many_requests"
    MODEL_LOADING = "model_loading"
    MODEL_UNAVAILABLE = "model_unavailable"
    INTERNAL = "internal"


STATUSES: Final[Mapping[ErrorCode, int]] = MappingProxyType(
    {
        ErrorCode.INVALID_JSON: 400,
        ErrorCode.INVALID_REQUEST: 400,
        ErrorCode.INVALID_ROW: 400,
        ErrorCode.NOT_FOUND: 404,
        ErrorCode.MODEL_NOT_FOUND: 404,
        ErrorCode.PREDICTION_NOT_FOUND: 404,
        ErrorCode.PREDICTION_EXPIRED: 410,
        ErrorCode.BODY_TOO_LARGE: 413,
        ErrorCode.REPLY_TOO_LARGE: 413,
        ErrorCode.UNSUPPORTED_MEDIA_TYPE: 415,
        ErrorCode.TOO_MANY_REQUESTS: 429,
        ErrorCode.MODEL_LOADING: 503,
        ErrorCode.MODEL_UNAVAILABLE: 503,
        ErrorCode.INTERNAL: 500,
    }
)
"""A model that cannot be loaded is 503 and not 500: the request was right, and it will be answered once the release is
rolled back or the package is repaired."""


class PredictionError(Exception):
    """Ends a call with an error reply.

    Args:
        code: What went wrong.
        message: For the caller: what is wrong, what is accepted. Nothing of ours: no key, no bucket, no exception.
        field: Which field of the request, such as `rows[3].age`; empty when it is none.
        retry_after_s: When to try again, in seconds; None when that does not help.
    """

    def __init__(self, code: ErrorCode, message: str, *, field: str = "", retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.retry_after_s = retry_after_s

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUSES[self.code]

    @property
    def ours(self) -> bool:
        """Whether the fault is the platform's or the model's, not the caller's."""
        return self.status >= 500

    def to_document(self) -> dict[str, Any]:
        """The reply's body."""
        error = {"code": self.code.value, "message": self.message}
        if self.field:
            error["field"] = self.field
        return {"error": error}


def reply_too_large() -> PredictionError:
    """The error of an answer that Lambda could not send."""
    text = f"the answer is larger than {MAX_REPLY_BYTES // MEBIBYTE} MB; ask for fewer rows, or without probabilities"
    return PredictionError(ErrorCode.REPLY_TOO_LARGE, text, field="rows")
