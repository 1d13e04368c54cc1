"""The JSON schema of what concerns many rules: what Pulumi shows, and checks before the pack does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guardrails.config.exemptions import KEYS, SHORTEST_REASON
from guardrails.config.levels import ENVIRONMENTS
from guardrails.rule import Level

_LEVELS = {"type": "object", "additionalProperties": {"type": "string", "enum": [level.value for level in Level]}}
_TEXTS = {"type": "array", "items": {"type": "string"}}


def pack_schema() -> Mapping[str, Any]:
    """The properties of the pack's own policy."""
    return {
        "levels": {**_LEVELS, "description": "Level by rule id, family or *", "default": {}},
        "environments": {
            "type": "object",
            "additionalProperties": _TEXTS,
            "description": "Patterns of stack names by environment",
            "default": {name: list(patterns) for name, patterns in ENVIRONMENTS.items()},
        },
        "environmentLevels": {
            "type": "object",
            "additionalProperties": _LEVELS,
            "description": "Levels by environment; they go before levels",
            "default": {},
        },
        "exemptions": {"type": "array", "items": _exemption(), "description": "Each with its end", "default": []},
    }


def _exemption() -> Mapping[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(KEYS),
        "properties": {
            "rule": {"type": "string", "description": "Rule id or family; * and ? match any text"},
            "urn": {"type": "string", "description": "Pattern of the resources' URNs, with * and ?"},
            "owner": {"type": "string", "description": "Who answers for it"},
            "reason": {"type": "string", "minLength": SHORTEST_REASON, "description": "Why it is right"},
            "expires": {"type": "string", "description": "Last day on which it holds, such as 2027-01-31"},
        },
    }
