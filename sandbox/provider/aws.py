"""One operation on one resource: calls, waits and the time they may take."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from sandbox.provider.errors import AwsError, ProviderError, WaitTimeoutError
from sandbox.provider.session import AwsSession

Answer = TypeVar("Answer")
# Waits grow with the time already waited: a quick end is seen at once, a slow one doesn't cost many calls.
_FIRST_PAUSE_S: Final = 0.05
_LONGEST_PAUSE_S: Final = 5.0
_GROWTH: Final = 1.4
# A principal or role that was made a moment ago is not known everywhere yet: the usual case ends within seconds.
_CONSISTENCY_S: Final = 30.0
_NOT_FOUND: Final = re.compile(
    r"NotFound|NoSuch|^404$|NonExistentQueue|DoesNotExist|InvalidPermission\.NotFound|\.NotFound$|NotFoundException$"
)


@dataclass
class Aws:
    """What a resource type uses to talk to AWS during one create, read, update or delete.

    Attributes:
        session: Clients of the provider.
        region: Where the resource is.
        logical_name: The resource's name in the program, for messages.
        deadline: When waiting ends, in seconds of `time.monotonic()`.
    """

    session: AwsSession
    region: str
    logical_name: str = ""
    deadline: float = field(default_factory=lambda: time.monotonic() + 600)

    @property
    def account_id(self) -> str:
        """The account of the credentials."""
        return self.session.account_id

    @property
    def partition(self) -> str:
        """The partition of the resource's Region."""
        return self.session.partition(self.region)

    def arn(self, service: str, resource: str, *, region: str | None = None, account: str | None = None) -> str:
        """An ARN in this partition; in this Region and account unless given (empty for none)."""
        where = self.region if region is None else region
        who = self.account_id if account is None else account
        return f"arn:{self.partition}:{service}:{where}:{who}:{resource}"

    def call(self, service: str, operation: str, /, **params: Any) -> dict[str, Any]:
        """One call of boto3's `operation` ("create_role"); parameters that are None are left out.

        Raises:
            AwsError: AWS refused it.
            ProviderError: It couldn't be sent.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        client = self.session.client(service, self.region)
        given = {key: value for key, value in params.items() if value is not None}
        name = client.meta.method_to_api_mapping[operation]
        try:
            answer: dict[str, Any] = getattr(client, operation)(**given)
        except ClientError as error:
            details = error.response.get("Error", {})
            code = str(details.get("Code", "Unknown"))
            raise AwsError(service, name, code, str(details.get("Message") or error)) from error
        except BotoCoreError as error:
            raise ProviderError(f"{service}:{name} could not be sent: {error}") from error
        answer.pop("ResponseMetadata", None)
        return answer

    def find(self, service: str, operation: str, /, *, absent: str = "", **params: Any) -> dict[str, Any] | None:
        """As `call`, None when AWS says that there is no such thing.

        Args:
            service: boto3's name of the service.
            operation: boto3's name of the operation.
            absent: Text in the message of an error that means the same (for services without a code of its own).
            params: As for `call`.
        """
        try:
            return self.call(service, operation, **params)
        except AwsError as error:
            if is_absent(error, absent):
                return None
            raise

    def retry(self, action: Callable[[], Answer], *, on: Mapping[str, str], within_s: float = _CONSISTENCY_S) -> Answer:
        """`action`'s answer, tried again for a bounded time while AWS doesn't know yet what was made or removed before.

        Args:
            action: Makes the call.
            on: Error code -> expression that the message must match for another try; empty for any message.
            within_s: Seconds to keep trying; never past the deadline.
        """
        until = min(self.deadline, time.monotonic() + within_s)
        for pause in self._pauses():
            try:
                return action()
            except AwsError as error:
                pattern = on.get(error.code)
                again = pattern is not None and re.search(pattern, error.detail, re.IGNORECASE)
                if not again or time.monotonic() + pause > until:
                    raise
                time.sleep(pause)
        raise AssertionError("the pauses never end")

    def wait(self, what: str, poll: Callable[[], bool]) -> None:
        """Until `poll` says True.

        Raises:
            WaitTimeoutError: The operation's time is over first.
        """
        started = time.monotonic()
        for pause in self._pauses():
            if poll():
                return
            if time.monotonic() + pause > self.deadline:
                waited = time.monotonic() - started
                raise WaitTimeoutError(f"{what} did not happen within {waited:.0f} s; raise it in customTimeouts")
            time.sleep(pause)

    @staticmethod
    def _pauses() -> Iterator[float]:
        pause = _FIRST_PAUSE_S
        while True:
            yield pause
            pause = min(pause * _GROWTH, _LONGEST_PAUSE_S)


def is_absent(error: AwsError, text: str = "") -> bool:
    """Whether `error` means that the thing isn't there: by its code, or by `text` in its message."""
    return bool(_NOT_FOUND.search(error.code)) or (bool(text) and text.lower() in error.detail.lower())
