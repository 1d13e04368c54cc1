"""Decodes what Pulumi's files hold: unknown values and secrets have marks of their own in them.

Source of the marks: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go and
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final


class Unknown(Enum):
    """The one value that stands for every value that is not known yet."""

    VALUE = "not known before the deployment"


UNKNOWN: Final = Unknown.VALUE
HIDDEN: Final = "[secret]"
"""How `pulumi preview --json` hides a secret."""
UNKNOWN_TEXTS: Final = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
        HIDDEN,
    }
)
"""How the engine writes an unknown boolean, number, string, array, asset, archive and object, and hides a secret."""

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key whose value says what an object stands for; an asset is of no interest here, a secret may be."""
_SEALED: Final = "1b47061264138c4ac30d75fd1eb44270"


def blinded(found: dict[str, Any]) -> Any:
    """An object as it is, but a secret as the engine hides one, though the file has its text: for ``json.loads``.

    What is shown to people must never have been read. ``object_hook`` sees the innermost first, so nothing is left.
    """
    is_secret = found.get(SIGNATURE) == _SEALED or found.get("secret") is True
    return HIDDEN if SIGNATURE in found and is_secret else found


def decoded(value: Any) -> Any:
    """A value of a state or preview file; what is unknown or encrypted becomes ``UNKNOWN``."""
    if isinstance(value, str):
        return UNKNOWN if value in UNKNOWN_TEXTS else value
    if isinstance(value, list):
        return [decoded(element) for element in value]
    if isinstance(value, Mapping):
        if SIGNATURE in value:
            return _marked(value)
        return {name: decoded(inner) for name, inner in value.items()}
    return value


def _marked(value: Mapping[str, Any]) -> Any:
    """A secret whose text is there, or an output whose value is."""
    if "value" in value:
        return decoded(value["value"])
    text = value.get("plaintext")
    if not isinstance(text, str):
        return UNKNOWN
    try:
        return decoded(json.loads(text))
    except ValueError:
        return UNKNOWN
