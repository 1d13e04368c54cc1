"""What all patches need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def put(owner: Any, name: str, value: Callable[..., Any]) -> None:
    """Replaces a method or function; by name, because an assignment to a method is an error to the type checker."""
    setattr(owner, name, value)


def event(name: str, details: Any) -> Any:
    """Event details with one member: moto's TypedDict is written as if all were required."""
    return {name: details}
