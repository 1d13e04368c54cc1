"""Starts the function that computes asynchronous predictions."""

import json
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"function": ("lambda:InvokeFunction",)}

_THROTTLED: Final = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling"})


class Workers:
    """Invokes one function and does not wait for it."""

    def __init__(self, client: Any, function: str) -> None:
        """Use `client` (Lambda) with `function`, a name or an ARN."""
        self._client = client
        self._function = function

    def start(self, event: Mapping[str, Any]) -> bool:
        """Invoke the function asynchronously; False says that Lambda takes no more events now."""
        try:
            self._client.invoke(FunctionName=self._function, InvocationType="Event", Payload=json.dumps(event).encode())
        except ClientError as error:
            if error.response["Error"]["Code"] in _THROTTLED:
                return False
            raise
        return True
