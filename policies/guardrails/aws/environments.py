"""What the pack's configuration says a stack is for."""

from __future__ import annotations

from typing import Final

from guardrails.rule import Resource

_PRODUCTION: Final = frozenset({"prod", "production"})


def is_production(resource: Resource) -> bool:
    """True when the stack is known to serve users."""
    return resource.environment.lower() in _PRODUCTION


def outside_production(resource: Resource) -> bool:
    """True when the stack is known to serve no users. A stack that nothing is said of is neither."""
    return bool(resource.environment) and not is_production(resource)
