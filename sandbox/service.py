"""What a service of the sandbox has to offer to the front."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sandbox.request import AwsRequest, AwsResponse
from sandbox.wire import RawRequest


class Service(Protocol):
    """A part of AWS that the sandbox plays itself, before moto is asked.

    Several services may share a signing name: each one that declines (None) passes the request on.
    By the time of `handle`, faults and IAM have had their say. A service is called from many threads at once.
    """

    @property
    def names(self) -> frozenset[str]:
        """Signing names that this service wants to see, such as `{"sagemaker"}`."""

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """The answer, or None when moto (or the next service) shall answer.

        Raises:
            AwsError: The front turns it into the error format of the caller's protocol.
        """

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """May act on, or replace, moto's answer to a request that `handle` declined."""

    def raw(self, raw: RawRequest) -> AwsResponse | None:
        """The answer to a request that is no call of AWS's API, such as one of a deployed REST API; None: not ours."""

    def admin(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON value that answers `/_sandbox/<path>` (`endpoints/digits/freeze`), or None: not this service's."""

    def close(self) -> None:
        """Stops threads and child processes; called once, when the server ends."""


class BaseService:
    """The neutral half of `Service`: declines everything, changes nothing, has nothing to stop."""

    names: frozenset[str] = frozenset()

    def handle(self, request: AwsRequest) -> AwsResponse | None:  # noqa: ARG002
        """Declines."""
        return None

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:  # noqa: ARG002
        """Leaves moto's answer as it is."""
        return response

    def raw(self, raw: RawRequest) -> AwsResponse | None:  # noqa: ARG002
        """Serves nothing but AWS's API."""
        return None

    def admin(self, method: str, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ARG002
        """Has no admin paths."""
        return None

    def close(self) -> None:
        """Nothing to stop."""
        return
