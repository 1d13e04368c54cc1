"""Values of properties for people: short, and never a secret."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from advisor.stack.plain import HIDDEN as SECRET
from advisor.stack.plain import SIGNATURE, UNKNOWN_TEXTS

LONGEST: Final = 160
LEAD: Final = 40
"""Characters that are shown before the place at which two long texts begin to differ."""
LATER: Final = "(known after the deployment)"
HIDDEN: Final = "(a secret)"
SECRET_NAMES: Final = re.compile(
    r"(?i)password|passwd|secret(?!s?_?manager|_?(?:arn|name|id)s?$)|private_?key|api_?key|access_?key|token(?!s|_?(?:ttl|name))"
    r"|credential|authorization_?header|connection_?string|sha-?256-?hmac"
)
"""Names of properties whose values are not shown, secret for the engine or not."""
SECRET_TEXTS: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
"""Texts that look like a key, a token, or a password in an address."""
_PART: Final = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.\[\]]+)')


def without_secrets(text: str) -> str:
    """A text of somebody else's, such as an error, with what looks like a secret taken out."""
    return SECRET_TEXTS.sub(HIDDEN, text).replace(SECRET, HIDDEN)


def at_path(inputs: Any, path: str) -> Any:
    """The value at a path of the engine, such as ``a.b[0]`` or ``a["b.c"]``; ``None`` when there is none.

    The grammar: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/properties_path.go
    """
    found = inputs
    for quoted, number, name in _PART.findall(path):
        if isinstance(found, list):
            index = int(number) if number else -1
            found = found[index] if 0 <= index < len(found) else None
        elif isinstance(found, Mapping):
            found = found.get(quoted.replace('\\"', '"') or name or number)
        else:
            return None
    return found


def pair(path: str, before: Any, after: Any) -> tuple[str, str]:
    """Both sides of a change, shortened around the place where they begin to differ."""
    if SECRET_NAMES.search(path):
        return (HIDDEN if before is not None else "", HIDDEN if after is not None else "")
    old, new = _text(before), _text(after)
    start = 0
    if old and new and max(len(old), len(new)) > LONGEST:
        common = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
        start = max(0, (min(len(old), len(new)) if common is None else common) - LEAD)
    return _cut(old, start), _cut(new, start)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return without_secrets(_dumped(_parsed(value)))


def _parsed(value: Any) -> Any:
    """JSON inside of a text is looked into as well: a secret may have its name there."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _dumped(value: Any) -> str:
    if value == SECRET:
        return HIDDEN
    if isinstance(value, str):
        return LATER if value in UNKNOWN_TEXTS else value
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any, name: str = "") -> Any:
    """The value with its marks in words, at every depth."""
    if name and SECRET_NAMES.search(name):
        return HIDDEN
    if isinstance(value, Mapping):
        if SIGNATURE in value:
            return HIDDEN if "ciphertext" in value or "plaintext" in value else "(a file, or a value known later)"
        return {key: _plain(inner, str(key)) for key, inner in value.items() if key != "__defaults"}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    found = _parsed(value)
    return _plain(found) if found is not value else _dumped(value) if isinstance(value, str) else value


def _cut(text: str, start: int) -> str:
    text = ("…" if start else "") + text[start:]
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
