"""Overrides: somebody keeps something up for a while, says why, and it ends by itself.

They are data of the stack, never tags on a resource: who changed what and why is in its history, and an override that
has expired has no effect, whether or not anybody removes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from domain.checks import refuse, text

LONGEST: Final = timedelta(days=31)
"""What is needed for longer is no exception: change the calendar, or protect the endpoint by its tag."""
EVERYTHING: Final = "*"
FIELDS: Final = ("target", "since", "until", "by", "why")


@dataclass(frozen=True)
class Override:
    """Keeps a target at its business capacity, and from being stopped.

    Attributes:
        target: A unit of the platform (``realtime``, ``serverless``, ``components``, ``predict``), the name of an
            endpoint, or ``*``.
        since: From when on, with its offset from UTC.
        until: Until when, at most 31 days later.
        by: Who asked for it.
        why: What for.

    Raises:
        ValueError: A text is empty, a time has no offset, or the end is not after the start or more than 31 days later.
    """

    target: str
    since: datetime
    until: datetime
    by: str
    why: str

    def __post_init__(self) -> None:
        for name in ("target", "by", "why"):
            text(name, getattr(self, name))
        for name in ("since", "until"):
            moment = getattr(self, name)
            if not isinstance(moment, datetime) or moment.utcoffset() is None:
                refuse(name, moment, "a time with its offset, such as 2026-11-27T20:00:00+09:00")
        if not self.since < self.until <= self.since + LONGEST:
            refuse("until", self.until.isoformat(), f"after since = {self.since.isoformat()}, at most 31 days later")

    def active(self, now: datetime) -> bool:
        """Whether it has an effect at ``now``."""
        return self.since <= now < self.until

    def expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return now >= self.until

    def covers(self, name: str) -> bool:
        """Whether it speaks of a unit or an endpoint of that name."""
        return self.target in (EVERYTHING, name)

    def describe(self) -> str:
        """One line for people."""
        return f"{self.target} is kept up until {self.until.isoformat()} by {self.by}: {self.why}"


def parse_overrides(items: Iterable[Mapping[str, Any]]) -> tuple[Override, ...]:
    """Read overrides whose times are ISO 8601 texts.

    Raises:
        ValueError: Names the item by its number, the field, its value and what is accepted.
    """
    return tuple(_parsed(f"overrides[{number}]", item) for number, item in enumerate(items))


def _parsed(where: str, item: Mapping[str, Any]) -> Override:
    if not isinstance(item, Mapping) or set(item) != set(FIELDS):
        refuse(where, item, f"an object with exactly {', '.join(FIELDS)}")
    times = {name: _moment(f"{where}.{name}", item[name]) for name in ("since", "until")}
    try:
        return Override(target=item["target"], by=item["by"], why=item["why"], **times)
    except ValueError as error:
        raise ValueError(f"{where}.{error}") from error


def _moment(argument: str, value: object) -> datetime:
    try:
        return datetime.fromisoformat(text(argument, value))
    except ValueError:
        refuse(argument, value, "a time with its offset, such as 2026-11-27T20:00:00+09:00")


def override_for(name: str, overrides: Iterable[Override], now: datetime) -> Override | None:
    """Return the active override of a unit or endpoint that lasts longest, or ``None``."""
    found = [override for override in overrides if override.covers(name) and override.active(now)]
    return max(found, key=lambda override: override.until, default=None)
