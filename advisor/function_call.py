"""One call of a function of the stack, which decides and acts with its own role; a command only asks it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.errors import InputError

ALIAS: Final = "live"


@dataclass(frozen=True)
class Answer:
    """What the function answered; ``failed`` when it ended with an error."""

    payload: Mapping[str, Any]
    failed: bool


def invoked(client: Any, name: str, event: Mapping[str, Any]) -> Answer:
    """Run the function and wait for its answer.

    Raises:
        InputError: It could not be run at all.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        reply = client.invoke(FunctionName=name, Qualifier=ALIAS, Payload=json.dumps(event).encode())
        payload = json.loads(reply["Payload"].read())
    except (BotoCoreError, ClientError) as error:
        raise InputError(f"function {name} could not be run: {error}") from error
    except ValueError as error:
        raise InputError(f"function {name} answered with something else than JSON: {error}") from error
    if not isinstance(payload, dict):
        raise InputError(f"function {name} answered with {json.dumps(payload)[:60]}; expected: an object")
    return Answer(payload, failed="FunctionError" in reply)
