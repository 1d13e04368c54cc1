"""What a handler raises when the input, not the model, is at fault."""

from __future__ import annotations


class InputError(ValueError):
    """The request body cannot be used; the caller gets a 4xx with this text.

    Attributes:
        status: HTTP status, 400 to 499.
        code: One word for programs, such as `NotAnImage`.
    """

    status = 400

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnsupportedContentTypeError(InputError):
    """The body or the answer was asked for in a format that this model does not speak (HTTP 415)."""

    status = 415

    def __init__(self, found: str, accepted: str) -> None:
        super().__init__("UnsupportedContentType", f"content type {found!r} is not supported; accepted: {accepted}")
