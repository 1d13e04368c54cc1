"""What can go wrong, as the engine's user reads it."""

from __future__ import annotations

from dataclasses import dataclass


class ProviderError(Exception):
    """A failure that the user can act on: the message says what, where and what to do."""


class AwsError(ProviderError):
    """AWS refused a call.

    Attributes:
        service: boto3's service name.
        operation: The API operation, as "CreateRole".
        code: AWS's error code, as "EntityAlreadyExists".
        detail: AWS's own message.
    """

    def __init__(self, service: str, operation: str, code: str, detail: str) -> None:
        super().__init__(f"{service}:{operation} failed with {code}: {detail}")
        self.service = service
        self.operation = operation
        self.code = code
        self.detail = detail


class WaitTimeoutError(ProviderError):
    """Something didn't reach the state that was waited for in its time."""


@dataclass(frozen=True)
class Failure:
    """One problem with one input: `property` is its path, empty for the resource as a whole."""

    property: str
    reason: str
