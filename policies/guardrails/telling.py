"""Whether a message would tell a secret. Rules compare secrets; what they say of one goes into logs and comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from guardrails.props import Plain, Secret

SEALED: Final = "breaks the rule; what it holds is a secret, and is not shown"
"""What is said of a property in place of a problem that would tell one."""


def tells(text: str, resources: Iterable[Mapping[str, Plain]]) -> bool:
    """Whether a text has a word that one of the resources keeps secret, also inside a JSON document."""
    words = {word for raw in resources for word in _secrets(raw, sealed=False)}
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words)


def _secrets(raw: Plain, *, sealed: bool) -> Iterator[str]:
    if isinstance(raw, Secret):
        yield from _secrets(raw.value, sealed=True)
    elif isinstance(raw, Mapping):
        for name, value in raw.items():
            if sealed:
                yield name
            yield from _secrets(value, sealed=sealed)
    elif isinstance(raw, list | tuple):
        for value in raw:
            yield from _secrets(value, sealed=sealed)
    elif sealed:
        yield from _words(raw)


def _words(raw: Plain) -> Iterator[str]:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, str) and raw:
        yield raw
        if raw.lstrip()[:1] in ("{", "["):
            try:
                yield from _secrets(json.loads(raw), sealed=True)
            except (ValueError, RecursionError):
                return
    elif isinstance(raw, int) and not isinstance(raw, bool):
        yield str(raw)
