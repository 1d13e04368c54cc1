"""What a rule over several settings yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from components.settings.stack import Settings


@dataclass(frozen=True)
class Clash:
    """Settings that do not go together.

    Attributes:
        path: Dotted path of the setting to change.
        message: What is wrong and what is accepted.
        involves: Dotted paths that the rule read besides ``path``.
        example: A value for the fix line.
    """

    path: str
    message: str
    involves: tuple[str, ...] = ()
    example: str | None = None


Rule = Callable[[Settings], Iterator[Clash]]
"""A generator over the whole settings: it yields a clash for each that it finds. ``involves`` lists the settings that
it read, so that a rule is not reported when one of them was refused already."""
