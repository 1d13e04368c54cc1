"""The marks by which the engine's formats tell a secret, an output or an asset from an object; the same in all of them.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from guardrails.props import UNKNOWN, Plain, Secret

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key whose value says what an object stands for."""

SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a mark of the format, no password
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
ASSETS: Final = frozenset({"c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"})
"""An asset and an archive."""

HIDDEN_TEXT: Final = "[secret]"
"""How a preview file writes a secret."""


def plain(value: Plain) -> Plain:
    """A value of a state or preview file, decoded."""
    if isinstance(value, str):
        return Secret(UNKNOWN) if value == HIDDEN_TEXT else value
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, Mapping):
        return marked({name: plain(inner) for name, inner in value.items()})
    return value


def marked(found: Mapping[str, Plain]) -> Plain:
    """An object, or what its mark says that it stands for. What a new mark means is unknown: deferred, never passed."""
    mark = found.get(SIGNATURE)
    if mark is None:
        return found
    if mark == SECRET:
        return Secret(_revealed(found))
    if mark == OUTPUT:
        value = found.get("value", UNKNOWN)
        return Secret(value) if found.get("secret") is True else value
    return {name: value for name, value in found.items() if name != SIGNATURE} if str(mark) in ASSETS else UNKNOWN


def _revealed(secret: Mapping[str, Plain]) -> Plain:
    """What a secret holds: itself on the wire, JSON text where a stack was exported with its secrets in plain."""
    if "value" in secret:
        return secret["value"]
    text = secret.get("plaintext")
    return plain(json.loads(text)) if isinstance(text, str) else UNKNOWN
