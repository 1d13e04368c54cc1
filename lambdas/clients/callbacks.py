"""Answers a task of Step Functions that waits with a token."""

import json
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

# Neither action knows resources: the token itself is the right to answer.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"any": ("states:SendTaskSuccess", "states:SendTaskFailure")}

_ANSWERED: Final = frozenset({"TaskDoesNotExist", "TaskTimedOut", "InvalidToken"})
_CAUSE_LENGTH: Final = 32_768
"""https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html"""


class Callbacks:
    """Sends answers."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Step Functions)."""
        self._client = client

    def succeed(self, token: str, output: Mapping[str, Any]) -> bool:
        """Answer with ``output``; ``False`` says that nobody waits with this token any more."""
        try:
            self._client.send_task_success(taskToken=token, output=json.dumps(output))
        except ClientError as error:
            return _nobody_waits(error)
        return True

    def fail(self, token: str, error_name: str, cause: str) -> bool:
        """Answer with an error that Retry and Catch can match; ``False`` as in :meth:`succeed`."""
        try:
            self._client.send_task_failure(taskToken=token, error=error_name, cause=cause[:_CAUSE_LENGTH])
        except ClientError as error:
            return _nobody_waits(error)
        return True


def _nobody_waits(error: ClientError) -> bool:
    """Return ``False`` for an answered or expired token; raise every other error again."""
    if error.response["Error"]["Code"] in _ANSWERED:
        return False
    raise error
